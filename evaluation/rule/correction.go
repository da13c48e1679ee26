package rule

import (
	"fmt"
	"slices"
)

// Correction is what a profile says of errors of arithmetic in a bid.
type Correction struct {
	Clause  Clause   `json:"clause"`
	Rules   []string `json:"rules"`   // by which they are corrected, of [CorrectionRules]
	Ordered bool     `json:"ordered"` // whether none may be applied after one that stands behind it
	Ground  string   `json:"ground"`  // code of the ground by which the bid of who does not confirm a correction is rejected
}

// CorrectionRules lists every rule by which a price is corrected: what prevails
// where a bid says two things (政府采购货物和服务招标投标管理办法 第五十九条,
// 评标委员会和评标方法暂行规定 第十九条).
var CorrectionRules = []string{
	"opening_table", // the table of the opening over the bid itself
	"words",         // the amount in words over that in figures
	"decimal",       // the total, where a unit price or a percentage has its point plainly out of place
	"unit_prices",   // what the unit prices come to over the total
	"language",      // the Chinese text over one in another language
}

// KeepsPrice reports whether a rule lets the price stand that was read out, and
// has something else in the bid follow it.
func KeepsPrice(rule string) bool { return rule == "opening_table" || rule == "decimal" }

// Place returns which of the profile's rules one is, from 0 on, or -1.
func (c Correction) Place(rule string) int { return slices.Index(c.Rules, rule) }

// check refuses what no case can be held to.
func (c Correction) check(grounds []Ground) error {
	if len(c.Rules) == 0 { // of a lot that began before profiles said anything of it
		return nil
	}
	for i, one := range c.Rules {
		if !slices.Contains(CorrectionRules, one) || slices.Contains(c.Rules[:i], one) {
			return fmt.Errorf("correction: rule %q", one)
		}
	}
	if !slices.ContainsFunc(grounds, func(g Ground) bool { return g.Code == c.Ground }) {
		return fmt.Errorf("correction: no ground %q", c.Ground)
	}
	return nil
}
