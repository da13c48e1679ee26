package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// The ways in which an entry is mangled.
var manglings = []string{"flip", "drop", "swap", "replay"}

// mangle changes the entry at seq: one character of its body is another, it
// is left out, it changes places with the next, or it stands twice. off is
// where the first wrong entry stands then, counted from seq.
func mangle(t *testing.T, how string, entries [][]byte, seq int) (mangled [][]byte, off int) {
	t.Helper()
	mangled = slices.Clone(entries)
	switch how {
	case "flip":
		mangled[seq] = flip(t, entries[seq])
	case "drop":
		return slices.Delete(mangled, seq, seq+1), 0
	case "swap":
		mangled[seq], mangled[seq+1] = mangled[seq+1], mangled[seq]
	case "replay":
		return slices.Insert(mangled, seq+1, mangled[seq]), 1
	}
	return mangled, 0
}

// flip exchanges the last character of the first value in an entry's body: a
// digit by another, and anything else by a letter.
func flip(t *testing.T, text []byte) []byte {
	t.Helper()
	return changed(t, text, func(body map[string]any) {
		if !flipIn(body) {
			t.Fatalf("nothing to flip in %s", text)
		}
	})
}

func flipIn(body map[string]any) bool {
	names := make([]string, 0, len(body))
	for name := range body {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		switch value := body[name].(type) {
		case string:
			body[name] = another(value)
			return true
		case map[string]any:
			if flipIn(value) {
				return true
			}
		case []any:
			for i, one := range value {
				if text, ok := one.(string); ok {
					value[i] = another(text)
					return true
				}
				if inner, ok := one.(map[string]any); ok && flipIn(inner) {
					return true
				}
			}
		}
	}
	return false
}

// another returns a text with another last character.
func another(text string) string {
	last, size := utf8.DecodeLastRuneInString(text)
	other := "x"
	switch {
	case last >= '1' && last <= '9':
		other = "0"
	case last == '0':
		other = "1"
	case last == 'x':
		other = "y"
	}
	return text[:len(text)-size] + other
}

