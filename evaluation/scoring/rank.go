package scoring

import (
	"cmp"
	"math/big"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

// A contender is a bid with what it is compared by.
type contender struct {
	bid   int
	id    string
	total *big.Rat   // what is compared first
	ties  []*big.Rat // what is compared next, in order
	draw  int        // place in the drawn order, -1 if it is not in it
	line  Line
}

// rank orders the bids that qualified, and puts the others after them.
func (c *computation) rank() error {
	var order []contender
	for _, bid := range c.members(SetQualified) {
		order = append(order, c.contender(bid))
	}
	slices.SortFunc(order, func(a, b contender) int { return cmp.Or(c.m.compare(a, b), cmp.Compare(a.id, b.id)) })
	if err := c.drawTies(order); err != nil {
		return err
	}
	c.derive(order)
	for i, one := range order {
		result := BidResult{Bid: one.id, Rank: i + 1, Parts: c.parts(one.bid), Total: c.published(one.total)}
		if i > 0 && c.equal(order[i-1], one) {
			result.Rank, result.Tied = c.result.Bids[i-1].Rank, true
			c.result.Bids[i-1].Tied = true
		}
		c.result.Bids = append(c.result.Bids, result)
	}
	c.candidates()
	for i, bid := range c.f.bids {
		if reason := c.unranked(i); reason != "" {
			c.result.Bids = append(c.result.Bids, BidResult{Bid: bid.ID, Unranked: reason, Parts: c.parts(i)})
		}
	}
	return nil
}

// contender finds what a bid is compared by.
func (c *computation) contender(bid int) contender {
	by := c.m.ranking.by
	number := c.value(by, bid).Num
	one := contender{bid: bid, id: c.f.bids[bid].ID, total: number, draw: -1}
	for _, tie := range c.m.ranking.ties {
		one.ties = append(one.ties, c.value(tie.by, bid).Num)
	}
	if place, ok := c.f.order[one.id]; ok {
		one.draw = place
	}
	line := Line{Kind: LineRanking, Bid: one.id, Name: "ranking", Names: c.m.symbols[by].names, Unit: c.m.symbols[by].unit, Expr: by, Values: exact.String(number)}
	var rounding *formula.Rounding
	value := formula.Value{Num: number}
	if r := c.m.ranking.rounding; r != nil {
		rounding = &formula.Rounding{Exact: number, Digits: r.digits, Mode: r.mode}
		value.Num = exact.Round(number, r.digits, r.mode)
		if c.m.ranking.rounded {
			one.total = value.Num
		}
	}
	line.Exact, line.Approx, line.Rounding, line.Digits, line.Result = outcome(value, rounding)
	one.line = line
	return one
}

// derive puts down what each bid is ranked by, and where totals are equal,
// what decided instead.
func (c *computation) derive(order []contender) {
	for i, one := range order {
		above := i > 0 && order[i-1].total.Cmp(one.total) == 0
		below := i+1 < len(order) && order[i+1].total.Cmp(one.total) == 0
		for t, tie := range c.m.ranking.ties {
			if above || below {
				text := exact.String(one.ties[t])
				one.line.Workings = append(one.line.Workings, Working{Expr: tie.by, Values: text, Exact: text, Approx: exact.Approximate(one.ties[t]), Result: text})
			}
		}
		c.add(one.line)
	}
}

// published writes a total as the method publishes it.
func (c *computation) published(total *big.Rat) string {
	if r := c.m.ranking.rounding; r != nil {
		return exact.Fixed(exact.Round(total, r.digits, r.mode), r.digits)
	}
	return exact.String(total)
}

// compare orders two bids by the method, without a draw.
func (m *Method) compare(a, b contender) int {
	order := a.total.Cmp(b.total)
	if m.ranking.descending {
		order = -order
	}
	for i, tie := range m.ranking.ties {
		if order != 0 {
			break
		}
		if order = a.ties[i].Cmp(b.ties[i]); tie.descending {
			order = -order
		}
	}
	return order
}

// equal reports whether two bids share a rank, also after the draw if one was
// held.
func (c *computation) equal(a, b contender) bool {
	return c.m.compare(a, b) == 0 && (len(c.f.order) == 0 || a.draw < 0 || b.draw < 0)
}

// drawTies brings equal bids into the drawn order, or notes that a draw is
// due.
func (c *computation) drawTies(order []contender) error {
	if !c.m.ranking.drawn {
		return nil
	}
	var refusals rule.Collect
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && c.m.compare(order[from], order[to]) == 0 {
			to++
		}
		group := order[from:to]
		if from = to; len(group) == 1 {
			continue
		}
		if len(c.f.order) == 0 {
			var ids []string
			for _, one := range group {
				ids = append(ids, one.id)
			}
			c.result.ToDraw = append(c.result.ToDraw, ids)
			continue
		}
		for _, one := range group {
			if one.draw < 0 {
				refusals.Add("", "scoring.tie.missing", "tie_order", "bid", one.id)
			}
		}
		slices.SortFunc(group, func(a, b contender) int { return cmp.Compare(a.draw, b.draw) })
	}
	return refusals.Err(rule.Invalid)
}

// candidates takes the best ranks as long as all bids of a rank have a place.
func (c *computation) candidates() {
	most := c.m.ranking.candidates
	for from := 0; from < len(c.result.Bids) && from < most; {
		to := from + 1
		for to < len(c.result.Bids) && c.result.Bids[to].Rank == c.result.Bids[from].Rank {
			to++
		}
		for _, bid := range c.result.Bids[from:to] {
			if to > most {
				c.result.Undecided = append(c.result.Undecided, bid.Bid)
			} else {
				c.result.Candidates = append(c.result.Candidates, bid.Bid)
			}
		}
		from = to
	}
}

// parts collects what the method shows of a bid, as far as it was computed.
func (c *computation) parts(bid int) []Part {
	parts := []Part{}
	for _, id := range c.m.parts {
		if score, ok := c.shown[bid][id]; ok {
			s := c.m.symbols[id]
			parts = append(parts, Part{Name: id, Names: s.names, Unit: s.unit, Score: score})
		}
	}
	return parts
}

// unranked says why a bid is not ranked, or "".
func (c *computation) unranked(bid int) string {
	switch b := c.f.bids[bid]; {
	case !b.Opened:
		return "not_opened"
	case !b.Passed:
		return "not_passed"
	case b.RejectedLate:
		return "rejected_late"
	case c.failed[bid] != "":
		return "threshold:" + c.failed[bid]
	}
	return ""
}
