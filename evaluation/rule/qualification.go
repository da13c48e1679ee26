package rule

import (
	"fmt"
	"slices"
)

// TitleLevels lists the levels of title: senior, equal to senior, middle, and
// any other or none.
var TitleLevels = []string{"senior", "equal", "middle", "other"}

// Educations lists the levels of education.
var Educations = []string{"college", "bachelor", "master", "doctor", "other"}

// A QualificationWay is one of some levels of title, or an education that is of
// equal level, with years of work in the field.
type QualificationWay struct {
	Clause     Clause   `json:"clause,omitempty"` // "" if it is that of the ground
	Titles     []string `json:"titles,omitempty"`
	Educations []string `json:"educations,omitempty"`
	Years      int      `json:"years,omitempty"`
}

// check refuses what qualifies everybody, or nobody by a slip of the pen.
func (w QualificationWay) check() error {
	unknown := func(of, known []string) bool {
		return slices.ContainsFunc(of, func(one string) bool { return !slices.Contains(known, one) })
	}
	if len(w.Titles)+len(w.Educations) == 0 || w.Years < 0 || unknown(w.Titles, TitleLevels) || unknown(w.Educations, Educations) {
		return fmt.Errorf("a way of qualifying with titles %v, educations %v and %d years", w.Titles, w.Educations, w.Years)
	}
	return nil
}

// checkQualified refuses grounds of who is qualified that ask for nothing.
func (r Recusal) checkQualified() error {
	if title, there := r.Grounds["R31"]; there && title.Action != "" {
		if len(title.Ways) == 0 {
			return fmt.Errorf("R31 without a way of qualifying")
		}
		for _, way := range title.Ways {
			if err := way.check(); err != nil {
				return err
			}
		}
	}
	if age, there := r.Grounds["R32"]; there && age.Action != "" && age.BelowAge <= 0 {
		return fmt.Errorf("R32 below an age of %d", age.BelowAge)
	}
	return nil
}
