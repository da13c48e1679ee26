package experts

import (
	"cmp"
	"errors"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
)

// A Clearance is what every ground says of one expert.
type Clearance struct {
	Expert  conflict.Expert
	Answers []conflict.Answer
}

// Excluded reports whether a ground keeps the expert out.
func (c Clearance) Excluded() bool {
	return slices.ContainsFunc(c.Answers, func(a conflict.Answer) bool { return a.Verdict == conflict.Conflict })
}

// Unknown reports whether a ground could not be decided.
func (c Clearance) Unknown() bool {
	return slices.ContainsFunc(c.Answers, func(a conflict.Answer) bool { return a.Verdict == conflict.Unknown })
}

// A Pool is the eligible experts of one draw, and why the others are not.
type Pool struct {
	Clearances []Clearance // of everyone considered, by expert id
	Opened     []draw.Opened
	Excluded   []draw.Excluded // by ground; an expert counts at every ground
	Unknown    int             // eligible experts of whom something was never asked
}

// NewPool clears every candidate and labels the eligible ones. salt gives the
// salt of an expert's label. An expert's employers are those of today, by
// credit code where it is known and by normalised name otherwise.
func NewPool(drawID string, candidates []conflict.Expert, checker *conflict.Checker, today conflict.Date, salt func() ([16]byte, error)) (*Pool, error) {
	pool := new(Pool)
	counts := map[string]int{}
	for _, e := range candidates {
		c := Clearance{e, checker.Check(e)}
		pool.Clearances = append(pool.Clearances, c)
		for _, answer := range c.Answers {
			if answer.Verdict == conflict.Conflict {
				counts[answer.Ground]++
			}
		}
		if c.Excluded() {
			continue
		}
		if c.Unknown() {
			pool.Unknown++
		}
		s, err := salt()
		if err != nil {
			return nil, err
		}
		pool.Opened = append(pool.Opened, draw.Open(drawID, s, e.ID, e.Specialties, e.Region, employers(e, today)))
	}
	slices.SortFunc(pool.Opened, func(a, b draw.Opened) int { return cmp.Compare(a.Label, b.Label) })
	for _, ground := range conflict.Grounds() {
		if counts[ground] > 0 {
			pool.Excluded = append(pool.Excluded, draw.Excluded{Ground: ground, Count: counts[ground]})
		}
	}
	return pool, nil
}

func employers(e conflict.Expert, today conflict.Date) []string {
	var list []string
	for _, a := range e.Affiliations {
		if a.To != (conflict.Date{}) && a.To.Before(today) {
			continue
		}
		employer := a.CreditCode
		if employer == "" {
			employer = conflict.NormaliseName(a.Company)
		}
		if employer != "" && !slices.Contains(list, employer) {
			list = append(list, employer)
		}
	}
	slices.Sort(list)
	return list
}

// Refusal turns a refusal of package draw, which knows nothing but the
// standard library, into one of package rule; other errors stay as they are.
func Refusal(err error) error {
	var e *draw.Error
	if !errors.As(err, &e) {
		return err
	}
	kind := rule.Invalid
	switch e.Code {
	case "draw.stage", "draw.server_first", "draw.server_reveals_first", "draw.too_few_parties":
		kind = rule.Premature
	case "draw.party", "draw.party_twice", "draw.device_twice", "draw.public_outside":
		kind = rule.Forbidden
	}
	return &rule.Refusal{Kind: kind, Reasons: []rule.Reason{{Code: e.Code, Args: e.Args}}}
}
