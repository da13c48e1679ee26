package draw

import (
	"math/big"
)

// FewPanels is the effective number of panels below which a panel is called
// easy to guess. A centre draws some hundreds of panels a year: with fewer
// than so many to choose from, somebody who guesses every time would hit one
// in a few years.
const FewPanels = 1000

// Chances says how likely the experts of a pool are to be drawn.
type Chances struct {
	Classes []Class
	// Same is the chance that two draws from the pool give the same panel. Where
	// the chances are estimated, it is at most so.
	Same *big.Rat
	// Draws is how many simulated draws the chances are estimated from, or 0 if
	// they are exact.
	Draws int
}

// A Class is experts who are alike to the draw, and so equally likely.
type Class struct {
	Experts int
	Seats   []int // numbers of the seats that they fit, by fall-back or not
	Chance  *big.Rat
	Error   float64 // standard error of an estimate
}

// Panels returns the effective number of panels: how many there would be if
// two draws gave the same panel as rarely and all were equally likely (the
// Hill number of order 2). Where chances are estimated, there are at least so
// many.
func (c *Chances) Panels() *big.Int {
	return new(big.Int).Quo(c.Same.Denom(), c.Same.Num())
}

// Guessable reports whether a panel is easy to guess.
func (c *Chances) Guessable() bool { return c.Panels().Cmp(big.NewInt(FewPanels)) < 0 }

// ChancesOf returns how likely every expert of a pool is to be drawn when the
// seats are first filled. That is exact where the ways in which the seats can
// be filled are few enough to be followed; otherwise it is estimated from
// simulated draws, which follow from the seed. It returns the error of
// [Feasible] if the seats cannot all be filled.
func ChancesOf(seats []Seat, limits Limits, pool []Opened, seed [32]byte) (*Chances, error) {
	if err := Feasible(seats, limits, pool); err != nil {
		return nil, err
	}
	f := newFiller(seats, limits, pool, nil, nil)
	a := sortOut(f.packing, seats, pool)
	drawn, same, ok := enumerate(a, f, len(seats))
	if !ok {
		return simulate(a, f, seed), nil
	}
	c := a.chances(seats)
	for i, n := range drawn {
		c.Classes[i].Chance = n.Quo(n, big.NewRat(int64(c.Classes[i].Experts), 1))
	}
	c.Same = same
	return c, nil
}

// chances returns the classes without their chances.
func (a *alike) chances(seats []Seat) *Chances {
	c := &Chances{Classes: make([]Class, len(a.classes))}
	for i, of := range a.classes {
		c.Classes[i] = Class{Experts: len(of.members), Seats: []int{}}
		for s, fits := range of.fits {
			if fits {
				c.Classes[i].Seats = append(c.Classes[i].Seats, seats[s].No)
			}
		}
	}
	return c
}
