package conflict

import (
	"maps"
	"slices"
)

// KeepsOut returns the grounds that keep an expert out, in the order of
// [Grounds].
func (c *Checker) KeepsOut(e Expert) (grounds []string) {
	for _, answer := range c.Check(e) {
		if answer.KeepsOut() {
			grounds = append(grounds, answer.Ground)
		}
	}
	return grounds
}

// Deciding returns companies of the register by which alone an expert is kept
// out for the same grounds as by all of it: few, as a rule.
func (c *Checker) Deciding(e Expert) []Company {
	f := c.facts
	f.Register = NewRegister(c.near(e))
	if slices.Equal(NewChecker(f).KeepsOut(e), c.KeepsOut(e)) {
		return f.Register.companies
	}
	return c.facts.Register.companies
}

// near returns the companies of the register that are something to the lot, and
// those that an expert names, with the companies that these are branches of.
func (c *Checker) near(e Expert) []Company {
	nodes := slices.Collect(maps.Keys(c.is))
	for _, role := range c.roles {
		nodes = append(nodes, role.nodes...)
	}
	for _, d := range c.disputes {
		nodes = append(nodes, d.nodes...)
	}
	for _, t := range c.register.ties(&e) {
		nodes = append(nodes, t.nodes...)
	}
	for _, r := range e.Relations {
		nodes = append(nodes, c.register.find(r.Company, r.CreditCode)...)
	}
	for _, node := range nodes {
		nodes = append(nodes, c.register.whole(node))
	}
	slices.Sort(nodes)
	var list []Company
	for _, node := range slices.Compact(nodes) {
		if node >= 0 && int(node) < len(c.facts.Register.companies) {
			list = append(list, c.facts.Register.companies[node])
		}
	}
	return list
}
