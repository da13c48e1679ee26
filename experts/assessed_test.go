package experts_test

import (
	"math/big"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
)

// Worked by hand: 96.5 of 100 is 96.5 %, 7 of 8 is 87.5 %, 2 of 3 is 66 2/3 %.
func TestMeanGrade(t *testing.T) {
	day := func(s string) conflict.Date {
		d, err := rule.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	grades := []experts.Grade{{On: day("2025-03-01"), Total: "96.5", Full: "100"}, {On: day("2026-03-01"), Total: "7", Full: "8"}, {On: day("2026-03-02"), Total: "2", Full: "3"}, {On: day("2026-03-03"), Total: "1", Full: "0"}, {On: day("2026-03-03"), Total: "", Full: "9"}}
	for _, tt := range []struct {
		since string
		mean  *big.Rat
		count int
	}{
		{"2025-03-01", big.NewRat(752, 9), 3}, // (96.5 + 87.5 + 200/3) / 3
		{"2025-03-02", big.NewRat(925, 12), 2},
		{"2026-03-01", big.NewRat(925, 12), 2},
		{"2026-03-02", big.NewRat(200, 3), 1},
		{"2026-03-03", nil, 0},
	} {
		mean, count := experts.MeanGrade(grades, day(tt.since))
		if count != tt.count || (mean == nil) != (tt.mean == nil) || mean != nil && mean.Cmp(tt.mean) != 0 {
			t.Errorf("since %s: %v of %d, want %v of %d", tt.since, mean, count, tt.mean, tt.count)
		}
	}
}
