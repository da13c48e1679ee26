package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(MethodSet) })
}

// MethodSet says by which method the lot is evaluated; the whole file is in
// the log, so that a stranger computes with the same one.
type MethodSet struct {
	ID     string `json:"id"`
	Hash   string `json:"hash"`   // SHA-256 of the source, hex
	Source string `json:"source"` // the method file

	// Params holds what the tender documents give the method, by
	// [scoring.Quantity.Key]; never what the lot itself states.
	Params map[string]string `json:"params,omitempty"`
}

// Kind implements [Act].
func (*MethodSet) Kind() string { return "lot.method_set" }

func (a *MethodSet) apply(c *Case, _ Meta) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Premature, "招标投标法 第四十条", "method.after_opening", "method")
	}
	m, err := methods.get(a.Source)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(a.Source))
	if m.ID() != a.ID || hex.EncodeToString(sum[:]) != a.Hash {
		return rule.Refuse(rule.Invalid, "", "method.hash", "hash")
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	if most := profile.Candidates.Most; most > 0 && m.CandidatesAtMost() > most {
		refusals.Add(profile.Candidates.Clause, "method.candidates", "method", "count", strconv.Itoa(m.CandidatesAtMost()), "most", strconv.Itoa(most))
	}
	for _, key := range slices.Sorted(maps.Keys(a.Params)) {
		switch {
		case OfLot(key):
			refusals.Add("", "method.param_of_lot", "params."+key, "name", key)
		case !slices.ContainsFunc(m.Params(), func(q scoring.Quantity) bool { return q.Key() == key }):
			refusals.Add("", "method.param_unknown", "params."+key, "name", key)
		}
	}
	c.Method, c.method = *a, m
	m.CheckParams(&refusals, c.Params())
	return refusals.Err(rule.Invalid)
}

// The keys of the params that a lot states itself.
const (
	ceilingKey = "ceiling_fen"
	budgetKey  = "budget_fen"
)

// OfLot reports whether the lot itself states the param with the given
// [scoring.Quantity.Key]: its ceiling price or its budget.
func OfLot(key string) bool { return key == ceilingKey || key == budgetKey }

// Params returns what the method is told of the tender documents, as Params of
// a [scoring.Input]. What is not stated is not told.
func (c *Case) Params() map[string]string {
	params := map[string]string{}
	maps.Copy(params, c.Method.Params)
	for key, fen := range map[string]int64{ceilingKey: c.Lot.CeilingFen, budgetKey: c.Lot.BudgetFen} {
		if fen != 0 {
			params[key] = strconv.FormatInt(fen, 10)
		}
	}
	return params
}
