package conflict

import (
	"cmp"
	"slices"

	"bidroom/evaluation/rule"
)

// A Verdict is one ground's answer.
type Verdict string

const (
	Clear     Verdict = "clear"
	Conflict  Verdict = "conflict"
	Unknown   Verdict = "unknown"   // something was never asked; never taken for clear
	Dismissed Verdict = "dismissed" // clear, because every datum was found to be of somebody else
)

// An Answer is what one ground says of one expert.
type Answer struct {
	Ground  string      `json:"ground"` // such as "R01"; catalogue key below "desk-draw.ground."
	Clause  rule.Clause `json:"clause"`
	Action  rule.Action `json:"action"`
	Verdict Verdict     `json:"verdict"`
	Data    []Datum     `json:"data,omitempty"`  // all that speak for a conflict: sealed with the expert's name
	Rests   []Datum     `json:"rests,omitempty"` // what makes it clear, of a ground that asks for something
	Lacks   []Subject   `json:"lacks,omitempty"` // what was never asked and could speak for one
}

// A Datum speaks for a conflict.
type Datum struct {
	Kind    string `json:"kind"`              // what the expert or the relative is there, or what happened
	Name    string `json:"name,omitempty"`    // as it was stated: of a person, or of a firm
	Company string `json:"company,omitempty"` // the company that it was found to be
	On      Date   `json:"on"`                // the day that decided, where one did
	// What is alike, where only a name says so, and the dismissal that makes
	// it count no longer.
	Match     Match      `json:"match,omitzero"`
	Dismissal *Dismissal `json:"dismissal,omitempty"`
}

// KeepsOut reports whether the answer keeps the expert out of a pool and off
// a panel.
func (a Answer) KeepsOut() bool { return a.Verdict == Conflict && a.Action.KeepsOut() }

// Alerts reports whether the answer is to be shown to those who supervise, and
// keeps nobody out.
func (a Answer) Alerts() bool { return a.Verdict == Conflict && a.Action == rule.Alert }

// Unasked reports whether the answer is unknown because the expert was never
// asked for something.
func (a Answer) Unasked() bool {
	return a.Verdict == Unknown && a.Action.KeepsOut() && slices.ContainsFunc(a.Lacks, Subject.Personal)
}

// settle sets the verdict from what was found.
func (a *Answer) settle() {
	stands := slices.ContainsFunc(a.Data, func(d Datum) bool { return d.Dismissal == nil })
	switch {
	case stands:
		a.Verdict = Conflict
	case len(a.Lacks) > 0:
		a.Verdict = Unknown
	case len(a.Data) > 0:
		a.Verdict = Dismissed
	default:
		a.Verdict = Clear
	}
}

func byCompany(a, b held) int {
	return cmp.Or(cmp.Compare(a.company, b.company), cmp.Compare(a.office, b.office), cmp.Compare(a.From.String(), b.From.String()), cmp.Compare(a.To.String(), b.To.String()))
}
