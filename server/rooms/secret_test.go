package rooms

import (
	"crypto/rand"
	"strings"
	"testing"

	"bidroom/experts/draw"
	"bidroom/server/keys"
	"bidroom/server/store"
)

// A dump of the database does not tell by its length of which expert a conflict
// was decided.
func TestLengthOfAConflict(t *testing.T) {
	box, err := keys.Master{1}.Box(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed := func(length int) int {
		o, err := newOpening(rand.Reader, draw.ConflictDomain, strings.Repeat("x", length))
		if err != nil {
			t.Fatal(err)
		}
		text, err := sealOpening(box, o)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := openOpening(box, store.Opening{Sealed: text}); err != nil || again != o {
			t.Errorf("%d bytes: %v", length, err)
		}
		return len(text)
	}
	whole := conflictStep - (len(`{"domain":"","salt":"","value":""}`) + len(draw.ConflictDomain) + 32) // fills the first step
	few := sealed(700)
	for length, want := range map[int]int{0: few, 9_000: few, whole - 1: few, whole: few, whole + 1: few + conflictStep} {
		if got := sealed(length); got != want {
			t.Errorf("%d bytes are sealed as %d, want %d", length, got, want)
		}
	}
}
