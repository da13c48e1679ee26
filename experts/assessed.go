package experts

import (
	"math/big"

	"bidroom/experts/conflict"
)

// A Grade is what one assessment of an expert comes to: so many points of a
// full number, both exact decimals, said on a day.
type Grade struct {
	On    conflict.Date
	Total string
	Full  string
}

// Percent is the grade in percent; nil if it is not one.
func (g Grade) Percent() *big.Rat {
	total, ok := new(big.Rat).SetString(g.Total)
	full, also := new(big.Rat).SetString(g.Full)
	if !ok || !also || full.Sign() <= 0 {
		return nil
	}
	return total.Mul(total.Quo(total, full), big.NewRat(100, 1))
}

// MeanGrade is the mean of the grades that were said on a day or after it, in
// percent, exactly, and how many these are; nil of none.
func MeanGrade(grades []Grade, since conflict.Date) (mean *big.Rat, count int) {
	sum := new(big.Rat)
	for _, g := range grades {
		if percent := g.Percent(); percent != nil && !g.On.Before(since) {
			sum.Add(sum, percent)
			count++
		}
	}
	if count == 0 {
		return nil, 0
	}
	return sum.Quo(sum, big.NewRat(int64(count), 1)), count
}
