package draw_test

import (
	"os"
	"slices"
	"testing"

	"bidroom/experts/draw"
)

// The two records that the tests of the page and of the command use as well.
// The round of the beacon in the first is a real one of drand.
func TestSamples(t *testing.T) {
	for name, format := range map[string]string{"panel": draw.RecordFormat, "choice": draw.ChoiceFormat} {
		text, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		found, err := draw.CheckText(text, func(round draw.Round, signature string) (is, known bool) {
			asked++
			return round.No == 123 && round.Chain[:8] == "52db9ba7" && signature[:8] == "b75c69d0", true
		})
		if err != nil || !found.Sound() {
			t.Fatalf("%s: %v %+v", name, err, found)
		}
		for _, part := range found.Parts {
			if part.State != draw.Checked {
				t.Errorf("%s: %+v", name, part)
			}
		}
		panel := format == draw.RecordFormat
		if panel != (asked == 1) || panel != slices.ContainsFunc(found.Parts, func(p draw.PartFound) bool { return p.Part == "seats" }) {
			t.Errorf("%s: the beacon was asked %d times, parts %+v", name, asked, found.Parts)
		}
	}
}
