package conflict

import "bidroom/evaluation/rule"

// A Dismissal says that a datum is a false match: it is of a namesake, or of
// another company. One person proposes it, another decides. It is about this
// datum alone: when the register says something else, it lapses.
type Dismissal struct {
	Expert   string `json:"expert"` // id
	Ground   string `json:"ground"`
	Datum    Datum  `json:"datum"`
	Proposed string `json:"proposed"` // account
	Decided  string `json:"decided"`  // account of another person
	Reason   string `json:"reason"`
	On       Date   `json:"on"`
}

// Check refuses a dismissal that does not stand, with every reason.
func (d Dismissal) Check() error {
	var refusals rule.Collect
	if d.Proposed == "" || d.Decided == "" || d.Proposed == d.Decided {
		refusals.Add("", "dismissal.second_person", "decided")
	}
	if d.Reason == "" {
		refusals.Add("", "reason.required", "reason")
	}
	if (d.On == Date{}) {
		refusals.Add("", "field.required", "on", "field", "on")
	}
	return refusals.Err(rule.Invalid)
}

// Dismiss returns an expert's answers with the dismissals that stand. What was
// dismissed stays visible in the answer.
func Dismiss(expert string, answers []Answer, dismissals []Dismissal) []Answer {
	settled := make([]Answer, len(answers))
	for i, answer := range answers {
		answer.Data = append([]Datum(nil), answer.Data...)
		for j := range answer.Data {
			for k, d := range dismissals {
				if d.Expert == expert && d.Ground == answer.Ground && d.Datum == answer.Data[j] && d.Check() == nil {
					answer.Data[j].Dismissal = &dismissals[k]
				}
			}
		}
		answer.settle()
		settled[i] = answer
	}
	return settled
}
