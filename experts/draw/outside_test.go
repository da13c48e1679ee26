package draw_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/experts/draw"
)

const importedMs = 1_763_900_000_000

// label makes the n-th label of a test.
func label(n int) string { return strings.Repeat(fmt.Sprintf("%02x", n), 32) }

// outside is a panel of three that a library drew, with two substitutes, of
// whom the second is meant for seat 3.
func outside() *draw.Imported {
	hash := strings.Repeat("ab", 32)
	return &draw.Imported{Draw: "D", Rules: hash, Limits: draw.Limits{Region: 2},
		Seats:  []draw.Seat{{No: 1, Specialties: []string{"a"}}, {No: 2, Specialties: []string{"a"}, Fallback: []string{"c"}}, {No: 3, Specialties: []string{"b"}, Region: "x"}},
		Source: draw.Source{Library: "库", RecordNo: "1", Body: "中心", Person: "人", DrawnMs: importedMs - 1, File: hash, Record: hash, RecordSize: 1},
		Taken:  []draw.Place{{1, label(1)}, {2, label(2)}, {3, label(3)}}, Substitutes: []draw.Substitute{{label(4), 0}, {label(5), 3}}, Deviations: []draw.Deviation{}}
}

func person(n int, specialty, region, employer string) draw.Opened {
	return draw.Opened{Label: label(n), Expert: fmt.Sprint("P", n), Specialties: []string{specialty}, Region: region, Employers: []string{employer}}
}

func people() []draw.Opened {
	return []draw.Opened{person(1, "a", "x", "u1"), person(2, "c", "y", "u2"), person(3, "b", "x", "u3"), person(4, "a", "y", "u4"), person(5, "z", "y", "u5")}
}

// code returns the code of a refusal.
func code(err error) string {
	var refused *draw.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return fmt.Sprint(err)
}

// by is who does an act: a supplementary list needs a supervisor.
func by(act draw.Act) draw.Meta {
	if _, is := act.(*draw.Supplemented); is {
		return draw.Meta{AtMs: importedMs, Actor: "v", Role: "supervisor"}
	}
	return draw.Meta{AtMs: importedMs, Actor: "s", Role: "staff"}
}

func apply(t *testing.T, d *draw.Draw, acts ...draw.Act) {
	t.Helper()
	for _, act := range acts {
		if err := d.Apply(by(act), act); err != nil {
			t.Fatalf("%s: %v", act.Kind(), err)
		}
	}
}

func TestImportedRefused(t *testing.T) {
	for what, tt := range map[string]struct {
		change func(*draw.Imported)
		code   string
	}{
		"nobody says who drew":       {func(a *draw.Imported) { a.Body = "" }, "draw.source"},
		"nobody was in charge":       {func(a *draw.Imported) { a.Person = "" }, "draw.source"},
		"no library":                 {func(a *draw.Imported) { a.Library = "" }, "draw.source"},
		"a library without an end":   {func(a *draw.Imported) { a.Library = strings.Repeat("x", 301) }, "draw.source"},
		"no record number":           {func(a *draw.Imported) { a.RecordNo = "" }, "draw.source"},
		"no record":                  {func(a *draw.Imported) { a.RecordSize = 0 }, "draw.source"},
		"no hash of the record":      {func(a *draw.Imported) { a.Record = "" }, "draw.source"},
		"no hash of the file":        {func(a *draw.Imported) { a.File = strings.Repeat("AB", 32) }, "draw.source"},
		"drawn after it came":        {func(a *draw.Imported) { a.DrawnMs = importedMs + 1 }, "draw.source"},
		"no seats":                   {func(a *draw.Imported) { a.Seats, a.Taken = nil, nil }, "draw.no_seats"},
		"a seat without anybody":     {func(a *draw.Imported) { a.Taken = a.Taken[:2] }, "draw.seat"},
		"somebody without a seat":    {func(a *draw.Imported) { a.Taken = append(a.Taken, draw.Place{Seat: 4, Label: label(9)}) }, "draw.seat"},
		"seats in another order":     {func(a *draw.Imported) { a.Taken[0].Seat, a.Taken[1].Seat = 2, 1 }, "draw.seat"},
		"a label that is none":       {func(a *draw.Imported) { a.Taken[0].Label = "x" }, "draw.opening"},
		"a person twice":             {func(a *draw.Imported) { a.Taken[1].Label = label(1) }, "draw.opening"},
		"a substitute who sits":      {func(a *draw.Imported) { a.Substitutes[0].Label = label(1) }, "draw.opening"},
		"a substitute for nothing":   {func(a *draw.Imported) { a.Substitutes[0].For = 4 }, "draw.seat"},
		"a deviation of no seat":     {func(a *draw.Imported) { a.Deviations = []draw.Deviation{{4, "specialty"}} }, "draw.deviations"},
		"a deviation of no kind":     {func(a *draw.Imported) { a.Deviations = []draw.Deviation{{1, "age"}} }, "draw.deviations"},
		"again without a reason":     {func(a *draw.Imported) { a.Former = "C" }, "reason.required"},
		"limits that nobody can met": {func(a *draw.Imported) { a.Limits.Region = 4 }, "draw.limits"},
		"substitutes without an end": {func(a *draw.Imported) {
			for n := range 201 {
				a.Substitutes = append(a.Substitutes, draw.Substitute{Label: strings.Repeat(fmt.Sprintf("%04x", 0x1000+n), 16)})
			}
		}, "draw.substitutes"},
	} {
		act := outside()
		tt.change(act)
		if got := code(new(draw.Draw).Apply(draw.Meta{AtMs: importedMs, Role: "supervisor"}, act)); got != tt.code {
			t.Errorf("%s: %s, want %s", what, got, tt.code)
		}
	}
}

