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

// An invitation is sealed as the same number of bytes whatever the expert is
// called, also at a centre with a long name.
func TestLengthOfAnInvitation(t *testing.T) {
	box, err := keys.Master{1}.Box(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Box: box}
	long := strings.Repeat("市", longestFact)
	lengths := map[int]bool{}
	for _, name := range []string{"王喆", "欧阳思远", "阿卜杜热西提·买买提", long} {
		item := outboxItem{Draw: "0193e5c0-0000-7000-8000-000000000000", Seat: 3, Label: strings.Repeat("a", 64),
			Invitation: Invitation{Name: name, Phone: "13800000000", Pass: strings.Repeat("A", 40), QR: strings.Repeat("A", 60), Place: long, Zone: "America/Argentina/ComodRivadavia",
				Offer: Offer{Channel: "webhook", FromMs: 1796020977356, UntilMs: 1796020977356, Hours: 99}}}
		sealed, err := s.sealMessage(item)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.openMessage(store.Message{Sealed: sealed}); err != nil || again != item {
			t.Errorf("%s comes back as %+v: %v", name, again, err)
		}
		lengths[len(sealed)] = true
	}
	if len(lengths) != 1 {
		t.Errorf("four invitations have %d lengths", len(lengths))
	}
}
