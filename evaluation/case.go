package evaluation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// Meta is what an act's entry says beside its body: when it was accepted and
// who did it.
type Meta struct {
	AtMs  int64  // UTC, milliseconds
	Actor string // account id, or "seat:3" for a member at a kiosk
	Role  string
}

// An Act is something that was done in a case. Its JSON form is the body of
// its entry in the process log.
type Act interface {
	// Kind names the act in the log, such as "sheet.submitted".
	Kind() string
	apply(c *Case, meta Meta) error
}

// A Case is one lot from its first act to its last. The zero Case is a case
// in which nothing has happened yet.
type Case struct {
	Lot     Lot
	Method  MethodSet
	Plan    PlanSet
	Bidders []Bidder
	// ProposedBidders are the changes of the list that wait for a second person.
	ProposedBidders []ProposedBidder
	Facts           []KnownFacts    // by subject
	Proposed        []ProposedFacts // by subject
	Bids            []Bid
	Unopened        []Bid          // those that could not be decrypted at the opening
	OpenedMs        int64          // when the bids were opened; 0 before
	OpenedBy        string         // account
	OpenedFrom      *OpeningSource // nil of a record that was entered by hand
	Corrections     []OpeningCorrection
	Offers          []OffersRound  // further offers, by round
	PriceOpenings   []PriceOpening // of second envelopes
	Examined        bool           // a panel has begun to examine the bids, in this meeting or an earlier one
	Leads           *Leads         // nil before they were looked for
	// Coefficients are those of the method that were drawn.
	Coefficients []CoefficientDrawn
	Meeting      *Meeting // the present meeting; nil before the first is scheduled
	Former       []Meeting
	Assessments  []Assessment
	Fees         Fees

	method     *scoring.Method       // parsed from Method.Source when first needed
	profile    *rule.Profile         // read when first needed
	recordings map[string]*Recording // by id; not part of a snapshot, which would grow with every segment
	gaps       []RecordingGap
}

// Apply checks act against the rules and carries it out. It returns a
// *[rule.Refusal] if a rule forbids the act; the case must then be thrown
// away, for it may have been changed in part.
func (c *Case) Apply(meta Meta, act Act) error {
	if c.Lot.ID == "" {
		if _, first := act.(*LotCreated); !first {
			return rule.Refuse(rule.Premature, "", "lot.missing", "")
		}
	}
	return act.apply(c, meta)
}

// Stage returns where the case stands.
func (c *Case) Stage() Stage {
	if c.Meeting == nil {
		return Preparing
	}
	return c.Meeting.Stage
}

// Profile returns the rule profile that the lot was set up under, as its first
// act states it.
func (c *Case) Profile() (*rule.Profile, error) {
	if c.profile == nil {
		p, err := profiles.get(c.Lot.ProfileText)
		if err != nil {
			return nil, err
		}
		c.profile = p
	}
	return c.profile, nil
}

// ScoringMethod returns the method that the lot is evaluated by.
func (c *Case) ScoringMethod() (*scoring.Method, error) {
	if c.method == nil {
		if c.Method.Source == "" {
			return nil, rule.Refuse(rule.Premature, "", "method.missing", "method")
		}
		m, err := methods.get(c.Method.Source)
		if err != nil {
			return nil, err
		}
		c.method = m
	}
	return c.method, nil
}

// Bid returns the bid with the given id, or nil.
func (c *Case) Bid(id string) *Bid {
	i := slices.IndexFunc(c.Bids, func(b Bid) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Bids[i]
}

// BidderOf returns the bidder who made bid.
func (c *Case) BidderOf(bid string) *Bidder {
	b := c.Bid(bid)
	if b == nil {
		return nil
	}
	return c.bidder(b.Bidder)
}

func (c *Case) bidder(id string) *Bidder {
	i := slices.IndexFunc(c.Bidders, func(b Bidder) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Bidders[i]
}

// at returns the present meeting if it stands in one of the given stages.
func (c *Case) at(stages ...Stage) (*Meeting, error) {
	if c.Meeting != nil && slices.Contains(stages, c.Meeting.Stage) {
		return c.Meeting, nil
	}
	return nil, rule.Refuse(rule.Premature, "", "stage.wrong", "", "stage", string(c.Stage()), "needed", string(stages[0]))
}

// prepared refuses what may only be done before the meeting is opened.
func (c *Case) preparing() error {
	if c.Meeting != nil && !c.Meeting.Stage.before(Assembling) {
		return rule.Refuse(rule.Premature, "", "stage.wrong", "", "stage", string(c.Stage()), "needed", string(Preparing))
	}
	return nil
}

// kinds holds an empty act of every kind that a case can hold.
var kinds = map[string]func() Act{}

func register(makers ...func() Act) {
	for _, maker := range makers {
		kinds[maker().Kind()] = maker
	}
}

// Kinds lists every kind of act of a case, sorted.
func Kinds() []string {
	list := make([]string, 0, len(kinds))
	for kind := range kinds {
		list = append(list, kind)
	}
	slices.Sort(list)
	return list
}

// maxBody bounds an act's body, in bytes: a method file of 256 KiB and room
// around it.
const maxBody = 512 << 10

// Decode returns the act of the given kind whose JSON is body. Unknown kinds
// and unknown fields are errors.
func Decode(kind string, body []byte) (Act, error) {
	maker, ok := kinds[kind]
	if !ok {
		return nil, fmt.Errorf("no act of kind %q", kind)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("act %s: %d bytes are more than %d", kind, len(body), maxBody)
	}
	act := maker()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(act); err != nil {
		return nil, fmt.Errorf("act %s: %w", kind, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("act %s: text after its end", kind)
	}
	return act, nil
}
