package api

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Expert shows one expert, as the register has it or had it at the end of a
// past day. The look is logged.
func (h *Handlers) Expert(c *fiber.Ctx, by rooms.Actor) error {
	return h.renderExpert(c, by, c.Params("expert"), c.Query("day"))
}

func (h *Handlers) renderExpert(c *fiber.Ctx, by rooms.Actor, id, day string) error {
	before, err := h.endOf(c, day)
	if err != nil {
		return err
	}
	look, err := h.Rooms.ViewExpert(c.UserContext(), by, id, day, before)
	if err != nil {
		return err
	}
	if look.Record == nil {
		return rule.Refuse(rule.NotFound, "", "register.not_yet", "day", "day", day)
	}
	on, err := h.today(c)
	if err != nil {
		return err
	}
	if day != "" {
		if on, err = rule.ParseDate(day); err != nil {
			return err
		}
	}
	view, err := h.expertView(*look.Record, on)
	if err != nil {
		return err
	}
	view.ID, view.Version, view.Day = look.Row.ID, look.Row.Version, day
	if view.Altered, err = h.Rooms.ExpertAltered(c.UserContext(), look.Row); err != nil {
		return err
	}
	if view.History, view.MergedInto, err = h.versionViews(c, id, look.Row.MergedInto, look.History, expertName); err != nil {
		return err
	}
	view.Services = serviceViews(look.Services, by.Scope)
	zone, err := h.zone(c)
	if err != nil {
		return err
	}
	person, err := look.Record.Person()
	if err != nil {
		return err
	}
	view.Assessed = gradesView(look.Assessed, person.Assessments, by.Scope, on, zone)
	return render(c, view)
}

// Served shows the expert at a seat to the staff of the lot's centre. The look
// is logged.
func (h *Handlers) Served(c *fiber.Ctx, by rooms.Actor) error {
	no, err := seat(c)
	if err != nil {
		return err
	}
	row, services, err := h.Rooms.ViewServed(c.UserContext(), by, c.Params("lot"), no)
	if err != nil {
		return err
	}
	brief, err := h.expertBrief(row)
	if err != nil {
		return err
	}
	return render(c, ServedView{Name: brief.Name, Status: brief.Status, Until: row.UntilOn, Specialties: brief.Specialties, Services: serviceViews(services, by.Scope)})
}

// seen is the id of a lot of a centre, or empty where it is not within a scope:
// its page is not there.
func seen(scope access.Scope, centre, lot string) string {
	if !scope.Sees(centre) {
		return ""
	}
	return lot
}

// serviceViews shows services, newest first.
func serviceViews(services []rooms.Attendance, scope access.Scope) (list []ServiceView) {
	for _, one := range slices.Backward(services) {
		list = append(list, ServiceView{AtMs: one.AtMs, Lot: seen(scope, one.CentreID, one.Tree), LotNumber: one.LotNumber, LotName: one.LotName, TenderName: one.TenderName, Entity: one.EntityName, Seat: one.Seat, Outside: one.Outside})
	}
	return list
}

// AddExpert enters a person whom the register does not have and says which
// expert that is.
func (h *Handlers) AddExpert(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Identity string           `json:"identity"`
		Person   rooms.PersonEdit `json:"person"`
	}](c)
	if err != nil {
		return err
	}
	today, err := h.today(c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.AddExpert(c.UserContext(), by, in.Identity, in.Person, today)
	if err != nil {
		return err
	}
	return render(c, map[string]string{"id": id})
}

// EditExpert changes what the register says of an expert, and shows it.
func (h *Handlers) EditExpert(c *fiber.Ctx, by rooms.Actor) error {
	edit, err := decode[rooms.ExpertEdit](c)
	if err != nil {
		return err
	}
	today, err := h.today(c)
	if err != nil {
		return err
	}
	id := c.Params("expert")
	if err := h.Rooms.EditExpert(c.UserContext(), by, id, edit, today); err != nil {
		return err
	}
	return h.renderExpert(c, by, id, "")
}

// RestoreExpert puts an expert's row back to its last version, and shows it.
func (h *Handlers) RestoreExpert(c *fiber.Ctx, by rooms.Actor) error {
	id := c.Params("expert")
	if err := h.Rooms.RestoreExpert(c.UserContext(), by, id); err != nil {
		return err
	}
	return h.renderExpert(c, by, id, "")
}

// zone is where the centre's calendar counts.
func (h *Handlers) zone(c *fiber.Ctx) (*time.Location, error) {
	centre, err := h.Auth.Centre(c.UserContext())
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(centre.TimeZone)
}

