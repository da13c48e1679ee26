package draw

import (
	"encoding/binary"
	"maps"
	"math/big"
	"slices"
)

// A standing is all that matters of a draw after some seats were filled: how
// many of each class were drawn, and what is known of the tickets of the
// others.
//
// Tickets are independent and equally likely, as are numbers between 0 and 1.
// Who could have taken a seat and did not has a higher ticket than who took
// it. So each expert has a bound: the highest ticket of those who took a seat
// that the expert could have taken. Let u1 < u2 < … < um be the tickets that
// took a seat, and s_j the number of experts who are one of the tickets uj, …,
// um or bounded by one of them. Then one way in which named experts take the
// seats, with tickets in this order, has the probability
//
//	∫…∫ (1-u1)^e1 … (1-um)^em du = 1/s_1 · 1/s_2 · … · 1/s_m
//
// over 0 < u1 < … < um < 1, where ej experts are bounded by uj; and ways is
// how many such there are. Nobody is bounded by a seat that is not linked to
// theirs, so each set of linked seats has its own tickets u.
type standing struct {
	drawn []int   // of each class
	bound []int   // of each class, the bound of those who are left: 0 is none; -1: those left are in gone, as they fit no later seat
	gone  [][]int // of each set of linked seats, by bound: those who cannot come any more
	ways  *big.Int
}

// enumerationWork bounds an enumeration: steps from one standing to the next,
// times classes. It is well under a second.
const enumerationWork = 1_000_000

// An enumeration follows every way in which the seats can be filled.
type enumeration struct {
	*alike
	f      *filler
	work   int
	chance []*big.Rat // of each class: how many of it are drawn on average
}

// enumerate returns how many of each class are drawn on average, and the
// chance that two draws give the same panel. It gives up, and returns false,
// where there are too many ways.
func enumerate(a *alike, f *filler, seats int) (chance []*big.Rat, same *big.Rat, ok bool) {
	e := &enumeration{alike: a, f: f, chance: make([]*big.Rat, len(a.classes))}
	for c := range e.chance {
		e.chance[c] = new(big.Rat)
	}
	all := map[string]*standing{"": e.first()}
	for seat := range seats {
		if all = e.fill(seat, all); all == nil {
			return nil, nil, false
		}
	}
	return e.chance, e.same(all), true
}

// first returns how a draw stands before any seat is filled.
func (e *enumeration) first() *standing {
	st := &standing{drawn: make([]int, len(e.classes)), bound: make([]int, len(e.classes)), gone: make([][]int, e.links), ways: big.NewInt(1)}
	for i := range st.gone {
		st.gone[i] = []int{0}
	}
	return st
}

// fill goes on from every standing by one seat.
func (e *enumeration) fill(seat int, all map[string]*standing) map[string]*standing {
	next, takers := map[string]*standing{}, map[string][]int{}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		st := all[key]
		drawn := numbersKey(nil, st.drawn)
		taking, known := takers[string(drawn)]
		if !known {
			taking = e.taking(e.f, seat, st.drawn)
			takers[string(drawn)] = taking
			e.work += 10 * len(e.classes)
		}
		for _, c := range taking {
			for gap := st.bound[c]; gap < len(st.gone[e.classes[c].linked]); gap++ {
				if e.work += len(e.classes); e.work > enumerationWork {
					return nil
				}
				n := e.after(st, seat, taking, c, gap)
				n.ways.Mul(st.ways, big.NewInt(int64(e.left(c, st.drawn))))
				e.chance[c].Add(e.chance[c], e.probability(n))
				key := n.key()
				if same := next[key]; same != nil {
					same.ways.Add(same.ways, n.ways)
				} else {
					next[key] = n
				}
			}
		}
	}
	return next
}

// after returns the standing after one of class c took the seat, with a ticket
// between the gap-th lowest of those before and the next.
func (e *enumeration) after(st *standing, seat int, taking []int, c, gap int) *standing {
	linked := e.classes[c].linked
	n := &standing{drawn: slices.Clone(st.drawn), bound: slices.Clone(st.bound), gone: slices.Clone(st.gone), ways: big.NewInt(1)}
	n.gone[linked] = slices.Insert(slices.Clone(st.gone[linked]), gap+1, 0)
	for k, of := range e.classes {
		if of.linked == linked && n.bound[k] > gap {
			n.bound[k]++
		}
	}
	for _, k := range taking {
		n.bound[k] = max(n.bound[k], gap+1)
	}
	n.drawn[c]++
	for k, of := range e.classes {
		if of.kind >= 0 && of.kind == e.classes[c].kind && n.bound[k] >= 0 {
			colleagues := of.each
			if k == c {
				colleagues--
			}
			n.leave(of.linked, n.bound[k], colleagues)
		}
		if n.bound[k] >= 0 && !slices.Contains(of.fits[seat+1:], true) {
			n.leave(of.linked, n.bound[k], e.left(k, n.drawn))
			n.bound[k] = -1
		}
	}
	return n
}

// leave takes down people who cannot come any more. Those without a bound make
// no difference.
func (st *standing) leave(linked, bound, people int) {
	if bound > 0 {
		st.gone[linked] = slices.Clone(st.gone[linked])
		st.gone[linked][bound] += people
	}
}

// probability returns that of a standing.
func (e *enumeration) probability(st *standing) *big.Rat {
	bounded := make([][]int, len(st.gone))
	for i, gone := range st.gone {
		bounded[i] = slices.Clone(gone)
	}
	for c, bound := range st.bound {
		if bound > 0 {
			bounded[e.classes[c].linked][bound] += e.left(c, st.drawn)
		}
	}
	of := big.NewInt(1)
	for _, people := range bounded {
		s := 0
		for _, n := range slices.Backward(people[1:]) {
			s += n + 1
			of.Mul(of, big.NewInt(int64(s)))
		}
	}
	return new(big.Rat).SetFrac(st.ways, of)
}

// same returns the chance that two draws give the same panel. Panels with as
// many of each class are equally likely.
func (e *enumeration) same(all map[string]*standing) *big.Rat {
	chance, panels := map[string]*big.Rat{}, map[string]*big.Int{}
	for _, st := range all {
		key := string(numbersKey(nil, st.drawn))
		if chance[key] == nil {
			chance[key], panels[key] = new(big.Rat), e.panels(st.drawn)
		}
		chance[key].Add(chance[key], e.probability(st))
	}
	sum := new(big.Rat)
	for key, p := range chance {
		square := new(big.Rat).Mul(p, p)
		sum.Add(sum, square.Quo(square, new(big.Rat).SetInt(panels[key])))
	}
	return sum
}

// panels returns how many panels there are with so many of each class.
func (e *enumeration) panels(drawn []int) *big.Int {
	n, employers := big.NewInt(1), slices.Clone(e.kinds)
	for c, of := range e.classes {
		from := len(of.members)
		if of.kind >= 0 {
			from = employers[of.kind]
			employers[of.kind] -= drawn[c]
			n.Mul(n, new(big.Int).Exp(big.NewInt(int64(of.each)), big.NewInt(int64(drawn[c])), nil))
		}
		n.Mul(n, new(big.Int).Binomial(int64(from), int64(drawn[c])))
	}
	return n
}

func (st *standing) key() string {
	key := numbersKey(numbersKey(nil, st.drawn), st.bound)
	for _, gone := range st.gone {
		key = numbersKey(binary.AppendUvarint(key, uint64(len(gone))), gone)
	}
	return string(key)
}

func numbersKey(key []byte, list []int) []byte {
	for _, n := range list {
		key = binary.AppendVarint(key, int64(n))
	}
	return key
}
