package evaluation

import (
	"strconv"

	"bidroom/evaluation/rule"
)

// MostCorrections bounds the steps of one correction.
const MostCorrections = 10

// A CorrectionStep corrects a price by one rule of the profile.
type CorrectionStep struct {
	Rule     string `json:"rule"`             // one of the profile's
	PriceFen int64  `json:"price_fen,string"` // what the price is by it; the same where only a unit price is corrected
}

// Correction returns the last correction of a bid's price that a bidder was asked
// to confirm, or nil.
func (m *Meeting) Correction(bid string) *Clarification {
	for i := len(m.Clarifications) - 1; i >= 0; i-- {
		if one := &m.Clarifications[i]; one.Asks == AsksCorrection && one.Bid == bid {
			return one
		}
	}
	return nil
}

// PriceFen is what a bid is evaluated by: the price that was read out or, where
// the bidder confirmed a correction that most seats hold to be right, what it was
// corrected to.
func (c *Case) PriceFen(bid *Bid) int64 {
	if one := c.Meeting.Correction(bid.ID); one != nil && one.confirmed() && c.Meeting.upheld(one) {
		return one.Corrections[len(one.Corrections)-1].PriceFen
	}
	return bid.Opening.PriceFen
}

func (c *Clarification) confirmed() bool { return c.Reply != nil && c.Reply.Confirms }

// upheld reports whether more than half of the seats hold a correction to be
// right.
func (m *Meeting) upheld(c *Clarification) bool {
	return 2*(len(c.Judgements)-c.against()) > len(m.Seats)
}

// Unconfirmed returns the number of the correction that more than half of the
// seats hold to be right and that the bidder did not confirm; 0 if there is none.
func (c *Case) Unconfirmed(bid string) int {
	if one := c.Meeting.Correction(bid); one != nil && !one.confirmed() && c.Meeting.upheld(one) {
		return one.No
	}
	return 0
}

// FailsBy returns the number of the question by whose answer a bid is to be
// rejected, whatever else it fails, with the ground and clause for it: a price
// that was not justified, or a correction that was not confirmed; 0 if there is
// none.
func (c *Case) FailsBy(bid string, profile *rule.Profile) (no int, ground string, clause rule.Clause) {
	if no = c.Unjustified(bid); no != 0 {
		return no, profile.LowBid.Ground, profile.LowBid.Clause
	}
	return c.Unconfirmed(bid), profile.Correction.Ground, profile.Correction.Clause
}

// checkCorrection refuses steps that are not by the profile's rules, in their
// order.
func (c *Case) checkCorrection(a *ClarificationRequested, profile *rule.Profile, refusals *rule.Collect) {
	rules := profile.Correction
	if len(rules.Rules) == 0 {
		refusals.Add("", "correction.none", "asks")
		return
	}
	if last := c.Meeting.Correction(a.Bid); last != nil && c.Meeting.Outcome(last) != "not_accepted" {
		refusals.Add(rules.Clause, "correction.asked", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	if c.Bid(a.Bid).Opening == nil {
		refusals.Add("", "correction.unopened", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	if len(a.Corrections) == 0 || len(a.Corrections) > MostCorrections {
		refusals.Add(rules.Clause, "correction.steps", "corrections", "most", strconv.Itoa(MostCorrections))
	}
	before := 0
	for i, step := range a.Corrections {
		field := "corrections." + strconv.Itoa(i)
		switch place := rules.Place(step.Rule); {
		case place < 0:
			refusals.Add(rules.Clause, "correction.rule", field+".rule", "no", strconv.Itoa(i+1))
		case place < before:
			refusals.Add(rules.Clause, "correction.order", field+".rule", "no", strconv.Itoa(i+1))
		default:
			before = place
		}
		if step.PriceFen <= 0 {
			refusals.Add(rules.Clause, "correction.price", field+".price_fen", "no", strconv.Itoa(i+1))
		}
	}
}

// addCorrectionsOwed notes every correction of a bid that passes that is still
// to be judged: before that nobody knows its price.
func (c *Case) addCorrectionsOwed(refusals *rule.Collect, profile *rule.Profile) {
	for _, bid := range c.Bids {
		one := c.Meeting.Correction(bid.ID)
		if one != nil && len(c.Failed(bid.ID)) == 0 && !c.Meeting.judged(one) {
			refusals.Add(profile.Correction.Clause, "correction.unjudged", "bid", "bidder", c.BidderOf(bid.ID).Name)
		}
	}
}
