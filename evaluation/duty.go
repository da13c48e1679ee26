package evaluation

import "slices"

// A Duty is what a seat has to do next.
type Duty string

const (
	DutyCheckIn Duty = "check_in"
	DutyDeclare Duty = "declare"
	DutyVote    Duty = "vote"
	DutyExamine Duty = "examine"
	DutyScore   Duty = "score"
	DutyExplain Duty = "explain" // marks that are extreme
	DutySign    Duty = "sign"
	DutyWait    Duty = "wait" // for others
	DutyNone    Duty = "none" // the meeting is not running
)

// Owes returns what the seat has to do next. A member who replaces another in
// mid-meeting owes what the other had done, in the order of the stages.
func (c *Case) Owes(no int) Duty {
	m := c.Meeting
	if m == nil || !m.Stage.Running() || m.Seat(no) == nil {
		return DutyNone
	}
	seat := m.Seat(no)
	reached := func(s Stage) bool { return !m.Stage.before(s) }
	voted := slices.ContainsFunc(m.Votes, func(v ChairVoted) bool { return v.Seat == no })
	switch {
	case seat.Member == nil:
		return DutyCheckIn
	case reached(Declaring) && seat.Member.DeclaredMs == 0:
		return DutyDeclare
	case reached(Electing) && m.Chair == 0 && !voted:
		return DutyVote
	case reached(Examining) && m.Stage.before(Tallied) && !m.findingsComplete(c, no):
		return DutyExamine
	case reached(Evaluating) && m.Stage.before(Tallied) && (seat.Sheet == nil || seat.Sheet.Returned):
		return DutyScore
	case reached(Evaluating) && m.Stage.before(Tallied) && c.owesReasons(no):
		return DutyExplain
	case m.Stage == Signing && !seat.concluded():
		return DutySign
	}
	return DutyWait
}
