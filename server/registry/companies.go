package registry

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/spread"
	"bidroom/server/store"
)

// Companies is every company of the register that stands, by name. Nobody may
// change it.
type Companies struct {
	IDs      []string
	List     []conflict.Company
	altered  map[string]bool // by id: the row differs from the last version
	found    []sought        // for each of them
	runs     []run
	twins    func() []Twin
	register func() *conflict.Register
}

// Altered returns the credit codes of the companies whose rows differ from their
// last versions, in the order of the list.
func (c *Companies) Altered() (codes []string) {
	for i, id := range c.IDs {
		if c.altered[id] {
			codes = append(codes, c.List[i].CreditCode)
		}
	}
	return codes
}

// Twins returns the pairs of companies that may be one, the likeliest first. It
// works them out when it is asked first.
func (c *Companies) Twins() []Twin { return c.twins() }

// Register returns the companies prepared for the checks of conflicts, which it
// does when it is asked first.
func (c *Companies) Register() *conflict.Register { return c.register() }

// Companies returns the companies as a transaction has them.
func (r *Registry) Companies(tx *store.Tx) (c *Companies, err error) {
	whole := func() (*Companies, error) {
		rows, err := tx.AllCompanies()
		if err != nil {
			return nil, err
		}
		old, err := tx.CompaniesOutdated(nil)
		if err != nil {
			return nil, err
		}
		return r.readCompanies(rows, old)
	}
	kept := func() (*Companies, error) {
		return r.companies.now(tx.Context(), func(do func(*store.Tx) error) error { return do(tx) }, whole, func(tx *store.Tx, old *Companies, marks []string) (*Companies, error) {
			rows, err := tx.CompaniesMarked(marks)
			if err != nil || len(rows) == 0 {
				return old, err
			}
			merged := map[string]bool{}
			rows = slices.DeleteFunc(rows, func(row store.Company) bool {
				if row.MergedInto != "" {
					merged[row.ID] = true
				}
				return merged[row.ID]
			})
			outdated, err := tx.CompaniesOutdated(marks)
			if err != nil {
				return nil, err
			}
			changed, err := r.readCompanies(rows, outdated)
			if err != nil {
				return nil, err
			}
			renewed := old.with(changed, merged)
			r.reading.Go(func() { renewed.Register(); renewed.Twins(); _, _ = renewed.Packed() }) // the next who asks for them waits less, and is told of an error
			return renewed, nil
		})
	}
	err = errOlder
	if !tx.WritesRegister() { // what others do not see yet, and may never
		c, err = kept()
	}
	if errors.Is(err, errOlder) {
		c, err = whole()
	}
	return c, err
}

// once has what is asked of all companies worked out once.
func (c *Companies) once() *Companies {
	c.register = sync.OnceValue(func() *conflict.Register { return conflict.NewRegister(c.List) })
	c.twins = sync.OnceValue(func() []Twin {
		return named(experts.CompanyTwins(c.List), func(i int) string { return c.IDs[i] })
	})
	return c
}

// readCompanies reads rows on every processor; of the outdated ones, by id,
// there is a newer version.
func (r *Registry) readCompanies(rows []store.Company, outdated []string) (*Companies, error) {
	slices.SortFunc(rows, func(a, b store.Company) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	c := &Companies{IDs: make([]string, len(rows)), List: make([]conflict.Company, len(rows)), found: make([]sought, len(rows)), altered: map[string]bool{}}
	altered := make([]bool, len(rows))
	err := spread.Try(len(rows), func(i int) error {
		c.IDs[i], altered[i] = rows[i].ID, !r.stated(rows[i])
		if err := json.Unmarshal(rows[i].Facts, &c.List[i]); err != nil {
			return fmt.Errorf("company %s: %w", rows[i].ID, err)
		}
		c.found[i] = soughtOf(c.List[i])
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, id := range c.IDs {
		if altered[i] || slices.Contains(outdated, id) {
			c.altered[id] = true
		}
	}
	c.inRuns(nil, nil)
	return c.once(), nil
}

// with returns the companies with some of them changed or new, without those
// that were merged.
func (c *Companies) with(changed *Companies, gone map[string]bool) *Companies {
	most := len(c.IDs) + len(changed.IDs)
	all := &Companies{IDs: make([]string, 0, most), List: make([]conflict.Company, 0, most), found: make([]sought, 0, most), altered: map[string]bool{}}
	add := func(from *Companies, i int) {
		all.IDs, all.List, all.found = append(all.IDs, from.IDs[i]), append(all.List, from.List[i]), append(all.found, from.found[i])
		if from.altered[from.IDs[i]] {
			all.altered[from.IDs[i]] = true
		}
	}
	for _, id := range changed.IDs {
		gone[id] = true
	}
	next := 0
	for i, id := range c.IDs {
		if gone[id] {
			continue
		}
		for ; next < len(changed.IDs) && cmp.Or(strings.Compare(changed.List[next].Name, c.List[i].Name), strings.Compare(changed.IDs[next], id)) < 0; next++ {
			add(changed, next)
		}
		add(c, i)
	}
	for ; next < len(changed.IDs); next++ {
		add(changed, next)
	}
	all.inRuns(c.runs, gone)
	return all.once()
}
