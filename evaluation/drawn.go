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
	}
	return drawn[i], nil
}

// evaluated refuses while marks can still change, or would have to.
func (c *Case) evaluated() error {
	m, err := c.at(Evaluating)
	if err != nil {
		return err
	}
	if err := m.owedBySeats("seat.not_submitted", func(s *Seat) bool { return s.Sheet != nil && !s.Sheet.Returned }); err != nil {
		return err
	}
	return c.objectiveAgreed()
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
	m, err := c.at(Evaluating)
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
	if len(a.Bids()) < 2 || m.ordered(a) {
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

// ordered reports whether an order that was drawn in this meeting holds all
// bids that are tied: it stands, whatever is done again, so that nobody gets a
// second draw by going back.
func (m *Meeting) ordered(tied *MeetingTied) bool {
	return !slices.ContainsFunc(tied.Bids(), func(bid string) bool { return !slices.Contains(m.TieOrder, bid) })
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
	c.Meeting.Tied, c.Meeting.TieOrder, c.Meeting.TieDraw = nil, a.Order, a.Draw
	c.Meeting.Drawn = true
	return nil
}

// TiedBids returns the bids that wait for a draw of their order, sorted, and
// refuses if none do.
func (c *Case) TiedBids() ([]string, error) {
	m, err := c.at(Evaluating)
	if err != nil {
		return nil, err
	}
	if m.Tied == nil {
		return nil, rule.Refuse(rule.Premature, "", "tie.none", "")
	}
	return m.Tied.Bids(), nil
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
	order := c.Meeting.TieOrder
	switch {
	case tied == nil:
		order = nil
	case !c.Meeting.ordered(tied):
		return tied, nil
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
