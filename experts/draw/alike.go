package draw

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A class is experts of a pool whom nothing that decides a draw tells apart:
// they fit the same seats, live in the same region as far as a limit looks at
// regions, and work at the same employers, or at employers that are alike.
type class struct {
	members      []Opened
	itself, fits []bool // by the index of a seat: by its own specialties, or at all
	linked       int    // the seats it fits, and all that others fit beside these
	kind         int    // of employer, or -1
	each         int    // members at each employer of the kind, who stand together in members
}

// An alike is a pool by classes. Employers are of one kind if each has as many
// of every class; an employer of whom the limit keeps nobody out is none here.
type alike struct {
	classes []*class
	kinds   []int // how many employers each kind has
	links   int   // how many sets of linked seats there are

	// witness is what some experts use who can take all the seats together, one
	// for each, or nothing. Mostly they are a short answer to whether the later
	// seats stay fillable.
	witness [][]unit
}

// sortOut puts a pool into its classes.
func sortOut(p *packing, seats []Seat, pool []Opened) *alike {
	words := make([]string, len(pool)) // what tells an expert from others beside the employers
	employed := map[string]int{}
	for i, o := range pool {
		words[i] = fitWords(p, seats, o)
		if strings.ContainsAny(words[i], "sf") {
			for _, e := range o.Employers {
				employed[e]++
			}
		}
	}
	binding := func(o Opened) (list []string) {
		for _, e := range o.Employers {
			if employed[e] > p.limits.perEmployer() {
				list = append(list, e)
			}
		}
		return list
	}
	kinds := employerKinds(p, words, pool, binding)
	a, byKey, kindNo := &alike{}, map[string]*class{}, map[string]int{}
	order := make([]int, len(pool))
	for i := range order {
		order[i] = i
	}
	// Members of an employer stand together, and employers of a kind in one order in each class.
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(words[i], words[j]), slices.Compare(binding(pool[i]), binding(pool[j])))
	})
	for _, i := range order {
		of := binding(pool[i])
		key, kind := words[i]+"\nof "+strings.Join(of, "\n"), ""
		if len(of) == 1 {
			if kind = kinds[of[0]]; kind != "" {
				key = words[i] + "\nkind " + kind
			}
		}
		if !strings.ContainsAny(words[i], "sf") {
			key, kind = words[i], ""
		}
		c := byKey[key]
		if c == nil {
			c = newClass(words[i], len(seats))
			byKey[key] = c
			a.classes = append(a.classes, c)
			if kind != "" {
				no, known := kindNo[kind]
				if !known {
					no = len(a.kinds)
					kindNo[kind], a.kinds = no, append(a.kinds, 0)
				}
				c.kind = no
				c.each = strings.Count("\n"+kind, "\n"+words[i]+"\t")
			}
		}
		c.members = append(c.members, pool[i])
	}
	for _, c := range a.classes {
		if c.kind >= 0 {
			a.kinds[c.kind] = len(c.members) / c.each
		}
	}
	a.link(len(seats))
	return a
}

// fitWords says, a letter for each seat, how an expert fits it, and the
// region and whether it is home if a limit looks at it.
func fitWords(p *packing, seats []Seat, o Opened) string {
	word := make([]byte, 0, len(seats)+8)
	for _, s := range seats {
		switch {
		case s.fitsItself(o):
			word = append(word, 's')
		case s.fits(o):
			word = append(word, 'f')
		default:
			word = append(word, '-')
		}
	}
	if p.limits.perRegion(p.size) < p.size {
		word = append(append(word, ' '), strconv.Quote(o.Region)...)
	}
	if p.limits.isHome(o.Region) {
		word = append(word, " home"...)
	}
	return string(word)
}

func newClass(words string, seats int) *class {
	c := &class{kind: -1, itself: make([]bool, seats), fits: make([]bool, seats)}
	for i := range seats {
		c.itself[i], c.fits[i] = words[i] == 's', words[i] != '-'
	}
	return c
}

