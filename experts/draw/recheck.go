package draw

// ConflictDomain is the domain of the datum that says by what the conflict of a
// holder was decided whose seat went to somebody else for it.
const ConflictDomain = "draw.conflict"

// conflicted is why a holder leaves of whom a conflict came out.
const conflicted = "conflict"

// checkConflict refuses a reason that is a conflict without the datum that it
// was decided by, and the datum with another reason.
func checkConflict(reason, datum string) error {
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
