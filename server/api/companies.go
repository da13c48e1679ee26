package api

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Companies searches the register of companies by the names that they bear or
// bore, by how these are read, and by credit code.
func (h *Handlers) Companies(c *fiber.Ctx, _ rooms.Actor) error {
	offset, limit := paging(c)
	page := Page[CompanyView]{}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		all, err := h.Rooms.Registry.Companies(tx)
		if err != nil {
			return err
		}
		at, total := all.Find(c.Query("q"), offset, limit)
		page.Total = int64(total)
		for _, i := range at {
			page.Items = append(page.Items, companyView(all.IDs[i], all.List[i]))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return render(c, page)
}

// Company shows one company, as the register has it or had it at the end of a
// past day. The look is logged.
func (h *Handlers) Company(c *fiber.Ctx, by rooms.Actor) error {
	return h.renderCompany(c, by, c.Params("company"), c.Query("day"))
}

func (h *Handlers) renderCompany(c *fiber.Ctx, by rooms.Actor, id, day string) error {
	before, err := h.endOf(c, day)
	if err != nil {
		return err
	}
	row, record, history, err := h.Rooms.ViewCompany(c.UserContext(), by, id, day, before)
	if err != nil {
		return err
	}
	if record == nil {
		return rule.Refuse(rule.NotFound, "", "register.not_yet", "day", "day", day)
	}
	var known conflict.Company
	if err := json.Unmarshal(record.Facts, &known); err != nil {
		return err
	}
	view := companyDetail(row, known)
	view.Day = day
	if view.Altered, err = h.Rooms.CompanyAltered(c.UserContext(), row); err != nil {
		return err
	}
	if view.History, view.MergedInto, err = h.versionViews(c, id, row.MergedInto, history, companyName); err != nil {
		return err
	}
	return render(c, view)
}

func companyName(tx *store.Tx, id string) (string, error) {
	row, err := tx.Company(id)
	return row.Name, err
}

func companyView(id string, c conflict.Company) CompanyView {
	return CompanyView{ID: id, Name: c.Name, FormerNames: c.FormerNames, CreditCode: c.CreditCode, LegalRepresentative: c.LegalRepresentative,
		People: len(c.People), Shareholders: len(c.Shareholders)}
}

func companyDetail(row store.Company, known conflict.Company) CompanyDetail {
	view := CompanyDetail{ID: row.ID, Version: row.Version, Name: known.Name, FormerNames: known.FormerNames, CreditCode: row.CreditCode, FormerCodes: known.FormerCodes,
		LegalRepresentative: known.LegalRepresentative}
	for _, p := range known.People {
		view.People = append(view.People, PostView{p.Name, p.Office, p.From.String(), p.To.String()})
	}
	for _, s := range known.Shareholders {
		view.Shareholders = append(view.Shareholders, HolderView{s.Name, s.CreditCode, s.Percent.String(), s.From.String(), s.To.String()})
	}
	for _, s := range known.Signals {
		view.Signals = append(view.Signals, SignalView{s.Kind, s.Hash})
	}
	return view
}

// A companyInput is a company as a page sends it.
type companyInput struct {
	Version             int64              `json:"version"`
	Name                string             `json:"name"`
	FormerNames         []string           `json:"formerNames"`
	CreditCode          string             `json:"creditCode"`
	LegalRepresentative string             `json:"legalRepresentative"`
	People              []rooms.PostEdit   `json:"people"`
	Shareholders        []rooms.HolderEdit `json:"shareholders"`
	Signals             []rooms.SignalEdit `json:"signals"`
}

// edit is the input without the blanks around what was typed.
func (in companyInput) edit() rooms.CompanyEdit {
	e := rooms.CompanyEdit{Version: in.Version, Name: in.Name, FormerNames: in.FormerNames, CreditCode: strings.ToUpper(in.CreditCode), LegalRepresentative: in.LegalRepresentative,
		People: in.People, Shareholders: in.Shareholders, Signals: in.Signals}
	trim := func(texts ...*string) {
		for _, text := range texts {
			*text = strings.TrimSpace(*text)
		}
	}
	trim(&e.Name, &e.CreditCode, &e.LegalRepresentative)
	for i := range e.FormerNames {
		trim(&e.FormerNames[i])
	}
	for i := range e.People {
		trim(&e.People[i].Name)
	}
	for i := range e.Shareholders {
		trim(&e.Shareholders[i].Name, &e.Shareholders[i].CreditCode)
		e.Shareholders[i].CreditCode = strings.ToUpper(e.Shareholders[i].CreditCode)
	}
	for i := range e.Signals {
		trim(&e.Signals[i].Value)
	}
	return e
}

// AddCompany enters a company, and shows it.
func (h *Handlers) AddCompany(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[companyInput](c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.AddCompany(c.UserContext(), by, in.edit())
	if err != nil {
		return err
	}
	return h.renderCompany(c, by, id, "")
}

// EditCompany changes what the register says of a company, and shows it.
func (h *Handlers) EditCompany(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[companyInput](c)
	if err != nil {
		return err
	}
	id := c.Params("company")
	if err := h.Rooms.EditCompany(c.UserContext(), by, id, in.edit()); err != nil {
		return err
	}
	return h.renderCompany(c, by, id, "")
}

// RestoreCompany puts a company's row back to its last version, and shows it.
func (h *Handlers) RestoreCompany(c *fiber.Ctx, by rooms.Actor) error {
	id := c.Params("company")
	if err := h.Rooms.RestoreCompany(c.UserContext(), by, id); err != nil {
		return err
	}
	return h.renderCompany(c, by, id, "")
}

// employeesShown bounds how many of a company's experts a page is sent.
const employeesShown = 100

// CompanyExperts lists the experts who work or worked for a company.
func (h *Handlers) CompanyExperts(c *fiber.Ctx, by rooms.Actor) error {
	today, err := h.today(c)
	if err != nil {
		return err
	}
	list, total, now, err := h.Rooms.Employees(c.UserContext(), by, c.Params("company"), today, employeesShown)
	if err != nil {
		return err
	}
	view := CompanyExpertsView{Total: total, Today: now}
	for _, e := range list {
		view.Items = append(view.Items, EmployeeView{e.ID, e.Name, e.Status, e.FromOn, e.ToOn})
	}
	return render(c, view)
}

// CompanyGroup shows a company's group as the conflict checks see it by a rule
// profile, and who shares an account, an address or a number with it.
func (h *Handlers) CompanyGroup(c *fiber.Ctx, by rooms.Actor) error {
	today, err := h.today(c)
	if err != nil {
		return err
	}
	profile := c.Query("profile")
	if !slices.Contains(rule.ProfileIDs(), profile) {
		return rule.Refuse(rule.Invalid, "", "company.profile", "profile")
	}
	percent, kin, sharers, err := h.Rooms.Group(c.UserContext(), by, c.Params("company"), profile, today)
	if err != nil {
		return err
	}
	view := CompanyGroupView{Percent: percent}
	for _, k := range kin {
		one := KinView{ID: k.ID, Name: k.Company.Name, CreditCode: k.Company.CreditCode}
		for _, j := range k.Way {
			one.Way = append(one.Way, JointView{j.Name, j.Up, j.Office, j.Percent.String()})
		}
		view.Members = append(view.Members, one)
	}
	for _, s := range sharers {
		view.Sharers = append(view.Sharers, SharerView{s.ID, s.Company.Name, s.Company.CreditCode, s.Kinds})
	}
	return render(c, view)
}
