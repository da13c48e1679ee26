package evidence_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// place returns where the entry of a kind stands whose text holds all of holds.
func (l *lot) place(kind string, holds ...string) int {
	l.t.Helper()
	i := slices.IndexFunc(l.log.entries, func(text []byte) bool {
		return bytes.Contains(text, []byte(`"kind":"`+kind+`"`)) && !slices.ContainsFunc(holds, func(one string) bool { return !bytes.Contains(text, []byte(one)) })
	})
	if i < 0 {
		l.t.Fatalf("the case holds no %s with %q", kind, holds)
	}
	return i
}

// written puts an act into the log before the entry at a place, at the time of
// the one before it, with the opening of its datum.
func (l *lot) written(at int, actor, role string, act evaluation.Act, o *evaluation.Opening) {
	l.t.Helper()
	before, err := proclog.ParseEntry(l.log.entries[at-1])
	if err != nil {
		l.t.Fatal(err)
	}
	body, err := proclog.Canonical(act)
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := proclog.Entry{Tree: lotID, Seq: int64(at), Kind: act.Kind(), AtMs: before.AtMs, Actor: actor, Role: role, Body: body}.Bytes()
	if err != nil {
		l.t.Fatal(err)
	}
	l.log.entries = renumber(l.t, slices.Insert(l.log.entries, at, text), at)
	l.openings = moved(l.openings, "replay", int64(at-1))
	if o != nil {
		l.keep(int64(at), *o)
	}
}

// taken takes the entry at a place out of the log.
func (l *lot) taken(at int) (entry []byte) {
	entry = l.log.entries[at]
	l.log.entries = renumber(l.t, slices.Delete(l.log.entries, at, at+1), at)
	l.openings = moved(l.openings, "drop", int64(at))
	return entry
}

// asking is a question in writing with its opening, signed by the chair.
func (l *lot) asking(act evaluation.ClarificationRequested) (*evaluation.ClarificationRequested, *evaluation.Opening) {
	o := l.open(evaluation.QuestionsDomain, evaluation.QuestionsText(lotID, l.c.Meeting.ID, act, []string{"请确认修正后的报价。"}))
	act.Asked = o.DatumHash()
	act.Signature = l.sign(act.Kind(), act.Seat, string(act.Asked))
	return &act, &o
}

// retold has the chair sign a question of another content in the place of one
// that was asked.
func (l *lot) retold(no string, change func(*evaluation.ClarificationRequested)) {
	l.t.Helper()
	at := l.place("clarification.requested", `"clarification":"`+no+`"`)
	e, err := proclog.ParseEntry(l.log.entries[at])
	if err != nil {
		l.t.Fatal(err)
	}
	var act evaluation.ClarificationRequested
	if err := json.Unmarshal(e.Body, &act); err != nil {
		l.t.Fatal(err)
	}
	change(&act)
	again, o := l.asking(act)
	l.taken(at)
	l.written(at, e.Actor, e.Role, again, o)
}

// step is one of a correction.
func step(rule string, fen int64) evaluation.CorrectionStep {
	return evaluation.CorrectionStep{Rule: rule, PriceFen: fen}
}

