package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/server/access"
	"bidroom/server/rooms"
)

// OpenTogether gives the names of a draw's seats to two roles with the keys
// that they keep on paper.
func (h *Handlers) OpenTogether(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Reason string                 `json:"reason"`
		Keys   map[access.Role]string `json:"keys"`
	}](c)
	if err != nil {
		return err
	}
	sitters, err := h.Rooms.OpenTogether(c.UserContext(), by, c.Params("draw"), in.Reason, in.Keys)
	if err != nil {
		return err
	}
	views := make([]SitterView, len(sitters))
	for i, s := range sitters {
		views[i] = SitterView{Seat: s.Seat, Name: s.Name, Answer: s.Answer}
	}
	return c.JSON(views)
}