// answered is what was heard of whom the library invited for a seat.
func answered(seat, n int, answer string) *draw.Answered {
	return &draw.Answered{Draw: "D", Seat: seat, Label: label(n), Answer: answer, Reason: "出差"}
}

// Substitutes follow in their order, each for the seat it is meant for or
// fits; then the seat is open, until a list comes.
func TestSubstitutes(t *testing.T) {
	for _, opened := range []bool{true, false} {
		d := new(draw.Draw)
		apply(t, d, outside())
		if opened {
			d.RevealPersons(people())
			if err := d.CheckImported(); err != nil {
				t.Fatal(err)
			}
		}
		if d.Complete() != opened || !d.Holders[0].Comes() {
			t.Fatalf("%+v", d)
		}
		refused := func(want string, act draw.Act) {
			t.Helper()
			again := *d
			again.Holders, again.Fillings = slices.Clone(d.Holders), slices.Clone(d.Fillings)
			if got := code(again.Apply(by(act), act)); got != want {
				t.Errorf("opened %v, %s: %s, want %s", opened, act.Kind(), got, want)
			}
		}
		skip := []draw.Skip{{Label: label(4), Reason: draw.SkipUnfit}}
		replace := func(seat, n int, skips ...draw.Skip) *draw.Replaced {
			return &draw.Replaced{Draw: "D", Reason: "declined", Filling: draw.Filling{Seat: seat, Label: label(n), Skips: skips}}
		}
		refused("draw.answer", &draw.Answered{Draw: "D", Seat: 3, Label: label(3), Answer: "accepted"})
		refused("reason.required", &draw.Answered{Draw: "D", Seat: 3, Label: label(3), Answer: "absent"})
		refused("draw.seat", &draw.Invited{Draw: "D", Seat: 3, Label: label(3), Channel: "manual"})
		refused("draw.unattended", &draw.UnattendedSet{Draw: "D", UnattendedOrder: draw.UnattendedOrder{Channel: "sip", CheckInMs: 1, UntilMs: 1 << 50, Hours: 6}})
		refused("draw.fill_differs", replace(3, 5))
		refused("draw.fill_differs", replace(1, 2))
		refused("draw.fill_differs", replace(1, 9))
		apply(t, d, &draw.Answered{Draw: "D", Seat: 3, Label: label(3), Answer: "declined", Reason: "出差"}, replace(3, 5, skip...))
		if d.Holders[2].Label != label(5) || d.Place(label(5)) != 2 || d.Place(label(1)) != 0 {
			t.Fatalf("seat 3 is held by %+v", d.Holders[2])
		}
		if want := []draw.Deviation{{3, "specialty"}, {3, "region"}}; opened && !slices.Equal(d.Deviations, want) {
			t.Errorf("it deviates in %v, want %v", d.Deviations, want)
		}
		vacate := &draw.Vacated{Draw: "D", Seat: 1, Reason: "absent"}
		if opened {
			refused("draw.fill_differs", vacate)
		}
		refused("draw.leaves", replace(1, 4))
		apply(t, d, answered(1, 1, "declined"), replace(1, 4))
		for reason, want := range map[string]string{"absent": "draw.leaves", "recused": "draw.leaves", "supplemented": "draw.leaves", "unwell": "draw.leaves", "": "draw.leaves", "conflict": "draw.conflict"} {
			refused(want, &draw.Vacated{Draw: "D", Seat: 1, Reason: reason})
		}
		apply(t, d, answered(1, 4, "absent"))
		apply(t, d, vacate)
		refused("draw.seat", vacate)
		refused("draw.seat", &draw.Unsealed{Draw: "D", Seat: 1, Label: "", Expert: label(4)})
		more := &draw.Supplemented{Draw: "D", Reason: "候补用完", Source: outside().Source, Substitutes: []draw.Substitute{{label(6), 1}}}
		for want, change := range map[string]func(*draw.Supplemented){"reason.required": func(a *draw.Supplemented) { a.Reason = "" }, "draw.lists": func(a *draw.Supplemented) { a.Substitutes = nil },
			"draw.source": func(a *draw.Supplemented) { a.Source.Record = "" }, "draw.opening": func(a *draw.Supplemented) { a.Substitutes = []draw.Substitute{{label(4), 0}} }} {
			wrong := *more
			change(&wrong)
			refused(want, &wrong)
		}
		apply(t, d, more)
		if opened {
			d.RevealPersons(append(people(), person(6, "q", "x", "u1")))
		}
		apply(t, d, &draw.Replaced{Draw: "D", Reason: "supplemented", Filling: draw.Filling{Seat: 1, Label: label(6), Skips: []draw.Skip{}}})
		for n := range draw.MostLists - 1 {
			next := *more
			next.Substitutes = []draw.Substitute{{label(20 + n), 1}}
			apply(t, d, &next)
		}
		refused("draw.lists", &draw.Supplemented{Draw: "D", Reason: "x", Source: more.Source, Substitutes: []draw.Substitute{{label(30), 1}}})
		refused("draw.seat", &draw.Unsealed{Draw: "D", Seat: 1, Label: label(6), Expert: label(7)})
		apply(t, d, &draw.Unsealed{Draw: "D", Seat: 1, Label: label(6), Expert: label(6)})
		refused("draw.arrived", &draw.Voided{Draw: "D", Reason: "名单有误"})
		if d.FillUnchecked == opened {
			t.Errorf("opened %v, unchecked %v", opened, d.FillUnchecked)
		}
	}
}

