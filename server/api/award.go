package api

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// Award shows what follows the seal of a lot's meeting.
func (h *Handlers) Award(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.AwardRead)
	if err != nil {
		return err
	}
	names, err := h.names(c.UserContext())
	if err != nil {
		return err
	}
	profile, err := cs.Profile()
	if err != nil {
		return err
	}
	m, notice := cs.Meeting, profile.Publication.Candidates
	view := AwardView{Days: notice.Days, Clause: string(notice.Clause), Others: len(notAwarded(cs)), MayEnter: may(by, access.AwardEnter, cs), MayPublish: may(by, access.AwardPublish, cs)}
	for _, bid := range m.Tally.Candidates {
		view.Candidates = append(view.Candidates, awardCandidate(cs, bid))
	}
	for _, g := range profile.Award.Passed {
		view.Grounds = append(view.Grounds, AwardGround{g.Code, string(g.Clause), g.Names})
	}
	if p := m.Published; p != nil {
		view.Published = &PublishedView{p.On, p.Until, p.Medium, p.ObjectionsTo, p.Reason, names[p.By], p.AtMs}
	}
	if a := m.Award; a != nil {
		view.Award = &AwardedView{Bid: a.Bid, On: a.On, Objections: a.Objections, Reason: a.Reason, By: names[a.By], AtMs: a.AtMs}
		for _, passed := range a.Passed {
			view.Award.Passed = append(view.Award.Passed, PassedView(passed))
		}
	}
	return render(c, view)
}

func awardCandidate(cs *evaluation.Case, bid string) AwardCandidate {
	rank := rankOf(cs, bid).Rank
	i := slices.IndexFunc(cs.Bidders, func(b evaluation.Bidder) bool { return b.ID == cs.Bid(bid).Bidder })
	return AwardCandidate{Bid: bid, Letter: letter(i), Bidder: cs.Bidders[i].Name, Rank: rank,
		PriceFen: strconv.FormatInt(cs.PriceFen(cs.Bid(bid)), 10), Before: cs.Meeting.CandidatesBefore(bid)}
}

// rankOf is the line of a bid in the ranking.
func rankOf(cs *evaluation.Case, bid string) (line evaluation.RankedBid) {
	for _, one := range cs.Meeting.Tally.Ranking {
		if one.Bid == bid {
			return one
		}
	}
	return line
}

// notAwarded lists the bids that are not awarded, last those that could not be
// opened; none before the award.
func notAwarded(cs *evaluation.Case) (list []evaluation.Bid) {
	if cs.Meeting.Award == nil {
		return nil
	}
	for _, bid := range cs.Bids {
		if bid.ID != cs.Meeting.Award.Bid {
			list = append(list, bid)
		}
	}
	return append(list, cs.Unopened...)
}

// PublishCandidates enters when and where the candidates are published.
func (h *Handlers) PublishCandidates(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		On           string `json:"on"` // yyyy-mm-dd
		Until        string `json:"until"`
		Medium       string `json:"medium"`
		ObjectionsTo string `json:"objectionsTo"`
		Reason       string `json:"reason"`
		WasMs        int64  `json:"wasMs"` // when it was entered last, as the person saw it
	}](c)
	if err != nil {
		return err
	}
	said := evaluation.CandidatesPublished{On: in.On, Until: in.Until, Medium: in.Medium, ObjectionsTo: in.ObjectionsTo, Reason: in.Reason}
	if err := h.Rooms.PublishCandidates(c.UserContext(), by, c.Params("lot"), said, in.WasMs); err != nil {
		return err
	}
	return h.Award(c, by)
}

// DecideAward enters to whom the lot is awarded.
func (h *Handlers) DecideAward(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Bid        string       `json:"bid"`
		On         string       `json:"on"` // yyyy-mm-dd
		Objections string       `json:"objections"`
		Passed     []PassedView `json:"passed"`
		Reason     string       `json:"reason"`
		WasMs      int64        `json:"wasMs"`
	}](c)
	if err != nil {
		return err
	}
	said := evaluation.AwardDecided{Bid: in.Bid, On: in.On, Objections: in.Objections, Reason: in.Reason}
	for _, passed := range in.Passed {
		said.Passed = append(said.Passed, evaluation.CandidatePassed(passed))
	}
	if err := h.Rooms.DecideAward(c.UserContext(), by, c.Params("lot"), said, in.WasMs); err != nil {
		return err
	}
	return h.Award(c, by)
}
