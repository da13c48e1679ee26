package rooms

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/store"
)

// A Beacon is the chain whose rounds can be the public share of a draw.
type Beacon struct {
	Chain draw.Chain
	// Signed checks the signature of a round.
	Signed draw.BeaconCheck
	// Fetch asks for the signature of a round; nil if the network does not allow it.
	Fetch func(ctx context.Context, chain string, round uint64) (string, error)
}

// A RoundWanted names the round that is to be the public share, by its number
// or as the first that is not there before an instant; neither is none.
type RoundWanted struct {
	No   uint64
	AtMs int64
}

// round returns the round that is wanted, or nil.
func (s *Service) round(wanted RoundWanted) (*draw.Round, error) {
	if wanted == (RoundWanted{}) {
		return nil, nil
	}
	if s.Beacon == nil {
		return nil, rule.Refuse(rule.Invalid, "", "beacon.none", "beaconAtMs")
	}
	chain := s.Beacon.Chain
	r := &draw.Round{Chain: chain.Hash(), No: wanted.No, Info: &chain}
	if r.No == 0 {
		r.No = chain.RoundAt(wanted.AtMs)
	}
	return r, nil
}

// GiveBeacon takes the signature of the round that a draw named as its public
// share, whoever brings it; with it the server reveals its own share.
func (s *Service) GiveBeacon(ctx context.Context, by Actor, id, signature string) error {
	return s.onDraw(ctx, id, by, access.DrawBeacon, func(d *drawn) error {
		signature := strings.ToLower(strings.Join(strings.Fields(signature), ""))
		switch {
		case d.Beacon == nil:
			return rule.Refuse(rule.Invalid, "", "beacon.unnamed", "")
		case s.Beacon == nil:
			return rule.Refuse(rule.Invalid, "", "beacon.none", "")
		}
		if is, known := s.Beacon.Signed(*d.Beacon, signature); !known || !is {
			return rule.Refuse(rule.Invalid, "", "beacon.signature", "signature", "round", fmt.Sprint(d.Beacon.No))
		}
		return d.makePublic(&draw.PublicShareGiven{Draw: id, Value: signature, Beacon: signature})
	})
}

// makePublic takes the public share and reveals the server's own.
func (d *drawn) makePublic(act *draw.PublicShareGiven) error {
	if err := d.do(act); err != nil {
		return err
	}
	share, err := d.s.Box.Open(shareDomain, d.row.ShareSealed)
	if err != nil {
		return err
	}
	return d.asSystem(func() error {
		return d.do(&draw.Revealed{Draw: act.Draw, Party: draw.Server, Nonce: hex.EncodeToString(share[:32]), EnteredHash: draw.HashEntered(share[32:])})
	})
}

// awaitsBeacon returns from when on the signature of a draw's round is to be
// fetched, in UTC milliseconds; 0 if it is not.
func awaitsBeacon(d *draw.Draw) int64 {
	if d.Stage != draw.Committing || d.Beacon == nil || d.Beacon.Info == nil {
		return 0
	}
	return d.Beacon.Info.DueMs(d.Beacon.No)
}

// KeepFetching fetches the rounds that draws wait for, every so often until
// ctx ends, if the centre has an address for them.
func (s *Service) KeepFetching(ctx context.Context, every time.Duration, log *slog.Logger) {
	if s.Beacon == nil || s.Beacon.Fetch == nil {
		return
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	said := "" // a network that is down is said once
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		why := ""
		if err := s.fetchRounds(ctx); err != nil && ctx.Err() == nil {
			why = err.Error()
		}
		if why != "" && why != said {
			log.Warn("a beacon's round could not be fetched", "error", why)
		}
		said = why
	}
}

func (s *Service) fetchRounds(ctx context.Context) error {
	var ids []string
	if err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.DrawsAwaitingBeacon()
		return err
	}); err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, s.fetchRound(ctx, id))
	}
	return errors.Join(errs...)
}

// fetchRound fetches the round of a draw; one whose parties have not all
// committed is left alone, as it cannot take it.
func (s *Service) fetchRound(ctx context.Context, id string) error {
	d, _, _, err := s.Draw(ctx, id, Actor{Role: access.Staff})
	if err != nil {
		return err
	}
	if awaitsBeacon(&d) == 0 || d.Ready() != nil || d.Beacon.Chain != s.Beacon.Chain.Hash() {
		return nil
	}
	signature, err := s.Beacon.Fetch(ctx, d.Beacon.Chain, d.Beacon.No)
	if err != nil {
		return fmt.Errorf("draw %s: %w", id, err)
	}
	if err := s.GiveBeacon(ctx, SystemActor, id, signature); err != nil {
		return fmt.Errorf("draw %s: %w", id, err)
	}
	return nil
}