// Who is meant for one seat is not had for another that would fit.
func TestSubstituteForOneSeat(t *testing.T) {
	d := new(draw.Draw)
	apply(t, d, outside())
	meant := people()
	meant[4].Specialties = []string{"a"}
	d.RevealPersons(meant)
	apply(t, d, answered(1, 1, "absent"), &draw.Replaced{Draw: "D", Reason: "absent", Filling: draw.Filling{Seat: 1, Label: label(4), Skips: []draw.Skip{}}})
	if next, err := d.Fill(d.Seats[1:2]); code(err) != "draw.unfillable" {
		t.Errorf("seat 2 goes to %+v, %v", next, err)
	}
	if next, err := d.Fill(d.Seats[2:3]); err != nil || next[0].Label != label(5) {
		t.Errorf("seat 3 goes to %+v, %v", next, err)
	}
}

// A list can name somebody again, by another phone say: who sits, is just
// leaving the seat or has recused is passed over, under whatever label.
func TestPersonOnTwoLists(t *testing.T) {
	more := func(n int) *draw.Supplemented {
		return &draw.Supplemented{Draw: "D", Reason: "x", Source: outside().Source, Substitutes: []draw.Substitute{{label(n), 0}}}
	}
	d := new(draw.Draw)
	apply(t, d, outside())
	again := func(n, of int) draw.Opened {
		o := person(n, "a", "y", "u")
		o.Expert = person(of, "", "", "").Expert
		return o
	}
	d.RevealPersons(append(people(), again(6, 1), again(7, 2), again(8, 1)))
	apply(t, d, more(6), more(7))
	next := func(seat int, want string) {
		t.Helper()
		fillings, err := d.Fill(d.Seats[seat-1 : seat])
		got := code(err)
		if err == nil {
			got = fillings[0].Label
		}
		if got != want {
			t.Fatalf("seat %d goes to %s, want %s", seat, got, want)
		}
	}
	came := func(seat, n int) *draw.Unsealed {
		return &draw.Unsealed{Draw: "D", Seat: seat, Label: label(n), Expert: label(n)}
	}
	apply(t, d, answered(1, 1, "unanswered"), &draw.Replaced{Draw: "D", Reason: "unanswered", Filling: draw.Filling{Seat: 1, Label: label(4), Skips: []draw.Skip{}}})
	next(2, label(6)) // whom nobody reached for seat 1, and who has another phone now
	apply(t, d, came(2, 2), &draw.Replaced{Draw: "D", Reason: "recused", Filling: draw.Filling{Seat: 2, Label: label(6), Skips: []draw.Skip{{Label: label(5), Reason: draw.SkipUnfit}}}})
	next(2, "draw.unfillable") // 7 has recused as 2
	apply(t, d, came(2, 6), &draw.Vacated{Draw: "D", Seat: 2, Reason: "recused"}, more(8))
	next(1, "draw.unfillable") // 8 has recused as 6
	d.RevealPersons(append(people(), again(6, 1), again(7, 2), again(8, 9)))
	next(1, label(8))

	twice := new(draw.Draw)
	apply(t, twice, outside())
	twice.RevealPersons(append(people()[:4], again(5, 4)))
	if got := code(twice.CheckImported()); got != "draw.person_twice" {
		t.Errorf("an import that names somebody twice: %s", got)
	}
	both := more(6)
	both.Substitutes = append(both.Substitutes, draw.Substitute{Label: label(7)})
	d = new(draw.Draw)
	apply(t, d, outside())
	d.RevealPersons(append(people(), again(6, 9), again(7, 9)))
	if got := code(d.Apply(by(both), both)); got != "draw.person_twice" {
		t.Errorf("a list that names somebody twice: %s", got)
	}
}

