package scoring_test

import (
	"errors"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// Every built-in method loads, is named in both languages, and cites what it
// carries out.
func TestBuiltin(t *testing.T) {
	ids := scoring.BuiltinIDs()
	if len(ids) == 0 {
		t.Fatal("there is no built-in method")
	}
	for _, id := range ids {
		m, err := scoring.Builtin(id)
		if err != nil {
			t.Errorf("%s: %v", id, explain(err))
			continue
		}
		if m.ID() != id {
			t.Errorf("file %s states the id %s", id, m.ID())
		}
		both := func(what string, names map[string]string) {
			if names["zh-CN"] == "" || names["en"] == "" || names["zh-CN"] == names["en"] {
				t.Errorf("%s: %s is named %v", id, what, names)
			}
		}
		both("the method", m.Names())
		for _, g := range m.Groups() {
			both(g.ID, g.Names)
		}
		for _, c := range m.Criteria() {
			both(c.ID, c.Names)
		}
		for _, list := range [][]scoring.Quantity{m.Params(), m.Values(), m.Drawn()} {
			for _, q := range list {
				both(q.ID, q.Names)
			}
		}
		if m.Citation() == "" {
			t.Errorf("%s cites nothing", id)
		}
	}
	_, err := scoring.Builtin("../cn-gp-lowest-ratio")
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) || refusal.Kind != rule.NotFound {
		t.Errorf("unknown method: %v", err)
	}
}

// explain writes a refusal with its reasons.
func explain(err error) any {
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		return refusal.Reasons
	}
	return err
}

// codes lists the codes of a refusal's reasons.
func codes(err error) (codes []string) {
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		for _, reason := range refusal.Reasons {
			codes = append(codes, string(reason.Code))
		}
	}
	return codes
}
