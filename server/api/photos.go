package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
)

// PhotoLimit bounds the file of a photo, in bytes.
const PhotoLimit = register.MaxPhoto

// Photo sends the photo of an expert, as the register has it or had it at the
// end of a past day. The look is logged.
func (h *Handlers) Photo(c *fiber.Ctx, by rooms.Actor) error {
	day := c.Query("day")
	before, err := h.endOf(c, day)
	if err != nil {
		return err
	}
	photo, err := h.Rooms.ViewPhoto(c.UserContext(), by, c.Params("expert"), day, before)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/jpeg")
	return c.Send(photo)
}

// SetPhoto takes a form of a file and the version of the expert that was looked
// at, and shows the expert with the photo.
func (h *Handlers) SetPhoto(c *fiber.Ctx, by rooms.Actor) error {
	_, content, err := upload(c, PhotoLimit)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return rule.Refuse(rule.Invalid, "", "request.malformed", "version", "detail", "no version")
	}
	id := c.Params("expert")
	if err := h.Rooms.SetPhoto(c.UserContext(), by, id, version, content); err != nil {
		return err
	}
	return h.renderExpert(c, by, id, "")
}

// RemovePhoto takes the photo of an expert away and shows the expert.
func (h *Handlers) RemovePhoto(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Version int64 `json:"version"` // that was looked at
	}](c)
	if err != nil {
		return err
	}
	id := c.Params("expert")
	if err := h.Rooms.RemovePhoto(c.UserContext(), by, id, in.Version); err != nil {
		return err
	}
	return h.renderExpert(c, by, id, "")
}
