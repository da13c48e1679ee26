package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(HearingBegan) }, func() Act { return new(HearingEnded) })
}

// A Hearing is a sitting of the panel on one bid: its defence, or its sample.
type Hearing struct {
	Group        string // of the method's criteria, which are marked by it
	Bid          string
	FromMs, ToMs int64 // ToMs is 0 while it lasts
}

// HearingBegan begins a hearing. A bid can be heard again, as one that was
// interrupted is.
type HearingBegan struct {
	Group string `json:"group"`
	Bid   string `json:"bid"`
}

// Kind implements [Act].
func (*HearingBegan) Kind() string { return "hearing.began" }

func (a *HearingBegan) apply(c *Case, meta Meta) error {
	m, err := c.at(Evaluating)
	if err != nil {
		return err
	}
	groups, err := c.HearingGroups()
	if err != nil {
		return err
	}
	bid := c.Bid(a.Bid)
	switch {
	case m.Hearing() != nil:
		return rule.Refuse(rule.Stale, "", "hearing.open", "")
	case !slices.ContainsFunc(groups, func(g scoring.Group) bool { return g.ID == a.Group }):
		return rule.Refuse(rule.Invalid, "", "hearing.group", "group")
	case bid == nil || bid.Rejection != nil:
		return rule.Refuse(rule.Invalid, "", "bid.not_evaluated", "bid")
	}
	m.Hearings = append(m.Hearings, Hearing{Group: a.Group, Bid: a.Bid, FromMs: meta.AtMs})
	return nil
}

// HearingEnded ends the hearing that lasts.
type HearingEnded struct {
	Group string `json:"group"`
	Bid   string `json:"bid"`
}

// Kind implements [Act].
func (*HearingEnded) Kind() string { return "hearing.ended" }

func (a *HearingEnded) apply(c *Case, meta Meta) error {
	m, err := c.at(Evaluating)
	if err != nil {
		return err
	}
	open := m.Hearing()
	if open == nil || open.Group != a.Group || open.Bid != a.Bid {
		return rule.Refuse(rule.Stale, "", "hearing.not_open", "")
	}
	open.ToMs = meta.AtMs
	return nil
}

// Hearing returns the hearing that lasts, or nil.
func (m *Meeting) Hearing() *Hearing {
	if n := len(m.Hearings); n > 0 && m.Hearings[n-1].ToMs == 0 {
		return &m.Hearings[n-1]
	}
	return nil
}

// HearingGroups returns the groups of the method that are marked by a hearing
// of each bid.
func (c *Case) HearingGroups() ([]scoring.Group, error) {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(method.Groups()), func(g scoring.Group) bool { return g.Hearing == "" }), nil
}

// heard refuses while a bid was not heard on a group that is marked by it, or
// one is being heard: nobody hands in marks before.
func (c *Case) heard() error {
	groups, err := c.HearingGroups()
	if err != nil {
		return err
	}
	owed := 0
	for _, group := range groups {
		for _, bid := range c.PassedBids() {
			if !slices.ContainsFunc(c.Meeting.Hearings, func(h Hearing) bool { return h.Group == group.ID && h.Bid == bid.ID }) {
				owed++
			}
		}
	}
	switch {
	case c.Meeting.Hearing() != nil:
		return rule.Refuse(rule.Premature, "", "hearing.open", "")
	case owed > 0:
		return rule.Refuse(rule.Premature, "", "hearing.owed", "", "count", strconv.Itoa(owed))
	}
	return nil
}
