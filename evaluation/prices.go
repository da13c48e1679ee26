package evaluation

import (
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(PricePartReceived) }, func() Act { return new(PricesOpened) })
}

// PricePartReceived takes the second envelope of a bid into keeping: the file
// that states its price. A later one replaces it before the opening, and a bid
// that comes anew comes without it.
type PricePartReceived struct {
	Bid      string `json:"bid"`
	FileHash string `json:"file_hash"`
	FileSize int64  `json:"file_size,string"`
}

// Kind implements [Act].
func (*PricePartReceived) Kind() string { return "bid.price_received" }

func (a *PricePartReceived) apply(c *Case, _ Meta) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Premature, "招标投标法 第三十六条", "bid.late", "")
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	bid := c.Bid(a.Bid)
	switch {
	case bid == nil:
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "bid")
	case !method.TwoEnvelopes():
		return rule.Refuse(rule.Invalid, "", "bid.one_envelope", "", "method", method.ID())
	case !isHex(a.FileHash, sha256.Size) || a.FileSize <= 0:
		return rule.Refuse(rule.Invalid, "", "bid.file", "file_hash")
	case c.kept(a.FileHash, a.Bid):
		return rule.Refuse(rule.Invalid, "", "bid.price_same", "file_hash")
	}
	bid.PriceHash, bid.PriceSize = a.FileHash, a.FileSize
	return nil
}

// A PriceRecord is what was read out of one bid's second envelope.
type PriceRecord struct {
	Bid      string            `json:"bid"`
	PriceFen int64             `json:"price_fen,string"`
	Values   map[string]string `json:"values,omitempty"` // as of [OpeningRecord]
}

// A PriceOpening is one opening of second envelopes. There is a further one where
// a bid passes that was rejected when the others were opened.
type PriceOpening struct {
	AtMs int64
	By   string         // account
	From *OpeningSource // nil of a record that was entered by hand
}

// PricesOpened opens the second envelopes of all bids whose marks are locked,
// at once. Those of rejected bids stay closed.
type PricesOpened struct {
	Records  []PriceRecord  `json:"records"`
	Unopened []UnopenedBid  `json:"unopened,omitempty"` // those that could not be decrypted: they are out
	Source   *OpeningSource `json:"source,omitempty"`   // nil of a record that was entered by hand
}

// Kind implements [Act].
func (*PricesOpened) Kind() string { return "prices.opened" }

