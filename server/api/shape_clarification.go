package api

// ClarificationView is what a bidder was asked in writing, and what came of it.
type ClarificationView struct {
	No         int                 `json:"no"`
	Asks       string              `json:"asks"` // clarification, low_bid or correction
	Bid        string              `json:"bid"`
	Minutes    int                 `json:"minutes"`
	Questions  []string            `json:"questions"`
	AskedMs    int64               `json:"askedMs"`
	DueMs      int64               `json:"dueMs"`
	Reply      *ClarificationReply `json:"reply"`
	Judged     int                 `json:"judged"`     // how many seats have
	Outcome    string              `json:"outcome"`    // accepted or not_accepted; empty until every seat has judged
	Own        *JudgementView      `json:"own"`        // of the member who asks; null before, and for others
	Judgements []JudgementView     `json:"judgements"` // of all members, for members, once there is an outcome

	Corrections []CorrectionView `json:"corrections"` // of a correction, one after the other
	Ground      string           `json:"ground"`      // code of the ground by which the bid is to be rejected by this question; empty if it is not
}

// CorrectionView is one step of a correction.
type CorrectionView struct {
	Rule     string `json:"rule"`
	PriceFen string `json:"priceFen"` // what the price is by it
}

// ClarificationReply is a bidder's answer.
type ClarificationReply struct {
	Text     string `json:"text"`
	Confirms bool   `json:"confirms"` // a correction
	FileHash string `json:"fileHash"` // empty if there is no file
	FileSize int64  `json:"fileSize"`
	AtMs     int64  `json:"atMs"`
}

// JudgementView is one member's judgement of an answer.
type JudgementView struct {
	Seat     int    `json:"seat"`
	Accepted bool   `json:"accepted"`
	Reason   string `json:"reason"`
}

// AskingView says by which rules a bidder is asked.
type AskingView struct {
	Clause        string       `json:"clause"`
	LowBidClause  string       `json:"lowBidClause"`
	LowBidMinutes int          `json:"lowBidMinutes"` // that a justification is given at least
	MostMinutes   int          `json:"mostMinutes"`
	MostQuestions int          `json:"mostQuestions"`
	MostQuestion  int          `json:"mostQuestion"` // characters of one
	LowBids       []LowBidView `json:"lowBids"`      // once all findings are in

	CorrectionClause string           `json:"correctionClause"`
	Corrections      []CorrectionRule `json:"corrections"` // by which a price is corrected, in their order; empty if there are none
	MostCorrections  int              `json:"mostCorrections"`
}

// CorrectionRule is a rule by which a price is corrected.
type CorrectionRule struct {
	Rule  string `json:"rule"`
	Keeps bool   `json:"keeps"` // the price stands, and something else in the bid follows it
}

// LowBidLines are lines for low prices, in percent; 0 is none, or the rules' own.
type LowBidLines struct {
	MeanPercent    int `json:"meanPercent"`
	SecondPercent  int `json:"secondPercent"`
	CeilingPercent int `json:"ceilingPercent"`
}

// LowBidView is a line that the price of a bid is below.
type LowBidView struct {
	Bid     string `json:"bid"`
	Line    string `json:"line"` // mean, second or ceiling
	Percent int    `json:"percent"`
	LineFen string `json:"lineFen"` // rounded up to a whole fen
}
