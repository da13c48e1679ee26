package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// Whoever rewrites what was read out, or who mended it, is found though nobody
// kept a checkpoint.
func TestForgedOpening(t *testing.T) {
	l := closeLot(t)
	find := func(kind string) int {
		return slices.IndexFunc(l.log.entries, func(text []byte) bool { return bytes.Contains(text, []byte(`"kind":"`+kind+`"`)) })
	}
	lost := func(change func(map[string]any)) func(*proclog.Entry, map[string]any) {
		return func(_ *proclog.Entry, b map[string]any) { change(b["unopened"].([]any)[0].(map[string]any)) }
	}
	source := func(name string, to any) func(*proclog.Entry, map[string]any) {
		return func(_ *proclog.Entry, b map[string]any) { b["source"].(map[string]any)[name] = to }
	}
	for what, forge := range map[string]struct {
		kind  string
		how   func(*proclog.Entry, map[string]any)
		finds string
	}{
		"a bid kept quiet":         {"bids.opened", func(_ *proclog.Entry, b map[string]any) { delete(b, "unopened") }, "opening.incomplete"},
		"nobody's fault":           {"bids.opened", lost(func(u map[string]any) { u["fault"] = "nobody" }), "opening.fault"},
		"no reason for it":         {"bids.opened", lost(func(u map[string]any) { u["reason"] = " " }), "reason.required"},
		"read out and lost":        {"bids.opened", lost(func(u map[string]any) { u["bid"] = "bid-a" }), "bid.unknown"},
		"imported from nothing":    {"bids.opened", source("file", "7f"), "opening.source"},
		"a long record number":     {"bids.opened", source("record_no", strings.Repeat("长", 101)), "opening.source"},
		"a name of two lines":      {"bids.opened", source("platform", "平台\n甲"), "opening.source"},
		"an unknown part of it":    {"bids.opened", source("more", "1"), "unknown field"},
		"a time that is no number": {"bids.opened", source("opened_ms", "1_0"), "opened_ms"},
		"opened after its entry":   {"bids.opened", source("opened_ms", "99999999999999"), "opening.later"},
		"mended by who opened":     {"opening.corrected", func(e *proclog.Entry, _ map[string]any) { e.Actor = "s1" }, "opening.own_record"},
		"mended without a reason":  {"opening.corrected", func(_ *proclog.Entry, b map[string]any) { b["reason"] = "" }, "reason.required"},
		"nothing mended":           {"opening.corrected", func(_ *proclog.Entry, b map[string]any) { b["duration"] = "" }, "opening.same"},
		"a lost bid mended":        {"opening.corrected", func(_ *proclog.Entry, b map[string]any) { b["bid"] = "bid-u" }, "bid.unknown"},
		"a price of nothing":       {"opening.corrected", func(_ *proclog.Entry, b map[string]any) { b["price_fen"] = "0" }, "price.positive"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			forged := *l
			forged.log.entries = slices.Clone(l.log.entries)
			i := find(forge.kind)
			forged.log.entries[i] = altered(t, forged.log.entries[i], forge.how)
			r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
			if said := fmt.Sprint(r.Parts); r.Sound() || !strings.Contains(said, forge.finds) {
				t.Errorf("want %s: %s", forge.finds, said)
			}
		})
	}
}

// A record that is mended when the panel has examined the bids is found, though
// everything after it follows from it.
func TestOpeningMendedLate(t *testing.T) {
	l := closeLot(t)
	place := slices.IndexFunc(l.log.entries, func(text []byte) bool { return bytes.Contains(text, []byte(`"kind":"finding.made"`)) })
	before, err := proclog.ParseEntry(l.log.entries[place-1])
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`{"bid":"bid-d","duration":"90","price_fen":"95000000","quality":"","reason":"误读","security":""}`)
	text, err := proclog.Entry{Tree: lotID, Seq: int64(place), Kind: "opening.corrected", AtMs: before.AtMs, Actor: "a1", Role: "agent", Body: body}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	forged := *l
	forged.log.entries = slices.Insert(slices.Clone(l.log.entries), place, text)
	forged.openings = moved(l.openings, "replay", int64(place-1))
	for i := place + 1; i < len(forged.log.entries); i++ {
		forged.log.entries[i] = altered(t, forged.log.entries[i], func(e *proclog.Entry, _ map[string]any) { e.Seq = int64(i) })
	}
	r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
	if said := fmt.Sprint(r.Parts); r.Sound() || !strings.Contains(said, "opening.examined") {
		t.Errorf("%s", said)
	}
}
