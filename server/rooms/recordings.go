package rooms

import (
	"context"

	"bidroom/evaluation"
	"bidroom/server/store"
)

// The acts of recordings do not load the case: many feeds have one every few
// seconds, and none of them depends on the others. Each is applied to a case
// that holds its recording only, by the same rules that a verifier applies to
// the whole log.

// StartRecording logs that the recording of a feed begins.
func (s *Service) StartRecording(ctx context.Context, lot string, act *evaluation.RecordingStarted) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.applyRecording(tx, lot, nil, act); err != nil {
			return err
		}
		return tx.InsertRecording(store.Recording{ID: act.Recording, LotID: lot, MeetingID: act.Meeting, Feed: act.Feed, File: act.File,
			StartedAt: act.StartMs, EndMs: act.StartMs, Chain: evaluation.ChainStart})
	})
}

// KeepSegment logs a segment, chained to the one before. act.Chain is set
// here.
func (s *Service) KeepSegment(ctx context.Context, act *evaluation.RecordingSegment) error {
	return s.onRecording(ctx, act.Recording, func(tx *store.Tx, row *store.Recording) error {
		act.Chain = act.ChainHash(row.Chain)
		if err := s.applyRecording(tx, row.LotID, row, act); err != nil {
			return err
		}
		row.Segments, row.Bytes, row.EndMs, row.Chain = act.N+1, act.Offset+act.Length, act.EndMs, act.Chain
		return nil
	})
}

// EndRecording logs that a recording is closed.
func (s *Service) EndRecording(ctx context.Context, act *evaluation.RecordingEnded) error {
	return s.onRecording(ctx, act.Recording, func(tx *store.Tx, row *store.Recording) error {
		row.Ended = true
		return s.applyRecording(tx, row.LotID, row, act)
	})
}

// StateGap logs an interval in which a feed was not recorded.
func (s *Service) StateGap(ctx context.Context, lot string, act *evaluation.RecordingGap) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.applyRecording(tx, lot, nil, act); err != nil {
			return err
		}
		return tx.InsertGap(store.Gap{ID: tx.NewID(), LotID: lot, Feed: act.Feed, FromMs: act.FromMs, ToMs: act.ToMs, Cause: act.Cause})
	})
}

func (s *Service) onRecording(ctx context.Context, id string, decide func(*store.Tx, *store.Recording) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.RecordingForUpdate(id)
		if err != nil {
			return absent(err, "recording.unknown", "recording")
		}
		if err := decide(tx, &row); err != nil {
			return err
		}
		return tx.SaveRecording(row)
	})
}

// applyRecording holds an act against the rules, beside the recording as it
// stands, and appends it to the lot's log.
func (s *Service) applyRecording(tx *store.Tx, lot string, row *store.Recording, act evaluation.Act) error {
	var recording *evaluation.Recording
	if row != nil {
		recording = &evaluation.Recording{ID: row.ID, Feed: row.Feed, File: row.File, StartedMs: row.StartedAt,
			Segments: row.Segments, Bytes: row.Bytes, EndMs: row.EndMs, Chain: row.Chain}
	}
	by := SystemActor
	meta := evaluation.Meta{AtMs: tx.Now, Actor: by.Account, Role: string(by.Role)}
	if err := evaluation.RecordingCase(lot, recording).Apply(meta, act); err != nil {
		return err
	}
	_, err := appendEntry(tx, lot, act.Kind(), by, act)
	return err
}

// Recorded is what there is of a lot's recordings.
type Recorded struct {
	Recordings []store.Recording // by feed and time
	Gaps       []store.Gap
}

// RecordedOf returns the recordings and gaps of a lot.
func (s *Service) RecordedOf(ctx context.Context, lot string) (r Recorded, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		if r.Recordings, err = tx.Recordings(lot); err != nil {
			return err
		}
		r.Gaps, err = tx.Gaps(lot)
		return err
	})
	return r, err
}

// UnfinishedRecordings returns the recordings that were not ended.
func (s *Service) UnfinishedRecordings(ctx context.Context) (list []store.Recording, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		list, err = tx.UnfinishedRecordings()
		return err
	})
	return list, err
}
