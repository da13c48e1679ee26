package evidence_test

import (
	"slices"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/evidence"
)

func ofA(from, to conflict.Date) conflict.Period { return conflict.Period{From: from, To: to} }

// What experts declared of offices and holdings in a bidder decides again from
// the full export: three years back from 1 November 2025, and from 50 percent.
func TestTies(t *testing.T) {
	l := newLot(t)
	// Beside those of every pool: R01 of a manager that was, R02 of who stepped down on the window's first
	// day, R03 and R09 of who holds half, R09 of who holds a little less; two of whom something was never asked.
	l.excluded, l.unlooked = "[{R01 2} {R02 1} {R03 1} {R09 2} {R18 1} {R20 2} {R25 1}]", 2
	began, first, before := conflict.Date{Year: 2019, Month: 3, Day: 1}, conflict.Date{Year: 2022, Month: 11, Day: 1}, conflict.Date{Year: 2022, Month: 10, Day: 31}
	l.register = func(c []conflict.Expert) {
		office := func(i int, office string, to conflict.Date) {
			c[i].Appointed, c[i].Offices = conflict.DeclaredSome, []conflict.Appointment{{Company: "公司a", CreditCode: "CODEa", Office: office, Period: ofA(began, to)}}
		}
		holding := func(i int, percent string) {
			c[i].Invested, c[i].Holdings = conflict.DeclaredSome, []conflict.Holding{{Company: "公司a", CreditCode: "CODEa", Period: ofA(began, conflict.Date{})}}
			if err := c[i].Holdings[0].Percent.UnmarshalText([]byte(percent)); err != nil {
				t.Fatal(err)
			}
		}
		office(0, "director", first)
		office(1, "director", before)
		office(2, "manager", first)
		holding(7, "50")
		holding(11, "49.999999")
		c[12].Appointed, c[13].Invested = conflict.NeverAsked, conflict.NeverAsked
	}
	l.foundCentre()
	l.setUp()
	l.pool("draw-1", "", "")
	for what, tt := range map[string]struct {
		change func(c []conflict.Expert)
		state  evidence.State
	}{
		"as it is":                        {func([]conflict.Expert) {}, evidence.Checked},
		"a director a day less":           {func(c []conflict.Expert) { c[0].Offices[0].To = before }, evidence.Broken},
		"a director a day more":           {func(c []conflict.Expert) { c[1].Offices[0].To = first }, evidence.Broken},
		"never a manager":                 {func(c []conflict.Expert) { c[2].Offices = nil }, evidence.Broken},
		"a manager called director":       {func(c []conflict.Expert) { c[2].Offices[0].Office = "director" }, evidence.Broken},
		"a little less than half":         {func(c []conflict.Expert) { c[7].Holdings[0].Percent-- }, evidence.Broken},
		"a little more":                   {func(c []conflict.Expert) { c[11].Holdings[0].Percent++ }, evidence.Broken},
		"controlling":                     {func(c []conflict.Expert) { c[11].Holdings[0].Controlling = true }, evidence.Broken},
		"never held":                      {func(c []conflict.Expert) { c[11].Holdings = nil }, evidence.Broken},
		"asked for offices":               {func(c []conflict.Expert) { c[12].Appointed = conflict.DeclaredNone }, evidence.Broken},
		"asked for holdings":              {func(c []conflict.Expert) { c[13].Invested = conflict.DeclaredNone }, evidence.Broken},
		"a source, which decides nothing": {func(c []conflict.Expert) { c[0].Offices[0].Document = "另一依据" }, evidence.Checked},
	} {
		b := l.bundle(evidence.Full)
		b.Draws = slices.Clone(b.Draws)
		b.Draws[0].Candidates = slices.Clone(b.Draws[0].Candidates)
		for i := range b.Draws[0].Candidates {
			c := &b.Draws[0].Candidates[i]
			c.Offices, c.Holdings = slices.Clone(c.Offices), slices.Clone(c.Holdings)
		}
		tt.change(b.Draws[0].Candidates)
		if r := verify(t, pack(t, b), evidence.Options{}); r.Part(evidence.PartConflicts).State != tt.state || r.Sound() != (tt.state == evidence.Checked) {
			t.Errorf("%s: %+v, want %s", what, r.Part(evidence.PartConflicts), tt.state)
		}
	}
}

// heldBy makes what a conflict was decided by one of a part that the holder of
// the seat declared to hold.
func heldBy(percent conflict.Percent, controlling bool, grounds ...string) func(*lot, *experts.Decided) {
	return func(_ *lot, d *experts.Decided) {
		d.Expert.Status, d.Grounds, d.Expert.Invested = conflict.Active, grounds, conflict.DeclaredSome
		d.Expert.Holdings = []conflict.Holding{{Company: "公司a", CreditCode: "CODEa", Percent: percent, Controlling: controlling}}
	}
}
