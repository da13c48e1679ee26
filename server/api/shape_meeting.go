package api

// MeetingView is a meeting without anything that is not yet due.
type MeetingView struct {
	ID         string         `json:"id"`
	Room       string         `json:"room"` // empty until it is drawn
	RoomName   string         `json:"roomName"`
	Remote     string         `json:"remote"`     // the room of the remote seats; empty if there are none
	RemoteName string         `json:"remoteName"` // with its centre's, if that is another
	RoomOrder  []RoomTurn     `json:"roomOrder"`  // as drawn; empty if the room was chosen
	PlannedMs  int64          `json:"plannedMs"`
	Stage      string         `json:"stage"`
	Held       string         `json:"held"`
	OpenedMs   int64          `json:"openedMs"`
	SealedMs   int64          `json:"sealedMs"`
	Chair      int            `json:"chair"`
	Round      int            `json:"round"`
	Seats      []SeatView     `json:"seats"`
	Owed       []Reason       `json:"owed"` // before the next stage
	NextStage  string         `json:"nextStage"`
	Incidents  []IncidentView `json:"incidents"`
	ReportHash string         `json:"reportHash"`
	Workbook   bool           `json:"workbook"` // the report is there as an Excel workbook too
	Pauses     []PauseView    `json:"pauses"`
	VoidReason string         `json:"voidReason"`
	Tied       bool           `json:"tied"` // the tally waits for the draw of a tie; never for who may not know of it
	Returns    []ReturnView   `json:"returns"`
}

// RoomTurn is a room in the order that was drawn.
type RoomTurn struct {
	Name   string `json:"name"`
	State  string `json:"state"`  // taken, out, or next: catalogue key below "desk-choice.room."
	Reason string `json:"reason"` // why it fell out
}

// PauseView is one suspension.
type PauseView struct {
	FromMs int64  `json:"fromMs"`
	ToMs   int64  `json:"toMs"`
	Reason string `json:"reason"`
}

