package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// lined plays a lot whose rules have a line that the two bids are below which
// pass: 96 percent of a ceiling of 1,000,000 yuan, at 950,000; and an order for
// the rules of a correction, with one that keeps the price.
func lined(t *testing.T) *lot {
	t.Helper()
	l := newLot(t)
	linedUp(l)
	return l
}

// linedUp plays a lot so.
func linedUp(l *lot) {
	l.t.Helper()
	l.rules = func(text string) string {
		return strings.NewReplacer(`"ceiling_percent":0`, `"ceiling_percent":96`, `"most_percent":0`, `"most_percent":99`,
			`"ordered":false`, `"ordered":true`, `"unit_prices","language"]`, `"unit_prices","decimal","language"]`).Replace(text)
	}
	l.foundCentre()
	l.setUp()
	l.imported("draw-0")
	l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
	l.drawPanel()
	l.propose()
	l.seatPanel()
	l.examine()
}

// Nobody takes an inquiry out that a price calls for, lets a late answer in, or
// lets the panel say what it did not: whoever writes another log is found,
// though nobody kept a checkpoint.
func TestForgedClarification(t *testing.T) {
	l := lined(t)
	if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); !r.Sound() {
		t.Fatalf("%+v", r.Parts)
	}
	find := func(holds ...string) int {
		return slices.IndexFunc(l.log.entries, func(text []byte) bool {
			return !slices.ContainsFunc(holds, func(one string) bool { return !bytes.Contains(text, []byte(one)) })
		})
	}
	change := func(i int, how func(e *proclog.Entry, b map[string]any)) func(*lot) {
		return func(forged *lot) { forged.log.entries[i] = altered(t, forged.log.entries[i], how) }
	}
	set := func(name, value string) func(*proclog.Entry, map[string]any) {
		return func(_ *proclog.Entry, b map[string]any) { b[name] = value }
	}
	drop := func(holds ...string) func(*lot) {
		return func(forged *lot) {
			for i := len(forged.log.entries) - 1; i >= 0; i-- {
				if !slices.ContainsFunc(holds, func(one string) bool { return bytes.Contains(forged.log.entries[i], []byte(one)) }) {
					continue
				}
				forged.log.entries = renumber(t, slices.Delete(forged.log.entries, i, i+1), i)
				forged.openings = moved(forged.openings, "drop", int64(i))
			}
		}
	}
	// The third question was never answered, and was judged when it was overdue.
	overdue := find(`"kind":"clarification.judged"`, `"clarification":"3"`)
	corrected := find(`"kind":"clarification.requested"`, `"clarification":"4"`)
	answer := func(place int, late int64) func(*lot) {
		return func(forged *lot) {
			asked, err := proclog.ParseEntry(forged.log.entries[find(`"kind":"clarification.requested"`, `"clarification":"3"`)])
			if err != nil {
				t.Fatal(err)
			}
			o := l.open("clarification.reply", "迟到的答复")
			body, err := proclog.Canonical(map[string]string{"clarification": "3", "reply": string(o.DatumHash())})
			if err != nil {
				t.Fatal(err)
			}
			text, err := proclog.Entry{Tree: lotID, Seq: int64(place), Kind: "clarification.replied", AtMs: asked.AtMs + 10*60_000 + late, Actor: "a1", Role: "agent", Body: body}.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			forged.log.entries = slices.Insert(forged.log.entries, place, text)
			forged.openings = moved(forged.openings, "replay", int64(place-1))
			for i := place + 1; i < len(forged.log.entries); i++ {
				forged.log.entries[i] = altered(t, forged.log.entries[i], func(e *proclog.Entry, _ map[string]any) { e.Seq = int64(i) })
			}
		}
	}
	for what, forge := range map[string]struct {
		how   func(*lot)
		finds string
	}{
		"a late answer":                 {answer(overdue, 1), "clarification.late"},
		"its time set back":             {answer(overdue+1, 0), "time"},
		"the inquiry taken out":         {drop(`"clarification":"2"`, `"clarification":"3"`, `"clarification":"4"`, `"clarification":"5"`), "lowbid.below_ceiling"},
		"both inquiries taken out":      {drop(`"clarification":"`), "lowbid.below_ceiling"},
		"a judgement taken out":         {drop(string(l.log.entries[find(`"kind":"clarification.judged"`, `"clarification":"2"`)])), "lowbid.unjudged"},
		"a judgement turned":            {change(find(`"kind":"clarification.judged"`, `"clarification":"2"`), func(_ *proclog.Entry, b map[string]any) { b["accepted"], b["reason"] = "false", "不足" }), "rejection.owed"},
		"no reason":                     {change(find(`"kind":"clarification.judged"`, `"accepted":"false"`), func(_ *proclog.Entry, b map[string]any) { delete(b, "reason") }), "reason.required"},
		"another seat's judgement":      {change(find(`"kind":"clarification.judged"`), set("seat", "4")), "seat.other"},
		"no answer, accepted":           {change(overdue, set("accepted", "true")), "clarification.unanswered"},
		"more time than was given":      {change(find(`"kind":"clarification.requested"`), set("minutes", "11")), "clarification.form"},
		"asked about another bid":       {change(find(`"kind":"clarification.requested"`), set("bid", "bid-b")), "clarification.form"},
		"asked for no more than a word": {change(find(`"kind":"clarification.requested"`), set("asks", "clarification")), "clarification.form"},
		"asked by another seat": {change(find(`"kind":"clarification.requested"`), func(e *proclog.Entry, b map[string]any) {
			e.Actor, b["seat"] = "seat:4", "4"
		}), "chair.only"},
		"other questions":        {change(find(`"kind":"clarification.requested"`), set("questions", strings.Repeat("a", 64))), "signature.wrong"},
		"a file that is no hash": {change(find(`"kind":"clarification.replied"`), set("file_hash", "x")), "clarification.file"},
		"another corrected price": {change(corrected, func(_ *proclog.Entry, b map[string]any) {
			b["corrections"].([]any)[1].(map[string]any)["price_fen"] = "94500000"
		}), "clarification.form"},
		"corrected by no rule": {change(corrected, func(_ *proclog.Entry, b map[string]any) {
			b["corrections"].([]any)[0].(map[string]any)["rule"] = "opening_table"
		}), "correction.rule"},
		"no step of a correction":   {change(corrected, func(_ *proclog.Entry, b map[string]any) { delete(b, "corrections") }), "correction.steps"},
		"never confirmed":           {change(find(`"kind":"clarification.replied"`, `"clarification":"4"`), func(_ *proclog.Entry, b map[string]any) { delete(b, "confirms") }), "rejection.owed"},
		"an inquiry confirmed":      {change(find(`"kind":"clarification.replied"`, `"clarification":"2"`), set("confirms", "true")), "correction.other"},
		"the correction unjudged":   {drop(string(l.log.entries[find(`"kind":"clarification.judged"`, `"clarification":"4"`)])), "correction.unjudged"},
		"a rejection by no inquiry": {change(find(`"kind":"rejection.decided"`), set("clarification", "1")), "rejection.no_majority"},
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

// A correction that the panel found wrong changes no price: whoever turns a
// judgement on it turns the scores.
func TestForgedJudgementOnCorrection(t *testing.T) {
	l := closeLot(t)
	i := slices.IndexFunc(l.log.entries, func(text []byte) bool {
		return bytes.Contains(text, []byte(`"kind":"clarification.judged"`)) && bytes.Contains(text, []byte(`"clarification":"4"`))
	})
	l.log.entries[i] = altered(t, l.log.entries[i], func(_ *proclog.Entry, b map[string]any) { b["accepted"], b["reason"] = "false", "大写无误" })
	if r := verify(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); r.Part(evidence.PartScores).State != evidence.Broken {
		t.Errorf("%+v", r.Parts)
	}
}

// An answer that is written in before the judgements, with a time that fits, is
// found by whoever kept a checkpoint.
func TestAnswerWrittenInLater(t *testing.T) {
	l := lined(t)
	held := []string{l.note(lotID, leaves(l.log.entries), len(l.log.entries))}
	if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{Held: held}); !r.Sound() {
		t.Fatalf("%+v", r.Parts)
	}
	i := slices.IndexFunc(l.log.entries, func(text []byte) bool {
		return bytes.Contains(text, []byte(`"kind":"clarification.judged"`)) && bytes.Contains(text, []byte(`"clarification":"3"`))
	})
	asked, err := proclog.ParseEntry(l.log.entries[i-1])
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`{"clarification":"3","reply":"` + strings.Repeat("a", 64) + `"}`)
	text, err := proclog.Entry{Tree: lotID, Seq: int64(i), Kind: "clarification.replied", AtMs: asked.AtMs + 60_000, Actor: "a1", Role: "agent", Body: body}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	l.log.entries = renumber(t, slices.Insert(l.log.entries, i, text), i)
	l.openings = moved(l.openings, "replay", int64(i-1))
	file := pack(t, l.bundle(evidence.Full))
	if r := agree(t, file, evidence.Options{}); !r.Sound() || !r.Itself {
		t.Errorf("with nothing to hold it against: %+v", r.Parts)
	}
	if r := agree(t, file, evidence.Options{Held: held}); r.Part(evidence.PartCheckpoints).State != evidence.Broken {
		t.Errorf("held against a checkpoint: %+v", r.Parts)
	}
}

// What a bidder was asked, and answered, is in the full file only.
func TestPublicFileHoldsNoAnswers(t *testing.T) {
	l := lined(t)
	for scope, there := range map[evidence.Scope]bool{evidence.Full: true, evidence.Public: false} {
		file := pack(t, l.bundle(scope))
		for _, text := range []string{"请提供证明材料", "设备自有"} {
			if bytes.Contains(file, []byte(text)) != there {
				t.Errorf("%s file: %q", scope, text)
			}
		}
	}
	if r := agree(t, pack(t, l.bundle(evidence.Public)), evidence.Options{}); !r.Sound() {
		t.Errorf("%+v", r.Parts)
	}
}
