package evaluation

import (
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// An OpeningRecord is what was read out for one bid.
type OpeningRecord struct {
	Bid      string            `json:"bid"`
	PriceFen int64             `json:"price_fen,string"` // 投标报价; 0 while it is in a second envelope
	Duration string            `json:"duration"`         // 工期 or delivery time, as written
	Quality  string            `json:"quality"`
	Security string            `json:"security"`         // 投标保证金, as written
	Values   map[string]string `json:"values,omitempty"` // further numbers the method asks for, decimals by name
}

// A Fault says who is to blame that a bid's file could not be decrypted.
type Fault string

// The faults of 电子招标投标办法 第三十一条: by the bidder's own the bid counts as
// revoked (撤销), by any other as withdrawn (撤回), and the bidder may claim its
// loss from whoever is to blame.
const (
	FaultOfBidder Fault = "bidder"
	FaultOfOther  Fault = "other"
)

// An UnopenedBid is a bid whose file could not be decrypted: it is out, and the
// opening of the others goes on (电子招标投标办法 第三十一条).
type UnopenedBid struct {
	Bid    string `json:"bid"`
	Fault  Fault  `json:"fault"`
	Reason string `json:"reason"`
}

// An OpeningCorrection is what a record of the opening said before it was
// corrected, and why it was.
type OpeningCorrection struct {
	Was    OpeningRecord
	Reason string
	By     string // account
	AtMs   int64
}

// An OpeningSource is where a record of the opening came from that was not
// entered by hand.
type OpeningSource struct {
	File     string `json:"file"` // SHA-256 of what was imported, hex
	Platform string `json:"platform,omitempty"`
	RecordNo string `json:"record_no,omitempty"`
	OpenedMs int64  `json:"opened_ms,omitempty,string"` // when the bids were opened there, if it says so
}

// ClauseUndecrypted is where the law has what becomes of a bid that could not
// be decrypted.
const ClauseUndecrypted rule.Clause = "电子招标投标办法 第三十一条"

// BidsOpened opens all bids at once.
type BidsOpened struct {
	Records  []OpeningRecord `json:"records"`
	Unopened []UnopenedBid   `json:"unopened,omitempty"`
	Source   *OpeningSource  `json:"source,omitempty"` // nil of a record that was entered by hand
}

// Kind implements [Act].
func (*BidsOpened) Kind() string { return "bids.opened" }

func (a *BidsOpened) apply(c *Case, meta Meta) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Stale, "", "opening.twice", "")
	}
	method, err := c.ScoringMethod() // none is set after the opening
	if err != nil {
		return err
	}
	var refusals rule.Collect
	if len(c.ProposedBidders) > 0 {
		refusals.Add("", "opening.proposed", "")
	}
	if len(c.Bids) < 3 {
		refusals.Add("招标投标法实施条例 第四十四条第二款", "opening.fewer_than_three", "", "count", strconv.Itoa(len(c.Bids)))
	}
	if len(a.Records)+len(a.Unopened) != len(c.Bids) {
		refusals.Add("", "opening.incomplete", "records")
	}
	if len(a.Records) == 0 {
		refusals.Add(ClauseUndecrypted, "opening.none", "records")
	}
	named := map[string]bool{}
	known := func(bid, field string) {
		if c.Bid(bid) == nil || named[bid] {
			refusals.Add("", "bid.unknown", field+".bid")
		}
		named[bid] = true
	}
	for i, record := range a.Records {
		field := "records." + strconv.Itoa(i)
		known(record.Bid, field)
		record.check(method, !method.TwoEnvelopes(), &refusals, field+".")
	}
	for _, record := range a.Records {
		if bid := c.Bid(record.Bid); bid != nil && method.Blind() && bid.BlindHash == "" {
			refusals.Add("", "opening.blind_missing", "", "bidder", c.BidderOf(bid.ID).Name)
		}
		if bid := c.Bid(record.Bid); bid != nil && method.TwoEnvelopes() && bid.PriceHash == "" {
			refusals.Add("", "opening.price_missing", "", "bidder", c.BidderOf(bid.ID).Name)
		}
	}
	for i, u := range a.Unopened {
		field := "unopened." + strconv.Itoa(i)
		known(u.Bid, field)
		u.check(&refusals, field)
	}
	a.Source.check(&refusals, meta)
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	for i := range a.Records {
		c.Bid(a.Records[i].Bid).Opening = &a.Records[i]
	}
	for i := range a.Unopened {
		bid := *c.Bid(a.Unopened[i].Bid)
		bid.Unopened = &a.Unopened[i]
		c.Unopened = append(c.Unopened, bid)
	}
	c.Bids = slices.DeleteFunc(c.Bids, func(b Bid) bool { return b.Opening == nil })
	c.OpenedMs, c.OpenedBy, c.OpenedFrom = meta.AtMs, meta.Actor, a.Source
	return nil
}

