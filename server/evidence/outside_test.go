package evidence_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// libraryRecord is what a library made of its draw.
const libraryRecord = "抽取记录：王外一、王外二、王外三、王外四"

// outsider makes the n-th person whom a library drew.
func (l *lot) outsider(n int, specialty, code string) (draw.OpenedPerson, conflict.Expert) {
	l.t.Helper()
	var salt [16]byte
	if _, err := hex.Decode(salt[:], []byte(l.salt())); err != nil {
		l.t.Fatal(err)
	}
	p := draw.Person{Employer: fmt.Sprint("外单位", n), EmployerCode: code, Identity: fmt.Sprint("33010119700101000", n), Name: fmt.Sprint("外专家", n), Region: "330200", Specialties: []string{specialty}}
	o, err := draw.OpenPerson(salt, p)
	if err != nil {
		l.t.Fatal(err)
	}
	return o, experts.Candidate(o.Label, p, nil)
}

// imported plays a panel that a library drew, with an act of every kind: who
// was to hold seat 2 works for a bidder, and a substitute follows; who was to
// hold seat 3 declines, and nobody is left until a list comes.
func (l *lot) imported(id string) {
	l.t.Helper()
	profile, err := l.c.Profile()
	if err != nil {
		l.t.Fatal(err)
	}
	source := draw.Source{Library: "省库", RecordNo: "CQ-1", Body: "省中心", Person: "蒋惠兰", DrawnMs: startMs - 1000, File: sha([]byte("file")), Record: sha([]byte(libraryRecord)), RecordSize: int64(len(libraryRecord))}
	act := &draw.Imported{Draw: id, Rules: profile.Hash(), Limits: draw.Limits(l.c.Plan.Limits), Source: source, Deviations: []draw.Deviation{{Seat: 4, Kind: "specialty"}}}
	d := evidence.Draw{ID: id, Companies: []conflict.Company{{Name: "公司a", CreditCode: "CODEa", LegalRepresentative: "甲"}}, Records: [][]byte{[]byte(libraryRecord), []byte("补充")}}
	add := func(n int, specialty, code string) string {
		o, candidate := l.outsider(n, specialty, code)
		d.Persons, d.Candidates = append(d.Persons, o), append(d.Candidates, candidate)
		return o.Label
	}
	for i, specialty := range []string{"A080104", "A080104", "A060101", "B013201"} {
		seat := l.c.Plan.Seats[i]
		act.Seats = append(act.Seats, draw.Seat{No: seat.No, Specialties: seat.Specialties, Region: seat.Region, Fallback: seat.Fallback})
		act.Taken = append(act.Taken, draw.Place{Seat: seat.No, Label: add(i, specialty, []string{"", "CODEa", "", ""}[i])})
	}
	act.Substitutes = []draw.Substitute{{Label: add(4, "A080104", "")}}
	late := []draw.Substitute{{Label: add(0, "A060101", ""), For: 3}, {Label: add(5, "A080104", ""), For: 3}} // the first sits already
	checker := conflict.NewChecker(l.facts(d.Companies, nil))
	act.Unasked = experts.Unasked(checker, d.Candidates)
	l.d = new(draw.Draw)
	l.draw("s1", "staff", act)
	opened, err := experts.Persons(d.Persons, act.Seats)
	if err != nil {
		l.t.Fatal(err)
	}
	l.d.RevealPersons(opened)
	if err := l.d.CheckImported(); err != nil {
		l.t.Fatal(err)
	}
	l.draw("system", "system", &draw.Rechecked{Draw: id, Unknown: 4})
	l.leaves(d, 2, d.Candidates[1])
	l.draw("s1", "staff", &draw.Answered{Draw: id, Seat: 3, Label: act.Taken[2].Label, Answer: "declined", Reason: "出差"})
	l.draw("system", "system", &draw.Vacated{Draw: id, Seat: 3, Reason: "declined"})
	source.RecordNo, source.Record, source.RecordSize = "CQ-2", sha([]byte("补充")), int64(len("补充"))
	l.draw("v1", "supervisor", &draw.Supplemented{Draw: id, Reason: "候补已用完", Source: source, Substitutes: late})
	l.follow(3, "supplemented")
	l.draws = append(l.draws, d)
}

