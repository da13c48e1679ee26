package exact

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatal(s)
	}
	return r
}

// Values by bc -l with forty digits. Those of which a half is exact stand on both
// sides of zero: a half goes away from it.
func TestPower(t *testing.T) {
	for _, tt := range []struct {
		x, y   string
		digits int
		want   string
	}{
		{"2", "1/2", 12, "1.414213562373"},
		{"2", "1/2", 0, "1"},
		{"123456789/1000", "1/2", 4, "351.3642"},
		{"2", "1/3", 10, "1.2599210499"},
		{"1.27", "0.35", 8, "1.08725472"},
		{"3", "-0.5", 9, "0.577350269"},
		{"0.8125", "1.6", 7, "0.7173274"},
		{"1.01", "12.34", 6, "1.130644"},
		{"2", "10", 0, "1024"},
		{"0", "0.5", 3, "0"},
		{"0", "0", 3, "1"},
		{"7", "0", 3, "1"},
		{"0.0625", "1/2", 4, "0.25"},
		{"0.0625", "1/2", 1, "0.3"}, // 0.25
		{"2.25", "1/2", 0, "2"},     // 1.5
		{"2.2499", "1/2", 0, "1"},   // 1.49997
		{"0.25", "1/2", 0, "1"},     // 0.5
		{"0.2499999999", "1/2", 0, "0"},
		{"1000000000000000000000000", "1/100", 6, "1.737801"}, // 10^0.24
	} {
		got, err := Power(rat(t, tt.x), rat(t, tt.y), tt.digits)
		if err != nil || got.Cmp(rat(t, tt.want)) != 0 {
			t.Errorf("%s to the power %s is %v, %v, want %s", tt.x, tt.y, got, err, tt.want)
		}
	}
}

func TestLogarithms(t *testing.T) {
	for _, tt := range []struct {
		x, base string
		digits  int
		want    string
	}{
		{"2", "", 12, "0.69314718056"},
		{"1.5", "", 6, "0.405465"},
		{"1", "", 12, "0"},
		{"10", "", 10, "2.302585093"},
		{"0.000001", "", 4, "-13.8155"},
		{"123456789/1000", "", 8, "11.72364649"},
		{"1.27", "3", 7, "0.2175626"},
		{"0.5", "10", 5, "-0.30103"},
		{"7", "0.3", 6, "-1.616241"},
		{"1000", "10", 12, "3"},
		{"2", "4", 0, "1"},    // 0.5
		{"0.5", "4", 0, "-1"}, // -0.5
		{"1.9999999999", "4", 0, "0"},
		{"2.0000000001", "4", 0, "1"},
		{"32", "4", 1, "2.5"},
		{"32", "4", 0, "3"},
		{"27/8", "9/4", 0, "2"}, // 1.5
		{"8", "0.25", 0, "-2"},  // -1.5
		{"1", "10", 12, "0"},
	} {
		got, err := Ln(rat(t, tt.x), tt.digits)
		if tt.base != "" {
			got, err = Log(rat(t, tt.x), rat(t, tt.base), tt.digits)
		}
		if err != nil || got.Cmp(rat(t, tt.want)) != 0 {
			t.Errorf("log %s to %q is %v, %v, want %s", tt.x, tt.base, got, err, tt.want)
		}
	}
}

func TestNoRealValue(t *testing.T) {
	one, huge := rat(t, "1"), new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 70))
	for name, tt := range map[string]struct {
		do   func() (*big.Rat, error)
		want error
	}{
		"root of a negative":    {func() (*big.Rat, error) { return Power(rat(t, "-4"), rat(t, "1/2"), 2) }, ErrDomain},
		"zero below zero":       {func() (*big.Rat, error) { return Power(rat(t, "0"), rat(t, "-1"), 2) }, ErrDomain},
		"the hundredth root":    {func() (*big.Rat, error) { return Power(one, rat(t, "1/100"), 2) }, nil},
		"the hundred and first": {func() (*big.Rat, error) { return Power(one, rat(t, "1/101"), 2) }, ErrExponent},
		"a huge power":          {func() (*big.Rat, error) { return Power(rat(t, "3"), rat(t, "1000000"), 2) }, ErrBounds},
		"ln of zero":            {func() (*big.Rat, error) { return Ln(rat(t, "0"), 2) }, ErrDomain},
		"log of a negative":     {func() (*big.Rat, error) { return Log(rat(t, "-1"), rat(t, "2"), 2) }, ErrDomain},
		"base one":              {func() (*big.Rat, error) { return Log(rat(t, "2"), one, 2) }, ErrDomain},
		"base zero":             {func() (*big.Rat, error) { return Log(rat(t, "2"), rat(t, "0"), 2) }, ErrDomain},
		"a long base":           {func() (*big.Rat, error) { return Log(rat(t, "2"), huge, 2) }, ErrBounds},
	} {
		if _, err := tt.do(); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// A rounded power lies within half a unit of the true one: below it with a half
// unit more, and not below it with a half unit less, which holds exactly.
func TestPowerRoundsTheTrueValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := big.NewRat(rapid.Int64Range(1, 1_000_000).Draw(t, "x"), rapid.Int64Range(1, 1_000_000).Draw(t, "over"))
		p, q, digits := rapid.Int64Range(1, 40).Draw(t, "p"), rapid.Int64Range(1, MaxRoot).Draw(t, "q"), rapid.IntRange(0, 6).Draw(t, "digits")
		got, err := Power(x, big.NewRat(p, q), digits)
		if err != nil {
			t.Fatal(err)
		}
		half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), new(big.Int).Exp(ten, big.NewInt(int64(digits)), nil)))
		exponent := big.NewRat(p, q) // in lowest terms
		raise := func(r *big.Rat, n *big.Int) *big.Rat {
			return new(big.Rat).SetFrac(new(big.Int).Exp(r.Num(), n, nil), new(big.Int).Exp(r.Denom(), n, nil))
		}
		truth := raise(x, exponent.Num())
		if more := raise(new(big.Rat).Add(got, half), exponent.Denom()); more.Cmp(truth) <= 0 {
			t.Fatalf("%v to the power %v is more than %v", x, exponent, got)
		}
		if less := new(big.Rat).Sub(got, half); less.Sign() > 0 && raise(less, exponent.Denom()).Cmp(truth) > 0 {
			t.Fatalf("%v to the power %v is less than %v", x, exponent, got)
		}
	})
}

// The logarithm of a power is so many times the logarithm, to the base itself the
// exponent, whatever lies half way.
func TestLogOfAPower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		root := big.NewRat(rapid.Int64Range(1, 50).Draw(t, "c"), rapid.Int64Range(1, 50).Draw(t, "over"))
		if root.Num().Cmp(root.Denom()) == 0 {
			return
		}
		n, m := rapid.Int64Range(-9, 9).Draw(t, "n"), rapid.Int64Range(1, 8).Draw(t, "m")
		raise := func(n int64) *big.Rat {
			r := root
			if n < 0 {
				r, n = new(big.Rat).Inv(root), -n
			}
			return new(big.Rat).SetFrac(new(big.Int).Exp(r.Num(), big.NewInt(n), nil), new(big.Int).Exp(r.Denom(), big.NewInt(n), nil))
		}
		digits := rapid.IntRange(0, MaxDigits).Draw(t, "digits")
		got, err := Log(raise(n), raise(m), digits)
		if want := Round(big.NewRat(n, m), digits, HalfUp); err != nil || got.Cmp(want) != 0 {
			t.Fatalf("log of %v^%d to %v^%d is %v, %v, want %v", root, n, root, m, got, err, want)
		}
	})
}
