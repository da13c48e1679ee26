package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
	"bidroom/server/rooms"
)

// namesakeOf10 says that expert 10 is not the director of that name.
var namesakeOf10 = conflict.Dismissal{
	Statement: conflict.Statement{Expert: "E10", Match: conflict.Match{Name: "专家10", Company: "公司a", CreditCode: "CODEa", Office: "director"}, Reason: "身份证号不同"},
	Salt:      strings.Repeat("5a", 16), Proposed: "s1", Decided: "v1", On: conflict.Date{Year: 2025, Month: 11, Day: 20},
}

// saidOf10 is what the centre's tree says of the statement, and as which
// version it was kept.
func saidOf10(t testing.TB) rooms.MatchProposed {
	t.Helper()
	value, err := proclog.Canonical(namesakeOf10.Statement)
	if err != nil {
		t.Fatal(err)
	}
	return rooms.MatchProposed{Subject: "E10", Match: evaluation.Opening{Domain: rooms.MatchDomain, Salt: namesakeOf10.Salt, Value: string(value)}.DatumHash()}
}

// namesake has staff propose and a supervisor confirm that expert 10 is none.
func (l *lot) namesake(proposer, decider string) {
	l.t.Helper()
	said := saidOf10(l.t)
	l.centre.append(l.t, proposer, "staff", "match.proposed", &said)
	l.centre.append(l.t, decider, "supervisor", "match.confirmed", &rooms.MatchConfirmed{MatchProposed: said, ProposedBy: proposer, Version: 2})
}

