package conflict

import "slices"

// A lookup is a register as one lot sees it, on one day. Its nodes are the
// companies of the register, then the parties of the lot that it did not know;
// who holds or controls a company and is none is a node below zero.
type lookup struct {
	*Register
	own     index // of the parties, and of what they call the companies of the register
	parties []Company
	called  map[int32][]string // what a party added to the names of a company
	holders map[string]int32   // by normalised name or code, who is no company
	keys    []string           // of the holders
	adopted bool               // a branch is taken for its company

	percent int // from which on a holding is control
	today   Date
}

func (r *Register) lookup() *lookup {
	return &lookup{Register: r, own: newIndex(0), called: map[int32][]string{}, holders: map[string]int32{}}
}

func (r *lookup) company(node int32) *Company {
	if int(node) < len(r.companies) {
		return &r.companies[node]
	}
	return &r.parties[int(node)-len(r.companies)]
}

// coded returns the company of the register, or the party, that a credit code
// is of.
func (r *lookup) coded(code string) (node int32, known bool) {
	if code == "" {
		return 0, false
	}
	if node, known = r.own.byCode[code]; !known {
		node, known = r.byCode[code]
	}
	return node, known
}

// knows reports whether a credit code is that of a company of the register or
// of a party.
func (r *lookup) knows(code string) bool {
	_, known := r.coded(code)
	return known
}

func (r *lookup) named(name string) []int32 {
	return append(r.Register.named(name), r.own.named(name)...)
}

// find returns the nodes that a stated company can be: by its credit code
// where the register knows the code, else every one that bears the name or
// bore it. A branch is the company that it belongs to.
func (r *lookup) find(name, code string) []int32 {
	var nodes []int32
	if node, known := r.coded(code); known {
		nodes = []int32{node}
	} else {
		whole := plain(name)
		if nodes = r.named(withoutForm(whole)); len(nodes) == 0 {
			nodes = r.named(headOf(whole))
		}
	}
	for i, node := range nodes {
		nodes[i] = r.whole(node)
	}
	return nodes
}

// whole returns the company that a node belongs to, if it is a branch of one,
// and the node itself otherwise.
func (r *lookup) whole(node int32) int32 {
	if !r.adopted || node < 0 {
		return node
	}
	name, branch := r.own.branches[node]
	if !branch {
		if name, branch = r.branches[node]; !branch {
			return node
		}
	}
	if head := r.named(name); len(head) > 0 {
		return head[0]
	}
	return node
}

// party returns the nodes of a party to the lot. One that the register does
// not know, or knows by another code, becomes a node.
func (r *lookup) party(c Company) []int32 {
	if c.Name == "" && c.CreditCode == "" {
		return nil
	}
	nodes := r.find(c.Name, c.CreditCode)
	if r.knows(c.CreditCode) || len(nodes) > 0 && c.CreditCode == "" {
		for _, node := range nodes {
			r.name(node, c.Name)
		}
		return nodes
	}
	own := int32(len(r.companies) + len(r.parties))
	r.parties = append(r.parties, c)
	r.own.bearCodes(own, &c, r.knows)
	for _, name := range c.names() {
		r.name(own, name)
	}
	r.own.state(own, &c)
	return append(nodes, own)
}

// name has a node found by one more name.
func (r *lookup) name(node int32, name string) {
	whole := plain(name)
	r.own.belong(node, headOf(whole))
	if name = withoutForm(whole); !slices.Contains(r.named(name), node) {
		r.own.bearName(node, name)
		r.called[node] = append(r.called[node], name)
	}
}

// names are the normalised names that a node bears or bore.
func (r *lookup) names(node int32) []string {
	names := slices.Clone(r.called[node])
	if int(node) < len(r.companies) {
		for _, name := range r.company(node).names() {
			names = append(names, NormaliseName(name))
		}
	}
	return names
}

// branchesOf returns the nodes that are taken for a node.
func (r *lookup) branchesOf(node int32) (list []int32) {
	for _, name := range r.names(node) {
		for _, branch := range slices.Concat(r.ofHead[name], r.own.ofHead[name]) {
			if branch != node && r.whole(branch) == node {
				list = append(list, branch)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
