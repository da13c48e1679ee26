package rooms

import (
	"crypto/rand"
	"testing"

	"bidroom/experts/conflict"
	"bidroom/server/keys"
)

// A match has one name at a centre, another as soon as it holds something else,
// and none that somebody without the centre's key could work out.
func TestMatchID(t *testing.T) {
	name := func(key byte, m conflict.Match) string {
		t.Helper()
		box, err := keys.Master{key}.Box(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		id, err := (&Service{Box: box}).MatchID(m)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	m := conflict.Match{Name: "陈静", Company: "蜀江建设有限公司", CreditCode: "91510000MA6200000N", Office: "director"}
	other := m
	other.Office = "manager"
	if name(1, m) != name(1, m) || name(1, m) == name(1, other) || name(1, m) == name(2, m) {
		t.Errorf("%s, %s, of another office %s, elsewhere %s", name(1, m), name(1, m), name(1, other), name(2, m))
	}
}
