package evaluation_test

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

var rowsOf = map[string]evaluation.Datum{"a": evaluation.Datum(strings.Repeat("a", 64)), "b": evaluation.Datum(strings.Repeat("b", 64))}

// What is stated of a subject replaces what was, and none goes without rows.
func TestFactsStated(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	for _, tt := range []struct {
		about, asked string
		rows         evaluation.Datum
		want         string
	}{
		{"units", evaluation.AskedNone, "", ""}, {"units", evaluation.AskedSome, rowsOf["a"], ""}, {"units", evaluation.NeverAsked, rowsOf["b"], ""},
		{"weather", evaluation.AskedNone, "", "facts.about"}, {"units", "", "", "facts.asked"}, {"units", evaluation.AskedNone, rowsOf["a"], "facts.none_with_rows"},
		{"units", evaluation.AskedSome, "", "facts.some_without_rows"}, {"units", evaluation.AskedSome, "rows", "datum.form"},
	} {
		if got := code(t, p.try("s1", &evaluation.FactsStated{KnownFacts: evaluation.KnownFacts{About: tt.about, Asked: tt.asked, Facts: tt.rows}})); got != tt.want {
			t.Errorf("%+v: refused with %q", tt, got)
		}
	}
	if want := []evaluation.KnownFacts{{About: "units", Asked: evaluation.NeverAsked, Facts: rowsOf["b"]}}; !slices.Equal(p.c.Facts, want) {
		t.Errorf("known is %+v", p.c.Facts)
	}
}

// What was proposed counts when another person confirms what that person read:
// that answer, those rows, and that proposal.
func TestFactsProposed(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	known := func(asked string, rows evaluation.Datum) evaluation.KnownFacts {
		return evaluation.KnownFacts{About: "roles", Asked: asked, Facts: rows}
	}
	a, b := known(evaluation.AskedSome, rowsOf["a"]), known(evaluation.AskedSome, rowsOf["b"])
	none, unasked := known(evaluation.AskedNone, ""), known(evaluation.NeverAsked, "")
	propose := func(k evaluation.KnownFacts, reason string) string {
		return code(t, p.try("a1", &evaluation.FactsProposed{KnownFacts: k, Reason: reason}))
	}
	looked := func(k evaluation.KnownFacts) evaluation.FactsDecision {
		var at int64
		if waiting := p.c.Waiting("roles"); waiting != nil {
			at = waiting.AtMs
		}
		return evaluation.FactsDecision{KnownFacts: k, ProposedMs: at}
	}
	decide := func(actor string, looked evaluation.FactsDecision) string {
		return code(t, p.try(actor, &evaluation.FactsConfirmed{FactsDecision: looked}))
	}
	decline := func(actor string, k evaluation.KnownFacts, reason string) string {
		return code(t, p.try(actor, &evaluation.FactsDeclined{FactsDecision: looked(k), Reason: reason}))
	}
	for i, step := range []struct{ got, want string }{
		{propose(a, ""), "reason.required"}, {propose(a, "落款"), ""}, {decide("a1", looked(a)), "facts.second_person"},
		{propose(b, "落款"), ""}, {decide("v1", looked(a)), "stale"}, {decline("v1", a, "无依据"), "stale"}, {decline("v1", b, ""), "reason.required"}, {decline("a1", b, "撤回"), "facts.second_person"},
		{decide("v1", looked(b)), ""}, {decide("v1", looked(b)), "facts.no_proposal"},
	} {
		if step.got != step.want {
			t.Errorf("%d: refused with %q, want %q", i, step.got, step.want)
		}
	}
	if p.c.Known("roles") != b {
		t.Errorf("known is %+v", p.c.Known("roles"))
	}
	// Without rows the answer tells two proposals apart, and the time two that say the same.
	for i, step := range []struct{ got, want string }{
		{propose(none, "已询问"), ""}, {decide("v1", looked(unasked)), "stale"}, {decline("v1", unasked, "无依据"), "stale"},
	} {
		if step.got != step.want {
			t.Errorf("without rows, %d: refused with %q, want %q", i, step.got, step.want)
		}
	}
	first := looked(none)
	propose(none, "另有理由")
	if got := decide("v1", first); got != "stale" {
		t.Errorf("a proposal that another took the place of: refused with %q", got)
	}
	if got := decline("v1", none, "无依据"); got != "" || len(p.c.Proposed) != 0 || p.c.Known("roles") != b {
		t.Errorf("after a no, refused with %q: %+v, %+v", got, p.c.Facts, p.c.Proposed)
	}
}

// Of a bidder who comes later nothing was asked.
func TestFactsAskedBeforeABidder(t *testing.T) {
	p := newPlay(t)
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	p.do("s1", &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID, ProfileHash: profile.Hash(), ProfileText: profile.Text(),
		ProcuringEntity: evaluation.Party{Name: "某局"}, StartedOn: "2026-11-01"}})
	for _, about := range evaluation.FactSubjects {
		p.do("s1", &evaluation.FactsStated{KnownFacts: evaluation.KnownFacts{About: about, Asked: evaluation.AskedNone}})
	}
	p.do("s1", &evaluation.FactsProposed{KnownFacts: evaluation.KnownFacts{About: "named", Asked: evaluation.AskedSome, Facts: rowsOf["a"]}, Reason: "补充"})
	p.do("s1", &evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: "late", Name: "后来公司", CreditCode: "LATE"}})
	var again []string
	for _, known := range p.c.Facts {
		if known.Asked == evaluation.NeverAsked {
			again = append(again, known.About)
		}
	}
	if got := strings.Join(again, " "); got != "named disputes challenges" {
		t.Errorf("to be asked again: %q", got)
	}
	waiting := p.c.Waiting("named")
	read := waiting.KnownFacts
	read.Asked = evaluation.AskedSome // before the bidder came
	if got := code(t, p.try("v1", &evaluation.FactsConfirmed{FactsDecision: evaluation.FactsDecision{KnownFacts: read, ProposedMs: waiting.AtMs}})); got != "stale" {
		t.Errorf("what was read before a bidder came: refused with %q", got)
	}
	p.do("v1", &evaluation.FactsConfirmed{FactsDecision: evaluation.FactsDecision{KnownFacts: waiting.KnownFacts, ProposedMs: waiting.AtMs}})
	if known := p.c.Known("named"); known.Asked != evaluation.NeverAsked || known.Facts != rowsOf["a"] {
		t.Errorf("of the bidder who came after the proposal: %+v", known)
	}
}
