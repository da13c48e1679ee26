package conflict

import "slices"

// A ground is one predicate.
type ground struct {
	id     string
	about  about
	decide func(*query)
}

// What a ground is about.
type about uint8

const (
	ofBoth   about = iota // an expert and the lot
	ofLot                 // the lot alone
	ofExpert              // the expert alone: who may be drawn at all
)

// grounds are R01 to R24; R25, which is no conflict: who is away cannot sit; and
// R26 to R32, which say who may be drawn at all.
var grounds = []ground{
	{id: "R01", decide: (*query).employed},
	{id: "R02", decide: (*query).director},
	{id: "R03", decide: (*query).controller},
	{id: "R04", decide: (*query).kinOfHead},
	{id: "R05", decide: (*query).otherRelation},
	{id: "R06", decide: (*query).kinOfHead},
	{id: "R07", decide: (*query).head},
	{id: "R08", decide: (*query).authority},
	{id: "R09", decide: (*query).interest},
	{id: "R10", about: ofExpert, decide: (*query).punished},
	{id: "R11", about: ofExpert, decide: (*query).banned},
	{id: "R12", about: ofExpert, decide: (*query).recorded},
	{id: "R13", decide: (*query).ownUnit},
	{id: "R14", decide: (*query).agency},
	{id: "R15", decide: (*query).gpSupervisor},
	{id: "R16", decide: (*query).inGroup},
	{id: "R17", decide: (*query).colleague},
	{id: "R18", decide: (*query).tookPart},
	{id: "R19", decide: (*query).atFault},
	{id: "R20", decide: (*query).bidsHimself},
	{id: "R21", decide: (*query).inDispute},
	{id: "R22", decide: (*query).sharesSignal},
	{id: "R23", about: ofLot, decide: (*query).tiedEntity},
	{id: "R24", decide: (*query).challenged},
	{id: "R25", decide: (*query).away},
	{id: "R26", about: ofExpert, decide: (*query).inNoLibrary},
	{id: "R27", about: ofExpert, decide: (*query).recorded},
	{id: "R28", about: ofExpert, decide: (*query).recorded},
	{id: "R29", about: ofExpert, decide: (*query).recorded},
	{id: "R30", about: ofExpert, decide: (*query).recorded},
	{id: "R31", about: ofExpert, decide: (*query).unqualified},
	{id: "R32", about: ofExpert, decide: (*query).tooOld},
}

// Grounds lists all grounds, in order.
func Grounds() []string {
	ids := make([]string, len(grounds))
	for i, g := range grounds {
		ids[i] = g.id
	}
	return ids
}

// A query is one ground's question about one expert.
type query struct {
	*Checker
	e    *Expert
	name string // normalised
	ties []tie
	*ruled
	answer Answer
}

func (q *query) found(d Datum) {
	if !slices.Contains(q.answer.Data, d) {
		q.answer.Data = append(q.answer.Data, d)
	}
}

// alike notes a datum that rests on a match by name, in a company of which it is
// certain what it is to the lot.
func (q *query) alike(d Datum, m Match, certain bool) {
	if certain && m != (Match{}) {
		d.Match, d.Dismissal = m, q.e.Dismissed(m)
	}
	q.found(d)
}

// lacks notes what would have to be known for a clear answer, if it is not.
func (q *query) lacks(missing bool, s Subject) {
	if missing && !slices.Contains(q.answer.Lacks, s) {
		q.answer.Lacks = append(q.answer.Lacks, s)
	}
}

func (q *query) lacksAsked(s Subject) { q.lacks(!slices.Contains(q.facts.Asked, s), s) }

func (q *query) lacksAffiliations() {
	q.lacks(q.e.Affiliated == StatedToday || q.e.Affiliated == NeverAsked && len(q.e.Affiliations) == 0, OfAffiliations)
}

// within reports whether a period has a day within the ground's window.
func (q *query) within(p Period) bool { return p.meets(q.since, q.facts.Today) }

func (q *query) lacksOffices() {
	q.lacks(q.e.Appointed == NeverAsked && len(q.e.Offices) == 0, OfOffices)
}

