package evaluation

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/fee"
	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(FeeTableChosen) }, func() Act { return new(FeeWorkStated) })
}

// mostReason bounds a reason given about fees or an award, in characters.
const mostReason = 500

// Fees are what the experts of a case are owed: by which table, and what was
// stated of their work that the log does not know.
type Fees struct {
	Table  *FeeTableChosen // nil before one was chosen
	Stated []StatedWork    // at most one of each; the last word counts
}

// StatedWork is what was stated of one expert's work, by whom and when.
type StatedWork struct {
	FeeWorkStated
	AtMs int64
	By   string
}

// An Earner is an expert who checked in to a meeting that is over, and what the
// log knows of the expert's time there. Nobody else is owed a fee.
type Earner struct {
	Meeting string
	Seat    int
	Label   string
	Name    Datum
	Outcome fee.Outcome
	FromMs  int64 // of the check-in
	ToMs    int64 // of the signature, the dissent, the leaving, or when the meeting was void; 0 where nothing says
}

// Earners lists everybody who is owed a fee, meeting by meeting: who sits at
// the end, then who left.
func (c *Case) Earners() (list []Earner) {
	meetings := c.Former
	if c.Meeting != nil {
		meetings = append(slices.Clip(meetings), *c.Meeting)
	}
	for _, m := range meetings {
		if m.Stage != Sealed && m.Stage != Void {
			continue
		}
		for _, seat := range m.Seats {
			if seat.Member != nil && seat.Member.Label != "" {
				list = append(list, m.earner(seat))
			}
		}
		for _, change := range m.Changes {
			if change.Member.Label == "" {
				continue
			}
			outcome := fee.Left
			if change.Ground != "" && (m.BegunMs == 0 || change.AtMs < m.BegunMs) {
				outcome = fee.Recused
			}
			list = append(list, Earner{m.ID, change.Seat, change.Member.Label, change.Member.Name, outcome, change.Member.CheckedMs, change.AtMs})
		}
	}
	return list
}

// earner is who sat on a seat until the meeting was over.
func (m *Meeting) earner(seat Seat) Earner {
	e := Earner{m.ID, seat.No, seat.Member.Label, seat.Member.Name, fee.Evaluated, seat.Member.CheckedMs, 0}
	switch said := seat.Conclusion; {
	case m.Stage == Void && m.BegunMs == 0:
		e.Outcome, e.ToMs = fee.NotStarted, m.VoidedMs
	case m.Stage == Void:
		e.Outcome, e.ToMs = fee.Stopped, m.VoidedMs
	case said != nil && (said.Signed || said.Dissent != ""):
		e.ToMs = said.AtMs // whoever stayed silent may have gone before it was stated
	}
	return e
}

// StatedOf returns what was stated of an expert's work, or nil.
func (f Fees) StatedOf(meeting string, seat int, label string) *StatedWork {
	for i := range f.Stated {
		if one := &f.Stated[i]; one.Meeting == meeting && one.Seat == seat && one.Label == label {
			return one
		}
	}
	return nil
}

// FeeTable returns the table that was chosen.
func (c *Case) FeeTable() (*fee.Table, error) {
	if c.Fees.Table == nil {
		return nil, rule.Refuse(rule.Premature, "", "fee.no_table", "table")
	}
	return tables.get(c.Fees.Table.TableText)
}

// Times returns the first and the last instant of an expert's work, as the log
// has them or as they were stated; to is 0 where nothing says.
func (c *Case) Times(e Earner) (from, to int64) {
	if said := c.Fees.StatedOf(e.Meeting, e.Seat, e.Label); said != nil {
		return said.FromMs, said.ToMs
	}
	return e.FromMs, e.ToMs
}

// Minutes counts the minutes from one instant to another as clocks show them:
// seconds are cut off at both ends.
func Minutes(fromMs, toMs int64) int { return int(toMs/minuteMs - fromMs/minuteMs) }

// FeeOf returns what an expert is owed; days counts the calendar days of the
// lot's time zone that a time touches. It refuses with everything that neither
// the log nor the table says.
func (c *Case) FeeOf(e Earner, days func(fromMs, toMs int64) int) (fee.Fee, error) {
	table, err := c.FeeTable()
	if err != nil {
		return fee.Fee{}, err
	}
	if said := c.Fees.StatedOf(e.Meeting, e.Seat, e.Label); said != nil {
		return table.Of(said.work(e.Outcome))
	}
	if e.ToMs == 0 {
		return fee.Fee{}, rule.Refuse(rule.Premature, "", "fee.no_end", "to", "seat", strconv.Itoa(e.Seat))
	}
	return table.Of(fee.Work{Outcome: e.Outcome, Minutes: Minutes(e.FromMs, e.ToMs), Days: days(e.FromMs, e.ToMs)})
}

