package api

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// AddBidder enters a bidder, or proposes it.
func (h *Handlers) AddBidder(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Name                string `json:"name"`
		CreditCode          string `json:"creditCode"`
		LegalRepresentative string `json:"legalRepresentative"`
		Reason              string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	bidder := evaluation.Bidder{Name: in.Name, CreditCode: in.CreditCode, LegalRepresentative: in.LegalRepresentative}
	if err := h.Rooms.AddBidder(c.UserContext(), by, c.Params("lot"), bidder, in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// RemoveBidder takes a bidder back, or proposes it.
func (h *Handlers) RemoveBidder(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.RemoveBidder(c.UserContext(), by, c.Params("lot"), c.Params("bidder"), in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// WithdrawBidder takes back a change of the list of bidders that waits.
func (h *Handlers) WithdrawBidder(c *fiber.Ctx, by rooms.Actor) error {
	if err := h.Rooms.WithdrawBidder(c.UserContext(), by, c.Params("lot"), c.Params("change")); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// DecideBidder takes the second person's word on such a change.
func (h *Handlers) DecideBidder(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[decision](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.DecideBidder(c.UserContext(), by, c.Params("lot"), c.Params("change"), in.Confirm, in.Reason); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// bidderChanges shows the changes of the list that wait.
func bidderChanges(tx *store.Tx, c *evaluation.Case, by rooms.Actor) ([]BidderChange, error) {
	list := make([]BidderChange, 0, len(c.ProposedBidders))
	for _, p := range c.ProposedBidders {
		view := BidderChange{ID: p.Change, Adds: p.Added != nil, Reason: p.Reason, AtMs: p.AtMs, Own: p.By == by.Account}
		bidder := p.Added
		if i := slices.IndexFunc(c.Bidders, func(b evaluation.Bidder) bool { return b.ID == p.Removed }); i >= 0 {
			bidder = &c.Bidders[i]
		}
		if bidder != nil {
			view.Name, view.CreditCode, view.LegalRepresentative = bidder.Name, bidder.CreditCode, bidder.LegalRepresentative
		}
		account, err := tx.Account(p.By)
		if err != nil {
			return nil, err
		}
		view.By, view.MayDecide = account.Name, !view.Own && may(by, access.BidderDecide, c)
		list = append(list, view)
	}
	return list, nil
}
