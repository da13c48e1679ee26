package experts

import (
	"cmp"
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
	Kind   string // title, or an education of equal level, with the years in the field; or age
	Clause rule.Clause
	State  string
	Years  int // of the age below which one has to be
}

// A Career is what the register knows of what qualifies a person. Empty is what
// it does not know.
type Career struct {
	Title     string // one of [TitleLevels]
	Education string // one of [Educations]
	Since     conflict.Date
	Born      conflict.Date
}

// Conditions says which conditions of a profile a person meets on a day.
func Conditions(q rule.Qualification, of Career, today conflict.Date) (list []Condition) {
	if len(q.Ways) > 0 {
		title := Condition{Kind: "title"}
		title.State, title.Clause = anyWay(q, of, today)
		list = append(list, title)
	}
	if q.BelowAge > 0 {
		age := Condition{Kind: "age", Clause: q.AgeClause, State: NotKnown, Years: q.BelowAge}
		if (of.Born != conflict.Date{}) {
			age.State = stateOf(today.YearsBack(q.BelowAge).Before(of.Born))
		}
		list = append(list, age)
	}
	return list
}

// anyWay is met if one way is, by the clause of that way; it is unmet only if
// every way is.
func anyWay(q rule.Qualification, of Career, today conflict.Date) (state string, clause rule.Clause) {
	state = Unmet
	for _, way := range q.Ways {
		switch wayState(way, of, today) {
		case Met:
			return Met, cmp.Or(way.Clause, q.Clause)
		case NotKnown:
			state = NotKnown
		}
	}
	return state, q.Clause
}

// wayState is unmet if one part of a way is, and met if all are.
func wayState(way rule.QualificationWay, of Career, today conflict.Date) string {
	states := []string{oneOf(way.Titles, of.Title), oneOf(way.Educations, of.Education), Met}
	if way.Years > 0 {
		states[2] = NotKnown
		if (of.Since != conflict.Date{}) {
			states[2] = stateOf(!today.YearsBack(way.Years).Before(of.Since))
		}
	}
	for _, state := range []string{Unmet, NotKnown} {
		if slices.Contains(states, state) {
			return state
		}
	}
	return Met
}

// oneOf is met where nothing is asked for.
func oneOf(asked []string, known string) string {
	switch {
	case len(asked) == 0:
		return Met
	case known == "":
		return NotKnown
	}
	return stateOf(slices.Contains(asked, known))
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
