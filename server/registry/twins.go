package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

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
	pairs := p.pairs()
	list := make([]Twin, len(pairs))
	for i, t := range pairs {
		list[i] = Twin{p.id(t.one), p.id(t.other), t.signs}
	}
	return list, nil
}

// A pair is two persons in memory who may be one. The stronger the signs the
// earlier it stands, then by the places of both.
type pair struct {
	one, other *entry
	signs      []experts.Sign
	strength   int
}

func (p *people) stronger(t, u pair) int {
	return cmp.Or(u.strength-t.strength, p.before(t.one, u.one), p.before(t.other, u.other))
}

// pairAll has all pairs worked out when somebody asks first.
func (p *people) pairAll() {
	now, paired := &people{rows: p.rows, shelves: p.shelves, employs: p.employs}, new(atomic.Pointer[[]pair])
	p.paired = paired
	p.pairs = sync.OnceValue(func() []pair {
		list := now.pairsOf(now.rows)
		paired.Store(&list)
		return list
	})
}

// pairAgain works out the pairs of some names anew, of each of which one person
// is given; those of all others stay. Two persons of different names are no
// pair.
func (p *people) pairAgain(known []pair, names map[string]*entry) []pair {
	var anew []pair
	for _, one := range names {
		from, _ := slices.BinarySearchFunc(p.rows, one, p.byName)
		to := from
		for to < len(p.rows) && p.byName(p.rows[to], one) == 0 {
			to++
		}
		anew = append(anew, p.pairsOf(p.rows[from:to])...)
	}
	slices.SortFunc(anew, p.stronger)
	list := make([]pair, 0, len(known)+len(anew))
	for _, t := range known {
		if names[p.name(t.one)] != nil {
			continue
		}
		for len(anew) > 0 && p.stronger(anew[0], t) < 0 {
			list, anew = append(list, anew[0]), anew[1:]
		}
		list = append(list, t)
	}
	return append(list, anew...)
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

// pairsOf pairs persons in memory. The names of employers, which many share,
// are read once.
func (p *people) pairsOf(rows []*entry) []pair {
	words := p.employs.list
	employers, read := make([]experts.Employer, len(words)), make([]bool, len(words))
	for _, one := range rows {
		for _, n := range p.employers(one) {
			if !read[n] {
				name, code, _ := strings.Cut(words[n], "\n")
				employers[n], read[n] = experts.Employer{Name: conflict.EmployerName(name), Code: code}, true
			}
		}
	}
	twins := experts.PersonTwins(len(rows), func(i int) experts.Traits {
		one := rows[i]
		works := p.employers(one)
		t := experts.Traits{Name: p.name(one), Employers: make([]experts.Employer, len(works))}
		if one.phone != 0 {
			t.Phone = fmt.Sprintf("%0*x", phoneDigits, one.phone)
		}
		if one.born != 0 {
			t.Born = fmt.Sprintf("%08d", one.born)
		}
		for j, word := range works {
			t.Employers[j] = employers[word]
		}
		return t
	})
	pairs := make([]pair, len(twins))
	for i, t := range twins {
		pairs[i] = pair{rows[t.One], rows[t.Other], t.Signs, t.Strength()}
	}
	return pairs
}
