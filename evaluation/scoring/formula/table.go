package formula

import (
	"math/big"
	"slices"
)

// A Table gives a value for a number.
type Table struct {
	Rows []Row // by ascending From, two or more

	// Linear draws a straight line between neighbouring rows and holds the
	// first and last values beyond them. Without it each row's value holds
	// from its From up to the next.
	Linear bool
	Upper  bool     // steps only: a row holds above From, not at it
	Below  *big.Rat // steps only: the value below the first row
}

// A Row is a point of a [Table].
type Row struct {
	From, Value *big.Rat
}

// At looks x up.
func (t *Table) At(x *big.Rat) *big.Rat {
	next, exact := slices.BinarySearchFunc(t.Rows, x, func(r Row, x *big.Rat) int { return r.From.Cmp(x) })
	if exact && !t.Upper {
		next++
	}
	last := len(t.Rows) - 1 // next is the first row above x
	switch {
	case next == 0 && !t.Linear:
		return t.Below
	case next == 0:
		return t.Rows[0].Value
	case !t.Linear || next > last:
		return t.Rows[next-1].Value
	}
	a, b := t.Rows[next-1], t.Rows[next]
	share := new(big.Rat).Sub(x, a.From)
	share.Quo(share, new(big.Rat).Sub(b.From, a.From))
	share.Mul(share, new(big.Rat).Sub(b.Value, a.Value))
	return share.Add(share, a.Value)
}
