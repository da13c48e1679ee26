package api

// DrawBrief is a draw in a list.
type DrawBrief struct {
	ID        string `json:"id"`
	Stage     string `json:"stage"`
	CreatedMs int64  `json:"createdMs"`
	Confirmed int    `json:"confirmed"`
	Seats     int    `json:"seats"`
	Outside   bool   `json:"outside"` // drawn by a library elsewhere
	Wants     bool   `json:"wants"`   // a supplementary draw waits for a supervisor
}

// CeremonyView is what every draw's page shows: who put what into the seed.
type CeremonyView struct {
	ID          string      `json:"id"`
	Lot         LotBrief    `json:"lot"`
	Stage       string      `json:"stage"` // pooled, committing, revealing, seeded, filled, ordered, void
	Shares      []ShareView `json:"shares"`
	MayCommit   bool        `json:"mayCommit"` // this reader on this device
	MayReveal   bool        `json:"mayReveal"`
	MayPublic   bool        `json:"mayPublic"`
	PublicShare string      `json:"publicShare"`
	PublicBy    string      `json:"publicBy"` // "" if the server fetched it
	Beacon      *BeaconView `json:"beacon"`   // the round that is the public share; null if none was named
	Seed        string      `json:"seed"`
	VoidReason  string      `json:"voidReason"`
	Former      string      `json:"former"`     // the void draw that this one follows
	Reason      string      `json:"reason"`     // why, if it follows one
	Checkpoint  string      `json:"checkpoint"` // the signed note that covers what is drawn from
	Version     int64       `json:"version"`
}

// BeaconView is the round of a public beacon that is the public share of a draw.
type BeaconView struct {
	Chain     string `json:"chain"` // hash
	Name      string `json:"name"`  // of the chain; "" if it has none
	Round     string `json:"round"`
	DueMs     int64  `json:"dueMs"`
	Signature string `json:"signature"` // "" before it is there
	Missing   string `json:"missing"`   // catalogue key below "desk-draw.beacon.missing."; "" if nothing is
	MayGive   bool   `json:"mayGive"`   // this reader may bring the signature now
	Fetched   bool   `json:"fetched"`   // the server asks for it by itself
}

// ChoiceView is a draw that is of no panel, as its page shows it.
type ChoiceView struct {
	CeremonyView
	Purpose     string       `json:"purpose"` // coefficient, rooms, seats, tie: catalogue key below "desk-choice.title."
	Names       Words        `json:"names"`   // of the coefficient
	Options     []OptionView `json:"options"`
	OptionsHash string       `json:"optionsHash"`
	Order       []OptionView `json:"order"` // lowest ticket first, once it stands
}

// OptionView is one of what a draw is from.
type OptionView struct {
	Option string `json:"option"` // as it is hashed
	Word   string `json:"word"`   // as people call it
	Group  int    `json:"group"`  // of tied bids: which are equal, from 1
	Ticket string `json:"ticket"` // empty before the order stands
}

// ChosenView is what a case has drawn beside its panel, or is to draw.
type ChosenView struct {
	Purpose string      `json:"purpose"`
	Subject string      `json:"subject"`
	Names   Words       `json:"names"`
	Options []string    `json:"options"` // in the words of people
	Moment  string      `json:"moment"`  // of a coefficient: opening or tally
	Due     bool        `json:"due"`     // this reader may begin the draw now
	Again   bool        `json:"again"`   // the draw before is void
	Outcome [][]string  `json:"outcome"` // in the words of people: the value, the room, the order of kiosks, or each order of bids that stands; nothing before it is drawn
	Draws   []DrawBrief `json:"draws"`
}

// DrawView is a draw as its page shows it: no names, counts below five as
// "<5" before the opening.
type DrawView struct {
	CeremonyView
	PoolHash   string           `json:"poolHash"`
	PoolSize   string           `json:"poolSize"`
	Exclusions []ExclusionCount `json:"exclusions"`
	Alerts     string           `json:"alerts"`    // of how many experts of the pool there is something that keeps nobody out and is to be looked at
	Dismissed  string           `json:"dismissed"` // how many matches that would have kept somebody out were found false
	Unknown    string           `json:"unknown"`   // of how many something was never asked; empty of a panel drawn elsewhere
	Unasked    []string         `json:"unasked"`   // what was never asked of the lot, or is not known of its bidders
	Chances    *ChancesView     `json:"chances"`   // null until they are worked out
	Plan       []SeatPlan       `json:"plan"`
	Limits     PanelLimits      `json:"limits"`
	Tickets    []TicketView     `json:"tickets"` // the first of the order, with skips
	Seats      []DrawSeat       `json:"seats"`
	Channels   []string         `json:"channels"` // by which invitations can be carried: catalogue keys below "report.draw.channel."
	Inviting   InvitingView     `json:"inviting"`
	Confirmed  int              `json:"confirmed"`
	Outside    *OutsideView     `json:"outside"`    // null for a panel that was drawn here
	Unattended *UnattendedView  `json:"unattended"` // null if people always attended
	MayLeave   bool             `json:"mayLeave"`   // this reader may have the server go on by itself
	MayAttend  bool             `json:"mayAttend"`  // this reader may end that
	Supplement bool             `json:"supplement"` // a supplementary draw waits for a supervisor
	OwnCase    bool             `json:"ownCase"`    // whoever reads this had a hand in the case, and so may call nobody
}

