package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// KeepDigesting logs what members have typed every so often until ctx ends,
// and once more then.
func (s *Service) KeepDigesting(ctx context.Context, every time.Duration, log *slog.Logger) {
	repeat(ctx, every, log, "digests of drafts", s.DigestDrafts)
}

// DigestDrafts logs a digest of every draft that has changed since its last.
// Nothing is written for a lot where nobody has typed.
func (s *Service) DigestDrafts(ctx context.Context) error {
	var lots []string
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		running, err := tx.RunningLots("")
		if err != nil {
			return err
		}
		for _, lot := range running {
			row, err := tx.Lot(lot)
			if err != nil {
				return err
			}
			if access.Allow(access.System, "", access.DraftDigest, access.Stage(row.Stage)) != nil {
				continue
			}
			c, err := s.look(row)
			if err != nil {
				return err
			}
			if act, _, err := s.digestOf(tx, c, 0); err != nil {
				return err
			} else if len(act.Drafts) > 0 {
				lots = append(lots, lot)
			}
		}
		return nil
	})
	for _, lot := range lots {
		one := s.on(ctx, lot, SystemActor, access.DraftDigest, func(w *walk) error { return w.digest(0) })
		var refusal *rule.Refusal
		if errors.As(one, &refusal) && refusal.Kind == rule.Premature {
			continue // the meeting has gone on since it was read
		}
		err = errors.Join(err, one)
	}
	return err
}

// digest logs the drafts of a seat, or of every seat if it is 0, that have
// changed since their last digest.
func (w *walk) digest(seat int) error {
	act, openings, err := w.s.digestOf(w.Tx, w.Case, seat)
	if err != nil || len(act.Drafts) == 0 {
		return err
	}
	return w.do(act, openings...)
}

// digestOf makes the act that logs what has changed, with its openings.
func (s *Service) digestOf(tx *store.Tx, c *evaluation.Case, seat int) (*evaluation.DraftsDigested, []evaluation.Opening, error) {
	act := new(evaluation.DraftsDigested)
	var openings []evaluation.Opening
	rows, err := tx.Drafts(c.Meeting.ID, seat)
	if err != nil {
		return nil, nil, err
	}
	fields := map[int][]string{}
	for _, row := range rows {
		line, err := s.draftLine(row)
		if err != nil {
			return nil, nil, err
		}
		fields[row.Seat] = append(fields[row.Seat], line)
	}
	for _, place := range c.Meeting.Seats {
		typed := fields[place.No]
		if place.Member == nil || len(typed) == 0 {
			continue
		}
		text := evaluation.DraftText(c.Lot.ID, c.Meeting.ID, place.No, typed)
		if same, err := s.digested(tx, c.Lot.ID, place.Draft, text); err != nil {
			return nil, nil, err
		} else if same {
			continue
		}
		o, err := newOpening(s.Random, evaluation.DraftDomain, text)
		if err != nil {
			return nil, nil, err
		}
		act.Drafts = append(act.Drafts, evaluation.DraftDigest{Seat: place.No, Marks: len(typed), Digest: o.DatumHash()})
		openings = append(openings, o)
	}
	return act, openings, nil
}

// digested reports whether text is what a seat's last digest covers.
func (s *Service) digested(tx *store.Tx, lot string, last evaluation.Datum, text string) (bool, error) {
	if last == "" {
		return false, nil
	}
	row, err := tx.Opening(lot, string(last))
	if errors.Is(err, store.ErrAbsent) {
		return false, nil // erased since
	}
	if err != nil {
		return false, err
	}
	o, err := openOpening(s.Box, row)
	return o.Value == text, err
}

// draftLine is the line of a field in the text that a digest covers.
func (s *Service) draftLine(row store.Draft) (string, error) {
	stroke, err := s.openStroke(row)
	if err != nil {
		return "", err
	}
	typed, err := json.Marshal([]string{stroke.Value, stroke.Page, stroke.Note})
	return stroke.Bid + " " + stroke.Criterion + " " + string(typed), err
}
