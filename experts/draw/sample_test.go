package draw_test

import (
	"encoding/json"
	"os"
	"testing"

	"bidroom/experts/draw"
)

// The two records that the tests of the page use as well. The round of the
// beacon in the first is a real one of drand.
func TestSamplesAreSound(t *testing.T) {
	text, err := os.ReadFile("testdata/panel.json")
	if err != nil {
		t.Fatal(err)
	}
	panel, err := draw.ReadRecord(text)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := panel.Check(nil); err != nil || !found.Sound() {
		t.Errorf("panel.json: %v %+v", err, found)
	}
	if text, err = os.ReadFile("testdata/choice.json"); err != nil {
		t.Fatal(err)
	}
	choice := new(draw.Choice)
	if err := json.Unmarshal(text, choice); err != nil {
		t.Fatal(err)
	}
	if found, err := choice.Check(); err != nil || !found.Sound() {
		t.Errorf("choice.json: %v %+v", err, found)
	}
}
