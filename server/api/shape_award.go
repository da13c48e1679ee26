package api

// AwardView is what follows the seal: what is published of the candidates, and
// to whom the lot is awarded.
type AwardView struct {
	Candidates []AwardCandidate `json:"candidates"` // best first
	Grounds    []AwardGround    `json:"grounds"`    // for which a candidate is passed over
	Days       int              `json:"days"`       // for which candidates are published at least; 0 if they are not
	Clause     string           `json:"clause"`     // of that publication
	Published  *PublishedView   `json:"published"`  // null before
	Award      *AwardedView     `json:"award"`      // null before
	Others     int              `json:"others"`     // bidders who get a letter that they are not awarded
	MayEnter   bool             `json:"mayEnter"`
	MayPublish bool             `json:"mayPublish"` // print the notice of the result
}

// AwardCandidate is one of the candidates.
type AwardCandidate struct {
	Bid      string   `json:"bid"`
	Letter   string   `json:"letter"`
	Bidder   string   `json:"bidder"`
	Rank     int      `json:"rank"`
	PriceFen string   `json:"priceFen"`
	Before   []string `json:"before"` // bids that must be passed over
}

// AwardGround is a reason of the lot's rules for passing a candidate over.
type AwardGround struct {
	Code   string `json:"code"`
	Clause string `json:"clause"`
	Names  Words  `json:"names"`
}

// PublishedView is when and where the candidates are published.
type PublishedView struct {
	On           string `json:"on"`
	Until        string `json:"until"`
	Medium       string `json:"medium"`
	ObjectionsTo string `json:"objectionsTo"`
	Reason       string `json:"reason"`
	By           string `json:"by"`
	AtMs         int64  `json:"atMs"`
}

// AwardedView is an award.
type AwardedView struct {
	Bid        string       `json:"bid"`
	On         string       `json:"on"`
	Objections string       `json:"objections"` // none, answered; empty
	Passed     []PassedView `json:"passed"`
	Reason     string       `json:"reason"`
	By         string       `json:"by"`
	AtMs       int64        `json:"atMs"`
}

// PassedView says why a candidate is passed over.
type PassedView struct {
	Bid    string `json:"bid"`
	Ground string `json:"ground"`
	Reason string `json:"reason"`
}
