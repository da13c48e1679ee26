package evaluation

import "slices"

// A Stage is where a meeting stands.
type Stage string

const (
	Preparing  Stage = "preparing" // no meeting yet: the lot is being set up
	Scheduled  Stage = "scheduled"
	Assembling Stage = "assembling"
	Declaring  Stage = "declaring"
	Electing   Stage = "electing"
	Examining  Stage = "examining"
	Evaluating Stage = "evaluating"
	Pricing    Stage = "pricing" // only where prices are in an envelope of their own
	Tallied    Stage = "tallied"
	Reporting  Stage = "reporting"
	Signing    Stage = "signing"
	Sealed     Stage = "sealed"
	Suspended  Stage = "suspended"
	Void       Stage = "void"
)

// Stages lists the stages in their order, without those that stand beside it. A
// case has those of [Case.Stages].
var Stages = []Stage{Preparing, Scheduled, Assembling, Declaring, Electing, Examining, Evaluating, Pricing, Tallied, Reporting, Signing, Sealed}

// Stages lists the stages that the case goes through, in their order.
func (c *Case) Stages() []Stage {
	return slices.DeleteFunc(slices.Clone(Stages), func(s Stage) bool { return s == Pricing && !c.TwoEnvelopes() })
}

// before reports whether s comes earlier than t in the order of stages.
func (s Stage) before(t Stage) bool {
	return slices.Index(Stages, s) < slices.Index(Stages, t)
}

// Running reports whether people of the panel are at work in s.
func (s Stage) Running() bool {
	return !s.before(Assembling) && s.before(Sealed) && slices.Contains(Stages, s)
}
