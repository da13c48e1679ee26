package draw_test

import (
	"errors"
	"strings"
	"testing"

	"bidroom/experts/draw"
)

// A pool states its services exactly if the plan limits them, and limits that
// nobody could mean are refused.
func TestServicesAreStated(t *testing.T) {
	datum := strings.Repeat("ab", 32)
	for _, tt := range []struct {
		name     string
		limits   draw.Limits
		services string
		code     string
	}{
		{"no limit, no services", draw.Limits{}, "", ""},
		{"no limit, and services", draw.Limits{Employer: 2}, datum, "draw.services"},
		{"a month without services", draw.Limits{Month: 1}, "", "draw.services"},
		{"an interval without services", draw.Limits{Interval: 1}, "", "draw.services"},
		{"an entity without services", draw.Limits{Entity: true}, "", "draw.services"},
		{"what is no hash", draw.Limits{Entity: true}, datum[2:], "draw.services"},
		{"all of them", draw.Limits{Month: 31, Interval: 365, Entity: true}, datum, ""},
		{"more than a month has days", draw.Limits{Month: 32}, datum, "draw.limits"},
		{"more than a year", draw.Limits{Interval: 366}, datum, "draw.limits"},
		{"less than none", draw.Limits{Month: -1, Entity: true}, datum, "draw.limits"},
		{"fewer days than none", draw.Limits{Interval: -1, Entity: true}, datum, "draw.limits"},
	} {
		act := &draw.PoolFormed{Draw: "D", Rules: "00", Seats: seatsOf("A", "A"), Limits: tt.limits, Services: tt.services}
		act.PoolHash = act.Hash()
		var d draw.Draw
		err := d.Apply(draw.Meta{Actor: "s1", Role: "staff"}, act)
		var refused *draw.Error
		if errors.As(err, &refused); (err == nil) != (tt.code == "") || refused != nil && refused.Code != tt.code {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
		}
	}
}
