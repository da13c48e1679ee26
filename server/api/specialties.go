package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/experts"
	"bidroom/server/registry"
	"bidroom/server/rooms"
)

// specialtyView names a code, as far as the list has it.
func specialtyView(code string) SpecialtyView {
	return SpecialtyView{Code: code, Names: experts.SpecialtyNames(code)}
}

// Specialties lists the specialties that have names, all on one page.
func (h *Handlers) Specialties(c *fiber.Ctx, _ rooms.Actor) error {
	page := Page[SpecialtyView]{}
	for _, s := range experts.Specialties() {
		view := specialtyView(s.Code)
		view.Parent, view.Read = s.Parent, registry.Readings(s.Names["zh-CN"])
		page.Items = append(page.Items, view)
	}
	page.Total = int64(len(page.Items))
	return render(c, page)
}
