package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(OffersOpened) })
}

// ClauseOffers is where the rules have that whoever still takes part in a
// negotiation or a consultation makes a final offer, or withdraws before it.
const ClauseOffers rule.Clause = "政府采购非招标采购方式管理办法 第三十三条、第三十四条；财库〔2014〕214号 第二十一条、第二十二条"

// An Offer is a further price of a bidder.
type Offer struct {
	Bid      string `json:"bid"`
	PriceFen int64  `json:"price_fen,string"`
}

// A Withdrawal says why a bidder takes no part any more.
type Withdrawal struct {
	Bid    string `json:"bid"`
	Reason string `json:"reason"`
}

// OffersOpened opens the offers of one round, all at once. The price that is
// evaluated is the one that was offered last.
type OffersOpened struct {
	Round     int          `json:"round,string"` // from 1
	Final     bool         `json:"final,string"` // no further round follows it
	Offers    []Offer      `json:"offers"`
	Withdrawn []Withdrawal `json:"withdrawn,omitempty"`
}

// An OffersRound is a round of offers as it was opened.
type OffersRound struct {
	OffersOpened
	AtMs int64
}

// Kind implements [Act].
func (*OffersOpened) Kind() string { return "offers.opened" }

func (a *OffersOpened) apply(c *Case, meta Meta) error {
	if _, err := c.at(Examining); err != nil {
		return err
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	due := c.OffersDue()
	switch {
	case !method.Rounds():
		return rule.Refuse(rule.Invalid, "", "offers.none", "", "method", method.ID())
	case !c.allFound():
		return rule.Refuse(rule.Premature, ClauseOffers, "offers.early", "")
	case len(due) == 0:
		return rule.Refuse(rule.Stale, ClauseOffers, "offers.closed", "")
	case a.Round != len(c.Offers)+1:
		return rule.Refuse(rule.Stale, "", "stale", "round")
	}
	var refusals rule.Collect
	if !a.Final && c.finalOffers() {
		refusals.Add(ClauseOffers, "offers.final", "final")
	}
	a.check(due, &refusals)
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	c.Offers = append(c.Offers, OffersRound{*a, meta.AtMs})
	for i := range a.Withdrawn {
		bid := c.Bid(a.Withdrawn[i].Bid)
		bid.Withdrawn = &a.Withdrawn[i]
		bid.Rejection, c.Meeting.Judged = bid.out(), nil
	}
	return nil
}

// check refuses what is not one offer or withdrawal of each bid that is due.
func (a *OffersOpened) check(due []string, refusals *rule.Collect) {
	left := slices.Clone(due)
	take := func(bid, field string) {
		if i := slices.Index(left, bid); i >= 0 {
			left = slices.Delete(left, i, i+1)
			return
		}
		refusals.Add(ClauseOffers, "offers.bid", field+".bid")
	}
	for i, offer := range a.Offers {
		field := "offers." + strconv.Itoa(i)
		take(offer.Bid, field)
		if offer.PriceFen <= 0 {
			refusals.Add("", "price.positive", field+".price_fen")
		}
	}
	for i, w := range a.Withdrawn {
		field := "withdrawn." + strconv.Itoa(i)
		take(w.Bid, field)
		if strings.TrimSpace(w.Reason) == "" {
			refusals.Add("", "reason.required", field+".reason")
		}
	}
	if len(left) > 0 {
		refusals.Add(ClauseOffers, "offers.incomplete", "offers", "count", strconv.Itoa(len(left)))
	}
}

// out is what keeps a bid out that was withdrawn, or whose price could not be
// decrypted: no panel decided it, and no return to an earlier stage takes it back.
func (b *Bid) out() *RejectionDecided {
	if b.Withdrawn == nil {
		return nil
	}
	clause := ClauseOffers
	if b.Undecrypted != "" {
		clause = ClauseUndecrypted
	}
	return &RejectionDecided{Bid: b.ID, Clause: clause, Reason: b.Withdrawn.Reason}
}

// finalOffers reports whether a round was the final one.
func (c *Case) finalOffers() bool {
	return slices.ContainsFunc(c.Offers, func(r OffersRound) bool { return r.Final })
}

// OffersDue returns the bids of which an offer is due: those that the majority's
// findings leave and of which no final offer was opened. It is empty where the
// method knows no rounds of offers, and before the panel has found all.
func (c *Case) OffersDue() (due []string) {
	method, err := c.ScoringMethod()
	if err != nil || !method.Rounds() || c.Stage() != Examining || !c.allFound() {
		return nil
	}
	for _, bid := range c.Bids {
		settled := slices.ContainsFunc(c.Offers, func(r OffersRound) bool {
			return r.Final && slices.ContainsFunc(r.Offers, func(o Offer) bool { return o.Bid == bid.ID })
		})
		if bid.Withdrawn == nil && len(c.Failed(bid.ID)) == 0 && !settled {
			due = append(due, bid.ID)
		}
	}
	return due
}

// awaitsOffers reports whether the price that is evaluated is still to come.
func (c *Case) awaitsOffers() bool {
	method, err := c.ScoringMethod()
	return err == nil && method.Rounds() && c.Stage() == Examining && (!c.allFound() || len(c.OffersDue()) > 0)
}

// OfferedFen is the price that was offered last for a bid: the one that was
// read out at the opening, where no further was made.
func (c *Case) OfferedFen(bid *Bid) int64 {
	for _, round := range slices.Backward(c.Offers) {
		for _, offer := range round.Offers {
			if offer.Bid == bid.ID {
				return offer.PriceFen
			}
		}
	}
	return bid.Opening.PriceFen
}
