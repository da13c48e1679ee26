package evidence_test

import (
	"encoding/json"
	"slices"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
	"bidroom/server/rooms"
)

// decidedOf is what was kept of the one conflict for which a holder left, and
// where its opening stands.
func decidedOf(t *testing.T, l *lot) (int, experts.Decided) {
	t.Helper()
	i := slices.IndexFunc(l.openings, func(o evidence.Opening) bool {
		return o.Domain == draw.ConflictDomain && json.Valid([]byte(o.Value)) && l.entryKind(t, o.Seq, "draw-2")
	})
	var d experts.Decided
	if err := json.Unmarshal([]byte(l.openings[i].Value), &d); err != nil {
		t.Fatal(err)
	}
	return i, d
}

func (l *lot) entryKind(t *testing.T, seq int64, of string) bool {
	t.Helper()
	e, err := proclog.ParseEntry(l.log.entries[seq])
	if err != nil {
		t.Fatal(err)
	}
	act, err := draw.Decode(e.Kind, e.Body)
	return err == nil && act.Of() == of
}

// decides puts something else in the place of what a conflict was decided by,
// with its entry, as somebody could who holds the key of the log.
func (l *lot) decides(t *testing.T, i int, d experts.Decided) {
	t.Helper()
	o := l.open(draw.ConflictDomain, jsonOf(t, d))
	seq := l.openings[i].Seq
	l.log.entries[seq] = altered(t, l.log.entries[seq], func(_ *proclog.Entry, body map[string]any) { body["conflict"] = string(o.DatumHash()) })
	l.openings[i].Opening = o
}

