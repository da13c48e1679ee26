package exact_test

import (
	"math/big"
	"strings"
	"testing"

	"bidroom/evaluation/scoring/exact"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		in, out string
		ok      bool
	}{
		{"0", "0", true},
		{"-0", "0", true},
		{"7.50", "7.5", true},
		{"-0.5", "-0.5", true},
		{"84.115", "84.115", true},
		{strings.Repeat("9", exact.MaxLength), strings.Repeat("9", exact.MaxLength), true},
		{strings.Repeat("9", exact.MaxLength+1), "", false},
		{"", "", false},
		{"-", "", false},
		{".5", "", false},
		{"5.", "", false},
		{"+5", "", false},
		{"05", "", false},
		{"1e3", "", false},
		{"1/3", "", false},
		{"1_000", "", false},
		{" 1", "", false},
		{"0x1", "", false},
		{"１", "", false}, // full width
		{"NaN", "", false},
	} {
		r, err := exact.Parse(tt.in)
		if (err == nil) != tt.ok {
			t.Errorf("Parse(%q) = %v, %v; want ok %v", tt.in, r, err, tt.ok)
		} else if tt.ok && exact.String(r) != tt.out {
			t.Errorf("Parse(%q) = %s, want %s", tt.in, exact.String(r), tt.out)
		}
	}
}

// The first two are the half-up pair of the domain reference: in binary
// floating point 84.115 is below the half and would go down.
func TestRound(t *testing.T) {
	for _, tt := range []struct {
		in     string
		digits int
		mode   exact.Mode
		want   string
	}{
		{"84.125", 2, exact.HalfUp, "84.13"},
		{"84.115", 2, exact.HalfUp, "84.12"},
		{"84.1149999", 2, exact.HalfUp, "84.11"},
		{"-84.125", 2, exact.HalfUp, "-84.13"}, // away from zero
		{"-84.1249", 2, exact.HalfUp, "-84.12"},
		{"84.125", 2, exact.HalfEven, "84.12"},
		{"84.135", 2, exact.HalfEven, "84.14"},
		{"-84.125", 2, exact.HalfEven, "-84.12"},
		{"-84.135", 2, exact.HalfEven, "-84.14"},
		{"84.129", 2, exact.Floor, "84.12"},
		{"-84.121", 2, exact.Floor, "-84.13"},
		{"84.121", 2, exact.Ceil, "84.13"},
		{"-84.129", 2, exact.Ceil, "-84.12"},
		{"84.12", 2, exact.Ceil, "84.12"},
		{"84.12", 2, exact.Floor, "84.12"},
		{"2.2", 0, exact.Ceil, "3"},
		{"0.5", 0, exact.HalfUp, "1"},
		{"0.5", 0, exact.HalfEven, "0"},
		{"-0.5", 0, exact.HalfUp, "-1"},
		{"1250", -2, exact.HalfUp, "1300"},
		{"1249", -2, exact.HalfUp, "1200"},
		{"1250", -2, exact.HalfEven, "1200"},
		{"0", 2, exact.HalfUp, "0"},
	} {
		in, err := exact.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := exact.String(exact.Round(in, tt.digits, tt.mode)); got != tt.want {
			t.Errorf("Round(%s, %d, %s) = %s, want %s", tt.in, tt.digits, tt.mode, got, tt.want)
		}
		if exact.String(in) != strings.TrimSuffix(tt.in, ".0") {
			t.Errorf("Round changed its argument %s to %s", tt.in, in)
		}
	}
}

func TestWrite(t *testing.T) {
	for _, tt := range []struct {
		num, den                  int64
		text, fixed2, approximate string
	}{
		{30, 1, "30", "30.00", ""},
		{53, 3, "53/3", "17.67", "17.666667"},
		{-1, 8, "-0.125", "-0.13", ""},
		{-2, 3, "-2/3", "-0.67", "-0.666667"},
		{0, 1, "0", "0.00", ""},
	} {
		r := big.NewRat(tt.num, tt.den)
		if got := exact.String(r); got != tt.text {
			t.Errorf("String = %s, want %s", got, tt.text)
		}
		if got := exact.Fixed(r, 2); got != tt.fixed2 {
			t.Errorf("Fixed = %s, want %s", got, tt.fixed2)
		}
		if got := exact.Approximate(r); got != tt.approximate {
			t.Errorf("Approximate = %q, want %q", got, tt.approximate)
		}
	}
	if got := exact.Fixed(big.NewRat(1300, 1), -2); got != "1300" {
		t.Errorf("Fixed to hundreds = %s", got)
	}
}