func (s *OpeningSource) check(refusals *rule.Collect, meta Meta) {
	if s == nil {
		return
	}
	if !isHex(s.File, sha256.Size) || !oneLine(s.Platform, maxOpeningText) || !oneLine(s.RecordNo, maxOpeningText) {
		refusals.Add("", "opening.source", "source")
	}
	if s.OpenedMs < 0 || s.OpenedMs > meta.AtMs {
		refusals.Add("", "opening.later", "source.opened_ms")
	}
}

// check holds a record to the method; priced says that its price was read out.
func (r OpeningRecord) check(method *scoring.Method, priced bool, refusals *rule.Collect, within string) {
	if !priced {
		if r.PriceFen != 0 || len(r.Values) > 0 {
			refusals.Add("", "prices.sealed", within+"price_fen")
		}
		return
	}
	if r.PriceFen <= 0 {
		refusals.Add("", "price.positive", within+"price_fen")
	}
	checkValues(method, r.Values, refusals, within+"values")
}

// checkValues holds what was read out beside the price to what the method takes.
func checkValues(method *scoring.Method, values map[string]string, refusals *rule.Collect, field string) {
	taken := method.Values()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.ContainsFunc(taken, func(q scoring.Quantity) bool { return q.Key() == key }) {
			refusals.Add("", "opening.value_unknown", field, "key", key)
		}
	}
	for i := range taken {
		taken[i].Check(values, field+"."+taken[i].Key(), refusals)
	}
}

func (u UnopenedBid) check(refusals *rule.Collect, field string) {
	if u.Fault != FaultOfBidder && u.Fault != FaultOfOther {
		refusals.Add(ClauseUndecrypted, "opening.fault", field+".fault")
	}
	if strings.TrimSpace(u.Reason) == "" {
		refusals.Add("", "reason.required", field+".reason")
	}
}

// OpeningCorrected mends a slip in the record of the opening: the record says
// what the bid said, and what it said before stays in the log and the report.
// Whoever entered the record may not, and nobody once the panel has begun to
// examine.
type OpeningCorrected struct {
	OpeningRecord
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*OpeningCorrected) Kind() string { return "opening.corrected" }

