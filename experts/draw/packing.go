package draw

import "slices"

// A unit is something of which a panel may hold only so many: an employer, a
// region, a person. Every expert takes one of each of its units.
type unit struct {
	kind byte // 'e' employer, 'r' region, 'h' home, 'l' label
	name string
}

func employerUnit(name string) unit { return unit{'e', name} }
func regionUnit(name string) unit   { return unit{'r', name} }

var homeUnit = unit{kind: 'h'}

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
	return append(p.appendOwn(make([]unit, 0, len(o.Employers)+3), &o), p.placeUnits(o.Region)...)
}

// appendOwn adds what an expert would use wherever they live.
func (p *packing) appendOwn(list []unit, o *Opened) []unit {
	for _, e := range o.Employers {
		list = append(list, employerUnit(e))
	}
	if len(o.Employers) == 0 || p.limits.perEmployer() > 1 {
		list = append(list, unit{'l', o.Label})
	}
	return list
}

// placeUnits are what an expert would use by living in a region, as far as limits
// look at it.
func (p *packing) placeUnits(region string) (list []unit) {
	if p.limits.perRegion(p.size) < p.size {
		list = append(list, regionUnit(region))
	}
	if p.limits.isHome(region) {
		list = append(list, homeUnit)
	}
	return list
}

// most returns how many of a unit the panel may hold.
func (p *packing) most(u unit) int {
	switch u.kind {
	case 'e':
		return p.limits.perEmployer()
	case 'r':
		return p.limits.perRegion(p.size)
	case 'h':
		return p.limits.atHome(p.size)
	}
	return 1
}

func (p *packing) full(u unit) bool { return p.used[u] >= p.most(u) }

// crowded reports whether where an expert lives as many members do as may.
func (p *packing) crowded(o *Opened) bool {
	return p.full(regionUnit(o.Region)) || p.limits.isHome(o.Region) && p.full(homeUnit)
}

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
	for i := range pool {
		widest = max(widest, len(pool[i].Employers)+3)
	}
	// While one seat is looked at, the others use up at most so many units.
	limit := (len(seats) - 1) * widest
	takers := p.takers(seats, pool, taken)
	each(len(seats), func(i int) { p.offers[i] = p.reduced(pool, takers[i], limit) })
	for i, seat := range seats {
		p.offers[i] = p.offers[slices.IndexFunc(seats, seat.same)]
	}
}

// reduced returns what those of the pool would use who take a seat, reduced.
// Many live in one region: first those of each are reduced by themselves, which
// mostly a few of them decide.
func (p *packing) reduced(pool []Opened, takes []bool, limit int) [][]unit {
	number, lists, places := map[string]int{}, [][]int32{}, [][]unit{}
	for n, takes := range takes {
		if !takes {
			continue
		}
		no, known := number[pool[n].Region]
		if !known {
			no = len(lists)
			number[pool[n].Region], lists, places = no, append(lists, nil), append(places, p.placeUnits(pool[n].Region))
		}
		lists[no] = append(lists[no], int32(n))
	}
	var left [][]unit
	for no, list := range lists {
		for _, offer := range reduce(offers{len(list), func(n int, into []unit) []unit { return p.appendOwn(into, &pool[list[n]]) }}, limit) {
			left = append(left, append(offer, places[no]...))
		}
	}
	return reduce(offers{len(left), func(n int, into []unit) []unit { return append(into, left[n]...) }}, limit)
}

// takers says for each seat who of the pool could take it now; not for one that
// is the same as one before.
func (p *packing) takers(seats []Seat, pool []Opened, taken map[string]bool) [][]bool {
	takers := make([][]bool, len(seats))
	for i, seat := range seats {
		if !slices.ContainsFunc(seats[:i], seat.same) {
			takers[i] = make([]bool, len(pool))
		}
	}
	each(len(pool), func(n int) {
		o := &pool[n]
		if taken[o.Label] || p.crowded(o) || slices.ContainsFunc(o.Employers, func(e string) bool { return p.full(employerUnit(e)) }) {
			return
		}
		for i, takes := range takers {
			if takes != nil {
				takes[n] = seats[i].fits(*o)
			}
		}
	})
	return takers
}

// offers are what each of some experts would use. The n-th is written behind
// what stands in into already, and is overwritten by the next.
type offers struct {
	len int
	at  func(n int, into []unit) []unit
}

// A cut is an offer without one of its units, by their indices.
type cut struct{ offer, unit int32 }

// reduce leaves out offers that make no difference as long as at most limit
// units are used up: afterwards one offer of the list is open exactly if one
// was before. With more than limit offers that share nothing, one is always
// open, which the offer of nothing says. Otherwise every offer shares a unit
// with one of these few, and is reduced among those that share the same.
func reduce(all offers, limit int) [][]unit {
	var apart, offer []unit // the units of offers that share nothing
	number, n := map[unit]int{}, 0
	for i := range all.len {
		if offer = all.at(i, offer[:0]); len(offer) == 0 {
			return [][]unit{{}}
		}
		shares := false
		for j := len(offer) - 1; j >= 0 && !shares; j-- { // the region and home, which many share, are the last
			_, shares = number[offer[j]]
		}
		if shares {
			continue
		}
		for _, u := range offer {
			if _, twice := number[u]; !twice {
				number[u], apart = len(apart), append(apart, u)
			}
		}
		if n++; n > limit {
			return [][]unit{{}}
		}
	}
	sharing := make([][]cut, len(apart))
	for i := range all.len {
		offer = all.at(i, offer[:0])
		for j, u := range offer {
			if no, is := number[u]; is {
				sharing[no] = append(sharing[no], cut{int32(i), int32(j)})
			}
		}
	}
	var list [][]unit
	for no, u := range apart {
		cuts := sharing[no]
		for _, rest := range reduce(offers{len(cuts), func(n int, into []unit) []unit {
			at := len(into) + int(cuts[n].unit)
			return slices.Delete(all.at(int(cuts[n].offer), into), at, at+1)
		}}, limit) {
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
