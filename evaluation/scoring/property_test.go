package scoring_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bidroom/evaluation/scoring"
)

// randomCase is a case of a demo method with random prices, marks and states.
func randomCase(t *rapid.T) (*scoring.Method, scoring.Input) {
	m, err := scoring.Builtin(rapid.SampledFrom([]string{"cn-gp-lowest-ratio", "cn-works-baseline"}).Draw(t, "method"))
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Params: map[string]string{"ceiling_fen": "1000000000"}}
	bids := rapid.IntRange(1, 9).Draw(t, "bids")
	for i := range bids {
		in.Bids = append(in.Bids, scoring.Bid{ID: string(rune('A' + i)), PriceFen: rapid.Int64Range(700000000, 1000000000).Draw(t, "price"),
			Opened: true, Passed: i == 0 || rapid.IntRange(0, 4).Draw(t, "passed") > 0})
		in.Bids[i].RejectedLate = in.Bids[i].Passed && i > 0 && rapid.IntRange(0, 5).Draw(t, "late") == 0
	}
	members := rapid.IntRange(1, 7).Draw(t, "members")
	for _, bid := range in.Bids {
		if !bid.Passed || bid.RejectedLate {
			continue
		}
		for _, c := range m.Criteria() {
			if c.Kind != scoring.Points {
				continue
			}
			most, _ := strconv.Atoi(c.Max)
			value := strconv.Itoa(rapid.IntRange(0, most/2).Draw(t, "mark") * 2)
			for member := range members {
				if !c.Objective {
					value = strconv.Itoa(rapid.IntRange(0, most).Draw(t, "mark"))
				}
				in.Marks = append(in.Marks, mark(strconv.Itoa(member), bid.ID, c.ID, value))
			}
		}
	}
	return m, in
}

func mustScore(t *rapid.T, m *scoring.Method, in scoring.Input) *scoring.Result {
	result, err := m.Score(in)
	if err != nil {
		t.Fatal(explain(err))
	}
	return result
}

// The order of bids and marks changes nothing, not a letter of the derivation.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomCase(t)
		first := mustScore(t, m, in)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		in.Bids, in.Marks = slices.Clone(in.Bids), slices.Clone(in.Marks)
		r.Shuffle(len(in.Bids), func(i, j int) { in.Bids[i], in.Bids[j] = in.Bids[j], in.Bids[i] })
		r.Shuffle(len(in.Marks), func(i, j int) { in.Marks[i], in.Marks[j] = in.Marks[j], in.Marks[i] })
		if again := mustScore(t, m, in); !reflect.DeepEqual(first, again) {
			t.Fatalf("%+v, then %+v", first, again)
		}
	})
}

// A ratio of prices does not know their unit: with every price so many times
// as large the result stays.
func TestScaleOfLowestRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomCase(t)
		if m.ID() != "cn-gp-lowest-ratio" {
			return
		}
		first := mustScore(t, m, in)
		in.Bids = slices.Clone(in.Bids)
		by := rapid.Int64Range(2, 1000).Draw(t, "by")
		for i := range in.Bids {
			in.Bids[i].PriceFen *= by
		}
		if again := mustScore(t, m, in); !reflect.DeepEqual(first.Bids, again.Bids) {
			t.Fatalf("%+v, then %+v", first.Bids, again.Bids)
		}
	})
}

// Ranks follow totals, candidates follow ranks, and a bid without a rank says
// why.
func TestRankingHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomCase(t)
		result := mustScore(t, m, in)
		if len(result.Bids) != len(in.Bids) {
			t.Fatalf("%d bids in, %d out", len(in.Bids), len(result.Bids))
		}
		for i, bid := range result.Bids {
			if (bid.Rank == 0) != (bid.Unranked != "") || (bid.Rank == 0) != (bid.Total == "") {
				t.Fatalf("%+v", bid)
			}
			if i == 0 || bid.Rank == 0 {
				continue
			}
			before := result.Bids[i-1]
			if higher(t, bid.Total, before.Total) || bid.Rank != i+1 && bid.Rank != before.Rank {
				t.Fatalf("%+v after %+v", bid, before)
			}
		}
		for i, id := range result.Candidates {
			if result.Bids[i].Bid != id || i >= m.CandidatesAtMost() {
				t.Fatalf("candidates %v of %+v", result.Candidates, result.Bids)
			}
		}
	})
}

// higher compares two decimals with the same number of places.
func higher(t *rapid.T, a, b string) bool {
	x, err := strconv.Atoi(strings.Replace(a, ".", "", 1))
	if err != nil {
		t.Fatal(err)
	}
	y, err := strconv.Atoi(strings.Replace(b, ".", "", 1))
	if err != nil {
		t.Fatal(err)
	}
	return x > y
}

// Forty bids, seven members, the construction method.
func BenchmarkScore(b *testing.B) {
	m, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		b.Fatal(err)
	}
	in := scoring.Input{Params: map[string]string{"ceiling_fen": "1000000000"}}
	for i := range 40 {
		in.Bids = append(in.Bids, scoring.Bid{ID: strconv.Itoa(i), PriceFen: 900000000 + int64(i)*1234567, Opened: true, Passed: true})
		for member := range 7 {
			for _, c := range m.Criteria() {
				if c.Kind == scoring.Points {
					in.Marks = append(in.Marks, mark(strconv.Itoa(member), strconv.Itoa(i), c.ID, "2"))
				}
			}
		}
	}
	for b.Loop() {
		if _, err := m.Score(in); err != nil {
			b.Fatal(explain(err))
		}
	}
}
