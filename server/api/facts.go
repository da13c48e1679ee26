package api

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Facts shows what is known of a lot that decides who may not sit.
func (h *Handlers) Facts(c *fiber.Ctx, by rooms.Actor) error {
	of, rows, drawn, err := h.Rooms.FactsOf(c.UserContext(), by, c.Params("lot"))
	if err != nil {
		return err
	}
	view := FactsView{Drawn: drawn, MayEdit: may(by, access.FactsEdit, of), MayDecide: may(by, access.DrawSecond, of)}
	for _, subject := range evaluation.FactSubjects {
		known := of.Known(subject)
		one := FactsSubject{Subject: subject, Asked: known.Asked, Facts: string(known.Facts), Rows: factRows(of, rows[known.Facts])}
		if p := of.Waiting(subject); p != nil {
			one.Proposal = &FactsSuggested{Asked: p.Asked, Facts: string(p.Facts), Rows: factRows(of, rows[p.Facts]), Reason: p.Reason, AtMs: p.AtMs}
			if err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
				account, err := tx.Account(p.By)
				one.Proposal.By = account.Name
				return err
			}); err != nil {
				return err
			}
		}
		view.Subjects = append(view.Subjects, one)
	}
	return render(c, view)
}

func factRows(of *evaluation.Case, rows []conflict.Row) []FactsRow {
	views := make([]FactsRow, 0, len(rows))
	for i, r := range rows {
		view := FactsRow{Kind: r.Kind, Name: r.Name, Company: r.Company, CreditCode: r.CreditCode, BidderName: r.Bidder, On: r.On.String()}
		if r.Index != "" {
			view.Known = i + 1
		}
		if j := slices.IndexFunc(of.Bidders, func(b evaluation.Bidder) bool { return r.BidderCode != "" && b.CreditCode == r.BidderCode }); j >= 0 {
			view.Bidder = of.Bidders[j].ID
		}
		views = append(views, view)
	}
	return views
}

// StateFacts takes what somebody says that is known of a lot.
func (h *Handlers) StateFacts(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Asked  string          `json:"asked"`
		Was    rooms.FactsLook `json:"was"`
		Rows   []rooms.FactRow `json:"rows"`
		Reason string          `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.StateFacts(c.UserContext(), by, c.Params("lot"),
		rooms.FactsStatement{Subject: c.Params("subject"), Asked: in.Asked, Was: in.Was, Rows: in.Rows, Reason: in.Reason}); err != nil {
		return err
	}
	return h.Facts(c, by)
}

// DecideFacts takes the second person's word on a proposal.
func (h *Handlers) DecideFacts(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		rooms.FactsLook
		decision
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.DecideFacts(c.UserContext(), by, c.Params("lot"), c.Params("subject"), in.FactsLook, in.Confirm, in.Reason); err != nil {
		return err
	}
	return h.Facts(c, by)
}