// Without the persons it is still seen for which seat a substitute was meant.
func TestMeantForAnotherSeat(t *testing.T) {
	replace := func(seat, n int, skips ...draw.Skip) *draw.Replaced {
		return &draw.Replaced{Draw: "D", Reason: "declined", Filling: draw.Filling{Seat: seat, Label: label(n), Skips: skips}}
	}
	over := func(n int, reason string) draw.Skip { return draw.Skip{Label: label(n), Reason: reason} }
	more := &draw.Supplemented{Draw: "D", Reason: "x", Source: outside().Source, Substitutes: []draw.Substitute{{label(6), 0}}}
	vacate := &draw.Vacated{Draw: "D", Seat: 3, Reason: "declined"}
	for what, tt := range map[string]struct {
		acts []draw.Act
		last draw.Act
		code string
	}{
		"meant for seat 3, on seat 1":       {nil, replace(1, 5, over(4, draw.SkipUnfit)), "draw.fill_differs"},
		"meant for seat 3, on seat 3":       {nil, replace(3, 5, over(4, draw.SkipUnfit)), "<nil>"},
		"passed over for another reason":    {nil, replace(3, 5, over(4, draw.SkipEmployer)), "draw.fill_differs"},
		"nobody, though one is meant":       {nil, vacate, "draw.fill_differs"},
		"nobody after another list":         {[]draw.Act{more}, vacate, "<nil>"}, // that may name who sits already
		"passed over after another list":    {[]draw.Act{more}, replace(3, 6, over(4, draw.SkipUnfit), over(5, draw.SkipUnfit)), "<nil>"},
		"meant for seat 3, on 1, two lists": {[]draw.Act{more}, replace(1, 5, over(4, draw.SkipUnfit)), "draw.fill_differs"},
	} {
		d := new(draw.Draw)
		apply(t, d, outside(), answered(1, 1, "declined"), answered(3, 3, "declined"))
		apply(t, d, tt.acts...)
		if got := code(d.Apply(by(tt.last), tt.last)); got != tt.code {
			t.Errorf("%s: %s, want %s", what, got, tt.code)
		}
	}
}

// Whatever follows a void draw, and a further list, is a supervisor's.
func TestSecondNeedsSupervisor(t *testing.T) {
	panel := outside()
	panel.Former, panel.Reason = "C", "x"
	pool := &draw.PoolFormed{Draw: "D", Former: "C", Reason: "x", Seats: panel.Seats}
	pool.PoolHash = pool.Hash()
	options := &draw.OptionsStated{Draw: "D", Former: "C", Reason: "x", Purpose: draw.Tie, Subject: "m", Options: []string{"a", "b"}, OptionsHash: draw.OptionsHash("D", draw.Tie, []string{"a", "b"})}
	for _, act := range []draw.Act{panel, pool, options} {
		for role, want := range map[string]string{"staff": "draw.second", "agent": "draw.second", "supervisor": "<nil>"} {
			if got := code(new(draw.Draw).Apply(draw.Meta{AtMs: importedMs, Role: role}, act)); got != want {
				t.Errorf("%s by %s: %s", act.Kind(), role, got)
			}
		}
	}
	d := new(draw.Draw)
	apply(t, d, outside())
	more := &draw.Supplemented{Draw: "D", Reason: "x", Source: panel.Source, Substitutes: []draw.Substitute{{label(6), 0}}}
	if got := code(d.Apply(draw.Meta{AtMs: importedMs, Role: "staff"}, more)); got != "draw.second" {
		t.Errorf("a further list by staff: %s", got)
	}
}

