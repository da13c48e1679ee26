package rooms

import (
	"crypto/rand"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/keys"
)

// A judgement on a pair holds whichever of the two was looked at first, and not
// when they agree in something else.
func TestHashSigns(t *testing.T) {
	box, err := keys.Master{1}.Box(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Box: box}
	one, other := conflict.Company{Name: "甲厂", FormerNames: []string{"乙厂"}}, conflict.Company{Name: "乙厂", FormerNames: []string{"甲厂"}}
	held := s.hashSigns(experts.CompanySigns(one, other))
	if held != s.hashSigns(experts.CompanySigns(other, one)) {
		t.Error("each was called what the other is: held apart one way round and not the other")
	}
	other.LegalRepresentative, one.LegalRepresentative = "陈静", "陈静"
	if held == s.hashSigns(experts.CompanySigns(other, one)) {
		t.Error("one thing more in common changes nothing")
	}
}
