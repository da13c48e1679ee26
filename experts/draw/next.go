package draw

import (
	"cmp"
	"slices"
)

// A Carriage is how far the invitation of a seat's holder is on its way by a
// machine.
type Carriage struct {
	Waiting bool  // it is to be tried again, or is being tried
	NextMs  int64 // when, if it waits
}

// A Step is what the server does next by itself, or waits for.
type Step struct {
	Do   string
	Seat int    // that it is about; 0 if about none
	Why  string // of [StepEnd]
	AtMs int64  // when it is due; 0 if nobody can say
}

// What the server does next.
const (
	StepBegin  = "begin"  // waits for the set time
	StepInvite = "invite" // invites who has not been
	StepTry    = "try"    // waits for the next attempt
	StepAnswer = "answer" // waits for an answer
	StepGiveUp = "give_up"
	StepEnd    = "end"
)

// Next says what the server does by itself at an instant, in UTC milliseconds,
// while nobody attends. carried says of each seat how its holder's invitation
// is on its way; ends says when the answer window is over that began at an
// instant, 0 if it never is.
//
// Nobody is given up while an attempt is still to come: quiet hours can lie
// between the first and the second.
func (d *Draw) Next(now int64, carried map[int]Carriage, ends func(int64) int64) Step {
	o := d.Unattended.Order
	switch {
	case now < o.FromMs:
		return Step{Do: StepBegin, AtMs: o.FromMs}
	case now >= o.UntilMs:
		return Step{Do: StepEnd, Why: EndOver}
	case d.full():
		return Step{Do: StepEnd, Why: EndFull}
	case d.Unreached >= MostUnreached:
		return Step{Do: StepEnd, Why: EndChannel}
	}
	var wait Step
	for _, h := range d.Holders {
		step := h.next(now, carried[h.Seat], ends)
		switch {
		case step.Do == "":
		case step.Do == StepInvite || step.Do == StepGiveUp:
			return step
		case wait.Do == "" || step.AtMs != 0 && cmp.Or(wait.AtMs, step.AtMs+1) > step.AtMs:
			wait = step
		}
	}
	return wait
}

// next says what is next for one seat; nothing if its holder comes.
func (h Holder) next(now int64, carried Carriage, ends func(int64) int64) Step {
	step := Step{Seat: h.Seat}
	switch {
	case h.Comes():
		return Step{}
	case h.Answer == "":
		step.Do = StepInvite
	case h.Answer != "invited": // fell out, and nobody followed
		step.Do = StepGiveUp
	case carried.Waiting:
		step.Do, step.AtMs = StepTry, carried.NextMs
	case !slices.Contains(lastOutcomes, h.Outcome): // nobody has called, or no machine will any more: the check-in it told of is over
		step.Do = StepInvite
	case h.Outcome == "refused":
		step.Do = StepGiveUp
	default:
		step.Do, step.AtMs = StepAnswer, ends(max(h.AtMs, h.TriedMs))
		if step.AtMs != 0 && now >= step.AtMs {
			step.Do = StepGiveUp
		}
	}
	return step
}
