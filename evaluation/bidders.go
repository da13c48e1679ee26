package evaluation

import (
	"slices"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(BidderProposed) }, func() Act { return new(BidderWithdrawn) },
		func() Act { return new(BidderConfirmed) }, func() Act { return new(BidderDeclined) },
	)
}

// A BidderProposed is what [BidderAdded] or [BidderRemoved] is once a pool was
// computed over the list: it counts when a second person has confirmed it, for
// whoever could change the list alone could learn from the counts of exclusions
// who was drawn.
type BidderProposed struct {
	Change  string  `json:"change"`            // id
	Added   *Bidder `json:"added,omitempty"`   // one of the two
	Removed string  `json:"removed,omitempty"` // id of a bidder
	Reason  string  `json:"reason"`
}

// A ProposedBidder waits for a second person.
type ProposedBidder struct {
	BidderProposed
	By   string
	AtMs int64
}

// Kind implements [Act].
func (*BidderProposed) Kind() string { return "bidder.proposed" }

func (a *BidderProposed) apply(c *Case, meta Meta) error {
	if err := a.check(c); err != nil {
		return err
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	for _, p := range c.ProposedBidders {
		same := p.Change == a.Change || a.Removed != "" && p.Removed == a.Removed
		if same || a.Added != nil && p.Added != nil && (p.Added.ID == a.Added.ID || p.Added.CreditCode == a.Added.CreditCode) {
			return rule.Refuse(rule.Stale, "", "bidder.proposed", "")
		}
	}
	c.ProposedBidders = append(c.ProposedBidders, ProposedBidder{*a, meta.Actor, meta.AtMs})
	return nil
}

// check refuses what could not be done now.
func (a *BidderProposed) check(c *Case) error {
	switch {
	case a.Change == "" || (a.Added != nil) == (a.Removed != ""):
		return rule.Refuse(rule.Invalid, "", "field.required", "change")
	case a.Added != nil:
		return c.mayAdd(*a.Added)
	}
	return c.mayRemove(a.Removed)
}

// WaitingBidder returns the proposal that waits under an id, or nil.
func (c *Case) WaitingBidder(change string) *ProposedBidder {
	for i := range c.ProposedBidders {
		if c.ProposedBidders[i].Change == change {
			return &c.ProposedBidders[i]
		}
	}
	return nil
}

// settle takes a proposal off those that wait: one of the actor's own, or with
// others one of somebody else's.
func (c *Case) settle(change string, meta Meta, others bool) (p ProposedBidder, err error) {
	waiting := c.WaitingBidder(change)
	switch {
	case waiting == nil:
		return p, rule.Refuse(rule.NotFound, "", "bidder.no_proposal", "")
	case others && waiting.By == meta.Actor:
		return p, rule.Refuse(rule.Forbidden, "", "bidder.second_person", "")
	case !others && waiting.By != meta.Actor:
		return p, rule.Refuse(rule.Forbidden, "", "bidder.not_own", "")
	}
	p = *waiting
	c.ProposedBidders = slices.DeleteFunc(c.ProposedBidders, func(p ProposedBidder) bool { return p.Change == change })
	return p, nil
}

// BidderWithdrawn takes a proposal back: who made it does so.
type BidderWithdrawn struct {
	Change string `json:"change"`
}

// Kind implements [Act].
func (*BidderWithdrawn) Kind() string { return "bidder.withdrawn" }

func (a *BidderWithdrawn) apply(c *Case, meta Meta) error {
	_, err := c.settle(a.Change, meta, false)
	return err
}

// BidderConfirmed is the second person's yes: the list is changed.
type BidderConfirmed struct {
	Change string `json:"change"`
}

// Kind implements [Act].
func (*BidderConfirmed) Kind() string { return "bidder.confirmed" }

func (a *BidderConfirmed) apply(c *Case, meta Meta) error {
	if p := c.WaitingBidder(a.Change); p != nil {
		if err := p.check(c); err != nil {
			return err
		}
	}
	p, err := c.settle(a.Change, meta, true)
	switch {
	case err != nil:
		return err
	case p.Added != nil:
		c.add(*p.Added)
	default:
		c.remove(p.Removed)
	}
	return nil
}

// BidderDeclined is the second person's no: the list stays.
type BidderDeclined struct {
	Change string `json:"change"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*BidderDeclined) Kind() string { return "bidder.declined" }

func (a *BidderDeclined) apply(c *Case, meta Meta) error {
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	_, err := c.settle(a.Change, meta, true)
	return err
}

// mayAdd refuses a bidder that cannot be entered.
func (c *Case) mayAdd(b Bidder) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Premature, "招标投标法 第三十六条", "bidder.after_opening", "")
	}
	var refusals rule.Collect
	if b.ID == "" || b.Name == "" {
		refusals.Add("", "field.required", "name")
	}
	for _, other := range c.Bidders {
		if other.ID == b.ID || other.CreditCode == b.CreditCode {
			refusals.Add("招标投标法实施条例 第五十一条第四项", "bidder.twice", "credit_code", "bidder", other.Name)
		}
	}
	return refusals.Err(rule.Invalid)
}

func (c *Case) add(b Bidder) {
	c.Bidders = append(c.Bidders, b)
	c.askAnew()
}

// mayRemove refuses to take back a bidder that cannot be.
func (c *Case) mayRemove(id string) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Premature, "招标投标法 第三十六条", "bidder.after_opening", "")
	}
	if c.bidder(id) == nil {
		return rule.Refuse(rule.NotFound, "", "bidder.unknown", "bidder")
	}
	return nil
}

func (c *Case) remove(id string) {
	c.Bidders = slices.DeleteFunc(c.Bidders, func(b Bidder) bool { return b.ID == id })
	c.Bids = slices.DeleteFunc(c.Bids, func(b Bid) bool { return b.Bidder == id })
}
