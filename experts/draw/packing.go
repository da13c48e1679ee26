package draw

import (
	"iter"
	"slices"
)

// A unit is something of which a panel may hold only so many: an employer, a
// region, a person. Every expert takes one of each of its units.
type unit struct {
	kind byte // 'e' employer, 'r' region, 'l' label
	name string
}

func employerUnit(name string) unit { return unit{'e', name} }
func regionUnit(name string) unit   { return unit{'r', name} }

// A packing answers whether seats can be filled all at once. That is exact:
// a set of experts, one for each seat, whose units nowhere exceed what may be
// had. With several employers to an expert this is set packing, for which no
// fast way is known in general; but a panel has few seats, and of a large
// pool nearly everything can be left out first (see [reduce]).
type packing struct {
	limits Limits
	size   int // of the drawn part of the panel
	used   map[unit]int
	seats  []Seat
	offers [][][]unit // seat → what each expert who could take it would use, reduced
}

func newPacking(limits Limits, size int) *packing {
	return &packing{limits: limits, size: size, used: map[unit]int{}}
}

// units returns what an expert would use. Where one member of an employer is
// the most, the employers stand for the person too.
func (p *packing) units(o Opened) []unit {
	list := make([]unit, 0, len(o.Employers)+2)
	for _, e := range o.Employers {
		list = append(list, employerUnit(e))
	}
	if len(list) == 0 || p.limits.perEmployer() > 1 {
		list = append(list, unit{'l', o.Label})
	}
	if r := regionUnit(o.Region); p.most(r) < p.size {
		list = append(list, r)
	}
	return list
}

// most returns how many of a unit the panel may hold.
func (p *packing) most(u unit) int {
	switch u.kind {
	case 'e':
		return p.limits.perEmployer()
	case 'r':
		return p.limits.perRegion(u.name, p.size)
	}
	return 1
}

func (p *packing) full(u unit) bool { return p.used[u] >= p.most(u) }

func (p *packing) use(units []unit) {
	for _, u := range units {
		p.used[u]++
	}
}

func (p *packing) release(units []unit) {
	for _, u := range units {
		p.used[u]--
	}
}

// open reports whether all units of an offer can still be had.
func (p *packing) open(offer []unit) bool { return !slices.ContainsFunc(offer, p.full) }

// offer takes down who could take the seats.
func (p *packing) offer(seats []Seat, pool []Opened, taken map[string]bool) {
	p.seats, p.offers = seats, make([][][]unit, len(seats))
	widest := 0
	for _, o := range pool {
		widest = max(widest, len(o.Employers)+2)
	}
	// While one seat is looked at, the others use up at most so many units.
	limit := (len(seats) - 1) * widest
	for i, seat := range seats {
		if same := slices.IndexFunc(seats[:i], seat.same); same >= 0 {
			p.offers[i] = p.offers[same]
			continue
		}
		p.offers[i] = reduce(func(yield func([]unit) bool) {
			for _, o := range pool {
				if seat.fits(o) && !taken[o.Label] {
					if units := p.units(o); p.open(units) && !yield(units) {
						return
					}
				}
			}
		}, limit)
	}
}

// reduce leaves out offers that make no difference as long as at most limit
// units are used up: afterwards one offer of the list is open exactly if one
// was before. With more than limit offers that share nothing, one is always
// open, which the offer of nothing says. Otherwise every offer shares a unit
// with one of these few, and is reduced among those that share the same.
func reduce(offers iter.Seq[[]unit], limit int) [][]unit {
	var apart []unit // the units of offers that share nothing
	n := 0
	for offer := range offers {
		if len(offer) == 0 {
			return [][]unit{{}}
		}
		if !slices.ContainsFunc(offer, func(u unit) bool { return slices.Contains(apart, u) }) {
			apart = append(apart, offer...)
			if n++; n > limit {
				return [][]unit{{}}
			}
		}
	}
	sharing := map[unit][][]unit{}
	for offer := range offers {
		for i, u := range offer {
			if slices.Contains(apart, u) {
				sharing[u] = append(sharing[u], slices.Concat(offer[:i], offer[i+1:]))
			}
		}
	}
	var list [][]unit
	for _, u := range apart {
		for _, rest := range reduce(slices.Values(sharing[u]), limit) {
			list = append(list, append([]unit{u}, rest...))
		}
	}
	return smallest(list)
}

// smallest leaves out every offer that contains another.
func smallest(list [][]unit) [][]unit {
	slices.SortStableFunc(list, func(a, b []unit) int { return len(a) - len(b) })
	var kept [][]unit
	for _, offer := range list {
		if !slices.ContainsFunc(kept, func(small []unit) bool {
			return !slices.ContainsFunc(small, func(u unit) bool { return !slices.Contains(offer, u) })
		}) {
			kept = append(kept, offer)
		}
	}
	return kept
}

// blocked returns the first of the seats from index i on that cannot be filled
// together with those between, or 0 if all can be at once.
func (p *packing) blocked(i int) int {
	if p.packs(p.offers[i:]) {
		return 0
	}
	for n := i; ; n++ {
		if !p.packs(p.offers[i : n+1]) {
			return p.seats[n].No
		}
	}
}

// packs reports whether every seat can take an offer at once.
func (p *packing) packs(seats [][][]unit) bool {
	var left [][][]unit
	for _, offers := range seats {
		var open [][]unit
		for _, offer := range offers {
			if p.open(offer) {
				open = append(open, offer)
			}
		}
		if len(open) == 0 {
			return false
		}
		if len(open[0]) > 0 { // otherwise somebody is left whatever the others take
			left = append(left, open)
		}
	}
	match, ok := p.match(left)
	if !ok {
		return false
	}
	if p.together(match) {
		return true
	}
	slices.SortStableFunc(left, func(a, b [][]unit) int { return len(a) - len(b) })
	for _, offer := range left[0] {
		p.use(offer)
		ok := p.packs(left[1:])
		p.release(offer)
		if ok {
			return true
		}
	}
	return false
}

// together reports whether all the offers can be had at once.
func (p *packing) together(offers [][]unit) bool {
	n := 0
	for n < len(offers) && p.open(offers[n]) {
		p.use(offers[n])
		n++
	}
	for _, offer := range offers[:n] {
		p.release(offer)
	}
	return n == len(offers)
}

// match finds an offer for every seat such that the first unit of each can be
// had, by augmenting paths as in bipartite matching. Where that fails the
// seats cannot be filled; where it succeeds the other units decide.
func (p *packing) match(seats [][][]unit) (match [][]unit, ok bool) {
	match = make([][]unit, len(seats))
	holders := map[unit][]int{}
	var augment func(i int, tried map[unit]bool) bool
	augment = func(i int, tried map[unit]bool) bool {
		for _, offer := range seats[i] {
			u := offer[0]
			if tried[u] {
				continue
			}
			tried[u] = true
			if p.used[u]+len(holders[u]) < p.most(u) {
				holders[u], match[i] = append(holders[u], i), offer
				return true
			}
			for n, j := range holders[u] {
				if augment(j, tried) {
					holders[u][n], match[i] = i, offer
					return true
				}
			}
		}
		return false
	}
	for i := range seats {
		if !augment(i, map[unit]bool{}) {
			return nil, false
		}
	}
	return match, true
}
