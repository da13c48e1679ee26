package experts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// sat makes services of panels, each "yyyy-mm-dd" and then who sat.
func sat(t *testing.T, panels ...string) (list []experts.Service) {
	t.Helper()
	for i, text := range panels {
		words := strings.Fields(text)
		for _, who := range words[1:] {
			list = append(list, experts.Service{Expert: who, On: on(t, words[0]), Lot: fmt.Sprint("lot", i)})
		}
	}
	return list
}

// The counts were made by hand.
func TestRepeats(t *testing.T) {
	considered := []conflict.Expert{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}
	for _, tt := range []struct {
		name     string
		services []experts.Service
		want     experts.Repeats
		frequent bool
	}{
		{"nobody", nil, experts.Repeats{}, false},
		{"who was not considered", sat(t, "2026-11-01 x y", "2026-11-02 x y"), experts.Repeats{}, false},
		{"a year to the day", sat(t, "2025-11-23 a"), experts.Repeats{Panels: 1, Served: 1, Most: 1}, false},
		{"a year and a day", sat(t, "2025-11-22 a"), experts.Repeats{}, false},
		{"together once", sat(t, "2026-01-01 a b x"), experts.Repeats{Panels: 1, Served: 2, Most: 1}, false},
		{"together twice", sat(t, "2026-01-01 a b", "2026-02-01 b a c"), experts.Repeats{Panels: 2, Served: 3, Pairs: 1, Most: 2}, false},
		{"together twice with one from outside", sat(t, "2026-01-01 a x", "2026-02-01 a x"), experts.Repeats{Panels: 2, Served: 1, Most: 2}, false},
		{"three together twice", sat(t, "2026-01-01 a b c", "2026-02-01 a b c"), experts.Repeats{Panels: 2, Served: 3, Pairs: 3, Most: 2}, false},
		{"twice in one lot is one panel", slices.Concat(sat(t, "2026-01-01 a b"), sat(t, "2026-01-02 a b")), experts.Repeats{Panels: 1, Served: 2, Most: 1}, false},
		{"three of three", sat(t, "2026-01-01 a", "2026-02-01 a", "2026-03-01 a"), experts.Repeats{Panels: 3, Served: 1, Most: 3}, true},
		{"three of nine", sat(t, "2026-01-01 a", "2026-01-02 a", "2026-01-03 a", "2026-01-04 b", "2026-01-05 b", "2026-01-06 c", "2026-01-07 c", "2026-01-08 d", "2026-01-09 d"),
			experts.Repeats{Panels: 9, Served: 4, Most: 3}, true},
		{"three of ten", sat(t, "2026-01-01 a", "2026-01-02 a", "2026-01-03 a", "2026-01-04 b", "2026-01-05 b", "2026-01-06 c", "2026-01-07 c", "2026-01-08 d", "2026-01-09 d", "2026-01-10 c"),
			experts.Repeats{Panels: 10, Served: 4, Most: 3}, false},
	} {
		got := experts.RepeatsOf(considered, tt.services, on(t, "2026-11-23"))
		if got != tt.want || got.Frequent() != tt.frequent {
			t.Errorf("%s: %+v frequent %t, want %+v %t", tt.name, got, got.Frequent(), tt.want, tt.frequent)
		}
	}
}
