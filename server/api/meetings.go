package api

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// withReason is the body of every act that needs no more than a reason.
type withReason struct {
	Reason string `json:"reason"`
}

// decision is the body of a second person's word: yes, or no with a reason.
type decision struct {
	Confirm bool   `json:"confirm"`
	Reason  string `json:"reason"`
}

// ScheduleMeeting plans a meeting of the lot in a room, and its remote seats in
// another.
func (h *Handlers) ScheduleMeeting(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Room      string `json:"room"`
		Remote    string `json:"remote"`
		PlannedMs int64  `json:"plannedMs"`
		Reason    string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.ScheduleMeeting(c.UserContext(), by, c.Params("lot"), evaluation.MeetingScheduled{Room: in.Room, Remote: in.Remote, PlannedMs: in.PlannedMs, Reason: in.Reason}); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// ReplaceRoom puts the next room of the drawn order in place of one that cannot
// be used.
func (h *Handlers) ReplaceRoom(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Room   string `json:"room"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.ReplaceRoom(c.UserContext(), by, c.Params("lot"), in.Room, in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// FailWorkplace gives a seat the next kiosk of the drawn order.
func (h *Handlers) FailWorkplace(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Kiosk  string `json:"kiosk"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	no, err := seat(c)
	if err != nil {
		return err
	}
	if err := h.Rooms.FailWorkplace(c.UserContext(), by, c.Params("lot"), no, in.Kiosk, in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// OpenMeeting opens the room and tells the recorder what to expect.
func (h *Handlers) OpenMeeting(c *fiber.Ctx, by rooms.Actor) error {
	if err := h.Rooms.OpenMeeting(c.UserContext(), by, c.Params("lot")); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Advance moves a meeting to its next stage.
func (h *Handlers) Advance(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		To evaluation.Stage `json:"to"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Advance(c.UserContext(), by, c.Params("lot"), in.To); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Return goes back to an earlier stage.
func (h *Handlers) Return(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		To     evaluation.Stage `json:"to"`
		Reason string           `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Return(c.UserContext(), by, c.Params("lot"), in.To, in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Suspend pauses a meeting.
func (h *Handlers) Suspend(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Suspend(c.UserContext(), by, c.Params("lot"), in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Resume ends a pause.
func (h *Handlers) Resume(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Resume(c.UserContext(), by, c.Params("lot"), in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Void ends a meeting without a result.
func (h *Handlers) Void(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Reason string      `json:"reason"`
		Clause rule.Clause `json:"clause"`
	}](c)
	if err != nil {
		return err
	}
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.MeetingVoid)
	if err != nil {
		return err
	}
	if err := h.Rooms.Void(c.UserContext(), by, c.Params("lot"), in.Reason, in.Clause); err != nil {
		return err
	}
	if err := h.Media.EndMeeting(c.UserContext(), c.Params("lot"), cs.Meeting.ID); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Tally counts the submitted sheets.
func (h *Handlers) Tally(c *fiber.Ctx, by rooms.Actor) error {
	if err := h.Rooms.Tally(c.UserContext(), by, c.Params("lot")); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// ReturnSheet gives a sheet back to its member.
func (h *Handlers) ReturnSheet(c *fiber.Ctx, by rooms.Actor) error {
	return h.onSeat(c, by, h.Rooms.ReturnSheet)
}

// MemberLeft states that a member left.
func (h *Handlers) MemberLeft(c *fiber.Ctx, by rooms.Actor) error {
	return h.onSeat(c, by, h.Rooms.MemberLeft)
}

// DeemAgreed states that a silence counts as agreement.
func (h *Handlers) DeemAgreed(c *fiber.Ctx, by rooms.Actor) error {
	return h.onSeat(c, by, h.Rooms.DeemAgreed)
}

// onSeat carries out an act that concerns one seat and needs a reason.
func (h *Handlers) onSeat(c *fiber.Ctx, by rooms.Actor, act func(ctx context.Context, by rooms.Actor, lot string, seat int, reason string) error) error {
	no, err := seat(c)
	if err != nil {
		return err
	}
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := act(c.UserContext(), by, c.Params("lot"), no, in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// RaiseIncident notes something out of order.
func (h *Handlers) RaiseIncident(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[incidentIn](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.RaiseIncident(c.UserContext(), by, c.Params("lot"), in.What, in.Text, in.Feed); err != nil {
		return err
	}
	return h.Lot(c, by)
}

type incidentIn struct {
	What string `json:"what"`
	Text string `json:"text"`
	Feed string `json:"feed"`
}

// CloseIncident says how an incident was settled.
func (h *Handlers) CloseIncident(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Answer string `json:"answer"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.CloseIncident(c.UserContext(), by, c.Params("lot"), c.Params("incident"), in.Answer); err != nil {
		return err
	}
	return h.Lot(c, by)
}
