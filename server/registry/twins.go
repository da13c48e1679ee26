package registry

import (
	"context"
	"fmt"
	"strings"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// A Twin is two entries that may be the same, by their ids.
type Twin struct {
	One, Other string
	Signs      []experts.Sign
}

// named returns twins with the ids of their entries.
func named(twins []experts.Twin, id func(i int) string) []Twin {
	list := make([]Twin, len(twins))
	for i, t := range twins {
		list[i] = Twin{id(t.One), id(t.Other), t.Signs}
	}
	return list
}

// PersonTwins returns the entries that may be one person, the likeliest first.
func (r *Registry) PersonTwins(ctx context.Context) ([]Twin, error) {
	p, err := r.names(ctx)
	if err != nil {
		return nil, err
	}
	return named(p.twins(), func(i int) string { return p.rows[i].id }), nil
}

// TraitsOf are a person's traits, the same as those of what is in memory: by
// name, keyed hash of the telephone number and day of birth.
func TraitsOf(e conflict.Expert, phoneIndex string, born conflict.Date) experts.Traits {
	t := experts.Traits{Name: conflict.NormalisePerson(e.Name), Phone: phoneIndex[:min(len(phoneIndex), phoneDigits)]}
	if born != (conflict.Date{}) {
		t.Born = strings.ReplaceAll(born.String(), "-", "")
	}
	for _, a := range e.Affiliations {
		if (a.To == conflict.Date{}) {
			t.Employers = append(t.Employers, experts.Employer{Name: conflict.EmployerName(a.Company), Code: a.CreditCode})
		}
	}
	return t
}

// twinsOf pairs persons in memory. The names of employers, which many share,
// are read once.
func twinsOf(rows []*person, words []string) []experts.Twin {
	employers := make([]experts.Employer, len(words))
	for i, text := range words {
		name, code, _ := strings.Cut(text, "\n")
		employers[i] = experts.Employer{Name: conflict.EmployerName(name), Code: code}
	}
	return experts.PersonTwins(len(rows), func(i int) experts.Traits {
		one := rows[i]
		t := experts.Traits{Name: one.name, Employers: make([]experts.Employer, len(one.employers))}
		if one.phone != 0 {
			t.Phone = fmt.Sprintf("%0*x", phoneDigits, one.phone)
		}
		if one.born != 0 {
			t.Born = fmt.Sprintf("%08d", one.born)
		}
		for j, word := range one.employers {
			t.Employers[j] = employers[word]
		}
		return t
	})
}
