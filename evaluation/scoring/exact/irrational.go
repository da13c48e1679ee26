package exact

import (
	"errors"
	"math/big"
)

// Roots, powers and logarithms are seldom rational. Those here are rounded to
// a stated number of decimal places, a half away from zero, and the rounding is
// that of the true value, however close to a half it lies.

// What bounds [Power] and [Log], so that they end soon.
const (
	MaxRoot     = 100     // of a power: the denominator of its exponent
	maxPower    = 1 << 17 // bits of what a root is taken of
	maxBaseBits = 64      // of a numerator or denominator of a logarithm's base
)

var (
	// ErrDomain is returned where there is no real value.
	ErrDomain = errors.New("no real value")
	// ErrExponent is returned for an exponent that is no fraction of small numbers.
	ErrExponent = errors.New("no such exponent")
	// ErrBounds is returned for what is too large to be computed.
	ErrBounds = errors.New("too large")
)

// Power returns x to the power y, rounded to digits, 0 to [MaxDigits]. Without a
// real value for certain (x is negative, or zero to a power below zero) the error
// is [ErrDomain], with an exponent whose denominator exceeds [MaxRoot]
// [ErrExponent], and beyond what can be computed [ErrBounds].
func Power(x, y *big.Rat, digits int) (*big.Rat, error) {
	switch {
	case x.Sign() < 0 || x.Sign() == 0 && y.Sign() < 0:
		return nil, ErrDomain
	case y.Sign() == 0:
		return big.NewRat(1, 1), nil
	case x.Sign() == 0:
		return new(big.Rat), nil
	}
	if y.Sign() < 0 {
		x, y = new(big.Rat).Inv(x), new(big.Rat).Neg(y)
	}
	bits := int64(max(x.Num().BitLen(), x.Denom().BitLen()))
	if !y.Denom().IsInt64() || y.Denom().Int64() > MaxRoot {
		return nil, ErrExponent
	}
	if !y.Num().IsInt64() || y.Num().Int64() > maxPower || y.Num().Int64()*bits > maxPower {
		return nil, ErrBounds
	}
	root := int(y.Denom().Int64())
	// Twice the value in units of the last digit, whole: its last bit says whether half a unit is reached.
	unit := new(big.Int).Exp(ten, big.NewInt(int64(digits)), nil)
	scale := new(big.Int).Exp(new(big.Int).Lsh(unit, 1), y.Denom(), nil)
	power := scale.Mul(scale, new(big.Int).Exp(x.Num(), y.Num(), nil))
	twice := rootInt(power.Quo(power, new(big.Int).Exp(x.Denom(), y.Num(), nil)), root)
	units := twice.Add(twice, big.NewInt(1))
	return new(big.Rat).SetFrac(units.Rsh(units, 1), unit), nil
}

// rootInt returns the nth root of a, which is not negative, rounded down.
func rootInt(a *big.Int, n int) *big.Int {
	if n == 1 || a.Sign() == 0 {
		return a
	}
	if n == 2 {
		return new(big.Int).Sqrt(a)
	}
	// Newton's method, from above.
	root := new(big.Int).Lsh(big.NewInt(1), uint((a.BitLen()+n-1)/n))
	less, all := big.NewInt(int64(n-1)), big.NewInt(int64(n))
	for {
		next := new(big.Int).Exp(root, less, nil)
		next.Quo(a, next)
		next.Add(next, new(big.Int).Mul(root, less)).Quo(next, all)
		if next.Cmp(root) >= 0 {
			return root
		}
		root = next
	}
}

// Ln returns the natural logarithm of x, rounded to digits, 0 to [MaxDigits].
// For an x that is not above zero the error is [ErrDomain].
func Ln(x *big.Rat, digits int) (*big.Rat, error) {
	if x.Sign() <= 0 {
		return nil, ErrDomain
	}
	// But for x = 1 it is transcendental, and so never half way.
	return settled(digits, func(bits uint) (low, high *big.Rat) { return between(x, bits) }, func(*big.Rat) bool { return false }), nil
}

// Log returns the logarithm of x to a base, rounded to digits, 0 to [MaxDigits].
// If x or the base is not above zero, or the base is 1, the error is [ErrDomain];
// for a base of more than 64 bits [ErrBounds].
func Log(x, base *big.Rat, digits int) (*big.Rat, error) {
	if x.Sign() <= 0 || base.Sign() <= 0 || base.Num().Cmp(base.Denom()) == 0 {
		return nil, ErrDomain
	}
	if max(base.Num().BitLen(), base.Denom().BitLen()) > maxBaseBits {
		return nil, ErrBounds
	}
	quotient := func(bits uint) (low, high *big.Rat) {
		xLow, xHigh := between(x, bits)
		bLow, bHigh := between(base, bits)
		for i, a := range []*big.Rat{xLow, xLow, xHigh, xHigh} {
			q := new(big.Rat).Quo(a, []*big.Rat{bLow, bHigh}[i%2])
			if low == nil || q.Cmp(low) < 0 {
				low = q
			}
			if high == nil || q.Cmp(high) > 0 {
				high = q
			}
		}
		return low, high
	}
	return settled(digits, quotient, func(half *big.Rat) bool { return isLog(half, x, base) }), nil
}

