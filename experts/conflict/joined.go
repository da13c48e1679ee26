package conflict

import (
	"cmp"
	"slices"
)

// A Joint is one step of the way from a company to another of its group.
type Joint struct {
	Name       string // who is reached
	CreditCode string
	Up         bool    // who is reached holds or controls the one before; else the other way round
	Office     string  // controller, if it is by that; else by shares
	Percent    Percent // of the shares
}

// A Kindred is a company of a group and the shortest way that leads to it.
type Kindred struct {
	Company int // of the companies that the register was made of
	Way     []Joint
}

// Group returns the companies that the grounds take for one group with a
// company on a day, the nearest first: those that control it, at percent or by
// office and over any number of levels, and all that these control.
func Group(register *Register, of Company, percent int, today Date) []Kindred {
	r := register.lookup()
	r.link(percent, today)
	start := r.find(of.Name, of.CreditCode)
	came := walkGroup(r, start)
	var list []Kindred
	for i := range r.companies {
		node := r.whole(int32(i))
		if slices.Contains(start, node) {
			continue
		}
		if at, ok := came.first[node]; ok {
			list = append(list, Kindred{i, r.way(came, at)})
		}
	}
	slices.SortStableFunc(list, func(a, b Kindred) int { return len(a.Way) - len(b.Way) })
	return list
}

// A place is a node of a walk. Who once went down goes no more up: partners
// who hold one company together are no group for that.
type place struct {
	node int32
	down bool
}

// A trail is how every place of a walk was come to.
type trail struct {
	from  map[place]place
	first map[int32]place // by which place a node was come to first
}

func walkGroup(r *lookup, start []int32) trail {
	t := trail{map[place]place{}, map[int32]place{}}
	var queue []place
	reach := func(to, from place) {
		if _, seen := t.from[to]; seen {
			return
		}
		t.from[to] = from
		if _, seen := t.first[to.node]; !seen {
			t.first[to.node] = to
		}
		queue = append(queue, to)
	}
	for _, node := range start {
		reach(place{node, false}, place{node, false})
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !at.down {
			for _, node := range r.above(at.node) {
				reach(place{node, false}, at)
			}
		}
		for _, node := range r.below(at.node) {
			reach(place{node, true}, at)
		}
	}
	return t
}

// way tells the steps that led to a place.
func (r *lookup) way(t trail, at place) []Joint {
	var way []Joint
	for from := t.from[at]; from != at; at, from = from, t.from[from] {
		above, below := from.node, at.node
		if !at.down {
			above, below = at.node, from.node
		}
		by := r.joint(above, below)
		joint := Joint{by.name, by.code, !at.down, by.office, by.percent}
		if at.node >= 0 {
			joint.Name, joint.CreditCode = r.company(at.node).Name, r.company(at.node).CreditCode
		}
		way = append(way, joint)
	}
	slices.Reverse(way)
	return way
}

// joint says by what one node controls another: what the company, or a branch
// of it, says of its holders.
func (r *lookup) joint(above, below int32) (by stake) {
	for _, node := range append([]int32{below}, r.branchesOf(below)...) {
		for s := range r.stakes(r.company(node)) {
			if r.means(s.name, s.code, above) {
				return s
			}
		}
	}
	return by
}

// means reports whether a stated holder is the node.
func (r *lookup) means(name, code string, node int32) bool {
	if nodes := r.find(name, code); len(nodes) > 0 {
		return slices.Contains(nodes, node)
	}
	holder, ok := r.holders[holderKey(name, code)]
	return ok && holder == node
}

// EmployerName is the name by which an employer that is stated without a known
// credit code is found: that of the company, where it is a branch that is stated.
func EmployerName(name string) string {
	whole := plain(name)
	if head := headOf(whole); head != "" {
		return head
	}
	return withoutForm(whole)
}

// Overheld returns which of the shareholders takes what is held on one day
// above the whole, or -1.
func Overheld(holders []Shareholder) int {
	for i, next := range holders {
		if Overholds(holders[:i], next) {
			return i
		}
	}
	return -1
}

// Overholds reports whether with one more shareholder more than the whole is
// held on a day, which it was not before. Registries round what each holds to a
// hundredth of a percent, so that each may be less by as much.
func Overholds(holders []Shareholder, next Shareholder) bool {
	const rounding = onePercent / 100
	type step struct {
		day     Date
		percent Percent // that is held from the day on, or negative no more after it
	}
	var steps []step
	add := func(s Shareholder) {
		if s.From.Before(next.From) {
			s.From = next.From
		}
		steps = append(steps, step{s.From, s.Percent - rounding})
		if s.To != (Date{}) {
			steps = append(steps, step{s.To, rounding - s.Percent})
		}
	}
	add(next)
	for _, s := range holders {
		until := next.To
		if until == (Date{}) {
			until = s.From
		}
		if s.meets(next.From, until) {
			add(s)
		}
	}
	slices.SortFunc(steps, func(a, b step) int {
		switch {
		case a.day.Before(b.day):
			return -1
		case b.day.Before(a.day):
			return 1
		}
		return cmp.Compare(b.percent, a.percent) // the last day is one of holding
	})
	var held Percent
	for _, s := range steps {
		if held += s.percent; held >= Whole {
			return true
		}
	}
	return false
}
