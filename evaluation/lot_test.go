package evaluation_test

import (
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// A rule profile is for what began while it is in force.
func TestProfileInForce(t *testing.T) {
	for day, want := range map[string]string{"2019-03-01": "refused (invalid): profile.not_in_force", "2019-03-02": ""} {
		profile, err := rule.LoadProfile("cn-tendering-2019")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		err = new(evaluation.Case).Apply(evaluation.Meta{Actor: "s1", Role: "staff"}, &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段",
			Profile: profile.ID, ProfileHash: profile.Hash(), ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: "某局"}, StartedOn: day}})
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}
