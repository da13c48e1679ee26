package api

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
	Centre       string `json:"centre"` // its name
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
	Brief         LotBrief            `json:"brief"`
	Version       int64               `json:"version"`
	Entity        PartyView           `json:"entity"`
	Agency        PartyView           `json:"agency"`
	CeilingFen    string              `json:"ceilingFen"`
	BudgetFen     string              `json:"budgetFen"`
	StartedOn     string              `json:"startedOn"`
	Profile       string              `json:"profile"`
	ProfileName   Words               `json:"profileName"`
	Method        *MethodBrief        `json:"method"`
	Plan          []SeatPlan          `json:"plan"`
	Limits        PanelLimits         `json:"limits"`
	MeetingOn     string              `json:"meetingOn"` // as planned; empty if it is not
	DrawRoom      bool                `json:"drawRoom"`  // the plan has the meeting's room drawn
	DrawSeats     bool                `json:"drawSeats"` // and which seat sits at which kiosk
	Bidders       []BidderView        `json:"bidders"`
	BidderChanges []BidderChange      `json:"bidderChanges"` // that wait for a second person
	OpenedMs      int64               `json:"openedMs"`
	OpenedFrom    *OpeningSourceView  `json:"openedFrom"` // null if the record was entered by hand, or there is none
	MayMend       bool                `json:"mayMend"`    // the record of the opening
	Offers        *OffersView         `json:"offers"`     // null where the method knows no further offers
	Prices        *PricesView         `json:"prices"`     // null where prices are in the bids
	Hearings      *HearingsView       `json:"hearings"`   // null where the method asks for none, or not yet
	Draws         []DrawBrief         `json:"draws"`
	Beacon        string              `json:"beacon"` // the chain whose rounds a draw can name, by its name or hash; "" if there is none
	Chosen        []ChosenView        `json:"chosen"` // what is drawn beside the panel
	Meeting       *MeetingView        `json:"meeting"`
	Asked         []ClarificationView `json:"asked"`    // of bidders in writing, as far as the reader may know
	MayReply      bool                `json:"mayReply"` // the reader may enter what bidders answer
	Result        *ResultView         `json:"result"`   // null before the tally, and for whom it is not due
	Checks        []CheckView         `json:"checks"`   // what must hold before the report is signed; empty before the tally, and for whom it is not due
	Steps         []Step              `json:"steps"`
	Assessed      []AssessedBy        `json:"assessed"` // who assesses the panel, as far as the reader may know; empty while there is nobody to assess
}

// BidderChange is a change of the list of bidders that waits for a second person.
type BidderChange struct {
	ID                  string `json:"id"`
	Adds                bool   `json:"adds"` // else it takes a bidder back
	Name                string `json:"name"`
	CreditCode          string `json:"creditCode"`
	LegalRepresentative string `json:"legalRepresentative"`
	Reason              string `json:"reason"`
	By                  string `json:"by"` // name
	AtMs                int64  `json:"atMs"`
	Own                 bool   `json:"own"` // the reader proposed it, and may withdraw it
	MayDecide           bool   `json:"mayDecide"`
}

// Step is one stage of the case on the desk, with what is missing.
type Step struct {
	ID    string   `json:"id"`    // catalogue key below "step."
	State string   `json:"state"` // done, now, later
	Owed  []Reason `json:"owed"`
}

// PartyView is a legal person.
type PartyView struct {
	Name       string `json:"name"`
	CreditCode string `json:"creditCode"`
}

// MethodBrief names a method.
type MethodBrief struct {
	ID            string         `json:"id"`
	Names         Words          `json:"names"`
	Hash          string         `json:"hash"`
	Criteria      []Criterion    `json:"criteria"`
	OpeningValues []OpeningValue `json:"openingValues"`
	Params        []MethodParam  `json:"params"`
}

// MethodParam is a number that the tender documents give a method. Money is in
// whole fen.
type MethodParam struct {
	Key     string   `json:"key"`
	Names   Words    `json:"names"`
	Unit    string   `json:"unit"`    // catalogue key below "scoring.unit."; empty if there is none
	Default string   `json:"default"` // empty if it must be given
	OneOf   []string `json:"oneOf"`   // what it may be; empty for any within the bounds
	Min     string   `json:"min"`     // empty for none
	Max     string   `json:"max"`
	OfLot   bool     `json:"ofLot"` // the lot's ceiling price or budget, and not given beside it
	Given   string   `json:"given"` // for the lot; empty if it is not, and in no lot
}

