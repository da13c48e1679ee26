package draw_test

import (
	"fmt"
	"slices"
	"testing"

	"bidroom/experts/draw"
)

func groupsSay(list []draw.Group) []string {
	said := []string{}
	for _, g := range list {
		said = append(said, fmt.Sprintf("%d for %v: %s, %s to %s", g.Experts, g.Seats, g.Mean.RatString(), g.Least.RatString(), g.Most.RatString()))
	}
	return said
}

func TestGroupsOfThoseWhoFitTheSameSeats(t *testing.T) {
	c := chancesOf(t, seatsOf("A", "A"), draw.Limits{}, colleagues(4))
	if got, want := groupsSay(c.Groups()), []string{"4 for [1 2]: 1/2, 5/12 to 7/12"}; !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}

// Seats A, A and B. Each seat has its own experts, or some have both.
func TestBlurredGroupsTellNoSmallOne(t *testing.T) {
	for _, test := range []struct {
		a, x, b int
		want    []string // groups, only how many and for which seats
		blurred bool
	}{
		{5, 0, 5, []string{"5 [1 2]", "5 [3]"}, false},
		{5, 0, 4, []string{"9 [1 2 3]"}, true},
		{5, 5, 5, []string{"5 [1 2]", "5 [1 2 3]", "5 [3]"}, false},
		{50, 4, 50, []string{"104 [1 2 3]"}, true}, // 4 would follow from how likely the others are
		{2, 0, 2, []string{"4 [1 2 3]"}, true},
	} {
		c := chancesOf(t, seatsOf("A", "A", "B"), draw.Limits{}, slices.Concat(group("a", test.a, "A"), group("x", test.x, "A", "B"), group("b", test.b, "B")))
		list, blurred := c.Blurred(5)
		got := []string{}
		for _, g := range list {
			got = append(got, fmt.Sprint(g.Experts, g.Seats))
		}
		if !slices.Equal(got, test.want) || blurred != test.blurred {
			t.Errorf("%d, %d, %d: %q, blurred %t instead of %q, %t", test.a, test.x, test.b, got, blurred, test.want, test.blurred)
		}
	}
}

// Of three groups the two smallest are put together, with the mean of all.
func TestBlurredGroupJoinsTheSmallest(t *testing.T) {
	c := chancesOf(t, seatsOf("A", "B", "C"), draw.Limits{}, slices.Concat(group("a", 4, "A"), group("b", 9, "B"), group("c", 6, "C")))
	list, blurred := c.Blurred(5)
	if got, want := groupsSay(list), []string{"10 for [1 3]: 1/5, 1/6 to 1/4", "9 for [2]: 1/9, 1/9 to 1/9"}; !slices.Equal(got, want) || !blurred {
		t.Errorf("%q, blurred %t instead of %q", got, blurred, want)
	}
}
