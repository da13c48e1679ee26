package api

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/document/figures"
	"bidroom/server/document/paper"
	"bidroom/server/rooms"
)

// Analysis sends what the ranking hangs on, as it is printed.
func (h *Handlers) Analysis(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.SpreadView)
	if err != nil {
		return err
	}
	result, err := resultView(by, cs)
	if err != nil {
		return err
	}
	if result == nil {
		return rule.Refuse(rule.Premature, "", "tally.missing", "")
	}
	lang := h.Language(c)
	a, err := analysis(cs, result, lang)
	if err != nil {
		return err
	}
	a.PrintedAt = h.Now()
	var pdf bytes.Buffer
	if err := document.RenderAnalysis(&pdf, a, lang); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf.Bytes())
}

// analysis writes what a ranking hangs on.
func analysis(cs *evaluation.Case, result *ResultView, lang string) (a document.Analysis, err error) {
	zone, err := time.LoadLocation(cs.Lot.TimeZone)
	if err != nil {
		return a, err
	}
	words := func(key string, args ...string) string { return paper.T(lang, key, args...) }
	write, unit := figures.Writer{Lang: lang}, scoring.Unit(result.Unit)
	names := map[string]string{}
	for _, bid := range result.Ranking {
		names[bid.Bid] = bid.Letter + " " + bid.Bidder
	}
	place := func(bid string, rank int, total string) string {
		if total != "" {
			total = write.Amount(total, unit)
		}
		return strings.TrimSpace(words("hangs.place", "rank", strconv.Itoa(rank), "name", names[bid], "total", total))
	}
	member := func(seat int) string { return words("hangs.seat", "seat", strconv.Itoa(seat)) }
	a.Heading = heading(cs.Lot, zone)
	for _, bid := range result.Ranking {
		if bid.Rank > 0 {
			a.Ranking = append(a.Ranking, place(bid.Bid, bid.Rank, bid.Total))
			a.Totals = append(a.Totals, document.BidTotal{Bidder: names[bid.Bid], Total: bid.Total, Printed: write.Amount(bid.Total, unit)})
		}
	}
	for _, margin := range result.Hangs.Margins {
		a.Margins = append(a.Margins, words("hangs.margin", "first", names[margin.First], "other", names[margin.Other], "by", write.Amount(margin.By, unit)))
	}
	for _, one := range result.Hangs.Without {
		without := document.WithoutSeat{Member: member(one.Seat), Changed: one.Changed}
		for _, bid := range one.Ranking {
			without.Ranking = append(without.Ranking, place(bid.Bid, bid.Rank, bid.Total))
		}
		if one.Why != "" {
			without.Why = words("hangs.why." + one.Why)
		}
		a.Without = append(a.Without, without)
	}
	for _, e := range result.Hangs.Extremes {
		a.Extremes = append(a.Extremes, document.Extreme{Member: member(e.Seat), Bidder: names[e.Bid], Criterion: e.Criterion[lang], Mark: e.Value, Mean: e.Mean, Reason: e.Reason})
	}
	for _, bid := range result.Ranking {
		of := document.BidSpread{Bidder: names[bid.Bid]}
		for _, s := range result.Hangs.Spreads {
			if s.Bid == bid.Bid {
				of.Criteria = append(of.Criteria, document.CriterionSpread{Name: s.Criterion[lang], Max: s.Max, Least: s.Least, Mean: s.Mean, Greatest: s.Greatest})
			}
		}
		if len(of.Criteria) > 0 {
			a.Spreads = append(a.Spreads, of)
		}
	}
	return a, nil
}
