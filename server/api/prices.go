package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// OpenPrices opens the second envelopes of the bids that pass.
func (h *Handlers) OpenPrices(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Records []struct {
			Bid      string            `json:"bid"`
			PriceFen string            `json:"priceFen"`
			Values   map[string]string `json:"values"`
		} `json:"records"`
		Unopened []evaluation.UnopenedBid `json:"unopened"`
	}](c)
	if err != nil {
		return err
	}
	opened := evaluation.PricesOpened{Records: []evaluation.PriceRecord{}, Unopened: in.Unopened}
	for i, one := range in.Records {
		price, err := fen(one.PriceFen, "records."+strconv.Itoa(i)+".priceFen")
		if err != nil {
			return err
		}
		opened.Records = append(opened.Records, evaluation.PriceRecord{Bid: one.Bid, PriceFen: price, Values: one.Values})
	}
	if err := h.Rooms.OpenPrices(c.UserContext(), by, c.Params("lot"), opened); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// PricesTemplate sends the table of the second envelopes that are to be opened,
// to be filled in.
func (h *Handlers) PricesTemplate(c *fiber.Ctx, by rooms.Actor) error {
	return h.openingTemplate(c, by, access.PricesOpen)
}

// PreviewPrices is [Handlers.PreviewOpening] of second envelopes.
func (h *Handlers) PreviewPrices(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.PricesOpen)
	if err != nil {
		return err
	}
	return h.previewOpening(c, cs)
}

// OpenPricesFromFile opens second envelopes by the record in a file.
func (h *Handlers) OpenPricesFromFile(c *fiber.Ctx, by rooms.Actor) error {
	return h.OpenBidsFromFile(c, by)
}

// pricesView shows the openings of second envelopes, and of which bids one is
// due to who may open it; nil where the method knows none.
func pricesView(by rooms.Actor, c *evaluation.Case) *PricesView {
	if !c.TwoEnvelopes() {
		return nil
	}
	view := &PricesView{Due: []string{}, Openings: []PriceOpening{}}
	for _, o := range c.PriceOpenings {
		view.Openings = append(view.Openings, PriceOpening{AtMs: o.AtMs, Source: openingSourceView(o.From)})
	}
	if may(by, access.PricesOpen, c) {
		view.Due = append(view.Due, c.PricesDue()...)
	}
	return view
}