// Criterion is one item of the method.
type Criterion struct {
	ID        string `json:"id"`
	Group     string `json:"group"` // id of the top group that holds it
	Names     Words  `json:"names"`
	Standard  Words  `json:"standard"` // what earns the points
	Kind      string `json:"kind"`     // points or pass
	Blind     bool   `json:"blind"`    // marked under a code
	OfPrice   bool   `json:"ofPrice"`  // passed or failed once the second envelopes are open
	Objective bool   `json:"objective"`
	Max       string `json:"max"`
	Min       string `json:"min"`
	Step      string `json:"step"`
}

// SeatPlan asks for one place on the panel.
type SeatPlan struct {
	No             int      `json:"no"`
	Specialties    []string `json:"specialties"`
	Fallback       []string `json:"fallback"` // for when nobody of the specialties can take the seat
	Region         string   `json:"region"`
	Representative bool     `json:"representative"`
	Remote         bool     `json:"remote"` // its expert sits in the meeting's remote room
}

// PanelLimits bind the drawn members together, and keep out of the pool who has
// served too much; 0 is no limit, but one member of each employer.
type PanelLimits struct {
	Employer int    `json:"employer"` // at most so many of one employer
	Region   int    `json:"region"`   // at most so many of one region
	Home     string `json:"home"`     // the centre's own region
	Outside  int    `json:"outside"`  // at least so many from elsewhere
	Month    int    `json:"month"`    // nobody serves more often in a month of the calendar
	Interval int    `json:"interval"` // at least so many days between two services
	Entity   bool   `json:"entity"`   // nobody serves the same procuring entity twice running
}

// BidderView is a bidder with its bid.
type BidderView struct {
	ID                  string         `json:"id"`
	Letter              string         `json:"letter"` // A, B, C… in the order entered
	Name                string         `json:"name"`
	CreditCode          string         `json:"creditCode"`
	LegalRepresentative string         `json:"legalRepresentative"`
	Bid                 string         `json:"bid"` // bid id; empty before the file is received, and if it could not be decrypted
	FileHash            string         `json:"fileHash"`
	FileSize            int64          `json:"fileSize"`
	BlindHash           string         `json:"blindHash"` // of the part that is marked blind; empty if there is none, and for members
	BlindSize           int64          `json:"blindSize"`
	PriceHash           string         `json:"priceHash"` // of the second envelope; empty if there is none
	PriceSize           int64          `json:"priceSize"`
	Code                string         `json:"code"` // under which it was marked; empty before the tally
	Opening             *OpeningView   `json:"opening"`
	Unopened            *UnopenedView  `json:"unopened"`
	Withdrawn           string         `json:"withdrawn"` // why its bidder takes no part any more; empty if it does
	Rejection           *RejectionView `json:"rejection"` // also of one that was withdrawn, without a ground

	Corrections []OpeningCorrection `json:"corrections"` // of the record of the opening, oldest first
}

// RejectionView says why a bid was rejected.
type RejectionView struct {
	Ground string   `json:"ground"`
	Names  Words    `json:"names"`
	Clause string   `json:"clause"`
	Items  []string `json:"items"`
	Reason string   `json:"reason"`
}

// FactsView is what is known of a lot that decides who may not sit.
type FactsView struct {
	Subjects  []FactsSubject `json:"subjects"`
	Drawn     bool           `json:"drawn"` // a change counts when a second person has confirmed it
	MayEdit   bool           `json:"mayEdit"`
	MayDecide bool           `json:"mayDecide"` // as the second person
}

// FactsSubject is what is known about one subject.
type FactsSubject struct {
	Subject  string          `json:"subject"` // catalogue key below "desk-draw.subject."
	Asked    string          `json:"asked"`   // none, some or never_asked
	Facts    string          `json:"facts"`   // the datum of the rows; empty if there are none
	Rows     []FactsRow      `json:"rows"`
	Proposal *FactsSuggested `json:"proposal"`
}

// FactsSuggested waits for a second person.
type FactsSuggested struct {
	Asked  string     `json:"asked"`
	Facts  string     `json:"facts"`
	Rows   []FactsRow `json:"rows"`
	Reason string     `json:"reason"`
	By     string     `json:"by"`
	AtMs   int64      `json:"atMs"`
}

// FactsRow is one thing that is known; what it has depends on the subject.
type FactsRow struct {
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Known      int    `json:"known"` // the row's number if the person's identity number is known, which is not shown; else 0
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	Bidder     string `json:"bidder"` // id; empty if it bids no longer
	BidderName string `json:"bidderName"`
	On         string `json:"on"`
}
