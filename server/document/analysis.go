package document

import (
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"bidroom/server/document/paper"
)

// An Analysis says what a ranking hangs on (排序的依据), for the panel and for
// supervision: it is beside the report and no part of it. Members are named by
// seat, numbers are decimals.
type Analysis struct {
	Heading
	Ranking   []string   // as tallied, best first, each as it is printed
	Margins   []string   // likewise
	Totals    []BidTotal // of those that are ranked, best first
	Without   []WithoutSeat
	Extremes  []Extreme // none also for whom single marks are not due
	Spreads   []BidSpread
	PrintedAt time.Time
}

// BidTotal is what a bid came to.
type BidTotal struct {
	Bidder, Total string // decimal
	Printed       string // with its unit
}

// WithoutSeat is the ranking without one member's marks.
type WithoutSeat struct {
	Member  string
	Ranking []string // as in [Analysis]
	Changed bool     // the ranks or the candidates are others
	Why     string   // what is to be known of it; empty if nothing is
}

// BidSpread is what the members gave one bid.
type BidSpread struct {
	Bidder   string
	Criteria []CriterionSpread
}

// CriterionSpread is what they gave it on one criterion.
type CriterionSpread struct {
	Name, Max, Least, Mean, Greatest string
}

// RenderAnalysis writes an analysis as PDF in lang. Its errors are those of
// [RenderReport].
func RenderAnalysis(w io.Writer, a Analysis, lang string) error {
	p, err := paper.New(a.options(lang, "hangs.title", a.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: analysis: %w", err)
	}
	p.Title(p.T("hangs.title"))
	p.Facts(a.facts(p.T)...)
	p.Lead(p.T("hangs.lead"))
	p.Heading(2, p.T("hangs.margins"))
	if len(a.Margins) == 0 {
		p.Text(p.T("hangs.marginNone"))
	}
	for _, margin := range a.Margins {
		p.Text(margin)
	}
	a.totals(p)
	a.without(p)
	printExtremes(p, a.Extremes)
	a.spreads(p)
	return p.Write(w)
}

// totals is the table of what the bids came to, each marked on the way
// between those that are furthest apart.
func (a Analysis) totals(p *paper.Doc) {
	var least, most *big.Rat
	numbers := make([]*big.Rat, len(a.Totals))
	for i, bid := range a.Totals {
		number, ok := new(big.Rat).SetString(bid.Total)
		if !ok {
			return
		}
		numbers[i] = number
		if least == nil || number.Cmp(least) < 0 {
			least = number
		}
		if most == nil || number.Cmp(most) > 0 {
			most = number
		}
	}
	if len(numbers) < 2 || least.Cmp(most) == 0 {
		return
	}
	p.LeadNote(p.T("hangs.totalsText"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("hangs.bidder"), Weight: 1}, {Head: p.T("hangs.total"), Width: 36, Align: paper.Right}, {Head: p.T("hangs.plot"), Width: 60}}}
	way := new(big.Rat).Sub(most, least)
	for i, bid := range a.Totals {
		at, _ := new(big.Rat).Quo(new(big.Rat).Sub(numbers[i], least), way).Float64()
		t.Rows = append(t.Rows, append(paper.Cells(bid.Bidder, bid.Printed), paper.Cell{Bar: &paper.Bar{From: at, To: at, At: at}}))
	}
	p.Table(t)
}

// without is the table of rankings, the one that counts first.
func (a Analysis) without(p *paper.Doc) {
	p.Heading(2, p.T("hangs.without"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("hangs.seatHead"), Width: 24}, {Head: p.T("hangs.ranking"), Weight: 3}, {Head: p.T("hangs.effect"), Weight: 2}}}
	t.Rows = append(t.Rows, paper.Strong(p.T("hangs.nobody"), strings.Join(a.Ranking, "\n"), p.T("hangs.counts")))
	for _, one := range a.Without {
		var effect []string
		if len(one.Ranking) > 0 {
			effect = append(effect, p.T(map[bool]string{true: "hangs.changed", false: "hangs.same"}[one.Changed]))
		}
		if one.Why != "" {
			effect = append(effect, one.Why)
		}
		row := paper.Cells(one.Member, strings.Join(one.Ranking, "\n"), strings.Join(effect, "\n"))
		row[2].Bold = one.Changed
		t.Rows = append(t.Rows, row)
	}
	p.Table(t)
}

// spreads is the table of what was given on each criterion, with a bar from the
// lowest mark to the highest.
func (a Analysis) spreads(p *paper.Doc) {
	p.Heading(2, p.T("hangs.spread"))
	p.LeadNote(p.T("hangs.plotText"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("hangs.criterion"), Weight: 1}}}
	for _, head := range []string{"hangs.max", "hangs.least", "hangs.mean", "hangs.greatest"} {
		t.Columns = append(t.Columns, paper.Column{Head: p.T(head), Width: 17, Align: paper.Right})
	}
	t.Columns = append(t.Columns, paper.Column{Head: p.T("hangs.plot"), Width: 44})
	for _, bid := range a.Spreads {
		t.Rows = append(t.Rows, []paper.Cell{{Text: bid.Bidder, Bold: true, Span: true}})
		for _, one := range bid.Criteria {
			row := append(paper.Cells(one.Name, one.Max, one.Least, one.Mean, one.Greatest), paper.Cell{Bar: &paper.Bar{
				From: part(one.Least, one.Max), To: part(one.Greatest, one.Max), At: part(one.Mean, one.Max)}})
			t.Rows = append(t.Rows, row)
		}
	}
	p.Table(t)
}

// part is where a mark stands on the way from nothing to all that can be earned;
// for the drawing only.
func part(mark, most string) float64 {
	a, ok := new(big.Rat).SetString(mark)
	b, okMost := new(big.Rat).SetString(most)
	if !ok || !okMost || b.Sign() == 0 {
		return 0
	}
	at, _ := a.Quo(a, b).Float64()
	return at
}
