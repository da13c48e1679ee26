package evaluation

import (
	"slices"
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

// Correction returns the last correction of a bid's price that every seat has
// judged and more than half hold to be right, or nil.
func (m *Meeting) Correction(bid string) (right *Clarification) {
	for i := range m.Clarifications {
		if one := &m.Clarifications[i]; one.Asks == AsksCorrection && one.Bid == bid && m.Outcome(one) == "accepted" {
			right = one
		}
	}
	return right
}

// PriceFen is what a bid is evaluated by: the price that was offered last or, where
// the bidder confirmed a correction that most seats hold to be right, what it was
// corrected to.
func (c *Case) PriceFen(bid *Bid) int64 {
	if one := c.Meeting.Correction(bid.ID); one != nil && one.confirmed() {
		return one.Corrections[len(one.Corrections)-1].PriceFen
	}
	return c.OfferedFen(bid)
}

func (c *Clarification) confirmed() bool { return c.Reply != nil && c.Reply.Confirms }

// Unconfirmed returns the number of a bid's correction if the bidder did not
// confirm it; 0 if there is none.
func (c *Case) Unconfirmed(bid string) int {
	if one := c.Meeting.Correction(bid); one != nil && !one.confirmed() {
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
	if slices.ContainsFunc(c.Meeting.Clarifications, func(one Clarification) bool {
		return one.Asks == AsksCorrection && one.Bid == a.Bid && !c.Meeting.judged(&one)
	}) {
		refusals.Add(rules.Clause, "correction.asked", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	if c.Bid(a.Bid).Opening == nil {
		refusals.Add("", "correction.unopened", "bid", "bidder", c.BidderOf(a.Bid).Name)
		return
	}
	if len(a.Corrections) == 0 || len(a.Corrections) > MostCorrections {
		refusals.Add(rules.Clause, "correction.steps", "corrections", "most", strconv.Itoa(MostCorrections))
	}
	before, price := 0, c.OfferedFen(c.Bid(a.Bid))
	for i, step := range a.Corrections {
		field := "corrections." + strconv.Itoa(i)
		switch place := rules.Place(step.Rule); {
		case place < 0:
			refusals.Add(rules.Clause, "correction.rule", field+".rule", "no", strconv.Itoa(i+1))
		case place < before && rules.Ordered:
			refusals.Add(rules.Clause, "correction.order", field+".rule", "no", strconv.Itoa(i+1))
		default:
			before = place
		}
		switch {
		case step.PriceFen <= 0:
			refusals.Add(rules.Clause, "correction.price", field+".price_fen", "no", strconv.Itoa(i+1))
		case rule.KeepsPrice(step.Rule) && step.PriceFen != price:
			refusals.Add(rules.Clause, "correction.keeps", field+".price_fen", "no", strconv.Itoa(i+1))
		}
		price = step.PriceFen
	}
}

// addCorrectionsOwed notes every correction of a bid that passes that is still
// to be judged, once every finding is made: before that nobody knows its price.
func (c *Case) addCorrectionsOwed(refusals *rule.Collect, profile *rule.Profile) {
	if !c.allFound() {
		return
	}
	for i := range c.Meeting.Clarifications {
		one := &c.Meeting.Clarifications[i]
		if one.Asks == AsksCorrection && len(c.Failed(one.Bid)) == 0 && c.Bid(one.Bid).Rejection == nil && !c.Meeting.judged(one) {
			refusals.Add(profile.Correction.Clause, "correction.unjudged", "bid", "bidder", c.BidderOf(one.Bid).Name)
		}
	}
}
