package conflict

import "slices"

// A register finds companies by code and by name, and who controls whom. Its
// nodes are the companies, then the parties of the lot that it did not know,
// then those who hold or control a company and are no company of the register.
type register struct {
	companies []Company
	byCode    map[string]int32
	byName    map[string]int32   // by normalised name, the first that bears it or bore it
	others    map[string][]int32 // the others of that name
	branches  map[int32]string   // the normalised name of the company that a branch belongs to
	head      map[int32]int32    // of a branch, where the register knows it
	holders   map[string]int32   // by normalised name or code, who is no company of the register
	nodes     int32

	controls, controlledBy map[int32][]int32
	guessed                []bool // by node: it was taken for a stated holder by its name alone
}

func newRegister(companies []Company) *register {
	r := &register{companies: slices.Clone(companies), byCode: make(map[string]int32, len(companies)), byName: make(map[string]int32, len(companies)),
		others: map[string][]int32{}, branches: map[int32]string{}, head: map[int32]int32{}, holders: map[string]int32{}, controls: map[int32][]int32{}, controlledBy: map[int32][]int32{}}
	for i, c := range companies {
		r.index(int32(i), c)
	}
	return r
}

func (r *register) index(node int32, c Company) {
	if c.CreditCode != "" {
		r.byCode[c.CreditCode] = node
	}
	for _, former := range c.FormerCodes {
		if _, borne := r.byCode[former]; !borne {
			r.byCode[former] = node
		}
	}
	r.name(node, c.Name)
	for _, former := range c.FormerNames {
		r.name(node, former)
	}
}

func (r *register) name(node int32, name string) {
	whole := plain(name)
	if head := headOf(whole); head != "" {
		r.branches[node] = head
	}
	if name = withoutForm(whole); name == "" {
		return
	}
	first, taken := r.byName[name]
	switch {
	case !taken:
		r.byName[name] = node
	case first != node && !slices.Contains(r.others[name], node):
		r.others[name] = append(r.others[name], node)
	}
}

// knows reports whether a credit code is that of a company of the register or
// of a party.
func (r *register) knows(code string) bool {
	_, ok := r.byCode[code]
	return ok && code != ""
}

// find returns the nodes that a stated company can be: by its credit code
// where the register knows the code, else every one that bears the name or
// bore it. A branch is the company that it belongs to.
func (r *register) find(name, code string) []int32 {
	var nodes []int32
	if i, ok := r.byCode[code]; ok && code != "" {
		nodes = []int32{i}
	} else {
		whole := plain(name)
		if nodes = r.named(withoutForm(whole)); len(nodes) == 0 {
			nodes = r.named(headOf(whole))
		}
	}
	for i, node := range nodes {
		if head, ok := r.head[node]; ok {
			nodes[i] = head
		}
	}
	return nodes
}

func (r *register) named(name string) []int32 {
	first, ok := r.byName[name]
	if !ok || name == "" {
		return nil
	}
	return append([]int32{first}, r.others[name]...)
}

// party returns the nodes of a party to the lot. One that the register does
// not know, or knows by another code, becomes a node.
func (r *register) party(c Company) []int32 {
	if c.Name == "" && c.CreditCode == "" {
		return nil
	}
	nodes := r.find(c.Name, c.CreditCode)
	_, coded := r.byCode[c.CreditCode]
	if coded || len(nodes) > 0 && c.CreditCode == "" {
		for _, node := range nodes {
			r.name(node, c.Name)
		}
		return nodes
	}
	own := int32(len(r.companies))
	r.companies = append(r.companies, c)
	r.index(own, c)
	return append(nodes, own)
}

// link notes who controls whom: a holding of at least percent, or an office of
// controller, on the given day.
func (r *register) link(percent int, today Date) {
	r.nodes = int32(len(r.companies))
	r.guessed = make([]bool, r.nodes)
	r.adopt()
	for i, c := range r.companies {
		for _, holder := range c.Shareholders {
			if holder.Percent >= percent && holder.meets(today, today) {
				r.join(int32(i), holder.Name, holder.CreditCode)
			}
		}
		for _, post := range c.People {
			if post.Office == "controller" && post.meets(today, today) {
				r.join(int32(i), post.Name, "")
			}
		}
	}
}

// adopt finds the company that each branch belongs to.
func (r *register) adopt() {
	for branch, name := range r.branches {
		if head := r.named(name); len(head) > 0 && head[0] != branch {
			r.head[branch] = head[0]
		}
	}
}

func (r *register) join(company int32, name, code string) {
	above := r.find(name, code)
	if len(above) == 0 {
		key := holderKey(name, code)
		if key == "" {
			return
		}
		node, ok := r.holders[key]
		if !ok {
			node = r.nodes
			r.nodes++
			r.holders[key] = node
		}
		above = []int32{node}
	} else if !r.knows(code) {
		for _, node := range above {
			r.guessed[node] = true
		}
	}
	if head, ok := r.head[company]; ok {
		company = head
	}
	for _, node := range above {
		if node != company {
			r.controls[node] = append(r.controls[node], company)
			r.controlledBy[company] = append(r.controlledBy[company], node)
		}
	}
}

// holderKey is by what a holder is known that is no company of the register.
func holderKey(name, code string) string {
	if code != "" {
		return code
	}
	return NormalisePerson(name)
}

// group returns the companies that are of a group with one of nodes: those
// that control it over any number of levels, and all that these control.
// Partners who hold one company together are no group for that.
func (r *register) group(nodes []int32) map[int32]bool {
	above := reach(nodes, r.controlledBy)
	group := map[int32]bool{}
	for node := range reach(keys(above), r.controls) {
		if int(node) < len(r.companies) {
			group[node] = true
		}
	}
	return group
}

func keys(set map[int32]bool) []int32 {
	list := make([]int32, 0, len(set))
	for node := range set {
		list = append(list, node)
	}
	return list
}

func reach(from []int32, edges map[int32][]int32) map[int32]bool {
	seen := map[int32]bool{}
	queue := slices.Clone(from)
	for len(queue) > 0 {
		node := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !seen[node] {
			seen[node] = true
			queue = append(queue, edges[node]...)
		}
	}
	return seen
}
