package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// Hear begins or ends the hearing of a bid.
func (h *Handlers) Hear(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Group string `json:"group"`
		Bid   string `json:"bid"`
		Ends  bool   `json:"ends"`
	}](c)
	if err != nil {
		return err
	}
	var act evaluation.Act = &evaluation.HearingBegan{Group: in.Group, Bid: in.Bid}
	if in.Ends {
		act = &evaluation.HearingEnded{Group: in.Group, Bid: in.Bid}
	}
	if err := h.Rooms.Hear(c.UserContext(), by, c.Params("lot"), act); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// hearingsView shows the hearings of the present meeting; nil where the method
// asks for none, or before it is evaluated in detail.
func hearingsView(by rooms.Actor, c *evaluation.Case) *HearingsView {
	groups, err := c.HearingGroups()
	if err != nil || len(groups) == 0 || c.Meeting == nil || c.Stage() != evaluation.Evaluating && len(c.Meeting.Hearings) == 0 {
		return nil
	}
	view := &HearingsView{MayHold: may(by, access.HearingHold, c)}
	for _, g := range groups {
		view.Groups = append(view.Groups, HearingGroup{ID: g.ID, Names: g.Names, Kind: g.Hearing, Minutes: g.Minutes})
	}
	for _, bid := range c.PassedBids() {
		view.Bids = append(view.Bids, bid.ID)
	}
	for _, one := range c.Meeting.Hearings {
		view.Held = append(view.Held, HearingView(one))
	}
	return view
}

// hearings puts who was heard, and when, into the report.
func (r *reportMaker) hearings(report *document.Report) {
	for _, one := range r.c.Meeting.Hearings {
		if one.ToMs != 0 {
			report.Hearings = append(report.Hearings, document.Hearing{Group: r.group(one.Group), Bid: r.index(one.Bid), From: ms(one.FromMs), To: ms(one.ToMs)})
		}
	}
}
