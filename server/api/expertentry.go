package api

import (
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/rooms"
)

// byProfiles says of every rule profile whether a person may be drawn at all on a
// day.
func byProfiles(view *ExpertView, p *rooms.Person, on conflict.Date) error {
	for _, id := range rule.ProfileIDs() {
		profile, err := rule.LoadProfile(id)
		if err != nil {
			return err
		}
		view.Eligibility = append(view.Eligibility, eligibilityView(profile, p.Expert, on))
	}
	return nil
}

func eligibilityView(profile *rule.Profile, e conflict.Expert, on conflict.Date) EligibilityView {
	view := EligibilityView{Profile: profile.Names, State: "eligible"}
	for _, answer := range conflict.CheckEntry(profile.Recusal, e, on) {
		switch {
		case answer.KeepsOut():
			view.State = "not_eligible"
		case answer.Unasked() && view.State == "eligible":
			view.State = "unknown"
		}
		base := EligibilityBase{Ground: answer.Ground, Clause: string(answer.Clause), State: string(answer.Verdict)}
		for _, d := range slices.Concat(answer.Rests, answer.Data) {
			base.Data = append(base.Data, EligibilityFact{d.Kind, d.Company, d.On.String()})
		}
		for _, subject := range answer.Lacks {
			base.Lacks = append(base.Lacks, string(subject))
		}
		if len(base.Data)+len(base.Lacks) > 0 {
			view.Because = append(view.Because, base)
		}
	}
	return view
}

// relaxed are the grounds of who is qualified that a register can say do not count
// for an expert, by the words of its column.
var relaxed = map[string][]string{"title": {"R31"}, "age": {"R32"}, "both": {"R31", "R32"}}

func relaxedWord(grounds []string) string {
	for word, of := range relaxed {
		if slices.Equal(of, grounds) {
			return word
		}
	}
	return ""
}
