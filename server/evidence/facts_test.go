package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/conflict"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// Who is excluded is computed with what was known of the lot: what was changed
// in the file is found, and what is not there is said to be missing.
func TestKnownFactsMangled(t *testing.T) {
	l := closeLot(t)
	opening := func(text string) int {
		return slices.IndexFunc(l.openings, func(o evidence.Opening) bool {
			return o.Domain == evaluation.FactsDomain && strings.Contains(o.Value, text)
		})
	}
	for what, tt := range map[string]struct {
		change func(b *evidence.Bundle)
		state  evidence.State
		code   string
	}{
		"as it is": {func(*evidence.Bundle) {}, evidence.Checked, ""},
		"another name in a row": {func(b *evidence.Bundle) {
			b.Openings[opening("专家5")].Value = strings.Replace(b.Openings[opening("专家5")].Value, "专家5", "专家7", 1)
		}, evidence.Broken, "opening"},
		"rows left out": {func(b *evidence.Bundle) {
			b.Openings = slices.Delete(b.Openings, opening("identity6"), opening("identity6")+1)
		}, evidence.NotContained, ""},
		"another identity of an expert":  {func(b *evidence.Bundle) { candidate(b, 6).Index = "identity7" }, evidence.Broken, "exclusions"},
		"a namesake made the one meant":  {func(b *evidence.Bundle) { candidate(b, 8).Index = "identity6" }, evidence.Broken, "exclusions"},
		"the other lots' bidders erased": {func(b *evidence.Bundle) { b.Draws[1].Others = nil }, evidence.Broken, "exclusions"},
	} {
		b := l.bundle(evidence.Full)
		b.Openings = slices.Clone(b.Openings)
		b.Draws = slices.Clone(b.Draws)
		tt.change(&b)
		part := verify(t, pack(t, b), evidence.Options{}).Part(evidence.PartConflicts)
		if part.State != tt.state || tt.code != "" && part.Findings[0].Code != tt.code {
			t.Errorf("%s: %+v, want %s %s", what, part, tt.state, tt.code)
		}
	}
}

func candidate(b *evidence.Bundle, n int) *conflict.Expert {
	b.Draws[1].Candidates = slices.Clone(b.Draws[1].Candidates)
	return &b.Draws[1].Candidates[n]
}

// Nobody changes alone what is known while a draw stands: it is not stated
// anew, and a supervisor says yes to what was proposed.
func TestKnownFactsChangedAlone(t *testing.T) {
	for what, change := range map[string]func(*lot){
		"stated": func(l *lot) {
			l.do("a1", "agent", &evaluation.FactsStated{KnownFacts: evaluation.KnownFacts{About: "units", Asked: "none"}})
		},
		"confirmed": func(l *lot) {
			i := nth(t, l.log.entries, "facts.confirmed", 0)
			l.log.entries[i] = altered(t, l.log.entries[i], func(e *proclog.Entry, _ map[string]any) { e.Role = "agent" })
		},
	} {
		l := closeLot(t)
		change(l)
		part := verify(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}).Part(evidence.PartConflicts)
		if part.State != evidence.Broken || part.Findings[0].Code != "facts_alone" {
			t.Errorf("%s: %+v", what, part)
		}
	}
}
