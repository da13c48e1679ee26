package draw_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bidroom/experts/draw"
)

// A trial is a plan with a small pool in the order of its tickets, and who
// sits or will not come.
type trial struct {
	seats         []draw.Seat
	limits        draw.Limits
	pool, sitting []draw.Opened
	gone          []string
}

func trials(t *rapid.T) trial {
	codes, regions := []string{"a", "b", "c"}, []string{"330101", "330102", "330201", ""}
	several := func(of []string, least, most int, what string) []string {
		list := rapid.SliceOfNDistinct(rapid.SampledFrom(of), least, most, rapid.ID[string]).Draw(t, what)
		slices.Sort(list)
		return list
	}
	var v trial
	for i := range rapid.IntRange(1, 8).Draw(t, "pool") {
		v.pool = append(v.pool, draw.Opened{Label: fmt.Sprint("L", i), Specialties: several(codes, 1, 2, "codes"),
			Region: rapid.SampledFrom(regions).Draw(t, "region"), Employers: several([]string{"u", "v", "w", "s", "t"}, 0, 3, "employers")})
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "seats") {
		v.seats = append(v.seats, draw.Seat{No: i + 1, Specialties: several(codes, 1, 2, "needs"),
			Region: rapid.SampledFrom([]string{"", "", "330101", "330100"}).Draw(t, "in"), Fallback: several(codes, 0, 1, "fallback")})
	}
	v.limits = draw.Limits{Employer: rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "per employer"), Region: rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "per region")}
	if v.limits.Outside = min(len(v.seats), rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "outside")); v.limits.Outside > 0 {
		v.limits.Home = rapid.SampledFrom([]string{"330101", "330100"}).Draw(t, "home")
	}
	// Some labels have left already, and some sit, in order of no seat.
	for i := range rapid.IntRange(0, 2).Draw(t, "sitting") {
		if o := (draw.Opened{Label: fmt.Sprint("S", i), Region: rapid.SampledFrom(regions).Draw(t, "at"), Employers: []string{fmt.Sprint(rapid.SampledFrom([]string{"u", "q"}).Draw(t, "of"), i)}}); v.allows(append(slices.Clone(v.sitting), o)) {
			v.sitting = append(v.sitting, o)
		}
	}
	for _, o := range v.pool {
		if rapid.IntRange(0, 5).Draw(t, "gone") == 0 {
			v.gone = append(v.gone, o.Label)
		}
	}
	return v
}

// within lists the regions of a trial that are a region or part of it.
var within = map[string][]string{"330101": {"330101"}, "330100": {"330101", "330102"}}

// allows reads the limits as they are worded: it counts.
func (v trial) allows(panel []draw.Opened) bool {
	size := len(v.seats) + len(v.sitting)
	labels, employers, regions, atHome := map[string]int{}, map[string]int{}, map[string]int{}, 0
	for _, o := range panel {
		if o.Region == "" || slices.Contains(within[v.limits.Home], o.Region) {
			atHome++
		}
		labels[o.Label]++
		regions[o.Region]++
		for _, e := range o.Employers {
			employers[e]++
		}
		if labels[o.Label] > 1 || v.limits.Region > 0 && regions[o.Region] > v.limits.Region ||
			v.limits.Outside > 0 && size-atHome < v.limits.Outside {
			return false
		}
		for _, e := range o.Employers {
			if employers[e] > max(1, v.limits.Employer) {
				return false
			}
		}
	}
	return true
}

func fits(s draw.Seat, o draw.Opened, codes []string) bool {
	return (s.Region == "" || slices.Contains(within[s.Region], o.Region)) && slices.ContainsFunc(codes, func(c string) bool { return slices.Contains(o.Specialties, c) })
}

// completes tries every expert for every seat.
func (v trial) completes(seats []draw.Seat, panel []draw.Opened) bool {
	if len(seats) == 0 {
		return true
	}
	for _, o := range v.pool {
		next := append(slices.Clone(panel), o)
		if !slices.Contains(v.gone, o.Label) && fits(seats[0], o, slices.Concat(seats[0].Specialties, seats[0].Fallback)) && v.allows(next) && v.completes(seats[1:], next) {
			return true
		}
	}
	return false
}

