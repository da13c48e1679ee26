package api

import "bidroom/evaluation"

// hangsView shows what a ranking hangs on; without marks no more than whose ranks
// would be others: what a total is less by gives a member's marks away.
func hangsView(c *evaluation.Case, marks bool) (*HangsView, error) {
	view := &HangsView{Margins: []MarginView{}, Without: []WithoutView{}, Spreads: []SpreadView{}, Extremes: []ExtremeView{}}
	for _, margin := range c.Margins() {
		view.Margins = append(view.Margins, MarginView(margin))
	}
	without, err := c.WithoutEach()
	if err != nil {
		return nil, err
	}
	for _, one := range without {
		w := WithoutView{Seat: one.Seat, Why: one.Why, Ranking: []WithoutBid{}, Candidates: append([]string{}, one.Candidates...), Changed: one.Changed}
		for _, bid := range one.Ranking {
			if bid.Rank > 0 {
				one := WithoutBid{Bid: bid.Bid, Rank: bid.Rank}
				if marks {
					one.Total = bid.Total
				}
				w.Ranking = append(w.Ranking, one)
			}
		}
		view.Without = append(view.Without, w)
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	spreads, err := c.Spreads()
	if err != nil {
		return nil, err
	}
	for _, s := range spreads {
		criterion := method.Criterion(s.Criterion)
		view.Spreads = append(view.Spreads, SpreadView{Bid: s.Bid, Criterion: criterion.Names, Max: criterion.Max, Least: s.Least, Mean: s.ShownMean(), Greatest: s.Greatest})
	}
	if !marks { // a mark by seat is the member's own until marks are due
		return view, nil
	}
	extremes, err := c.Extremes()
	if err != nil {
		return nil, err
	}
	for _, e := range extremes {
		criterion := method.Criterion(e.Criterion)
		view.Extremes = append(view.Extremes, ExtremeView{Seat: e.Seat, Bid: c.Marked(e.Bid, criterion).ID, Criterion: criterion.Names, Value: e.Value, Mean: e.ShownMean(), Reason: e.Reason})
	}
	return view, nil
}