// ReturnView is one return to an earlier stage.
type ReturnView struct {
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// SeatView is a seat of the panel: counts, never marks or sealed names.
type SeatView struct {
	No             int      `json:"no"`
	Specialties    []string `json:"specialties"`
	Representative bool     `json:"representative"`
	Remote         bool     `json:"remote"` // in the remote room
	Present        bool     `json:"present"`
	Name           string   `json:"name"` // empty while it is sealed for the reader
	Kiosk          string   `json:"kiosk"`
	KioskName      string   `json:"kioskName"`
	Workplace      string   `json:"workplace"` // the kiosk that was drawn for the seat; empty if none was
	WorkplaceName  string   `json:"workplaceName"`
	Declared       bool     `json:"declared"`
	Voted          bool     `json:"voted"`
	FindingsDone   int      `json:"findingsDone"`
	FindingsOf     int      `json:"findingsOf"`
	MarksDone      int      `json:"marksDone"` // drafts on the server
	MarksOf        int      `json:"marksOf"`
	Submitted      bool     `json:"submitted"`
	Returned       bool     `json:"returned"`
	Concluded      string   `json:"concluded"` // "", signed, dissented, deemed
	Duty           string   `json:"duty"`
}

// IncidentView is an incident.
type IncidentView struct {
	ID       string   `json:"id"`
	AtMs     int64    `json:"atMs"`
	What     string   `json:"what"`
	Text     string   `json:"text"`
	Feed     string   `json:"feed"`
	Seat     int      `json:"seat"`    // of a member_conflict or a member_alert; else 0
	Grounds  []string `json:"grounds"` // of the same
	Shared   []Shared `json:"shared"`  // of a member_alert
	By       string   `json:"by"`
	ClosedMs int64    `json:"closedMs"`
	Answer   string   `json:"answer"`
}

// Shared is something that a member has in common with a bidder or another
// member.
type Shared struct {
	Kind string `json:"kind"` // phone, email, address, bank_account
	With string `json:"with"` // the bidder's name; empty of a member
	Seat int    `json:"seat"` // of the other member; 0 of a bidder
}

// ResultView is the tally with how every number came about.
type ResultView struct {
	Ranking    []RankView       `json:"ranking"`
	Unit       string           `json:"unit"` // of the totals: catalogue key below "scoring.unit."
	Candidates []string         `json:"candidates"`
	Derivation []DerivationLine `json:"derivation"`
	Marks      []MarkView       `json:"marks"` // of all members; only for whom they are due
	Hangs      *HangsView       `json:"hangs"` // null for whom it is not due
}

// HangsView is what a ranking hangs on. Bids are named by their ids, members
// by their seats.
type HangsView struct {
	Margins  []MarginView  `json:"margins"`
	Without  []WithoutView `json:"without"`  // by seat
	Spreads  []SpreadView  `json:"spreads"`  // by bid and criterion
	Extremes []ExtremeView `json:"extremes"` // each with its reason
}

// MarginView is how far the first is ahead of another.
type MarginView struct {
	First string `json:"first"`
	Other string `json:"other"`
	By    string `json:"by"` // in the unit of the totals, exact
}

// WithoutView is the ranking without one member's marks.
type WithoutView struct {
	Seat       int          `json:"seat"`
	Why        string       `json:"why"`     // catalogue key below "hangs.why."; empty if there is nothing to say
	Ranking    []WithoutBid `json:"ranking"` // empty with "few"
	Candidates []string     `json:"candidates"`
	Changed    bool         `json:"changed"`
}

// WithoutBid is one ranked bid of it.
type WithoutBid struct {
	Bid   string `json:"bid"`
	Rank  int    `json:"rank"`
	Total string `json:"total"` // empty for whom single marks are not due
}

// SpreadView is what the members gave a bid on a criterion, rounded to two
// decimals for display.
type SpreadView struct {
	Bid       string `json:"bid"`
	Criterion Words  `json:"criterion"`
	Max       string `json:"max"` // what can be earned
	Least     string `json:"least"`
	Mean      string `json:"mean"`
	Greatest  string `json:"greatest"`
}

// ExtremeView is a mark that is far from the mean, with its member's reason.
type ExtremeView struct {
	Seat      int    `json:"seat"`
	Bid       string `json:"bid"`
	Criterion Words  `json:"criterion"`
	Value     string `json:"value"`
	Mean      string `json:"mean"`
	Reason    string `json:"reason"`
}

// CheckView is one thing that must hold before the report is signed.
type CheckView struct {
	Check  string       `json:"check"`  // catalogue key below "integrity.check.", "integrity.holds." and "integrity.next."
	Clause string       `json:"clause"` // that it carries out; empty if the rule is this system's own
	State  string       `json:"state"`  // passed, failed, sealed
	Faults []CheckFault `json:"faults"`
}

// CheckFault is one place where a check fails.
type CheckFault struct {
	Text   string `json:"text"`
	Stated string `json:"stated"` // only for whoever may see the marks, and where there is a number
	Found  string `json:"found"`
}

// RankView is one line of the ranking.
type RankView struct {
	Bid      string      `json:"bid"`
	Bidder   string      `json:"bidder"`
	Letter   string      `json:"letter"`
	Rank     int         `json:"rank"` // 1 is best; 0 if it is not ranked
	Tied     bool        `json:"tied"`
	Total    string      `json:"total"` // empty if it is not ranked
	Parts    []ScorePart `json:"parts"`
	Unranked string      `json:"unranked"` // why it is not ranked: catalogue key below "scoring.unranked."
	Failed   string      `json:"failed"`   // the threshold that it does not reach, with "threshold"
}

// ScorePart is one named number of a bid's result.
type ScorePart struct {
	Name  string `json:"name"`
	Names Words  `json:"names"`
	Unit  string `json:"unit"` // catalogue key below "scoring.unit."
	Score string `json:"score"`
}

// DerivationLine is one number and how it came about.
type DerivationLine struct {
	Kind     string        `json:"kind"` // catalogue key below "scoring.line."
	Bid      string        `json:"bid"`  // empty for a number of the whole set
	Name     string        `json:"name"`
	Names    Words         `json:"names"`
	Unit     string        `json:"unit"`    // catalogue key below "scoring.unit."
	Expr     string        `json:"expr"`    // the formula as the method's file has it
	Formula  Words         `json:"formula"` // the same for people
	Values   string        `json:"values"`  // the formula with numbers put in
	Over     string        `json:"over"`    // the bids it looks at: catalogue key below "scoring.set."
	Frozen   string        `json:"frozen"`  // since when it no longer changes: catalogue key below "scoring.moment."
	Workings []WorkingView `json:"workings"`
	Exact    string        `json:"exact"`    // before rounding; a fraction if no decimal ends
	Approx   string        `json:"approx"`   // of Exact, if it is a fraction
	Rounding string        `json:"rounding"` // catalogue key below "scoring.rounding.", with {digits}; empty if nothing is rounded
	Digits   string        `json:"digits"`
	Result   string        `json:"result"` // "yes" or "no" for a condition: catalogue key below "scoring.value."
}

// WorkingView is an intermediate result within a line.
type WorkingView struct {
	Expr     string   `json:"expr"`
	Values   string   `json:"values"`
	Exact    string   `json:"exact"`
	Approx   string   `json:"approx"`
	Rounding string   `json:"rounding"`
	Digits   string   `json:"digits"`
	Result   string   `json:"result"`
	SetAside []string `json:"setAside"` // bids, or members as "seat:3", that a trimmed mean left out
}

// MarkView is one mark.
type MarkView struct {
	Seat      int    `json:"seat"`
	Bid       string `json:"bid"`
	Criterion string `json:"criterion"`
	Value     string `json:"value"`
}
