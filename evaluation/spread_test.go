package evaluation_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
)

// judged brings a case to its tally; the marks on the plan for delivery are
// given by bid, one of each seat, everything else is earned in full.
func judged(t *testing.T, marks map[string][5]string, changes ...[2]string) *play {
	t.Helper()
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio", changes...)
	p.upTo(evaluation.Evaluating)
	for seat := 1; seat <= 5; seat++ {
		p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
			if of, marked := marks[bid]; marked && c.ID == "implementation" {
				return of[seat-1]
			}
			return c.Max
		})
	}
	p.explain()
	result, err := p.c.Score(nil)
	if err != nil {
		t.Fatal(err)
	}
	p.do("staff", evaluation.NewTally(result, nil))
	return p
}

// By hand: prices are 92, 94, 95 and 96, so the price scores 30.00, 29.36,
// 29.05 and 28.75. Of A the plan is marked 10 10 10 10 0, mean 8: 45−2+25+30 =
// 98.00. B earns all: 70+29.36 = 99.36. Without seat 5 the mean of A is 10 and
// its total 100.00, so A is first.
var sunk = map[string][5]string{"bid-a": {"10", "10", "10", "10", "0"}}

func TestWithoutEachMember(t *testing.T) {
	p := judged(t, sunk)
	totals := map[string]string{"bid-a": "98.00", "bid-b": "99.36", "bid-c": "99.05", "bid-d": "98.75"}
	for _, line := range p.c.Meeting.Tally.Ranking {
		if line.Total != totals[line.Bid] {
			t.Errorf("%s: %s, want %s", line.Bid, line.Total, totals[line.Bid])
		}
	}
	list, err := p.c.WithoutEach()
	if err != nil || len(list) != 5 {
		t.Fatalf("%d, %v", len(list), err)
	}
	for _, one := range list {
		first, total := "bid-b", "99.36"
		if one.Seat == 5 {
			first, total = "bid-a", "100.00"
		}
		if r := one.Ranking[0]; r.Bid != first || r.Total != total || r.Rank != 1 || one.Why != "" {
			t.Errorf("without seat %d: %+v", one.Seat, one)
		}
		if one.Changed != (one.Seat == 5) { // else A's mean is 7.5: 97.50, still last
			t.Errorf("without seat %d changed: %t", one.Seat, one.Changed)
		}
	}
	want := []evaluation.Margin{{First: "bid-b", Other: "bid-c", By: "0.31"}, {First: "bid-b", Other: "bid-d", By: "0.61"}}
	if got := p.c.Margins(); !slices.Equal(got, want) {
		t.Errorf("margins %+v, want %+v", got, want)
	}
}

// From five members on the method sets the highest and lowest aside: with four
// it does not, which is said.
func TestWithoutOneMemberIsNotTrimmed(t *testing.T) {
	p := judged(t, sunk, [2]string{`"average": "mean"`, `"average": "trimmed", "from": "5"`})
	list, err := p.c.WithoutEach()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		if one.Why != "untrimmed" {
			t.Errorf("without seat %d: %q", one.Seat, one.Why)
		}
	}
	p = judged(t, sunk, [2]string{`"average": "mean"`, `"average": "trimmed", "from": "4"`})
	if list, err = p.c.WithoutEach(); err != nil || list[0].Why != "" {
		t.Errorf("trimmed from four on: %+v, %v", list, err)
	}
}

func TestSpreads(t *testing.T) {
	p := judged(t, map[string][5]string{"bid-a": {"10", "9", "9", "8", "0.1"}, "bid-b": {"1", "1", "1", "2", "2"}})
	list, err := p.c.Spreads()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []evaluation.Spread{
		{Bid: "bid-a", Criterion: "implementation", Least: "0.1", Mean: "7.22", Greatest: "10"},
		{Bid: "bid-b", Criterion: "implementation", Least: "1", Mean: "1.4", Greatest: "2"},
		{Bid: "bid-c", Criterion: "training", Least: "3", Mean: "3", Greatest: "3"},
	} {
		if !slices.Contains(list, want) {
			t.Errorf("%+v is not in %+v", want, list)
		}
	}
	for mean, shown := range map[string]string{"7.22": "7.22", "10": "10.00", "25/3": "8.33", "8.335": "8.34"} {
		if got := (evaluation.Spread{Mean: mean}).ShownMean(); got != shown {
			t.Errorf("%s is shown as %s, want %s", mean, got, shown)
		}
	}
	if len(list) != 4*9 {
		t.Errorf("%d lines for four bids and nine criteria", len(list))
	}
}

// Without the one member who thinks a bid good enough nobody qualifies, and the
// method gives no result. By hand: 70, 74, 74, 74 and 90 have the mean 76.4, and
// without the last 73; 75 is the least.
func TestWithoutOneMemberNobodyQualifies(t *testing.T) {
	p := newPlay(t)
	p.prepare("qcbs-world-bank")
	p.upTo(evaluation.Evaluating)
	for seat, half := range []string{"25", "27", "27", "27", "35"} {
		p.submitMarks(seat+1, func(bid string, c scoring.Criterion) string {
			switch {
			case bid != "bid-a":
				return c.Min
			case c.Max == "40":
				return half
			}
			return c.Max
		})
	}
	p.do("staff", p.next())
	list, err := p.c.WithoutEach()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		if none := one.Why == "none" && len(one.Ranking) == 0 && !one.Changed; none != (one.Seat == 5) {
			t.Errorf("without seat %d: %+v", one.Seat, one)
		}
	}
}
