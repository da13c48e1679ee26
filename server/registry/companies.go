package registry

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/store"
)

// companies is every company of the register that stands, by name.
type companies struct {
	ids   []string
	list  []conflict.Company
	runs  []run
	twins func() []experts.Twin // worked out when somebody asks first, as the register is
	found func() *conflict.Register
}

// Companies returns every company of the register that stands, by name, with
// their ids, as a transaction has them. Nobody may change what it returns.
func (r *Registry) Companies(tx *store.Tx) (list []conflict.Company, ids []string, err error) {
	c, err := r.allCompanies(tx)
	if err != nil {
		return nil, nil, err
	}
	return c.list, c.ids, nil
}

// Register returns what [Registry.Companies] returns, prepared for the checks of
// conflicts.
func (r *Registry) Register(tx *store.Tx) (*conflict.Register, error) {
	c, err := r.allCompanies(tx)
	if err != nil {
		return nil, err
	}
	return c.found(), nil
}

// CompanyTwins returns the pairs of companies that may be one, by their place
// among the companies, which it returns too.
func (r *Registry) CompanyTwins(tx *store.Tx) (twins []experts.Twin, list []conflict.Company, ids []string, err error) {
	c, err := r.allCompanies(tx)
	if err != nil {
		return nil, nil, nil, err
	}
	return c.twins(), c.list, c.ids, nil
}

func (r *Registry) allCompanies(tx *store.Tx) (c *companies, err error) {
	whole := func() (*companies, error) {
		rows, err := tx.AllCompanies()
		if err != nil {
			return nil, err
		}
		return readCompanies(rows)
	}
	kept := func() (*companies, error) {
		return r.companies.now(tx.Context(), func(do func(*store.Tx) error) error { return do(tx) }, whole, func(tx *store.Tx, old *companies, marks []string) (*companies, error) {
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
			changed, err := readCompanies(rows)
			if err != nil {
				return nil, err
			}
			return old.with(changed, merged), nil
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
func (c *companies) once() *companies {
	c.found = sync.OnceValue(func() *conflict.Register { return conflict.NewRegister(c.list) })
	c.twins = sync.OnceValue(func() []experts.Twin { return experts.CompanyTwins(c.list) })
	return c
}

// readCompanies reads rows on every processor.
func readCompanies(rows []store.Company) (*companies, error) {
	slices.SortFunc(rows, func(a, b store.Company) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	c := &companies{ids: make([]string, len(rows)), list: make([]conflict.Company, len(rows))}
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	failed := make([]error, workers)
	for worker := range workers {
		group.Go(func() {
			for i := worker; i < len(rows); i += workers {
				c.ids[i] = rows[i].ID
				if err := json.Unmarshal(rows[i].Facts, &c.list[i]); err != nil {
					failed[worker] = fmt.Errorf("company %s: %w", rows[i].ID, err)
				}
			}
		})
	}
	group.Wait()
	c.inRuns(nil, nil)
	return c.once(), errors.Join(failed...)
}

// with returns the companies with some of them changed or new, without those
// that were merged.
func (c *companies) with(changed *companies, gone map[string]bool) *companies {
	all := &companies{ids: make([]string, 0, len(c.ids)+len(changed.ids)), list: make([]conflict.Company, 0, len(c.ids)+len(changed.ids))}
	add := func(from *companies, i int) {
		all.ids, all.list = append(all.ids, from.ids[i]), append(all.list, from.list[i])
	}
	for _, id := range changed.ids {
		gone[id] = true
	}
	next := 0
	for i, id := range c.ids {
		if gone[id] {
			continue
		}
		for ; next < len(changed.ids) && cmp.Or(strings.Compare(changed.list[next].Name, c.list[i].Name), strings.Compare(changed.ids[next], id)) < 0; next++ {
			add(changed, next)
		}
		add(c, i)
	}
	for ; next < len(changed.ids); next++ {
		add(changed, next)
	}
	all.inRuns(c.runs, gone)
	return all.once()
}
