package evaluation

import (
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(CoefficientDrawn) }, func() Act { return new(MeetingTied) }, func() Act { return new(TieDrawn) })
}

// systemOnly refuses what follows from a draw, and what nobody may state.
func systemOnly(meta Meta) error {
	if meta.Role != "system" {
		return rule.Refuse(rule.Forbidden, "", "drawn.system", "")
	}
	return nil
}

// CoefficientDrawn states which value of a coefficient of the method a draw
// has given. It is drawn once for the lot and stands for every meeting.
type CoefficientDrawn struct {
	Coefficient string `json:"coefficient"`
	Value       string `json:"drawn"` // as the method file writes it
	Draw        string `json:"draw"`
}

// Kind implements [Act].
func (*CoefficientDrawn) Kind() string { return "coefficient.drawn" }

func (a *CoefficientDrawn) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	q, err := c.MayDraw(a.Coefficient)
	if err != nil {
		return err
	}
	if !slices.Contains(q.OneOf, a.Value) {
		return rule.Refuse(rule.Invalid, "", "coefficient.value", "value", "name", a.Coefficient, "value", a.Value)
	}
	c.Coefficients = append(c.Coefficients, *a)
	if q.Moment == scoring.AtTally {
		c.Meeting.Drawn = true
	}
	return nil
}

// Coefficient returns the value that was drawn for a coefficient, or nil.
func (c *Case) Coefficient(id string) *CoefficientDrawn {
	i := slices.IndexFunc(c.Coefficients, func(d CoefficientDrawn) bool { return d.Coefficient == id })
	if i < 0 {
		return nil
	}
	return &c.Coefficients[i]
}

// MayDraw returns a coefficient of the method that is to be drawn now, and
// refuses it before its moment and once it is drawn.
func (c *Case) MayDraw(coefficient string) (scoring.Quantity, error) {
	method, err := c.ScoringMethod()
	if err != nil {
		return scoring.Quantity{}, err
	}
	drawn := method.Drawn()
	i := slices.IndexFunc(drawn, func(q scoring.Quantity) bool { return q.ID == coefficient })
	switch {
	case i < 0:
		return scoring.Quantity{}, rule.Refuse(rule.NotFound, "", "coefficient.unknown", "coefficient", "name", coefficient)
	case c.Coefficient(coefficient) != nil:
		return scoring.Quantity{}, rule.Refuse(rule.Stale, "", "coefficient.drawn", "coefficient", "name", coefficient)
	case c.OpenedMs == 0:
		return scoring.Quantity{}, rule.Refuse(rule.Premature, "", "opening.missing", "")
	case drawn[i].Moment == scoring.AtTally:
		return drawn[i], c.evaluated()
	case method.TwoEnvelopes(): // the opening that matters is that of the prices
		if _, err := c.at(Pricing); err != nil {
			return scoring.Quantity{}, err
		}
		return drawn[i], c.pricesOpened()
	}
	return drawn[i], nil
}

// evaluated refuses while marks can still change, or would have to.
func (c *Case) evaluated() error {
	m, err := c.at(c.counting())
	if err != nil {
		return err
	}
	if err := m.owedBySeats("seat.not_submitted", func(s *Seat) bool { return s.Sheet != nil && !s.Sheet.Returned }); err != nil {
		return err
	}
	if err := c.priceExamined(); err != nil {
		return err
	}
	var refusals rule.Collect
	c.addRejectionsOwed(&refusals)
	c.addJudgementsOwed(&refusals)
	if err := refusals.Err(rule.Premature); err != nil {
		return err
	}
	if err := c.objectiveAgreed(); err != nil {
		return err
	}
	return c.extremesExplained()
}

// undrawn collects the coefficients that are to be drawn up to a moment and
// are not.
func (c *Case) undrawn(refusals *rule.Collect, until scoring.Moment) {
	method, err := c.ScoringMethod()
	if err != nil {
		return // a meeting is not scheduled without a method
	}
	for _, q := range method.Drawn() {
		if q.Moment <= until && c.Coefficient(q.ID) == nil {
			refusals.Add("", "coefficient.undrawn", "", "name", q.ID)
		}
	}
}

// A TieGroup is bids that are equal in everything that the method compares.
type TieGroup struct {
	Bids []string `json:"bids"` // ids, sorted
}

// MeetingTied states that bids are equal and that the method has their order
// drawn. The tally waits for that draw.
type MeetingTied struct {
	Groups []TieGroup `json:"groups"`
}

// Kind implements [Act].
func (*MeetingTied) Kind() string { return "meeting.tied" }

func (a *MeetingTied) apply(c *Case, _ Meta) error {
	m, err := c.at(c.counting())
	if err != nil {
		return err
	}
	if err := c.mayTally(); err != nil {
		return err
	}
	if c.sheetsOpen() {
		own, err := c.Ties()
		if err != nil {
			return err
		}
		if own == nil || !slices.EqualFunc(own.Groups, a.Groups, func(x, y TieGroup) bool { return slices.Equal(x.Bids, y.Bids) }) {
			return rule.Refuse(rule.Invalid, "", "tie.differs", "groups")
		}
	}
	if m.Tied != nil {
		return rule.Refuse(rule.Stale, "", "tie.waits", "")
	}
	if !c.areTied(a) || len(m.toOrder(a)) == 0 {
		return rule.Refuse(rule.Invalid, "", "tie.differs", "groups")
	}
	m.Tied = a
	return nil
}

