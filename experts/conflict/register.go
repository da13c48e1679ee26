package conflict

import "slices"

// A Register is companies, prepared to be found and to be asked whom they say
// that they are held by. Nobody changes it, so that any number of checks can
// use one at once.
type Register struct {
	companies []Company
	index
}

// NewRegister prepares companies, which nobody may change any more.
func NewRegister(companies []Company) *Register {
	r := &Register{companies, newIndex(len(companies))}
	for i := range companies {
		c := &companies[i]
		r.bearCodes(int32(i), c, func(code string) bool { _, borne := r.byCode[code]; return borne })
		for _, name := range c.names() {
			whole := plain(name)
			r.belong(int32(i), headOf(whole))
			if name = withoutForm(whole); !slices.Contains(r.named(name), int32(i)) {
				r.bearName(int32(i), name)
			}
		}
		r.state(int32(i), c)
	}
	return r
}

// names are the name of a company and those that it bore.
func (c *Company) names() []string { return append([]string{c.Name}, c.FormerNames...) }

// An index finds companies, each of which is a node.
type index struct {
	byCode   map[string]int32
	byName   map[string]int32   // by normalised name, the first that bears it or bore it
	others   map[string][]int32 // the others of that name
	branches map[int32]string   // the normalised name of the company that a branch belongs to
	ofHead   map[string][]int32 // who belongs to a company of the name, or did until it was named otherwise
	stating  map[string][]int32 // by what a holder or controller may be found by: who states it; see stakeKeys
}

func newIndex(size int) index {
	return index{make(map[string]int32, size), make(map[string]int32, size), map[string][]int32{}, map[int32]string{}, map[string][]int32{}, make(map[string][]int32, size)}
}

func (x *index) bearCodes(node int32, c *Company, borne func(code string) bool) {
	if c.CreditCode != "" {
		x.byCode[c.CreditCode] = node
	}
	for _, former := range c.FormerCodes {
		if !borne(former) {
			x.byCode[former] = node
		}
	}
}

// belong notes that a node is a branch of a company of the name, if there is
// one.
func (x *index) belong(node int32, head string) {
	if head != "" {
		x.branches[node] = head
		x.ofHead[head] = append(x.ofHead[head], node)
	}
}

func (x *index) bearName(node int32, name string) {
	if name == "" {
		return
	}
	if _, taken := x.byName[name]; taken {
		x.others[name] = append(x.others[name], node)
	} else {
		x.byName[name] = node
	}
}

func (x *index) named(name string) []int32 {
	first, ok := x.byName[name]
	if !ok {
		return nil
	}
	return append([]int32{first}, x.others[name]...)
}

// state notes whom a company says that it is held or controlled by, ever.
func (x *index) state(node int32, c *Company) {
	note := func(name, code string) {
		for _, key := range stakeKeys(name, code) {
			if list := x.stating[key]; len(list) == 0 || list[len(list)-1] != node {
				x.stating[key] = append(list, node)
			}
		}
	}
	for _, holder := range c.Shareholders {
		note(holder.Name, holder.CreditCode)
	}
	for _, post := range c.People {
		if post.Office == controller {
			note(post.Name, "")
		}
	}
}

const controller = "controller"

// stakeKeys are by what somebody who is stated to hold a company may be found,
// now or once a company is known that was not.
func stakeKeys(name, code string) (keys []string) {
	whole := plain(name)
	if code != "" {
		keys = append(keys, codeKey(code))
	}
	if bare := withoutForm(whole); bare != "" {
		keys = append(keys, nameKey(bare))
	}
	if head := headOf(whole); head != "" {
		keys = append(keys, nameKey(head))
	}
	return keys
}

func codeKey(code string) string { return "code " + code }
func nameKey(name string) string { return "name " + name }
