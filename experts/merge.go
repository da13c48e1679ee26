package experts

import (
	"slices"

	"bidroom/experts/conflict"
)

// MergeCompany returns what the register says of a company when another entry
// of it is merged in: credit code, name, legal representative and shareholders
// of the one that stands, or those of the other where take names them
// (name, legalRepresentative, shareholders) or nothing is known; the names and
// the credit code that do not stand as former ones; offices and signals of
// both. A list of shareholders says who holds the whole, so that two are not
// put together.
func MergeCompany(into, from conflict.Company, take []string) conflict.Company {
	c := into
	takes := func(field string, known bool) bool { return slices.Contains(take, field) || !known }
	if takes("name", into.Name != "") {
		c.Name = from.Name
	}
	if takes("legalRepresentative", into.LegalRepresentative != "") {
		c.LegalRepresentative = from.LegalRepresentative
	}
	c.FormerNames = Union(slices.Clone(into.FormerNames), append([]string{into.Name, from.Name}, from.FormerNames...))
	c.FormerNames = slices.DeleteFunc(c.FormerNames, func(name string) bool { return name == c.Name || name == "" })
	c.FormerCodes = Union(slices.Clone(into.FormerCodes), append([]string{from.CreditCode}, from.FormerCodes...))
	c.FormerCodes = slices.DeleteFunc(c.FormerCodes, func(code string) bool { return code == c.CreditCode || code == "" })
	c.People, c.Signals = Union(into.People, from.People), Union(into.Signals, from.Signals)
	if takes("shareholders", len(into.Shareholders) > 0) {
		c.Shareholders = from.Shareholders
	}
	return c
}

// Union lists what a has and then what only b has, once.
func Union[One comparable](a, b []One) []One {
	all := slices.Clip(a)
	for _, one := range b {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// MergeExpert returns what decides of a person when another entry of the
// register is merged in: employers, offices, holdings, relations, penalties, libraries, leave,
// specialties and signals of both, of what was asked the later answer, with the rows of
// either, and the stricter standing. Name, region, identity number and dismissals
// of false matches are those of the one that stands: a dismissal is of a match of
// one entry.
func MergeExpert(into, from conflict.Expert, today conflict.Date) conflict.Expert {
	e := into
	e.FormerIndexes = Union(slices.Clone(into.FormerIndexes), append([]string{from.Index}, from.FormerIndexes...))
	e.FormerIndexes = slices.DeleteFunc(e.FormerIndexes, func(index string) bool { return index == into.Index || index == "" })
	e.Specialties = Union(into.Specialties, from.Specialties)
	e.Affiliations, e.Relations = Union(into.Affiliations, from.Affiliations), Union(into.Relations, from.Relations)
	e.Offices, e.Appointed = Union(into.Offices, from.Offices), askedEither(into.Appointed, from.Appointed)
	e.Holdings, e.Invested = Union(into.Holdings, from.Holdings), askedEither(into.Invested, from.Invested)
	e.Libraries, e.Listed = Union(into.Libraries, from.Libraries), askedEither(into.Listed, from.Listed)
	e.Penalties, e.Leave, e.Signals = Union(into.Penalties, from.Penalties), Union(into.Leave, from.Leave), Union(into.Signals, from.Signals)
	e.Affiliated, e.Related = askedEither(into.Affiliated, from.Affiliated), askedEither(into.Related, from.Related)
	e.Interested, e.Penalised = askedEither(into.Interested, from.Interested), askedEither(into.Penalised, from.Penalised)
	if Stricter(from, into, today) {
		e.Status, e.Until = from.Status, from.Until
	}
	return e
}

// askedEither is what is known where either entry says something.
func askedEither(a, b conflict.Asked) conflict.Asked {
	for _, known := range []conflict.Asked{conflict.DeclaredSome, conflict.DeclaredNone} {
		if a == known || b == known {
			return known
		}
	}
	return a
}

// strictness lists the standings from the one that keeps a person out least.
var strictness = []conflict.Status{"", conflict.Active, conflict.UnderReview, conflict.Applied, conflict.Suspended, conflict.Punished, conflict.Removed}

// Stricter reports whether a's standing keeps the person out more than b's: a
// suspension that is over keeps nobody out; of two bans, the one that ends
// later or never; of two terms, the one that ends earlier.
func Stricter(a, b conflict.Expert, today conflict.Date) bool {
	rank := func(e conflict.Expert) int {
		if e.Status == conflict.Suspended && e.Until != (conflict.Date{}) && e.Until.Before(today) {
			return slices.Index(strictness, conflict.Active)
		}
		return slices.Index(strictness, e.Status)
	}
	none := conflict.Date{}
	switch ra, rb := rank(a), rank(b); {
	case ra != rb:
		return ra > rb
	case a.Until == b.Until || a.Status != b.Status:
		return false
	case slices.Contains([]conflict.Status{conflict.Suspended, conflict.Punished, conflict.Removed}, a.Status):
		return b.Until != none && (a.Until == none || b.Until.Before(a.Until))
	default:
		return a.Until != none && (b.Until == none || a.Until.Before(b.Until))
	}
}
