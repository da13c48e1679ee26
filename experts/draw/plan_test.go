package draw_test

import (
	"testing"

	"bidroom/experts/draw"
)

// The codes are of GB/T 2260: Zhejiang is 330000, Hangzhou 330100, its district
// Xihu 330106, Ningbo 330200, Beijing 110000 with its district Haidian 110108.
func TestLives(t *testing.T) {
	for _, tt := range []struct {
		region, in string
		want       bool
	}{
		{"330106", "330106", true}, {"330106", "330108", false}, {"330106", "330100", true}, {"330106", "330200", false}, {"330106", "330000", true},
		{"330100", "330106", false}, {"330100", "330100", true}, {"110108", "110100", true}, {"110108", "110000", true}, {"330106", "110000", false},
		{"330106001", "330106", true}, {"", "330106", false}, {"", "330000", false}, {"x", "x", true}, {"x", "y", false},
	} {
		if got := draw.Lives(tt.region, tt.in); got != tt.want {
			t.Errorf("%s lives in %s: %v", tt.region, tt.in, got)
		}
	}
}
