package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(MeetingTallied) })
}

// A RankedBid is one line of a ranking.
type RankedBid struct {
	Bid   string `json:"bid"`
	Rank  int    `json:"rank,string"` // 1 is best; 0 for a bid that is not ranked
	Tied  bool   `json:"tied,string"`
	Total string `json:"total"` // points, or fen for an evaluated price; decimal
}

// MeetingTallied is the panel's tally: the scores, the ranking and the
// recommended candidates, as the method gives them from the submitted sheets.
type MeetingTallied struct {
	Ranking    []RankedBid `json:"ranking"`
	Candidates []string    `json:"candidates"`          // bid ids, best first
	TieOrder   []string    `json:"tie_order,omitempty"` // bid ids in drawn order, where a tie was drawn
}

// Kind implements [Act].
func (*MeetingTallied) Kind() string { return "meeting.tallied" }

func (a *MeetingTallied) apply(c *Case, _ Meta) error {
	m, err := c.at(c.counting())
	if err != nil {
		return err
	}
	if err := c.mayTally(); err != nil {
		return err
	}
	if m.Tied != nil {
		return rule.Refuse(rule.Premature, "", "tie.waits", "")
	}
	if len(a.TieOrder) > 0 && !slices.Equal(a.TieOrder, m.TieOrder()) {
		return rule.Refuse(rule.Invalid, "", "tally.tie_order", "tie_order")
	}
	opened := c.sheetsOpen()
	if opened {
		next, err := c.NextTally()
		if err != nil {
			return err
		}
		own, ok := next.(*MeetingTallied)
		switch {
		case !ok || !slices.Equal(own.TieOrder, a.TieOrder):
			return rule.Refuse(rule.Invalid, "", "tally.tie_order", "tie_order")
		case !slices.Equal(own.Ranking, a.Ranking) || !slices.Equal(own.Candidates, a.Candidates):
			return rule.Refuse(rule.Invalid, "", "tally.differs", "ranking")
		}
	}
	m.Stage, m.Tally, m.TallyUnchecked = Tallied, a, !opened
	return nil
}

// sheetsOpen reports whether every member's marks are at hand.
func (c *Case) sheetsOpen() bool {
	return !slices.ContainsFunc(c.Meeting.Seats, func(s Seat) bool { return s.Sheet == nil || s.Sheet.Returned || s.Sheet.Text == "" })
}

// NewTally states a result as an act.
func NewTally(result *scoring.Result, tieOrder []string) *MeetingTallied {
	tally := &MeetingTallied{Candidates: result.Candidates, TieOrder: tieOrder}
	for _, bid := range result.Bids {
		tally.Ranking = append(tally.Ranking, RankedBid{Bid: bid.Bid, Rank: bid.Rank, Tied: bid.Tied, Total: bid.Total})
	}
	return tally
}

// MayTally refuses with everything that is owed before the sheets are counted.
func (c *Case) MayTally() error {
	if _, err := c.at(c.counting()); err != nil {
		return err
	}
	return c.mayTally()
}

// mayTally refuses with everything that is owed before the tally.
func (c *Case) mayTally() error {
	if err := c.priceExamined(); err != nil {
		return err
	}
	return c.marksAgreed(true)
}

// marksAgreed refuses with everything that is owed of the marks and, where they
// are counted, with the coefficients that are still to be drawn. Where they are
// not, it is all that is owed before the second envelopes may be opened.
func (c *Case) marksAgreed(counted bool) error {
	m := c.Meeting
	var refusals rule.Collect
	for i := range m.Seats {
		seat := &m.Seats[i]
		switch {
		case seat.Sheet == nil || seat.Sheet.Returned:
			refusals.Add("", "seat.not_submitted", "seat", "seat", strconv.Itoa(seat.No))
		case seat.Member == nil || seat.Member.DeclaredMs == 0:
			refusals.Add("", "seat.not_declared", "seat", "seat", strconv.Itoa(seat.No))
		}
	}
	if m.Chair == 0 {
		refusals.Add("", "chair.missing", "")
	}
	c.addRejectionsOwed(&refusals)
	c.addJudgementsOwed(&refusals)
	if counted {
		c.undrawn(&refusals, scoring.AtTally)
	}
	if err := refusals.Err(rule.Premature); err != nil {
		return err
	}
	if err := c.objectiveAgreed(); err != nil {
		return err
	}
	return c.extremesExplained()
}

// objectiveAgreed refuses while members differ on an objective criterion, for
// those marks must be equal (政府采购货物和服务招标投标管理办法 第六十四条).
func (c *Case) objectiveAgreed() error {
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	for _, mismatch := range method.ObjectiveMismatch(c.sheetMarks()) {
		refusals.Add("政府采购货物和服务招标投标管理办法 第六十四条", "mark.objective", mismatch.Bid+" "+mismatch.Criterion,
			"bidder", c.called(mismatch.Bid), "criterion", mismatch.Criterion)
	}
	return refusals.Err(rule.Premature)
}

// Marks returns the marks of every opened sheet, each for its bid: also those
// that were given to a code. Those of bids that were rejected since are left out.
func (c *Case) Marks() []scoring.Mark {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil
	}
	var marks []scoring.Mark
	for _, mark := range c.sheetMarks() {
		if bid := c.Marked(mark.Bid, method.Criterion(mark.Criterion)); bid != nil { // [Case.OpenSheet] took no other; the integrity check names it
			mark.Bid = bid.ID
			if bid.Late {
				continue
			}
		}
		marks = append(marks, mark)
	}
	return marks
}

// sheetMarks returns the marks of every opened sheet as the sheets have them:
// a code stands for the bid where the criterion is marked blind.
func (c *Case) sheetMarks() []scoring.Mark {
	var marks []scoring.Mark
	for i := range c.Meeting.Seats {
		seat := &c.Meeting.Seats[i]
		if seat.Sheet == nil || seat.Sheet.Text == "" || seat.Sheet.Returned {
			continue
		}
		own, err := ParseSheet(seat.Sheet.Text, c.Lot.ID, c.Meeting.ID, seat.No)
		if err != nil {
			continue // OpenSheet took no text that does not parse
		}
		marks = append(marks, own...)
	}
	return marks
}

// Score computes the result of the meeting from the opened sheets and the
// coefficients that were drawn. tieOrder lists bids in drawn order where a tie
// was drawn, and is nil otherwise.
func (c *Case) Score(tieOrder []string) (*scoring.Result, error) {
	return c.scored(c.Marks(), tieOrder)
}

// scored computes a result from some marks.
func (c *Case) scored(marks []scoring.Mark, tieOrder []string) (*scoring.Result, error) {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	in := scoring.Input{Marks: marks, Drawn: map[string]string{}, TieOrder: tieOrder, Params: c.Params()}
	for _, q := range method.Drawn() {
		if drawn := c.Coefficient(q.ID); drawn != nil {
			in.Drawn[q.Key()] = q.Given(drawn.Value)
		}
	}
	for _, seat := range c.Meeting.Seats {
		if seat.Representative {
			in.Representatives = append(in.Representatives, SeatActor(seat.No))
		}
	}
	for i := range c.Bids {
		bid := &c.Bids[i]
		one := scoring.Bid{ID: bid.ID, Opened: c.priced(bid), Passed: bid.Rejection == nil}
		if one.Opened {
			one.PriceFen, one.Values = c.PriceFen(bid), bid.Opening.Values
			if one.PriceFen != bid.Opening.PriceFen {
				one.OpeningFen = bid.Opening.PriceFen
			}
		}
		in.Bids = append(in.Bids, one)
	}
	return method.Score(in)
}
