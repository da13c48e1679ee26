package auth

import (
	"context"
	"errors"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/server/store"
)

// Guess carries out try, in which somebody at a kiosk says who they are. Who
// says what nobody is known by has guessed, as far as this can tell: after
// some guesses in a row the kiosk has to wait, as a login has to. unknown is
// the code by which try refuses a guess.
func (s *Service) Guess(ctx context.Context, kiosk, unknown string, try func() error) error {
	names := []counted{{s.box.Index("lockout.kiosk", kiosk), freeOfLogin}}
	var before []store.Lockout
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		err := waiting(tx, names)
		if err == nil {
			before, err = count(tx, names)
		}
		return err
	})
	if err != nil {
		return err
	}
	tried := try()
	var refusal *rule.Refusal
	if errors.As(tried, &refusal) && slices.ContainsFunc(refusal.Reasons, func(r rule.Reason) bool { return r.Code == unknown }) {
		return tried
	}
	return errors.Join(tried, s.db.Write(ctx, func(tx *store.Tx) error { return forgive(tx, before) }))
}
