// Package exact reads, writes and rounds exact numbers. Points, weights and
// money inside formulas are rationals (*big.Rat); no number here is a float,
// and nothing is rounded unless [Round] is called.
package exact

import (
	"errors"
	"math/big"
	"strings"
)

// A Mode is a way to round.
type Mode string

// The modes that a method may state.
const (
	HalfUp   Mode = "half_up"   // to the nearest; a half goes away from zero (四舍五入)
	HalfEven Mode = "half_even" // to the nearest; a half goes to the even neighbour
	Floor    Mode = "floor"     // towards minus infinity
	Ceil     Mode = "ceil"      // towards plus infinity
)

// Valid reports whether m is one of the modes.
func (m Mode) Valid() bool { return m == HalfUp || m == HalfEven || m == Floor || m == Ceil }

// MaxDigits bounds the digits of [Round], on both sides of the decimal point.
const MaxDigits = 12

// MaxLength bounds the text that [Parse] reads, in bytes.
const MaxLength = 32

// ErrSyntax is returned for text that is not a plain decimal.
var ErrSyntax = errors.New("not a plain decimal number")

// Parse reads a plain decimal such as "12", "-0.5" or "7.50": no exponent, no
// plus sign, no needless leading zero, at most [MaxLength] bytes.
func Parse(s string) (*big.Rat, error) {
	body := strings.TrimPrefix(s, "-")
	whole, fraction, dotted := strings.Cut(body, ".")
	if len(s) > MaxLength || !isDigits(whole) || (dotted && !isDigits(fraction)) || (len(whole) > 1 && whole[0] == '0') {
		return nil, ErrSyntax
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, ErrSyntax
	}
	return r, nil
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// String writes r as a decimal if it has a finite one, and as a fraction in
// lowest terms such as "53/3" if not.
func String(r *big.Rat) string {
	if places, ok := r.FloatPrec(); ok {
		return r.FloatString(places)
	}
	return r.RatString()
}

// Fixed writes r, which has no more than the given decimal places, with
// exactly that many: 30 with two is "30.00". Negative digits count as none.
func Fixed(r *big.Rat, digits int) string { return r.FloatString(max(digits, 0)) }

// Approximate writes r to six decimal places if it has no finite decimal, for
// the eye only, and "" if it has one.
func Approximate(r *big.Rat) string {
	if _, ok := r.FloatPrec(); ok {
		return ""
	}
	return r.FloatString(6)
}

var ten = big.NewInt(10)

// Round rounds r to the given number of decimal places; minus two rounds to
// whole hundreds. It panics if digits is beyond [MaxDigits] on either side or
// the mode is not valid: a method is checked for both when it is loaded.
func Round(r *big.Rat, digits int, mode Mode) *big.Rat {
	if digits > MaxDigits || digits < -MaxDigits || !mode.Valid() {
		panic("exact: rounding that was not checked")
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(ten, big.NewInt(int64(max(digits, -digits))), nil))
	if digits < 0 {
		scale.Inv(scale)
	}
	scaled := new(big.Rat).Mul(r, scale)
	units := new(big.Rat).SetInt(roundInt(scaled, mode))
	return units.Quo(units, scale)
}

// roundInt rounds r to a whole number.
func roundInt(r *big.Rat, mode Mode) *big.Int {
	floor, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	up := false
	switch half := new(big.Int).Lsh(rest, 1).Cmp(r.Denom()); mode {
	case Ceil:
		up = rest.Sign() > 0
	case HalfUp:
		up = half > 0 || half == 0 && r.Sign() > 0
	case HalfEven:
		up = half > 0 || half == 0 && floor.Bit(0) == 1
	}
	if up {
		floor.Add(floor, big.NewInt(1))
	}
	return floor
}
