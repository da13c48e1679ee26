package conflict

import "slices"

// workedAt notes a datum for all work of the expert, at some time since the day,
// at a firm; its name is as the expert stated it.
func (q *query) workedAt(f firm, since Date, d Datum) {
	for _, t := range q.ties {
		for _, node := range t.nodes {
			if works(t.held) && slices.Contains(f.nodes, node) && t.meets(since, q.facts.Today) {
				d.Name = t.name
				q.alike(d, q.register.employer(t.stated, node), f.coded)
			}
		}
	}
}

// isPerson reports whether a person who is stated is the expert: by the index where
// it is known of both, else by the name.
func (q *query) isPerson(p Person) bool {
	if p.Index != "" && q.e.Index != "" {
		return p.Index == q.e.Index || slices.Contains(q.e.FormerIndexes, p.Index)
	}
	return p.Name != "" && NormalisePerson(p.Name) == q.name
}

// tookPart is R18: had a part in the tender before, or works for the firm
// that had.
func (q *query) tookPart() {
	for _, role := range q.roles {
		if q.isPerson(role.Person) {
			q.found(Datum{Kind: role.Kind, Name: role.Name, On: role.On})
		}
		since := role.On
		if (since == Date{}) {
			since = q.facts.Today
		}
		q.workedAt(role.firm, since, Datum{Kind: role.Kind, Company: role.Company, On: role.On})
	}
	q.lacksAsked(OfRoles)
}

// atFault is R19: was at fault on a panel whose result was annulled.
func (q *query) atFault() {
	for _, member := range q.facts.AtFault {
		if q.isPerson(member) {
			q.found(Datum{Kind: "at_fault", Name: member.Name})
		}
	}
	q.lacksAsked(OfFormerPanel)
}

// bidsHimself is R20: named in a bid for the contract, or works for a bidder
// of another lot of the tender.
func (q *query) bidsHimself() {
	for _, key := range append([]string{q.name, q.e.Index}, q.e.FormerIndexes...) {
		for _, named := range q.named[key] {
			if q.isPerson(named.Person) {
				q.found(Datum{Kind: "named", Name: named.Name, Company: named.Bidder})
			}
		}
	}
	for _, t := range q.ties {
		for _, node := range t.nodes {
			if works(t.held) && q.is[node]&isOtherLot != 0 && t.meets(q.facts.Today, q.facts.Today) {
				q.alike(Datum{Kind: "other_lot", Name: t.name, Company: q.register.company(node).Name}, q.register.employer(t.stated, node), q.certain(node))
			}
		}
	}
	q.lacksAffiliations()
	q.lacksAsked(OfNamed)
}

// inDispute is R21: he, or the firm he works for, is in dispute with a bidder.
func (q *query) inDispute() {
	for _, d := range q.disputes {
		if !q.within(Period{From: d.On, To: d.On}) {
			continue
		}
		if q.isPerson(d.Person) {
			q.found(Datum{Kind: "dispute", Name: d.Name, Company: d.Against, On: d.On})
		}
		q.workedAt(d.firm, q.facts.Today, Datum{Kind: "dispute", Company: d.Against, On: d.On})
	}
	q.lacksAsked(OfDisputes)
}

// sharesSignal is R22: shares a phone number, address, account or device with
// a bidder or with another member.
func (q *query) sharesSignal() {
	for _, s := range q.e.Signals {
		for _, with := range q.signals[s] {
			if with != q.e.ID {
				q.found(Datum{Kind: s.Kind, Company: with})
			}
		}
	}
	q.lacks(q.lacking.signals && !slices.Contains(q.facts.Asked, OfSignals), OfSignals)
}

// challenged is R24: a bidder applied that he recuse, and it was not rejected.
func (q *query) challenged() {
	for _, c := range q.facts.Challenges {
		if q.isPerson(c.Person) && c.State != "rejected" {
			q.found(Datum{Kind: c.State, Name: c.Name, Company: c.By, On: c.On})
		}
	}
	q.lacksAsked(OfChallenges)
}

// away is R25: on leave on the day of the meeting, both its days included.
func (q *query) away() {
	for _, leave := range q.e.Leave {
		if (q.facts.Meeting != Date{}) && leave.meets(q.facts.Meeting, q.facts.Meeting) {
			q.found(Datum{Kind: "leave", On: leave.To})
		}
	}
}
