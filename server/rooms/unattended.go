package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/invite"
	"bidroom/server/store"
)

// Unattend has the server work through a draw's invitations by itself from an
// instant on, as offer says, until the panel is full or it must stop.
func (s *Service) Unattend(ctx context.Context, by Actor, id string, fromMs int64, offer Offer) error {
	return s.onDraw(ctx, id, by, access.UnattendedBegin, func(d *drawn) error {
		if d.Source != nil {
			return rule.Refuse(rule.Invalid, "", "draw.outside", "", "library", d.Source.Library, "record", d.Source.RecordNo)
		}
		if offer.Channel == Manual {
			return rule.Refuse(rule.Invalid, "", "unattended.channel", "channel")
		}
		if err := offer.check(d.Now, s.Channels); err != nil {
			return err
		}
		if err := d.onPlannedDay(offer); err != nil {
			return err
		}
		if fromMs >= offer.UntilMs {
			return rule.Refuse(rule.Invalid, "", "unattended.from", "startMs")
		}
		for _, seat := range d.Seats {
			if _, err := d.placeOf(seat.No); err != nil {
				return err
			}
		}
		profile, err := d.Case.Profile()
		if err != nil {
			return err
		}
		return d.do(&draw.UnattendedSet{Draw: id, UnattendedOrder: draw.UnattendedOrder{
			FromMs: fromMs, Channel: offer.Channel, CheckInMs: offer.FromMs, UntilMs: offer.UntilMs, Hours: offer.Hours,
			AnswerMinutes: profile.Invitation.AnswerMinutes}})
	})
}

// Attend ends that: people go on from where the server is.
func (s *Service) Attend(ctx context.Context, by Actor, id, reason string) error {
	return s.onDraw(ctx, id, by, access.UnattendedEnd, func(d *drawn) error {
		return d.do(&draw.UnattendedEnded{Draw: id, Why: draw.EndWithdrawn, Reason: reason})
	})
}

// KeepUnattended does what is due while nobody attends, every so often until
// ctx ends. wake is called when there is something to carry.
func (s *Service) KeepUnattended(ctx context.Context, every time.Duration, wake func(), log *slog.Logger) {
	repeat(ctx, every, log, "invitations while nobody attends", func(ctx context.Context) error {
		acted, err := s.WorkUnattended(ctx)
		if acted {
			wake()
		}
		return err
	})
}

// WorkUnattended does everything that is due, and reports whether it did
// anything. All that it needs stands in the database: after a kill it goes on
// from there.
func (s *Service) WorkUnattended(ctx context.Context) (acted bool, err error) {
	var ids []string
	if err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.UnattendedDraws()
		return err
	}); err != nil {
		return false, err
	}
	for _, id := range ids {
		for more := true; more; acted = acted || more {
			var one error
			if more, one = s.workOn(ctx, id); one != nil {
				err = errors.Join(err, fmt.Errorf("draw %s: %w", id, one))
				more = false
			}
		}
	}
	return acted, err
}

// workOn does one thing for a draw, and reports whether anything was due.
func (s *Service) workOn(ctx context.Context, id string) (acted bool, err error) {
	step, err := s.Ahead(ctx, id)
	if err != nil || !due(step) {
		return false, err
	}
	err = s.onDraw(ctx, id, SystemActor, access.UnattendedEnd, func(d *drawn) error {
		if !d.Attends() {
			return nil
		}
		if access.Allow(d.by.Role, d.by.Kind, access.InvitationSend, access.Stage(d.walk.row.Stage)) != nil {
			return d.do(&draw.UnattendedEnded{Draw: id, Why: draw.EndOver})
		}
		step, err := s.ahead(d.Tx, &d.Draw, d.Case)
		if err != nil {
			return err
		}
		return d.carryStep(step)
	})
	return err == nil, err
}

// due reports whether a step is to be done now; for every other one waits.
func due(step draw.Step) bool {
	return slices.Contains([]string{draw.StepInvite, draw.StepGiveUp, draw.StepEnd}, step.Do)
}

// carryStep does what is due next.
func (d *drawn) carryStep(step draw.Step) error {
	switch step.Do {
	case draw.StepEnd:
		return d.do(&draw.UnattendedEnded{Draw: d.row.ID, Why: step.Why})
	case draw.StepInvite:
		pool, err := d.unseal()
		if err != nil {
			return err
		}
		return d.invite(*d.holderOf(step.Seat), pool, d.ordered())
	case draw.StepGiveUp:
		return d.giveUp(step.Seat)
	}
	return nil
}