// isLog reports whether x is the base to the power n/m. Then both are powers of
// one number, the base the mth one, so that m is no more than its bits.
func isLog(power, x, base *big.Rat) bool {
	m, n := power.Denom(), power.Num()
	if n.Sign() < 0 {
		base, n = new(big.Rat).Inv(base), new(big.Int).Neg(n)
	}
	longer := func(b, x *big.Int) bool { // b to the power n is longer than x to the power m, as their lengths tell
		length := new(big.Int).Mul(n, big.NewInt(int64(b.BitLen()-1)))
		return length.Cmp(big.NewInt(m.Int64()*int64(x.BitLen()))) > 0
	}
	if m.Cmp(big.NewInt(maxBaseBits)) > 0 || longer(base.Num(), x.Num()) || longer(base.Denom(), x.Denom()) {
		return false
	}
	return new(big.Int).Exp(x.Num(), m, nil).Cmp(new(big.Int).Exp(base.Num(), n, nil)) == 0 &&
		new(big.Int).Exp(x.Denom(), m, nil).Cmp(new(big.Int).Exp(base.Denom(), n, nil)) == 0
}

// settled narrows a value down until both its bounds round to one number, or
// until it is exactly half way, as half decides of what lies half way.
func settled(digits int, bounds func(bits uint) (low, high *big.Rat), half func(*big.Rat) bool) *big.Rat {
	for bits := uint(128); ; bits *= 2 {
		low, high := bounds(bits)
		a, b := Round(low, digits, HalfUp), Round(high, digits, HalfUp)
		if a.Cmp(b) == 0 {
			return a
		}
		if middle := new(big.Rat).Add(a, b); half(middle.Quo(middle, big.NewRat(2, 1))) {
			return Round(middle, digits, HalfUp)
		}
	}
}

// guard is how many bits more are computed than are told: the sums below err by
// a unit for each of their terms and for each factor of two, far fewer than 2^32.
const guard = 48

// between bounds the natural logarithm of x, above zero, from below and above, to
// within 2^-bits.
func between(x *big.Rat, bits uint) (low, high *big.Rat) {
	unit := new(big.Int).Lsh(big.NewInt(1), bits+guard)
	if x.Num().Cmp(x.Denom()) == 0 {
		return new(big.Rat), new(big.Rat)
	}
	// x = 2^twos × rest, with a rest from 2/3 to 4/3; ln rest = 2 artanh((rest - 1) / (rest + 1)).
	twos := x.Num().BitLen() - x.Denom().BitLen()
	rest := new(big.Rat).Set(x)
	two := big.NewRat(2, 1)
	scale := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(max(twos, -twos))))
	if twos > 0 {
		rest.Quo(rest, scale)
	} else {
		rest.Mul(rest, scale)
	}
	for rest.Cmp(big.NewRat(4, 3)) > 0 {
		rest.Quo(rest, two)
		twos++
	}
	for rest.Cmp(big.NewRat(2, 3)) < 0 {
		rest.Mul(rest, two)
		twos--
	}
	one := big.NewRat(1, 1)
	sum := artanh(new(big.Rat).Quo(new(big.Rat).Sub(rest, one), new(big.Rat).Add(rest, one)), unit)
	ln2 := artanh(big.NewRat(1, 3), unit)
	sum.Add(sum, ln2.Mul(ln2, big.NewInt(int64(twos)))).Lsh(sum, 1)
	err := new(big.Int).Lsh(big.NewInt(1), guard-1)
	return new(big.Rat).SetFrac(new(big.Int).Sub(sum, err), unit), new(big.Rat).SetFrac(sum.Add(sum, err), unit)
}

// artanh returns t + t³/3 + t⁵/5 + … in units, for a t of at most 1/3.
func artanh(t *big.Rat, unit *big.Int) *big.Int {
	term := new(big.Int).Mul(t.Num(), unit)
	term.Quo(term, t.Denom())
	square := new(big.Int).Mul(term, term)
	square.Quo(square, unit)
	sum := new(big.Int)
	for n := int64(1); term.Sign() != 0; n += 2 {
		sum.Add(sum, new(big.Int).Quo(term, big.NewInt(n)))
		term.Mul(term, square).Quo(term, unit)
	}
	return sum
}
