package scoring_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bidroom/evaluation/scoring"
)

// statedOf is a result with what it was computed from.
func statedOf(in scoring.Input, result *scoring.Result) scoring.Stated {
	s := scoring.Stated{Sheets: slices.Clone(result.Sheets), Lines: slices.Clone(result.Derivation), Ranking: slices.Clone(result.Bids),
		Candidates: slices.Clone(result.Candidates), TieOrder: in.TieOrder}
	for _, bid := range in.Bids {
		if bid.Opened && bid.Passed && !bid.RejectedLate {
			s.Bids = append(s.Bids, bid.ID)
		}
	}
	for _, mark := range in.Marks {
		if !slices.Contains(s.Bids, mark.Bid) {
			continue
		}
		s.Marks = append(s.Marks, mark)
		if !slices.Contains(s.Members, mark.Member) {
			s.Members = append(s.Members, mark.Member)
		}
	}
	return s
}

// What was computed passes the audit, whatever the marks are.
func TestAuditPassesWhatWasComputed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomCase(t)
		if faults := m.Audit(statedOf(in, mustScore(t, m, in))); len(faults) > 0 {
			t.Fatalf("%+v", faults)
		}
	})
}

// audited is a result of three bids and three members, by hand: the groups of
// A come to 40 and 20, its price score to 30·90/90; B is 1.5 below, C 5 below.
func audited(t *testing.T) (*scoring.Method, scoring.Stated) {
	t.Helper()
	m, err := scoring.Builtin("cn-gp-lowest-ratio")
	if err != nil {
		t.Fatal(err)
	}
	var in scoring.Input
	for i, id := range []string{"A", "B", "C"} {
		in.Bids = append(in.Bids, scoring.Bid{ID: id, PriceFen: 90_000_00, Opened: true, Passed: true})
		for _, member := range []string{"1", "2", "3"} {
			for criterion, value := range map[string]int{"parameters": 18, "implementation": 8 - i, "quality": 4, "service": 7, "training": 3, "references": 8, "certificates": 6, "team": 4 - i/2, "green": 2} {
				text := strconv.Itoa(value)
				if id == "B" && criterion == "quality" {
					text = "3.5"
				}
				in.Marks = append(in.Marks, mark(member, id, criterion, text))
			}
		}
	}
	result, err := m.Score(in)
	if err != nil {
		t.Fatal(explain(err))
	}
	return m, statedOf(in, result)
}

