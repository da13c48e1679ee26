package evaluation

import (
	"crypto/sha256"
	"slices"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(LotCreated) }, func() Act { return new(PlanSet) },
		func() Act { return new(BidderAdded) }, func() Act { return new(BidderRemoved) },
		func() Act { return new(BidReceived) }, func() Act { return new(BidsOpened) },
		func() Act { return new(OpeningCorrected) },
	)
}

// A Party is a legal person of the case that is not a bidder.
type Party struct {
	Name       string `json:"name"`
	CreditCode string `json:"credit_code"` // unified social credit code (GB 32100)
}

// A Lot is what is put out to bid.
type Lot struct {
	ID               string `json:"id"`
	Tender           string `json:"tender"`        // tender id
	TenderNumber     string `json:"tender_number"` // 招标项目编号
	TenderName       string `json:"tender_name"`
	Number           string `json:"number"` // 标段（包）编号
	Name             string `json:"name"`
	Profile          string `json:"profile"` // rule profile id
	ProfileHash      string `json:"profile_hash"`
	ProfileText      string `json:"profile_text"` // the whole profile: [rule.Profile.Text]
	ProcuringEntity  Party  `json:"procuring_entity"`
	Agency           Party  `json:"agency"`
	CeilingFen       int64  `json:"ceiling_fen,string"` // 最高投标限价; 0 if none
	BudgetFen        int64  `json:"budget_fen,string"`  // 预算; 0 if not stated
	StartedOn        string `json:"started_on"`         // the day the procurement activity began, yyyy-mm-dd
	TimeZone         string `json:"time_zone"`          // IANA name, for the report
	SpecialCondition string `json:"special_condition"`  // "", complex, social or water: larger panels by profile
	Centre           string `json:"centre"`             // id of the trading centre
	CentreName       string `json:"centre_name"`        // its name on paper
	NoticeMedia      string `json:"notice_media"`       // where the tender was announced
	Place            string `json:"place"`              // where the bids are opened
	Contract         string `json:"contract"`           // matters to settle before the contract is signed
	// LowBid raises lines of the profile, where the tender documents do.
	LowBid LowBidLines `json:"low_bid,omitzero"`
}

// LowBidLines are those that the tender documents raise, in percent; 0 leaves
// the profile's.
type LowBidLines struct {
	MeanPercent    int `json:"mean_percent,string"`
	SecondPercent  int `json:"second_percent,string"`
	CeilingPercent int `json:"ceiling_percent,string"`
}

// LotCreated is the first act of a case. The whole rule profile is in the log,
// so that a stranger holds the case to the same one.
type LotCreated struct {
	Lot
}

// Kind implements [Act].
func (*LotCreated) Kind() string { return "lot.created" }

