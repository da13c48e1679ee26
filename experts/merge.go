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
	c.FormerNames = union(slices.Clone(into.FormerNames), append([]string{into.Name, from.Name}, from.FormerNames...))
	c.FormerNames = slices.DeleteFunc(c.FormerNames, func(name string) bool { return name == c.Name || name == "" })
	c.FormerCodes = union(slices.Clone(into.FormerCodes), append([]string{from.CreditCode}, from.FormerCodes...))
	c.FormerCodes = slices.DeleteFunc(c.FormerCodes, func(code string) bool { return code == c.CreditCode || code == "" })
	c.People, c.Signals = union(into.People, from.People), union(into.Signals, from.Signals)
	if takes("shareholders", len(into.Shareholders) > 0) {
		c.Shareholders = from.Shareholders
	}
	return c
}

// union lists what a has and then what only b has, once.
func union[One comparable](a, b []One) []One {
	all := slices.Clip(a)
	for _, one := range b {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}