// Who lost a seat for a conflict after the draw had one, by what the register
// and the lot held then: a full file decides it again.
func TestLeftForConflict(t *testing.T) {
	mergeBy := func(role, into, from string) func(*lot) {
		return func(l *lot) {
			l.centre.append(l.t, "s1", role, "register.merged", &rooms.RegisterMerged{Subject: into, Version: 2, Other: from, OtherVersion: 1, Changed: []string{}})
		}
	}
	merge := func(into, from string) func(*lot) { return mergeBy("staff", into, from) }
	mergeAfter := func(ms int64) func(*lot) { // the entry of the replacement, whose second a new entry adds
		return func(l *lot) {
			i, d := decidedOf(l.t, l)
			e, err := proclog.ParseEntry(l.log.entries[l.openings[i].Seq])
			if err != nil {
				l.t.Fatal(err)
			}
			l.centre.ms = e.AtMs - 1000 + ms
			merge("E99", d.Entry)(l)
		}
	}
	other := func(l *lot, d experts.Decided) conflict.Expert { // who holds seat 1
		return l.draws[len(l.draws)-1].Candidates[slices.IndexFunc(l.draws[len(l.draws)-1].Candidates, func(e conflict.Expert) bool {
			o, _ := l.d.Behind(l.d.Holders[0].Label)
			return e.ID == o.Expert
		})]
	}
	for what, tt := range map[string]struct {
		before func(*lot)
		forge  func(*lot, *experts.Decided)
		broken bool
	}{
		"as it is":              {nil, func(*lot, *experts.Decided) {}, false},
		"no conflict":           {nil, func(_ *lot, d *experts.Decided) { d.Expert.Status = conflict.Active }, true},
		"no ground":             {nil, func(_ *lot, d *experts.Decided) { d.Expert.Status, d.Grounds = conflict.Active, nil }, true},
		"another ground":        {nil, func(_ *lot, d *experts.Decided) { d.Grounds = []string{"R01"} }, true},
		"one ground more":       {nil, func(_ *lot, d *experts.Decided) { d.Grounds = append(d.Grounds, "R12") }, true},
		"another label":         {nil, func(l *lot, d *experts.Decided) { d.Label = l.d.Holders[0].Label }, true},
		"another's entry":       {nil, func(l *lot, d *experts.Decided) { d.Entry = other(l, *d).ID }, true},
		"another person":        {nil, func(l *lot, d *experts.Decided) { d.Expert = other(l, *d); d.Expert.Status = conflict.Removed }, true},
		"an entry merged since": {func(l *lot) { _, d := decidedOf(l.t, l); merge("E99", d.Entry)(l) }, func(_ *lot, d *experts.Decided) { d.Expert.ID = "E99" }, false},
		"merged by an agent":    {func(l *lot) { _, d := decidedOf(l.t, l); mergeBy("agent", "E99", d.Entry)(l) }, func(_ *lot, d *experts.Decided) { d.Expert.ID = "E99" }, true},
		"merged just then":      {mergeAfter(0), func(_ *lot, d *experts.Decided) { d.Expert.ID = "E99" }, false},
		"merged afterwards":     {mergeAfter(1), func(_ *lot, d *experts.Decided) { d.Expert.ID = "E99" }, true},
		"merged into another":   {func(l *lot) { _, d := decidedOf(l.t, l); merge("E98", d.Entry)(l) }, func(_ *lot, d *experts.Decided) { d.Expert.ID = "E99" }, true},
		"drawn twice, unmerged": {nil, func(_ *lot, d *experts.Decided) { d.Grounds = append(d.Grounds, experts.DrawnTwice) }, true},
		"drawn twice": {func(l *lot) {
			o, _ := l.d.Behind(l.d.Holders[0].Label)
			_, d := decidedOf(l.t, l)
			merge(o.Expert, d.Entry)(l)
		}, func(l *lot, d *experts.Decided) {
			o, _ := l.d.Behind(l.d.Holders[0].Label)
			d.Expert.ID, d.Expert.Status, d.Grounds = o.Expert, conflict.Active, []string{experts.DrawnTwice}
		}, false},
		"a part that was declared":         {nil, heldBy(conflict.Whole/2, false, "R03", "R09"), false},
		"a lesser part":                    {nil, heldBy(conflict.Whole/2-1, false, "R03", "R09"), true},
		"a lesser part, of less":           {nil, heldBy(conflict.Whole/2-1, false, "R09"), false},
		"a lesser part that controls":      {nil, heldBy(conflict.Whole/2-1, true, "R03", "R09"), false},
		"a match of another's found false": {nil, func(_ *lot, d *experts.Decided) { d.Expert.Dismissals = []conflict.Dismissal{namesakeOf10} }, true},
	} {
		t.Run(what, func(t *testing.T) {
			l := newLot(t)
			l.foundCentre()
			if tt.before != nil { // a merge is earlier than what it counts for
				l.centre.ms = 0
			}
			l.setUp()
			l.imported("draw-0")
			l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
			l.drawPanel()
			if tt.before != nil {
				tt.before(l)
			}
			i, d := decidedOf(t, l)
			tt.forge(l, &d)
			l.decides(t, i, d)
			r := verify(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
			if got := r.Part(evidence.PartConflicts); (got.State == evidence.Broken) != tt.broken || tt.broken == r.Sound() {
				t.Errorf("sound %t: %+v", r.Sound(), r.Parts)
			} else if !tt.broken && !slices.ContainsFunc(got.Notes, func(n evidence.Note) bool {
				return n.Code == "left" && n.Args["seat"] == "4" && n.Args["label"] == d.Label[:8]
			}) {
				t.Errorf("not noted: %+v", got.Notes)
			}
		})
	}
}

// A file that leaves out by what a conflict was decided does not hold it all;
// a public one never does. Whose seat goes for a conflict without it, or with it
// for another reason, is found by both verifiers.
func TestLeftForConflictUnsaid(t *testing.T) {
	l := closeLot(t)
	file := agree(t, pack(t, l.bundle(evidence.Public)), evidence.Options{})
	if !file.Sound() || file.Part(evidence.PartConflicts).State != evidence.NotContained {
		t.Errorf("%+v", file.Part(evidence.PartConflicts))
	}
	i, _ := decidedOf(t, l)
	seq, without := l.openings[i].Seq, *l
	without.openings = slices.Delete(slices.Clone(l.openings), i, i+1)
	if r := verify(t, pack(t, without.bundle(evidence.Full)), evidence.Options{}); r.Part(evidence.PartConflicts).State != evidence.NotContained {
		t.Errorf("%+v", r.Part(evidence.PartConflicts))
	}
	for what, change := range map[string]func(map[string]any){
		"without the datum": func(body map[string]any) { delete(body, "conflict") },
		"no hash":           func(body map[string]any) { body["conflict"] = "x" },
		"another reason":    func(body map[string]any) { body["reason"] = "declined" },
	} {
		mangled := lotTampering(t, l)
		entries := slices.Clone(mangled.entries)
		entries[seq] = altered(t, entries[seq], func(_ *proclog.Entry, body map[string]any) { change(body) })
		if r := agree(t, mangled.pack(entries, "flip", int(seq), true), evidence.Options{}); r.Part(evidence.PartDraw).State != evidence.Broken {
			t.Errorf("%s: %+v", what, r.Part(evidence.PartDraw))
		}
	}
}
