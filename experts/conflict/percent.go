package conflict

import (
	"fmt"
	"strings"
)

// A Percent is a part in percent, in millionths of one, so that it is exact as
// far as it is stated. In JSON it is a decimal such as "49.01".
type Percent int64

// Whole is all of it.
const Whole = 100 * onePercent

const (
	onePercent    Percent = 1_000_000
	percentDigits         = 6
)

// ParsePercent reads a decimal above 0 and up to 100, with at most six digits
// behind the point.
func ParsePercent(s string) (Percent, error) {
	whole, part, pointed := strings.Cut(s, ".")
	n, okWhole := digits(whole)
	fraction, okPart := digits(part + strings.Repeat("0", max(0, percentDigits-len(part))))
	p := Percent(n)*onePercent + Percent(fraction)
	if whole == "" || len(whole) > 3 || pointed && part == "" || len(part) > percentDigits || !okWhole || !okPart || p <= 0 || p > Whole {
		return 0, fmt.Errorf("%q is no part in percent", s)
	}
	return p, nil
}

// String writes it without zeros that say nothing, or "" for none.
func (p Percent) String() string {
	if p == 0 {
		return ""
	}
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%06d", p/onePercent, p%onePercent), "0"), ".")
}

// AtLeast reports whether it is a number of percent or more.
func (p Percent) AtLeast(percent int) bool { return p >= Percent(percent)*onePercent }

// MarshalText and UnmarshalText make it a string in JSON.
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads it; an empty text is none.
func (p *Percent) UnmarshalText(text []byte) (err error) {
	*p = 0
	if len(text) > 0 {
		*p, err = ParsePercent(string(text))
	}
	return err
}

// digits reads a number without a sign.
func digits(s string) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}
