package rooms

import (
	"context"
	"fmt"

	"bidroom/server/access"
	"bidroom/server/store"
)

// Reach refuses what is not within a scope as if it did not exist: a lot, a
// draw, a room or a kiosk of another centre. Every route asks it for what its
// path names, before its handler runs.
func (s *Service) Reach(ctx context.Context, scope access.Scope, noun, id string) error {
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		centre, err := tx.CentreOf(store.Noun(noun), id)
		if err == nil && !scope.Sees(centre) {
			err = store.ErrAbsent
		}
		return absent(err, noun+".unknown", noun)
	})
}

// TellHealth tells whoever watches a lot, or its centre, that one of its feeds
// is well or unwell.
func (s *Service) TellHealth(ctx context.Context, lot string) error {
	var centre string
	if err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		centre, err = tx.CentreOf(store.NounLot, lot)
		return err
	}); err != nil {
		return fmt.Errorf("centre of lot %s: %w", lot, err)
	}
	s.Tell("lot:"+lot, "health", map[string]string{"lot": lot})
	s.tellCentre(centre, map[string]string{"lot": lot})
	return nil
}

// tellCentre tells the pages of a centre, and of those who see every centre,
// what of it has changed.
func (s *Service) tellCentre(centre string, what map[string]string) {
	s.Tell("centre:"+centre, "changed", what)
}
