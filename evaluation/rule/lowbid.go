package rule

import "fmt"

// LowBid is what a profile says of abnormally low bids.
type LowBid struct {
	Clause       Clause `json:"clause"`
	Ground       string `json:"ground"`        // code of the ground by which one that is not justified is rejected
	LeastMinutes int    `json:"least_minutes"` // that the bidder has at least for the justification
	From         string `json:"from"`          // the first day, yyyy-mm-dd, on which a procurement activity began that the lines count for
	LowBidLines
	MostPercent int `json:"most_percent"` // to which tender documents may raise a line
}

// LowBidLines are the lines below which a price must be inquired into, in
// percent; 0 is no line. A price that is equal to its line is not below it.
type LowBidLines struct {
	MeanPercent    int `json:"mean_percent"`    // of the mean price of the bids that passed the examination
	SecondPercent  int `json:"second_percent"`  // of the second lowest of them; for the lowest
	CeilingPercent int `json:"ceiling_percent"` // of the ceiling price, or of the budget where there is none
}

// Lines returns the lines of a lot whose procurement activity began on a day,
// with those that its tender documents raise. It refuses a line that they
// lower, raise beyond what is allowed, or raise where there is none.
func (l LowBid) Lines(startedOn string, raised LowBidLines) (LowBidLines, error) {
	lines := l.LowBidLines
	if startedOn < l.From {
		lines = LowBidLines{}
	}
	var refusals Collect
	for _, one := range []struct {
		field      string
		own, given *int
	}{
		{"mean_percent", &lines.MeanPercent, &raised.MeanPercent},
		{"second_percent", &lines.SecondPercent, &raised.SecondPercent},
		{"ceiling_percent", &lines.CeilingPercent, &raised.CeilingPercent},
	} {
		switch {
		case *one.given == 0:
		case *one.own == 0:
			refusals.Add(l.Clause, "lowbid.no_line", "low_bid."+one.field)
		case *one.given < *one.own || *one.given > l.MostPercent:
			refusals.Add(l.Clause, "lowbid.line", "low_bid."+one.field, "least", fmt.Sprint(*one.own), "most", fmt.Sprint(l.MostPercent))
		default:
			*one.own = *one.given
		}
	}
	return lines, refusals.Err(Invalid)
}

// Least is the least time for a justification, in minutes.
func (l LowBid) Least() int { return max(1, l.LeastMinutes) }

// check refuses what no case can be held to.
func (l LowBid) check(grounds []Ground) error {
	if l == (LowBid{}) { // of a lot that began before profiles said anything of it
		return nil
	}
	if l.LeastMinutes > MostMinutes {
		return fmt.Errorf("low_bid: %d minutes", l.LeastMinutes)
	}
	for _, percent := range []int{l.MeanPercent, l.SecondPercent, l.CeilingPercent, l.MostPercent} {
		if percent >= 100 || percent > l.MostPercent {
			return fmt.Errorf("low_bid: a line of %d percent", percent)
		}
	}
	for _, g := range grounds {
		if g.Code == l.Ground {
			return nil
		}
	}
	return fmt.Errorf("low_bid: no ground %q", l.Ground)
}

// MostMinutes bounds the time that a bidder is given for an answer: three days.
const MostMinutes = 3 * 24 * 60
