package document

import (
	"time"

	"bidroom/server/document/paper"
)

// A Report is everything that an evaluation report must contain: 评标委员会和
// 评标方法暂行规定 第四十二条 for tendering, 政府采购货物和服务招标投标管理办法
// 第五十八条 for government procurement. Names of criteria, grounds and the
// like are in the language of the report. A bid is referred to by its index in
// Bids, a criterion by its index in Criteria.
type Report struct {
	Regime   string         // "tendering" or "government_procurement", as in rule.Profile
	Location *time.Location // the centre's time zone

	// Basic data.
	Centre       string // the trading centre
	Tender       string
	TenderNumber string
	Lot          string
	LotNumber    string
	Entity       Party
	Agency       Party // without a name if there is none
	Profile      string
	Method       string
	NoticeMedia  string // where the tender was announced
	BudgetFen    int64  // 0 if not stated
	CeilingFen   int64  // 0 if there is none
	OpenedAt     time.Time
	OpeningPlace string
	MeetingPlace string // the room
	MeetingFrom  time.Time
	MeetingTo    time.Time // zero while the meeting lasts
	Recordings   []Recording

	Panel   []Member
	Outside *OutsideDraw // by whom the experts were drawn, if elsewhere
	// Which seat has which kiosk, a line for each draw of a room's.
	Workplaces []string

	// Opening and examination.
	OpeningColumns []string // heads of the further numbers read out, see Bid.Values
	Bids           []Bid    // in the order of the opening record
	OpeningNotes   []string // bids that could not be decrypted, and corrections of the record
	Examination    []ExaminationItem
	Competition    *Competition // nil unless fewer than three bids comply
	Corrections    []Correction
	Offers         []OffersRound
	Hearings       []Hearing
	LowBids        []LowBid

	// Evaluation.
	Criteria   []Criterion
	Sheets     []Sheet  // one for each member
	PartNames  []string // what the method shows beside the total, see Bid.Parts
	TotalName  string   // what is ranked by, such as the total of points
	Comparison Comparison

	// Result.
	Derivation     []DerivationLine
	Candidates     []int // bids, best first; at most three
	BeforeContract string

	Clarifications []Clarification
	Leads          []Lead
	LeadNotes      []string // what was not compared or is not listed
	Changes        []Change
	Extremes       []Extreme
	Checks         []Check // what was checked before signing, in order
	Dissents       []Dissent
	Incidents      []Incident
	Gaps           []Gap

	// Evidence.
	IssuedAt   time.Time
	LogTree    string // the tree of the process log
	LogSize    string // entries covered by the checkpoint, in decimal
	Checkpoint string // the signed note; printed and in the code on every page
	LogKey     string // fingerprint of the key that signs checkpoints

	// IssuedHash is the SHA-256 of the report as it was laid before the
	// panel, in hex; empty in that report itself.
	IssuedHash string
}

// A Party is a legal person.
type Party struct {
	Name       string
	CreditCode string // unified social credit code (GB 32100)
}

// A Member of the panel.
type Member struct {
	Seat           int
	Name           string
	Specialty      string
	Chair          bool
	Representative bool
	CheckedInAt    time.Time
	KeyCode        string // of the key that signed declaration and sheet

	// How the member closed the meeting: "signed", "dissented", "deemed"
	// (neither signature nor written reasons), or "" for not yet.
	Concluded   string
	ConcludedAt time.Time
	Signature   []paper.Stroke
}

// A Bid with what became of it.
type Bid struct {
	Bidder              string
	CreditCode          string
	LegalRepresentative string
	Consortium          []string // the other members
	FileHash            string   // SHA-256, hex
	Code, BlindHash     string   // of the part that was marked blind; empty if none was
	PriceFen            int64    // as read out; 0 if it is sealed in a second envelope
	OfferedFen          int64    // what was offered last, if that is another price; else 0
	CorrectedFen        int64    // what it was corrected to; 0 if it was not
	Duration            string
	Quality             string
	Security            string
	Values              []string   // under OpeningColumns
	Rejection           *Rejection // nil for a bid that complies

	Rank     int // 1 is best; 0 if it is not ranked
	Tied     bool
	Total    string
	Parts    []string // under PartNames
	Unranked string   // why it is not ranked, if it complies
}