func (q *query) lacksHoldings() {
	q.lacks(q.e.Invested == NeverAsked && len(q.e.Holdings) == 0, OfHoldings)
}

// worksAt finds where the expert said to work, or to have worked, within the
// window among companies of the given standing.
func (q *query) worksAt(at standing) {
	q.lacksAffiliations()
	q.said(at, works)
}

// said finds what the expert said to be, or to have been, within the window in
// companies of the given standing.
func (q *query) said(at standing, as func(held) bool) {
	for _, t := range q.ties {
		if !as(t.held) || !q.within(t.Period) {
			continue
		}
		for _, node := range t.nodes {
			if q.is[node]&at != 0 {
				q.alike(Datum{Kind: t.office, Name: t.name, Company: q.register.company(node).Name, On: t.To}, q.register.employer(t.stated, node), q.certain(node))
			}
		}
	}
}

// holdsOffice finds the person's offices within the window in companies of the
// given standing, by what the expert said and by what the companies say. Of the
// latter names are all that a register of companies gives, so a namesake is a
// conflict until a second person dismisses it.
func (q *query) holdsOffice(at standing, as func(held) bool) {
	q.said(at, as)
	for _, h := range q.offices[q.name] {
		if q.is[h.company]&at != 0 && as(h) && q.within(h.Period) {
			q.alike(Datum{Kind: h.office, Name: q.e.Name, Company: q.register.company(h.company).Name, On: h.To}, q.register.namesake(*q.e, h), q.certain(h.company))
		}
	}
}

func office(names ...string) func(held) bool {
	return func(h held) bool { return slices.Contains(names, h.office) }
}

// leads are the offices of a company's principal; who holds one works there.
var (
	leads = office("legal_representative", "manager")
	works = office("employed", "legal_representative", "manager")
)

func (q *query) controls(h held) bool {
	return h.office == controller || h.office == "shareholder" && h.percent.AtLeast(q.facts.Rules.Percent)
}

// employed is R01: works for a bidder, or leads it.
func (q *query) employed() { q.worksAt(isBidder) }

// director is R02: director or supervisor of a bidder.
func (q *query) director() {
	q.holdsOffice(isBidder, office("director", "supervisor"))
	q.lacksOffices()
	q.lacks(q.lacking.people, OfCompanies)
}

// controller is R03: controlling shareholder or controller of a bidder.
func (q *query) controller() {
	q.holdsOffice(isBidder, q.controls)
	q.lacksHoldings()
	q.lacks(q.lacking.holders, OfCompanies)
}

// head is R07: leads a bidder.
func (q *query) head() {
	q.holdsOffice(isBidder, leads)
	q.lacksOffices()
	q.lacks(q.lacking.heads, OfCompanies)
}

// authority is R08: on the staff of who approves or supervises the lot.
func (q *query) authority() {
	q.worksAt(isAuthority)
	q.lacksAsked(OfUnits)
}

// ownUnit is R13: works for the procuring entity.
func (q *query) ownUnit() { q.worksAt(isEntity) }

// agency is R14: works for the agency.
func (q *query) agency() { q.worksAt(isAgency) }

// gpSupervisor is R15: on the staff of who supervises government procurement.
func (q *query) gpSupervisor() {
	q.worksAt(isGPSupervisor)
	q.lacksAsked(OfUnits)
}

// inGroup is R16: works for, leads, directs or controls a company of a
// bidder's group.
func (q *query) inGroup() {
	q.lacksAffiliations()
	q.holdsOffice(isGroup, func(h held) bool { return h.office != "shareholder" || q.controls(h) })
	q.lacksOffices()
	q.lacksHoldings()
	q.lacks(q.lacking.holders, OfCompanies)
}

// tiedEntity is R23: the procuring entity and a bidder are of one group.
func (q *query) tiedEntity() {
	known := false
	for node, is := range q.is {
		if is&isEntity == 0 {
			continue
		}
		company := q.register.company(node)
		known = known || len(company.Shareholders) > 0 || len(company.People) > 0
		if is&(isBidder|isGroup) != 0 {
			q.found(Datum{Kind: "group", Name: q.facts.Entity.Name, Company: company.Name})
		}
	}
	q.lacks(!known || q.lacking.holders, OfCompanies)
}
