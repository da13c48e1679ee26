package conflict

import "slices"

// relates finds a bidder, or with group a company of its group, that a
// relation leads to: the person holds one of the offices there, or works there.
func (q *query) relates(r Relation, at standing, as func(held) bool, worksThere bool) {
	if r.Name != "" {
		for _, h := range q.offices[NormalisePerson(r.Name)] {
			if q.is[h.company]&at != 0 && as(h) && q.within(h.Period) {
				q.alike(Datum{Kind: r.Kind, Name: r.Name, Company: q.register.company(h.company).Name, On: r.DeclaredOn}, q.register.namesakeOf(r, h), q.certain(h.company))
			}
		}
	}
	if worksThere {
		for _, node := range q.register.find(r.Company, r.CreditCode) {
			if q.is[node]&at != 0 {
				q.alike(Datum{Kind: r.Kind, Name: r.Name, Company: q.register.company(node).Name, On: r.DeclaredOn}, q.register.employer(Match{Relation: r}, node), q.certain(node))
			}
		}
	}
}

// IsKin reports whether the relation is one of kin.
func (r Relation) IsKin() bool { return r.Kind != Economic && r.Kind != Other }

// kinOfHead is R04 and R06: kin of a class that the profile counts leads a
// bidder. Of a relation whose name is not known, the class is not.
func (q *query) kinOfHead() {
	for _, r := range q.e.Relations {
		if !r.IsKin() {
			continue
		}
		_, known := classes[r.Kind]
		before := len(q.answer.Data)
		if !known || ofClass(r, q.rule.Kinship) {
			q.relates(r, isBidder, leads, false)
		}
		if !known && len(q.answer.Data) > before {
			q.answer.Data = q.answer.Data[:before]
			q.lacks(true, OfKinship)
		}
	}
	q.lacks(q.e.Related == NeverAsked && !slices.ContainsFunc(q.e.Relations, Relation.IsKin), OfKin)
	q.lacks(q.lacking.heads, OfCompanies)
}

func ofClass(r Relation, counted []string) bool {
	return slices.ContainsFunc(classes[r.Kind], func(class string) bool { return slices.Contains(counted, class) })
}

func anyOffice(held) bool { return true }

// otherRelation is R05: another relation to a bidder or its group that may
// affect a fair judgement; that kin is employed or holds an office there is
// one, unless a ground of kinship counts it already.
func (q *query) otherRelation() {
	for _, r := range q.e.Relations {
		if r.Kind == Economic {
			continue
		}
		counted := r.IsKin() && ofClass(r, q.kinship)
		q.relates(r, isBidder|isGroup, func(h held) bool { return !counted || !leads(h) || q.is[h.company]&isBidder == 0 }, true)
	}
	q.lacks(q.e.Related == NeverAsked && !slices.ContainsFunc(q.e.Relations, Relation.IsKin), OfKin)
	q.lacksInterests()
}

func (q *query) lacksInterests() {
	q.lacks(q.e.Interested == NeverAsked && !slices.ContainsFunc(q.e.Relations, func(r Relation) bool { return !r.IsKin() }), OfInterests)
}

// interest is R09: an interest in money in a bidder or its group: a holding of
// any size, or one that was declared.
func (q *query) interest() {
	q.holdsOffice(isBidder|isGroup, func(h held) bool { return h.percent > 0 })
	for _, r := range q.e.Relations {
		if r.Kind == Economic {
			q.relates(r, isBidder|isGroup, anyOffice, true)
		}
	}
	q.lacksInterests()
	q.lacksHoldings()
	q.lacks(q.lacking.holders, OfCompanies)
}

// colleague is R17: works where another member of the panel does.
func (q *query) colleague() {
	q.lacksAffiliations()
	if len(q.panel) == 0 {
		return
	}
	for _, employer := range q.Employers(*q.e) {
		for _, member := range q.panel[employer] {
			if member.ID != q.e.ID {
				q.found(Datum{Kind: "colleague", Name: member.ID, Company: employer})
			}
		}
	}
}

// Employers is [Employers] today, by the code that a company bears now where a
// former one is stated.
func (c *Checker) Employers(e Expert) []string {
	return employers(e, c.facts.Today, func(code string) string {
		if node, known := c.register.coded(code); known {
			return c.register.company(node).CreditCode
		}
		return code
	})
}

// Employers lists where an expert works on a day, by credit code where it is
// known and by normalised name otherwise.
func Employers(e Expert, today Date) []string {
	return employers(e, today, func(code string) string { return code })
}

func employers(e Expert, today Date, now func(code string) string) []string {
	var list []string
	for _, a := range e.Affiliations {
		if !a.meets(today, today) {
			continue
		}
		employer := now(a.CreditCode)
		if employer == "" {
			employer = NormaliseName(a.Company)
		}
		if employer != "" && !slices.Contains(list, employer) {
			list = append(list, employer)
		}
	}
	slices.Sort(list)
	return list
}
