package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/server/document/register"
	"bidroom/server/registry"
	"bidroom/server/rooms"
)

// specialtyView names a code, as far as the list has it.
func (h *Handlers) specialtyView(code string) SpecialtyView {
	return SpecialtyView{Code: code, Names: h.Rooms.Classes().Names(code)}
}

// Specialties lists the specialties that have names, all on one page.
func (h *Handlers) Specialties(c *fiber.Ctx, _ rooms.Actor) error {
	page := Page[SpecialtyView]{}
	for _, s := range h.Rooms.Classes().List() {
		view := h.specialtyView(s.Code)
		view.Parent, view.Read = s.Parent, registry.Readings(s.Names["zh-CN"])
		page.Items = append(page.Items, view)
	}
	page.Total = int64(len(page.Items))
	return render(c, page)
}

// ExportSpecialties is the list as a file that can be mended and imported.
func (h *Handlers) ExportSpecialties(c *fiber.Ctx, _ rooms.Actor) error {
	return h.sendRegister(c, "specialties", []string{"classification"}, "", func(add func(register.Row)) error {
		for _, s := range h.Rooms.Classes().List() {
			add(register.Row{Sheet: "classification", Fields: map[string]string{"code": s.Code, "class_name": s.Names["zh-CN"], "class_name_en": s.Names["en"]}})
		}
		return nil
	})
}