func (a *PricesOpened) apply(c *Case, meta Meta) error {
	m, err := c.at(Pricing)
	if err != nil {
		return err
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	due := c.PricesDue()
	if len(due) == 0 {
		return rule.Refuse(rule.Stale, "", "prices.open", "")
	}
	if err := a.check(method, due, meta); err != nil {
		return err
	}
	for _, record := range a.Records {
		bid := c.Bid(record.Bid)
		read := *bid.Opening // the first record is an act's own
		read.PriceFen, read.Values = record.PriceFen, record.Values
		bid.Opening = &read
	}
	for i := range a.Unopened {
		u := &a.Unopened[i]
		bid := c.Bid(u.Bid)
		bid.Withdrawn, bid.Undecrypted = &Withdrawal{Bid: u.Bid, Reason: u.Reason}, u.Fault
		bid.Rejection, bid.Late, m.Judged = bid.out(), true, nil
	}
	c.PriceOpenings = append(c.PriceOpenings, PriceOpening{AtMs: meta.AtMs, By: meta.Actor, From: a.Source})
	return nil
}

// check refuses what is not one price, or the reason for none, of each bid that
// is due.
func (a *PricesOpened) check(method *scoring.Method, due []string, meta Meta) error {
	var refusals rule.Collect
	left := slices.Clone(due)
	take := func(bid, field string) {
		if i := slices.Index(left, bid); i >= 0 {
			left = slices.Delete(left, i, i+1)
			return
		}
		refusals.Add("", "prices.bid", field+".bid")
	}
	for i, record := range a.Records {
		field := "records." + strconv.Itoa(i)
		take(record.Bid, field)
		if record.PriceFen <= 0 {
			refusals.Add("", "price.positive", field+".price_fen")
		}
		checkValues(method, record.Values, &refusals, field+".values")
	}
	for i, u := range a.Unopened {
		field := "unopened." + strconv.Itoa(i)
		take(u.Bid, field)
		u.check(&refusals, field)
	}
	if len(left) > 0 {
		refusals.Add("", "prices.incomplete", "records", "count", strconv.Itoa(len(left)))
	}
	a.Source.check(&refusals, meta)
	return refusals.Err(rule.Invalid)
}

// TwoEnvelopes reports whether prices are sealed until the marks are locked.
func (c *Case) TwoEnvelopes() bool {
	method, err := c.ScoringMethod()
	return err == nil && method.TwoEnvelopes()
}

// priced reports whether the price of a bid was read out.
func (c *Case) priced(bid *Bid) bool {
	return bid != nil && bid.Opening != nil && (bid.Opening.PriceFen > 0 || !c.TwoEnvelopes())
}

// Priced reports whether the price of a bid was read out, so that it may be shown.
func (c *Case) Priced(bid string) bool { return c.priced(c.Bid(bid)) }

// PricesDue returns the bids whose second envelopes are to be opened now: those
// that pass. It is empty before the marks are locked.
func (c *Case) PricesDue() (due []string) {
	if c.Stage() != Pricing {
		return nil
	}
	return c.unpriced()
}

// unpriced returns the bids that pass and whose prices are not read out.
func (c *Case) unpriced() (bids []string) {
	for _, bid := range c.PassedBids() {
		if !c.priced(&bid) {
			bids = append(bids, bid.ID)
		}
	}
	return bids
}

// PricedAs reports whether second envelopes were opened by what act says, from
// whatever file.
func (c *Case) PricedAs(act *PricesOpened) bool {
	if !slices.ContainsFunc(c.PriceOpenings, func(o PriceOpening) bool { return o.From.same(act.Source) }) {
		return false
	}
	for _, record := range act.Records {
		bid := c.Bid(record.Bid)
		if bid == nil || !c.priced(bid) {
			return false
		}
		read := *bid.Opening
		if i := slices.IndexFunc(c.Corrections, func(o OpeningCorrection) bool { return o.Was.Bid == bid.ID && o.Was.PriceFen > 0 }); i >= 0 {
			read = c.Corrections[i].Was
		}
		if read.PriceFen != record.PriceFen || !maps.Equal(read.Values, record.Values) {
			return false
		}
	}
	for _, u := range act.Unopened {
		if bid := c.Bid(u.Bid); bid == nil || bid.Undecrypted != u.Fault || bid.Withdrawn.Reason != u.Reason {
			return false
		}
	}
	return true
}

// BeforePrices is the case with all second envelopes closed, to hold a record of
// their opening against.
func (c *Case) BeforePrices() *Case {
	before := *c
	before.Bids = slices.Clone(c.Bids)
	for i := range before.Bids {
		bid := &before.Bids[i]
		if bid.Undecrypted != "" {
			bid.Withdrawn, bid.Undecrypted, bid.Rejection = nil, "", nil
		}
		sealed := *bid.Opening
		sealed.PriceFen, sealed.Values = 0, nil
		bid.Opening = &sealed
	}
	return &before
}

// counting is the stage whose end is the tally.
func (c *Case) counting() Stage {
	if c.TwoEnvelopes() {
		return Pricing
	}
	return Evaluating
}

// deciding reports whether bids are rejected at the meeting's stage.
func (m *Meeting) deciding() bool { return m.Stage == Examining || m.Stage == Pricing }

// counted reports whether something was drawn, or is to be, that decides with
// what was found: from then on that stays as it is.
func (m *Meeting) counted() bool { return m.Drawn || m.Tied != nil }

// mayDecide refuses a decision on bids while their prices are still to be read
// out, and once something was drawn that decides with it.
func (c *Case) mayDecide() error {
	if c.Meeting.Stage == Pricing && c.Meeting.counted() {
		return rule.Refuse(rule.Premature, "", "prices.drawn", "")
	}
	return c.pricesOpened()
}

// pricesOpened refuses while second envelopes are to be opened.
func (c *Case) pricesOpened() error {
	if due := len(c.PricesDue()); due > 0 {
		return rule.Refuse(rule.Premature, "", "prices.owed", "", "count", strconv.Itoa(due))
	}
	return nil
}

// priceExamined refuses with everything that the panel owes of the prices.
func (c *Case) priceExamined() error {
	if c.Stage() != Pricing {
		return nil
	}
	if err := c.pricesOpened(); err != nil {
		return err
	}
	return c.examined()
}

// unprice takes back what the panel found of the prices: it is found again once
// the marks are locked anew. The prices stay known, as the log says.
func (c *Case) unprice() {
	m := c.Meeting
	method, err := c.ScoringMethod()
	if err != nil || !method.TwoEnvelopes() {
		return
	}
	m.Findings = slices.DeleteFunc(m.Findings, func(f FindingMade) bool { return method.Criterion(f.Item).OfPrice })
	for i := range m.Clarifications {
		if m.Clarifications[i].Asks != AsksClarification {
			m.Clarifications[i].Judgements = nil
		}
	}
	for i := range c.Bids {
		if bid := &c.Bids[i]; bid.Late {
			bid.Rejection, bid.Late = bid.out(), false
		}
	}
}
