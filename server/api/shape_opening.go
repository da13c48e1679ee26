package api

// OpeningValue is a further number that a method takes from the opening record.
type OpeningValue struct {
	Key   string `json:"key"`
	Names Words  `json:"names"`
}

// OpeningView is what was read out for a bid.
type OpeningView struct {
	PriceFen string `json:"priceFen"`

	CorrectedFen string            `json:"correctedFen"` // what the panel corrected it to and the bidder confirmed; empty if not
	Capital      string            `json:"capital"`      // 大写
	Duration     string            `json:"duration"`
	Quality      string            `json:"quality"`
	Security     string            `json:"security"`
	Values       map[string]string `json:"values"`
}

// UnopenedView says why a bid could not be opened.
type UnopenedView struct {
	Bid    string `json:"bid"`
	Fault  string `json:"fault"` // bidder or other
	Reason string `json:"reason"`
}

// OpeningCorrection is what the record of a bid's opening said before.
type OpeningCorrection struct {
	Was    OpeningView `json:"was"`
	Reason string      `json:"reason"`
	By     string      `json:"by"` // name
	AtMs   int64       `json:"atMs"`
}
