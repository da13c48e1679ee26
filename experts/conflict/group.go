package conflict

import "slices"

// facts are [Facts] with what is computed from them once.
type facts struct {
	bidders, group []Company // group: the bidders and all that control them, or that they control
	codes, names   map[string]bool
	entity, agency Company
	since, today   Date
}

func newFacts(f Facts) *facts {
	p := &facts{entity: f.Entity, agency: f.Agency, since: f.Started.YearsBack(f.Years), today: f.Today,
		codes: map[string]bool{}, names: map[string]bool{}}
	r := indexed(f.Companies, f.Percent)
	for _, bidder := range f.Bidders {
		p.bidders = append(p.bidders, r.known(bidder))
	}
	p.group = r.closure(p.bidders)
	for _, company := range p.group {
		if company.CreditCode != "" {
			p.codes[company.CreditCode] = true
		}
		for _, name := range append([]string{company.Name}, company.FormerNames...) {
			p.names[NormaliseName(name)] = true
		}
	}
	return p
}

// ofGroup reports whether a company, as an expert stated it, is a bidder or of
// its group: by credit code, else by its present or a former name.
func (f *facts) ofGroup(name, code string) bool {
	if code != "" && f.codes[code] {
		return true
	}
	return name != "" && f.names[NormaliseName(name)]
}

// same reports whether a company is the one that was stated.
func same(c Company, name, code string) bool {
	if code != "" && c.CreditCode != "" {
		return code == c.CreditCode
	}
	return c.Name != "" && NormaliseName(name) == NormaliseName(c.Name)
}

// A register finds companies by code and by name, and who holds whom.
type register struct {
	companies []Company
	byCode    map[string]int
	byName    map[string]int
	links     map[int][]int // in both directions, where the holding is of the group
}

func indexed(companies []Company, percent int) *register {
	r := &register{companies: companies, byCode: map[string]int{}, byName: map[string]int{}, links: map[int][]int{}}
	for i, c := range companies {
		if c.CreditCode != "" {
			r.byCode[c.CreditCode] = i
		}
		for _, name := range append([]string{c.Name}, c.FormerNames...) {
			r.byName[NormaliseName(name)] = i
		}
	}
	for i, c := range companies {
		for _, holder := range c.Shareholders {
			if j, ok := r.find(holder.Name, holder.CreditCode); ok && holder.Percent >= percent && j != i {
				r.links[i], r.links[j] = append(r.links[i], j), append(r.links[j], i)
			}
		}
	}
	return r
}

func (r *register) find(name, code string) (int, bool) {
	if i, ok := r.byCode[code]; ok && code != "" {
		return i, true
	}
	i, ok := r.byName[NormaliseName(name)]
	return i, ok && name != ""
}

// known returns a bidder with what the register knows of it.
func (r *register) known(c Company) Company {
	i, ok := r.find(c.Name, c.CreditCode)
	if !ok {
		return c
	}
	known := r.companies[i]
	known.FormerNames = append(slices.Clone(known.FormerNames), c.Name)
	known.People = slices.Clone(known.People)
	if c.LegalRepresentative != "" && c.LegalRepresentative != known.LegalRepresentative {
		known.People = append(known.People, Post{Name: c.LegalRepresentative, Office: "manager"})
	}
	return known
}

// closure returns the bidders and every company that is linked to one of
// them, over any number of levels.
func (r *register) closure(bidders []Company) []Company {
	group := slices.Clone(bidders)
	seen := map[int]bool{}
	var queue []int
	for _, b := range bidders {
		if i, ok := r.find(b.Name, b.CreditCode); ok && !seen[i] {
			seen[i] = true
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range r.links[i] {
			if !seen[j] {
				seen[j] = true
				queue = append(queue, j)
				group = append(group, r.companies[j])
			}
		}
	}
	return group
}
