package conflict

import (
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"testing"
)

// An eager register is the plain way to the same answers: for each lot it looks
// through all companies and notes who controls whom.
type eager struct {
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

func newEager(companies []Company) *eager {
	r := &eager{companies: slices.Clone(companies), byCode: make(map[string]int32, len(companies)), byName: make(map[string]int32, len(companies)),
		others: map[string][]int32{}, branches: map[int32]string{}, head: map[int32]int32{}, holders: map[string]int32{}, controls: map[int32][]int32{}, controlledBy: map[int32][]int32{}}
	for i, c := range companies {
		r.index(int32(i), c)
	}
	return r
}

func (r *eager) index(node int32, c Company) {
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

func (r *eager) name(node int32, name string) {
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
func (r *eager) knows(code string) bool {
	_, ok := r.byCode[code]
	return ok && code != ""
}

// find returns the nodes that a stated company can be: by its credit code
// where the register knows the code, else every one that bears the name or
// bore it. A branch is the company that it belongs to.
func (r *eager) find(name, code string) []int32 {
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

func (r *eager) named(name string) []int32 {
	first, ok := r.byName[name]
	if !ok || name == "" {
		return nil
	}
	return append([]int32{first}, r.others[name]...)
}

// party returns the nodes of a party to the lot. One that the register does
// not know, or knows by another code, becomes a node.
func (r *eager) party(c Company) []int32 {
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
func (r *eager) link(percent int, today Date) {
	r.nodes = int32(len(r.companies))
	r.guessed = make([]bool, r.nodes)
	r.adopt()
	for i, c := range r.companies {
		for _, holder := range c.Shareholders {
			if holder.Percent.AtLeast(percent) && holder.meets(today, today) {
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
func (r *eager) adopt() {
	for branch, name := range r.branches {
		if head := r.named(name); len(head) > 0 && head[0] != branch {
			r.head[branch] = head[0]
		}
	}
}

func (r *eager) join(company int32, name, code string) {
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

// group returns the companies that are of a group with one of nodes: those
// that control it over any number of levels, and all that these control.
// Partners who hold one company together are no group for that.
func (r *eager) group(nodes []int32) map[int32]bool {
	along := func(edges map[int32][]int32) func(int32) []int32 {
		return func(node int32) []int32 { return edges[node] }
	}
	group := map[int32]bool{}
	for _, node := range reach(reach(nodes, along(r.controlledBy)), along(r.controls)) {
		if int(node) < len(r.companies) {
			group[node] = true
		}
	}
	return group
}

// What is looked up when it is asked is what looking through everything finds:
// over random registers with branches, former names and codes, persons and
// strangers who hold companies, and parties that the register knows, knows by
// another name or code, or does not know.
func TestLookedUpAsEagerly(t *testing.T) {
	today := Date{Year: 2026, Month: 5, Day: 4}
	grouped, guesses, branches := 0, 0, 0
	for seed := range uint64(3000) {
		random := mathrand.New(mathrand.NewPCG(seed, 1))
		word := func(n int) string { return string(rune('甲' + random.IntN(n))) }
		name := func() string {
			n := word(7) + []string{"建设", "集团", ""}[random.IntN(3)] + []string{"有限公司", "有限责任公司", ""}[random.IntN(3)]
			if random.IntN(5) == 0 {
				n += "江北分公司"
			}
			return n
		}
		code := func() string { return []string{"", fmt.Sprint("C", random.IntN(9))}[min(random.IntN(3), 1)] }
		company := func() Company {
			c := Company{Name: name(), CreditCode: code()}
			if random.IntN(4) == 0 {
				c.FormerNames = []string{name()}
			}
			if random.IntN(5) == 0 {
				c.FormerCodes = []string{fmt.Sprint("C", random.IntN(9))}
			}
			for range random.IntN(3) {
				period := Period{}
				if random.IntN(5) == 0 {
					period.To = Date{Year: 2025, Month: 1, Day: 1}
				}
				c.Shareholders = append(c.Shareholders, Shareholder{Name: []string{name(), "张" + word(3)}[random.IntN(2)], CreditCode: code(), Percent: onePercent * Percent(40+random.IntN(20)), Period: period})
			}
			if random.IntN(4) == 0 {
				c.People = []Post{{Name: "张" + word(3), Office: "controller"}}
			}
			return c
		}
		var companies, parties []Company
		for range 1 + random.IntN(8) {
			companies = append(companies, company())
		}
		for range random.IntN(4) {
			parties = append(parties, company())
		}
		want, got := newEager(companies), NewRegister(companies).lookup()
		for _, p := range parties {
			if a, b := want.party(p), got.party(p); !slices.Equal(a, b) {
				t.Fatalf("seed %d: %+v is %v, want %v", seed, p, b, a)
			}
		}
		want.link(50, today)
		got.link(50, today)
		if len(want.companies) != len(got.companies)+len(got.parties) {
			t.Fatalf("seed %d: %d companies, want %d", seed, len(got.companies)+len(got.parties), len(want.companies))
		}
		for i := range want.companies {
			node := int32(i)
			whole, branch := want.head[node]
			if !branch {
				whole = node
			} else {
				branches++
			}
			if got.whole(node) != whole {
				t.Fatalf("seed %d: %d belongs to %d, want %d", seed, node, got.whole(node), whole)
			}
			a, b := want.group([]int32{node}), got.group([]int32{node})
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Fatalf("seed %d: the group of %d is %v, want %v in %+v with %+v", seed, node, b, a, companies, parties)
			}
			grouped += len(b) - 1
			if want.guessed[node] != got.guessed(node) {
				t.Fatalf("seed %d: %d is guessed: %t, want %t", seed, node, got.guessed(node), want.guessed[node])
			}
			if want.guessed[node] {
				guesses++
			}
		}
		for range 20 {
			n, c := name(), code()
			if a, b := want.find(n, c), got.find(n, c); !slices.Equal(a, b) {
				t.Fatalf("seed %d: %s %s is %v, want %v", seed, n, c, b, a)
			}
		}
	}
	if grouped < 1000 || guesses < 500 || branches < 500 {
		t.Errorf("%d joined, %d guessed, %d branches: too few to tell", grouped, guesses, branches)
	}
}
