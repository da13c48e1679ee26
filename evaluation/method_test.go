package evaluation_test

import (
	"errors"
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// A method that needs what the lot does not state is refused when it is set, not
// when all marks are in: a ceiling price where there is none, and what no lot
// states.
func TestMethodNeedsWhatTheLotStates(t *testing.T) {
	for _, tt := range []struct {
		method  string
		ceiling int64
		want    []string
	}{
		{"cn-gp-lowest-ratio", 0, nil},
		{"cn-works-baseline", 1, nil},
		{"cn-works-baseline", 0, []string{"scoring.input.missing params.ceiling_fen"}},
		{"kr-eligibility-ratio", 1, []string{"scoring.input.missing params.planned_price_fen"}},
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
		err = p.try("staff", &evaluation.MethodSet{ID: m.ID(), Hash: m.Hash(), Source: string(m.Source())})
		var got []string
		var refusal *rule.Refusal
		if errors.As(err, &refusal) {
			for _, reason := range refusal.Reasons {
				got = append(got, reason.Code+" "+reason.Field)
			}
		}
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s with a ceiling of %d fen: %v, want %v", tt.method, tt.ceiling, got, tt.want)
		}
	}
}
