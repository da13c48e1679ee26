package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// OpenOffers opens a round of further offers.
func (h *Handlers) OpenOffers(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Round  int  `json:"round"`
		Final  bool `json:"final"`
		Offers []struct {
			Bid      string `json:"bid"`
			PriceFen string `json:"priceFen"`
		} `json:"offers"`
		Withdrawn []evaluation.Withdrawal `json:"withdrawn"`
	}](c)
	if err != nil {
		return err
	}
	act := evaluation.OffersOpened{Round: in.Round, Final: in.Final, Offers: []evaluation.Offer{}, Withdrawn: in.Withdrawn}
	for i, offer := range in.Offers {
		price, err := fen(offer.PriceFen, "offers."+strconv.Itoa(i)+".priceFen")
		if err != nil {
			return err
		}
		act.Offers = append(act.Offers, evaluation.Offer{Bid: offer.Bid, PriceFen: price})
	}
	if err := h.Rooms.OpenOffers(c.UserContext(), by, c.Params("lot"), act); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// offersView shows the rounds of offers, and of which bids one is due to who may
// enter it; nil where the method knows none.
func offersView(by rooms.Actor, c *evaluation.Case) *OffersView {
	method, err := c.ScoringMethod()
	if err != nil || !method.Rounds() {
		return nil
	}
	view := &OffersView{Clause: string(evaluation.ClauseOffers)}
	for _, round := range c.Offers {
		one := OffersRound{Round: round.Round, Final: round.Final, AtMs: round.AtMs}
		for _, offer := range round.Offers {
			one.Offers = append(one.Offers, OfferView{Bid: offer.Bid, PriceFen: strconv.FormatInt(offer.PriceFen, 10), Capital: document.Capital(offer.PriceFen)})
		}
		for _, w := range round.Withdrawn {
			one.Withdrawn = append(one.Withdrawn, WithdrawalView(w))
		}
		view.Rounds = append(view.Rounds, one)
	}
	if may(by, access.OffersOpen, c) {
		view.Due = c.OffersDue()
	}
	return view
}

// offers puts the rounds of offers into the report.
func (r *reportMaker) offers(report *document.Report) {
	for _, round := range r.c.Offers {
		one := document.OffersRound{At: ms(round.AtMs), Final: round.Final, Prices: make([]int64, len(r.c.Bids)), Withdrawn: make([]string, len(r.c.Bids))}
		for _, offer := range round.Offers {
			one.Prices[r.index(offer.Bid)] = offer.PriceFen
		}
		for _, w := range round.Withdrawn {
			one.Withdrawn[r.index(w.Bid)] = w.Reason
		}
		report.Offers = append(report.Offers, one)
	}
}
