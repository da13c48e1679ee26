package api

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/rooms"
)

// Announce tells a room something.
func (h *Handlers) Announce(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Text string `json:"text"`
	}](c)
	if err != nil {
		return err
	}
	made, err := h.Rooms.Announce(c.UserContext(), by, c.Params("room"), in.Text)
	if err != nil {
		return err
	}
	return render(c, announcementView(made, ""))
}

// SeeAnnouncement notes that an announcement was read at a kiosk.
func (h *Handlers) SeeAnnouncement(c *fiber.Ctx, by rooms.Actor) error {
	if err := h.Rooms.SeeAnnouncement(c.UserContext(), by, c.Params("announcement")); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// announcementView shows an announcement as one kiosk has seen it.
func announcementView(a evaluation.Announcement, kiosk string) Announcement {
	return Announcement{ID: a.ID, AtMs: a.AtMs, Text: a.Text, Seen: slices.Contains(a.Seen, kiosk)}
}
