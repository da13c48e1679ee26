package evaluation_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// A method that needs what the tender documents do not give is refused when it is
// set, not when all marks are in, and so is what it does not take: every reason at
// once.
func TestMethodParams(t *testing.T) {
	type given map[string]string
	for _, tt := range []struct {
		method  string
		ceiling int64
		params  given
		want    []string
	}{
		{"cn-gp-lowest-ratio", 0, nil, nil},
		{"cn-works-baseline", 1, nil, nil},
		{"cn-works-baseline", 0, nil, []string{"scoring.input.missing params.ceiling_fen"}},

		// The ceiling price and the budget are the lot's.
		{"cn-works-baseline", 1, given{"ceiling_fen": "1"}, []string{"method.param_of_lot params.ceiling_fen"}},
		{"cn-works-baseline", 0, given{"ceiling_fen": "1"}, []string{"method.param_of_lot params.ceiling_fen"}},
		{"cn-gp-lowest-ratio", 1, given{"budget_fen": "1"}, []string{"method.param_of_lot params.budget_fen"}},

		// A ratio from 0 to 1 and a number from 3 on, with defaults.
		{"cn-works-baseline", 1, given{"ceiling_share": "0", "trim_from": "3"}, nil},
		{"cn-works-baseline", 1, given{"ceiling_share": "1", "trim_from": "300"}, nil},
		{"cn-works-baseline", 1, given{"ceiling_share": "-0.001", "trim_from": "2.999"}, []string{"scoring.input.range params.ceiling_share", "scoring.input.range params.trim_from"}},
		{"cn-works-baseline", 1, given{"ceiling_share": "1.001"}, []string{"scoring.input.range params.ceiling_share"}},
		{"cn-works-baseline", 1, given{"ceiling_share": "40%", "trim_from": ""}, []string{"scoring.input.number params.ceiling_share", "scoring.input.number params.trim_from"}},
		{"cn-works-baseline", 1, given{"trim_from": "1" + strings.Repeat("0", 31)}, nil},
		{"cn-works-baseline", 1, given{"trim_from": "1" + strings.Repeat("0", 32)}, []string{"scoring.input.number params.trim_from"}},

		// One of 1, 2 and 3.
		{"cn-works-twice-average", 1, given{"variant": "1"}, nil},
		{"cn-works-twice-average", 1, given{"variant": "3.0"}, nil},
		{"cn-works-twice-average", 1, given{"variant": "1.5"}, []string{"scoring.input.range params.variant"}},
		{"cn-works-twice-average", 1, given{"variant": "4"}, []string{"scoring.input.range params.variant"}},

		// Money of at least 0.01 yuan, without a default.
		{"kr-eligibility-ratio", 1, nil, []string{"scoring.input.missing params.planned_price_fen"}},
		{"kr-eligibility-ratio", 1, given{"planned_price_fen": "1"}, nil},
		{"kr-eligibility-ratio", 1, given{"planned_price_fen": "0"}, []string{"scoring.input.range params.planned_price_fen"}},
		{"kr-eligibility-ratio", 1, given{"planned_price_fen": "1.5"}, []string{"scoring.input.fen params.planned_price_fen"}},

		// What the method does not ask for: not its id where money goes by fen, not what is drawn or read out.
		{"kr-eligibility-ratio", 1, given{"planned_price": "1"}, []string{"method.param_unknown params.planned_price", "scoring.input.missing params.planned_price_fen"}},
		{"cn-works-k-mix", 1, given{"k1": "0.95", "Loss_above": "1"}, []string{"method.param_unknown params.Loss_above", "method.param_unknown params.k1"}},
		{"cn-works-lowest-evaluated", 1, given{"offered_months": "9"}, []string{"method.param_unknown params.offered_months", "scoring.input.missing params.required_months"}},
		{"cn-gp-lowest-ratio", 1, given{"": "1"}, []string{"method.param_unknown params."}},
	} {
		profile, err := rule.LoadProfile("cn-tendering-2019")
		if err != nil {
			t.Fatal(err)
		}
		m, err := scoring.Builtin(tt.method)
		if err != nil {
			t.Fatal(err)
		}
		p := newPlay(t)
		p.do("staff", &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID,
			ProfileHash: profile.Hash(), ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: "某局"}, CeilingFen: tt.ceiling, StartedOn: "2026-11-01"}})
		err = p.try("staff", &evaluation.MethodSet{ID: m.ID(), Hash: m.Hash(), Source: string(m.Source()), Params: tt.params})
		var got []string
		var refusal *rule.Refusal
		if errors.As(err, &refusal) {
			for _, reason := range refusal.Reasons {
				got = append(got, reason.Code+" "+reason.Field)
			}
		}
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s with a ceiling of %d fen and %v: %v, want %v", tt.method, tt.ceiling, tt.params, got, tt.want)
		}
	}
}

