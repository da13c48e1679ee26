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

// What was proposed counts when another person confirms what that person read.
func TestFactsProposed(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	propose := func(rows evaluation.Datum, reason string) string {
		return code(t, p.try("a1", &evaluation.FactsProposed{KnownFacts: evaluation.KnownFacts{About: "roles", Asked: evaluation.AskedSome, Facts: rows}, Reason: reason}))
	}
	decide := func(actor string, rows evaluation.Datum) string {
		return code(t, p.try(actor, &evaluation.FactsConfirmed{About: "roles", Facts: rows}))
	}
	for i, got := range []string{propose(rowsOf["a"], ""), propose(rowsOf["a"], "落款"), decide("a1", rowsOf["a"]), propose(rowsOf["b"], "落款"), decide("v1", rowsOf["a"]),
		code(t, p.try("v1", &evaluation.FactsDeclined{About: "roles", Facts: rowsOf["b"]})), code(t, p.try("a1", &evaluation.FactsDeclined{About: "roles", Facts: rowsOf["b"], Reason: "撤回"})),
		decide("v1", rowsOf["b"]), decide("v1", rowsOf["b"])} {
		want := []string{"reason.required", "", "facts.second_person", "", "stale", "reason.required", "facts.second_person", "", "facts.no_proposal"}[i]
		if got != want {
			t.Errorf("%d: refused with %q, want %q", i, got, want)
		}
	}
	if known := p.c.Known("roles"); known.Facts != rowsOf["b"] || known.Asked != evaluation.AskedSome {
		t.Errorf("known is %+v", known)
	}
	propose(rowsOf["a"], "落款")
	p.do("v1", &evaluation.FactsDeclined{About: "roles", Facts: rowsOf["a"], Reason: "无依据"})
	if len(p.c.Proposed) != 0 || p.c.Known("roles").Facts != rowsOf["b"] {
		t.Errorf("after a no: %+v, %+v", p.c.Facts, p.c.Proposed)
	}
}

// Of a bidder who comes later nothing was asked.
func TestFactsAskedBeforeABidder(t *testing.T) {
	p := newPlay(t)
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	p.do("s1", &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID, ProfileHash: profile.Hash(),
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
	p.do("v1", &evaluation.FactsConfirmed{About: "named", Facts: rowsOf["a"]})
	if known := p.c.Known("named"); known.Asked != evaluation.NeverAsked || known.Facts != rowsOf["a"] {
		t.Errorf("of the bidder who came after the proposal: %+v", known)
	}
}
