package draw

import (
	"math/big"
	"slices"
)

// A Group is the experts of a pool who fit the same seats.
type Group struct {
	Seats   []int // numbers, ascending
	Experts int
	Mean    *big.Rat // of their chances
	Least   *big.Rat
	Most    *big.Rat
	Error   float64 // the largest standard error of an estimate
}

// Groups returns the classes put together by the seats they fit.
func (c *Chances) Groups() (list []Group) {
	for _, of := range c.Classes {
		group := Group{Seats: of.Seats, Experts: of.Experts, Mean: of.Chance, Least: of.Chance, Most: of.Chance, Error: of.Error}
		if i := slices.IndexFunc(list, func(g Group) bool { return slices.Equal(g.Seats, of.Seats) }); i >= 0 {
			list[i] = list[i].and(group)
		} else {
			list = append(list, group)
		}
	}
	slices.SortFunc(list, func(a, b Group) int { return slices.Compare(a.Seats, b.Seats) })
	return list
}

// and puts two groups together.
func (g Group) and(h Group) Group {
	total := func(g Group) *big.Rat { return new(big.Rat).Mul(g.Mean, big.NewRat(int64(g.Experts), 1)) }
	both := Group{Seats: slices.Concat(g.Seats, h.Seats), Experts: g.Experts + h.Experts, Least: g.Least, Most: g.Most, Error: max(g.Error, h.Error)}
	slices.Sort(both.Seats)
	both.Seats = slices.Compact(both.Seats)
	both.Mean = total(g)
	both.Mean.Add(both.Mean, total(h)).Quo(both.Mean, big.NewRat(int64(both.Experts), 1))
	if h.Least.Cmp(g.Least) < 0 {
		both.Least = h.Least
	}
	if h.Most.Cmp(g.Most) > 0 {
		both.Most = h.Most
	}
	return both
}

// Blurred returns groups from which no group of fewer than least experts can
// be told, and whether any had to be put together. How likely the others are
// who fit some of its seats would tell how many it has; so it is put together
// with all that are linked to it. If it is still too small, the size of the
// pool less the others would tell it; so it is put together with the smallest
// of these. Only where the whole pool is smaller does a small group remain.
func (c *Chances) Blurred(least int) (list []Group, blurred bool) {
	var linked [][]Group
	for _, g := range c.Groups() {
		set := []Group{g}
		linked = slices.DeleteFunc(linked, func(other []Group) bool {
			shares := slices.ContainsFunc(other, func(o Group) bool {
				return slices.ContainsFunc(o.Seats, func(seat int) bool { return slices.Contains(g.Seats, seat) })
			})
			if shares {
				set = append(set, other...)
			}
			return shares
		})
		linked = append(linked, set)
	}
	small := func(g Group) bool { return g.Experts < least }
	for _, set := range linked {
		if len(set) > 1 && slices.ContainsFunc(set, small) {
			for _, g := range set[1:] {
				set[0] = set[0].and(g)
			}
			set, blurred = set[:1], true
		}
		list = append(list, set...)
	}
	for len(list) > 1 && slices.ContainsFunc(list, small) {
		slices.SortStableFunc(list, func(a, b Group) int { return a.Experts - b.Experts })
		list, blurred = append(list[2:], list[0].and(list[1])), true
	}
	slices.SortFunc(list, func(a, b Group) int { return slices.Compare(a.Seats, b.Seats) })
	return list, blurred || slices.ContainsFunc(list, small)
}
