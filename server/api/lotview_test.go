package api

import (
	"testing"

	"bidroom/evaluation"
)

// A price is above what the lot lets be asked for by what was offered last, not
// by what was read out.
func TestAboveCeiling(t *testing.T) {
	for _, tt := range []struct {
		ceiling, budget, read, offered int64
		above                          bool
	}{
		{1000, 0, 1000, 0, false}, {1000, 0, 1001, 0, true},
		{1000, 0, 900, 1001, true}, {1000, 0, 1100, 1000, false},
		{0, 1000, 1000, 0, false}, {0, 1000, 1001, 0, true},
		{900, 1000, 950, 0, true}, {0, 0, 1001, 0, false},
	} {
		c := &evaluation.Case{Lot: evaluation.Lot{CeilingFen: tt.ceiling, BudgetFen: tt.budget}, Bids: []evaluation.Bid{{ID: "b", Opening: &evaluation.OpeningRecord{Bid: "b", PriceFen: tt.read}}}}
		if tt.offered != 0 {
			c.Offers = []evaluation.OffersRound{{OffersOpened: evaluation.OffersOpened{Round: 1, Offers: []evaluation.Offer{{Bid: "b", PriceFen: tt.offered}}}}}
		}
		var view OpeningView
		if withLaterPrices(&view, c, &c.Bids[0]); view.AboveCeiling != tt.above {
			t.Errorf("%+v: %t", tt, view.AboveCeiling)
		}
	}
}
