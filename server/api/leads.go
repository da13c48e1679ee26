package api

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/lead"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// Leads shows a lot's leads to a supervisor.
func (h *Handlers) Leads(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.LeadsView)
	if err != nil {
		return err
	}
	view, err := leadsView(cs, 0)
	if err != nil {
		return err
	}
	return render(c, view)
}

// JudgeLead takes a member's word on a lead.
func (h *Handlers) JudgeLead(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		TakenUp bool   `json:"takenUp"`
		Reason  string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(c.Params("lead"))
	if err != nil {
		no = 0 // which is none
	}
	if err := h.Rooms.JudgeLead(c.UserContext(), by, no, in.TakenUp, in.Reason); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// leadsView shows the leads of a case; seat is 0 for who is no member. Until
// every seat has said what it holds of one, nobody sees what another said, and
// while bids are marked blind no member what it is that bids share: the part
// under a code may have it too.
func leadsView(c *evaluation.Case, seat int) (*LeadsView, error) {
	view := &LeadsView{List: []LeadView{}, Unread: []UnreadView{}}
	if c.Leads == nil {
		return view, nil
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	stage := c.Stage()
	withheld := seat > 0 && method.Blind() && (stage == evaluation.Examining || stage == evaluation.Evaluating)
	view.AtMs, view.More = c.Leads.AtMs, c.Leads.More
	for i, l := range c.Leads.List {
		clause, err := c.LeadClause(l.Kind)
		if err != nil {
			return nil, err
		}
		one := LeadView{No: i + 1, Kind: string(l.Kind), Clause: string(clause), Bids: l.Bids, Bidders: []string{}, Value: shownValue(l), Count: l.Count,
			OfDocument: l.Kind.OfDocument(), Judgements: []LeadJudgement{}}
		if withheld && !l.Kind.OfPrices() {
			one.Value, one.Withheld = "", true
		}
		for _, bid := range l.Bids {
			one.Bidders = append(one.Bidders, c.BidderOf(bid).Name)
		}
		outcome, judged := c.Meeting.LeadOutcome(one.No)
		one.Judged, one.Outcome = len(judged), outcome
		for _, j := range judged {
			said := LeadJudgement{Seat: j.Seat, TakenUp: j.TakenUp, Reason: j.Reason}
			if j.Seat == seat {
				one.Own = &said
			}
			if outcome != "" {
				one.Judgements = append(one.Judgements, said)
			}
		}
		view.List = append(view.List, one)
	}
	for _, bid := range c.Bids {
		if why, is := c.Leads.Unread[bid.ID]; is {
			view.Unread = append(view.Unread, UnreadView{Bid: bid.ID, Bidder: c.BidderOf(bid.ID).Name, Why: why})
		}
	}
	return view, nil
}

// pdfTime is how a PDF writes an instant (ISO 32000-1, 7.9.4).
var pdfTime = regexp.MustCompile(`^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d'\d\d|Z)?`)

// shownValue is what bids share as people read it: money in yuan, an instant as
// the file states it, in its own zone.
func shownValue(l lead.Lead) string {
	switch l.Kind {
	case lead.EqualSteps, lead.SamePrice:
		if fen, err := strconv.ParseInt(l.Value, 10, 64); err == nil {
			return document.Yuan(fen)
		}
	case lead.SameCreated, lead.SameModified:
		if part := pdfTime.FindStringSubmatch(l.Value); part != nil {
			return strings.TrimSpace(part[1] + "-" + part[2] + "-" + part[3] + " " + part[4] + ":" + part[5] + ":" + part[6] + " " + strings.ReplaceAll(part[7], "'", ":"))
		}
	}
	return l.Value
}