// holderOf returns who holds a seat of the draw.
func (d *drawn) holderOf(seat int) *draw.Holder {
	return &d.Holders[slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat })]
}

// ordered is the offer of the invitations while nobody attends.
func (d *drawn) ordered() Offer {
	o := d.Unattended.Order
	return Offer{Channel: o.Channel, FromMs: o.CheckInMs, UntilMs: o.UntilMs, Hours: o.Hours}
}

// giveUp has the next ticket take a seat whose holder was silent, or fell out
// when nobody followed. Where nobody is left the holder keeps it, who may still
// answer, and a supervisor is asked.
func (d *drawn) giveUp(seat int) error {
	if _, err := d.unseal(); err != nil {
		return err
	}
	h := *d.holderOf(seat)
	open := d.Seats[slices.IndexFunc(d.Seats, func(s draw.Seat) bool { return s.No == seat })]
	var none *draw.Error
	if _, err := d.Fill([]draw.Seat{open}); errors.As(err, &none) {
		return d.do(&draw.UnattendedEnded{Draw: d.row.ID, Why: draw.EndExhausted, Seat: seat})
	} else if err != nil {
		return experts.Refusal(err)
	}
	if h.Answer == "invited" {
		h.Answer = "unanswered"
		if err := d.do(&draw.Answered{Draw: d.row.ID, Seat: seat, Label: h.Label, Answer: h.Answer}); err != nil {
			return err
		}
	}
	return d.replace(seat, h.Answer)
}

// ApproveSupplement is a supervisor's word on the supplementary draw that a
// draw asked for because nobody is left for a seat: the draw is void, and
// another one begins, from who may sit now.
func (s *Service) ApproveSupplement(ctx context.Context, by Actor, id, reason string) (next string, err error) {
	var begun begunDraw
	var lot string
	err = s.onDraw(ctx, id, by, access.DrawSecond, func(d *drawn) error {
		if !d.WantsSupplement() {
			return rule.Refuse(rule.Premature, "", "draw.supplement", "")
		}
		if err := d.end(reason); err != nil {
			return err
		}
		if err := d.save(); err != nil {
			return err
		}
		d.row.Version++
		lot = d.walk.row.ID
		begun, err = d.beginDraw(reason, nil)
		return err
	})
	if err != nil {
		return "", err
	}
	return begun.act.Draw, s.keepChances(ctx, lot, begun)
}

// Ahead says what the server does next for a draw, or waits for; nothing while
// people attend.
func (s *Service) Ahead(ctx context.Context, id string) (step draw.Step, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Draw(id)
		if err != nil {
			return absent(err, "draw.unknown", "draw")
		}
		var d draw.Draw
		if err := json.Unmarshal(row.State, &d); err != nil {
			return fmt.Errorf("draw %s: %w", id, err)
		}
		if !d.Attends() {
			return nil
		}
		lot, err := tx.Lot(row.LotID)
		if err != nil {
			return err
		}
		c, err := s.openCase(lot)
		if err != nil {
			return err
		}
		step, err = s.ahead(tx, &d, c)
		return err
	})
	return step, err
}

func (s *Service) ahead(tx *store.Tx, d *draw.Draw, c *evaluation.Case) (step draw.Step, err error) {
	rules, err := invite.Of(c)
	if err != nil {
		return step, err
	}
	carried, err := s.carriages(tx, d)
	if err != nil {
		return step, err
	}
	step = d.Next(tx.Now, carried, func(since int64) int64 {
		if rules.AnswerMinutes == 0 {
			return 0
		}
		return rules.Answered(since)
	})
	if step.Do != draw.StepEnd && !slices.Contains(s.Channels, d.Unattended.Order.Channel) {
		return draw.Step{Do: draw.StepEnd, Why: draw.EndUnset}, nil
	}
	return step, nil
}

// carriages says which seats' holders have an invitation that a machine is
// still to carry, whatever became of others: a clock can have been set back.
func (s *Service) carriages(tx *store.Tx, d *draw.Draw) (map[int]draw.Carriage, error) {
	carried := map[int]draw.Carriage{}
	messages, err := tx.MessagesOf(d.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		if m.Channel == Manual || m.State != "waiting" {
			continue
		}
		item, err := s.openMessage(m)
		if err != nil {
			return nil, err
		}
		if waits(d, item.Seat, item.Label) {
			carried[item.Seat] = draw.Carriage{Waiting: true, NextMs: m.NextAt}
		}
	}
	return carried, nil
}
