package draw

import (
	"slices"
	"strconv"
)

// A Skip is a ticket that was passed over for a seat, and why.
type Skip struct {
	Label  string `json:"label"`
	Reason string `json:"reason"`
	For    int    `json:"for,string"` // the first seat that could not be filled otherwise, if needed
}

// Why a ticket is passed over.
const (
	SkipUnfit    = "unfit"    // neither specialty nor region of the seat
	SkipFallback = "fallback" // fits by the seat's fall-back only, and somebody of the specialty could be had
	SkipEmployer = "employer" // works where as many members do as may
	SkipRegion   = "region"   // lives where as many members do as may
	SkipNeeded   = "needed"   // another seat could not be filled without this expert
)

// A Filling is a seat and the ticket that takes it.
type Filling struct {
	Seat  int    `json:"seat,string"`
	Label string `json:"label"`
	Skips []Skip `json:"skips"` // in the order of the tickets
}

// A filler holds the seats while they are being filled.
type filler struct {
	*packing
	pool   []Opened
	ranked []int32         // the places in the pool by ticket; nil if it is in that order itself
	taken  map[string]bool // labels that sit or have been passed on
}

// Fill fills the open seats in their order. order is the whole pool by
// ticket; sitting are those who hold other seats of the panel; gone are
// labels that were drawn and will not come. Each seat takes the lowest ticket
// that fits it, keeps the panel within its limits, and leaves every other
// open seat fillable. A seat turns to its fall-back when nobody of its own
// specialties can take it.
//
// It returns an [*Error] "draw.unfillable" that names the first seat for which
// nobody is left.
func Fill(open []Seat, limits Limits, order, sitting []Opened, gone []string) ([]Filling, error) {
	return newFiller(open, limits, order, sitting, gone).fill(nil)
}

// fill is [Fill] for a pool whose places by ticket are given, or that is in
// that order itself.
func (f *filler) fill(ranked []int32) ([]Filling, error) {
	f.ranked = ranked
	fillings := make([]Filling, 0, len(f.seats))
	for i, seat := range f.seats {
		filling, found := f.next(i, Seat.fitsItself)
		if !found && len(seat.Fallback) > 0 {
			filling, found = f.next(i, Seat.fits)
		}
		if !found {
			return nil, refuse("draw.unfillable", "seat", strconv.Itoa(seat.No))
		}
		fillings = append(fillings, filling)
	}
	return fillings, nil
}

func newFiller(open []Seat, limits Limits, pool, sitting []Opened, gone []string) *filler {
	f := &filler{packing: newPacking(limits, len(open)+len(sitting)), pool: pool, taken: map[string]bool{}}
	for _, o := range sitting {
		f.taken[o.Label] = true
		f.use(f.units(o))
	}
	for _, label := range gone {
		f.taken[label] = true
	}
	f.offer(open, pool, f.taken)
	return f
}

// next finds the ticket for the open seat i such that the later ones stay
// fillable. It returns false if there is none.
func (f *filler) next(i int, fits func(Seat, Opened) bool) (Filling, bool) {
	seat := f.seats[i]
	filling := Filling{Seat: seat.No, Skips: []Skip{}}
	for n := range f.pool {
		if f.ranked != nil {
			n = int(f.ranked[n])
		}
		o := f.pool[n]
		if f.taken[o.Label] {
			continue
		}
		skip := Skip{Label: o.Label}
		switch {
		case !seat.fits(o):
			skip.Reason = SkipUnfit
		case !fits(seat, o):
			skip.Reason = SkipFallback
		case slices.ContainsFunc(o.Employers, func(e string) bool { return f.full(employerUnit(e)) }):
			skip.Reason = SkipEmployer
		case f.crowded(&o):
			skip.Reason = SkipRegion
		default:
			f.use(f.units(o))
			blocked := f.blocked(i + 1)
			if blocked == 0 {
				f.taken[o.Label], filling.Label = true, o.Label
				return filling, true
			}
			f.release(f.units(o))
			skip.Reason, skip.For = SkipNeeded, blocked
		}
		filling.Skips = append(filling.Skips, skip)
	}
	return filling, false
}

// Feasible returns nil if the seats can all be filled from the pool at once,
// or an [*Error] "draw.infeasible" that names the first seat that cannot.
func Feasible(seats []Seat, limits Limits, pool []Opened) error {
	if no := newFiller(seats, limits, pool, nil, nil).blocked(0); no != 0 {
		return refuse("draw.infeasible", "seat", strconv.Itoa(no))
	}
	return nil
}
