package api

// The shapes that pages receive. Times are UTC milliseconds, money is fen as
// a decimal string, marks and scores are decimal strings. The TypeScript twin,
// kiosk/src/shared/api.gen.ts, is generated from these types; a test compares.

// Me is who looks at the page.
type Me struct {
	Account  *Account `json:"account"` // null when nobody is signed in
	CSRF     string   `json:"csrf"`
	Centre   Centre   `json:"centre"`
	ServerMs int64    `json:"serverMs"`
	Setup    bool     `json:"setup"` // the first accounts are still to be made
	Demo     bool     `json:"demo"`
}

// Centre is the trading centre.
type Centre struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	TimeZone    string `json:"timeZone"`
	Fingerprint string `json:"fingerprint"` // of the log's key
	LogKey      string `json:"logKey"`      // the log's verifier key, name+hash+base64
}

// Account is a person who can sign in.
type Account struct {
	ID       string `json:"id"`
	Login    string `json:"login"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Kind     string `json:"kind"` // of a supervisor: regulator, discipline, monitor
	Disabled bool   `json:"disabled"`
	Second   bool   `json:"second"` // has a second factor
	Version  int64  `json:"version"`
}

// SecondOffer is a second factor that is being set up: what an authenticator
// scans, and what goes back with the first code.
type SecondOffer struct {
	URI   string `json:"uri"`
	Offer string `json:"offer"`
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T   `json:"items"`
	Total int64 `json:"total"`
}

// Words is a text in each language.
type Words map[string]string

// TenderBrief is a tender in a list.
type TenderBrief struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Name   string `json:"name"`
	Lots   int    `json:"lots"` // how many
}

// LotBrief is a line of the desk's list of cases.
type LotBrief struct {
	ID           string `json:"id"`
	TenderNumber string `json:"tenderNumber"`
	TenderName   string `json:"tenderName"`
	Number       string `json:"number"`
	Name         string `json:"name"`
	Regime       string `json:"regime"`
	Stage        string `json:"stage"`
	Room         string `json:"room"` // its name, once scheduled
	PlannedMs    int64  `json:"plannedMs"`
	Next         string `json:"next"` // what it waits for: catalogue key below "next."
}

// LotView is a case as the desk and the wall see it.
type LotView struct {
	Brief       LotBrief     `json:"brief"`
	Version     int64        `json:"version"`
	Entity      PartyView    `json:"entity"`
	Agency      PartyView    `json:"agency"`
	CeilingFen  string       `json:"ceilingFen"`
	BudgetFen   string       `json:"budgetFen"`
	StartedOn   string       `json:"startedOn"`
	Profile     string       `json:"profile"`
	ProfileName Words        `json:"profileName"`
	Method      *MethodBrief `json:"method"`
	Plan        []SeatPlan   `json:"plan"`
	Bidders     []BidderView `json:"bidders"`
	OpenedMs    int64        `json:"openedMs"`
	Draws       []DrawBrief  `json:"draws"`
	Meeting     *MeetingView `json:"meeting"`
	Result      *ResultView  `json:"result"` // null before the tally, and for whom it is not due
	Steps       []Step       `json:"steps"`
}

// Step is one stage of the case on the desk, with what is missing.
type Step struct {
	ID    string   `json:"id"`    // catalogue key below "step."
	State string   `json:"state"` // done, now, later
	Owed  []Reason `json:"owed"`
}

// Reason is one reason of a refusal, in the reader's language.
type Reason struct {
	Clause string            `json:"clause"`
	Code   string            `json:"code"`
	Field  string            `json:"field"`
	Args   map[string]string `json:"args"`
	Text   string            `json:"text"`
}

// PartyView is a legal person.
type PartyView struct {
	Name       string `json:"name"`
	CreditCode string `json:"creditCode"`
}

// MethodBrief names a method.
type MethodBrief struct {
	ID         string      `json:"id"`
	Names      Words       `json:"names"`
	Hash       string      `json:"hash"`
	Criteria   []Criterion `json:"criteria"`
	OpeningKey []string    `json:"openingValues"` // further numbers the method takes from the opening record
}

// Criterion is one item of the method.
type Criterion struct {
	ID        string `json:"id"`
	Group     string `json:"group"` // id of the top group that holds it
	Names     Words  `json:"names"`
	Standard  Words  `json:"standard"` // what earns the points
	Kind      string `json:"kind"`     // points or pass
	Objective bool   `json:"objective"`
	Max       string `json:"max"`
	Min       string `json:"min"`
	Step      string `json:"step"`
}

// SeatPlan asks for one place on the panel.
type SeatPlan struct {
	No             int      `json:"no"`
	Specialties    []string `json:"specialties"`
	Region         string   `json:"region"`
	Representative bool     `json:"representative"`
}

// BidderView is a bidder with its bid.
type BidderView struct {
	ID                  string         `json:"id"`
	Letter              string         `json:"letter"` // A, B, C… in the order entered
	Name                string         `json:"name"`
	CreditCode          string         `json:"creditCode"`
	LegalRepresentative string         `json:"legalRepresentative"`
	Bid                 string         `json:"bid"` // bid id; empty before the file is received
	FileHash            string         `json:"fileHash"`
	FileSize            int64          `json:"fileSize"`
	Opening             *OpeningView   `json:"opening"`
	Rejection           *RejectionView `json:"rejection"`
}

// OpeningView is what was read out for a bid.
type OpeningView struct {
	PriceFen string            `json:"priceFen"`
	Capital  string            `json:"capital"` // 大写
	Duration string            `json:"duration"`
	Quality  string            `json:"quality"`
	Security string            `json:"security"`
	Values   map[string]string `json:"values"`
}

// RejectionView says why a bid was rejected.
type RejectionView struct {
	Ground string   `json:"ground"`
	Names  Words    `json:"names"`
	Clause string   `json:"clause"`
	Items  []string `json:"items"`
	Reason string   `json:"reason"`
}

// MeetingView is a meeting without anything that is not yet due.
type MeetingView struct {
	ID         string         `json:"id"`
	Room       string         `json:"room"`
	RoomName   string         `json:"roomName"`
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
	Pauses     []PauseView    `json:"pauses"`
	VoidReason string         `json:"voidReason"`
	Returns    []ReturnView   `json:"returns"`
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
	Present        bool     `json:"present"`
	Name           string   `json:"name"` // empty while it is sealed for the reader
	Kiosk          string   `json:"kiosk"`
	KioskName      string   `json:"kioskName"`
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
	ID       string `json:"id"`
	AtMs     int64  `json:"atMs"`
	What     string `json:"what"`
	Text     string `json:"text"`
	Feed     string `json:"feed"`
	By       string `json:"by"`
	ClosedMs int64  `json:"closedMs"`
	Answer   string `json:"answer"`
}

// ResultView is the tally with how every number came about.
type ResultView struct {
	Ranking    []RankView       `json:"ranking"`
	Unit       string           `json:"unit"` // of the totals: catalogue key below "scoring.unit."
	Candidates []string         `json:"candidates"`
	Derivation []DerivationLine `json:"derivation"`
	Marks      []MarkView       `json:"marks"` // of all members; only for whom they are due
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

// DrawBrief is a draw in a list.
type DrawBrief struct {
	ID        string `json:"id"`
	Stage     string `json:"stage"`
	CreatedMs int64  `json:"createdMs"`
	Confirmed int    `json:"confirmed"`
	Seats     int    `json:"seats"`
}

// DrawView is a draw as its page shows it: no names, counts below five as
// "<5" before the opening.
type DrawView struct {
	ID          string           `json:"id"`
	Lot         LotBrief         `json:"lot"`
	Stage       string           `json:"stage"` // pooled, committing, public, revealing, seeded, filled, void
	PoolHash    string           `json:"poolHash"`
	PoolSize    string           `json:"poolSize"`
	Exclusions  []ExclusionCount `json:"exclusions"`
	Unknown     string           `json:"unknown"` // of how many something was never asked
	Unasked     []string         `json:"unasked"` // what was never asked of the lot, or is not known of its bidders
	Feasible    []SeatSupply     `json:"feasible"`
	Plan        []SeatPlan       `json:"plan"`
	Shares      []ShareView      `json:"shares"`
	MayCommit   bool             `json:"mayCommit"` // this reader on this device
	MayReveal   bool             `json:"mayReveal"`
	MayPublic   bool             `json:"mayPublic"`
	PublicShare string           `json:"publicShare"`
	PublicBy    string           `json:"publicBy"`
	Seed        string           `json:"seed"`
	Tickets     []TicketView     `json:"tickets"` // the first of the order, with skips
	Seats       []DrawSeat       `json:"seats"`
	Confirmed   int              `json:"confirmed"`
	VoidReason  string           `json:"voidReason"`
	Former      string           `json:"former"`     // the void draw that this one follows
	Checkpoint  string           `json:"checkpoint"` // the signed note that covers the pool
	Version     int64            `json:"version"`
}

// ExclusionCount is how many experts one ground excludes.
type ExclusionCount struct {
	Ground string `json:"ground"`
	Clause string `json:"clause"` // "" for a rule of the centre's own
	Action string `json:"action"` // catalogue key below "desk-draw.action."
	Count  string `json:"count"`
}

// SeatSupply is how many of the pool fit a seat.
type SeatSupply struct {
	Seat  int    `json:"seat"`
	Count string `json:"count"`
	Short bool   `json:"short"`
}

// ShareView is one party's share.
type ShareView struct {
	Party       string `json:"party"`
	Name        string `json:"name"`
	Role        string `json:"role"`
	Commitment  string `json:"commitment"`
	CommittedMs int64  `json:"committedMs"`
	Nonce       string `json:"nonce"`
	EnteredHash string `json:"enteredHash"`
	RevealedMs  int64  `json:"revealedMs"`
}

// TicketView is one ticket in the order of the draw.
type TicketView struct {
	Order  int    `json:"order"`
	Ticket string `json:"ticket"`
	Label  string `json:"label"`
	Seat   int    `json:"seat"` // 0 if it took none
	Skip   string `json:"skip"` // catalogue key below "skip."
	For    int    `json:"for"`  // the seat it was needed for, with that skip
}

// DrawSeat is how a seat of the draw stands.
type DrawSeat struct {
	Seat  int    `json:"seat"`
	Label string `json:"label"`
	State string `json:"state"` // empty, filled, invited, accepted, declined, unanswered, present
	Calls int    `json:"calls"`
	AtMs  int64  `json:"atMs"`
}

// CallView is what a caller needs to invite one expert by hand; it names the
// person, never the tender.
type CallView struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Text  string `json:"text"`
	Pass  string `json:"pass"`
}

// SitterView is who holds a seat, for two roles who have opened the draw
// together.
type SitterView struct {
	Seat   int    `json:"seat"`
	Name   string `json:"name"`
	Answer string `json:"answer"` // to the invitation; empty before it
}

// SetUpView is what is kept on paper after the first start, each key as eight
// groups.
type SetUpView struct {
	Master  []string            `json:"master"`
	Openers map[string][]string `json:"openers"` // by role
}

// RoomView is a room with its kiosks.
type RoomView struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Seats   int         `json:"seats"`
	Kiosks  []KioskView `json:"kiosks"`
	Lot     string      `json:"lot"` // of the running meeting
	Version int64       `json:"version"`
}

// KioskView is a scoring terminal.
type KioskView struct {
	ID          string `json:"id"`
	Room        string `json:"room"`
	Seat        int    `json:"seat"`
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	PairedMs    int64  `json:"pairedMs"`
	Online      bool   `json:"online"`
}

// PairingView is a kiosk that asks to be paired.
type PairingView struct {
	ID          string `json:"id"`
	Fingerprint string `json:"fingerprint"`
	CreatedMs   int64  `json:"createdMs"`
	ExpiresMs   int64  `json:"expiresMs"`
	Kiosk       string `json:"kiosk"` // once confirmed
}

// ExpertView is an expert in the register; identity number and phone are
// masked.
type ExpertView struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Identity     string            `json:"identity"` // masked
	Phone        string            `json:"phone"`    // masked
	Region       string            `json:"region"`
	Title        string            `json:"title"`
	Status       string            `json:"status"`
	Until        string            `json:"until"`
	Specialties  []SpecialtyView   `json:"specialties"`
	Affiliations []AffiliationView `json:"affiliations"`
	Relations    []RelationView    `json:"relations"`
}

// SpecialtyView is a specialty code with its names.
type SpecialtyView struct {
	Code   string `json:"code"`
	Parent string `json:"parent"` // code of the one above; empty at the top
	Names  Words  `json:"names"`  // empty for a code that is not in the list
}

// AffiliationView is where an expert works or worked.
type AffiliationView struct {
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// RelationView is a declared relation.
type RelationView struct {
	Relation   string `json:"relation"`
	State      string `json:"state"` // none, some, never_asked
	DeclaredOn string `json:"declaredOn"`
}

// CompanyView is a company in the register.
type CompanyView struct {
	ID                  string   `json:"id"`
	Name                string   `json:"name"`
	FormerNames         []string `json:"formerNames"`
	CreditCode          string   `json:"creditCode"`
	LegalRepresentative string   `json:"legalRepresentative"`
	People              int      `json:"people"`
	Shareholders        int      `json:"shareholders"`
}

// ImportView is a register import and how far it is.
type ImportView struct {
	ID        string        `json:"id"`
	File      string        `json:"file"`
	State     string        `json:"state"`  // kept, reading, ready, writing, done, failed
	Failed    []Reason      `json:"failed"` // why it could not be read, or written
	Total     int64         `json:"total"`
	Done      int64         `json:"done"`
	Good      int64         `json:"good"`
	Bad       int64         `json:"bad"`
	Problems  []ProblemView `json:"problems"` // the first hundred
	CreatedMs int64         `json:"createdMs"`
}

// ProblemView is one fault of one row.
type ProblemView struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Text   string `json:"text"`
}

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
	ID         string         `json:"id"`
	Meeting    string         `json:"meeting"`
	Number     string         `json:"number"`
	Name       string         `json:"name"`
	TenderName string         `json:"tenderName"`
	Entity     string         `json:"entity"`
	Stage      string         `json:"stage"`
	Bidders    []BidderView   `json:"bidders"` // empty before declaring
	Criteria   []Criterion    `json:"criteria"`
	Groups     []GroupView    `json:"groups"`  // of the criteria, each before those inside it
	Grounds    []GroundView   `json:"grounds"` // of rejection
	Chair      int            `json:"chair"`
	Barred     string         `json:"barred"` // the clause that keeps a representative from the chair; empty where none does
	Round      int            `json:"round"`
	Undecided  []VoteCount    `json:"undecided"` // how the round before went, if it elected nobody
	Seats      []SeatView     `json:"seats"`     // names of the members present
	Majority   []MajorityView `json:"majority"`  // bids the majority found to fail; once all findings are in
	LeftBids   int            `json:"leftBids"`
	Judged     string         `json:"judged"` // "", sufficient, insufficient
	Owed       []Reason       `json:"owed"`
	NextStage  string         `json:"nextStage"`
	Result     *ResultView    `json:"result"`
	ReportHash string         `json:"reportHash"`
	Silence    string         `json:"silence"`   // the clause by which neither signature nor dissent counts as agreement
	Pause      string         `json:"pause"`     // the reason, while suspended
	Statement  string         `json:"statement"` // the words of the declaration
}

// GroupView is a group of criteria. One that earns points but holds no
// criterion is computed by the method's formulas.
type GroupView struct {
	ID     string `json:"id"`
	Parent string `json:"parent"` // the group above, or empty
	Names  Words  `json:"names"`
	Points string `json:"points"` // what it can earn at most; "0" if only passed or failed
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
	Submitted bool          `json:"submitted"`
	Returned  string        `json:"returned"` // why the sheet came back
	SheetHash string        `json:"sheetHash"`
	Receipt   *Receipt      `json:"receipt"` // of the sheet as it was submitted last; null before
	Concluded string        `json:"concluded"`
	Voted     int           `json:"voted"` // for which seat, this round
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

// EntryView is one entry of a lot's log as a page lists it.
type EntryView struct {
	Seq   int64             `json:"seq"`
	Kind  string            `json:"kind"`
	Text  string            `json:"text"` // the kind in words
	AtMs  int64             `json:"atMs"`
	Actor string            `json:"actor"`
	Role  string            `json:"role"`
	Body  map[string]string `json:"body"` // the plain fields worth showing
	Feed  string            `json:"feed"` // of the seat that acted, for seeking
}

// CheckpointView is a tree's newest checkpoint, with the proof from an older.
type CheckpointView struct {
	Note  string   `json:"note"`
	Proof []string `json:"proof"` // base64, from the asked size
}

// WallView is all rooms that have a meeting, and what needs a person.
type WallView struct {
	Rooms []WallRoom  `json:"rooms"`
	Queue []QueueItem `json:"queue"`
}

// WallRoom is one room on the wall.
type WallRoom struct {
	Room    RoomView     `json:"room"`
	Lot     *LotBrief    `json:"lot"`
	Meeting *MeetingView `json:"meeting"`
	Feeds   []FeedView   `json:"feeds"`
}

// FeedView is one feed and its health.
type FeedView struct {
	ID      string   `json:"id"` // such as "kiosk-3/camera"
	Name    string   `json:"name"`
	Seat    int      `json:"seat"`
	Live    bool     `json:"live"`
	Health  []string `json:"health"` // catalogue keys below "health."
	SinceMs int64    `json:"sinceMs"`
}

// QueueItem is something that needs a person, most urgent first.
type QueueItem struct {
	ID     string            `json:"id"`
	Lot    string            `json:"lot"`
	Room   string            `json:"room"`
	What   string            `json:"what"` // catalogue key below "incident."
	Args   map[string]string `json:"args"`
	AtMs   int64             `json:"atMs"`
	Weight int               `json:"weight"`
}

// TimelineView is a meeting's feeds over time.
type TimelineView struct {
	FromMs int64          `json:"fromMs"`
	ToMs   int64          `json:"toMs"`
	Feeds  []FeedTimeline `json:"feeds"`
}

// FeedTimeline is when a feed was recorded, and when not.
type FeedTimeline struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Seat     int        `json:"seat"`
	Playlist string     `json:"playlist"` // address
	Spans    []SpanView `json:"spans"`
	Gaps     []GapView  `json:"gaps"`
}

// SpanView is one recording of a feed.
type SpanView struct {
	Recording string  `json:"recording"`
	FromMs    int64   `json:"fromMs"`
	ToMs      int64   `json:"toMs"`
	StartSec  float64 `json:"startSec"` // where it begins in the playlist's own time
}

// GapView is a stated gap.
type GapView struct {
	FromMs int64  `json:"fromMs"`
	ToMs   int64  `json:"toMs"`
	Cause  string `json:"cause"`
}
