package kiosk

import (
	"io/fs"
	"strings"
	"testing"
)

// TestPlaceholder: what a program without pages answers is there in every
// build, and says in both languages what to do.
func TestPlaceholder(t *testing.T) {
	page, err := fs.ReadFile(Dist(), Placeholder)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"页面尚未生成", "have not been built", "make run"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%s does not say %q", Placeholder, want)
		}
	}
}
