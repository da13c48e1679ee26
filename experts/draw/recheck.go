package draw

import "slices"

// ConflictDomain is the domain of the datum that says by what the conflict of a
// holder was decided whose seat went to somebody else for it.
const ConflictDomain = "draw.conflict"

// Why a holder leaves beside an answer that came to nothing, whose own name is
// the reason then; see [Replaced].
const (
	conflicted   = "conflict"
	recused      = "recused"
	supplemented = "supplemented"
)

// checkLeaving refuses a reason for which a holder does not leave, as far as the
// draw can tell: who gave no such answer and who never came cannot have left
// for it. A conflict, and nothing else, has the datum that it was decided by.
func (d *Draw) checkLeaving(h *Holder, reason, datum string) error {
	came, so := slices.Contains(d.Unsealed, h.Label), false
	switch reason {
	case "declined", "unanswered":
		so = h.Answer == reason
	case "absent":
		so = h.Answer == reason || came
	case recused:
		so = came
	case conflicted:
		so = h.Label != ""
	case supplemented:
		so = h.Answer == SeatOpen
	}
	if !so {
		return refuse("draw.leaves", "seat", itoa(h.Seat))
	}
	if (reason == conflicted) != (datum != "") || datum != "" && !isHex(datum, 32) {
		return refuse("draw.conflict")
	}
	return nil
}

// Rechecked says that the conflicts of everyone who holds a seat were decided
// again, now that all bidders are known. The draw's key was used for it. Who
// has a conflict is replaced by an act of its own, so that this one names
// nobody.
type Rechecked struct {
	Draw    string `json:"draw"`
	Unknown int    `json:"unknown,string"` // holders of whom something was never asked
}

// Kind implements [Act].
func (*Rechecked) Kind() string { return "draw.rechecked" }

// Of implements [Act].
func (a *Rechecked) Of() string { return a.Draw }

func (a *Rechecked) apply(d *Draw, _ Meta) error {
	if d.Source != nil {
		d.Unknown = a.Unknown // of a draw here it is said of the pool
	}
	return d.at(Filled)
}
