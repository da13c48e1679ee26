package draw

import (
	"slices"
	"strings"
)

// Relaxations says what would have to give so that the seats can be filled
// from the pool, if they cannot: every single change of the plan that is
// enough, the mildest first. A limit gives by one, a seat (with all for the
// same experts) its region or its specialty, or one seat is left out. Where no
// single change is enough, it says how many seats can be filled at most.
func Relaxations(seats []Seat, limits Limits, pool []Opened) (list []*Error) {
	enough := func(seats []Seat, limits Limits) bool { return Feasible(seats, limits, pool) == nil }
	if enough(seats, limits) {
		return nil
	}
	for _, e := range limits.given() {
		if enough(seats, e.limits) {
			list = append(list, refuse(e.code, "from", itoa(e.from), "to", itoa(e.to)))
		}
	}
	for _, change := range []struct {
		code string
		in   func(seats []Seat, i int) []Seat
	}{{"draw.relax.seat_region", withoutRegion}, {"draw.relax.seat_specialty", anySpecialty}, {"draw.relax.seat_fewer", without}} {
		for i, seat := range seats {
			if slices.ContainsFunc(seats[:i], seat.same) {
				continue
			}
			if changed := change.in(seats, i); changed != nil && enough(changed, limits) {
				list = append(list, refuse(change.code, "seats", numbersOf(seats, seat)))
			}
		}
	}
	if list == nil {
		list = append(list, refuse("draw.relax.several", "most", itoa(mostFilled(seats, limits, pool)), "seats", itoa(len(seats))))
	}
	return list
}

type givenLimit struct {
	limits   Limits
	code     string
	from, to int
}

// given returns the limits with one of them a step wider.
func (l Limits) given() []givenLimit {
	employer, region, outside := l, l, l
	employer.Employer = l.perEmployer() + 1
	list := []givenLimit{{employer, "draw.relax.employer", l.perEmployer(), employer.Employer}}
	if l.Region > 0 {
		region.Region++
		list = append(list, givenLimit{region, "draw.relax.region", l.Region, region.Region})
	}
	if l.Outside > 0 {
		outside.Outside--
		list = append(list, givenLimit{outside, "draw.relax.outside", l.Outside, outside.Outside})
	}
	return list
}

// withoutRegion lets a seat, and all like it, be taken from any region.
func withoutRegion(seats []Seat, i int) []Seat {
	if seats[i].Region == "" {
		return nil
	}
	return changed(seats, i, func(s *Seat) { s.Region = "" })
}

// anySpecialty lets a seat, and all like it, be taken by the specialties of any
// seat.
func anySpecialty(seats []Seat, i int) []Seat {
	var all []string
	for _, s := range seats {
		all = append(all, s.Specialties...)
	}
	return changed(seats, i, func(s *Seat) { s.Fallback = slices.Concat(s.Fallback, all) })
}

func without(seats []Seat, i int) []Seat {
	if len(seats) == 1 {
		return nil
	}
	return slices.Delete(slices.Clone(seats), i, i+1)
}

func changed(seats []Seat, i int, change func(*Seat)) []Seat {
	list := slices.Clone(seats)
	for j, s := range seats {
		if s.same(seats[i]) {
			change(&list[j])
		}
	}
	return list
}

func numbersOf(seats []Seat, like Seat) string {
	var list []string
	for _, s := range seats {
		if s.same(like) {
			list = append(list, itoa(s.No))
		}
	}
	return strings.Join(list, ", ")
}

// mostFilled returns how many of the seats can be filled at once.
func mostFilled(seats []Seat, limits Limits, pool []Opened) int {
	for most := len(seats); most > 0; most-- {
		p := newPacking(limits, most)
		p.offer(seats, pool, nil)
		for set := range 1 << len(seats) {
			if some := p.chosen(set); len(some) == most && p.packs(some) {
				return most
			}
		}
	}
	return 0
}

// chosen returns the offers to the seats whose bits are set, or nil if one
// comes before another for the same experts.
func (p *packing) chosen(set int) (some [][][]unit) {
	for i, s := range p.seats {
		if set>>i&1 == 0 {
			continue
		}
		for j, before := range p.seats[:i] {
			if set>>j&1 == 0 && before.same(s) {
				return nil
			}
		}
		some = append(some, p.offers[i])
	}
	return some
}
