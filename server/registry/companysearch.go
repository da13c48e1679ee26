package registry

import (
	"strings"

	"bidroom/experts/conflict"
)

// sought is how a company is found: the names that it bears or bore, normalised
// with their legal forms, and the credit codes, a line each.
type sought struct{ names, codes string }

func soughtOf(c conflict.Company) sought {
	names := []string{conflict.NormalisePerson(c.Name)}
	for _, name := range c.FormerNames {
		names = append(names, conflict.NormalisePerson(name))
	}
	return sought{strings.Join(names, "\n"), strings.Join(append([]string{c.CreditCode}, c.FormerCodes...), "\n")}
}

// Find returns the places of a page of the companies that a text finds, in the
// order of their names, and how many there are: by a part of a name that they
// bear or bore, whatever its legal form; by how it is read, from any of its
// characters on, in full or by initials; or by the beginning of a credit code
// that they bear or bore. An empty text finds all.
func (c *Companies) Find(text string, offset, limit int) (at []int, total int) {
	typed := newMatch(text)
	typed.plain = conflict.NormaliseName(text)
	code := strings.ToUpper(strings.TrimSpace(text))
	if typed.plain == "" && code != "" {
		return nil, 0 // nothing but punctuation
	}
	for i, one := range c.found {
		if !typed.finds(one.names) && !begins(one.codes, code) {
			continue
		}
		if total >= offset && len(at) < limit {
			at = append(at, i)
		}
		total++
	}
	return at, total
}

// begins reports whether a line begins with a text.
func begins(lines, text string) bool {
	return strings.HasPrefix(lines, text) || strings.Contains(lines, "\n"+text)
}
