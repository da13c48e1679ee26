package api

// PricesView shows the openings of second envelopes, with the prices.
type PricesView struct {
	Due      []string       `json:"due"` // bids whose envelopes are to be opened now; empty for whoever may not
	Openings []PriceOpening `json:"openings"`
}

// PriceOpening is one of them.
type PriceOpening struct {
	AtMs   int64              `json:"atMs"`
	Source *OpeningSourceView `json:"source"` // null of a record that was entered by hand
}

// OffersView shows further offers that bidders make before detailed evaluation.
type OffersView struct {
	Clause string        `json:"clause"`
	Rounds []OffersRound `json:"rounds"`
	Due    []string      `json:"due"` // bids of which one is to be entered now; empty for whoever may not
}

// OffersRound is a round of offers.
type OffersRound struct {
	Round     int              `json:"round"`
	Final     bool             `json:"final"`
	AtMs      int64            `json:"atMs"`
	Offers    []OfferView      `json:"offers"`
	Withdrawn []WithdrawalView `json:"withdrawn"`
}

// OfferView is an offer.
type OfferView struct {
	Bid      string `json:"bid"`
	PriceFen string `json:"priceFen"`
	Capital  string `json:"capital"`
}

// WithdrawalView says why a bidder takes no part any more.
type WithdrawalView struct {
	Bid    string `json:"bid"`
	Reason string `json:"reason"`
}
