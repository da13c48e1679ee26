package evaluation

import (
	"errors"
	"math/big"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/evaluation/scoring/exact"
)

// A Margin is how far the first of the ranking is ahead of another: the
// difference of their totals as published, decimal, in the unit of the totals.
type Margin struct {
	First, Other string // bid ids
	By           string
}

// A Without is the ranking as the same engine gives it without one member's
// marks. Where Why is not empty there is something to know of it: "few", no
// marks that count are left, so there is none; "none", the method gives no
// result without the member's marks; "untrimmed", the method sets
// the highest and lowest marks aside only from more members on; "tie", bids
// are equal whose order was not drawn.
type Without struct {
	Seat       int
	Why        string
	Ranking    []RankedBid // as of a tally; empty with "few" and "none"
	Candidates []string
	Changed    bool // the ranks or the candidates are others
}

// A Spread is what the members gave a bid on a criterion. The numbers are
// exact: decimals, or a fraction in lowest terms.
type Spread struct {
	Bid, Criterion        string
	Least, Mean, Greatest string
}

// ShownMean is the mean as it is shown: rounded half up to two decimals.
func (s Spread) ShownMean() string { return shownMean(s.Mean) }

func shownMean(exactly string) string {
	mean, ok := new(big.Rat).SetString(exactly)
	if !ok {
		return exactly
	}
	return exact.Fixed(exact.Round(mean, 2, exact.HalfUp), 2)
}

// Margins returns how far the first is ahead of the second, and of the last
// candidate if that is another; none while fewer than two bids have a rank.
func (c *Case) Margins() []Margin {
	tally := c.Meeting.Tally
	if tally == nil {
		return nil
	}
	ranked := slices.DeleteFunc(slices.Clone(tally.Ranking), func(r RankedBid) bool { return r.Rank == 0 })
	if len(ranked) < 2 {
		return nil
	}
	others := []RankedBid{ranked[1]}
	if n := len(tally.Candidates); n > 2 {
		i := slices.IndexFunc(ranked, func(r RankedBid) bool { return r.Bid == tally.Candidates[n-1] })
		others = append(others, ranked[i])
	}
	var margins []Margin
	for _, other := range others {
		a, okA := new(big.Rat).SetString(ranked[0].Total)
		b, okB := new(big.Rat).SetString(other.Total)
		if okA && okB {
			margins = append(margins, Margin{First: ranked[0].Bid, Other: other.Bid, By: exact.String(a.Abs(a.Sub(a, b)))})
		}
	}
	return margins
}

// WithoutEach returns the ranking as it would be without each member, by seat.
func (c *Case) WithoutEach() ([]Without, error) {
	tally := c.Meeting.Tally
	if tally == nil {
		return nil, rule.Refuse(rule.Premature, "", "tally.missing", "")
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	var list []Without
	for _, seat := range c.Meeting.Seats {
		one, err := c.without(method, seat.No)
		if err != nil {
			return nil, err
		}
		one.Changed = len(one.Ranking) > 0 && (!slices.Equal(ranksOf(one.Ranking), ranksOf(tally.Ranking)) || !slices.Equal(one.Candidates, tally.Candidates))
		list = append(list, one)
	}
	return list, nil
}

func (c *Case) without(method *scoring.Method, no int) (Without, error) {
	one := Without{Seat: no}
	var marks []scoring.Mark
	for _, mark := range c.Marks() {
		if mark.Member != SeatActor(no) {
			marks = append(marks, mark)
		}
	}
	before, after := 0, 0 // whose marks count
	for _, seat := range c.Meeting.Seats {
		if !seat.Representative || !method.ExpertsOnly() {
			before++
			if seat.No != no {
				after++
			}
		}
	}
	if after == 0 {
		one.Why = "few"
		return one, nil
	}
	if from := method.TrimsFrom(); from > 0 && before >= from && after < from {
		one.Why = "untrimmed"
	}
	result, err := c.scored(marks, c.Meeting.Tally.TieOrder)
	var refusal *rule.Refusal
	if errors.As(err, &refusal) && slices.ContainsFunc(refusal.Reasons, func(r rule.Reason) bool { return r.Code == "scoring.tie.missing" }) {
		result, err = c.scored(marks, nil)
	}
	if errors.As(err, &refusal) {
		one.Why = "none"
		return one, nil
	}
	if err != nil {
		return one, err
	}
	if len(result.ToDraw) > 0 && one.Why == "" {
		one.Why = "tie"
	}
	tally := NewTally(result, nil)
	one.Ranking, one.Candidates = tally.Ranking, tally.Candidates
	return one, nil
}

// ranksOf lists bids with their ranks, by bid.
func ranksOf(ranking []RankedBid) []RankedBid {
	ranks := slices.Clone(ranking)
	for i := range ranks {
		ranks[i].Total = ""
	}
	slices.SortFunc(ranks, func(a, b RankedBid) int {
		if a.Bid < b.Bid {
			return -1
		}
		return 1
	})
	return ranks
}

// Spreads returns what the members gave each evaluated bid on each criterion,
// in the order of the bids and of the method.
func (c *Case) Spreads() ([]Spread, error) {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	given := map[[2]string][]*big.Rat{}
	for _, mark := range c.Marks() {
		number, err := exact.Parse(mark.Value)
		if err != nil {
			return nil, err
		}
		at := [2]string{mark.Bid, mark.Criterion}
		given[at] = append(given[at], number)
	}
	var list []Spread
	for _, bid := range c.PassedBids() {
		for _, criterion := range method.Criteria() {
			marks := given[[2]string{bid.ID, criterion.ID}]
			if len(marks) == 0 {
				continue
			}
			sum := new(big.Rat)
			for _, mark := range marks {
				sum.Add(sum, mark)
			}
			sum.Quo(sum, new(big.Rat).SetInt64(int64(len(marks))))
			list = append(list, Spread{Bid: bid.ID, Criterion: criterion.ID, Mean: exact.String(sum),
				Least: exact.String(slices.MinFunc(marks, (*big.Rat).Cmp)), Greatest: exact.String(slices.MaxFunc(marks, (*big.Rat).Cmp))})
		}
	}
	return list, nil
}
