package scoring

import (
	"cmp"
	"math/big"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/exact"
)

// A Kind is how a criterion is judged.
type Kind string

// The kinds.
const (
	Points Kind = "points" // by a mark
	Pass   Kind = "pass"   // passed or failed, in the preliminary examination
)

// A Criterion is one item that a member judges.
type Criterion struct {
	ID        string
	Group     string            // id of the top-level group, such as technical or eligibility
	Parent    string            // id of the group right above, Group itself if there is none between
	Names     map[string]string // by language
	Standard  map[string]string // what earns the points or a pass, by language; may be empty
	Kind      Kind
	Blind     bool   // marked under a code that does not say whose bid it is (暗标)
	Objective bool   // every member must give the same mark
	OfPrice   bool   // passed or failed once the second envelopes are open
	Max, Min  string // points, decimal; empty for Pass
	Step      string // a mark is Min plus a multiple of it; empty for Pass

	most, least, step *big.Rat
}

// A Group is a node of the criteria tree that holds others.
type Group struct {
	ID     string
	Parent string // id of the group above, or ""
	Names  map[string]string
	Points string // what it can earn at most, decimal; "0" if only passed or failed
	Blind  bool   // its criteria are
	// Hearing is what its criteria are marked by, of each bid: a defence (答辩) or
	// a sample (样品); "" for the bid's file. Minutes is how long one takes at
	// most by the tender documents, 0 if they do not say.
	Hearing string
	Minutes int
}

// CheckMark refuses a mark that the criterion does not allow: not a plain
// decimal, outside its range, not on its step, or for a criterion that is
// passed or failed. Every reason is given.
func (m *Method) CheckMark(criterion, value string) error {
	var refusals rule.Collect
	m.checkMark(&refusals, criterion, value, criterion)
	return refusals.Err(rule.Invalid)
}

// checkMark notes what is wrong with a mark, under the given field.
func (m *Method) checkMark(refusals *rule.Collect, criterion, value, field string) *big.Rat {
	c := m.Criterion(criterion)
	if c == nil {
		refusals.Add("", "scoring.mark.criterion", field, "criterion", criterion)
		return nil
	}
	if c.Kind != Points {
		refusals.Add("", "scoring.mark.pass", field, "criterion", criterion)
		return nil
	}
	mark, err := exact.Parse(value)
	if err != nil {
		refusals.Add("", "scoring.mark.number", field, "criterion", criterion, "value", value)
		return nil
	}
	if mark.Cmp(c.least) < 0 || mark.Cmp(c.most) > 0 {
		refusals.Add("", "scoring.mark.range", field, "criterion", criterion, "value", value, "min", c.Min, "max", c.Max)
	}
	if !onStep(mark, c.least, c.step) {
		refusals.Add("", "scoring.mark.step", field, "criterion", criterion, "value", value, "step", c.Step, "min", c.Min)
	}
	return mark
}

// onStep reports whether x is start plus a whole multiple of step.
func onStep(x, start, step *big.Rat) bool {
	steps := new(big.Rat).Sub(x, start)
	return steps.Quo(steps, step).IsInt()
}

// A Mismatch is an objective criterion on which members differ about a bid.
type Mismatch struct {
	Bid, Criterion string
}

// ObjectiveMismatch lists where members gave different marks on an objective
// criterion, by bid and criterion. "8" and "8.0" are the same mark.
func (m *Method) ObjectiveMismatch(marks []Mark) []Mismatch {
	first := map[Mismatch]string{}
	found := map[Mismatch]bool{}
	for _, mark := range marks {
		if c := m.Criterion(mark.Criterion); c == nil || !c.Objective || c.Kind != Points {
			continue
		}
		at := Mismatch{mark.Bid, mark.Criterion}
		value := mark.Value
		if number, err := exact.Parse(value); err == nil {
			value = exact.String(number)
		}
		if before, ok := first[at]; !ok {
			first[at] = value
		} else if before != value {
			found[at] = true
		}
	}
	var mismatches []Mismatch
	for at := range found {
		mismatches = append(mismatches, at)
	}
	slices.SortFunc(mismatches, func(a, b Mismatch) int {
		return cmp.Or(cmp.Compare(a.Bid, b.Bid), cmp.Compare(a.Criterion, b.Criterion))
	})
	return mismatches
}