// renumber makes a chain of entries again that are mangled from seq on, as
// whoever holds the log's key could: each has the sequence number of its new
// place, and a time that fits there.
func renumber(t *testing.T, entries [][]byte, seq int) [][]byte {
	t.Helper()
	again := slices.Clone(entries)
	last := int64(0)
	for i := max(seq-1, 0); i < len(entries); i++ {
		e, err := proclog.ParseEntry(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		last = max(last, e.AtMs)
		e.Seq, e.AtMs = int64(i), last
		if again[i], err = e.Bytes(); err != nil {
			t.Fatal(err)
		}
	}
	return again
}

// moved gives openings the places that their entries have after a mangling.
func moved(openings []evidence.Opening, how string, seq int64) (again []evidence.Opening) {
	for _, o := range openings {
		switch {
		case how == "drop" && o.Seq == seq:
			continue
		case how == "drop" && o.Seq > seq, how == "swap" && o.Seq == seq+1:
			o.Seq--
		case how == "replay" && o.Seq > seq, how == "swap" && o.Seq == seq:
			o.Seq++
		}
		again = append(again, o)
	}
	return again
}

// first returns the place of the first entry of a kind that another follows.
func first(t *testing.T, entries [][]byte, kind string) int {
	t.Helper()
	i := slices.IndexFunc(entries[:len(entries)-1], func(text []byte) bool { return bytes.Contains(text, []byte(`"kind":"`+kind+`"`)) })
	if i < 0 {
		t.Fatalf("the case holds no %s", kind)
	}
	return i
}

// named fails unless a report names the entry at seq, with the kind that now
// stands there and no other entry beside it.
func named(t *testing.T, r *evidence.Report, tree string, seq int, entries [][]byte) {
	t.Helper()
	e, err := proclog.ParseEntry(entries[seq])
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range r.Parts {
		for _, f := range part.Findings {
			if f.Tree == tree && f.From == int64(seq) && f.Seq == int64(seq) && f.Kind == e.Kind {
				return
			}
		}
	}
	t.Errorf("nothing names %s of %s at %d: %+v", e.Kind, tree, seq, r.Parts)
}

// A tampering is one tree of a lot that can be written out mangled.
type tampering struct {
	tree    string
	entries [][]byte
	// pack writes the file with other entries and openings. The leaf hashes and
	// checkpoints are those of the true tree unless they are made anew.
	pack func(entries [][]byte, how string, seq int, anew bool) []byte
	held func(size int) string
}

func lotTampering(t *testing.T, l *lot) tampering {
	true_ := l.bundle(evidence.Full)
	kept := leaves(l.log.entries)
	return tampering{lotID, l.log.entries, func(entries [][]byte, how string, seq int, anew bool) []byte {
		if !anew {
			b := true_
			b.Log = each(entries)
			return pack(t, b)
		}
		forged := *l
		forged.log.entries, forged.openings = entries, moved(l.openings, how, int64(seq))
		return pack(t, forged.bundle(evidence.Full))
	}, func(size int) string { return l.note(lotID, kept, size) }}
}

func centreTampering(t *testing.T, l *lot) tampering {
	true_ := l.centreBundle()
	kept := leaves(l.centre.entries)
	return tampering{proclog.Centre, l.centre.entries, func(entries [][]byte, _ string, _ int, anew bool) []byte {
		if !anew {
			b := true_
			b.Log = each(entries)
			return pack(t, b)
		}
		forged := *l
		forged.centre.entries = entries
		return pack(t, forged.centreBundle())
	}, func(size int) string { return l.note(proclog.Centre, kept, size) }}
}

// For every kind of entry of every tree: one is flipped, left out, exchanged
// with the next, or repeated; once only its bytes, and once with a new tree
// signed by the log's own key, which whoever kept a checkpoint finds.
func TestEveryKindMangled(t *testing.T) {
	l := closeLot(t)
	of := map[string]tampering{}
	for _, act := range centreActs() {
		of[act.Kind()] = centreTampering(t, l)
	}
	for _, kind := range append(evaluation.Kinds(), draw.Kinds()...) {
		of[kind] = lotTampering(t, l)
	}
	sealed := closeEnvelopes(t)
	of["bid.price_received"], of["prices.opened"] = lotTampering(t, sealed), lotTampering(t, sealed)
	kinds := make([]string, 0, len(of))
	for kind := range of {
		kinds = append(kinds, kind)
	}
	sort.Strings(kinds)
	for n, kind := range kinds {
		file := of[kind]
		seq := first(t, file.entries, kind)
		for m, how := range manglings {
			t.Run(kind+"/"+how, func(t *testing.T) {
				t.Parallel() // some wait for the second verifier
				mangled, off := mangle(t, how, file.entries, seq)
				raw := file.pack(mangled, how, seq, false)
				named(t, verify(t, raw, evidence.Options{}), file.tree, seq+off, mangled)

				mangled = renumber(t, mangled, seq)
				signed := file.pack(mangled, how, seq, true)
				held := []string{file.held(seq + off + 1), file.held(len(file.entries))}
				if seq+off > 0 {
					held = append(held, file.held(seq+off))
				}
				named(t, verify(t, signed, evidence.Options{Held: held}), file.tree, seq+off, mangled)
				if n%32 == 8*m { // each run costs a fifth of a second
					agree(t, raw, evidence.Options{})
					agree(t, signed, evidence.Options{Held: held})
				}
			})
		}
	}
}

// What a member signed is found even if the tree is made anew and nobody kept
// a checkpoint.
func TestSignedKindsMangledWithoutCheckpoint(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	for kind, field := range map[string]string{"member.declared": "statement", "sheet.submitted": "marks", "report.signed": "signature", "report.dissented": "reasons", "clarification.requested": "questions"} {
		seq := first(t, file.entries, kind)
		mangled := slices.Clone(file.entries)
		mangled[seq] = changed(t, mangled[seq], func(body map[string]any) { body[field] = strings.Repeat("a", len(body[field].(string))) })
		r := agree(t, file.pack(mangled, "flip", seq, true), evidence.Options{})
		if !slices.ContainsFunc(r.Part(evidence.PartSignatures).Findings, func(f evidence.Finding) bool {
			return f.Seq == int64(seq) && f.Kind == kind && strings.Contains(fmt.Sprint(f.Reasons), "signature.wrong")
		}) {
			t.Errorf("%s: %+v", kind, r.Part(evidence.PartSignatures))
		}
	}
}

// A key is heard by the program alone: nobody enters an answer as if it had
// been pressed, which needs no reason.
func TestForgedAnswer(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	i := slices.IndexFunc(file.entries, func(text []byte) bool {
		return bytes.Contains(text, []byte(`"kind":"draw.answered"`)) && bytes.Contains(text, []byte(`"channel":"sip"`))
	})
	mangled := slices.Clone(file.entries)
	mangled[i] = altered(t, mangled[i], func(e *proclog.Entry, _ map[string]any) { e.Role = "staff" })
	if r := agree(t, file.pack(mangled, "flip", i, true), evidence.Options{}); r.Part(evidence.PartDraw).State != evidence.Broken {
		t.Errorf("the draw is %+v", r.Part(evidence.PartDraw))
	}
}

// The program invites and gives up by itself only as staff said, and stops for
// what is so: whoever writes another log is found, though nobody kept a
// checkpoint.
func TestForgedUnattended(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	for what, forge := range map[string]struct {
		kind, holds string
		change      func(e *proclog.Entry, body map[string]any)
	}{
		"set by a supervisor":       {"draw.unattended", "", func(e *proclog.Entry, _ map[string]any) { e.Role = "supervisor" }},
		"by a person's calls":       {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["channel"] = "manual" }},
		"by another channel":        {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["channel"] = "sms" }},
		"later than it invited":     {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["from_ms"] = "1125899906842623" }},
		"for no hours":              {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["hours"] = "0" }},
		"given up too early":        {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["answer_minutes"] = "31" }},
		"less than the rules":       {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["answer_minutes"] = "29" }},
		"given up without a time":   {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["answer_minutes"] = "0" }},
		"a time beyond counting":    {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["answer_minutes"] = "307445734561826" }}, // in ms 8,384 more than 2 to the 64th
		"a time below nothing":      {"draw.unattended", "", func(_ *proclog.Entry, b map[string]any) { b["answer_minutes"] = "-1" }},
		"given up before the last":  {"draw.attempted", `"outcome":"refused"`, func(_ *proclog.Entry, b map[string]any) { b["outcome"] = "no_answer" }},
		"withdrawn by an agent":     {"draw.unattended_ended", "", func(e *proclog.Entry, _ map[string]any) { e.Role = "agent" }},
		"withdrawn without a word":  {"draw.unattended_ended", "", func(_ *proclog.Entry, b map[string]any) { delete(b, "reason") }},
		"full, as staff say":        {"draw.unattended_ended", "", func(_ *proclog.Entry, b map[string]any) { b["why"] = "full" }},
		"a channel out of order":    {"draw.unattended_ended", "", func(e *proclog.Entry, b map[string]any) { e.Role, b["why"] = "system", "channel" }},
		"nobody left who is seated": {"draw.unattended_ended", "", func(e *proclog.Entry, b map[string]any) { e.Role, b["why"], b["seat"] = "system", "exhausted", "1" }},
		"nobody left for no seat":   {"draw.unattended_ended", "", func(e *proclog.Entry, b map[string]any) { e.Role, b["why"] = "system", "exhausted" }},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			i := slices.IndexFunc(file.entries, func(text []byte) bool {
				return bytes.Contains(text, []byte(`"kind":"`+forge.kind+`"`)) && bytes.Contains(text, []byte(forge.holds))
			})
			mangled := slices.Clone(file.entries)
			mangled[i] = altered(t, mangled[i], forge.change)
			if r := agree(t, file.pack(mangled, "flip", i, true), evidence.Options{}); r.Part(evidence.PartDraw).State != evidence.Broken {
				t.Errorf("the draw is %+v", r.Part(evidence.PartDraw))
			}
		})
	}
}

