package api

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// ceremony shows who put what into the seed of a draw, and what the reader may
// add to it.
func (h *Handlers) ceremony(c *fiber.Ctx, by rooms.Actor, d draw.Draw, row store.Draw, lot store.Lot) (CeremonyView, error) {
	view := CeremonyView{ID: d.ID, Stage: string(d.Stage), PublicShare: d.Public, Seed: d.Seed, VoidReason: d.VoidReason,
		Former: d.Former, Reason: d.Reason, Version: row.Version}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) (err error) {
		if view.Lot, err = brief(tx, lot); err != nil {
			return err
		}
		if view.Shares, err = shareViews(tx, d); err != nil {
			return err
		}
		if d.PublicBy != "" && d.PublicBy != rooms.SystemActor.Account {
			account, err := tx.Account(d.PublicBy)
			if err != nil {
				return err
			}
			view.PublicBy = account.Name
		}
		checkpoint, err := tx.LastCheckpoint(lot.ID)
		if view.Checkpoint = checkpoint.Note; errors.Is(err, store.ErrAbsent) {
			return nil
		}
		return err
	})
	may := func(action access.Action) bool {
		return access.Allow(by.Role, by.Kind, action, access.Stage(lot.Stage)) == nil
	}
	mine := slices.IndexFunc(d.Shares, func(s draw.ShareState) bool { return s.Party == by.Account })
	view.MayCommit = may(access.DrawShare) && d.Stage == draw.Committing && mine < 0
	view.MayReveal = may(access.DrawShare) && d.Stage == draw.Revealing && mine >= 0 && d.Shares[mine].Nonce == ""
	view.MayPublic = may(access.DrawPublicShare) && d.Stage == draw.Committing && d.Ready() == nil && d.Beacon == nil
	view.Beacon = h.beacon(d, may(access.DrawBeacon))
	return view, err
}

func shareViews(tx *store.Tx, d draw.Draw) ([]ShareView, error) {
	var list []ShareView
	for _, s := range d.Shares {
		view := ShareView{Party: s.Party, Role: s.Role, Commitment: s.Commitment, CommittedMs: s.CommittedMs, Nonce: s.Nonce, EnteredHash: s.EnteredHash, RevealedMs: s.RevealedMs}
		if s.Party != draw.Server {
			account, err := tx.Account(s.Party)
			if err != nil {
				return nil, err
			}
			view.Name = account.Name
		}
		list = append(list, view)
	}
	return list, nil
}

// beacon shows the round that is to be the public share of a draw, and what is
// missing; nil if none was named.
func (h *Handlers) beacon(d draw.Draw, may bool) *BeaconView {
	if d.Beacon == nil {
		return nil
	}
	view := &BeaconView{Chain: d.Beacon.Chain, Round: strconv.FormatUint(d.Beacon.No, 10), Signature: d.Signature, Fetched: h.Rooms.Beacon != nil && h.Rooms.Beacon.Fetch != nil}
	if d.Beacon.Info != nil {
		view.Name, view.DueMs = d.Beacon.Info.ID, d.Beacon.Info.DueMs(d.Beacon.No)
	}
	due := h.Now().UnixMilli() >= view.DueMs
	switch {
	case d.Stage != draw.Committing:
	case d.Ready() != nil && due:
		view.Missing = "late"
	case d.Ready() != nil:
		view.Missing = "parties"
	case !due:
		view.Missing = "time"
	default:
		view.Missing, view.MayGive = "signature", may && h.Rooms.Beacon != nil
	}
	return view
}

// beaconName is what people call the chain whose rounds a draw can name; "" if
// there is none.
func (h *Handlers) beaconName() string {
	if h.Rooms.Beacon == nil {
		return ""
	}
	return cmp.Or(h.Rooms.Beacon.Chain.ID, h.Rooms.Beacon.Chain.Hash()[:8])
}
