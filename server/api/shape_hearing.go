package api

// HearingsView shows the hearings of bids by which some of the criteria are marked.
type HearingsView struct {
	MayHold bool           `json:"mayHold"` // the reader may begin and end them
	Groups  []HearingGroup `json:"groups"`
	Bids    []string       `json:"bids"` // that are heard
	Held    []HearingView  `json:"held"` // oldest first
}

// HearingGroup is a group of criteria that is marked by hearings.
type HearingGroup struct {
	ID      string `json:"id"`
	Names   Words  `json:"names"`
	Kind    string `json:"kind"`    // defence or sample
	Minutes int    `json:"minutes"` // how long one takes at most; 0 if the tender documents do not say
}

// HearingView is a hearing of a bid.
type HearingView struct {
	Group  string `json:"group"`
	Bid    string `json:"bid"`
	FromMs int64  `json:"fromMs"`
	ToMs   int64  `json:"toMs"` // 0 while it lasts
}
