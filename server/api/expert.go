package api

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
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
	row, record, history, err := h.Rooms.ViewExpert(c.UserContext(), by, id, day, before)
	if err != nil {
		return err
	}
	if record == nil {
		return rule.Refuse(rule.NotFound, "", "register.not_yet", "day", "day", day)
	}
	view, err := expertView(*record)
	if err != nil {
		return err
	}
	view.ID, view.Version, view.Day = row.ID, row.Version, day
	if view.History, err = h.versionViews(c, history); err != nil {
		return err
	}
	return render(c, view)
}

// EditExpert changes what the register says of an expert, and shows it.
func (h *Handlers) EditExpert(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Version     int64    `json:"version"`
		Name        string   `json:"name"`
		Phone       string   `json:"phone"`
		Region      string   `json:"region"`
		Title       string   `json:"title"`
		Specialties []string `json:"specialties"`
		Status      string   `json:"status"`
		Until       string   `json:"until"`
		Reason      string   `json:"reason"`
		DecidedBy   string   `json:"decidedBy"`
	}](c)
	if err != nil {
		return err
	}
	id, plain := c.Params("expert"), strings.TrimSpace
	if err := h.Rooms.EditExpert(c.UserContext(), by, id, rooms.ExpertEdit{Version: in.Version, Name: plain(in.Name), Phone: plain(in.Phone), Region: plain(in.Region),
		Title: plain(in.Title), Specialties: in.Specialties, Status: conflict.Status(in.Status), Until: plain(in.Until), Reason: plain(in.Reason), DecidedBy: plain(in.DecidedBy)}); err != nil {
		return err
	}
	return h.renderExpert(c, by, id, "")
}

// endOf returns the first instant after a day of the centre's calendar.
func (h *Handlers) endOf(c *fiber.Ctx, day string) (ms int64, err error) {
	if day == "" {
		return 0, nil
	}
	centre, err := h.Auth.Centre(c.UserContext())
	if err != nil {
		return 0, err
	}
	zone, err := time.LoadLocation(centre.TimeZone)
	if err != nil {
		return 0, err
	}
	begin, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return 0, rule.Refuse(rule.Invalid, "", "register.date", "day")
	}
	return begin.AddDate(0, 0, 1).UnixMilli(), nil
}

// versionViews shows a history, newest first, with the names of who made it.
func (h *Handlers) versionViews(c *fiber.Ctx, history []rooms.Version) (list []VersionView, err error) {
	names := map[string]string{}
	err = h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		for _, a := range accounts {
			names[a.ID] = a.Name
		}
		return err
	})
	for _, v := range slices.Backward(history) {
		list = append(list, VersionView{v.Number, v.AtMs, names[v.Account], v.Act, v.Changed})
	}
	return list, err
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
		view.Specialties = append(view.Specialties, specialtyView(code))
	}
	for _, a := range e.Affiliations {
		if (a.To == conflict.Date{}) {
			view.Employers = append(view.Employers, a.Company)
		}
	}
	return view, err
}

func expertView(r rooms.Record) (view ExpertView, err error) {
	var e rooms.Person
	if err := json.Unmarshal(r.Facts, &e); err != nil {
		return view, err
	}
	view = ExpertView{Name: e.Name, Identity: masked(r.Identity), Phone: masked(r.Phone), Region: e.Region, Title: r.Title, Status: string(e.Status),
		Until: e.Until.String(), Reason: e.Reason, DecidedBy: e.DecidedBy, Affiliated: asked(e.Affiliated), Related: asked(e.Related),
		Interested: asked(e.Interested), Penalised: asked(e.Penalised)}
	for _, code := range e.Specialties {
		view.Specialties = append(view.Specialties, specialtyView(code))
	}
	for _, a := range e.Affiliations {
		view.Affiliations = append(view.Affiliations, AffiliationView{a.Company, a.CreditCode, a.From.String(), a.To.String()})
	}
	for _, r := range e.Relations {
		view.Relations = append(view.Relations, RelationView{r.Kind, r.Name, r.Company, r.CreditCode, r.DeclaredOn.String()})
	}
	for _, p := range e.Penalties {
		view.Penalties = append(view.Penalties, PenaltyView{p.Kind, p.From.String(), p.To.String()})
	}
	return view, nil
}

// asked is what is known of a thing that is declared, as pages say it.
func asked(a conflict.Asked) string {
	if a == conflict.NeverAsked {
		return "never_asked"
	}
	return string(a)
}