// FeeTableChosen says by which table the experts of the lot are paid. The whole
// table is in the log. With another table what was stated of anybody's work is
// to be stated anew.
type FeeTableChosen struct {
	Table     string `json:"table"` // id
	TableHash string `json:"table_hash"`
	TableText string `json:"table_text"`
	// Reason is needed where [Lot.FeeReason] says so.
	Reason string `json:"reason,omitempty"`
}

// Kind implements [Act].
func (*FeeTableChosen) Kind() string { return "fee.table_chosen" }

func (a *FeeTableChosen) apply(c *Case, meta Meta) error {
	if err := c.settling(meta); err != nil {
		return err
	}
	table, err := tables.get(a.TableText)
	if err != nil || table.ID != a.Table || table.Hash() != a.TableHash {
		return rule.Refuse(rule.Invalid, "", "fee.table_other", "table")
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	if c.Lot.FeeReason(table, profile) && !reasoned(a.Reason) {
		return rule.Refuse(rule.Invalid, table.Source, "fee.table_reason", "reason", "most", strconv.Itoa(mostReason))
	}
	c.Fees = Fees{Table: a}
	return nil
}

// FeeReason reports whether it must be said why the lot is paid by the table: it
// is of another regime than the lot's rules, or was not in force when the
// procurement began, as far as is known.
func (l Lot) FeeReason(table *fee.Table, profile *rule.Profile) bool {
	return table.Regime != profile.Regime || table.EffectiveFrom == "" || table.EffectiveFrom > l.StartedOn
}

// FeeWorkStated states what an expert worked, in place of what the log says and
// of what was stated before, with the reason.
type FeeWorkStated struct {
	Meeting   string `json:"meeting"`
	Seat      int    `json:"seat,string"`
	Label     string `json:"label"` // of the draw
	FromMs    int64  `json:"from_ms,string"`
	ToMs      int64  `json:"to_ms,string"`
	Days      int    `json:"days,string"` // calendar days of the lot's time zone that the work touches
	Holiday   bool   `json:"holiday,string"`
	Part      string `json:"part_as,omitempty"`           // what a part of an hour counts as that the table does not state: none, half or whole
	AgreedFen *int64 `json:"agreed_fen,string,omitempty"` // where the table states none; 0 if nothing is owed
	Reason    string `json:"reason"`                      // 1 to 500 characters
}

// Kind implements [Act].
func (*FeeWorkStated) Kind() string { return "fee.work_stated" }

func (a *FeeWorkStated) apply(c *Case, meta Meta) error {
	if err := c.settling(meta); err != nil {
		return err
	}
	table, err := c.FeeTable()
	if err != nil {
		return err
	}
	earners := c.Earners()
	i := slices.IndexFunc(earners, func(e Earner) bool { return e.Meeting == a.Meeting && e.Seat == a.Seat && e.Label == a.Label })
	if i < 0 || a.Label == "" {
		return rule.Refuse(rule.NotFound, "", "fee.nobody", "seat", "seat", strconv.Itoa(a.Seat))
	}
	var refusals rule.Collect
	if !reasoned(a.Reason) {
		refusals.Add("", "fee.reason", "reason", "most", strconv.Itoa(mostReason))
	}
	if whole := (a.ToMs - a.FromMs) / dayMs; a.FromMs <= 0 || a.ToMs < a.FromMs || a.ToMs > meta.AtMs || int64(a.Days) < whole+1 || int64(a.Days) > whole+2 {
		refusals.Add("", "fee.time", "to")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if _, err := table.Of(a.work(earners[i].Outcome)); err != nil && !fee.Open(err) {
		return err
	}
	c.Fees.Stated = slices.DeleteFunc(c.Fees.Stated, func(one StatedWork) bool {
		return one.Meeting == a.Meeting && one.Seat == a.Seat && one.Label == a.Label
	})
	c.Fees.Stated = append(c.Fees.Stated, StatedWork{FeeWorkStated: *a, AtMs: meta.AtMs, By: meta.Actor})
	return nil
}

func (a *FeeWorkStated) work(outcome fee.Outcome) fee.Work {
	return fee.Work{Outcome: outcome, Minutes: Minutes(a.FromMs, a.ToMs), Days: a.Days, Holiday: a.Holiday, Part: a.Part, AgreedFen: a.AgreedFen}
}

// settling refuses whoever may not settle fees, and before the meeting is over.
func (c *Case) settling(meta Meta) error {
	if _, err := c.at(Sealed, Void); err != nil {
		return err
	}
	if meta.Role != "staff" {
		return rule.Refuse(rule.Forbidden, "", "fee.staff", "")
	}
	return nil
}

// reasoned reports whether a reason is one.
func reasoned(reason string) bool {
	return strings.TrimSpace(reason) != "" && utf8.RuneCountInString(reason) <= mostReason && !strings.ContainsFunc(reason, notSaid)
}