// Four bids of 920,000, 940,000, 950,000 and 960,000 yuan, of which all but the
// first earn the whole value of the plan: 10,000 yuan less leave the first the
// lowest, 25,000 put the second before it.
func TestParamsDecide(t *testing.T) {
	for _, tt := range []struct {
		fen, stated string
		want        []evaluation.RankedBid
	}{
		{"1000000", "10000.00", []evaluation.RankedBid{{Bid: "bid-a", Rank: 1, Total: "920000.00"}, {Bid: "bid-b", Rank: 2, Total: "930000.00"},
			{Bid: "bid-c", Rank: 3, Total: "940000.00"}, {Bid: "bid-d", Rank: 4, Total: "950000.00"}}},
		{"2500000", "25000.00", []evaluation.RankedBid{{Bid: "bid-b", Rank: 1, Total: "915000.00"}, {Bid: "bid-a", Rank: 2, Total: "920000.00"},
			{Bid: "bid-c", Rank: 3, Total: "925000.00"}, {Bid: "bid-d", Rank: 4, Total: "935000.00"}}},
	} {
		p := newPlay(t)
		p.params = map[string]string{"plan_value_fen": tt.fen}
		p.prepare("price-minus-quality")
		p.upTo(evaluation.Evaluating)
		for seat := 1; seat <= 5; seat++ {
			p.submitMarks(seat, func(bid string, _ scoring.Criterion) string {
				if bid == "bid-a" {
					return "0"
				}
				return "1"
			})
		}
		// A snapshot of the case keeps them.
		kept, err := json.Marshal(p.c)
		if err != nil {
			t.Fatal(err)
		}
		var again evaluation.Case
		if err := json.Unmarshal(kept, &again); err != nil {
			t.Fatal(err)
		}
		for _, c := range []*evaluation.Case{&p.c, &again} {
			result, err := c.Score(nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := evaluation.NewTally(result, nil).Ranking; !slices.Equal(got, tt.want) {
				t.Errorf("a plan worth %s fen: %+v, want %+v", tt.fen, got, tt.want)
			}
			if line := result.Derivation.Line("", "plan_value"); line == nil || line.Kind != scoring.LineInput || line.Result != tt.stated {
				t.Errorf("a plan worth %s fen is derived from %+v", tt.fen, line)
			}
		}
	}
}

// Where only the experts' marks count, that of the representative on seat 5 does
// not: four give the first bid's plan 1 and the representative 0, so that it is
// worth 1 of 10,000 yuan, and 0.8 where all count.
func TestRepresentativesMark(t *testing.T) {
	for whose, want := range map[string]string{"experts": "910000.00", "all": "912000.00"} {
		p := newPlay(t)
		p.params = map[string]string{"plan_value_fen": "1000000"}
		p.prepare("price-minus-quality", [2]string{`"members": {`, `"members": {"whose": "` + whose + `", `})
		p.upTo(evaluation.Evaluating)
		for seat := 1; seat <= 5; seat++ {
			p.submitMarks(seat, func(string, scoring.Criterion) string {
				if seat == 5 {
					return "0"
				}
				return "1"
			})
		}
		result, err := p.c.Score(nil)
		if err != nil {
			t.Fatal(err)
		}
		if first := result.Bids[0]; first.Bid != "bid-a" || first.Total != want {
			t.Errorf("%s: %+v is first, want bid-a with %s", whose, first, want)
		}
	}
}

// A method without params has none in its entry.
func TestNoParamsNoField(t *testing.T) {
	for _, params := range []map[string]string{nil, {}} {
		body, err := json.Marshal(&evaluation.MethodSet{ID: "x", Params: params})
		if err != nil || strings.Contains(string(body), "params") {
			t.Errorf("%v: %s %v", params, body, err)
		}
	}
}

// As many candidates as the rules of the lot allow, and no more
// (招标投标法实施条例 第五十三条第一款: three).
func TestMethodCandidates(t *testing.T) {
	builtin, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		t.Fatal(err)
	}
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	for count, codes := range map[string][]string{"1": nil, "3": nil, "4": {"method.candidates"}} {
		m, err := scoring.Load([]byte(strings.Replace(string(builtin.Source()), `"candidates": "3"`, `"candidates": "`+count+`"`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		p := newPlay(t)
		p.do("staff", &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID,
			ProfileHash: profile.Hash(), ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: "某局"}, CeilingFen: 1, StartedOn: "2026-11-01"}})
		wantRefusal(t, p.try("staff", &evaluation.MethodSet{ID: m.ID(), Hash: m.Hash(), Source: string(m.Source())}), codes...)
	}
}
