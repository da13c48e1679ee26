package evaluation

import (
	"strings"
	"testing"
)

// The text by hand from docs/process-log.md, section 6.
func TestReadingText(t *testing.T) {
	got := ReadingText("L1", "M1", 3, Evaluating, []FileTime{{"b2", 90_000}, {"02", 1}, {"b1", 0}})
	if want := "bidroom/reading/1\nL1\nM1\n3\nevaluating\n02 1\nb1 0\nb2 90000\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := ReadingText("L1", "M1", 3, Examining, nil), "bidroom/reading/1\nL1\nM1\n3\nexamining\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestReadingStage(t *testing.T) {
	for _, tt := range []struct{ stage, held, want Stage }{
		{Electing, "", ""}, {Examining, "", Examining}, {Evaluating, "", Evaluating}, {Tallied, "", ""}, {Signing, "", ""}, {Void, "", ""},
		{Suspended, Examining, Examining}, {Suspended, Evaluating, Evaluating}, {Suspended, Reporting, ""},
	} {
		c := &Case{Meeting: &Meeting{Stage: tt.stage, Held: tt.held}}
		if got := c.ReadingStage(); got != tt.want {
			t.Errorf("%s held %q: %q", tt.stage, tt.held, got)
		}
	}
	if got := new(Case).ReadingStage(); got != "" {
		t.Errorf("without a meeting: %q", got)
	}
}

func TestFilesRead(t *testing.T) {
	good := Datum(strings.Repeat("0a", 32))
	at := func() *Case {
		seats := []Seat{{SeatPlan: SeatPlan{No: 1}, Member: &Member{}}, {SeatPlan: SeatPlan{No: 2}}, {SeatPlan: SeatPlan{No: 3}, Member: &Member{}}}
		return &Case{Lot: Lot{ID: "L1"}, Meeting: &Meeting{Stage: Evaluating, Seats: seats}}
	}
	for what, tt := range map[string]struct {
		act  FilesRead
		code string
	}{
		"all who sit":      {FilesRead{Evaluating, []SeatReading{{1, good}, {3, good}}}, ""},
		"one":              {FilesRead{Evaluating, []SeatReading{{3, good}}}, ""},
		"another stage":    {FilesRead{Examining, []SeatReading{{1, good}}}, "stage.wrong"},
		"an empty seat":    {FilesRead{Evaluating, []SeatReading{{2, good}}}, "seat.empty"},
		"no seat":          {FilesRead{Evaluating, []SeatReading{{4, good}}}, "seat.empty"},
		"twice":            {FilesRead{Evaluating, []SeatReading{{1, good}, {1, good}}}, "datum.form"},
		"in another order": {FilesRead{Evaluating, []SeatReading{{3, good}, {1, good}}}, "datum.form"},
		"no datum":         {FilesRead{Evaluating, []SeatReading{{1, "00"}}}, "datum.form"},
	} {
		err := at().Apply(Meta{AtMs: 1, Actor: "system", Role: "system"}, &tt.act)
		if tt.code == "" && err != nil || tt.code != "" && (err == nil || !strings.Contains(err.Error(), tt.code)) {
			t.Errorf("%s: %v", what, err)
		}
	}
	err := at().Apply(Meta{AtMs: 1, Actor: "s1", Role: "staff"}, &FilesRead{Evaluating, []SeatReading{{1, good}}})
	if err == nil || !strings.Contains(err.Error(), "drawn.system") {
		t.Errorf("by staff: %v", err)
	}
}