// No machine calls in the quiet hours of the lot's rules, and nobody is given up
// before the time to answer is over, by whomever: whoever writes another log is
// found, though nobody kept a checkpoint.
func TestForgedInvitation(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	find := func(holds ...string) int {
		return slices.IndexFunc(file.entries, func(text []byte) bool {
			return !slices.ContainsFunc(holds, func(one string) bool { return !bytes.Contains(text, []byte(one)) })
		})
	}
	clock := func(hour, minute int) func(e *proclog.Entry, b map[string]any) {
		ms := time.Date(2025, 11, 23, hour-8, minute, 0, 0, time.UTC).UnixMilli()
		return func(_ *proclog.Entry, b map[string]any) { b["began_ms"] = strconv.FormatInt(ms, 10) }
	}
	delivered := find(`"kind":"draw.attempted"`, `"channel":"sms"`)
	given := find(`"kind":"draw.answered"`, `"answer":"unanswered"`, `"role":"staff"`)
	for what, forge := range map[string]struct {
		at     int
		change func(e *proclog.Entry, b map[string]any)
		finds  string // nothing: it is sound
	}{
		"as it is":                     {delivered, func(*proclog.Entry, map[string]any) {}, ""},
		"at eight in the morning":      {delivered, clock(8, 0), ""},
		"a minute before that":         {delivered, clock(7, 59), "quiet_hours"},
		"at night":                     {delivered, clock(0, 30), "quiet_hours"},
		"a person, at night":           {find(`"kind":"draw.attempted"`, `"channel":"manual"`), clock(0, 30), ""},
		"later than it ended":          {delivered, func(e *proclog.Entry, b map[string]any) { b["began_ms"] = strconv.FormatInt(e.AtMs+1, 10) }, "draw.began"},
		"a millisecond too early":      {given, func(e *proclog.Entry, _ map[string]any) { e.AtMs-- }, "silent_early"},
		"half an hour of night":        {given, func(e *proclog.Entry, _ map[string]any) { e.AtMs -= 11 * 3600_000 }, "silent_early"},
		"whom a number did not reach":  {delivered, func(_ *proclog.Entry, b map[string]any) { b["outcome"] = "refused" }, ""},
		"whom nothing has tried to":    {delivered, func(_ *proclog.Entry, b map[string]any) { b["label"], b["seat"] = l.d.Fillings[0].Label, "1" }, "silent_early"},
		"whom the system gave up soon": {find(`"kind":"draw.attempted"`, `"channel":"sip"`, `"outcome":"delivered"`), func(e *proclog.Entry, _ map[string]any) { e.AtMs++ }, "draw.answer_time"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			mangled := slices.Clone(file.entries)
			mangled[forge.at] = altered(t, mangled[forge.at], forge.change)
			r := agree(t, file.pack(mangled, "flip", forge.at, true), evidence.Options{})
			if said := fmt.Sprint(r.Part(evidence.PartDraw).Findings); r.Sound() != (forge.finds == "") || !strings.Contains(said, forge.finds) {
				t.Errorf("the draw: %s", said)
			}
		})
	}
}

