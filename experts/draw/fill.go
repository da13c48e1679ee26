package draw

import (
	"slices"
	"strconv"
)

// fits reports whether an expert can take a seat by specialty and region.
func (s Seat) fits(o Opened) bool {
	if s.Region != "" && s.Region != o.Region {
		return false
	}
	return slices.ContainsFunc(s.Specialties, func(code string) bool { return slices.Contains(o.Specialties, code) })
}

// A Skip is a ticket that was passed over for a seat, and why.
type Skip struct {
	Label  string `json:"label"`
	Reason string `json:"reason"`     // unfit, employer, or needed
	For    int    `json:"for,string"` // the first seat that could not be filled otherwise, if needed
}

// Why a ticket is passed over.
const (
	SkipUnfit    = "unfit"    // neither specialty nor region of the seat
	SkipEmployer = "employer" // works where another member does
	SkipNeeded   = "needed"   // another seat could not be filled without this expert
)

// A Filling is a seat and the ticket that takes it.
type Filling struct {
	Seat  int    `json:"seat,string"`
	Label string `json:"label"`
	Skips []Skip `json:"skips"` // in the order of the tickets
}

// A state of the seats while they are being filled.
type filler struct {
	order  []Opened        // the tickets that are still free, in order
	taken  map[string]bool // labels that sit or have been passed on
	worked map[string]int  // employer → how many of the panel work there
}

// Fill fills the open seats in their order. order is the whole pool by
// ticket; sitting are those who hold other seats of the panel; gone are
// labels that were drawn and will not come. Each seat takes the lowest ticket
// that fits it, works at no employer of another member, and leaves every
// other open seat fillable.
//
// It returns an [*Error] "draw.unfillable" that names the first seat for which
// nobody is left.
func Fill(open []Seat, order, sitting []Opened, gone []string) ([]Filling, error) {
	f := &filler{order: order, taken: map[string]bool{}, worked: map[string]int{}}
	for _, o := range sitting {
		f.take(o)
	}
	for _, label := range gone {
		f.taken[label] = true
	}
	fillings := make([]Filling, 0, len(open))
	for i, seat := range open {
		filling, err := f.next(seat, open[i+1:])
		if err != nil {
			return nil, err
		}
		fillings = append(fillings, filling)
	}
	return fillings, nil
}

func (f *filler) take(o Opened) {
	f.taken[o.Label] = true
	for _, e := range o.Employers {
		f.worked[e]++
	}
}

func (f *filler) release(o Opened) {
	delete(f.taken, o.Label)
	for _, e := range o.Employers {
		f.worked[e]--
	}
}

// next finds the ticket for a seat such that the rest stay fillable.
func (f *filler) next(seat Seat, rest []Seat) (Filling, error) {
	filling := Filling{Seat: seat.No, Skips: []Skip{}}
	for _, o := range f.order {
		if f.taken[o.Label] {
			continue
		}
		switch {
		case !seat.fits(o):
			filling.Skips = append(filling.Skips, Skip{Label: o.Label, Reason: SkipUnfit})
		case f.colleague(o):
			filling.Skips = append(filling.Skips, Skip{Label: o.Label, Reason: SkipEmployer})
		default:
			f.take(o)
			blocked := f.blocked(rest)
			if blocked == 0 {
				filling.Label = o.Label
				return filling, nil
			}
			f.release(o)
			filling.Skips = append(filling.Skips, Skip{Label: o.Label, Reason: SkipNeeded, For: blocked})
		}
	}
	return filling, refuse("draw.unfillable", "seat", strconv.Itoa(seat.No))
}

func (f *filler) colleague(o Opened) bool {
	return slices.ContainsFunc(o.Employers, func(e string) bool { return f.worked[e] > 0 })
}

// blocked returns the first of the seats that cannot be filled with those
// before it, or 0 if all can be at once. It looks for augmenting paths seat by
// seat, as in bipartite matching, where what a seat takes is an employer and
// not a person: two experts of one employer cannot both sit, so the employer
// is what is scarce. An expert without an employer counts as an employer of
// one. An expert with several employers takes the first in this count alone;
// [filler.next] checks them all when the seat is filled.
func (f *filler) blocked(seats []Seat) int {
	places := make([][]string, len(seats)) // seat → employers that could serve it
	for _, o := range f.order {
		if f.taken[o.Label] || f.colleague(o) {
			continue
		}
		place := o.Label
		if len(o.Employers) > 0 {
			place = o.Employers[0]
		}
		for i, seat := range seats {
			// As many employers as there are seats always suffice: one of
			// them is free whatever the others take.
			if len(places[i]) < len(seats) && seat.fits(o) && !slices.Contains(places[i], place) {
				places[i] = append(places[i], place)
			}
		}
	}
	holder := map[string]int{} // employer → seat index
	var augment func(i int, tried map[string]bool) bool
	augment = func(i int, tried map[string]bool) bool {
		for _, place := range places[i] {
			if tried[place] {
				continue
			}
			tried[place] = true
			if j, held := holder[place]; !held || augment(j, tried) {
				holder[place] = i
				return true
			}
		}
		return false
	}
	for i := range seats {
		if !augment(i, map[string]bool{}) {
			return seats[i].No
		}
	}
	return 0
}

// Supply returns, for each seat, how many of the pool fit it.
func Supply(seats []Seat, pool []Opened) map[int]int {
	supply := make(map[int]int, len(seats))
	for _, seat := range seats {
		supply[seat.No] = 0
		for _, o := range pool {
			if seat.fits(o) {
				supply[seat.No]++
			}
		}
	}
	return supply
}

// Feasible returns nil if the seats can all be filled from the pool at once,
// or an [*Error] "draw.infeasible" that names the first seat that cannot.
func Feasible(seats []Seat, pool []Opened) error {
	f := &filler{order: pool, taken: map[string]bool{}, worked: map[string]int{}}
	if no := f.blocked(seats); no != 0 {
		return refuse("draw.infeasible", "seat", strconv.Itoa(no))
	}
	return nil
}
