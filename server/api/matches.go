package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Matches shows an expert's matches by name. The look is logged.
func (h *Handlers) Matches(c *fiber.Ctx, by rooms.Actor) error {
	look, err := h.Rooms.Matches(c.UserContext(), by, c.Params("expert"))
	if err != nil {
		return err
	}
	names, err := h.names(c.UserContext())
	if err != nil {
		return err
	}
	view := ExpertMatchesView{MayTell: access.Allow(by.Role, by.Kind, access.MatchPropose, access.NoCase) == nil}
	for _, m := range look.Matches {
		one, err := h.expertMatch(look, m, names)
		if err != nil {
			return err
		}
		view.Matches = append(view.Matches, one)
	}
	for _, d := range look.Expert.Dismissals {
		if slices.Contains(look.Matches, d.Match) {
			continue
		}
		one, err := h.expertMatch(look, d.Match, names)
		if err != nil {
			return err
		}
		view.Matches = append(view.Matches, one)
	}
	return render(c, view)
}

// expertMatch tells a match with what was said of it last.
func (h *Handlers) expertMatch(look rooms.MatchLook, m conflict.Match, names map[string]string) (view ExpertMatch, err error) {
	view.Found, view.State = slices.Contains(look.Matches, m), "open"
	if view.MatchView, err = h.matchView(m); err != nil {
		return view, err
	}
	for _, p := range look.Proposals {
		if p.Statement.Match == m && p.Back == "" {
			view.State, view.Reason, view.Declined, view.By = p.Row.State, p.Statement.Reason, p.Declined, names[p.Row.ByAccount]
		}
	}
	if view.State == "confirmed" {
		view.State, view.Reason, view.By = "open", "", "" // unless it is still of the register
	}
	if d := look.Expert.Dismissed(m); d != nil {
		view.State, view.Reason, view.By, view.DecidedBy, view.On = "dismissed", d.Reason, names[d.Proposed], names[d.Decided], d.On.String()
	}
	for _, p := range look.Proposals {
		if p.Statement.Match == m && p.Back != "" && p.Row.State == store.MatchWaiting {
			view.State = "back_waiting"
		}
	}
	return view, nil
}

func (h *Handlers) matchView(m conflict.Match) (view MatchView, err error) {
	a, r, in, part := m.Affiliation, m.Relation, m.Appointment, m.Holding
	view = MatchView{Own: "name", Name: cmp.Or(m.Name, r.Name), Firm: cmp.Or(a.Company, r.Company, in.Company, part.Company), FirmCode: cmp.Or(a.CreditCode, r.CreditCode, in.CreditCode, part.CreditCode), Position: cmp.Or(a.Position, r.Position),
		Held: in.Office, Part: part.Percent.String(), From: cmp.Or(a.From, in.From, part.From).String(), To: cmp.Or(a.To, in.To, part.To).String(), DeclaredOn: r.DeclaredOn.String(),
		Company: m.Company, CreditCode: m.CreditCode, Office: m.Office, Percent: m.Percent.String(), OfficeFrom: m.From.String(), OfficeTo: m.To.String()}
	switch {
	case a != (conflict.Affiliation{}):
		view.Own = "affiliation"
	case in != (conflict.Appointment{}):
		view.Own = "office"
	case part != (conflict.Holding{}):
		view.Own = "holding"
	case r != (conflict.Relation{}):
		view.Own = r.Kind
	}
	view.ID, err = h.Rooms.MatchID(m)
	return view, err
}

// ProposeMatch takes somebody's word that a match is false, or that a dismissal
// is to be taken back.
func (h *Handlers) ProposeMatch(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.ProposeMatch(c.UserContext(), by, c.Params("expert"), c.Params("match"), in.Reason); err != nil {
		return err
	}
	return h.Matches(c, by)
}

// WaitingMatches lists what waits for a second person.
func (h *Handlers) WaitingMatches(c *fiber.Ctx, by rooms.Actor) error {
	list, experts, err := h.Rooms.WaitingMatches(c.UserContext(), by)
	if err != nil {
		return err
	}
	names, err := h.names(c.UserContext())
	if err != nil {
		return err
	}
	view := WaitingMatchesView{}
	for _, p := range list {
		view.Waiting = append(view.Waiting, waitingMatch(p, experts[p.Row.ExpertID], names))
	}
	return render(c, view)
}

func waitingMatch(p rooms.MatchProposal, expert string, names map[string]string) WaitingMatch {
	return WaitingMatch{ID: p.Row.ID, Expert: expert, Company: p.Statement.Match.Company, Back: p.Back != "", By: names[p.Row.ByAccount], AtMs: p.Row.AtMs}
}

// ProposedMatch shows a proposal. The look at its expert is logged.
func (h *Handlers) ProposedMatch(c *fiber.Ctx, by rooms.Actor) error {
	p, expert, err := h.Rooms.ProposedMatch(c.UserContext(), by, c.Params("proposal"))
	if err != nil {
		return err
	}
	names, err := h.names(c.UserContext())
	if err != nil {
		return err
	}
	view := ProposedMatchView{WaitingMatch: waitingMatch(p, expert.Name, names), Reason: p.Statement.Reason, State: p.Row.State}
	if view.Match, err = h.matchView(p.Statement.Match); err != nil {
		return err
	}
	return render(c, view)
}

// DecideMatch takes the second person's word on a proposal.
func (h *Handlers) DecideMatch(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[decision](c)
	if err != nil {
		return err
	}
	today, err := h.today(c)
	if err != nil {
		return err
	}
	if err := h.Rooms.DecideMatch(c.UserContext(), by, c.Params("proposal"), in.Confirm, in.Reason, today); err != nil {
		return err
	}
	return h.WaitingMatches(c, by)
}

// names are the names of the accounts, by their ids.
func (h *Handlers) names(ctx context.Context) (names map[string]string, err error) {
	err = h.Rooms.DB.Read(ctx, func(tx *store.Tx) (err error) {
		names, err = accountNames(tx)
		return err
	})
	return names, err
}
