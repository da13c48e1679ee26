package api

import (
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// resultView shows the tally with its derivation, and as much of what it
// rests on as the reader may see.
func resultView(by rooms.Actor, c *evaluation.Case) (*ResultView, error) {
	m := c.Meeting
	if m == nil || m.Tally == nil {
		return nil, nil
	}
	result, err := c.Score(m.Tally.TieOrder)
	if err != nil {
		return nil, err
	}
	view := &ResultView{Unit: string(result.Unit), Candidates: m.Tally.Candidates}
	for _, bid := range result.Bids {
		view.Ranking = append(view.Ranking, rankView(c, bid))
	}
	for _, line := range result.Derivation {
		view.Derivation = append(view.Derivation, derivationLine(line))
	}
	if may(by, access.SpreadView, c) {
		if view.Hangs, err = hangsView(c, may(by, access.MarksView, c)); err != nil {
			return nil, err
		}
	}
	if may(by, access.MarksView, c) {
		for _, mark := range c.Marks() {
			seat, err := strconv.Atoi(mark.Member[len("seat:"):])
			if err != nil {
				return nil, err
			}
			view.Marks = append(view.Marks, MarkView{Seat: seat, Bid: mark.Bid, Criterion: mark.Criterion, Value: mark.Value})
		}
	}
	return view, nil
}

func rankView(c *evaluation.Case, bid scoring.BidResult) RankView {
	i := slices.IndexFunc(c.Bidders, func(b evaluation.Bidder) bool { return b.ID == c.Bid(bid.Bid).Bidder })
	view := rankLine(bid)
	view.Bidder, view.Letter = c.Bidders[i].Name, letter(i)
	return view
}

// rankLine is a bid's line of the ranking without its bidder.
func rankLine(bid scoring.BidResult) RankView {
	view := RankView{Bid: bid.Bid, Rank: bid.Rank, Tied: bid.Tied, Total: bid.Total}
	view.Unranked, view.Failed, _ = strings.Cut(bid.Unranked, ":")
	for _, part := range bid.Parts {
		view.Parts = append(view.Parts, ScorePart{Name: part.Name, Names: part.Names, Unit: string(part.Unit), Score: part.Score})
	}
	return view
}

func derivationLine(l scoring.Line) DerivationLine {
	view := DerivationLine{Kind: string(l.Kind), Bid: l.Bid, Name: l.Name, Names: l.Names, Unit: string(l.Unit), Expr: l.Expr, Formula: l.Formula,
		Values: l.Values, Over: l.Over, Frozen: l.Frozen, Exact: l.Exact, Approx: l.Approx, Rounding: l.Rounding, Digits: l.Digits, Result: l.Result}
	for _, w := range l.Workings {
		view.Workings = append(view.Workings, WorkingView(w))
	}
	return view
}
