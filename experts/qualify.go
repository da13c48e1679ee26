package experts

import (
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

// TitleLevels lists the levels of title: senior, equal to senior, middle, and
// any other or none.
var TitleLevels = []string{"senior", "equal", "middle", "other"}

// Educations lists the levels of education.
var Educations = []string{"college", "bachelor", "master", "doctor", "other"}

// What a register says of one condition.
const (
	Met      = "met"
	Unmet    = "unmet"
	NotKnown = "not_known"
)

// A Condition of an expert's entry, and whether it is met.
type Condition struct {
	Kind   string // title, with the years in the field; or age
	Clause rule.Clause
	State  string
	Years  int // of the age below which one has to be
}

// Conditions says which conditions of a profile a person meets on a day: of a
// level of title, who works in the field since a day and was born on one.
// Empty is what the register does not know.
func Conditions(q rule.Qualification, level string, since, born, today conflict.Date) (list []Condition) {
	if len(q.Ways) > 0 {
		list = append(list, Condition{Kind: "title", Clause: q.Clause, State: anyWay(q.Ways, level, since, today)})
	}
	if q.BelowAge > 0 {
		age := Condition{Kind: "age", Clause: q.AgeClause, State: NotKnown, Years: q.BelowAge}
		if (born != conflict.Date{}) {
			age.State = stateOf(today.YearsBack(q.BelowAge).Before(born))
		}
		list = append(list, age)
	}
	return list
}

// anyWay is met if one way is; it is unmet only if every way is.
func anyWay(ways []rule.QualificationWay, level string, since, today conflict.Date) string {
	states := make([]string, len(ways))
	for i, way := range ways {
		title, years := NotKnown, Met
		if level != "" {
			title = stateOf(slices.Contains(way.Titles, level))
		}
		if way.Years > 0 {
			years = NotKnown
			if (since != conflict.Date{}) {
				years = stateOf(!today.YearsBack(way.Years).Before(since))
			}
		}
		switch {
		case title == Unmet || years == Unmet:
			states[i] = Unmet
		case title == Met && years == Met:
			states[i] = Met
		default:
			states[i] = NotKnown
		}
	}
	for _, state := range []string{Met, NotKnown} {
		if slices.Contains(states, state) {
			return state
		}
	}
	return Unmet
}

func stateOf(met bool) string {
	if met {
		return Met
	}
	return Unmet
}

// BornOn is the birth date in a citizen identity number; none if it is not
// one.
func BornOn(identity string) conflict.Date {
	if !ValidIdentity(identity) {
		return conflict.Date{}
	}
	born, _ := conflict.ParseDate(identity[6:10] + "-" + identity[10:12] + "-" + identity[12:14]) // ValidIdentity read it
	return born
}
