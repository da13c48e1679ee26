package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/rooms"
)

// CompanyTwins lists the companies that may be one, the likeliest first; with
// ?apart=true those that are held apart.
func (h *Handlers) CompanyTwins(c *fiber.Ctx, by rooms.Actor) error {
	offset, limit := paging(c)
	twins, total, err := h.Rooms.CompanyTwins(c.UserContext(), by, c.QueryBool("apart"), offset, limit)
	if err != nil {
		return err
	}
	page := Page[CompanyTwinView]{Total: int64(total)}
	for _, t := range twins {
		page.Items = append(page.Items, CompanyTwinView{companyView(t.IDs[0], t.Companies[0]), companyView(t.IDs[1], t.Companies[1]), signViews(t.Signs)})
	}
	return render(c, page)
}

// A mergeInput is a merge as a page sends it.
type mergeInput struct {
	Version      int64    `json:"version"` // of the entry that stands
	Other        string   `json:"other"`   // id of the entry that does not
	OtherVersion int64    `json:"otherVersion"`
	Take         []string `json:"take"` // fields of which what the other says stands
	Reason       string   `json:"reason"`
}

// into is the merge of an entry with what the page sends.
func (in mergeInput) into(id string) rooms.Merge {
	return rooms.Merge{Into: id, From: in.Other, IntoVersion: in.Version, FromVersion: in.OtherVersion, Take: in.Take, Reason: in.Reason}
}

// takes reads which fields are taken of the other entry.
func takes(c *fiber.Ctx) []string {
	return strings.FieldsFunc(c.Query("take"), func(r rune) bool { return r == ',' })
}

// CompareCompanies shows two companies beside each other. The look is logged.
func (h *Handlers) CompareCompanies(c *fiber.Ctx, by rooms.Actor) error {
	both, err := h.Rooms.CompareCompanies(c.UserContext(), by, rooms.Merge{Into: c.Params("company"), From: c.Params("other"), Take: takes(c)})
	if err != nil {
		return err
	}
	view := ComparedCompaniesView{One: companyDetail(both.Rows[0], both.Both[0]), Other: companyDetail(both.Rows[1], both.Both[1]), Merged: companyDetail(both.Rows[0], both.Merged),
		Changed: both.Changed, Signs: signViews(both.Signs)}
	if view.Judged, err = h.judgedView(c, both.Judged); err != nil {
		return err
	}
	return render(c, view)
}

// MergeCompany has another entry of the register go into a company, and shows
// that.
func (h *Handlers) MergeCompany(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[mergeInput](c)
	if err != nil {
		return err
	}
	id := c.Params("company")
	if err := h.Rooms.MergeCompany(c.UserContext(), by, in.into(id)); err != nil {
		return err
	}
	return h.renderCompany(c, by, id, "")
}

// An apartInput is a judgement on a pair as a page sends it.
type apartInput struct {
	Other  string `json:"other"`
	Reason string `json:"reason"`
}

// KeepCompaniesApart takes it that two companies are not the same.
func (h *Handlers) KeepCompaniesApart(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[apartInput](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.KeepCompaniesApart(c.UserContext(), by, c.Params("company"), in.Other, in.Reason); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// ExpertTwins lists the entries that may be one person, the likeliest first; with
// ?apart=true those that are held apart.
func (h *Handlers) ExpertTwins(c *fiber.Ctx, by rooms.Actor) error {
	offset, limit := paging(c)
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	twins, total, err := h.Rooms.ExpertTwins(ctx, by, c.QueryBool("apart"), offset, limit)
	if errors.Is(err, context.DeadlineExceeded) {
		return rule.Refuse(rule.Premature, "", "register.reading", "")
	}
	if err != nil {
		return err
	}
	page := Page[ExpertTwinView]{Total: int64(total)}
	for _, t := range twins {
		view := ExpertTwinView{Signs: personSigns(t.Signs)}
		for i, into := range []*ExpertBrief{&view.One, &view.Other} {
			if *into, err = h.expertBrief(t.Rows[i]); err != nil {
				return err
			}
		}
		page.Items = append(page.Items, view)
	}
	return render(c, page)
}

// CompareExperts shows two entries beside each other. The look is logged.
func (h *Handlers) CompareExperts(c *fiber.Ctx, by rooms.Actor) error {
	today, err := h.today(c)
	if err != nil {
		return err
	}
	both, err := h.Rooms.CompareExperts(c.UserContext(), by, rooms.Merge{Into: c.Params("expert"), From: c.Params("other"), Take: takes(c)}, today)
	if err != nil {
		return err
	}
	view := ComparedExpertsView{Changed: both.Changed, Signs: personSigns(both.Signs)}
	for i, into := range []*ExpertView{&view.One, &view.Other, &view.Merged} {
		person := both.Merged
		if i < len(both.People) {
			person = both.People[i]
		}
		if *into, err = h.personView(person, today); err != nil {
			return err
		}
		row := both.Rows[i%len(both.Rows)]
		into.ID, into.Version = row.ID, row.Version
	}
	if view.Judged, err = h.judgedView(c, both.Judged); err != nil {
		return err
	}
	return render(c, view)
}

// MergeExpert has another entry of the register go into an expert's, and shows
// that.
func (h *Handlers) MergeExpert(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[mergeInput](c)
	if err != nil {
		return err
	}
	today, err := h.today(c)
	if err != nil {
		return err
	}
	id := c.Params("expert")
	if err := h.Rooms.MergeExpert(c.UserContext(), by, in.into(id), today); err != nil {
		return err
	}
	return h.renderExpert(c, by, id, "")
}

// KeepExpertsApart takes it that two entries are not the same person.
func (h *Handlers) KeepExpertsApart(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[apartInput](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.KeepExpertsApart(c.UserContext(), by, c.Params("expert"), in.Other, in.Reason); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// personSigns names in what two entries agree, without the number or the day.
func personSigns(signs []experts.Sign) (list []SignView) {
	for _, s := range signs {
		view := SignView{Kind: "person_" + s.Kind}
		if s.Kind == experts.SameEmployer {
			view.Value = s.Value
		}
		list = append(list, view)
	}
	return list
}

// signViews names in what two companies agree, without what is sealed.
func signViews(signs []experts.Sign) (list []SignView) {
	for _, s := range signs {
		view := SignView{Kind: s.Kind, Value: s.Value}
		if slices.Contains(conflict.SignalKinds, s.Kind) {
			view.Value = ""
		}
		list = append(list, view)
	}
	return list
}

func (h *Handlers) judgedView(c *fiber.Ctx, judged *rooms.Judged) (*JudgedView, error) {
	if judged == nil {
		return nil, nil
	}
	names, err := h.names(c.UserContext())
	return &JudgedView{names[judged.Account], judged.AtMs, judged.Reason}, err
}
