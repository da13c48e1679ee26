package conflict

import "bidroom/evaluation/rule"

// A Date is a day of the calendar.
type Date = rule.Date

// A Period is from one day to another, both within it. No day means without
// bound.
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to"` // none while it lasts
}

// meets reports whether p and the days from since to until have one in common.
func (p Period) meets(since, until Date) bool {
	return (p.To == Date{} || !p.To.Before(since)) && !until.Before(p.From)
}
