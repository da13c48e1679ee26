package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// Nobody takes a lead out, adds one, or has a member say what another did:
// whoever writes another log is found, though nobody kept a checkpoint. What
// follows from the prices is seen in a public file too, which names no author.
func TestForgedLeads(t *testing.T) {
	l := lined(t)
	full, public := pack(t, l.bundle(evidence.Full)), pack(t, l.bundle(evidence.Public))
	for _, file := range [][]byte{full, public} {
		if r := agree(t, file, evidence.Options{}); !r.Sound() {
			t.Fatalf("%+v", r.Parts)
		}
	}
	if !bytes.Contains(full, []byte("作者甲")) || bytes.Contains(public, []byte("作者甲")) {
		t.Error("authors stand in the full file, and in no public one")
	}
	find := func(holds string) int {
		return slices.IndexFunc(l.log.entries, func(text []byte) bool { return bytes.Contains(text, []byte(holds)) })
	}
	found, judged := find(`"kind":"leads.found"`), find(`"kind":"lead.judged"`)
	change := func(i int, name, value string) func(*lot) {
		return func(forged *lot) {
			forged.log.entries[i] = altered(t, forged.log.entries[i], func(_ *proclog.Entry, b map[string]any) { b[name] = value })
		}
	}
	// reopen writes other facts, with a datum that is theirs.
	reopen := func(old, other string) func(*lot) {
		return func(forged *lot) {
			for i, o := range forged.openings {
				if o.Domain == evaluation.LeadsDomain {
					if !strings.Contains(o.Value, old) {
						t.Fatalf("where is %q?", old)
					}
					o.Value = strings.Replace(o.Value, old, other, 1)
					forged.openings[i] = o
					change(found, "rests_on", string(o.DatumHash()))(forged)
				}
			}
		}
	}
	for what, forge := range map[string]struct {
		how   func(*lot)
		scope evidence.Scope
		finds string
	}{
		"a lead less":               {change(found, "leads", "2"), evidence.Full, "leads.differ"},
		"a lead more":               {change(found, "leads", "4"), evidence.Full, "leads.differ"},
		"leads beyond the list":     {change(found, "more", "1"), evidence.Public, "leads.differ"},
		"less than the prices make": {change(found, "leads", "0"), evidence.Public, "leads.differ"},
		"another author":            {reopen("作者甲", "作者丙"), evidence.Full, "leads.differ"},
		"of another file":           {reopen(sha([]byte("a")), sha([]byte("z"))), evidence.Full, "leads.differ"},
		"of a bid that is none":     {reopen(`"bid":"bid-d"`, `"bid":"bid-e"`), evidence.Full, "leads.differ"},
		"found by staff": {func(forged *lot) {
			forged.log.entries[found] = altered(t, forged.log.entries[found], inRole("staff"))
		}, evidence.Public, "drawn.system"},
		"a lead that is none": {change(judged, "lead", "4"), evidence.Public, "lead.unknown"},
		"another seat's word": {change(judged, "seat", "2"), evidence.Public, "seat.other"},
		"no reason":           {change(judged, "reason", " "), evidence.Public, "reason.required"},
		"found twice": {func(forged *lot) {
			forged.log.entries = renumber(t, slices.Insert(forged.log.entries, found+1, forged.log.entries[found]), found)
			forged.openings = moved(forged.openings, "replay", int64(found))
		}, evidence.Public, "leads.found"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			forged := *l
			forged.log.entries, forged.openings = slices.Clone(l.log.entries), slices.Clone(l.openings)
			forge.how(&forged)
			r := agree(t, pack(t, forged.bundle(forge.scope)), evidence.Options{})
			if said := fmt.Sprint(r.Parts); r.Sound() || !strings.Contains(said, forge.finds) {
				t.Errorf("want %s: %s", forge.finds, said)
			}
		})
	}
}
