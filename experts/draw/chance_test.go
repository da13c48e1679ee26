package draw_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bidroom/experts/draw"
)

// group makes n experts of the same specialties, each with an employer of
// their own.
func group(name string, n int, specialties ...string) (list []draw.Opened) {
	for i := range n {
		list = append(list, draw.Opened{Label: fmt.Sprint(name, i), Specialties: specialties, Region: "x", Employers: []string{fmt.Sprint("at ", name, i)}})
	}
	return list
}

// colleagues makes n experts with A, of whom the first two work together.
func colleagues(n int) []draw.Opened {
	list := group("a", n, "A")
	list[0].Employers, list[1].Employers = []string{"u"}, []string{"u"}
	return list
}

func seatsOf(codes ...string) (seats []draw.Seat) {
	for i, code := range codes {
		seats = append(seats, draw.Seat{No: i + 1, Specialties: []string{code}})
	}
	return seats
}

func chancesOf(t testing.TB, seats []draw.Seat, limits draw.Limits, pool []draw.Opened) *draw.Chances {
	t.Helper()
	c, err := draw.ChancesOf(seats, limits, pool, [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// says writes chances down, a class a line, sorted.
func says(c *draw.Chances) []string {
	list := []string{}
	for _, of := range c.Classes {
		list = append(list, fmt.Sprint(of.Experts, " for ", of.Seats, ": ", of.Chance.RatString()))
	}
	slices.Sort(list)
	return list
}

func TestChancesWorkedByHand(t *testing.T) {
	fallback := []draw.Seat{{No: 1, Specialties: []string{"A"}, Fallback: []string{"B"}}, {No: 2, Specialties: []string{"A"}, Fallback: []string{"B"}}}
	home := slices.Concat(group("a", 2, "A"), group("b", 2, "A"))
	home[2].Region, home[3].Region = "y", "y"
	districts := slices.Concat(group("a", 2, "A"), group("b", 2, "A"))
	for i, region := range []string{"330106", "330108", "330206", "330206"} {
		districts[i].Region = region
	}
	for _, test := range []struct {
		name   string
		seats  []draw.Seat
		limits draw.Limits
		pool   []draw.Opened
		want   []string
		same   string
	}{
		// 5 of 12 alike: 5/12 each, and C(12,5) = 792 panels.
		{"equal seats", seatsOf("A", "A", "A", "A", "A"), draw.Limits{}, group("a", 12, "A"), []string{"12 for [1 2 3 4 5]: 5/12"}, "1/792"},
		// 2 of 7 and 1 of 3: C(7,2)·3 = 63 panels.
		{"disjoint seats", seatsOf("A", "B", "A"), draw.Limits{}, slices.Concat(group("a", 7, "A"), group("b", 3, "B"), group("c", 2, "C")),
			[]string{"2 for []: 0", "3 for [2]: 1/3", "7 for [1 3]: 2/7"}, "1/63"},
		// a has A, x has A and B, b has B. The six orders of tickets give, for seats A then B:
		// axb a,x; abx a,b; xab x,b; xba x,b; bax a,b; bxa x,b.
		{"overlapping seats", seatsOf("A", "B"), draw.Limits{}, slices.Concat(group("a", 1, "A"), group("x", 1, "A", "B"), group("b", 1, "B")),
			[]string{"1 for [1 2]: 2/3", "1 for [1]: 1/2", "1 for [2]: 5/6"}, "7/18"}, // (1/6)² + (2/6)² + (3/6)²
		// x alone fits seat 2, and is kept back for it.
		{"kept back", seatsOf("A", "B"), draw.Limits{}, slices.Concat(group("a", 2, "A"), group("x", 1, "A", "B")), []string{"1 for [1 2]: 1", "2 for [1]: 1/2"}, "1/2"},
		// a0 and a1 work together. First a0 or a1 (1/2): then a2 or a3. First a2 (1/4): a0, a1, a3 alike; a3 so too.
		// a0: 1/4 + 1/4·1/3·2 = 5/12. a2: 1/4 + 1/2·1/2 + 1/4·1/3 = 7/12.
		// Panels {a0,a2}, {a0,a3}, {a1,a2}, {a1,a3}: 1/4·1/2 + 1/4·1/3 = 5/24 each; {a2,a3}: 2·1/4·1/3 = 1/6.
		{"colleagues", seatsOf("A", "A"), draw.Limits{}, colleagues(4), []string{"2 for [1 2]: 5/12", "2 for [1 2]: 7/12"}, "29/144"},
		// With two of an employer allowed they are as the others.
		{"colleagues allowed", seatsOf("A", "A"), draw.Limits{Employer: 2}, colleagues(4), []string{"4 for [1 2]: 1/2"}, "1/6"},
		// Only one has A; the other seat falls back, to one of two.
		{"fallback", fallback, draw.Limits{}, slices.Concat(group("a", 1, "A"), group("b", 2, "B")), []string{"1 for [1 2]: 1", "2 for [1 2]: 1/2"}, "1/2"},
		// One of x and one of y: 4 panels.
		{"region", seatsOf("A", "A"), draw.Limits{Region: 1}, home, []string{"2 for [1 2]: 1/2", "2 for [1 2]: 1/2"}, "1/4"},
		// One at least from elsewhere than x: {b0,b1}, or one of each; first a: 1/2, then b0 or b1; first b: 1/2, then a0, a1, or the other b.
		// a0: 1/4 + 1/2·1/3 = 5/12. {a,b}, 4 of them: 1/4·1/2 + 1/4·1/3 = 5/24; {b0,b1}: 1/2·1/3 = 1/6.
		{"outside", seatsOf("A", "A"), draw.Limits{Home: "x", Outside: 1}, home, []string{"2 for [1 2]: 5/12", "2 for [1 2]: 7/12"}, "29/144"},
		// The same, where two districts of one city are home: they are as one.
		{"outside the city", seatsOf("A", "A"), draw.Limits{Home: "330100", Outside: 1}, districts, []string{"2 for [1 2]: 5/12", "2 for [1 2]: 7/12"}, "29/144"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := chancesOf(t, test.seats, test.limits, test.pool)
			if got := says(c); !slices.Equal(got, test.want) || c.Same.RatString() != test.same || c.Draws != 0 {
				t.Errorf("%q, the same %s, %d draws; by hand %q, %s", got, c.Same.RatString(), c.Draws, test.want, test.same)
			}
		})
	}
}

// permutations calls each with every order of the pool.
func permutations(pool []draw.Opened, n int, each func([]draw.Opened)) {
	if n == len(pool) {
		each(pool)
		return
	}
	for i := n; i < len(pool); i++ {
		pool[n], pool[i] = pool[i], pool[n]
		permutations(pool, n+1, each)
		pool[n], pool[i] = pool[i], pool[n]
	}
}

// counted draws with every order of the tickets: how often each label and each
// panel came, and of how many.
func counted(t *rapid.T, v trial) (labels, panels map[string]int64, orders int64) {
	labels, panels = map[string]int64{}, map[string]int64{}
	permutations(slices.Clone(v.pool), 0, func(order []draw.Opened) {
		fillings, err := draw.Fill(v.seats, v.limits, order, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var panel []string
		for _, f := range fillings {
			labels[f.Label]++
			panel = append(panel, f.Label)
		}
		slices.Sort(panel)
		panels[fmt.Sprint(panel)]++
		orders++
	})
	return labels, panels, orders
}

// The classes do not name experts: as many must have each chance as have it
// when all orders are tried, and of a fit that is theirs.
func TestChancesAgreeWithEveryOrder(t *testing.T) {
	feasible := 0
	rapid.Check(t, func(t *rapid.T) {
		v := trials(t)
		if len(v.pool) > 6 {
			v.pool = v.pool[:6]
		}
		c, err := draw.ChancesOf(v.seats, v.limits, v.pool, [32]byte{})
		if infeasible := draw.Feasible(v.seats, v.limits, v.pool) != nil; infeasible != (err != nil) {
			t.Fatalf("infeasible %t, chances say %v", infeasible, err)
		}
		if err != nil {
			return
		}
		feasible++
		labels, panels, orders := counted(t, v)
		want, got := []string{}, []string{}
		for _, o := range v.pool {
			numbers := []int{}
			for _, s := range v.seats {
				if fits(s, o, slices.Concat(s.Specialties, s.Fallback)) {
					numbers = append(numbers, s.No)
				}
			}
			want = append(want, fmt.Sprint(numbers, big.NewRat(labels[o.Label], orders)))
		}
		for _, of := range c.Classes {
			for range of.Experts {
				got = append(got, fmt.Sprint(of.Seats, of.Chance))
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		same := new(big.Rat)
		for _, n := range panels {
			p := big.NewRat(n, orders)
			same.Add(same, p.Mul(p, p))
		}
		if !slices.Equal(got, want) || same.Cmp(c.Same) != 0 {
			t.Fatalf("chances %v, the same %v; all orders say %v, %v", got, c.Same, want, same)
		}
	})
	if feasible == 0 {
		t.Error("no trial was feasible")
	}
}
