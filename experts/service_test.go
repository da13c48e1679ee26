package experts_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
)

// served makes services of one expert, "yyyy-mm-dd" or "yyyy-mm-dd CODE name"
// each; without more they are for somebody else.
func served(t *testing.T, expert string, said ...string) (list []experts.Service) {
	t.Helper()
	for i, text := range said {
		words := append(strings.Split(text, " "), "OTHER", "别人")
		list = append(list, experts.Service{Expert: expert, On: on(t, words[0]), Lot: fmt.Sprint("lot", i), EntityCode: strings.Trim(words[1], "-"), Entity: words[2]})
	}
	return list
}

// formed makes the pool of experts "E0", "E1" … who hold A, but for the first
// who holds B, by their services. Those who were removed conflict with anything.
func formed(t *testing.T, count int, s experts.Served, removed ...int) *experts.Pool {
	t.Helper()
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	var people []conflict.Expert
	for n := range count {
		people = append(people, conflict.Expert{ID: fmt.Sprint("E", n), Status: conflict.Active, Specialties: []string{"A"}, Affiliated: conflict.DeclaredNone})
	}
	people[0].Specialties = []string{"B"}
	for _, n := range removed {
		people[n].Status = conflict.Removed
	}
	checker := conflict.NewChecker(conflict.Facts{Register: conflict.NewRegister(nil), Started: s.Meeting, Today: s.Meeting, Rules: profile.Recusal})
	salt := byte(0)
	pool, err := experts.NewPool("draw", []string{"A", "B"}, people, checker, s, func() ([16]byte, error) {
		salt++
		return [16]byte{salt}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// What a limit means stands in docs/draw.md, section 12. The days were counted
// on a calendar: 2028 has a 29 February, 2026 has none.
func TestLimitsOfService(t *testing.T) {
	for _, tt := range []struct {
		name     string
		limits   draw.Limits
		meeting  string
		services []string
		want     string
	}{
		{"nothing is limited", draw.Limits{}, "2026-11-23", []string{"2026-11-23", "2026-11-22 ENTITY 某局"}, "[]"},
		{"other limits are none of service", draw.Limits{Employer: 2, Region: 1}, "2026-11-23", []string{"2026-11-23", "2026-11-22 ENTITY 某局"}, "[]"},

		{"one of two in the month", draw.Limits{Month: 2}, "2026-11-23", []string{"2026-11-01"}, "[]"},
		{"two of two", draw.Limits{Month: 2}, "2026-11-23", []string{"2026-11-01", "2026-11-23"}, "[month]"},
		{"three of two", draw.Limits{Month: 2}, "2026-11-23", []string{"2026-11-01", "2026-11-02", "2026-11-03"}, "[month]"},
		{"the last of the month before", draw.Limits{Month: 1}, "2026-11-01", []string{"2026-10-31"}, "[]"},
		{"the first of the month", draw.Limits{Month: 1}, "2026-11-30", []string{"2026-11-01"}, "[month]"},
		{"the meeting is in the next month", draw.Limits{Month: 1}, "2026-12-01", []string{"2026-11-30"}, "[]"},
		{"the same month of another year", draw.Limits{Month: 1}, "2026-11-23", []string{"2025-11-23"}, "[]"},
		{"29 February is of February", draw.Limits{Month: 1}, "2028-02-01", []string{"2028-02-29"}, "[month]"},
		{"1 March is not", draw.Limits{Month: 1}, "2028-02-29", []string{"2028-03-01"}, "[]"},

		{"six days of seven", draw.Limits{Interval: 7}, "2026-11-23", []string{"2026-11-17"}, "[interval]"},
		{"seven of seven", draw.Limits{Interval: 7}, "2026-11-23", []string{"2026-11-16"}, "[]"},
		{"six days after", draw.Limits{Interval: 7}, "2026-11-23", []string{"2026-11-29"}, "[interval]"},
		{"seven days after", draw.Limits{Interval: 7}, "2026-11-23", []string{"2026-11-30"}, "[]"},
		{"the nearest counts", draw.Limits{Interval: 7}, "2026-11-23", []string{"2026-11-20", "2026-11-30"}, "[interval]"},
		{"one day: the same day", draw.Limits{Interval: 1}, "2026-11-23", []string{"2026-11-23"}, "[interval]"},
		{"one day: the day before", draw.Limits{Interval: 1}, "2026-11-23", []string{"2026-11-22"}, "[]"},
		{"over a leap day", draw.Limits{Interval: 3}, "2028-03-02", []string{"2028-02-28"}, "[]"},
		{"over no leap day", draw.Limits{Interval: 3}, "2026-03-02", []string{"2026-02-28"}, "[interval]"},
		{"over the new year", draw.Limits{Interval: 2}, "2027-01-01", []string{"2026-12-31"}, "[interval]"},
		{"a whole year", draw.Limits{Interval: 365}, "2026-11-23", []string{"2025-11-23"}, "[]"},
		{"a day less", draw.Limits{Interval: 365}, "2026-11-23", []string{"2025-11-24"}, "[interval]"},
		{"a year with a leap day", draw.Limits{Interval: 365}, "2028-11-23", []string{"2027-11-23"}, "[]"},

		{"the same entity last", draw.Limits{Entity: true}, "2026-11-23", []string{"2024-01-05", "2024-01-09 ENTITY 某局"}, "[entity]"},
		{"another one since", draw.Limits{Entity: true}, "2026-11-23", []string{"2026-11-20 ENTITY 某局", "2026-11-20"}, "[]"},
		{"the code tells, not the name", draw.Limits{Entity: true}, "2026-11-23", []string{"2026-11-20 OTHER 某局"}, "[]"},
		{"another name by the same code", draw.Limits{Entity: true}, "2026-11-23", []string{"2026-11-20 ENTITY 某委"}, "[entity]"},
		{"the name, if no code is known", draw.Limits{Entity: true}, "2026-11-23", []string{"2026-11-20 - 某局"}, "[entity]"},
		{"another name without a code", draw.Limits{Entity: true}, "2026-11-23", []string{"2026-11-20 - 某委"}, "[]"},

		{"every one that holds", draw.Limits{Month: 1, Interval: 2, Entity: true}, "2026-11-23", []string{"2026-11-22 ENTITY 某局"}, "[month interval entity]"},
	} {
		s := experts.Served{Limits: tt.limits, Meeting: on(t, tt.meeting), Entity: conflict.Company{Name: "某局", CreditCode: "ENTITY"}, Services: served(t, "E1", tt.services...)}
		pool := formed(t, 2, s)
		if got := fmt.Sprint(pool.Clearances[1].Limits); got != tt.want {
			t.Errorf("%s: kept out by %s, want %s", tt.name, got, tt.want)
		}
		var counts []string
		for _, e := range pool.Excluded {
			counts = append(counts, e.Ground)
		}
		if fmt.Sprint(counts) != tt.want || (len(pool.Opened) == 2) != (tt.want == "[]") || len(pool.Clearances[0].Limits) > 0 {
			t.Errorf("%s: %v are excluded and %d eligible", tt.name, pool.Excluded, len(pool.Opened))
		}
	}
}

// Where either side has no code, the name tells whom a service was for.
func TestServiceForAnEntity(t *testing.T) {
	for _, tt := range []struct {
		service, entity string // codes, of one name
		want            bool
	}{{"", "", true}, {"ENTITY", "", true}, {"", "ENTITY", true}, {"ENTITY", "ENTITY", true}, {"OTHER", "ENTITY", false}} {
		s := experts.Service{Entity: "某局", EntityCode: tt.service}
		if got := s.For(conflict.Company{Name: "某局", CreditCode: tt.entity}); got != tt.want {
			t.Errorf("%q of %q: %t", tt.service, tt.entity, got)
		}
	}
}

// What is stated of services is enough to decide every limit again, and no
// more.
func TestBearing(t *testing.T) {
	list := slices.Concat(served(t, "E1", "2025-11-22", "2025-11-23", "2026-01-01"), served(t, "E2", "2019-03-01", "2019-03-02"))
	var got []string
	for _, s := range experts.Bearing(list, on(t, "2026-11-23")) {
		got = append(got, s.Expert+" "+s.On.String())
	}
	if want := []string{"E1 2025-11-23", "E1 2026-01-01", "E2 2019-03-02"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The hash was computed with
//
//	printf '%s\n' bidroom/services/1 D 'E1 2026-11-01 L ENTITY 某局' 'E2 2026-11-02 L  某 局' | openssl dgst -sha256
func TestServicesHash(t *testing.T) {
	list := []experts.Service{{Expert: "E1", On: on(t, "2026-11-01"), Lot: "L", EntityCode: "ENTITY", Entity: "某局"}, {Expert: "E2", On: on(t, "2026-11-02"), Lot: "L", Entity: "某 局"}}
	if got, want := experts.ServicesHash("D", list), "4ccb7ad0d8639ab6dc1759ce2e3d19632203578f9503b16f6fb198a7b7a52e6a"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Seats that cannot be filled because of past service: how far one limit has to
// give is found where that alone is enough.
func TestWhatLimitsOfServiceWouldHaveToGive(t *testing.T) {
	seats := []draw.Seat{{No: 1, Specialties: []string{"A"}}, {No: 2, Specialties: []string{"A"}}, {No: 3, Specialties: []string{"B"}}}
	entity := conflict.Company{Name: "某局", CreditCode: "ENTITY"}
	busy := map[string][]string{"E1": {"2026-11-02", "2026-11-10", "2026-11-20"}, "E2": {"2026-11-05"}, "E3": {"2026-11-08", "2026-11-11"}}
	for _, tt := range []struct {
		name   string
		limits draw.Limits
		past   map[string][]string
		want   []string
	}{
		{"enough are left", draw.Limits{Month: 3}, busy, nil},
		{"nobody who conflicts comes in by it", draw.Limits{Month: 1}, map[string][]string{"E2": {"2026-11-05"}, "E4": {"2026-11-05"}, "E3": {"2026-11-08", "2026-11-11"}, "E1": {"2026-11-08", "2026-11-11", "2026-11-13"}}, []string{"draw.relax.month map[from:1 to:3]"}},
		{"two more in the month", draw.Limits{Month: 1}, busy, []string{"draw.relax.month map[from:1 to:3]"}},
		{"as far as the second nearest", draw.Limits{Interval: 30}, busy, []string{"draw.relax.interval map[from:30 to:12]"}},
		{"either", draw.Limits{Interval: 4, Entity: true}, map[string][]string{"E1": {"2026-11-22"}, "E2": {"2026-10-01 ENTITY 某局"}}, []string{
			"draw.relax.interval map[from:4 to:1]", "draw.relax.entity map[from:1 to:0]", "draw.relax.seat_fewer map[seats:1, 2]"}},
		{"nothing alone", draw.Limits{Interval: 4, Entity: true}, map[string][]string{"E1": {"2026-11-22 ENTITY 某局"}, "E2": {"2026-11-22 ENTITY 某局"}, "E3": {"2026-11-22 ENTITY 某局"}}, []string{"draw.relax.several map[most:1 seats:3]"}},
	} {
		var list []experts.Service
		for _, id := range slices.Sorted(maps.Keys(tt.past)) {
			list = append(list, served(t, id, tt.past[id]...)...)
		}
		pool := formed(t, 5, experts.Served{Limits: tt.limits, Meeting: on(t, "2026-11-23"), Entity: entity, Services: list}, 4)
		var got []string
		for _, e := range pool.Relaxations(seats, tt.limits) {
			got = append(got, fmt.Sprint(e.Code, " ", e.Args))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
