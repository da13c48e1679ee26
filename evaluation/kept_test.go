package evaluation

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// What was read of a text is read once, as long as not too many others were; what
// cannot be read is asked for again.
func TestKept(t *testing.T) {
	read := 0
	k := kept[*string]{read: func(text string) (*string, error) {
		read++
		if strings.HasPrefix(text, "wrong") {
			return nil, errors.New(text)
		}
		return &text, nil
	}}
	get := func(text string, reads int) *string {
		t.Helper()
		got, err := k.get(text)
		if wrong := strings.HasPrefix(text, "wrong"); (err != nil) != wrong || !wrong && *got != text {
			t.Errorf("%q: %v", text, err)
		}
		if read != reads {
			t.Errorf("%d texts were read, want %d", read, reads)
		}
		return got
	}
	if get("one", 1) != get("one", 1) {
		t.Error("what was read once was read twice")
	}
	get("wrong", 2)
	get("wrong", 3)
	for n := 1; n < mostKept; n++ {
		get(fmt.Sprint(n), 3+n)
	}
	get("one", 2+mostKept)
	get("one too many", 3+mostKept)
	get("one", 4+mostKept)
}