// fill fills the seats as docs/draw.md words it, by trying everything.
func (v trial) fill() (fillings []draw.Filling) {
	panel := slices.Clone(v.sitting)
	for i, seat := range v.seats {
		filling, found := draw.Filling{Seat: seat.No}, false
		for _, codes := range [][]string{seat.Specialties, slices.Concat(seat.Specialties, seat.Fallback)} {
			filling.Skips = []draw.Skip{}
			for _, o := range v.pool {
				if slices.Contains(v.gone, o.Label) || slices.ContainsFunc(panel, func(p draw.Opened) bool { return p.Label == o.Label }) {
					continue
				}
				next := append(slices.Clone(panel), o)
				skip := draw.Skip{Label: o.Label}
				employed := trial{seats: v.seats, sitting: v.sitting, limits: draw.Limits{Employer: v.limits.Employer}}
				switch {
				case !fits(seat, o, slices.Concat(seat.Specialties, seat.Fallback)):
					skip.Reason = "unfit"
				case !fits(seat, o, codes):
					skip.Reason = "fallback"
				case !employed.allows(next):
					skip.Reason = "employer"
				case !v.allows(next):
					skip.Reason = "region"
				case !v.completes(v.seats[i+1:], next):
					skip.Reason = "needed"
					for n := i + 1; skip.For == 0; n++ {
						if !v.completes(v.seats[i+1:n+1], next) {
							skip.For = v.seats[n].No
						}
					}
				default:
					filling.Label, found, panel = o.Label, true, next
				}
				if found {
					break
				}
				filling.Skips = append(filling.Skips, skip)
			}
			if found {
				break
			}
		}
		if !found {
			return nil
		}
		fillings = append(fillings, filling)
	}
	return fillings
}

func TestFillAgreesWithTryingEverything(t *testing.T) {
	filled := 0
	rapid.Check(t, func(t *rapid.T) {
		v := trials(t)
		want := v.fill()
		got, err := draw.Fill(v.seats, v.limits, v.pool, v.sitting, v.gone)
		if (err == nil) != (want != nil) {
			t.Fatalf("filled %v (%v), trying everything finds %v", got, err, want)
		}
		if err == nil && !slices.EqualFunc(got, want, func(a, b draw.Filling) bool {
			return a.Seat == b.Seat && a.Label == b.Label && slices.Equal(a.Skips, b.Skips)
		}) {
			t.Fatalf("filled %v, trying everything finds %v", got, want)
		}
		if len(v.sitting)+len(v.gone) == 0 {
			if feasible := draw.Feasible(v.seats, v.limits, v.pool) == nil; feasible != (want != nil) {
				t.Fatalf("feasible %t, trying everything finds %v", feasible, want)
			}
		}
		if want != nil {
			filled++
		}
	})
	if filled == 0 {
		t.Error("no trial could be filled")
	}
}

// Two who work at the same two places, each named first for one of them: only
// by all their employers are they seen to be colleagues.
func TestSecondEmployerCountsInTheLookAhead(t *testing.T) {
	pool := []draw.Opened{
		{Label: "1", Specialties: []string{"a"}, Employers: []string{"u"}},
		{Label: "2", Specialties: []string{"a"}, Employers: []string{"w"}},
		{Label: "3", Specialties: []string{"b"}, Employers: []string{"p", "u"}},
	}
	seats := []draw.Seat{{No: 1, Specialties: []string{"a"}}, {No: 2, Specialties: []string{"b"}}}
	got, err := draw.Fill(seats, draw.Limits{}, pool, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Label != "2" || !slices.Equal(got[0].Skips, []draw.Skip{{Label: "1", Reason: "needed", For: 2}}) {
		t.Errorf("seat 1 went to %v", got[0])
	}
}

// large makes a pool in which nearly everything binds: few regions, employers
// in common, one seat that hardly anybody fits.
func large(n int) []draw.Opened {
	random := rand.New(rand.NewPCG(1, 2))
	pool := make([]draw.Opened, n)
	for i := range pool {
		codes := []string{fmt.Sprint("A", random.IntN(5))}
		if random.IntN(n/5) == 0 {
			codes = append(codes, "B")
		}
		employers := []string{fmt.Sprint("U", random.IntN(40)), fmt.Sprint("V", random.IntN(n))}
		pool[i] = draw.Open("D", [16]byte{byte(i), byte(i >> 8), byte(i >> 16)}, fmt.Sprint("E", i), codes, fmt.Sprint("3301", random.IntN(10)), employers)
	}
	return pool
}

func largePlan() ([]draw.Seat, draw.Limits) {
	return []draw.Seat{{No: 1, Specialties: []string{"A0", "A1"}}, {No: 2, Specialties: []string{"A0"}}, {No: 3, Specialties: []string{"A2"}}, {No: 4, Specialties: []string{"B"}}, {No: 5, Specialties: []string{"A3"}}},
		draw.Limits{Region: 2, Home: "33010", Outside: 3}
}

func BenchmarkFill100000(b *testing.B) {
	pool := large(100_000)
	seats, limits := largePlan()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := draw.Fill(seats, limits, pool, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