// employerKinds names the kind of every employer that may give one member only
// and shares none of its people with another. What is alike of the others
// would have to be found among graphs; they stand for themselves.
func employerKinds(p *packing, words []string, pool []Opened, binding func(Opened) []string) map[string]string {
	if p.limits.perEmployer() > 1 {
		return nil
	}
	people, shares := map[string][]string{}, map[string]bool{}
	for i, o := range pool {
		if !strings.ContainsAny(words[i], "sf") {
			continue
		}
		of := binding(o)
		for _, e := range of {
			people[e] = append(people[e], words[i]+"\t")
			shares[e] = shares[e] || len(of) > 1
		}
	}
	kinds := map[string]string{}
	for _, e := range slices.Sorted(maps.Keys(people)) {
		if !shares[e] {
			slices.Sort(people[e])
			kinds[e] = strings.Join(people[e], "\n")
		}
	}
	return kinds
}

// link numbers the sets of seats that somebody fits together.
func (a *alike) link(seats int) {
	of := make([]int, seats)
	for i := range of {
		of[i] = i
	}
	for _, c := range a.classes {
		first := slices.Index(c.fits, true)
		for i, fits := range c.fits {
			if fits && of[i] != of[first] {
				from, to := of[i], of[first]
				for j := range of {
					if of[j] == from {
						of[j] = to
					}
				}
			}
		}
	}
	a.links = seats
	for _, c := range a.classes {
		if first := slices.Index(c.fits, true); first >= 0 {
			c.linked = of[first]
		}
	}
}

// left returns how many of a class can still come after so many of each class
// were drawn. Where one of a kind of employer was drawn, all others there
// cannot.
func (a *alike) left(c int, drawn []int) int {
	if of := a.classes[c]; of.kind >= 0 {
		return of.each * (a.kinds[of.kind] - a.hit(of.kind, drawn))
	}
	return len(a.classes[c].members) - drawn[c]
}

// hit returns how many employers of a kind have a member who was drawn.
func (a *alike) hit(kind int, drawn []int) (n int) {
	for c, of := range a.classes {
		if of.kind == kind {
			n += drawn[c]
		}
	}
	return n
}

// some returns experts as whom so many of each class may stand.
func (a *alike) some(drawn []int) (list []Opened) {
	hit := make([]int, len(a.kinds))
	for c, of := range a.classes {
		for n := range drawn[c] {
			if of.kind < 0 {
				list = append(list, of.members[n])
				continue
			}
			list = append(list, of.members[hit[of.kind]*of.each])
			hit[of.kind]++
		}
	}
	return list
}

// another returns somebody of a class who is not among [alike.some].
func (a *alike) another(c int, drawn []int) Opened {
	of := a.classes[c]
	if of.kind < 0 {
		return of.members[drawn[c]]
	}
	return of.members[a.hit(of.kind, drawn)*of.each]
}

// taking returns the classes of whom somebody may take the seat with the given
// index after so many of each class were drawn.
func (a *alike) taking(f *filler, seat int, drawn []int) (list []int) {
	for _, o := range a.some(drawn) {
		f.use(f.units(o))
		defer f.release(f.units(o))
	}
	for _, own := range []bool{true, false} {
		for c, of := range a.classes {
			if own && !of.itself[seat] || !of.fits[seat] || a.left(c, drawn) == 0 {
				continue
			}
			units := f.units(a.another(c, drawn))
			if !f.open(units) {
				continue
			}
			f.use(units)
			if a.fillable(f, seat+1) {
				list = append(list, c)
			}
			f.release(units)
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// fillable reports whether the seats from the given index on can be filled.
func (a *alike) fillable(f *filler, seat int) bool {
	return len(a.witness) > 0 && f.together(a.witness[seat:]) || f.blocked(seat) == 0
}
