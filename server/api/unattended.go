package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Unattend has the server work through the invitations by itself.
func (h *Handlers) Unattend(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[UnattendedOffer](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Unattend(c.UserContext(), by, c.Params("draw"), in.StartMs, rooms.Offer(in.InvitationOffer)); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// Attend ends that.
func (h *Handlers) Attend(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Attend(c.UserContext(), by, c.Params("draw"), in.Reason); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// ApproveSupplement takes a supervisor's word on a supplementary draw.
func (h *Handlers) ApproveSupplement(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.ApproveSupplement(c.UserContext(), by, c.Params("draw"), in.Reason)
	if err != nil {
		return err
	}
	return h.renderDraw(c, by, id)
}

// unattended shows what the server does by itself, and what the reader may say
// to it.
func (h *Handlers) unattended(c *fiber.Ctx, by rooms.Actor, d draw.Draw, lot store.Lot, view *DrawView) error {
	may := func(action access.Action) bool {
		return access.Allow(by.Role, by.Kind, action, access.Stage(lot.Stage)) == nil
	}
	stands := d.Attends()
	view.MayLeave = may(access.UnattendedBegin) && d.Stage == draw.Filled && d.Source == nil && !stands && len(h.Rooms.Channels) > 0 && confirmed(d) < len(d.Seats)
	view.MayAttend = may(access.UnattendedEnd) && stands
	view.Supplement = d.WantsSupplement()
	u := d.Unattended
	if u == nil {
		return nil
	}
	o := u.Order
	view.Unattended = &UnattendedView{SetMs: u.SetMs, StartMs: o.FromMs, Channel: o.Channel, CheckInMs: o.CheckInMs, UntilMs: o.UntilMs, Answer: o.AnswerMinutes,
		Why: u.Why, EndedMs: u.EndedMs, Seat: u.Seat, Reason: u.Reason}
	if err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		set, err := tx.Account(u.By)
		if view.Unattended.By = set.Name; err != nil || u.Why != draw.EndWithdrawn {
			return err
		}
		ended, err := tx.Account(u.EndedBy)
		view.Unattended.EndedBy = ended.Name
		return err
	}); err != nil {
		return err
	}
	step, err := h.Rooms.Ahead(c.UserContext(), d.ID)
	view.Unattended.Next, view.Unattended.NextSeat, view.Unattended.NextMs = step.Do, step.Seat, step.AtMs
	return err
}
