package api

// KioskState is everything a kiosk shows, in one answer.
type KioskState struct {
	Kiosk     KioskView      `json:"kiosk"`
	RoomName  string         `json:"roomName"`
	ServerMs  int64          `json:"serverMs"`
	Lot       *KioskLot      `json:"lot"`    // null while no meeting runs in the room
	Member    *KioskMember   `json:"member"` // null before check-in
	Feed      string         `json:"feed"`   // to publish; empty while nothing is recorded
	Announced []Announcement `json:"announced"`
	Duty      string         `json:"duty"`
}

// KioskLot is the case as a member sees it.
type KioskLot struct {
	ID         string              `json:"id"`
	Meeting    string              `json:"meeting"`
	Number     string              `json:"number"`
	Name       string              `json:"name"`
	TenderName string              `json:"tenderName"`
	Entity     string              `json:"entity"`
	Stage      string              `json:"stage"`
	Outside    bool                `json:"outside"`  // a library drew the panel: its members check in without a pass
	Bidders    []BidderView        `json:"bidders"`  // empty before declaring
	Codes      []string            `json:"codes"`    // of the bids that are marked blind; empty before detailed evaluation
	Hearings   *HearingsView       `json:"hearings"` // null where the method asks for none, or not yet
	Criteria   []Criterion         `json:"criteria"`
	Groups     []GroupView         `json:"groups"`  // of the criteria, each before those inside it
	Grounds    []GroundView        `json:"grounds"` // of rejection
	Chair      int                 `json:"chair"`
	Barred     string              `json:"barred"` // the clause that keeps a representative from the chair; empty where none does
	Round      int                 `json:"round"`
	Undecided  []VoteCount         `json:"undecided"` // how the round before went, if it elected nobody
	Seats      []SeatView          `json:"seats"`     // names of the members present
	Majority   []MajorityView      `json:"majority"`  // bids the majority found to fail; once all findings are in
	Asked      []ClarificationView `json:"asked"`     // of bidders in writing; empty before examining
	Asking     AskingView          `json:"asking"`
	Leads      *LeadsView          `json:"leads"` // null before examining, and before check-in
	LeftBids   int                 `json:"leftBids"`
	Judged     string              `json:"judged"` // "", sufficient, insufficient
	Tied       bool                `json:"tied"`   // the tally waits for the draw of a tie, of which bids no member is told before it
	Owed       []Reason            `json:"owed"`
	NextStage  string              `json:"nextStage"`
	Envelopes  bool                `json:"envelopes"` // prices are sealed until the marks are locked
	Sealed     int                 `json:"sealed"`    // prices that are to be read out now; else 0
	Result     *ResultView         `json:"result"`
	Checks     []CheckView         `json:"checks"` // what must hold before the report is signed; empty before the tally
	ReportHash string              `json:"reportHash"`
	Silence    string              `json:"silence"`   // the clause by which neither signature nor dissent counts as agreement
	Pause      string              `json:"pause"`     // the reason, while suspended
	Statement  string              `json:"statement"` // the words of the declaration
}

// GroupView is a group of criteria. One that earns points but holds no
// criterion is computed by the method's formulas.
type GroupView struct {
	ID     string `json:"id"`
	Parent string `json:"parent"` // the group above, or empty
	Names  Words  `json:"names"`
	Points string `json:"points"` // what it can earn at most; "0" if only passed or failed
	Blind  bool   `json:"blind"`  // marked under codes that do not say whose bid it is
}

// GroundView is a ground of rejection.
type GroundView struct {
	Code   string `json:"code"`
	Clause string `json:"clause"`
	Names  Words  `json:"names"`
}

// VoteCount is how many members voted for a seat; never which.
type VoteCount struct {
	Seat  int `json:"seat"`
	Votes int `json:"votes"`
}

// MajorityView is a bid with the items that the majority found to fail.
type MajorityView struct {
	Bid   string   `json:"bid"`
	Items []string `json:"items"`
}

// KioskMember is the member at the kiosk.
type KioskMember struct {
	Seat      int           `json:"seat"`
	Name      string        `json:"name"`
	Key       string        `json:"key"` // the bound public key, hex
	Chair     bool          `json:"chair"`
	Findings  []FindingView `json:"findings"` // own
	Drafts    []DraftView   `json:"drafts"`   // own
	Readings  []ReadingView `json:"readings"` // own; while bids are read
	Submitted bool          `json:"submitted"`
	Returned  string        `json:"returned"` // why the sheet came back
	SheetHash string        `json:"sheetHash"`
	Receipt   *Receipt      `json:"receipt"`  // of the sheet as it was submitted last; null before
	Extremes  []OwnExtreme  `json:"extremes"` // own marks that need a reason; empty while a sheet is out
	Concluded string        `json:"concluded"`
	Voted     int           `json:"voted"` // for which seat, this round
}

// OwnExtreme is an own mark that is far from the others' mean. How far, and to
// which side, would tell what the others gave.
type OwnExtreme struct {
	Bid       string `json:"bid"`
	Criterion string `json:"criterion"`
	Value     string `json:"value"`
	Reason    string `json:"reason"`
}

// FindingView is one own finding.
type FindingView struct {
	Bid    string `json:"bid"`
	Item   string `json:"item"`
	Pass   bool   `json:"pass"`
	Reason string `json:"reason"`
	Page   int    `json:"page"`
}

// DraftView is one saved stroke: the value of one field. Value is empty when
// the mark was taken back.
type DraftView struct {
	Bid       string `json:"bid"`
	Criterion string `json:"criterion"`
	Value     string `json:"value"`
	Page      string `json:"page"`
	Note      string `json:"note"`
	Seq       int64  `json:"seq"` // the kiosk's own counter; the higher wins
}

// ReadingView is what the member keeps of a file: the note at a page, or for
// how many ms the file was open in a stage.
type ReadingView struct {
	File  string `json:"file"`  // a bid's id, or a code
	Place string `json:"place"` // the page's number, or the stage
	Value string `json:"value"` // empty when the note was taken back
	Seq   int64  `json:"seq"`   // the kiosk's own counter; the higher wins
}

// Announcement is a text from the wall to a room.
type Announcement struct {
	ID   string `json:"id"`
	AtMs int64  `json:"atMs"`
	Text string `json:"text"`
	Seen bool   `json:"seen"`
}

// Receipt is what a member keeps of a submitted sheet.
type Receipt struct {
	Seat        int    `json:"seat"`
	SubmittedMs int64  `json:"submittedMs"`
	SheetHash   string `json:"sheetHash"` // the datum in the log
	Salt        string `json:"salt"`
	Seq         int64  `json:"seq"` // of the entry
}
