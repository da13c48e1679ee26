package api

// OpeningValue is a further number that a method takes from the opening record.
type OpeningValue struct {
	Key   string `json:"key"`
	Names Words  `json:"names"`
	Unit  string `json:"unit"` // as of [MethodParam]; money is in fen
}

// OpeningView is what was read out for a bid.
type OpeningView struct {
	PriceFen string `json:"priceFen"` // empty while it is sealed in a second envelope

	OfferedFen   string            `json:"offeredFen"`   // what was offered last; empty if nothing was after the opening
	CorrectedFen string            `json:"correctedFen"` // what the panel corrected it to and the bidder confirmed; empty if not
	AboveCeiling bool              `json:"aboveCeiling"` // the latest of these prices is above the lot's ceiling, or its budget where it states none
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

// OpeningSourceView is where a record of the opening came from that was not
// entered by hand.
type OpeningSourceView struct {
	File     string `json:"file"` // SHA-256 of what was imported, hex
	Platform string `json:"platform"`
	RecordNo string `json:"recordNo"`
	OpenedMs int64  `json:"openedMs"` // when the bids were opened there; 0 if it does not say
}

// OpeningPreview is what a file with the record of an opening holds.
type OpeningPreview struct {
	Source OpeningSourceView `json:"source"`
	Lines  []OpeningLineView `json:"lines"`
	Bad    int               `json:"bad"`    // so many of the lines are refused
	Faults []Reason          `json:"faults"` // of the file as a whole
}

// OpeningLineView is a line of such a file: what was read out, why nothing
// could be, or what is wrong with it.
type OpeningLineView struct {
	Row        int           `json:"row"`
	Letter     string        `json:"letter"` // of the bidder; empty if it is none of the lot's
	Name       string        `json:"name"`
	CreditCode string        `json:"creditCode"`
	Opening    *OpeningView  `json:"opening"`
	Unopened   *UnopenedView `json:"unopened"`
	Faults     []Reason      `json:"faults"`
}

// DeliveryView is what is recorded of what a platform delivered: the same for
// the same delivery, whenever it is asked again.
type DeliveryView struct {
	Bids       []DeliveredView    `json:"bids"`
	RecordedMs int64              `json:"recordedMs"` // when the record was entered; 0 if none was delivered
	Opening    *OpeningSourceView `json:"opening"`    // null if no record was delivered
}

// DeliveredView is a bid that was delivered.
type DeliveredView struct {
	CreditCode string `json:"creditCode"` // of its bidder
	Bid        string `json:"bid"`        // id
	Part       string `json:"part"`       // blind or price; empty of the bid itself
	FileHash   string `json:"fileHash"`   // SHA-256, hex
	FileSize   int64  `json:"fileSize"`
}
