package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

// ErrRepeated says that the request was carried out already: its claim is
// there. It is found before anything of it is done again.
var ErrRepeated = errors.New("the request was carried out already")

// A Claim is one request of somebody, by the idempotency key that it carries.
// The first transaction that it writes keeps the claim too, so that of the
// same request sent twice only one is carried out, also if both run at once.
type Claim struct {
	Name    string // who sent it, and its key
	Request string // hash of what was asked
	kept    atomic.Bool
}

// Kept reports whether a transaction of the request was committed.
func (c *Claim) Kept() bool { return c.kept.Load() }

type claimKey struct{}

// Claiming returns a context whose first transaction keeps the claim.
func Claiming(ctx context.Context, c *Claim) context.Context {
	return context.WithValue(ctx, claimKey{}, c)
}

// claimed puts the claim of ctx before do, in a transaction that writes, if
// there is one that is not kept yet.
func claimed(ctx context.Context, writes bool, do func(*Tx) error) (claim *Claim, with func(*Tx) error) {
	claim, ok := ctx.Value(claimKey{}).(*Claim)
	if !ok || !writes || claim.Kept() {
		return nil, do
	}
	return claim, func(tx *Tx) error {
		err := tx.insert("idempotency", Answered{Name: claim.Name, Request: claim.Request, CreatedAt: tx.Now})
		if errors.Is(err, ErrTwice) {
			return ErrRepeated
		}
		if err != nil {
			return fmt.Errorf("claim: %w", err)
		}
		return do(tx)
	}
}

// An Answered is a request that was carried out, and how it was answered.
type Answered struct {
	Name      string `db:"name"`
	Request   string `db:"request"`
	Status    int    `db:"status"` // 0 until it is answered
	Answer    []byte `db:"answer"` // sealed: it can hold a pass or a name
	CreatedAt int64  `db:"created_at"`
}

// Answered returns what became of the request of a claim.
func (tx *Tx) Answered(name string) (Answered, error) {
	var a Answered
	err := tx.get(&a, "SELECT * FROM idempotency WHERE name = ?", name)
	return a, err
}

// SaveAnswer keeps how a request was answered.
func (tx *Tx) SaveAnswer(name string, status int, answer []byte) error {
	return tx.one("UPDATE idempotency SET status = ?, answer = ? WHERE name = ?", status, answer, name)
}

// ForgetAnswers deletes what was answered before an instant.
func (tx *Tx) ForgetAnswers(beforeMs int64) error {
	return tx.exec("DELETE FROM idempotency WHERE created_at < ?", beforeMs)
}
