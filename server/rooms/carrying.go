package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/invite"
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
		wanted = item.Invitation.UntilMs > tx.Now && waits(&d, item.Seat, item.Label)
		return s.underRules(tx, row.LotID, &item.Invitation)
	})
	return item.Invitation, wanted, err
}

// underRules puts into an invitation what the rules of its lot say of carrying
// it.
func (s *Service) underRules(tx *store.Tx, lot string, i *Invitation) error {
	row, err := tx.Lot(lot)
	if err != nil {
		return err
	}
	c, err := s.openCase(row)
	if err != nil {
		return err
	}
	rules, err := invite.Of(c)
	if err != nil {
		return err
	}
	i.Trying, i.AtMs = rules.By(i.Channel), max(tx.Now, rules.QuietUntil(tx.Now))
	return nil
}

// Carried writes how far a message has come, with an outcome the attempt that
// began at an instant and ended so, and with an answer, accepted or declined,
// what the expert said to the machine, in one transaction.
func (s *Service) Carried(ctx context.Context, m store.Message, beganMs int64, outcome, answer string) error {
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
		if err := d.do(&draw.Attempted{Draw: item.Draw, Seat: item.Seat, Label: item.Label, Channel: m.Channel, Outcome: outcome, BeganMs: min(beganMs, d.Now)}); err != nil {
			return err
		}
		if answer == "" || !d.awaits(item.Seat, item.Label) {
			return nil
		}
		if err := d.do(&draw.Answered{Draw: item.Draw, Seat: item.Seat, Label: item.Label, Answer: answer, Channel: m.Channel}); err != nil || answer == "accepted" {
			return err
		}
		var none *rule.Refusal
		if err := d.replace(item.Seat, answer); err != nil && !errors.As(err, &none) {
			return err
		}
		return nil // who cannot come cannot come, whether or not anybody is left to follow
	})
}

// awaits reports whether the answer of a seat's holder is still awaited, which
// can have changed while a machine talked to them.
func (d *drawn) awaits(seat int, label string) bool {
	if access.Allow(d.by.Role, d.by.Kind, access.InvitationAnswer, access.Stage(d.walk.row.Stage)) != nil {
		return false
	}
	return waits(&d.Draw, seat, label)
}

// waits reports whether a label holds a seat, and has been invited and not
// answered.
func waits(d *draw.Draw, seat int, label string) bool {
	return d.Stage == draw.Filled && slices.ContainsFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat && h.Label == label && h.Answer == "invited" })
}