// An OffersRound is a round of further offers.
type OffersRound struct {
	At        time.Time
	Final     bool
	Prices    []int64  // by bid, fen; 0 for one that offered nothing
	Withdrawn []string // by bid: why it takes no part any more, "" if it does
}

// A Hearing of a bid: its defence, or its sample.
type Hearing struct {
	Group    string
	Bid      int
	From, To time.Time
}

// A Rejection of a bid.
type Rejection struct {
	Ground string
	Clause string
	Items  []string // the examination items that it failed
	Reason string
	Votes  []VoteCount // by item
}

// A VoteCount is how many members found that a bid passes an item, and how
// many that it fails it.
type VoteCount struct{ Passed, Failed int }

// An ExaminationItem of the preliminary examination and what it gave.
type ExaminationItem struct {
	Group    string // formal, eligibility, responsiveness: in words
	Name     string
	Standard string
	Votes    []VoteCount // by bid
}

// A Competition is the panel's judgement whether competition is still
// sufficient.
type Competition struct {
	Sufficient bool
	Reason     string
}

// A Correction of an arithmetic error in a bid.
type Correction struct {
	Bid       int
	BeforeFen int64
	AfterFen  int64
	Reason    string
	Confirmed string // the bidder's answer
}

// A LowBid is the examination of an abnormally low bid.
type LowBid struct {
	Bid           int
	PriceFen      int64
	Trigger       string
	Questions     string
	AskedAt       time.Time
	DueAt         time.Time
	AnsweredAt    time.Time // zero if nothing was answered
	Justification string
	Decision      string
}

// A Criterion of the method.
type Criterion struct {
	Group     string
	Name      string
	Points    string // what it can earn at most; empty for pass or fail
	Objective bool
	Standard  string
}

// A Sheet is the score sheet of one member.
type Sheet struct {
	Seat        int
	Marks       [][]string // by bid, then criterion; empty for none
	Totals      []string   // by bid; empty for none
	SubmittedAt time.Time
	Hash        string // the sheet's datum in the process log, hex
}

// A Comparison sets every number of the evaluation side by side: from the
// prices as opened to what is ranked by.
type Comparison struct {
	Columns []string
	Rows    [][]string // by bid; empty for one that is not evaluated
}

// A DerivationLine is one number and how it came about.
type DerivationLine struct {
	Bid      int // -1 for a number of the whole set
	Name     string
	Formula  string
	Values   string   // the formula with numbers put in
	More     []string // in words: what was set aside, on the way, over which bids
	Exact    string
	Rounding string
	Result   string // with its unit
	Value    string // the result as a decimal; empty if it is no number
}

// A Clarification asked of a bidder.
type Clarification struct {
	Bid        int
	AskedAt    time.Time
	DueAt      time.Time
	Question   string
	AnsweredAt time.Time // zero if nothing was answered
	Answer     string
	Outcome    string
}

// A Lead is something that bids have in common that they need not have.
type Lead struct {
	Kind     string // with the clause that it concerns
	Bidders  string
	Evidence string // and how easily it is shared by chance
	Decided  string // by the panel, with the members' reasons
}

// A Change of the panel: a recusal, a substitution, somebody who left.
type Change struct {
	At     time.Time
	Seat   int
	What   string
	Before string
	After  string
	Reason string
}

// A Check is one thing that was checked before the report was signed.
type Check struct {
	Name, Holds, Clause, Result string // in words; Clause is empty if the rule is the system's own
}

// An Extreme is a mark far from the mean, and its member's reason.
type Extreme struct {
	Member, Bidder, Criterion, Mark, Mean, Reason string
}

// A Dissent of a member.
type Dissent struct {
	Seat    int
	Name    string
	At      time.Time
	Reasons string
}

// An Incident of the meeting: also pauses and returns to an earlier stage.
type Incident struct {
	At       time.Time
	What     string
	Text     string
	ClosedAt time.Time
	Answer   string
}

// A Recording of a feed, from its first moment to its last.
type Recording struct {
	Feed string
	From time.Time
	To   time.Time
}

// A Gap in the recording of a feed.
type Gap struct {
	Feed string
	From time.Time
	To   time.Time
	Why  string
}
