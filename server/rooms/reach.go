package rooms

import (
	"cmp"
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

// ReachLot refuses a lot that is not within a scope, as [Service.Reach] does,
// but for a kiosk of the room in which the lot's remote seats are: room is a
// kiosk's, and empty for people.
func (s *Service) ReachLot(ctx context.Context, scope access.Scope, room, lot string) error {
	refused := s.Reach(ctx, scope, string(store.NounLot), lot)
	if refused == nil || room == "" {
		return refused
	}
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(lot)
		if err == nil && row.RemoteID == room {
			return nil
		}
		return refused
	})
}

// ReachRoom refuses a room that is not within a scope, as [Service.Reach] does,
// but for one in which a meeting runs that is.
func (s *Service) ReachRoom(ctx context.Context, scope access.Scope, room string) error {
	refused := s.Reach(ctx, scope, string(store.NounRoom), room)
	if refused == nil {
		return nil
	}
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		running, err := tx.RunningLots(room)
		if err != nil || len(running) == 0 {
			return cmp.Or(err, refused)
		}
		centre, err := tx.CentreOf(store.NounLot, running[0])
		if err == nil && !scope.Sees(centre) {
			err = refused
		}
		return err
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
