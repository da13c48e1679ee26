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

// Nobody takes the reason for an extreme mark out, or has another give it.
func TestForgedExtremes(t *testing.T) {
	l := closeLot(t)
	r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
	if !r.Sound() {
		t.Fatalf("%+v", r.Parts)
	}
	if public := agree(t, pack(t, l.bundle(evidence.Public)), evidence.Options{}); !public.Sound() {
		t.Fatalf("%+v", public.Parts)
	}
	i := slices.IndexFunc(l.log.entries, func(text []byte) bool { return bytes.Contains(text, []byte(`"kind":"extremes.explained"`)) })
	if i < 0 {
		t.Fatal("no mark is extreme: this test holds nothing")
	}
	change := func(how func(*proclog.Entry, map[string]any)) func(*lot) {
		return func(forged *lot) { forged.log.entries[i] = altered(t, forged.log.entries[i], how) }
	}
	other := l.open("sheet.extremes", strings.Replace(opened(l, int64(i)), "工序", "", 1))
	for what, forge := range map[string]struct {
		how   func(*lot)
		finds string
	}{
		"no reasons": {func(forged *lot) {
			forged.log.entries = renumber(t, slices.Delete(forged.log.entries, i, i+1), i)
			forged.openings = moved(forged.openings, "drop", int64(i))
		}, "extremes.owed"},
		"by another seat": {change(func(_ *proclog.Entry, b map[string]any) { b["seat"] = "5" }), "seat.other"},
		"for another sheet": {func(forged *lot) {
			text := strings.Split(opened(l, int64(i)), "\n")
			text[4] = strings.Repeat("a", 64)
			o := l.open("sheet.extremes", strings.Join(text, "\n"))
			change(func(_ *proclog.Entry, b map[string]any) { b["reasons_given"] = string(o.DatumHash()) })(forged)
			forged.openings[at(forged, int64(i))].Opening = o
		}, "extremes.form"},
		"other words": {func(forged *lot) { forged.openings[at(forged, int64(i))].Opening = other }, "opening"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			forged := *l
			forged.log.entries, forged.openings = slices.Clone(l.log.entries), slices.Clone(l.openings)
			forge.how(&forged)
			r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
			if said := fmt.Sprint(r.Parts); r.Sound() || !strings.Contains(said, forge.finds) {
				t.Errorf("want %s: %s", forge.finds, said)
			}
		})
	}
}

func at(l *lot, seq int64) int {
	return slices.IndexFunc(l.openings, func(o evidence.Opening) bool { return o.Seq == seq })
}

func opened(l *lot, seq int64) string { return l.openings[at(l, seq)].Value }
