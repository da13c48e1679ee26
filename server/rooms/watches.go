package rooms

import (
	"context"

	"bidroom/evaluation"
	"bidroom/server/store"
)

// BeginWatch logs that somebody begins to watch or play back a feed, and
// returns the watch's id.
func (s *Service) BeginWatch(ctx context.Context, by Actor, lot, feed string, live bool) (watch string, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		watch = tx.NewID()
		return s.noteWatch(tx, by, lot, &evaluation.WatchBegan{Watch: watch, Feed: feed, Live: live})
	})
	return watch, err
}

// EndWatch logs that a watch is over.
func (s *Service) EndWatch(ctx context.Context, by Actor, lot, watch string) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return s.noteWatch(tx, by, lot, &evaluation.WatchEnded{Watch: watch})
	})
}

// noteWatch does not load the case, which watching does not change.
func (s *Service) noteWatch(tx *store.Tx, by Actor, lot string, act evaluation.Act) error {
	meta := evaluation.Meta{AtMs: tx.Now, Actor: by.Account, Role: string(by.Role)}
	if err := evaluation.RecordingCase(lot, nil).Apply(meta, act); err != nil {
		return err
	}
	_, err := appendEntry(tx, lot, act.Kind(), by, act)
	return err
}
