package store

import (
	"slices"
	"strings"
)

// Whoever keeps something of the register in memory learns from marks what to
// read again: every transaction that writes experts or companies leaves one,
// and on each row that it writes. A mark is new with each transaction, so that
// none waits for another, and none is overlooked because it was committed late.

// mark returns the transaction's mark, and leaves it the first time.
func (tx *Tx) mark() (string, error) {
	if tx.marked != "" {
		return tx.marked, nil
	}
	mark := tx.NewID()
	if err := tx.exec("INSERT INTO register_marks (mark, at_ms) VALUES (?, ?)", mark, tx.Now); err != nil {
		return "", err
	}
	tx.marked = mark
	return mark, nil
}

// WritesRegister reports whether the transaction has changed the register:
// what it reads there may never be committed.
func (tx *Tx) WritesRegister() bool { return tx.marked != "" }

// A RegisterMark is the mark of one transaction.
type RegisterMark struct {
	Mark string `db:"mark"`
	AtMs int64  `db:"at_ms"` // when the transaction began
}

// RegisterMarks returns the marks that transactions begun since an instant
// have left.
func (tx *Tx) RegisterMarks(sinceMs int64) ([]RegisterMark, error) {
	var marks []RegisterMark
	err := tx.list(&marks, "SELECT mark, at_ms FROM register_marks WHERE at_ms >= ?", sinceMs)
	return marks, err
}

// A Named is what of an expert people search by, and by what two entries of one
// person are found.
type Named struct {
	ID             string `db:"id"`
	Name           string `db:"name"`
	Region         string `db:"region"`
	Status         string `db:"status"`
	Facts          []byte `db:"facts"`
	IdentitySealed []byte `db:"identity_sealed"`
	PhoneIndex     string `db:"phone_index"`
	MergedInto     string `db:"merged_into"`
}

const named = "SELECT id, name, region, status, facts, identity_sealed, phone_index, merged_into FROM experts WHERE "

// NamesAfter returns the experts that follow an id, by id.
func (tx *Tx) NamesAfter(id string, limit int) ([]Named, error) {
	var list []Named
	err := tx.list(&list, named+"merged_into = '' AND id > ? ORDER BY id LIMIT ?", id, limit)
	return list, err
}

// NamesMarked returns the experts that bear one of the marks, also those that
// stand no more.
func (tx *Tx) NamesMarked(marks []string) ([]Named, error) {
	return among[Named](tx, named+"mark", marks)
}

// CompaniesMarked returns the companies that bear one of the marks, also those
// that stand no more.
func (tx *Tx) CompaniesMarked(marks []string) ([]Company, error) {
	return among[Company](tx, "SELECT * FROM companies WHERE mark", marks)
}

// among returns what a query that ends with a column finds for any of the
// values, however many these are. Each list is read by itself: what is read
// into a slice takes the place of what it held.
func among[Row any](tx *Tx, query string, values []string) (list []Row, err error) {
	for some := range slices.Chunk(values, mostCodes) {
		args := make([]any, len(some))
		for i, value := range some {
			args[i] = value
		}
		var found []Row
		if err := tx.list(&found, query+" IN (?"+strings.Repeat(", ?", len(some)-1)+")", args...); err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}