func (a *OpeningCorrected) apply(c *Case, meta Meta) error {
	bid := c.Bid(a.Bid)
	switch {
	case c.OpenedMs == 0:
		return rule.Refuse(rule.Premature, "", "opening.missing", "")
	case c.Examined && !c.justPriced(a.OpeningRecord):
		return rule.Refuse(rule.Stale, "", "opening.examined", "")
	case len(c.Coefficients) > 0:
		return rule.Refuse(rule.Stale, "", "opening.drawn", "")
	case bid == nil:
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "bid")
	case c.readOutBy(meta.Actor):
		return rule.Refuse(rule.Forbidden, "", "opening.own_record", "")
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	a.check(method, c.priced(bid), &refusals, "")
	if strings.TrimSpace(a.Reason) == "" {
		refusals.Add("", "reason.required", "reason")
	}
	if bid.Opening.equal(a.OpeningRecord) {
		refusals.Add("", "opening.same", "")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	c.Corrections = append(c.Corrections, OpeningCorrection{Was: *bid.Opening, Reason: a.Reason, By: meta.Actor, AtMs: meta.AtMs})
	bid.Opening = &a.OpeningRecord
	return nil
}

func (r OpeningRecord) equal(s OpeningRecord) bool {
	values := maps.Equal(r.Values, s.Values)
	r.Values, s.Values = nil, nil
	return values && r.Bid == s.Bid && r.PriceFen == s.PriceFen && r.Duration == s.Duration && r.Quality == s.Quality && r.Security == s.Security
}

// OpenedAs reports whether the bids were opened by what act says, from whatever
// file.
func (c *Case) OpenedAs(act *BidsOpened) bool {
	if len(act.Records) != len(c.Bids) || len(act.Unopened) != len(c.Unopened) {
		return false
	}
	if !c.OpenedFrom.same(act.Source) {
		return false
	}
	for _, record := range act.Records {
		bid := c.Bid(record.Bid)
		if bid == nil || !c.readOut(bid).equal(record) {
			return false
		}
	}
	for _, u := range act.Unopened {
		if !slices.ContainsFunc(c.Unopened, func(b Bid) bool { return *b.Unopened == u }) {
			return false
		}
	}
	return true
}

// same reports whether two records came from one place, in whatever file.
func (s *OpeningSource) same(t *OpeningSource) bool {
	if s == nil || t == nil {
		return false
	}
	was, now := *s, *t
	was.File, now.File = "", ""
	return was == now
}

// readOut is what the record of a bid said at the opening, before it was
// corrected: nothing of a price that was in a second envelope.
func (c *Case) readOut(bid *Bid) OpeningRecord {
	read := *bid.Opening
	if i := slices.IndexFunc(c.Corrections, func(corrected OpeningCorrection) bool { return corrected.Was.Bid == bid.ID }); i >= 0 {
		read = c.Corrections[i].Was
	}
	if c.TwoEnvelopes() {
		read.PriceFen, read.Values = 0, nil
	}
	return read
}

// readOutBy reports whether an account entered what was read out last, or may
// have: nobody is named.
func (c *Case) readOutBy(account string) bool {
	if c.Stage() == Pricing {
		return slices.ContainsFunc(c.PriceOpenings, func(o PriceOpening) bool { return o.By == account })
	}
	return account == c.OpenedBy || c.OpenedBy == ""
}

// justPriced reports whether a record corrects nothing but the price of a second
// envelope, on which nothing rests yet.
func (c *Case) justPriced(record OpeningRecord) bool {
	bid := c.Bid(record.Bid)
	if !c.priced(bid) || c.pricesRestedOn() {
		return false
	}
	now := *bid.Opening
	now.PriceFen, now.Values = record.PriceFen, record.Values
	return now.equal(record)
}

// pricesRestedOn reports whether something rests on the prices of second
// envelopes, or they are sealed.
func (c *Case) pricesRestedOn() bool {
	if c.Stage() != Pricing || len(c.PriceOpenings) == 0 || c.Meeting.counted() {
		return true
	}
	method, err := c.ScoringMethod()
	return err != nil || slices.ContainsFunc(c.Meeting.Findings, func(f FindingMade) bool { return method.Criterion(f.Item).OfPrice }) ||
		slices.ContainsFunc(c.Meeting.Clarifications, func(one Clarification) bool { return one.Asks != AsksClarification }) ||
		slices.ContainsFunc(c.Bids, func(b Bid) bool { return b.Late && b.Withdrawn == nil })
}

// MayMend reports whether an account may correct what was read out, now.
func (c *Case) MayMend(account string) bool {
	return c.OpenedMs != 0 && !c.readOutBy(account) && len(c.Coefficients) == 0 && (!c.Examined || !c.pricesRestedOn())
}