// A draw that was held here takes nothing of one that was not.
func TestOwnDrawIsNotOutside(t *testing.T) {
	d := &draw.Draw{ID: "D", Stage: draw.Filled}
	for _, act := range []draw.Act{&draw.Vacated{Draw: "D", Seat: 1, Reason: "x"}, &draw.Supplemented{Draw: "D", Reason: "x"}} {
		if got := code(d.Apply(draw.Meta{}, act)); got != "draw.own" {
			t.Errorf("%s: %s", act.Kind(), got)
		}
	}
	if got := code(d.Apply(draw.Meta{AtMs: importedMs}, outside())); got != "draw.order" {
		t.Errorf("a panel is imported into a draw: %s", got)
	}
}

func TestDeviations(t *testing.T) {
	seats, limits := outside().Seats, draw.Limits{Home: "x", Outside: 2}
	for what, tt := range map[string]struct {
		sitting []draw.Opened
		want    []draw.Deviation
	}{
		"none":                {[]draw.Opened{person(1, "a", "y", "u1"), person(2, "c", "y", "u2"), person(3, "b", "x", "u3")}, []draw.Deviation{}},
		"of a specialty":      {[]draw.Opened{person(1, "c", "y", "u1"), person(2, "c", "y", "u2"), person(3, "b", "x", "u3")}, []draw.Deviation{{1, "specialty"}}},
		"of a region":         {[]draw.Opened{person(1, "a", "y", "u1"), person(2, "c", "y", "u2"), person(3, "b", "y", "u3")}, []draw.Deviation{{3, "region"}}},
		"of one employer":     {[]draw.Opened{person(1, "a", "y", "u1"), person(2, "c", "y", "u1"), person(3, "b", "x", "u1")}, []draw.Deviation{{2, "employer"}, {3, "employer"}}},
		"too many near home":  {[]draw.Opened{person(1, "a", "xa", "u1"), person(2, "c", "y", "u2"), person(3, "b", "x", "u3")}, []draw.Deviation{{3, "region_limit"}}},
		"too many of home":    {[]draw.Opened{person(1, "a", "x", "u1"), person(2, "c", "y", "u2"), person(3, "b", "x", "u3")}, []draw.Deviation{{3, "region_limit"}}},
		"everything, but one": {[]draw.Opened{{}, person(2, "z", "x", "u1"), person(3, "z", "y", "u1")}, []draw.Deviation{{2, "specialty"}, {3, "specialty"}, {3, "region"}, {3, "employer"}}},
	} {
		if got := draw.Deviations(seats, limits, tt.sitting); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", what, got, tt.want)
		}
	}
}

// The label is the datum of the log; the value was hashed with openssl.
func TestPersonLabel(t *testing.T) {
	o, err := draw.OpenPerson([16]byte{1}, draw.Person{Employer: "单位<1>", Identity: "11010519491231002X", Name: "王喆", Region: "330100", Specialties: []string{"A08"}})
	if err != nil {
		t.Fatal(err)
	}
	const value = `{"employer":"单位<1>","employer_code":"","identity":"11010519491231002X","name":"王喆","region":"330100","specialties":["A08"]}`
	const want = "92186db23877537e362da63aebf0977dd8861ff2817af499daf68604cb12fb9e"
	if o.Value != value || o.Label != want || o.Salt != "01000000000000000000000000000000" {
		t.Errorf("%+v", o)
	}
	if p, err := o.Person(); err != nil || p.Name != "王喆" {
		t.Errorf("%+v %v", p, err)
	}
	for what, change := range map[string]func(*draw.OpenedPerson){"another value": func(o *draw.OpenedPerson) { o.Value = strings.Replace(value, "王", "汪", 1) },
		"another salt": func(o *draw.OpenedPerson) { o.Salt = strings.Repeat("0", 32) }, "another label": func(o *draw.OpenedPerson) { o.Label = label(1) }} {
		other := o
		change(&other)
		if _, err := other.Person(); code(err) != "draw.opening" {
			t.Errorf("%s: %v", what, err)
		}
	}
}
