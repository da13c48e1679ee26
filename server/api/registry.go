package api

import (
	"bytes"
	"io"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Experts searches the register. Identity numbers and phones are masked.
func (h *Handlers) Experts(c *fiber.Ctx, _ rooms.Actor) error {
	offset, limit := paging(c)
	filter := store.ExpertFilter{Name: c.Query("q"), Specialty: c.Query("specialty"), Status: c.Query("status")}
	return h.renderExperts(c, filter, offset, limit)
}

// FindExpert finds a person by identity number or phone, which must be exact.
func (h *Handlers) FindExpert(c *fiber.Ctx, _ rooms.Actor) error {
	in, err := decode[struct {
		Identity string `json:"identity"`
		Phone    string `json:"phone"`
	}](c)
	if err != nil {
		return err
	}
	filter := store.ExpertFilter{}
	switch {
	case in.Identity != "":
		filter.IdentityIndex = h.Rooms.Box.Index("identity", in.Identity)
	case in.Phone != "":
		filter.PhoneIndex = h.Rooms.Box.Index("phone", in.Phone)
	default:
		return rule.Refuse(rule.Invalid, "", "field.required", "identity", "field", "identity")
	}
	return h.renderExperts(c, filter, 0, 1)
}

func (h *Handlers) renderExperts(c *fiber.Ctx, filter store.ExpertFilter, offset, limit int) error {
	page := Page[ExpertBrief]{}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		rows, total, err := tx.Experts(filter, offset, limit)
		if err != nil {
			return err
		}
		page.Total = total
		for _, row := range rows {
			view, err := h.expertBrief(row)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, view)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return render(c, page)
}

// Template is the register's template to fill in.
func (h *Handlers) Template(c *fiber.Ctx, _ rooms.Actor) error {
	var file bytes.Buffer
	if err := register.WriteTemplate(&file, h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Attachment("register.xlsx")
	return c.Send(file.Bytes())
}

// Methods lists the built-in methods.
func (h *Handlers) Methods(c *fiber.Ctx, _ rooms.Actor) error {
	page := Page[MethodBrief]{}
	for _, id := range scoring.BuiltinIDs() {
		method, err := scoring.Builtin(id)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, *methodBrief(method))
	}
	page.Total = int64(len(page.Items))
	return render(c, page)
}

// ProfileBrief names a rule profile.
type ProfileBrief struct {
	ID     string `json:"id"`
	Names  Words  `json:"names"`
	Regime string `json:"regime"`
}

// Profiles lists the rule profiles.
func (h *Handlers) Profiles(c *fiber.Ctx, _ rooms.Actor) error {
	page := Page[ProfileBrief]{}
	for _, id := range rule.ProfileIDs() {
		profile, err := rule.LoadProfile(id)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, ProfileBrief{id, profile.Names, profile.Regime})
	}
	page.Total = int64(len(page.Items))
	return render(c, page)
}

// upload reads the file of a form, at most limit bytes.
func upload(c *fiber.Ctx, limit int64) (name string, content []byte, err error) {
	header, err := c.FormFile("file")
	if err != nil {
		return "", nil, rule.Refuse(rule.Invalid, "", "file.missing", "file")
	}
	if header.Size > limit {
		return "", nil, rule.Refuse(rule.TooLarge, "", "file.too_large", "file")
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, limit))
	return header.Filename, content, err
}
