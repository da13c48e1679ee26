package registry

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/spread"
	"bidroom/server/store"
)

// A Query is what experts are looked for by; what is empty does not narrow.
type Query struct {
	Text      string // of the name: a part of it, or how it is read
	Specialty string // the code, or one above
	Region    string
	Status    string
	Employer  string // a part of the name where they work now, or its credit code
	Language  string // one that they speak
	Unasked   string // of what was never asked: one of [Subjects]
	Graded    *Graded
}

// Graded narrows to who was assessed since a day and came to less than a mean.
type Graded struct {
	Since conflict.Date
	Below *big.Rat                   // percent
	Of    map[string][]experts.Grade // by the expert's id, beside what files said
}

func (g *Graded) fits(p *people, one *entry) bool {
	if g == nil {
		return true
	}
	mean, count := experts.MeanGrade(append(slices.Clip(g.Of[p.id(one)]), p.graded(one)...), g.Since)
	return count > 0 && mean.Cmp(g.Below) < 0
}

// people is everybody in the register, by how their names are read.
type people struct {
	rows                                               []*entry
	shelves                                            []*shelf
	shelved                                            int // persons on all of them, with who is gone
	specialties, regions, statuses, employs, languages words
	pairs                                              func() []pair           // the twins, worked out when somebody asks first
	paired                                             *atomic.Pointer[[]pair] // these, once they are
}

// A word is one of few texts, by its number.
type word uint32

// words are texts with numbers, as a view knows them. Whoever reads again, one
// at a time, adds to what is known; who has an older view does not see that.
type words struct {
	list  []string
	known *known
}

type known struct {
	list   []string
	number map[string]word
}

func (w *words) of(text string) word {
	if w.known == nil {
		w.known = &known{number: map[string]word{}}
	}
	n, there := w.known.number[text]
	if !there {
		n = word(len(w.known.list))
		w.known.number[text], w.known.list = n, append(w.known.list, text)
	}
	w.list = w.known.list
	return n
}

// which marks the words that fit; nil if all do.
func (w *words) which(all bool, fits func(string) bool) []bool {
	if all {
		return nil
	}
	marked := make([]bool, len(w.list))
	for n, text := range w.list {
		marked[n] = fits(text)
	}
	return marked
}

// Find returns the ids of a page of the experts who meet a query, in the order
// of how their names are read, and how many there are. All of memory is looked
// through for the number, so that a later page costs no more than the first.
func (r *Registry) Find(ctx context.Context, q Query, offset, limit int) (ids []string, total int, err error) {
	p, err := r.names(ctx)
	if err != nil {
		return nil, 0, err
	}
	ids, total = p.find(q, offset, limit)
	return ids, total, nil
}

func (p *people) find(q Query, offset, limit int) (ids []string, total int) {
	status := p.statuses.which(q.Status == "", func(s string) bool { return s == q.Status })
	region := p.regions.which(q.Region == "", func(s string) bool { return s == q.Region })
	specialty := p.specialties.which(q.Specialty == "", func(s string) bool { return strings.HasPrefix(s, q.Specialty) })
	employer, code := conflict.NormalisePerson(q.Employer), strings.ToUpper(strings.TrimSpace(q.Employer))
	works := p.employs.which(employer == "", func(s string) bool {
		name, its, _ := strings.Cut(s, "\n")
		return strings.Contains(name, employer) || its == code
	})
	language := conflict.NormalisePerson(q.Language)
	speaks := p.languages.which(language == "", func(s string) bool { return s == language })
	unasked := unaskedBit(q.Unasked)
	text := newMatch(q.Text)
	for _, one := range p.rows {
		if status != nil && !status[one.status] || region != nil && !region[one.region] || specialty != nil && !anyOf(p.held(one), specialty) ||
			works != nil && !anyOf(p.employers(one), works) || speaks != nil && !anyOf(p.spoken(one), speaks) || unasked != 0 && one.unasked&unasked == 0 || !text.finds(p.name(one)) || !q.Graded.fits(p, one) {
			continue
		}
		if total >= offset && len(ids) < limit {
			ids = append(ids, p.id(one))
		}
		total++
	}
	return ids, total
}

func anyOf(list []word, marked []bool) bool {
	for _, n := range list {
		if marked[n] {
			return true
		}
	}
	return false
}

// Regions lists the regions where experts of the register live.
func (r *Registry) Regions(ctx context.Context) ([]string, error) {
	p, err := r.names(ctx)
	if err != nil {
		return nil, err
	}
	lived := make([]bool, len(p.regions.list))
	for _, one := range p.rows {
		lived[one.region] = true
	}
	var list []string
	for i, region := range p.regions.list {
		if lived[i] && region != "" {
			list = append(list, region)
		}
	}
	slices.Sort(list)
	return list, nil
}

