package draw_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bidroom/experts/draw"
)

func relaxed(seats []draw.Seat, limits draw.Limits, pool []draw.Opened) []string {
	list := []string{}
	for _, e := range draw.Relaxations(seats, limits, pool) {
		list = append(list, fmt.Sprint(e.Code, " ", e.Args))
	}
	return list
}

func TestWhatWouldHaveToGive(t *testing.T) {
	at := func(region string, list []draw.Opened) []draw.Opened {
		for i := range list {
			list[i].Region = region
		}
		return list
	}
	inX := seatsOf("A", "A", "B")
	inX[0].Region, inX[1].Region = "x", "x"
	for _, test := range []struct {
		name   string
		seats  []draw.Seat
		limits draw.Limits
		pool   []draw.Opened
		want   []string
	}{
		{"enough", seatsOf("A", "A"), draw.Limits{}, group("a", 2, "A"), []string{}},
		{"one too few", seatsOf("A", "B", "A"), draw.Limits{}, slices.Concat(group("a", 1, "A"), group("b", 2, "B")),
			[]string{"draw.relax.seat_specialty map[seats:1, 3]", "draw.relax.seat_fewer map[seats:1, 3]"}},
		{"colleagues", seatsOf("A", "A", "A"), draw.Limits{}, colleagues(3), []string{"draw.relax.employer map[from:1 to:2]", "draw.relax.seat_fewer map[seats:1, 2, 3]"}},
		{"region of the seats", inX, draw.Limits{}, slices.Concat(group("a", 1, "A"), at("y", group("c", 1, "A")), group("b", 1, "B")),
			[]string{"draw.relax.seat_region map[seats:1, 2]", "draw.relax.seat_fewer map[seats:1, 2]"}},
		{"limit of the region", seatsOf("A", "A", "B"), draw.Limits{Region: 2}, slices.Concat(group("a", 2, "A"), group("b", 1, "B")),
			[]string{"draw.relax.region map[from:2 to:3]", "draw.relax.seat_fewer map[seats:1, 2]", "draw.relax.seat_fewer map[seats:3]"}},
		{"from elsewhere", seatsOf("A", "A", "A"), draw.Limits{Home: "x", Outside: 2}, slices.Concat(group("a", 3, "A"), at("y", group("c", 1, "A"))),
			[]string{"draw.relax.outside map[from:2 to:1]"}},
		{"two changes", seatsOf("A", "A", "A", "B"), draw.Limits{}, group("a", 1, "A"), []string{"draw.relax.several map[most:1 seats:4]"}},
		{"two alike", seatsOf("A", "A", "A", "A", "B"), draw.Limits{}, group("a", 2, "A"), []string{"draw.relax.several map[most:2 seats:5]"}},
		{"three changes", seatsOf("B", "A", "B", "A", "A"), draw.Limits{}, slices.Concat(group("a", 1, "A"), group("b", 1, "B")), []string{"draw.relax.several map[most:2 seats:5]"}},
		{"nobody", seatsOf("A"), draw.Limits{}, nil, []string{"draw.relax.several map[most:0 seats:1]"}},
	} {
		if got := relaxed(test.seats, test.limits, test.pool); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q instead of %q", test.name, got, test.want)
		}
	}
}

// What is said to be enough is so when everything is tried, and where one seat
// fewer is enough that is said.
func TestOneSeatFewerAgreesWithTryingEverything(t *testing.T) {
	said := 0
	rapid.Check(t, func(t *rapid.T) {
		v := trials(t)
		v.sitting, v.gone = nil, nil
		v.limits.Home, v.limits.Outside = "", 0
		got := map[string]bool{}
		for _, e := range draw.Relaxations(v.seats, v.limits, v.pool) {
			if e.Code == "draw.relax.seat_fewer" {
				got[e.Args["seats"]] = true
				said++
			}
		}
		want := map[string]bool{}
		for i, seat := range v.seats {
			numbers := ""
			for _, s := range v.seats {
				if s.Region == seat.Region && slices.Equal(s.Specialties, seat.Specialties) && slices.Equal(s.Fallback, seat.Fallback) {
					if numbers != "" {
						numbers += ", "
					}
					numbers += fmt.Sprint(s.No)
				}
			}
			fewer := v
			fewer.seats = slices.Delete(slices.Clone(v.seats), i, i+1)
			if len(v.seats) > 1 && !v.completes(v.seats, nil) && fewer.completes(fewer.seats, nil) {
				want[numbers] = true
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("one seat fewer of %v is said to be enough, trying everything finds %v", got, want)
		}
	})
	if said == 0 {
		t.Error("no trial lacked one seat")
	}
}
