package api

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"bidroom/experts"
	"bidroom/experts/draw"
)

// people makes n experts, each with an employer of their own.
func people(name string, n int, specialties ...string) (list []draw.Opened) {
	for i := range n {
		list = append(list, draw.Opened{Label: fmt.Sprint(name, i), Specialties: specialties, Employers: []string{fmt.Sprint("at ", name, i)}})
	}
	return list
}

func viewOf(t *testing.T, opened bool, pool ...[]draw.Opened) (view *ChancesView, text string) {
	t.Helper()
	var all []draw.Opened
	for _, some := range pool {
		all = append(all, some...)
	}
	seats := []draw.Seat{{No: 2, Specialties: []string{"A"}}, {No: 3, Specialties: []string{"A"}}, {No: 4, Specialties: []string{"B"}}}
	c, err := draw.ChancesOf(seats, draw.Limits{}, all, [32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	view = chancesView(c, opened)
	sent, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	return view, string(sent)
}

// Four with both specialties among many: after the opening they are told, and
// before it nothing depends on how many they are but the total. With one more
// they are told before, too.
func TestChancesBeforeTheOpeningTellNoSmallGroup(t *testing.T) {
	four := func(x int) [][]draw.Opened {
		return [][]draw.Opened{people("a", 60-x, "A"), people("x", x, "A", "B"), people("b", 40, "B")}
	}
	view, text := viewOf(t, false, four(4)...)
	if len(view.Groups) != 1 || view.Groups[0].Experts != "100" || view.Groups[0].Mean != "3" || !view.Blurred {
		t.Errorf("before the opening: %s", text)
	}
	if _, other := viewOf(t, false, four(3)...); other != text {
		t.Errorf("of four and of three: %s and %s", text, other)
	}
	if view, text := viewOf(t, false, four(5)...); len(view.Groups) != 3 || view.Blurred {
		t.Errorf("of five: %s", text)
	}
	if view, text := viewOf(t, true, four(4)...); len(view.Groups) != 3 || view.Groups[1].Experts != "4" || view.Blurred {
		t.Errorf("after the opening: %s", text)
	}
}

// Counts on both sides of the bound; of the one who sat most nothing is told
// before the opening, and the warning always.
func TestRepeatsBeforeTheOpening(t *testing.T) {
	r := experts.Repeats{Panels: 12, Served: 5, Pairs: 4, Most: 4}
	if got, want := *repeatsView(&r, false), (RepeatsView{Panels: "12", Served: "5", Pairs: "<5", Frequent: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := *repeatsView(&r, true), (RepeatsView{Panels: "12", Served: "5", Pairs: "4", Most: "4", Frequent: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if repeatsView(nil, true) != nil {
		t.Error("of a pool from before they were counted")
	}
}

// A pool of fewer than five in all tells nothing but the warning.
func TestChancesOfATinyPool(t *testing.T) {
	view, text := viewOf(t, false, people("a", 3, "A"), people("b", 1, "B"))
	if len(view.Groups) != 1 || view.Groups[0].Experts != "<5" || view.Groups[0].Mean != "" || !view.Guessable || strings.Contains(text, "%") {
		t.Errorf("%s", text)
	}
	view, text = viewOf(t, true, people("a", 3, "A"), people("b", 1, "B"))
	if len(view.Groups) != 2 || view.Groups[0].Exact != "2/3" || view.Groups[0].Mean != "66.7" || view.Groups[1].Mean != "100" || view.Panels != "3" {
		t.Errorf("%s", text)
	}
}

func TestNumbersOfPanelsAreRounded(t *testing.T) {
	for n, want := range map[string][2]string{
		"7": {"7", "1"}, "792": {"792", "100"}, "1287": {"1,280", "1,000"}, "1234567": {"1,230,000", "1,000,000"},
		"9999999999999": {"9,990,000,000,000", "1,000,000,000,000"}, "13050000000000": {"1.3 × 10¹³", "1 × 10¹³"},
	} {
		number, _ := new(big.Int).SetString(n, 10)
		if got := [2]string{rounded(number, 3), rounded(number, 0)}; got != want {
			t.Errorf("%s: %q instead of %q", n, got, want)
		}
	}
}

// In the made-up centre 4 seats are taken by 31 experts of chance 1/16, one of
// 291/3416 and 31 of whom each has (4 - 31/16 - 291/3416)/31. Of a fraction that
// fills more than a line the per cent are told alone.
func TestExactChanceIsTold(t *testing.T) {
	third := new(big.Rat).Sub(big.NewRat(33, 16), big.NewRat(291, 3416))
	third.Quo(third, big.NewRat(31, 1))
	for _, tt := range []struct {
		chance *big.Rat
		exact  string
	}{
		{third, "13509/211792"},
		{big.NewRat(1, 1e15), "1/1000000000000000"},
		{big.NewRat(100_000_000_007, 200_000_000_001), ""},                         // 25 characters
		{big.NewRat(10_000_000_019, 2_000_000_000_03), "10000000019/200000000003"}, // 24
	} {
		view := chanceGroup(draw.Group{Seats: []int{3, 4}, Experts: 31, Mean: tt.chance, Least: tt.chance, Most: tt.chance}, 0, true)
		if view.Exact != tt.exact || view.Mean == "" {
			t.Errorf("%s is told as %q, %q", tt.chance, view.Exact, view.Mean)
		}
	}
}
