package rooms

import (
	"testing"
	"time"

	"bidroom/experts/conflict"
)

// The first instant of a day is of that day, and the one before it of the day
// before.
func TestBeginOf(t *testing.T) {
	for zone, want := range map[string]int64{"Asia/Shanghai": 1_795_363_200_000, "UTC": 1_795_392_000_000} { // 2026-11-23 in each
		in, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		day := conflict.Date{Year: 2026, Month: 11, Day: 23}
		got := beginOf(day, in)
		if got != want || dayOf(got, in) != day || dayOf(got-1, in) != (conflict.Date{Year: 2026, Month: 11, Day: 22}) {
			t.Errorf("%s: %d, want %d", zone, got, want)
		}
	}
}
