package conflict

import (
	"cmp"
	"slices"

	"bidroom/evaluation/rule"
)

// unqualified is R31: qualified in none of the ways of the profile. One part of a
// way that is not met decides it; what is not known leaves it open. The clause is
// that of the way that is met, if it has one of its own.
func (q *query) unqualified() {
	state := unmet
	for _, way := range q.rule.Ways {
		switch q.meetsWay(way) {
		case met:
			q.answer.Clause = cmp.Or(way.Clause, q.answer.Clause)
			q.answer.Rests = q.career()
			return
		case notKnown:
			state = notKnown
		}
	}
	q.fails(state, OfQualification, q.career()...)
}

// tooOld is R32: of the profile's age or above. An age is reached on the birthday,
// of who was born on 29 February on 1 March where there is none.
func (q *query) tooOld() {
	state := notKnown
	if (q.e.Born != Date{}) {
		state = stateOf(q.facts.Today.YearsBack(q.rule.BelowAge).Before(q.e.Born))
	}
	q.fails(state, OfAge, Datum{Kind: "of_age"})
}

// fails notes what follows from a condition that is not met, or of which it is not
// known: nothing where the profile lets it be relaxed, and it was.
func (q *query) fails(state condition, lacks Subject, because ...Datum) {
	switch {
	case state != unmet:
		q.lacks(state == notKnown, lacks)
	case q.rule.Relaxed && slices.Contains(q.e.Relaxed, q.id):
		q.answer.Rests = append(because, Datum{Kind: "relaxed"})
	default:
		for _, d := range because {
			q.found(d)
		}
	}
}

// career is what the register says that qualifies the expert.
func (q *query) career() (list []Datum) {
	if q.e.TitleLevel != "" {
		list = append(list, Datum{Kind: "title_" + q.e.TitleLevel})
	}
	if q.e.Education != "" {
		list = append(list, Datum{Kind: "education_" + q.e.Education})
	}
	if (q.e.FieldSince != Date{}) {
		list = append(list, Datum{Kind: "in_field", On: q.e.FieldSince})
	}
	return list
}

// A condition is met, or not, or nobody knows. The worst comes first.
type condition int

const (
	unmet condition = iota
	notKnown
	met
)

// meetsWay is the worst of a way's parts.
func (q *query) meetsWay(way rule.QualificationWay) condition {
	years := met
	if way.Years > 0 {
		years = notKnown
		if (q.e.FieldSince != Date{}) {
			years = stateOf(!q.facts.Today.YearsBack(way.Years).Before(q.e.FieldSince))
		}
	}
	return min(oneOf(way.Titles, q.e.TitleLevel), oneOf(way.Educations, q.e.Education), years)
}

// oneOf is met where nothing is asked for.
func oneOf(asked []string, known string) condition {
	switch {
	case len(asked) == 0:
		return met
	case known == "":
		return notKnown
	}
	return stateOf(slices.Contains(asked, known))
}

func stateOf(holds bool) condition {
	if holds {
		return met
	}
	return unmet
}
