package conflict

import (
	"iter"
	"slices"
)

// link has it count who controls whom on a day: a holding of at least percent,
// or an office of controller; and a branch be its company.
func (r *lookup) link(percent int, today Date) {
	r.adopted, r.percent, r.today = true, percent, today
}

// A stake is by what somebody controls a company, as the company states it.
type stake struct {
	name, code string
	percent    Percent // of the shares
	office     string  // controller, if it is by that
}

// stakes yields who controls a company that is no branch, or a branch.
func (r *lookup) stakes(c *Company) iter.Seq[stake] {
	return func(yield func(stake) bool) {
		for _, holder := range c.Shareholders {
			if holder.Percent.AtLeast(r.percent) && holder.meets(r.today, r.today) && !yield(stake{holder.Name, holder.CreditCode, holder.Percent, ""}) {
				return
			}
		}
		for _, post := range c.People {
			if post.Office == controller && post.meets(r.today, r.today) && !yield(stake{name: post.Name, office: post.Office}) {
				return
			}
		}
	}
}

// holding returns the nodes that somebody who is stated can be.
func (r *lookup) holding(s stake) []int32 {
	if nodes := r.find(s.name, s.code); len(nodes) > 0 {
		return nodes
	}
	key := holderKey(s.name, s.code)
	if key == "" {
		return nil
	}
	node, ok := r.holders[key]
	if !ok {
		r.keys = append(r.keys, key)
		node = int32(-len(r.keys))
		r.holders[key] = node
	}
	return []int32{node}
}

// holderKey is by what a holder is known that is no company of the register.
func holderKey(name, code string) string {
	if code != "" {
		return code
	}
	return NormalisePerson(name)
}

// above returns who controls a node, by what it or a branch of it states.
func (r *lookup) above(node int32) (list []int32) {
	if node < 0 {
		return nil
	}
	said := r.branchesOf(node)
	if r.whole(node) == node { // else what it states is of the company that it belongs to
		said = append(said, node)
	}
	slices.Sort(said)
	for _, one := range said {
		for s := range r.stakes(r.company(one)) {
			for _, holder := range r.holding(s) {
				if holder != node {
					list = append(list, holder)
				}
			}
		}
	}
	return list
}

// below returns whom a node controls.
func (r *lookup) below(node int32) (list []int32) {
	for _, one := range r.stating(node) {
		held := r.whole(one)
		for s := range r.stakes(r.company(one)) {
			if held != node && slices.Contains(r.holding(s), node) {
				list = append(list, held)
			}
		}
	}
	return list
}

// stating returns who may state that a node holds it, in order.
func (r *lookup) stating(node int32) (list []int32) {
	add := func(key string) { list = append(append(list, r.Register.stating[key]...), r.own.stating[key]...) }
	if node < 0 {
		key := r.keys[-node-1]
		add(codeKey(key))
		add(nameKey(withoutForm(key)))
	} else {
		for _, one := range append(r.branchesOf(node), node) {
			c := r.company(one)
			for _, code := range append([]string{c.CreditCode}, c.FormerCodes...) {
				add(codeKey(code))
			}
			for _, name := range r.names(one) {
				add(nameKey(name))
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// guessed reports whether a node was taken for a stated holder by its name
// alone.
func (r *lookup) guessed(node int32) bool {
	return slices.ContainsFunc(r.stating(node), func(one int32) bool {
		for s := range r.stakes(r.company(one)) {
			if !r.knows(s.code) && slices.Contains(r.find(s.name, s.code), node) {
				return true
			}
		}
		return false
	})
}

// group returns the companies that are of a group with one of nodes: those
// that control it over any number of levels, and all that these control.
// Partners who hold one company together are no group for that.
func (r *lookup) group(nodes []int32) map[int32]bool {
	group := map[int32]bool{}
	for _, node := range reach(reach(nodes, r.above), r.below) {
		if node >= 0 {
			group[node] = true
		}
	}
	return group
}

// reach returns every node that edges lead to, those to begin with among them.
func reach(from []int32, edges func(node int32) []int32) (list []int32) {
	seen := map[int32]bool{}
	queue := slices.Clone(from)
	for len(queue) > 0 {
		node := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !seen[node] {
			seen[node] = true
			list = append(list, node)
			queue = append(queue, edges(node)...)
		}
	}
	return list
}
