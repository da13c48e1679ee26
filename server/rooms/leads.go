package rooms

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/lead"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// A BidReader says what the kept file with a hash says of itself.
type BidReader func(hash string) (lead.Document, error)

// KeepFindingLeads looks for leads in every lot whose panel has begun to examine,
// every so often until ctx ends.
func (s *Service) KeepFindingLeads(ctx context.Context, every time.Duration, read BidReader, log *slog.Logger) {
	repeat(ctx, every, log, "leads", func(ctx context.Context) error { return s.FindLeads(ctx, read) })
}

// FindLeads looks for leads in every lot whose panel has begun to examine and
// where nobody has looked yet. The files are read before anything is locked.
func (s *Service) FindLeads(ctx context.Context, read BidReader) error {
	var waiting []*evaluation.Case
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
			if access.Allow(access.System, "", access.LeadsFind, access.Stage(row.Stage)) != nil {
				continue
			}
			c, err := s.openCase(row)
			if err != nil {
				return err
			}
			if c.Leads == nil {
				waiting = append(waiting, c)
			}
		}
		return nil
	})
	for _, c := range waiting {
		err = errors.Join(err, s.findLeads(ctx, c, read))
	}
	return err
}

// findLeads logs the leads of a lot.
func (s *Service) findLeads(ctx context.Context, c *evaluation.Case, read BidReader) error {
	facts := make([]lead.Facts, 0, len(c.Bids))
	for _, bid := range c.Bids {
		if err := ctx.Err(); err != nil {
			return err
		}
		document, err := read(bid.FileHash)
		if err != nil {
			return err
		}
		facts = append(facts, lead.Facts{Bid: bid.ID, File: bid.FileHash, Document: document})
	}
	err := s.on(ctx, c.Lot.ID, SystemActor, access.LeadsFind, func(w *walk) error {
		act, text, err := w.Case.FindLeads(facts)
		if err != nil {
			return err
		}
		o, err := newOpening(w.s.Random, text.Domain, text.Value)
		if err != nil {
			return err
		}
		act.Facts = o.DatumHash()
		if err := w.do(act, o); err != nil {
			return err
		}
		return w.Case.OpenLeads(o)
	})
	var refusal *rule.Refusal
	if errors.As(err, &refusal) && refusal.Kind != rule.Invalid {
		return nil // the meeting has gone on since it was read, or somebody else was first
	}
	return err
}

// JudgeLead takes a member's word on a lead.
func (s *Service) JudgeLead(ctx context.Context, by Actor, no int, takenUp bool, reason string) error {
	return s.asMember(ctx, by, access.LeadJudge, func(w *walk) error {
		return w.do(&evaluation.LeadJudged{Seat: by.Seat, No: no, TakenUp: takenUp, Reason: strings.TrimSpace(reason)})
	})
}
