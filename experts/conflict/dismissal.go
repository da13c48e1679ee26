package conflict

import (
	"cmp"
	"slices"
	"strings"

	"bidroom/evaluation/rule"
)

// A Match is two things of which only a name says that they are one: something
// that is known of an expert, and something that the register says of a
// company. It holds both whole, so that it is another match as soon as either
// side says something else. One of Name, Affiliation, Relation, Appointment and
// Holding is there.
type Match struct {
	Name        string      `json:"name,omitempty"` // the expert's own
	Affiliation Affiliation `json:"affiliation,omitzero"`
	Relation    Relation    `json:"relation,omitzero"`
	Appointment Appointment `json:"appointment,omitzero"`
	Holding     Holding     `json:"holding,omitzero"`
	Company     string      `json:"company"`
	CreditCode  string      `json:"credit_code"`
	// Of the namesake there: as in [Post], or legal_representative or
	// shareholder. None where it is the company's own name that is alike.
	Office  string  `json:"office,omitempty"`
	Percent Percent `json:"percent,omitempty"` // of a shareholder
	Period          // of the office
}

// A Statement says that a match is false: it is of a namesake, or of another
// company.
type Statement struct {
	Expert string `json:"expert"` // id in the register
	Match  Match  `json:"match"`
	Reason string `json:"reason"`
}

// A Dismissal is a statement that one person proposed and another confirmed.
// It is kept with the expert, and is about this match alone: when either side
// says something else, it is of no effect any more.
type Dismissal struct {
	Statement
	Salt     string `json:"salt"`     // 16 bytes, hex: the statement's in the centre's log
	Proposed string `json:"proposed"` // account
	Decided  string `json:"decided"`  // account of another person
	On       Date   `json:"on"`
}

// Check refuses a dismissal that does not stand, with every reason.
func (d Dismissal) Check() error {
	var refusals rule.Collect
	if d.Proposed == "" || d.Decided == "" || d.Proposed == d.Decided {
		refusals.Add("", "dismissal.second_person", "decided")
	}
	if d.Reason == "" {
		refusals.Add("", "reason.required", "reason")
	}
	if (d.On == Date{}) {
		refusals.Add("", "field.required", "on", "field", "on")
	}
	return refusals.Err(rule.Invalid)
}

// Dismissed returns the dismissal of a match that stands, or nil. Nobody can
// dismiss what is no match by name.
func (e Expert) Dismissed(m Match) *Dismissal {
	i := slices.IndexFunc(e.Dismissals, func(d Dismissal) bool { return m != (Match{}) && d.Match == m && d.Check() == nil })
	if i < 0 {
		return nil
	}
	return &e.Dismissals[i]
}

// Matches returns every match by name between an expert and the companies of
// the register, by company: what may be found false before any lot is known.
func Matches(register *Register, e Expert) (list []Match) {
	r := register.lookup()
	r.adopted = true
	add := func(m Match) {
		if m != (Match{}) && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	for _, t := range r.ties(&e) {
		for _, node := range t.nodes {
			add(r.employer(t.stated, node))
		}
	}
	relatives := map[string][]Relation{}
	for _, relation := range e.Relations {
		for _, node := range r.find(relation.Company, relation.CreditCode) {
			add(r.employer(Match{Relation: relation}, node))
		}
		if name := NormalisePerson(relation.Name); name != "" {
			relatives[name] = append(relatives[name], relation)
		}
	}
	own := NormalisePerson(e.Name)
	for node, company := range r.companies {
		for name, h := range company.offices(int32(node)) {
			name = NormalisePerson(name)
			if name == own {
				add(r.namesake(e, h))
			}
			for _, relation := range relatives[name] {
				add(r.namesakeOf(relation, h))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Match) int {
		return cmp.Or(strings.Compare(a.Company, b.Company), strings.Compare(a.CreditCode, b.CreditCode))
	})
	return list
}

// employer is the match of an employer, stated in an affiliation or a relation, or
// of a company in which the expert stated an office or a holding, with a company;
// none if it is stated by credit code.
func (r *lookup) employer(stated Match, node int32) Match {
	if r.knows(cmp.Or(stated.Affiliation.CreditCode, stated.Relation.CreditCode, stated.Appointment.CreditCode, stated.Holding.CreditCode)) {
		return Match{}
	}
	return r.with(stated, node)
}

// namesake is the match of an expert with the holder of an office; none if the
// expert is known by credit code to be or to have been something there.
func (r *lookup) namesake(e Expert, h held) Match {
	known := func(name, code string) bool { return r.means(name, code, h.company) && r.knows(code) }
	if slices.ContainsFunc(e.Affiliations, func(a Affiliation) bool { return known(a.Company, a.CreditCode) }) ||
		slices.ContainsFunc(e.Offices, func(a Appointment) bool { return known(a.Company, a.CreditCode) }) ||
		slices.ContainsFunc(e.Holdings, func(p Holding) bool { return known(p.Company, p.CreditCode) }) {
		return Match{}
	}
	return r.office(Match{Name: e.Name}, h)
}

// namesakeOf is [lookup.namesake] of somebody whom the expert declared.
func (r *lookup) namesakeOf(relation Relation, h held) Match {
	if r.knows(relation.CreditCode) && r.means(relation.Company, relation.CreditCode, h.company) {
		return Match{}
	}
	return r.office(Match{Relation: relation}, h)
}

func (r *lookup) office(known Match, h held) Match {
	known.Office, known.Percent, known.Period = h.office, h.percent, h.Period
	return r.with(known, h.company)
}

func (r *lookup) with(known Match, node int32) Match {
	known.Company, known.CreditCode = r.company(node).Name, r.company(node).CreditCode
	return known
}