// names returns the people of the register. The reading goes on where whoever
// asked waits no longer: the next finds it done.
func (r *Registry) names(ctx context.Context) (*people, error) {
	type answer struct {
		people *people
		err    error
	}
	done := make(chan answer, 1)
	r.reading.Go(func() {
		p, err := r.read(r.life)
		done <- answer{p, err}
	})
	select {
	case a := <-done:
		return a.people, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (r *Registry) read(ctx context.Context) (*people, error) {
	read := func(do func(*store.Tx) error) error { return r.db.Read(ctx, do) }
	return r.people.now(ctx, read, func() (*people, error) { return r.everybody(ctx) }, func(tx *store.Tx, old *people, marks []string) (*people, error) {
		rows, err := tx.NamesMarked(marks)
		if err != nil {
			return nil, err
		}
		p := *old // its words may grow; who has the old one does not see it
		merged := map[string]bool{}
		rows = slices.DeleteFunc(rows, func(row store.Named) bool {
			if row.MergedInto != "" {
				merged[row.ID] = true
			}
			return merged[row.ID]
		})
		changed, err := p.take(rows, r.born)
		if err != nil {
			return nil, err
		}
		p.put(changed, merged)
		return &p, nil
	})
}

// readAtOnce is how many experts are read in one transaction.
const readAtOnce = 20_000

// everybody reads the whole register.
func (r *Registry) everybody(ctx context.Context) (*people, error) {
	p := new(people)
	var all []*entry
	for last := ""; ; {
		var rows []store.Named
		if err := r.db.Read(ctx, func(tx *store.Tx) (err error) {
			rows, err = tx.NamesAfter(last, readAtOnce)
			return err
		}); err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			p.place(all)
			return p, nil
		}
		taken, err := p.take(rows, r.born)
		if err != nil {
			return nil, err
		}
		all, last = append(all, taken...), rows[len(rows)-1].ID
	}
}

// listIn reads the list that stands under a name in the JSON of an expert's
// facts; reading all of it takes three times as long, for a million experts. A
// quotation mark within a text is escaped there, so what looks like the name is
// it.
func listIn(facts []byte, name string, list any) error {
	begin := bytes.Index(facts, []byte(`"`+name+`":[`))
	if begin < 0 {
		return nil
	}
	rest := facts[begin+len(name)+len(`"":`):]
	depth, quoted := 0, false
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return json.Unmarshal(rest[:i+1], list)
			}
		}
	}
	return fmt.Errorf("%s: the list has no end", name)
}

// stated is what is read out of an expert's facts.
type stated struct {
	specialties  []string
	languages    []string
	unasked      uint8
	affiliations []struct {
		Company    string `json:"company"`
		CreditCode string `json:"credit_code"`
		To         string `json:"to"`
	}
	assessments []struct {
		On    conflict.Date `json:"on"`
		Total string        `json:"total"`
		Full  string        `json:"full"`
	}
}

// take shelves the persons of rows, which it reads on every processor. born reads the day of birth
// from a sealed identity number.
func (p *people) take(rows []store.Named, born func(sealed []byte) (conflict.Date, error)) ([]*entry, error) {
	list, facts := make([]person, len(rows)), make([]stated, len(rows))
	if err := spread.Try(len(rows), func(i int) error {
		row := rows[i]
		list[i] = person{id: row.ID, name: conflict.NormalisePerson(row.Name), spelled: Spelled(row.Name)}
		day, unsealed := born(row.IdentitySealed)
		list[i].born = uint32(day.Year*10_000 + day.Month*100 + day.Day)
		if phone, err := strconv.ParseUint(row.PhoneIndex[:min(len(row.PhoneIndex), phoneDigits)], 16, 32); err == nil {
			list[i].phone = uint32(phone)
		}
		facts[i].unasked = unaskedIn(row.Facts)
		if err := errors.Join(unsealed, listIn(row.Facts, "specialties", &facts[i].specialties), listIn(row.Facts, "affiliations", &facts[i].affiliations), listIn(row.Facts, "assessments", &facts[i].assessments), listIn(row.Facts, "languages", &facts[i].languages)); err != nil {
			return fmt.Errorf("expert %s: %w", row.ID, err)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	for i := range list {
		one := &list[i]
		one.region, one.status = p.regions.of(rows[i].Region), p.statuses.of(rows[i].Status)
		for _, code := range facts[i].specialties {
			one.held = append(one.held, p.specialties.of(code))
		}
		one.unasked = facts[i].unasked
		for _, language := range facts[i].languages {
			one.spoken = append(one.spoken, p.languages.of(conflict.NormalisePerson(language)))
		}
		for _, a := range facts[i].assessments {
			one.graded = append(one.graded, experts.Grade{On: a.On, Total: a.Total, Full: a.Full})
		}
		for _, a := range facts[i].affiliations {
			if a.To == "" {
				one.employers = append(one.employers, p.employs.of(conflict.NormalisePerson(a.Company)+"\n"+a.CreditCode))
			}
		}
	}
	return p.shelve(list), nil
}

// phoneDigits is how much of a telephone number's keyed hash is kept, in
// characters.
const phoneDigits = 8

func (p *people) before(a, b *entry) int {
	return cmp.Or(p.byName(a, b), strings.Compare(p.id(a), p.id(b)))
}

func (p *people) byName(a, b *entry) int {
	return cmp.Or(strings.Compare(p.spelled(a), p.spelled(b)), strings.Compare(p.name(a), p.name(b)))
}
