package scoring_test

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// priceOnly ranks by the price alone, and draws among equals.
const priceOnly = `{"format": "bidroom/method/1", "id": "price-only", "names": {"en": "Price only"}, "source": "none",
 "ranking": {"by": "price", "order": "asc", "on": "raw", "digits": "2", "ties": [{"drawn": true}]}}`

func opened(prices ...int64) []scoring.Bid {
	bids := make([]scoring.Bid, len(prices))
	for i, price := range prices {
		bids[i] = scoring.Bid{ID: string(rune('A' + i)), PriceFen: price, Opened: true, Passed: true}
	}
	return bids
}

func TestTies(t *testing.T) {
	m := load(t, priceOnly)
	for _, tt := range []struct {
		name       string
		prices     []int64
		order      []string
		want       string // bid, rank and "t" for tied
		candidates string
		undecided  string
		toDraw     [][]string
		missing    string // bids refused as not in the drawn order
	}{
		{"none", []int64{3, 1, 2}, nil, "B1 C2 A3", "BCA", "", nil, ""},
		{"not yet drawn", []int64{2, 1, 2}, nil, "B1 A2t C2t", "BAC", "", [][]string{{"A", "C"}}, ""},
		{"drawn", []int64{2, 1, 2}, []string{"C", "A"}, "B1 C2 A3", "BCA", "", nil, ""},
		{"drawn among all", []int64{2, 1, 2}, []string{"C", "B", "A"}, "B1 C2 A3", "BCA", "", nil, ""},
		{"across the last place", []int64{2, 2, 1, 1, 2}, nil, "C1t D1t A3t B3t E3t", "CD", "ABE", [][]string{{"C", "D"}, {"A", "B", "E"}}, ""},
		{"drawn across the last place", []int64{2, 2, 1, 1, 2}, []string{"E", "D", "B", "C", "A"}, "D1 C2 E3 B4 A5", "DCE", "", nil, ""},
		{"one left out of the draw", []int64{2, 1, 2}, []string{"C"}, "", "", "", nil, "A"},
		{"all equal", []int64{1, 1, 1, 1}, nil, "A1t B1t C1t D1t", "", "ABCD", [][]string{{"A", "B", "C", "D"}}, ""},
		{"one", []int64{1}, nil, "A1", "A", "", nil, ""},
		{"no bids", nil, nil, "", "", "", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := m.Score(scoring.Input{Bids: opened(tt.prices...), TieOrder: tt.order})
			if tt.missing != "" {
				var refusal *rule.Refusal
				if !errors.As(err, &refusal) || refusal.Reasons[0].Code != "scoring.tie.missing" || refusal.Reasons[0].Args["bid"] != tt.missing {
					t.Fatalf("%v", explain(err))
				}
				return
			}
			if err != nil {
				t.Fatal(explain(err))
			}
			var got []string
			for _, bid := range result.Bids {
				tied := ""
				if bid.Tied {
					tied = "t"
				}
				got = append(got, bid.Bid+strconv.Itoa(bid.Rank)+tied)
			}
			if strings.Join(got, " ") != tt.want || strings.Join(result.Candidates, "") != tt.candidates ||
				strings.Join(result.Undecided, "") != tt.undecided || !reflect.DeepEqual(result.ToDraw, tt.toDraw) {
				t.Errorf("%v, candidates %v, undecided %v, to draw %v", got, result.Candidates, result.Undecided, result.ToDraw)
			}
		})
	}
	m = load(t, strings.Replace(priceOnly, `"ties": [{"drawn": true}]`, `"candidates": "1"`, 1))
	var refusal *rule.Refusal
	if _, err := m.Score(scoring.Input{Bids: opened(1, 1), TieOrder: []string{"A", "B"}}); !errors.As(err, &refusal) || refusal.Reasons[0].Code != "scoring.tie.not_drawn" {
		t.Errorf("%v", explain(err))
	}
	if result, err := m.Score(scoring.Input{Bids: opened(2, 1, 3)}); err != nil || !slices.Equal(result.Candidates, []string{"B"}) || result.ToDraw != nil {
		t.Errorf("%+v, %v", result, err)
	}
}

// Ranked on the rounded number two bids are equal that differ in the raw one.
func TestRankedOn(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "third", "names": {"en": "Third"}, "source": "none",
 "formulas": [{"id": "share", "names": {"en": "Share"}, "expr": "price / 3"}],
 "ranking": {"by": "share", "order": "desc", "on": "ON", "digits": "1"}}`
	for on, want := range map[string]string{"raw": "B A", "rounded": "A B"} { // 10.01/3 and 10.02/3, both 3.3
		result, err := load(t, strings.Replace(method, "ON", on, 1)).Score(scoring.Input{Bids: opened(1001, 1002)})
		if err != nil {
			t.Fatal(explain(err))
		}
		if got := result.Bids[0].Bid + " " + result.Bids[1].Bid; got != want || result.Bids[0].Total != "3.3" || result.Bids[0].Tied != (on == "rounded") {
			t.Errorf("%s: %+v", on, result.Bids)
		}
	}
}