func (a *LotCreated) apply(c *Case, _ Meta) error {
	if c.Lot.ID != "" {
		return rule.Refuse(rule.Stale, "", "lot.exists", "")
	}
	var refusals rule.Collect
	for field, value := range map[string]string{"id": a.ID, "tender_name": a.TenderName, "number": a.Number, "name": a.Name,
		"procuring_entity": a.ProcuringEntity.Name, "started_on": a.StartedOn} {
		if value == "" {
			refusals.Add("", "field.required", field)
		}
	}
	if a.CeilingFen < 0 || a.BudgetFen < 0 {
		refusals.Add("", "money.negative", "ceiling_fen")
	}
	profile, err := profiles.get(a.ProfileText)
	if err != nil {
		refusals.Add("", "profile.unreadable", "profile", "profile", a.Profile)
	} else if profile.ID != a.Profile || profile.Hash() != a.ProfileHash {
		refusals.Add("", "profile.changed", "profile", "profile", a.Profile)
	} else if a.StartedOn != "" && !profile.InForce(a.StartedOn) {
		refusals.Add("", "profile.not_in_force", "profile", "day", a.StartedOn, "period", profile.EffectiveFrom+" – "+profile.EffectiveTo)
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if _, err := profile.LowBid.Lines(a.StartedOn, rule.LowBidLines(a.LowBid)); err != nil {
		return err
	}
	c.Lot, c.profile = a.Lot, profile
	return nil
}

// A Bidder is one who bids for the lot, alone or as a consortium.
type Bidder struct {
	ID                  string  `json:"id"`
	Name                string  `json:"name"`
	CreditCode          string  `json:"credit_code"`
	LegalRepresentative string  `json:"legal_representative"`
	Consortium          []Party `json:"consortium,omitempty"` // the other members
}

// BidderAdded enters a bidder.
type BidderAdded struct {
	Bidder
}

// Kind implements [Act].
func (*BidderAdded) Kind() string { return "bidder.added" }

func (a *BidderAdded) apply(c *Case, _ Meta) error {
	if err := c.mayAdd(a.Bidder); err != nil {
		return err
	}
	c.add(a.Bidder)
	return nil
}

// BidderRemoved takes back a bidder entered by mistake or withdrawn before
// the opening.
type BidderRemoved struct {
	Bidder string `json:"bidder"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*BidderRemoved) Kind() string { return "bidder.removed" }

func (a *BidderRemoved) apply(c *Case, _ Meta) error {
	if err := c.mayRemove(a.Bidder); err != nil {
		return err
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	c.remove(a.Bidder)
	return nil
}

// A Bid is one bidder's offer for the lot: sealed until the opening.
type Bid struct {
	ID          string            `json:"id"`
	Bidder      string            `json:"bidder"`
	FileHash    string            `json:"file_hash"` // SHA-256 of the bid's PDF, hex
	FileSize    int64             `json:"file_size,string"`
	BlindHash   string            `json:"blind_hash,omitempty"` // SHA-256 of the part that is marked blind, hex; empty if there is none
	BlindSize   int64             `json:"blind_size,omitempty,string"`
	PriceHash   string            `json:"price_hash,omitempty"` // SHA-256 of the second envelope, hex; empty if there is none
	PriceSize   int64             `json:"price_size,omitempty,string"`
	Opening     *OpeningRecord    `json:"opening,omitempty"`     // nil until the opening
	Unopened    *UnopenedBid      `json:"unopened,omitempty"`    // nil unless it could not be decrypted
	Withdrawn   *Withdrawal       `json:"withdrawn,omitempty"`   // nil unless its bidder withdrew between offers, or its price could not be decrypted
	Undecrypted Fault             `json:"undecrypted,omitempty"` // whose fault that is; empty if it is no such bid
	Rejection   *RejectionDecided `json:"rejection,omitempty"`   // also of one that was withdrawn
	Late        bool              `json:"late,omitempty"`        // rejected once the marks were locked
}

// BidReceived takes a bid's file into keeping. A later one of the same bidder
// replaces the earlier before the opening.
type BidReceived struct {
	Bid      string `json:"bid"`
	Bidder   string `json:"bidder"`
	FileHash string `json:"file_hash"`
	FileSize int64  `json:"file_size,string"`
}

// Kind implements [Act].
func (*BidReceived) Kind() string { return "bid.received" }

func (a *BidReceived) apply(c *Case, _ Meta) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Premature, "招标投标法 第三十六条", "bid.late", "")
	}
	if c.bidder(a.Bidder) == nil {
		return rule.Refuse(rule.NotFound, "", "bidder.unknown", "bidder")
	}
	if !isHex(a.FileHash, sha256.Size) || a.FileSize <= 0 || a.Bid == "" {
		return rule.Refuse(rule.Invalid, "", "bid.file", "file_hash")
	}
	c.Bids = slices.DeleteFunc(c.Bids, func(b Bid) bool { return b.Bidder == a.Bidder })
	c.Bids = append(c.Bids, Bid{ID: a.Bid, Bidder: a.Bidder, FileHash: a.FileHash, FileSize: a.FileSize})
	return nil
}