// Nobody loses a seat for a reason that is not so: no answer, no leaving of the
// meeting, no open seat. Whoever writes another log is found, though nobody kept
// a checkpoint.
func TestForgedLeaving(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	find := func(holds ...string) int {
		return slices.IndexFunc(file.entries, func(text []byte) bool {
			return !slices.ContainsFunc(holds, func(one string) bool { return !bytes.Contains(text, []byte(one)) })
		})
	}
	replaced := func(reason string) int { return find(`"kind":"draw.replaced"`, `"reason":"`+reason+`"`) }
	for what, forge := range map[string]struct {
		at    int
		to    string // another reason; empty if the entry is left out
		finds string
	}{
		"silent, said to have declined": {replaced("unanswered"), "declined", "draw.leaves"},
		"silent, said to be absent":     {replaced("unanswered"), "absent", "draw.leaves"},
		"silent, said to have recused":  {replaced("unanswered"), "recused", "draw.leaves"},
		"an open seat that is held":     {replaced("unanswered"), "supplemented", "draw.leaves"},
		"a reason nobody knows":         {replaced("unanswered"), "unwell", "draw.leaves"},
		"left, said to have recused":    {replaced("absent"), "recused", "not_left"},
		"recused, said to have left":    {replaced("recused"), "absent", "not_left"},
		"sits, said to have left":       {find(`"kind":"member.left"`), "", "not_left"},
		"sits, said to have recused":    {find(`"kind":"member.recused"`), "", "not_left"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			mangled, how := slices.Clone(file.entries), "flip"
			if forge.to == "" {
				mangled, how = renumber(t, slices.Delete(mangled, forge.at, forge.at+1), forge.at), "drop"
			} else {
				mangled[forge.at] = changed(t, mangled[forge.at], func(b map[string]any) { b["reason"] = forge.to })
			}
			r := agree(t, file.pack(mangled, how, forge.at, true), evidence.Options{}).Part(evidence.PartDraw)
			if r.State != evidence.Broken || !strings.Contains(fmt.Sprint(r.Findings), forge.finds) {
				t.Errorf("the draw is %+v", r)
			}
		})
	}
}

// What a draw has ordered is taken whole: else who falls out last would have
// nobody to follow, though the draw said who.
func TestForgedOrder(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	for _, kind := range []string{"rooms.drawn", "seats.drawn"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			i := first(t, file.entries, kind)
			mangled := slices.Clone(file.entries)
			mangled[i] = changed(t, mangled[i], func(b map[string]any) { b["order"] = b["order"].([]any)[:len(b["order"].([]any))-1] })
			r := agree(t, file.pack(mangled, "flip", i, true), evidence.Options{}).Part(evidence.PartDraw)
			if !strings.Contains(fmt.Sprint(r.Findings), "not_chosen") {
				t.Errorf("the draw is %+v", r)
			}
		})
	}
}
