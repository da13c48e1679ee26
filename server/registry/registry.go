// Package registry keeps in memory what of the register is asked for in one
// stroke: the names that people search among a million experts, and the
// companies that every check of conflicts needs all of. It holds
// nothing that the database does not: every question is answered from what the
// database said when it was asked, for the marks of the register's changes are
// read first, and what they mark is read again. Any number of programs may
// write to one register.
package registry

import (
	"context"
	"errors"
	"sync"

	"bidroom/experts/conflict"
	"bidroom/server/store"
)

// A Registry answers from one database.
type Registry struct {
	db        *store.DB
	born      func(sealed []byte) (conflict.Date, error)
	stated    func(store.Company) bool
	people    kept[people]
	companies kept[Companies]
	life      context.Context // of what is being read
	end       context.CancelFunc
	reading   sync.WaitGroup
}

// New returns a registry that reads when it is first asked. born reads the day
// of birth, if it is known, from a sealed identity number; stated says whether a
// row is as it was written with its version.
func New(db *store.DB, born func(sealed []byte) (conflict.Date, error), stated func(store.Company) bool) *Registry {
	life, end := context.WithCancel(context.Background())
	return &Registry{db: db, born: born, stated: stated, people: kept[people]{turn: make(chan struct{}, 1)}, companies: kept[Companies]{turn: make(chan struct{}, 1)}, life: life, end: end}
}

// Close ends what is being read. Nobody may ask any more.
func (r *Registry) Close() {
	r.end()
	r.reading.Wait()
}

// Warm reads the register, and works out what takes long, before somebody asks
// for it.
func (r *Registry) Warm(ctx context.Context) error {
	if _, err := r.names(ctx); err != nil {
		return err
	}
	var c *Companies
	if err := r.db.Read(ctx, func(tx *store.Tx) (err error) {
		c, err = r.Companies(tx)
		return err
	}); err != nil {
		return err
	}
	c.Register()
	c.Twins()
	_, packing := c.Packed()
	_, err := r.PersonTwins(ctx)
	return errors.Join(packing, err)
}

// kept is a view that is made anew when the register has changed; one that was
// handed out stays as it is.
type kept[View any] struct {
	turn chan struct{} // holds one who reads
	view *View
	seen map[string]int64 // the marks whose rows are in the view, and when they were left
	at   int64
}

// longestTransaction bounds how long before its commit a transaction can have
// left its mark, in milliseconds.
const longestTransaction = 24 * 60 * 60 * 1000

// errOlder is of a transaction that does not see all that the view was made of.
var errOlder = errors.New("older than what is kept")

// now returns the view as of now, with the marks that read gives it. whole makes
// it from nothing, renewed from the old one and the rows with new marks, both
// from a database that has at least what the marks say. Where read sees less
// than another did before, the error is errOlder.
func (k *kept[View]) now(ctx context.Context, read func(func(*store.Tx) error) error, whole func() (*View, error), renewed func(tx *store.Tx, old *View, marks []string) (*View, error)) (*View, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	view, seen, at := k.view, map[string]int64{}, k.at
	err := read(func(tx *store.Tx) error {
		since := min(k.at, tx.Now) - longestTransaction // the clock may have been set back
		marks, err := tx.RegisterMarks(since)
		if err != nil {
			return err
		}
		var fresh []string
		for _, mark := range marks {
			seen[mark.Mark] = mark.AtMs
			if _, known := k.seen[mark.Mark]; !known {
				fresh = append(fresh, mark.Mark)
			}
		}
		for mark, left := range k.seen {
			if _, there := seen[mark]; !there && left >= since {
				return errOlder
			}
		}
		at = max(at, tx.Now)
		if view != nil && len(fresh) > 0 {
			view, err = renewed(tx, view, fresh)
		}
		return err
	})
	if err == nil && view == nil {
		view, err = whole()
	}
	if err != nil {
		return nil, err
	}
	k.view, k.seen, k.at = view, seen, at
	return view, nil
}