// InvitingView is what the lot's rules say of invitations that a machine
// carries.
type InvitingView struct {
	Clause   string `json:"clause"` // "" if no law says so
	From     string `json:"from"`   // such as 08:00; "" if there are no quiet hours
	Until    string `json:"until"`
	Answer   int    `json:"answer"` // minutes to answer; 0 if it is left to staff
	Calls    int    `json:"calls"`  // tries of a machine that calls
	Messages int    `json:"messages"`
}

// UnattendedView is what the server does by itself while nobody attends, or did.
type UnattendedView struct {
	By        string `json:"by"` // who set it
	SetMs     int64  `json:"setMs"`
	StartMs   int64  `json:"startMs"` // from when on
	Channel   string `json:"channel"`
	CheckInMs int64  `json:"checkInMs"`
	UntilMs   int64  `json:"untilMs"`
	Answer    int    `json:"answer"`   // minutes to answer; 0 if nobody is given up for silence
	Next      string `json:"next"`     // catalogue key below "desk-draw.unattended.next."; "" once it has ended
	NextSeat  int    `json:"nextSeat"` // that it is about
	NextMs    int64  `json:"nextMs"`   // when; 0 if nobody can say
	Why       string `json:"why"`      // it ended: catalogue key below "desk-draw.unattended.why."; "" while it stands
	EndedMs   int64  `json:"endedMs"`
	EndedBy   string `json:"endedBy"` // "" if the server stopped by itself
	Seat      int    `json:"seat"`    // that nobody is left for
	Reason    string `json:"reason"`  // of who ended it
}

// UnattendedOffer is what staff decide of a time when nobody attends.
type UnattendedOffer struct {
	StartMs int64 `json:"startMs"` // from when on; 0 for at once
	InvitationOffer
}

// ExclusionCount is how many experts one ground excludes.
type ExclusionCount struct {
	Ground string `json:"ground"`
	Clause string `json:"clause"` // "" for a rule of the centre's own, and for a limit of the plan
	Action string `json:"action"` // catalogue key below "desk-draw.action."
	Count  string `json:"count"`
	OfPlan bool   `json:"ofPlan"` // a limit of service
}

// ChancesView is how likely the pool's experts are to be drawn, and how easy a
// panel is to guess.
type ChancesView struct {
	Groups    []ChanceGroup `json:"groups"`
	Draws     int           `json:"draws"`     // simulated draws that it was estimated from; 0 if it is exact
	Panels    string        `json:"panels"`    // effective number of panels
	AtLeast   bool          `json:"atLeast"`   // there are so many at least
	Guessable bool          `json:"guessable"` // so few that the page warns
	Blurred   bool          `json:"blurred"`   // groups were put together or withheld, as one has fewer than five
	Repeats   *RepeatsView  `json:"repeats"`   // null of a pool from before they were counted
}

// RepeatsView says how often those who were considered for the pool sat within
// a year.
type RepeatsView struct {
	Panels   string `json:"panels"`   // lots in which one of them served
	Served   string `json:"served"`   // of them who served
	Pairs    string `json:"pairs"`    // of two of them who served together in two lots or more
	Most     string `json:"most"`     // lots in which the most frequent of them served; "" before the opening
	Frequent bool   `json:"frequent"` // somebody sat so often that the page warns
}

// ChanceGroup is the experts who fit the same seats; before the opening also
// several such groups together.
type ChanceGroup struct {
	Seats   []int  `json:"seats"` // none: they fit no seat
	Experts string `json:"experts"`
	Mean    string `json:"mean"`  // per cent; "" if withheld
	Least   string `json:"least"` // per cent; "" before the opening, or if they are all equally likely
	Most    string `json:"most"`
	Exact   string `json:"exact"` // the fraction, where all are equally likely and it is short
	Error   string `json:"error"` // largest standard error, in percentage points; "" if it is exact
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
	Left   string `json:"left"` // why the next one took the seat; "" while it holds it
	Skip   string `json:"skip"` // catalogue key below "skip."
	For    int    `json:"for"`  // the seat it was needed for, with that skip
}

// DrawSeat is how a seat of the draw stands.
type DrawSeat struct {
	Seat    int    `json:"seat"`
	Label   string `json:"label"`
	State   string `json:"state"` // empty, filled, invited, accepted, declined, unanswered, absent; outside: invited by the library; open: nobody is left
	Calls   int    `json:"calls"`
	Channel string `json:"channel"` // of the last attempt, or of the invitation before the first
	Outcome string `json:"outcome"` // of the last attempt: catalogue key below "entry.outcome."
	AtMs    int64  `json:"atMs"`
	MayCall bool   `json:"mayCall"`
	Place   int    `json:"place"` // among the substitutes of a panel drawn elsewhere; 0 for whom the library drew for it
}

// InvitationOffer is what staff decide of invitations.
type InvitationOffer struct {
	Channel string `json:"channel"`
	FromMs  int64  `json:"fromMs"` // of the check-in
	UntilMs int64  `json:"untilMs"`
	Hours   int    `json:"hours"` // for how long they are needed, about
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
