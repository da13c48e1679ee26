package api

// LeadsView is what the bids of a lot have in common that they need not have.
type LeadsView struct {
	AtMs   int64        `json:"atMs"` // when it was looked for; 0 before
	List   []LeadView   `json:"list"`
	More   int          `json:"more"`   // beyond those that are listed
	Unread []UnreadView `json:"unread"` // bids of whose files not everything could be read
}

// LeadView is one lead. It is no verdict, and no mark depends on it.
type LeadView struct {
	No         int             `json:"no"`
	Kind       string          `json:"kind"`
	Clause     string          `json:"clause"`
	Bids       []string        `json:"bids"`
	Bidders    []string        `json:"bidders"`  // their names
	Value      string          `json:"value"`    // what they share, as it is shown; empty where it is withheld
	Withheld   bool            `json:"withheld"` // from members while bids are marked blind: it could tell whose a code is
	Count      int             `json:"count"`
	OfDocument bool            `json:"ofDocument"` // it rests on what a PDF says of itself
	Judged     int             `json:"judged"`     // how many seats have said what they hold of it
	Outcome    string          `json:"outcome"`    // taken_up or aside; empty until every seat has said
	Own        *LeadJudgement  `json:"own"`        // of the member who asks; null before, and for others
	Judgements []LeadJudgement `json:"judgements"` // of all members, once there is an outcome
}

// LeadJudgement is one member's word on a lead.
type LeadJudgement struct {
	Seat    int    `json:"seat"`
	TakenUp bool   `json:"takenUp"`
	Reason  string `json:"reason"`
}

// UnreadView is a bid of whose file not everything could be read.
type UnreadView struct {
	Bid    string `json:"bid"`
	Bidder string `json:"bidder"`
	Why    string `json:"why"` // encrypted or unreadable
}
