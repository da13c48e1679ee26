package document

import "time"

// A DrawRecord is the record of one draw (抽取记录), part of the file of the
// procurement. It holds no names of experts unless Names is given, which is
// when they were released. The record of a draw that is of no panel has
// Options, and nothing of seats and experts.
type DrawRecord struct {
	Subject string // what is drawn, in words; empty for a panel
	Options []DrawOption
	Order   []DrawOption // lowest ticket first; empty before it stands
	Heading
	ID          string // of the draw
	Agency      string
	Profile     string // rule profile
	Place       string
	Terminal    string
	Address     string // network address of the terminal
	CreatedAt   time.Time
	CompletedAt time.Time // zero while the draw is not over

	People     []DrawPerson
	Plan       []DrawSeat
	Recusals   []string // inputs of the conflict check, as hashes
	Exclusions []Count  // how many experts each ground excluded
	Dismissed  string   // how many matches by name were found false
	Unknown    string   // how many answers of the conflict check were unknown
	PoolSize   string   // may be stated as "<5"
	PoolHash   string   // hex
	Algorithm  string   // and its version

	Shares      []DrawShare
	PublicShare string
	PublicBy    string
	Beacon      string // the chain's hash and the round; empty if none was named
	Seed        string // hex; empty before it is known

	Picks        []Pick
	Attempts     []Attempt
	Replacements []Replacement
	Conditions   []string // fall-backs and limits of the plan
	Names        []SeatName
	ReleasedAt   time.Time
	ReleasedBy   string
	Deeds        []DrawDeed

	Outside *OutsideDraw // nil if it was drawn here

	Former       string // the void draw that this one follows
	FormerReason string // why it does
	VoidReason   string

	LogTree    string
	LogSize    string
	Checkpoint string

	Public string // where anybody can read the public record; empty if there is none
}

// A DrawDeed is what somebody, or the program, did beside the draw's own course.
type DrawDeed struct {
	At       time.Time
	By, What string
}

// A DrawOption is one of what a draw is from.
type DrawOption struct {
	Option string // as it is hashed
	Word   string // as people call it
	Ticket string // hex; empty before the order stands
}

// An OutsideDraw is what is known of a draw that a library made elsewhere: it
// was not computed again.
type OutsideDraw struct {
	Library     string
	RecordNo    string
	Body        string // who drew
	Person      string // in charge of it
	DrawnAt     time.Time
	File        string // SHA-256 of what was imported, hex
	Record      string // SHA-256 of the library's own record, hex
	Substitutes int
	Deviations  []string      // from the plan, in words
	Lists       []OutsideDraw // of substitutes that came later
}

// A DrawPerson took part in a draw: who asked, drew, witnessed, supervised.
type DrawPerson struct {
	Role string
	Name string
}

// A DrawSeat is a seat of the plan.
type DrawSeat struct {
	Seat           int
	Specialties    string
	Region         string
	Representative bool
	Supply         string // how many of the pool fit; may be "<5"
}

// A Count of experts excluded by one ground.
type Count struct {
	Ground string
	Count  string
}

// A DrawShare is what one party put into the seed.
type DrawShare struct {
	Party       string
	Role        string
	Commitment  string // hex
	CommittedAt time.Time
	Nonce       string // hex; empty before it is revealed
	EnteredHash string // hex
	RevealedAt  time.Time
}

// A Pick is one ticket in the order of the draw.
type Pick struct {
	Order  int
	Label  string // hex
	Ticket string // hex
	Seat   int    // 0 if it took none
	Skip   string // why it took none, in words
}

// An Attempt to reach an expert.
type Attempt struct {
	At      time.Time
	Seat    int
	Channel string
	Result  string
}

// A Replacement of an expert by the next ticket that fits.
type Replacement struct {
	At     time.Time
	Seat   int
	Before string // label
	After  string // label
	Reason string
	By     string // who authorised it
}

// A SeatName opens who was drawn for a seat.
type SeatName struct {
	Seat  int
	Name  string
	Label string
}

// A Receipt is what a member keeps of a submitted score sheet: enough to see
// later that the sheet in the process log is the one that was submitted.
type Receipt struct {
	Location    *time.Location
	Centre      string
	Lot         string
	LotNumber   string
	Seat        int
	Name        string
	SubmittedAt time.Time
	SheetHash   string // the datum in the process log, hex
	Salt        string // of the datum, hex
	Code        string // of the member's key
	Sequence    string // of the entry in the process log
	Checkpoint  string // signed note, may be empty
}