// leaves lets the next take a seat whose holder has a conflict by now, and keeps
// by what that was decided.
func (l *lot) leaves(d evidence.Draw, seat int, holder conflict.Expert) {
	l.t.Helper()
	said := experts.Decided{Label: l.d.Holders[seat-1].Label, Entry: l.d.Holders[seat-1].Label, Expert: holder}
	if o, drawn := l.d.Behind(said.Label); drawn {
		said.Entry = o.Expert
	}
	facts := l.facts(d.Companies, d.Others)
	facts.Meeting = conflict.Date{}
	checker := conflict.NewChecker(facts)
	said.Companies, said.Grounds = checker.Deciding(holder), checker.KeepsOut(holder)
	opening := l.open(draw.ConflictDomain, jsonOf(l.t, said))
	next, err := l.d.Fill(l.d.Seats[seat-1 : seat])
	if err != nil {
		l.t.Fatal(err)
	}
	l.keep(l.draw("system", "system", &draw.Replaced{Draw: l.d.ID, Reason: "conflict", Filling: next[0], Conflict: string(opening.DatumHash())}), opening)
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// follow lets the next substitute take a seat.
func (l *lot) follow(seat int, reason string) {
	l.t.Helper()
	next, err := l.d.Fill(l.d.Seats[seat-1 : seat])
	if err != nil {
		l.t.Fatal(err)
	}
	l.draw("system", "system", &draw.Replaced{Draw: l.d.ID, Reason: reason, Filling: next[0]})
}

// importLot is a lot with a panel that a library drew, which stands.
func importLot(t *testing.T) *lot {
	l := newLot(t)
	l.foundCentre()
	l.setUp()
	l.imported("draw-0")
	return l
}

// A panel that was drawn elsewhere is said to be, by whom, and under which
// record; who took which seat and why is checked all the same.
func TestDrawnOutside(t *testing.T) {
	l := importLot(t)
	for _, scope := range []evidence.Scope{evidence.Full, evidence.Public} {
		r := agree(t, pack(t, l.bundle(scope)), evidence.Options{})
		part, conflicts := r.Part(evidence.PartDraw), r.Part(evidence.PartConflicts)
		if part.State != evidence.Outside || part.Notes[0].Code != "outside" || part.Notes[0].Args["record"] != "CQ-1" || part.Notes[0].Args["body"] != "省中心" || !r.Sound() {
			t.Errorf("%s: %+v", scope, part)
		}
		said := map[evidence.Scope]evidence.State{evidence.Full: evidence.Checked, evidence.Public: evidence.NotContained}
		if conflicts.State != said[scope] {
			t.Errorf("%s: %+v", scope, conflicts)
		}
		excluded := slices.IndexFunc(conflicts.Notes, func(n evidence.Note) bool {
			return n.Code == "excluded" && n.Args["seat"] == "2" && strings.Contains(n.Args["grounds"], "R01")
		})
		if (excluded < 0) != (scope == evidence.Public) {
			t.Errorf("%s: who was excluded is said in %+v", scope, conflicts.Notes)
		}
		var out bytes.Buffer
		if err := evidence.Print(&out, r, "en"); err != nil || !strings.Contains(out.String(), "drawn outside, by 省中心 (蒋惠兰 in charge) from 省库") || strings.Contains(out.String(), "verify.") {
			t.Errorf("it says %s %v", &out, err)
		}
	}
	file := pack(t, l.bundle(evidence.Public))
	for _, secret := range []string{"外专家", "外单位", "33010119700101000", "王外一"} {
		if bytes.Contains(file, []byte(secret)) {
			t.Errorf("the public file holds %q", secret)
		}
	}
}

// Whatever of such a panel is other than the log says is found, also where its
// tree was made anew by whoever holds the key.
func TestOutsideMangled(t *testing.T) {
	entry := func(kind string, n int, change func(*proclog.Entry, map[string]any)) func(*testing.T, *lot) {
		return func(t *testing.T, l *lot) {
			t.Helper()
			i := nth(t, l.log.entries, kind, n)
			l.log.entries[i] = altered(t, l.log.entries[i], change)
		}
	}
	body := func(kind string, change func(map[string]any)) func(*testing.T, *lot) {
		return entry(kind, 0, func(_ *proclog.Entry, of map[string]any) { change(of) })
	}
	for what, tt := range map[string]struct {
		mangle func(*testing.T, *lot)
		part   string
	}{
		"another record": {func(_ *testing.T, l *lot) {
			l.draws[0].Records[0] = []byte("抽取记录：王外一、王外二、王外三、李四")
		}, evidence.PartDraw},
		"another later record":        {func(_ *testing.T, l *lot) { l.draws[0].Records[1] = []byte("补冲") }, evidence.PartDraw},
		"a record that nobody stated": {func(_ *testing.T, l *lot) { l.draws[0].Records = append(l.draws[0].Records, []byte("x")) }, evidence.PartDraw},
		"a person left out":           {func(_ *testing.T, l *lot) { l.draws[0].Persons = l.draws[0].Persons[1:] }, evidence.PartDraw},
		"another person": {func(_ *testing.T, l *lot) {
			l.draws[0].Persons[0].Value = strings.Replace(l.draws[0].Persons[0].Value, "外专家0", "外专家9", 1)
		}, evidence.PartDraw},
		"a person too many": {func(_ *testing.T, l *lot) {
			o, candidate := l.outsider(8, "A080104", "")
			l.draws[0].Persons, l.draws[0].Candidates = append(l.draws[0].Persons, o), append(l.draws[0].Candidates, candidate)
		}, evidence.PartDraw},
		"an employer left out":     {func(_ *testing.T, l *lot) { l.draws[0].Candidates[1].Affiliations = nil }, evidence.PartConflicts},
		"a conflict hidden":        {func(_ *testing.T, l *lot) { l.draws[0].Candidates[1].Affiliations[0].CreditCode = "" }, evidence.PartConflicts},
		"a conflict made up":       {func(_ *testing.T, l *lot) { l.draws[0].Candidates[0].Status = conflict.Removed }, evidence.PartConflicts},
		"another count of unknown": {body("draw.rechecked", func(of map[string]any) { of["unknown"] = "0" }), evidence.PartConflicts},
		"another reason":           {body("draw.replaced", func(of map[string]any) { of["reason"], of["conflict"] = "declined", "" }), evidence.PartConflicts},
		"what was never asked":     {body("draw.imported", func(of map[string]any) { of["unasked"] = []any{"units"} }), evidence.PartConflicts},
		"nobody on the seats":      {body("draw.imported", func(of map[string]any) { of["taken"] = []any{} }), evidence.PartDraw},
		"no deviation":             {body("draw.imported", func(of map[string]any) { of["deviations"] = []any{} }), evidence.PartDraw},
		"another substitute first": {body("draw.imported", func(of map[string]any) { of["substitutes"].([]any)[0].(map[string]any)["for"] = "4" }), evidence.PartDraw},
		"drawn after the import":   {body("draw.imported", func(of map[string]any) { of["drawn_ms"] = "9999999999999" }), evidence.PartDraw},
		"other rules":              {body("draw.imported", func(of map[string]any) { of["rules"] = sha([]byte("x")) }), evidence.PartDraw},
		"another seat":             {body("draw.imported", func(of map[string]any) { of["seats"].([]any)[0].(map[string]any)["region"] = "330200" }), evidence.PartDraw},
		"the list of nobody":       {body("draw.supplemented", func(of map[string]any) { of["substitutes"] = []any{} }), evidence.PartDraw},
		"who sits takes another seat": {entry("draw.replaced", 1, func(_ *proclog.Entry, of map[string]any) {
			filling := of["filling"].(map[string]any)
			filling["label"], filling["skips"] = filling["skips"].([]any)[0].(map[string]any)["label"], []any{}
		}), evidence.PartDraw},
		"a further list by staff":   {entry("draw.supplemented", 0, func(e *proclog.Entry, _ map[string]any) { e.Role = "staff" }), evidence.PartDraw},
		"a second panel by staff":   {entry("draw.imported", 0, func(_ *proclog.Entry, of map[string]any) { of["former"], of["reason"] = "draw-x", "x" }), evidence.PartDraw},
		"the list without a reason": {body("draw.supplemented", func(of map[string]any) { of["reason"] = "" }), evidence.PartDraw},
	} {
		t.Run(what, func(t *testing.T) {
			l := importLot(t)
			tt.mangle(t, l)
			file := pack(t, l.bundle(evidence.Full))
			r := verify(t, file, evidence.Options{})
			if got := r.Part(tt.part); got.State != evidence.Broken {
				t.Errorf("found %+v", r.Parts)
			}
			if tt.part == evidence.PartDraw {
				agree(t, file, evidence.Options{})
			}
		})
	}
}

// Who checks in must be whom a label stands for.
func TestOutsideUnsealed(t *testing.T) {
	for _, other := range []bool{false, true} {
		l := importLot(t)
		o := l.draws[0].Persons[0]
		opening := evaluation.Opening{Domain: draw.PersonDomain, Salt: o.Salt, Value: o.Value}
		seq := l.draw("kiosk", "kiosk", &draw.Unsealed{Draw: "draw-0", Seat: 1, Label: o.Label, Expert: o.Label})
		if other {
			opening.Value = l.draws[0].Persons[1].Value
		}
		l.keep(seq, opening)
		if r := verify(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); r.Sound() == other {
			t.Errorf("another person: %v, sound: %v, %+v", other, r.Sound(), r.Part(evidence.PartDraw))
		}
	}
}
