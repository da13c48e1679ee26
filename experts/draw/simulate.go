package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/big"
	"slices"
)

// simulatedDraws is how many draws the chances are estimated from: a chance of
// 1 in 100 then has a standard error of at most 0.1 percentage points.
const simulatedDraws = 10_000

// measuredDraws is of how many of them the whole standing is worked out, for
// the chance that two draws give the same panel.
const measuredDraws = 30

// A simulation draws from a pool again and again. Experts are numbered
// through, class by class.
type simulation struct {
	*alike
	f      *filler
	random stream
	pool   []Opened
	class  []int    // of each expert
	units  [][]unit // of each expert
	order  []int    // of the tickets, as far as known
	known  int
	taken  []int // who took the seats, in plan order
	places []int // where each of them stands in the order
}

func simulate(a *alike, f *filler, seed [32]byte) *Chances {
	s := &simulation{alike: a, f: f, random: stream{seed: seed}}
	for c, of := range a.classes {
		for _, o := range of.members {
			s.order = append(s.order, len(s.pool))
			s.pool, s.class, s.units = append(s.pool, o), append(s.class, c), append(s.units, f.units(o))
		}
	}
	sum, squares, hits := make([]float64, len(a.classes)), make([]float64, len(a.classes)), make([]int, len(a.classes))
	same := 0.0
	for n := range simulatedDraws {
		s.draw()
		for _, i := range s.taken {
			hits[s.class[i]]++
		}
		for _, i := range s.taken {
			c := s.class[i]
			sum[c], squares[c], hits[c] = sum[c]+float64(hits[c]), squares[c]+float64(hits[c]*hits[c]), 0
		}
		if n < measuredDraws {
			same += s.likelihood() / measuredDraws
		}
	}
	c := a.chances(f.seats)
	c.Draws = simulatedDraws
	for i := range c.Classes {
		of := &c.Classes[i]
		of.Chance = big.NewRat(int64(sum[i]), int64(simulatedDraws*of.Experts))
		if len(of.Seats) > 0 { // one hit more, so that what never happened has an error too
			mean := (sum[i] + 1) / simulatedDraws
			of.Error = math.Sqrt(max(0, (squares[i]+1)/simulatedDraws-mean*mean)/simulatedDraws) / float64(of.Experts)
		}
	}
	c.Same = new(big.Rat)
	c.Same.SetFloat64(min(1, same*s.orders()))
	return c
}

// at returns the expert with the i-th lowest ticket. Tickets nobody looks at
// are not drawn.
func (s *simulation) at(i int) int {
	if i == s.known {
		j := i + s.random.below(len(s.order)-i)
		s.order[i], s.order[j] = s.order[j], s.order[i]
		s.known++
	}
	return s.order[i]
}

// draw fills all seats once, as [Fill] does.
func (s *simulation) draw() {
	s.known, s.taken, s.places = 0, s.taken[:0], s.places[:0]
	for seat := range s.f.seats {
		if !s.take(seat, true) {
			s.take(seat, false)
		}
	}
	s.witness = s.witness[:0]
	for _, i := range s.taken {
		s.f.release(s.units[i])
		s.witness = append(s.witness, s.units[i])
	}
}

func (s *simulation) take(seat int, own bool) bool {
	for place := range s.order {
		i := s.at(place)
		of := s.classes[s.class[i]]
		if own && !of.itself[seat] || !of.fits[seat] || slices.Contains(s.taken, i) || !s.f.open(s.units[i]) {
			continue
		}
		s.f.use(s.units[i])
		if s.fillable(s.f, seat+1) {
			s.taken, s.places = append(s.taken, i), append(s.places, place)
			return true
		}
		s.f.release(s.units[i])
	}
	return false
}

// likelihood returns how likely it was that the last draw filled the seats
// with the same experts in the same seats and order of tickets.
func (s *simulation) likelihood() float64 {
	e := &enumeration{alike: s.alike, f: s.f}
	st := e.first()
	for seat, i := range s.taken {
		c, gap := s.class[i], 0
		for before, j := range s.taken[:seat] {
			if s.classes[s.class[j]].linked == s.classes[c].linked && s.places[before] < s.places[seat] {
				gap++
			}
		}
		st = e.after(st, seat, e.taking(s.f, seat, st.drawn), c, gap)
	}
	p, _ := e.probability(st).Float64()
	return p
}

// orders returns in how many ways at most the same panel can come about: who
// takes which of the linked seats, and the order of their tickets. If there are
// r ways with the probabilities p, the panel's has a square of at most r times
// the sum of p². Of two seats that the same experts fit, the first goes to the
// lower ticket, or to whoever needs no fall-back; so these are not told apart.
func (s *simulation) orders() float64 {
	n, linked := 1.0, make([]float64, s.links)
	for i, seat := range s.f.seats {
		c := s.classes[s.class[s.taken[i]]]
		linked[c.linked]++
		n *= linked[c.linked] * linked[c.linked]
		alike := 1.0
		for _, before := range s.f.seats[:i] {
			if seat.same(before) {
				alike++
			}
		}
		n /= alike
	}
	return n
}

// A stream gives numbers that follow from a seed: SHA-256 over the seed and a
// counter of blocks, four bytes to a number.
type stream struct {
	seed  [sha256.Size]byte
	count uint64
	block []byte
}

// below returns a number from 0 to n-1, each equally likely: what would favour
// the lower ones is thrown away.
func (s *stream) below(n int) int {
	for {
		if len(s.block) == 0 {
			sum := sha256.Sum256(binary.BigEndian.AppendUint64(s.seed[:], s.count))
			s.block, s.count = sum[:], s.count+1
		}
		v := uint64(binary.BigEndian.Uint32(s.block))
		s.block = s.block[4:]
		if v < 1<<32/uint64(n)*uint64(n) {
			return int(v % uint64(n))
		}
	}
}
