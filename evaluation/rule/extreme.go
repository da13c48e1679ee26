package rule

import (
	"fmt"
	"math/big"
)

// Extreme says which marks are so high or so low that their member must give a
// reason for them (畸高、畸低). No rule has a figure for it: one that a profile has
// is its own, and a profile without one asks for no reasons.
type Extreme struct {
	Clause  Clause `json:"clause"`
	Points  string `json:"points"`  // decimal: how far from the mean a mark is not extreme yet
	Percent int    `json:"percent"` // likewise in percent of the mean: the wider of the two counts
}

// Asks reports whether there is such a rule.
func (e Extreme) Asks() bool { return e.Points != "" }

// Far reports whether a mark is further from the mean than both lines: one
// that lies on the wider line is not.
func (e Extreme) Far(mark, mean *big.Rat) bool {
	line, ok := new(big.Rat).SetString(e.Points)
	if !ok {
		return false
	}
	if share := new(big.Rat).Mul(new(big.Rat).Abs(mean), big.NewRat(int64(e.Percent), 100)); share.Cmp(line) > 0 {
		line = share
	}
	off := new(big.Rat).Sub(mark, mean)
	return off.Abs(off).Cmp(line) > 0
}

// check refuses what no mark can be held to.
func (e Extreme) check() error {
	if !e.Asks() {
		return nil
	}
	if points, ok := new(big.Rat).SetString(e.Points); !ok || points.Sign() < 0 || e.Percent < 0 || e.Percent > 100 {
		return fmt.Errorf("extreme: %q points, %d percent", e.Points, e.Percent)
	}
	return nil
}
