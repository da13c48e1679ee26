package evaluation

import (
	"cmp"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(
		func() Act { return new(FindingMade) }, func() Act { return new(RejectionDecided) }, func() Act { return new(CompetitionJudged) },
	)
}

// FindingMade is one member's finding on one item of the preliminary
// examination for one bid. A later one of the same member replaces it until
// the stage ends.
type FindingMade struct {
	Seat   int    `json:"seat,string"`
	Bid    string `json:"bid"`
	Item   string `json:"item"` // a pass/fail criterion of the method
	Pass   bool   `json:"pass,string"`
	Reason string `json:"reason,omitempty"` // needed when it fails
	Page   int    `json:"page,string"`      // of the bid's file; 0 if none is named
}

// Kind implements [Act].
func (*FindingMade) Kind() string { return "finding.made" }

func (a *FindingMade) apply(c *Case, meta Meta) error {
	m, err := c.at(Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	if err != nil {
		return err
	}
	if seat.Member.DeclaredMs == 0 { // a replacement declares first, as the others did
		return rule.Refuse(rule.Premature, "", "seat.not_declared", "seat", "seat", strconv.Itoa(a.Seat))
	}
	if m.Stage == Evaluating && m.findingsComplete(c, a.Seat) {
		return rule.Refuse(rule.Premature, "", "stage.wrong", "", "stage", string(m.Stage), "needed", string(Examining))
	}
	if m.Stage == Pricing && !m.mayFind(c, a) {
		return rule.Refuse(rule.Premature, "", "prices.found", "item")
	}
	items, err := c.examinationItems()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	i := slices.IndexFunc(items, func(i scoring.Criterion) bool { return i.ID == a.Item })
	switch {
	case i < 0:
		refusals.Add("招标投标法实施条例 第四十九条", "item.unknown", "item")
	case items[i].OfPrice && !c.priced(c.Bid(a.Bid)):
		refusals.Add("", "prices.sealed", "bid")
	}
	switch bid := c.Bid(a.Bid); {
	case bid == nil:
		refusals.Add("", "bid.unknown", "bid")
	case bid.Withdrawn != nil:
		refusals.Add(ClauseOffers, "offers.withdrawn", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	if !a.Pass && a.Reason == "" {
		refusals.Add("", "finding.reason", "reason")
	}
	if a.Page < 0 {
		refusals.Add("", "page.negative", "page")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	m.Findings = slices.DeleteFunc(m.Findings, func(f FindingMade) bool {
		return f.Seat == a.Seat && f.Bid == a.Bid && f.Item == a.Item
	})
	m.Findings = append(m.Findings, *a)
	if m.deciding() {
		c.lapse(a.Bid)
	}
	return nil
}

// mayFind reports whether a finding may be made while prices are examined: on a
// price, until something was drawn; and whatever the seat has none of, for a
// replacement owes what the others found before.
func (m *Meeting) mayFind(c *Case, a *FindingMade) bool {
	method, err := c.ScoringMethod()
	item := method.Criterion(a.Item)
	return err == nil && item != nil && item.OfPrice && !m.counted() ||
		!slices.ContainsFunc(m.Findings, func(f FindingMade) bool { return f.Seat == a.Seat && f.Bid == a.Bid && f.Item == a.Item })
}

// lapse takes back a bid's rejection once the majority's findings are no
// longer those that it rests on: the chair decides it anew. So is the
// judgement on competition, which was about the bids then left.
func (c *Case) lapse(id string) {
	if bid := c.Bid(id); bid.Rejection != nil && !c.rests(bid) && (c.Meeting.Stage == Examining || bid.Late) {
		bid.Rejection, bid.Late, c.Meeting.Judged = nil, false, nil
	}
}

// rests reports whether a bid's rejection, or that it has none, is what the
// majority's findings and judgements say as they stand: it may name no item that
// the majority does not fail, and no question by which the bid does not fail.
func (c *Case) rests(bid *Bid) bool {
	if bid.Withdrawn != nil {
		return true
	}
	failed, no := c.Failed(bid.ID), cmp.Or(c.Unjustified(bid.ID), c.Unconfirmed(bid.ID))
	if bid.Rejection == nil {
		return len(failed) == 0 && no == 0
	}
	return slices.Equal(failed, bid.Rejection.Items) && no == bid.Rejection.Clarification
}

// examinationItems returns the pass/fail criteria of the method that are
// examined up to the stage of the meeting: those of the prices once their
// envelopes may be opened.
func (c *Case) examinationItems() ([]scoring.Criterion, error) {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	sealed := c.Meeting.Stage.before(Pricing)
	if c.Meeting.Stage == Suspended {
		sealed = c.Meeting.Held.before(Pricing)
	}
	return slices.DeleteFunc(slices.Clone(method.Criteria()), func(i scoring.Criterion) bool {
		return i.Kind != scoring.Pass || i.OfPrice && sealed
	}), nil
}

// TakingPart lists the bids that were not withdrawn.
func (c *Case) TakingPart() []Bid {
	return slices.DeleteFunc(slices.Clone(c.Bids), func(b Bid) bool { return b.Withdrawn != nil })
}

// FindingsOwed counts the findings that every seat owes: one on every item of
// every bid that takes part, on a price if it was read out.
func (c *Case) FindingsOwed() (owed int) {
	items, err := c.examinationItems()
	if err != nil {
		return 0
	}
	for _, bid := range c.TakingPart() {
		for _, item := range items {
			if !item.OfPrice || c.priced(&bid) {
				owed++
			}
		}
	}
	return owed
}

// FindingsOf counts the findings of a seat on bids that take part.
func (c *Case) FindingsOf(seat int) (made int) {
	for _, f := range c.Meeting.Findings {
		if f.Seat == seat && c.Bid(f.Bid).Withdrawn == nil {
			made++
		}
	}
	return made
}

// findingsComplete reports whether a seat has a finding on every item of
// every bid that takes part.
func (m *Meeting) findingsComplete(c *Case, seat int) bool {
	return c.FindingsOf(seat) == c.FindingsOwed()
}

// allFound reports whether every seat has every finding: before that nobody
// knows which bids pass.
func (c *Case) allFound() bool {
	return !slices.ContainsFunc(c.Meeting.Seats, func(seat Seat) bool { return !c.Meeting.findingsComplete(c, seat.No) })
}

// Failed returns the items that more than half of the seats found that the
// bid does not pass.
func (c *Case) Failed(bid string) []string {
	votes := map[string]int{}
	var failed []string
	for _, f := range c.Meeting.Findings {
		if f.Bid != bid || f.Pass {
			continue
		}
		votes[f.Item]++
		if 2*votes[f.Item] > len(c.Meeting.Seats) && !slices.Contains(failed, f.Item) {
			failed = append(failed, f.Item)
		}
	}
	slices.Sort(failed)
	return failed
}

// RejectionDecided rejects a bid that the majority found to fail, or that fails
// by a question to the bidder ([Case.FailsBy]), under a ground of the rule profile.
type RejectionDecided struct {
	Bid    string      `json:"bid"`
	Ground string      `json:"ground"`
	Clause rule.Clause `json:"clause"`
	Items  []string    `json:"items"` // the items that failed, sorted
	// Clarification is the question by which the bid fails; 0 if none.
	Clarification int    `json:"clarification,string,omitempty"`
	Reason        string `json:"reason"`
}

// Kind implements [Act].
func (*RejectionDecided) Kind() string { return "rejection.decided" }

func (a *RejectionDecided) apply(c *Case, meta Meta) error {
	m, err := c.at(Examining, Pricing)
	if err != nil {
		return err
	}
	if err := c.mayDecide(); err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	if meta.Actor != SeatActor(m.Chair) {
		return rule.Refuse(rule.Forbidden, profile.Chair.Clause, "chair.only", "")
	}
	bid := c.Bid(a.Bid)
	if bid == nil {
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "bid")
	}
	var refusals rule.Collect
	ground := profile.Ground(a.Ground)
	if ground == nil || ground.Clause != a.Clause {
		refusals.Add("招标投标法实施条例 第五十一条", "ground.unknown", "ground")
	}
	if bid.Withdrawn != nil {
		return rule.Refuse(rule.Stale, ClauseOffers, "offers.withdrawn", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	failed := c.Failed(a.Bid)
	no, its, clause := c.FailsBy(a.Bid, profile)
	if len(failed) == 0 && no != 0 && a.Ground != its {
		refusals.Add(clause, "rejection.ground", "ground", "bidder", c.BidderOf(a.Bid).Name)
	}
	if len(failed) == 0 && no == 0 || !slices.Equal(failed, a.Items) || no != a.Clarification {
		refusals.Add("", "rejection.no_majority", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	if a.Reason == "" {
		refusals.Add("", "reason.required", "reason")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if m.Stage == Pricing && !c.priced(bid) { // its rejection is of the first envelope
		return rule.Refuse(rule.Premature, "招标投标法实施条例 第五十一条", "rejection.return", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	bid.Rejection, bid.Late, m.Judged = a, m.Stage == Pricing, nil
	return nil
}

// CompetitionJudged is the panel's decision, stated by its chair, whether
// competition is still sufficient with fewer than three bids left.
type CompetitionJudged struct {
	Sufficient bool   `json:"sufficient,string"`
	Reason     string `json:"reason"`
}

// Kind implements [Act].
func (*CompetitionJudged) Kind() string { return "competition.judged" }

func (a *CompetitionJudged) apply(c *Case, meta Meta) error {
	m, err := c.at(Examining, Pricing)
	if err != nil {
		return err
	}
	if err := c.mayDecide(); err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	if meta.Actor != SeatActor(m.Chair) {
		return rule.Refuse(rule.Forbidden, profile.Chair.Clause, "chair.only", "")
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, profile.Fewer.Clause, "reason.required", "reason")
	}
	m.Judged = a
	return nil
}

// PassedBids returns the bids that were not rejected.
func (c *Case) PassedBids() []Bid {
	return slices.DeleteFunc(slices.Clone(c.Bids), func(b Bid) bool { return b.Rejection != nil })
}

// examined refuses with everything that is owed before detailed evaluation.
func (c *Case) examined() error {
	m := c.Meeting
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	for i := range m.Seats {
		if !m.findingsComplete(c, m.Seats[i].No) {
			refusals.Add("", "seat.not_examined", "seat", "seat", strconv.Itoa(m.Seats[i].No))
		}
	}
	c.addRejectionsOwed(&refusals)
	if due := len(c.OffersDue()); due > 0 {
		refusals.Add(ClauseOffers, "offers.owed", "", "count", strconv.Itoa(due))
	}
	if err := c.addLowBidsOwed(&refusals); err != nil {
		return err
	}
	c.addCorrectionsOwed(&refusals, profile)
	if m.Chair == 0 {
		refusals.Add(profile.Chair.Clause, "chair.missing", "")
	}
	if left := len(c.PassedBids()); left < 3 {
		switch {
		case left == 0 || profile.Fewer.Then == "void":
			refusals.Add(profile.Fewer.Clause, "competition.void", "", "left", strconv.Itoa(left))
		case m.Judged == nil:
			refusals.Add(profile.Fewer.Clause, "competition.unjudged", "", "left", strconv.Itoa(left))
		case !m.Judged.Sufficient:
			refusals.Add(profile.Fewer.Clause, "competition.insufficient", "", "left", strconv.Itoa(left))
		}
	}
	return refusals.Err(rule.Premature)
}

// addRejectionsOwed notes every bid whose rejection does not follow from the
// majority's findings and judgements as they stand. The chair decides it in the
// examination only, once every finding is made: whoever has not found yet is not
// told what the others did.
func (c *Case) addRejectionsOwed(refusals *rule.Collect) {
	code := "rejection.owed"
	switch {
	case !c.Meeting.deciding():
		code = "rejection.return"
	case !c.allFound():
		return
	}
	for i := range c.Bids {
		if bid := &c.Bids[i]; !c.rests(bid) {
			owed := code
			if c.Meeting.Stage == Pricing && !c.priced(bid) {
				owed = "rejection.return"
			}
			refusals.Add("招标投标法实施条例 第五十一条", owed, "bid", "bidder", c.BidderOf(bid.ID).Name)
		}
	}
}