// A dismissal counts if two people's word for it stands in the centre's tree
// before the pool; without it the expert is excluded.
func TestDismissalsMangled(t *testing.T) {
	l := importLot(t)
	l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
	l.log.ms += 60_000 // later than all that the centre's tree says
	l.pool("draw-1", "draw-0", "改在本中心抽取")
	at := func(kind string) int { return nth(t, l.centre.entries, kind, 0) }
	alter := func(kind string, change func(e *proclog.Entry, body map[string]any)) func(*lot) {
		return func(l *lot) { l.centre.entries[at(kind)] = altered(t, l.centre.entries[at(kind)], change) }
	}
	pooled, err := proclog.ParseEntry(l.log.entries[len(l.log.entries)-1])
	if err != nil || pooled.Kind != "draw.pooled" {
		t.Fatalf("the last entry is %s: %v", pooled.Kind, err)
	}
	when := func(kind string, atMs int64) func(*lot) {
		return alter(kind, func(e *proclog.Entry, _ map[string]any) { e.AtMs = atMs })
	}
	also := func(kind string) func(*lot) {
		return alter(kind, func(_ *proclog.Entry, body map[string]any) { body["back"] = strings.Repeat("0", 64) })
	}
	takenBack := func(atMs int64) func(*lot) {
		said := saidOf10(t)
		return alter("match.declined", func(e *proclog.Entry, body map[string]any) {
			e.Kind, e.Role, e.Actor, e.AtMs = "match.confirmed", "supervisor", "v1", atMs
			body["subject"], body["match"], body["back"] = said.Subject, strings.Repeat("0", 64), string(said.Match)
		})
	}
	for what, tt := range map[string]struct {
		centre func(*lot)
		file   func(*evidence.Bundle)
		code   string
	}{
		"as it is":                         {},
		"proposed as the pool is formed":   {centre: when("match.proposed", pooled.AtMs)},
		"proposed after that":              {centre: when("match.proposed", pooled.AtMs+1), code: "dismissal"},
		"confirmed as the pool is formed":  {centre: when("match.confirmed", pooled.AtMs)},
		"confirmed after that":             {centre: when("match.confirmed", pooled.AtMs+1), code: "dismissal"},
		"taken back before":                {centre: takenBack(pooled.AtMs - 1), code: "dismissal"},
		"taken back as the pool is formed": {centre: takenBack(pooled.AtMs)},
		"taken back after that":            {centre: takenBack(pooled.AtMs + 1)},
		"proposed to be taken back": {centre: func(l *lot) {
			takenBack(pooled.AtMs - 1)(l)
			last := slices.IndexFunc(l.centre.entries, func(text []byte) bool { return strings.Contains(string(text), `"back":"`+string(saidOf10(t).Match)) })
			l.centre.entries[last] = altered(t, l.centre.entries[last], func(e *proclog.Entry, _ map[string]any) { e.Kind, e.Role = "match.proposed", "staff" })
		}},
		"proposed as what takes another back":  {centre: also("match.proposed"), code: "dismissal"},
		"confirmed as what takes another back": {centre: also("match.confirmed"), code: "dismissal"},
		"taken out of the file":                {file: func(b *evidence.Bundle) { candidate(b, 10).Dismissals = nil }, code: "exclusions"},
		"given to another expert": {file: func(b *evidence.Bundle) {
			candidate(b, 11).Dismissals, b.Draws[1].Candidates[10].Dismissals = b.Draws[1].Candidates[10].Dismissals, nil
		}, code: "exclusions"},
		"one more than was found": {file: func(b *evidence.Bundle) {
			more := namesakeOf10
			more.Expert = "E11"
			candidate(b, 11).Dismissals = []conflict.Dismissal{more}
		}, code: "dismissal"},
		"another office":               {file: func(b *evidence.Bundle) { of10(b).Match.Office = "supervisor" }, code: "exclusions"},
		"another reason":               {file: func(b *evidence.Bundle) { of10(b).Reason = "同名" }, code: "dismissal"},
		"another salt":                 {file: func(b *evidence.Bundle) { of10(b).Salt = strings.Repeat("5b", 16) }, code: "dismissal"},
		"by one person":                {file: func(b *evidence.Bundle) { of10(b).Decided = "s1" }, code: "exclusions"},
		"by somebody else":             {file: func(b *evidence.Bundle) { of10(b).Decided = "v2" }, code: "dismissal"},
		"proposed by a supervisor":     {centre: alter("match.proposed", func(e *proclog.Entry, _ map[string]any) { e.Role = "supervisor" }), code: "dismissal"},
		"proposed by somebody else":    {centre: alter("match.proposed", func(e *proclog.Entry, _ map[string]any) { e.Actor = "s2" }), code: "dismissal"},
		"proposed of another expert":   {centre: alter("match.proposed", func(_ *proclog.Entry, body map[string]any) { body["subject"] = "E11" }), code: "dismissal"},
		"confirmed by staff":           {centre: alter("match.confirmed", func(e *proclog.Entry, _ map[string]any) { e.Role = "staff" }), code: "dismissal"},
		"confirmed for another":        {centre: alter("match.confirmed", func(_ *proclog.Entry, body map[string]any) { body["proposed_by"] = "s2" }), code: "dismissal"},
		"confirmed for another expert": {centre: alter("match.confirmed", func(_ *proclog.Entry, body map[string]any) { body["subject"] = "E11" }), code: "dismissal"},
		"declined":                     {centre: alter("match.confirmed", func(e *proclog.Entry, _ map[string]any) { e.Kind = "match.declined" }), code: "dismissal"},
		"confirmed before it was proposed": {centre: func(l *lot) {
			i, j := at("match.proposed"), at("match.confirmed")
			for k, kind := range map[int]string{i: "match.confirmed", j: "match.proposed"} {
				other := l.centre.entries[i+j-k]
				l.centre.entries[k] = altered(t, l.centre.entries[k], func(e *proclog.Entry, body map[string]any) {
					o, err := proclog.ParseEntry(other)
					if err != nil {
						t.Fatal(err)
					}
					e.Kind, e.Actor, e.Role = kind, o.Actor, o.Role
					if body["proposed_by"] = "s1"; kind == "match.proposed" {
						delete(body, "proposed_by")
					}
				})
			}
		}, code: "dismissal"},
	} {
		mangled := *l
		mangled.centre.entries = slices.Clone(l.centre.entries)
		if tt.centre != nil {
			tt.centre(&mangled)
		}
		b := mangled.bundle(evidence.Full)
		b.Draws = slices.Clone(b.Draws)
		if tt.file != nil {
			tt.file(&b)
		}
		file := pack(t, b)
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			part := agree(t, file, evidence.Options{}).Part(evidence.PartConflicts)
			if (part.State == evidence.Broken) != (tt.code != "") || tt.code != "" && part.Findings[0].Code != tt.code {
				t.Errorf("%+v, want %q", part, tt.code)
			}
		})
	}
}

// of10 is the dismissal of expert 10 in the file.
func of10(b *evidence.Bundle) *conflict.Dismissal {
	c := candidate(b, 10)
	c.Dismissals = slices.Clone(c.Dismissals)
	return &c.Dismissals[0]
}
