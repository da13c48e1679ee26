package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/server/evidence"
)

// rulesOf returns what the report says of the lot's rule profile.
func rulesOf(r *evidence.Report) (code string) {
	for _, n := range r.Part(evidence.PartLog).Notes {
		if strings.HasPrefix(n.Code, "profile_") {
			code += n.Code
		}
	}
	return code
}

// A case is held to the rules that its first entry states, and the verifiers
// say whether they have these: on the list of dishonest people is here nobody
// who may not be drawn, for the ground counts from a later day on.
func TestOtherRules(t *testing.T) {
	later := func(text string) string {
		return strings.Replace(text, `"R29":{"action":"not_eligible","clause":"评标专家和评标专家库管理办法","from":"2025-01-01"`, `"R29":{"action":"not_eligible","clause":"评标专家和评标专家库管理办法","from":"2026-01-01"`, 1)
	}
	l := bar(t, func(l *lot) {
		l.excluded, l.rules = "[{R01 1} {R10 1} {R11 2} {R18 1} {R20 2} {R25 1} {R26 2} {R27 1} {R28 1} {R31 1}]", later
	})
	builtIn := func(l *lot) {
		l.excluded, l.rules = "[{R01 1} {R10 1} {R11 2} {R18 1} {R20 2} {R25 1} {R26 2} {R27 1} {R28 1} {R29 1} {R31 1}]", nil
	}
	for _, tt := range []struct {
		l          *lot
		note, said string
	}{{bar(t, builtIn), "profile_built_in", "rules cn-tendering-2019: built in, unchanged"}, {l, "profile_other", "rules cn-tendering-2019: not built in"}} {
		for _, scope := range []evidence.Scope{evidence.Full, evidence.Public} {
			file := pack(t, tt.l.bundle(scope))
			if r := agree(t, file, evidence.Options{}); !r.Sound() || rulesOf(r) != tt.note {
				t.Errorf("%s: %s, %+v", scope, rulesOf(r), r.Parts)
			}
			if _, _, said := second(t, file, evidence.Options{}); !strings.Contains(said, tt.said) {
				t.Errorf("%s: the second verifier says %s", scope, said)
			}
		}
	}
}

// Other rules put into the log afterwards are found, though nobody kept a
// checkpoint: their text by its hash, and with another hash by the draw, which
// names it.
func TestForgedRules(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	i := first(t, file.entries, "lot.created")
	for what, forge := range map[string]struct {
		part   string
		change func(b map[string]any)
	}{
		"another text": {evidence.PartLog, func(b map[string]any) {
			b["profile_text"] = strings.Replace(b["profile_text"].(string), `"most":3}`, `"most":4}`, 1)
		}},
		"another hash": {evidence.PartLog, func(b map[string]any) { b["profile_hash"] = sha([]byte("another")) }},
		"no text":      {evidence.PartLog, func(b map[string]any) { b["profile_text"], b["profile_hash"] = "", sha(nil) }},
		"white space": {evidence.PartLog, func(b map[string]any) {
			text := b["profile_text"].(string) + " "
			b["profile_text"], b["profile_hash"] = text, sha([]byte(text))
		}},
		"another text with its hash": {evidence.PartDraw, func(b map[string]any) {
			text := strings.Replace(b["profile_text"].(string), `"most":3}`, `"most":4}`, 1)
			b["profile_text"], b["profile_hash"] = text, sha([]byte(text))
		}},
		"under another name": {evidence.PartLog, func(b map[string]any) { b["profile"] = "cn-zhejiang-tendering-2014" }},
		"another profile": {evidence.PartDraw, func(b map[string]any) {
			other, err := rule.LoadProfile("cn-railway-tendering-2017")
			if err != nil {
				t.Fatal(err)
			}
			b["profile"], b["profile_text"], b["profile_hash"] = other.ID, other.Text(), other.Hash()
		}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			mangled := slices.Clone(file.entries)
			mangled[i] = changed(t, mangled[i], forge.change)
			r := agree(t, file.pack(mangled, "flip", i, true), evidence.Options{})
			if part := r.Part(forge.part); part.State != evidence.Broken {
				t.Errorf("%s is %+v", forge.part, part)
			}
		})
	}
}

// What the tender documents gave the method is what the scores were computed
// with: another value put into the log afterwards gives other scores, and one that
// the method does not take, or the lack of one, is no method set.
func TestForgedParams(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	i := first(t, file.entries, "lot.method_set")
	with := func(key, value string) func(b map[string]any) {
		return func(b map[string]any) { b["params"].(map[string]any)[key] = value }
	}
	for what, forge := range map[string]struct {
		part   string
		change func(b map[string]any)
	}{
		"another value":      {evidence.PartScores, with("loss_below", "0.8")},
		"the default":        {evidence.PartScores, func(b map[string]any) { delete(b, "params") }},
		"one more":           {evidence.PartScores, with("ceiling_share", "0.5")},
		"below the least":    {evidence.PartLog, with("loss_below", "-0.1")},
		"above the most":     {evidence.PartLog, with("ceiling_share", "1.1")},
		"no number":          {evidence.PartLog, with("loss_below", "1e1")},
		"asked for by none":  {evidence.PartLog, with("loss", "1")},
		"the lot's own":      {evidence.PartLog, with("ceiling_fen", "100000000")},
		"a value of the bid": {evidence.PartLog, with("price", "1")},
		"lacking": {evidence.PartLog, func(b map[string]any) {
			source := strings.Replace(b["source"].(string), `"loss_below", "unit": "points", "default": "0.5"`, `"loss_below", "unit": "points"`, 1)
			b["source"], b["hash"] = source, sha([]byte(source))
			delete(b, "params")
		}},
		"another file": {evidence.PartLog, func(b map[string]any) { b["source"] = b["source"].(string) + " " }},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			mangled := slices.Clone(file.entries)
			mangled[i] = changed(t, mangled[i], forge.change)
			check := agree
			if forge.part == evidence.PartScores {
				check = verify // the second one computes no scores
			}
			r := check(t, file.pack(mangled, "flip", i, true), evidence.Options{})
			if part := r.Part(forge.part); part.State != evidence.Broken {
				t.Errorf("%s is %+v", forge.part, part)
			}
		})
	}
}
