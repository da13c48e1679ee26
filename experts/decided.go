package experts

import (
	"slices"

	"bidroom/experts/conflict"
)

// A Decided says by what the conflict of a holder was decided whose seat went
// to somebody else for it: the value of a datum of the domain
// [draw.ConflictDomain], as JSON.
type Decided struct {
	Label     string             `json:"label"`     // of the holder
	Entry     string             `json:"entry"`     // id of the expert in the pool; of somebody drawn elsewhere the label
	Expert    conflict.Expert    `json:"expert"`    // as the register had that person then, under another id if the entry had been merged
	Companies []conflict.Company `json:"companies"` // of the register, as many as it takes
	Grounds   []string           `json:"grounds"`   // that keep the expert out; [DrawnTwice] is the last
}

// DrawnTwice is what speaks against who has another seat already: two entries
// of the register that were in the pool turned out to be one person.
const DrawnTwice = "drawn_twice"

// Holds reports whether the grounds that a checker finds are those that are
// stated, apart from [DrawnTwice], of which it cannot know, and whether that is
// stated.
func (d *Decided) Holds(c *conflict.Checker) (holds, twice bool) {
	stated := d.Grounds
	if twice = len(stated) > 0 && stated[len(stated)-1] == DrawnTwice; twice {
		stated = stated[:len(stated)-1]
	}
	return len(d.Grounds) > 0 && slices.Equal(stated, c.KeepsOut(d.Expert)), twice
}