func TestAuditFindsEachPlantedError(t *testing.T) {
	line := func(s scoring.Stated, bid, name string) *scoring.Line { return s.Lines.Line(bid, name) }
	value := func(s scoring.Stated, member, bid, criterion, text string) {
		for i := range s.Marks {
			if m := &s.Marks[i]; m.Member == member && m.Bid == bid && m.Criterion == criterion {
				m.Value = text
			}
		}
	}
	for what, tt := range map[string]struct {
		plant func(s *scoring.Stated)
		want  []string // check what bid, in order
	}{
		"nothing":          {func(*scoring.Stated) {}, nil},
		"a member's total": {func(s *scoring.Stated) { s.Sheets[0].Total = "40.5" }, []string{"sums sums.sheet A"}},
		"the total of a group": {func(s *scoring.Stated) { line(*s, "A", "marks(technical)").Result = "40.01" },
			[]string{"sums sums.group A", "sums sums.mean A"}},
		"the total of all":                    {func(s *scoring.Stated) { line(*s, "B", "marks(all)").Result = "58.50" }, nil}, // the same number
		"the total of all off":                {func(s *scoring.Stated) { line(*s, "B", "marks(all)").Result = "58.51" }, []string{"sums sums.group B"}},
		"a total that its line does not give": {func(s *scoring.Stated) { s.Ranking[2].Total = "85.01" }, []string{"sums sums.total C"}},
		"a mark above the most": {func(s *scoring.Stated) { value(*s, "1", "A", "training", "3.1") },
			[]string{"range range A", "sums sums.sheet A", "sums sums.sheet A"}},
		"a mark at the most": {func(s *scoring.Stated) { value(*s, "1", "A", "training", "3.0") }, nil},
		"a mark below the least": {func(s *scoring.Stated) { value(*s, "1", "A", "training", "-0.1") },
			[]string{"range range A", "sums sums.sheet A", "sums sums.sheet A"}},
		"a mark off its step":          {func(s *scoring.Stated) { value(*s, "1", "A", "training", "2.95") }, []string{"range range A", "sums sums.sheet A", "sums sums.sheet A"}},
		"a mark of a bid out of place": {func(s *scoring.Stated) { s.Marks = append(s.Marks, mark("1", "D", "training", "1")) }, []string{"range stray D"}},
		"a mark of nobody":             {func(s *scoring.Stated) { s.Marks = append(s.Marks, mark("4", "A", "training", "1")) }, []string{"range stray A"}},
		"a mark twice":                 {func(s *scoring.Stated) { s.Marks = append(s.Marks, mark("1", "A", "training", "1")) }, []string{"missing twice A"}},
		"a mark missing": {func(s *scoring.Stated) {
			s.Marks = slices.DeleteFunc(s.Marks, func(m scoring.Mark) bool { return m == mark("2", "C", "green", "2") })
		}, []string{"missing missing C", "sums sums.sheet C", "sums sums.sheet C"}},
		"an objective mark that differs": {func(s *scoring.Stated) { value(*s, "2", "B", "green", "3") },
			[]string{"sums sums.sheet B", "sums sums.sheet B", "objective objective B"}},
		"an objective mark written otherwise": {func(s *scoring.Stated) { value(*s, "2", "B", "green", "2.0") }, nil},
		"two ranks exchanged":                 {func(s *scoring.Stated) { s.Ranking[0].Rank, s.Ranking[1].Rank = 2, 1 }, []string{"ranks ranks A", "ranks ranks B", "candidates candidates A", "candidates candidates B"}},
		"a rank below its score":              {func(s *scoring.Stated) { s.Ranking[2].Rank = 4 }, []string{"ranks ranks C"}},
		"a rank shared for nothing":           {func(s *scoring.Stated) { s.Ranking[1].Tied = true }, []string{"ranks ranks.tied B"}},
		"no rank":                             {func(s *scoring.Stated) { s.Ranking[2].Rank = 0 }, []string{"ranks ranks C", "candidates candidates.beyond C"}},
		"candidates exchanged":                {func(s *scoring.Stated) { s.Candidates[0], s.Candidates[1] = "B", "A" }, []string{"candidates candidates B", "candidates candidates A"}},
		"a candidate left out":                {func(s *scoring.Stated) { s.Candidates = s.Candidates[:2] }, []string{"candidates candidates.left_out C"}},
		"a candidate that is not ranked":      {func(s *scoring.Stated) { s.Candidates = append(s.Candidates, "D") }, []string{"candidates candidates.beyond D"}},
	} {
		m, s := audited(t)
		tt.plant(&s)
		var got []string
		for _, f := range m.Audit(s) {
			got = append(got, string(f.Check)+" "+f.What+" "+f.Bid)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", what, got, tt.want)
		}
	}
}

// Equal totals are ordered by what the method breaks ties by, then by the
// draw; a rank that the tie rule does not give is found.
func TestAuditHoldsTheTieRule(t *testing.T) {
	builtin, err := scoring.Builtin("cn-gp-lowest-ratio")
	if err != nil {
		t.Fatal(err)
	}
	m := load(t, strings.Replace(string(builtin.Source()), `"order": "asc"}]`, `"order": "asc"}, {"drawn": true}]`, 1))
	tied := func(id, price string, rank int) (scoring.BidResult, scoring.Line) {
		return scoring.BidResult{Bid: id, Rank: rank, Total: "80.00"},
			scoring.Line{Bid: id, Name: "ranking", Exact: "80", Result: "80.00", Workings: []scoring.Working{{Expr: "price", Exact: price, Result: price}}}
	}
	for what, tt := range map[string]struct {
		prices string // of the bids A, B, C
		ranks  string
		drawn  []string
		right  bool
	}{
		"the lower price first":          {"1 2 3", "1 2 3", nil, true},
		"the higher price first":         {"1 2 3", "2 1 3", nil, false},
		"in the drawn order":             {"2 2 3", "2 1 3", []string{"B", "A"}, true},
		"against the drawn order":        {"2 2 3", "1 2 3", []string{"B", "A"}, false},
		"a draw over what prices decide": {"1 2 3", "2 1 3", []string{"B", "A"}, false},
	} {
		var s scoring.Stated
		prices, ranks := strings.Fields(tt.prices), strings.Fields(tt.ranks)
		for i, id := range []string{"A", "B", "C"} {
			rank, _ := strconv.Atoi(ranks[i])
			bid, line := tied(id, prices[i], rank)
			s.Ranking, s.Lines = append(s.Ranking, bid), append(s.Lines, line)
		}
		slices.SortFunc(s.Ranking, func(a, b scoring.BidResult) int { return a.Rank - b.Rank })
		for _, bid := range s.Ranking {
			s.Candidates = append(s.Candidates, bid.Bid)
		}
		s.TieOrder = tt.drawn
		if faults := m.Audit(s); (len(faults) == 0) != tt.right {
			t.Errorf("%s: %+v, right: %t", what, faults, tt.right)
		}
	}
}
