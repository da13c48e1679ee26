package rule_test

import (
	"math/big"
	"testing"

	"bidroom/evaluation/rule"
)

// Both lines by hand: 3 points count up to a mean of 10, 30 percent above it.
func TestFar(t *testing.T) {
	line := rule.Extreme{Points: "3", Percent: 30}
	for _, tt := range []struct {
		mark, mean string
		far        bool
	}{
		{"13", "10", false}, {"13.01", "10", true}, {"7", "10", false}, {"6.99", "10", true},
		{"26", "20", false}, {"26.01", "20", true}, {"14", "20", false}, {"13.99", "20", true},
		{"3", "0", false}, {"3.01", "0", true}, {"-3", "0", false}, {"-3.01", "0", true},
		{"-13", "-10", false}, {"-26.01", "-20", true},
	} {
		mark, _ := new(big.Rat).SetString(tt.mark)
		mean, _ := new(big.Rat).SetString(tt.mean)
		if got := line.Far(mark, mean); got != tt.far {
			t.Errorf("%s of a mean of %s: %t", tt.mark, tt.mean, got)
		}
	}
	if (rule.Extreme{}).Asks() {
		t.Error("a profile without a figure asks for reasons")
	}
}