// A chair who signs a correction that the rules do not know, and staff who enter
// answers as they like, are found, though every signature is right.
func TestForgedCorrection(t *testing.T) {
	steps := func(list ...evaluation.CorrectionStep) func(*lot) {
		return func(l *lot) {
			l.retold("4", func(a *evaluation.ClarificationRequested) { a.Corrections = list })
		}
	}
	for what, forge := range map[string]struct {
		how   func(*lot)
		finds string
	}{
		"in another order":           {steps(step("unit_prices", 945_000_00), step("words", 946_000_00)), "correction.order"},
		"by no rule":                 {steps(step("opening_table", 950_000_00), step("words", 946_000_00)), "correction.rule"},
		"a decimal that moves money": {steps(step("words", 945_000_00), step("decimal", 945_000_01)), "correction.keeps"},
		"a price of nothing":         {steps(step("words", 0)), "correction.price"},
		"eleven steps":               {steps(slices.Repeat([]evaluation.CorrectionStep{step("words", 945_000_00)}, 11)...), "correction.steps"},
		"steps of an inquiry": {func(l *lot) {
			l.retold("1", func(a *evaluation.ClarificationRequested) {
				a.Corrections = []evaluation.CorrectionStep{step("words", 1)}
			})
		}, "correction.other"},
		"asked again before it is judged": {func(l *lot) {
			judged := l.place("clarification.judged", `"clarification":"4"`, `"seat":"5"`)
			entry := l.taken(judged)
			l.retold("5", func(a *evaluation.ClarificationRequested) { a.Bid = "bid-d" })
			at := l.place("clarification.requested", `"clarification":"5"`) + 1
			l.log.entries = renumber(t, slices.Insert(l.log.entries, at, entry), at)
			l.openings = moved(l.openings, "replay", int64(at-1))
		}, "correction.asked"},
		"an answer that nobody signed": {func(l *lot) {
			at := l.place("clarification.replied", `"clarification":"4"`)
			l.log.entries[at] = altered(t, l.log.entries[at], func(_ *proclog.Entry, b map[string]any) { delete(b, "file_hash"); delete(b, "file_size") })
		}, "correction.unsigned"},
		"an answer after a judgement": {func(l *lot) {
			o := l.open(evaluation.AnswerDomain, "同意")
			l.written(l.place("clarification.judged", `"clarification":"4"`)+1, "a1", "agent",
				&evaluation.ClarificationReplied{No: 4, Reply: o.DatumHash(), FileHash: sha([]byte("同意")), FileSize: 6, Confirms: true}, &o)
		}, "clarification.replied"},
		"asked when prices are fixed": {func(l *lot) {
			act, o := l.asking(evaluation.ClarificationRequested{Seat: 2, No: 6, Asks: evaluation.AsksCorrection, Bid: "bid-d", Minutes: 10, Corrections: []evaluation.CorrectionStep{step("words", 945_000_00)}})
			l.written(len(l.log.entries), "seat:2", "member", act, o)
		}, "correction.examining"},
		"rejected before all have judged": {func(l *lot) {
			at := l.place("clarification.replied", `"clarification":"4"`)
			l.log.entries[at] = altered(t, l.log.entries[at], func(_ *proclog.Entry, b map[string]any) { delete(b, "confirms") })
			l.written(l.place("clarification.judged", `"clarification":"4"`, `"seat":"5"`), "seat:2", "member", unconfirmed(4), nil)
		}, "rejection.no_majority"},
		"rejected by its price before all have judged": {func(l *lot) {
			l.unjustified()
			l.retold("4", func(a *evaluation.ClarificationRequested) { a.Bid = "bid-c" }) // nothing is asked of a rejected bid
			l.written(l.place("clarification.judged", `"clarification":"2"`, `"seat":"5"`), "seat:2", "member", priced(2), nil)
		}, "rejection.no_majority"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			l := lined(t)
			forge.how(l)
			r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
			if said := fmt.Sprint(r.Parts); r.Sound() || !strings.Contains(said, forge.finds) {
				t.Errorf("want %s: %s", forge.finds, said)
			}
		})
	}
}

// unconfirmed rejects bid-d by a question, with the ground that the rules have for
// a correction that its bidder does not confirm.
func unconfirmed(question int) *evaluation.RejectionDecided {
	return &evaluation.RejectionDecided{Bid: "bid-d", Ground: "uncleared", Clause: "评标委员会和评标方法暂行规定 第二十二条", Items: []string{}, Clarification: question, Reason: "不予确认"}
}

// priced rejects bid-d by an inquiry into its price.
func priced(question int) *evaluation.RejectionDecided {
	return &evaluation.RejectionDecided{Bid: "bid-d", Ground: "price", Clause: "招标投标法实施条例 第五十一条第五项", Items: []string{}, Clarification: question, Reason: "不能说明"}
}

// unjustified has nobody accept the answer to the inquiry into bid-d's price.
func (l *lot) unjustified() {
	for _, seat := range []string{"1", "2", "4"} {
		at := l.place("clarification.judged", `"clarification":"2"`, `"seat":"`+seat+`"`)
		l.log.entries[at] = altered(l.t, l.log.entries[at], func(_ *proclog.Entry, b map[string]any) { b["accepted"], b["reason"] = "false", "不足" })
	}
}

// What is not confirmed rejects the bid once all have judged it; and of a bid that
// is rejected nobody owes a judgement on its correction any more. A slip in an
// answer is mended before anybody has judged it.
func TestRejectedOrMendedCorrection(t *testing.T) {
	for what, play := range map[string]func(*lot){
		"not confirmed": func(l *lot) {
			at := l.place("clarification.replied", `"clarification":"4"`)
			l.log.entries[at] = altered(t, l.log.entries[at], func(_ *proclog.Entry, b map[string]any) { delete(b, "confirms") })
			l.written(l.place("clarification.judged", `"clarification":"4"`, `"seat":"5"`)+1, "seat:2", "member", unconfirmed(4), nil)
		},
		"a slip in the answer": func(l *lot) {
			o := l.open(evaluation.AnswerDomain, "同意")
			l.written(l.place("clarification.judged", `"clarification":"4"`), "a1", "agent",
				&evaluation.ClarificationReplied{No: 4, Reply: o.DatumHash(), FileHash: sha([]byte("同意")), FileSize: 6, Confirms: true}, &o)
		},
		"rejected by its price, the correction unjudged": func(l *lot) {
			l.unjustified()
			l.taken(l.place("clarification.judged", `"clarification":"4"`, `"seat":"5"`))
			l.written(l.place("rejection.decided"), "seat:2", "member", priced(2), nil)
		},
	} {
		t.Run(what, func(t *testing.T) {
			l := lined(t)
			play(l)
			if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); !r.Sound() {
				t.Errorf("%+v", r.Parts)
			}
		})
	}
}
