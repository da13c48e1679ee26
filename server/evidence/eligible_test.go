package evidence_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"bidroom/experts/conflict"
	"bidroom/server/evidence"
)

// bar makes a lot, begun on 1 November 2025, with a pool of 23 November in
// which one was dismissed from a public post, one is on a list until that day
// and another until the day before, one left the library the day before and one
// leaves it that day, one has eight years in the field that day and another the day
// after, one is seventy that day and another the day after, one is seventy and
// relaxed, one is in none, one was punished and banned, one is
// suspended until that day, and of one nothing was ever looked up.
func bar(t *testing.T, with ...func(*lot)) *lot {
	t.Helper()
	l := newLot(t)
	l.excluded, l.unlooked = "[{R01 1} {R10 1} {R11 2} {R18 1} {R20 2} {R25 1} {R26 2} {R27 1} {R28 1} {R29 1} {R31 1} {R32 1}]", 1
	l.rules = aged
	on := func(day int) conflict.Date { return conflict.Date{Year: 2025, Month: 11, Day: day} }
	l.register = func(c []conflict.Expert) {
		penalty := func(i int, kind string, from, to conflict.Date) {
			c[i].Penalised = conflict.DeclaredSome
			c[i].Penalties = append(c[i].Penalties, conflict.Penalty{Kind: kind, Period: conflict.Period{From: from, To: to}})
		}
		penalty(0, "dismissed", conflict.Date{Year: 1999, Month: 1, Day: 1}, conflict.Date{})
		penalty(1, "dishonest", on(1), on(23))
		penalty(2, "dishonest", on(1), on(22))
		penalty(3, "criminal", conflict.Date{Year: 2001, Month: 1, Day: 1}, conflict.Date{}) // who works for a bidder, too
		penalty(3, "banned", on(1), conflict.Date{})
		c[7].Libraries[0].To = on(22)
		c[11].Libraries[0].To = on(23)
		c[12].Libraries, c[12].Listed = nil, conflict.DeclaredNone
		c[13].Libraries, c[13].Listed, c[13].Penalised = nil, "", ""
		c[14].Status, c[14].Until = conflict.Suspended, on(23)
		c[15].FieldSince, c[16].FieldSince = conflict.Date{Year: 2017, Month: 11, Day: 24}, conflict.Date{Year: 2017, Month: 11, Day: 23}
		c[17].Born, c[10].Born = conflict.Date{Year: 1955, Month: 11, Day: 23}, conflict.Date{Year: 1955, Month: 11, Day: 24}
		c[4].Born, c[4].Relaxed = c[17].Born, []string{"R32"}
	}
	for _, change := range with {
		change(l)
	}
	l.foundCentre()
	l.setUp()
	l.pool("draw-1", "", "")
	return l
}

// aged has the rules know an age, which the tendering law does not.
func aged(text string) string {
	return strings.Replace(text, `"years":8}]}`, `"years":8}]},"R32":{"action":"not_eligible","below_age":70,"clause":"","relaxed":true}`, 1)
}

// Who may be drawn at all is computed again by both verifiers from the full
// export.
func TestEligible(t *testing.T) {
	l := bar(t)
	for what, tt := range map[string]struct {
		change func(c []conflict.Expert)
		state  evidence.State
	}{
		"as it is":                             {func([]conflict.Expert) {}, evidence.Checked},
		"on the list a day less":               {func(c []conflict.Expert) { c[1].Penalties[0].To.Day = 22 }, evidence.Broken},
		"on the list a day more":               {func(c []conflict.Expert) { c[2].Penalties[0].To.Day = 23 }, evidence.Broken},
		"in the library a day more":            {func(c []conflict.Expert) { c[7].Libraries[0].To.Day = 23 }, evidence.Broken},
		"in the library a day less":            {func(c []conflict.Expert) { c[11].Libraries[0].To.Day = 22 }, evidence.Broken},
		"in a library that will not do":        {func(c []conflict.Expert) { c[11].Libraries[0].Kind = "finance" }, evidence.Broken},
		"never dismissed":                      {func(c []conflict.Expert) { c[0].Penalties = nil }, evidence.Broken},
		"suspended a day less":                 {func(c []conflict.Expert) { c[14].Until.Day = 22 }, evidence.Broken},
		"in the field a day more":              {func(c []conflict.Expert) { c[15].FieldSince.Day = 23 }, evidence.Broken},
		"in the field a day less":              {func(c []conflict.Expert) { c[16].FieldSince.Day = 24 }, evidence.Broken},
		"another title":                        {func(c []conflict.Expert) { c[16].TitleLevel = "middle" }, evidence.Broken},
		"a title nobody knows":                 {func(c []conflict.Expert) { c[15].FieldSince, c[15].TitleLevel = c[16].FieldSince, "" }, evidence.Broken},
		"a day younger":                        {func(c []conflict.Expert) { c[17].Born.Day = 24 }, evidence.Broken},
		"a day older":                          {func(c []conflict.Expert) { c[10].Born.Day = 23 }, evidence.Broken},
		"the age relaxed":                      {func(c []conflict.Expert) { c[17].Relaxed = []string{"R32"} }, evidence.Broken},
		"the title relaxed":                    {func(c []conflict.Expert) { c[4].Relaxed = []string{"R31"} }, evidence.Broken},
		"years that nobody can relax":          {func(c []conflict.Expert) { c[15].Relaxed = []string{"R31"} }, evidence.Checked},
		"another day that makes no difference": {func(c []conflict.Expert) { c[0].Penalties[0].From.Day = 2 }, evidence.Checked},
	} {
		b := l.bundle(evidence.Full)
		b.Draws = slices.Clone(b.Draws)
		b.Draws[0].Candidates = slices.Clone(b.Draws[0].Candidates)
		for i := range b.Draws[0].Candidates {
			c := &b.Draws[0].Candidates[i]
			c.Penalties, c.Libraries = slices.Clone(c.Penalties), slices.Clone(c.Libraries)
		}
		tt.change(b.Draws[0].Candidates)
		if r := agree(t, pack(t, b), evidence.Options{}); r.Part(evidence.PartConflicts).State != tt.state || r.Sound() != (tt.state == evidence.Checked) {
			t.Errorf("%s: %+v, want %s", what, r.Part(evidence.PartConflicts), tt.state)
		}
	}
}

// So is of how many in the pool there is an alert, by the first alone.
func TestAlertsAreComputedAgain(t *testing.T) {
	l := bar(t)
	b := l.bundle(evidence.Full)
	b.Draws = slices.Clone(b.Draws)
	b.Draws[0].Candidates = slices.Clone(b.Draws[0].Candidates)
	b.Draws[0].Candidates[4].Signals = nil
	if r := verify(t, pack(t, b), evidence.Options{}); r.Part(evidence.PartConflicts).State != evidence.Broken {
		t.Errorf("without what is shared: %+v", r.Part(evidence.PartConflicts))
	}
}

func TestVerifierOfEligibilityHasAtMost60Lines(t *testing.T) {
	text, err := os.ReadFile("testdata/eligible.py")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(text, []byte("\n")); lines > 60 {
		t.Errorf("%d lines", lines)
	}
}
