package conflict

import (
	"slices"

	"bidroom/evaluation/rule"
)

// CheckEntry answers the grounds that need to know nothing but the expert, in
// the order of [Grounds]: who may be in a register and be drawn at all. Windows
// count back from today.
func CheckEntry(rules rule.Recusal, e Expert, today Date) []Answer {
	c := &Checker{facts: Facts{Rules: rules, Started: today, Today: today}}
	c.govern(func(g ground) bool { return g.about == ofExpert })
	return slices.Collect(c.answers(&query{Checker: c, e: &e}, ofExpert))
}

// punished is R10: punished for acts in tendering. A standing without a dated
// penalty counts however long ago it was.
func (q *query) punished() {
	dated := slices.ContainsFunc(q.e.Penalties, q.isOfKind)
	if q.e.Status == Punished && !dated {
		q.found(Datum{Kind: string(Punished), On: q.e.Until})
	}
	q.recorded()
}

// banned is R11: not active in the register. A suspension ends the day after
// its last; a ban without an end is for ever.
func (q *query) banned() {
	over := q.e.Status == Suspended && !Period{To: q.e.Until}.meets(q.facts.Today, q.facts.Today)
	if slices.Contains([]Status{Removed, Suspended, Applied, UnderReview}, q.e.Status) && !over {
		q.found(Datum{Kind: string(q.e.Status), On: q.e.Until})
	}
	for _, p := range q.e.Penalties {
		if q.isOfKind(p) && q.within(p.Period) {
			q.found(Datum{Kind: p.Kind, On: p.To})
		}
	}
	q.lacksPenalties()
}

func (q *query) isOfKind(p Penalty) bool { return slices.Contains(q.rule.Kinds, p.Kind) }

func (q *query) lacksPenalties() {
	q.lacks(q.e.Penalised != DeclaredNone && len(q.e.Penalties) == 0, OfPenalties)
}

// recorded is R12 and R27 to R30: a penalty of a kind that the profile names was
// decided, or ran, within the window. A listing runs until it ends; any other
// without an end is of its day.
func (q *query) recorded() {
	for _, p := range q.e.Penalties {
		ran := p.Period
		if (ran.To == Date{}) && p.Kind != "dishonest" {
			ran.To = ran.From
		}
		if q.isOfKind(p) && q.within(ran) {
			q.found(Datum{Kind: p.Kind, On: p.From})
		}
	}
	q.lacksPenalties()
}

// inNoLibrary is R26: in no library today from which the law has experts drawn.
// The libraries that the expert is in, or was, are the data that speak for it;
// one that will do makes the answer clear, and is named.
func (q *query) inNoLibrary() {
	for _, m := range q.e.Libraries {
		if slices.Contains(q.rule.Kinds, m.Kind) && m.meets(q.facts.Today, q.facts.Today) {
			q.answer.Rests = append(q.answer.Rests, Datum{Kind: m.Kind, Company: m.Name, On: m.To})
		}
	}
	if len(q.answer.Rests) > 0 {
		return
	}
	if q.e.Listed == StatedToday { // in the one that drew, of which nobody says the kind
		q.lacks(true, OfLibraries)
		return
	}
	for _, m := range q.e.Libraries {
		q.found(Datum{Kind: m.Kind, Company: m.Name, On: m.To})
	}
	if q.e.Listed == DeclaredNone {
		q.found(Datum{Kind: "no_library"})
	}
	q.lacks(len(q.answer.Data) == 0, OfLibraries)
}
