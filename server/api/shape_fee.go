package api

// FeesView is what a lot's experts are owed, and by which table.
type FeesView struct {
	LotNumber string         `json:"lotNumber"`
	LotName   string         `json:"lotName"`
	Tables    []FeeTableView `json:"tables"` // that can be chosen
	Table     *FeeChoiceView `json:"table"`  // null before one was chosen
	Members   []FeeView      `json:"members"`
	TotalFen  string         `json:"totalFen"` // of those that are found
	Open      int            `json:"open"`     // how many are not
	MaySettle bool           `json:"maySettle"`
}

// FeeTableView is a published table.
type FeeTableView struct {
	ID            string `json:"id"`
	Names         Words  `json:"names"`
	Source        string `json:"source"`
	EffectiveFrom string `json:"effectiveFrom"` // yyyy-mm-dd; empty if the day is not known
	NeedsReason   bool   `json:"needsReason"`   // it must be said why the lot is paid by it
}

// FeeChoiceView is the table that was chosen.
type FeeChoiceView struct {
	FeeTableView
	Hash        string   `json:"hash"`
	Reason      string   `json:"reason"`
	PartChoices []string `json:"partChoices"` // what a part of an hour can be agreed to count as: none, half, whole
}

// FeeView is what one expert is owed.
type FeeView struct {
	Meeting      string         `json:"meeting"`
	Seat         int            `json:"seat"`
	Label        string         `json:"label"`
	Name         string         `json:"name"`    // empty while it is not due
	Outcome      string         `json:"outcome"` // catalogue key below "fee.outcome."
	FromMs       int64          `json:"fromMs"`
	ToMs         int64          `json:"toMs"` // 0 where nothing says
	LoggedFromMs int64          `json:"loggedFromMs"`
	LoggedToMs   int64          `json:"loggedToMs"`
	Stated       *FeeStatedView `json:"stated"` // null where the log's word stands
	Fen          string         `json:"fen"`    // empty while something is open
	Capital      string         `json:"capital"`
	Lines        []FeeLineView  `json:"lines"`
	Open         []Reason       `json:"open"` // what neither the log nor the table says
}

// FeeStatedView is what was stated of an expert's work.
type FeeStatedView struct {
	Holiday   bool   `json:"holiday"`
	Part      string `json:"part"`      // none, half, whole; empty
	AgreedFen string `json:"agreedFen"` // empty if no sum was agreed
	Reason    string `json:"reason"`
	By        string `json:"by"`
	AtMs      int64  `json:"atMs"`
}

// FeeLineView is one step of how a fee came about.
type FeeLineView struct {
	Text string `json:"text"`
	Fen  string `json:"fen"` // the sum up to it
}
