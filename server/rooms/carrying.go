package rooms

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/store"
)

// ToCarry opens an invitation that a machine is about to carry. wanted is
// false once nobody waits for its answer: the seat's holder answered or is
// another, the draw is void, or the check-in is over.
func (s *Service) ToCarry(ctx context.Context, m store.Message) (invitation Invitation, wanted bool, err error) {
	item, err := s.openMessage(m)
	if err != nil {
		return invitation, false, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Draw(item.Draw)
		if err != nil {
			return fmt.Errorf("draw of message %s: %w", m.ID, err)
		}
		var d draw.Draw
		if err := json.Unmarshal(row.State, &d); err != nil {
			return fmt.Errorf("draw %s: %w", item.Draw, err)
		}
		wanted = d.Stage == draw.Filled && item.Invitation.UntilMs > tx.Now &&
			slices.ContainsFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == item.Seat && h.Label == item.Label && h.Answer == "invited" })
		return nil
	})
	return item.Invitation, wanted, err
}

// Carried writes how far a message has come, and with an outcome the attempt
// that ended so, in one transaction.
func (s *Service) Carried(ctx context.Context, m store.Message, outcome string) error {
	if outcome == "" {
		return s.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveMessage(m) })
	}
	item, err := s.openMessage(m)
	if err != nil {
		return err
	}
	return s.onDraw(ctx, item.Draw, SystemActor, access.InvitationCarry, func(d *drawn) error {
		if err := d.SaveMessage(m); err != nil {
			return err
		}
		return d.do(&draw.Attempted{Draw: item.Draw, Seat: item.Seat, Label: item.Label, Channel: m.Channel, Outcome: outcome})
	})
}
