package evaluation

import (
	"strconv"

	"bidroom/evaluation/rule"
)

// CheckComposition reports whether a panel of the given make-up may evaluate
// the lot. Both numbers count persons: experts drawn from the registry, and
// representatives of the procuring entity.
//
// It returns nil, or a *[rule.Refusal] of kind Invalid with every rule of the
// profile that is broken: the least number, an odd number, at least two
// thirds of the members experts. Exactly two thirds is enough; the thirds
// are counted in integers.
func CheckComposition(profile *rule.Profile, lot Lot, experts, representatives int) error {
	var refusals rule.Collect
	clause := profile.Composition.Clause
	if experts < 0 || representatives < 0 {
		refusals.Add(clause, "panel.negative", "seats")
	}
	size := experts + representatives
	if least := profile.LeastMembers(lot.SpecialCondition, lot.BudgetFen); size < least {
		refusals.Add(clause, "panel.small", "seats", "least", strconv.Itoa(least), "size", strconv.Itoa(size))
	}
	if size%2 == 0 {
		refusals.Add(clause, "panel.even", "seats", "size", strconv.Itoa(size))
	}
	if 3*experts < 2*size {
		refusals.Add(clause, "panel.two_thirds", "seats", "experts", strconv.Itoa(experts), "size", strconv.Itoa(size))
	}
	return refusals.Err(rule.Invalid)
}
