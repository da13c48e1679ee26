package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/server/auth"
	"bidroom/server/store"
)

func centreView(c store.Centre) CentreView {
	return CentreView{ID: c.ID, Name: c.Name, Printed: c.Printed, Region: c.Region, Code: c.Code, Register: c.Register, Closed: c.Closed, Version: c.Version}
}

// Centres lists the centres that the reader sees.
func (h *Handlers) Centres(c *fiber.Ctx, who auth.Who) error {
	list, err := h.Auth.Centres(c.UserContext(), who.Scope)
	if err != nil {
		return err
	}
	page := Page[CentreView]{Total: int64(len(list))}
	for _, one := range list {
		page.Items = append(page.Items, centreView(one))
	}
	return render(c, page)
}

type centreIn struct {
	Name    string `json:"name"`
	Printed string `json:"printed"`
	Region  string `json:"region"`
	Code    string `json:"code"`
	Closed  bool   `json:"closed"`
	Version int64  `json:"version"`
}

func (in centreIn) row(id string) store.Centre {
	return store.Centre{ID: id, Name: in.Name, Printed: in.Printed, Region: in.Region, Code: in.Code, Closed: in.Closed, Version: in.Version}
}

// AddCentre enters another centre.
func (h *Handlers) AddCentre(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[centreIn](c)
	if err != nil {
		return err
	}
	added, err := h.Auth.AddCentre(c.UserContext(), who, in.row(""))
	if err != nil {
		return err
	}
	return render(c, centreView(added))
}

// ChangeCentre renames, closes or opens a centre. Whoever is of a closed one
// is cut off.
func (h *Handlers) ChangeCentre(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[centreIn](c)
	if err != nil {
		return err
	}
	changed, err := h.Auth.ChangeCentre(c.UserContext(), who, in.row(c.Params("centre")))
	if err != nil {
		return err
	}
	if changed.Closed {
		h.Hub.DropCentre(changed.ID)
	}
	return render(c, centreView(changed))
}
