package evaluation_test

import (
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
)

// The texts are written out by hand from the description of SheetText; the
// kiosk's own forming of them is tested against the same.
func TestSheetText(t *testing.T) {
	head := "bidroom/sheet/1\nL1\nM1\n3\n"
	for name, test := range map[string]struct {
		marks []scoring.Mark
		want  string
	}{
		"sorted by bytes": {[]scoring.Mark{{Bid: "b2", Criterion: "depth", Value: "7.5"}, {Bid: "b10", Criterion: "staff", Value: "0"},
			{Bid: "b10", Criterion: "Staff", Value: "10"}, {Bid: "b2", Criterion: "depth_x", Value: "1"}},
			head + "b10 Staff 10\nb10 staff 0\nb2 depth 7.5\nb2 depth_x 1\n"},
		"a method without marks": {nil, head},
	} {
		text := evaluation.SheetText("L1", "M1", 3, test.marks)
		if text != test.want {
			t.Errorf("%s: %q, want %q", name, text, test.want)
		}
		marks, err := evaluation.ParseSheet(text, "L1", "M1", 3)
		if err != nil || len(marks) != len(test.marks) {
			t.Errorf("%s: read back as %v, %v", name, marks, err)
		}
	}
}