// today is the day of the centre's calendar.
func (h *Handlers) today(c *fiber.Ctx) (conflict.Date, error) {
	zone, err := h.zone(c)
	if err != nil {
		return conflict.Date{}, err
	}
	now := h.Now().In(zone)
	return conflict.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}, nil
}

// endOf returns the first instant after a day of the centre's calendar.
func (h *Handlers) endOf(c *fiber.Ctx, day string) (ms int64, err error) {
	if day == "" {
		return 0, nil
	}
	zone, err := h.zone(c)
	if err != nil {
		return 0, err
	}
	begin, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return 0, rule.Refuse(rule.Invalid, "", "register.date", "day")
	}
	return begin.AddDate(0, 0, 1).UnixMilli(), nil
}

// versionViews shows the history of an entry, newest first, with the names of
// who made it and of what it was merged with; into is what the entry was merged
// into, named by nameOf.
func (h *Handlers) versionViews(c *fiber.Ctx, id, into string, history []rooms.Version, nameOf func(*store.Tx, string) (string, error)) (list []VersionView, stands *EntryRef, err error) {
	err = h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		names, err := accountNames(tx)
		if err != nil {
			return err
		}
		for _, v := range slices.Backward(history) {
			view := VersionView{Version: v.Number, AtMs: v.AtMs, By: names[v.Account], Act: v.Act, Changed: v.Changed, Reason: v.Record.Reason}
			if m := v.Record.Merged; m != nil {
				view.Merged = &MergedView{ID: m.From, Into: m.From == id, Reason: m.Reason}
				if view.Merged.Into {
					view.Merged.ID = m.Into
				}
				if view.Merged.Name, err = nameOf(tx, view.Merged.ID); err != nil {
					return err
				}
			}
			list = append(list, view)
		}
		if into == "" {
			return nil
		}
		stands = &EntryRef{ID: into}
		stands.Name, err = nameOf(tx, into)
		return err
	})
	return list, stands, err
}

// accountNames are the names of the accounts, by their ids.
func accountNames(tx *store.Tx) (map[string]string, error) {
	accounts, err := tx.Accounts()
	names := make(map[string]string, len(accounts))
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	return names, err
}

func expertName(tx *store.Tx, id string) (string, error) {
	row, err := tx.Expert(id)
	return row.Name, err
}

// masked shows no more than the last two characters of what is sealed.
func masked(plain string) string { return "••••" + plain[max(0, len(plain)-2):] }

func (h *Handlers) expertBrief(row store.Expert) (view ExpertBrief, err error) {
	var e conflict.Expert
	if err := json.Unmarshal(row.Facts, &e); err != nil {
		return view, err
	}
	identity, err := h.Rooms.Box.Open("identity", row.IdentitySealed)
	view = ExpertBrief{ID: row.ID, Name: row.Name, Identity: masked(string(identity)), Region: row.Region, Status: row.Status}
	for _, code := range e.Specialties {
		view.Specialties = append(view.Specialties, h.specialtyView(code))
	}
	for _, a := range e.Affiliations {
		if (a.To == conflict.Date{}) {
			view.Employers = append(view.Employers, a.Company)
		}
	}
	return view, err
}

// expertView shows a record; the conditions of entry are those of a day.
func (h *Handlers) expertView(r rooms.Record, on conflict.Date) (view ExpertView, err error) {
	p, err := r.Person()
	if err != nil {
		return view, err
	}
	return h.personView(p, on)
}

func (h *Handlers) personView(p *rooms.Person, on conflict.Date) (view ExpertView, err error) {
	view = ExpertView{Name: p.Name, Identity: masked(p.Identity), Phone: masked(p.Phone), Photo: p.Photo, Region: p.Region, Title: p.Title, Status: string(p.Status),
		Until: p.Until.String(), Reason: p.Reason, DecidedBy: p.DecidedBy, Despite: p.Despite,
		Affiliations: rooms.AffiliationsOf(p), Offices: rooms.OfficesOf(p), Holdings: rooms.HoldingsOf(p), Relations: rooms.RelationsOf(p), Penalties: rooms.PenaltiesOf(p), Libraries: rooms.LibrariesOf(p), Leave: rooms.LeaveOf(p), Qualification: rooms.QualificationOf(p), Evidence: rooms.EvidenceOf(p)}
	for _, code := range p.Specialties {
		view.Specialties = append(view.Specialties, h.specialtyView(code))
	}
	err = byProfiles(&view, p, on)
	return view, err
}
