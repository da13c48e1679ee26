package evaluation

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

// A LowBidTrigger is a line of the rule profile that a bid's price is below.
type LowBidTrigger struct {
	Line    string // mean, second or ceiling
	Percent int
	LineFen int64 // the line, rounded up to a whole fen: what is below the one is below the other
}

// LowBidTriggers returns the lines that the price of a bid is below: the price
// as it was offered last, beside those of all bids that the majority's findings
// leave. A bid that fails, or was withdrawn, is below none.
func (c *Case) LowBidTriggers(bid string) ([]LowBidTrigger, error) {
	all, err := c.AllLowBidTriggers()
	return all[bid], err
}

// AllLowBidTriggers returns [Case.LowBidTriggers] of every bid that is below a
// line, by bid.
func (c *Case) AllLowBidTriggers() (map[string][]LowBidTrigger, error) {
	profile, err := c.Profile()
	if err != nil {
		return nil, err
	}
	lines, err := profile.LowBid.Lines(c.Lot.StartedOn, rule.LowBidLines(c.Lot.LowBid))
	if err != nil {
		return nil, err
	}
	var prices []int64
	offered := map[string]int64{}
	for _, b := range c.Bids {
		if !c.priced(&b) || b.Withdrawn != nil || len(c.Failed(b.ID)) > 0 {
			continue
		}
		offered[b.ID] = c.OfferedFen(&b)
		prices = append(prices, offered[b.ID])
	}
	slices.Sort(prices)
	sum := new(big.Int)
	for _, price := range prices {
		sum.Add(sum, big.NewInt(price))
	}
	ceiling := big.NewInt(cmp.Or(c.Lot.CeilingFen, c.Lot.BudgetFen))
	all := map[string][]LowBidTrigger{}
	for bid, own := range offered {
		triggers := below(nil, own, "mean", lines.MeanPercent, sum, int64(len(prices)))
		if len(prices) > 1 && own == prices[0] {
			triggers = below(triggers, own, "second", lines.SecondPercent, big.NewInt(prices[1]), 1)
		}
		if triggers = below(triggers, own, "ceiling", lines.CeilingPercent, ceiling, 1); len(triggers) > 0 {
			all[bid] = triggers
		}
	}
	return all, nil
}

// below adds a line to those that a price is below: percent of sum / n.
func below(triggers []LowBidTrigger, price int64, line string, percent int, sum *big.Int, n int64) []LowBidTrigger {
	whole := new(big.Int).Mul(sum, big.NewInt(int64(percent)))
	over := new(big.Int).Mul(big.NewInt(n), big.NewInt(100))
	up := new(big.Int).Add(whole, new(big.Int).Sub(over, big.NewInt(1)))
	if up.Quo(up, over); big.NewInt(price).Cmp(up) < 0 {
		triggers = append(triggers, LowBidTrigger{line, percent, up.Int64()})
	}
	return triggers
}

// LowBid returns the inquiry into the price of a bid, or nil.
func (m *Meeting) LowBid(bid string) *Clarification {
	i := slices.IndexFunc(m.Clarifications, func(one Clarification) bool { return one.Asks == AsksLowBid && one.Bid == bid })
	if i < 0 {
		return nil
	}
	return &m.Clarifications[i]
}

// Unjustified returns the number of the inquiry whose answer every seat has
// judged, and more than half not to justify the price of a bid; 0 if there is none.
func (c *Case) Unjustified(bid string) int {
	low := c.Meeting.LowBid(bid)
	if low == nil || c.Meeting.Outcome(low) != "not_accepted" {
		return 0
	}
	return low.No
}

// addLowBidsOwed notes every bid that passes and whose price must still be
// inquired into, or whose inquiry is still to be judged, once every finding
// is made: before that nobody knows which bids pass.
func (c *Case) addLowBidsOwed(refusals *rule.Collect) error {
	if !c.allFound() || len(c.OffersDue()) > 0 {
		return nil
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	all, err := c.AllLowBidTriggers()
	if err != nil {
		return err
	}
	for _, bid := range c.Bids {
		name := c.BidderOf(bid.ID).Name
		if low := c.Meeting.LowBid(bid.ID); low != nil {
			if len(c.Failed(bid.ID)) == 0 && !c.Meeting.judged(low) {
				refusals.Add(profile.LowBid.Clause, "lowbid.unjudged", "bid", "bidder", name)
			}
			continue
		}
		for _, t := range all[bid.ID] {
			refusals.Add(profile.LowBid.Clause, lowBidCodes[t.Line], "bid", "bidder", name, "percent", strconv.Itoa(t.Percent))
		}
	}
	return nil
}

// lowBidCodes are the refusals of a stage's end by the line that a price is below.
var lowBidCodes = map[string]string{"mean": "lowbid.below_mean", "second": "lowbid.below_second", "ceiling": "lowbid.below_ceiling"}