// Bids returns all bids that are tied, sorted.
func (a *MeetingTied) Bids() (bids []string) {
	for _, group := range a.Groups {
		bids = append(bids, group.Bids...)
	}
	slices.Sort(bids)
	return slices.Compact(bids)
}

// areTied reports whether a statement is of opened bids, two or more in a group
// and none in two.
func (c *Case) areTied(a *MeetingTied) bool {
	count := 0
	for _, group := range a.Groups {
		count += len(group.Bids)
		if len(group.Bids) < 2 || slices.ContainsFunc(group.Bids, func(id string) bool { return !c.priced(c.Bid(id)) }) {
			return false
		}
	}
	return count > 0 && count == len(a.Bids())
}

// A TieOrder is how bids stand to one another that draws of a meeting have
// ordered.
type TieOrder struct {
	Bids  []string // ids
	Draws []string
}

// TieOrder returns all that was drawn in the meeting, one order after another.
func (m *Meeting) TieOrder() (bids []string) {
	for _, order := range m.Ordered {
		bids = append(bids, order.Bids...)
	}
	return bids
}

// holds reports whether an order holds any of the bids.
func (o TieOrder) holds(bids []string) bool {
	return slices.ContainsFunc(bids, func(bid string) bool { return slices.Contains(o.Bids, bid) })
}

// toOrder returns the bids whose order is to be drawn for those that are tied,
// sorted. A group that one order holds needs none: that order stands, whatever
// is done again. With any other group all are drawn whom an earlier order holds
// together with one of it, so that no two orders ever disagree.
func (m *Meeting) toOrder(tied *MeetingTied) (bids []string) {
	for _, group := range tied.Groups {
		if !slices.ContainsFunc(m.Ordered, func(o TieOrder) bool {
			return !slices.ContainsFunc(group.Bids, func(bid string) bool { return !slices.Contains(o.Bids, bid) })
		}) {
			bids = append(bids, group.Bids...)
		}
	}
	drawn := slices.Clone(bids)
	for _, order := range m.Ordered {
		if order.holds(drawn) {
			bids = append(bids, order.Bids...)
		}
	}
	slices.Sort(bids)
	return slices.Compact(bids)
}

// order takes what a draw gave into what stands. Nobody gets a second draw:
// the places that fall to bids of an earlier order are theirs in the order in
// which they stood.
func (m *Meeting) order(drawn *TieDrawn) {
	now := TieOrder{Bids: slices.Clone(drawn.Order)}
	var others []TieOrder
	for _, before := range m.Ordered {
		if !before.holds(drawn.Order) {
			others = append(others, before)
			continue
		}
		now.Draws = append(now.Draws, before.Draws...)
		next := 0
		for i, bid := range now.Bids {
			if slices.Contains(before.Bids, bid) {
				now.Bids[i] = before.Bids[next]
				next++
			}
		}
	}
	now.Draws = append(now.Draws, drawn.Draw)
	m.Ordered = append(others, now)
}

// TieDrawn states the order that a draw has given to the bids that are tied.
type TieDrawn struct {
	Draw  string   `json:"draw"`
	Order []string `json:"order"` // bid ids
}

// Kind implements [Act].
func (*TieDrawn) Kind() string { return "tie.drawn" }

func (a *TieDrawn) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	tied, err := c.TiedBids()
	if err != nil {
		return err
	}
	if !slices.Equal(slices.Sorted(slices.Values(a.Order)), tied) {
		return rule.Refuse(rule.Invalid, "", "tie.differs", "order")
	}
	c.Meeting.order(a)
	c.Meeting.Tied, c.Meeting.Drawn = nil, true
	return nil
}

// TiedBids returns the bids whose order is to be drawn now, sorted, and refuses
// if none wait for that: those that are tied, and whom an earlier order holds
// together with one of them.
func (c *Case) TiedBids() ([]string, error) {
	m, err := c.at(c.counting())
	if err != nil {
		return nil, err
	}
	if m.Tied == nil {
		return nil, rule.Refuse(rule.Premature, "", "tie.none", "")
	}
	return m.toOrder(m.Tied), nil
}

// Ties states which bids are tied and to be drawn, by the sheets; nil if none
// are.
func (c *Case) Ties() (*MeetingTied, error) {
	result, err := c.Score(nil)
	if err != nil || len(result.ToDraw) == 0 {
		return nil, err
	}
	tied := new(MeetingTied)
	for _, group := range result.ToDraw {
		tied.Groups = append(tied.Groups, TieGroup{group})
	}
	return tied, nil
}

// NextTally returns the act that counts the sheets: the tally, or the
// statement that bids are tied and wait for a draw.
func (c *Case) NextTally() (Act, error) {
	tied, err := c.Ties()
	if err != nil {
		return nil, err
	}
	var order []string
	if tied != nil {
		if len(c.Meeting.toOrder(tied)) > 0 {
			return tied, nil
		}
		order = c.Meeting.TieOrder()
	}
	result, err := c.Score(order)
	if err != nil {
		return nil, err
	}
	return NewTally(result, order), nil
}

// CoefficientOptions returns what a coefficient is drawn from, sorted: "ID
// VALUE" for each value that the method states.
func CoefficientOptions(q scoring.Quantity) []string {
	options := make([]string, len(q.OneOf))
	for i, value := range q.OneOf {
		options[i] = q.ID + " " + value
	}
	slices.Sort(options)
	return options
}
