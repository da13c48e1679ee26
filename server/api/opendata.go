package api

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document/ocds"
	"bidroom/server/rooms"
)

// OpenData sends what may be published of a sealed case as a release package of
// the Open Contracting Data Standard.
func (h *Handlers) OpenData(c *fiber.Ctx, by rooms.Actor) error {
	r, err := h.awardCase(c, by, access.AwardPublish, false)
	if err != nil {
		return err
	}
	pack, err := r.pack(h.OCIDPrefix, c.BaseURL()+c.Path(), h.Now())
	if err != nil {
		return err
	}
	c.Attachment("ocds-" + r.c.Lot.ID + ".json")
	return c.JSON(pack)
}

// pack makes the release of what the rules have published by now: of the
// candidates, where they are published, and of the award.
func (r *awardMaker) pack(prefix, uri string, now time.Time) (p ocds.Package, err error) {
	m, notices := r.c.Meeting, r.profile.Publication
	switch {
	case m.Award != nil:
	case notices.Candidates.Days == 0:
		return p, rule.Refuse(rule.Premature, notices.Result.Clause, "award.missing", "")
	case m.Published == nil:
		return p, rule.Refuse(rule.Premature, notices.Candidates.Clause, "award.unpublished", "", "days", strconv.Itoa(notices.Candidates.Days))
	}
	d := &openData{awardMaker: r}
	release, err := d.release(prefix)
	if err != nil {
		return p, err
	}
	return ocds.Package{URI: uri, Version: ocds.Version, Extensions: ocds.Extensions, PublishedDate: now.In(r.zone).Format(time.RFC3339),
		Publisher: ocds.Publisher{Name: r.c.Lot.CentreName}, Releases: []ocds.Release{release}}, nil
}

// openData gathers the parties of a release while it is made.
type openData struct {
	*awardMaker
	parties []*ocds.Party
}

func (d *openData) release(prefix string) (ocds.Release, error) {
	lot, m := d.c.Lot, d.c.Meeting
	at, tag, status := int64(0), "tenderUpdate", "active"
	if m.Published != nil {
		at = m.Published.AtMs
	}
	if m.Award != nil {
		at, tag, status = max(at, m.Award.AtMs), "award", "complete"
		if m.Award.Reason != "" { // it was entered again
			tag = "awardUpdate"
		}
	}
	entity := d.party(lot.ProcuringEntity.Name, lot.ProcuringEntity.CreditCode, "buyer", "procuringEntity")
	one := ocds.Lot{ID: lot.ID, Title: lot.Name, Status: status}
	if lot.CeilingFen > 0 {
		one.Value = ocds.Yuan(lot.CeilingFen)
	} else if lot.BudgetFen > 0 {
		one.Value = ocds.Yuan(lot.BudgetFen)
	}
	release := ocds.Release{OCID: strings.Trim(prefix+"-"+lot.Tender, "-"), ID: lot.ID + "-" + strconv.FormatInt(at, 10), Date: d.time(at), Tag: []string{tag}, InitiationType: "tender", Language: "zh",
		Buyer: entity, Tender: ocds.Tender{ID: lot.Tender, Title: lot.TenderName, ProcuringEntity: entity, Lots: []ocds.Lot{one}}}
	release.Bids = d.bids()
	if m.Award != nil {
		award, err := d.award()
		if err != nil {
			return release, err
		}
		release.Awards = []ocds.AwardOfLots{award}
	}
	release.Parties = d.parties
	return release, nil
}

func (d *openData) time(ms int64) string { return time.UnixMilli(ms).In(d.zone).Format(time.RFC3339) }

// registeredCompany begins the credit code of whom the market regulator
// registers (GB 32100); others are registered elsewhere.
const registeredCompany = "9"

// party adds roles to a party, by its credit code or else its name.
func (d *openData) party(name, code string, roles ...string) ocds.Reference {
	id := code
	if code == "" {
		id = name
	}
	var identifier *ocds.Identifier
	if code != "" {
		identifier = &ocds.Identifier{ID: code, LegalName: name}
		if strings.HasPrefix(code, registeredCompany) {
			identifier.Scheme = "CN-SAIC"
			id = identifier.Scheme + "-" + code
		}
	}
	i := slices.IndexFunc(d.parties, func(p *ocds.Party) bool { return p.ID == id })
	if i < 0 {
		i = len(d.parties)
		d.parties = append(d.parties, &ocds.Party{Name: name, ID: id, Identifier: identifier})
	}
	for _, role := range roles {
		if one := d.parties[i]; !slices.Contains(one.Roles, role) {
			one.Roles = append(one.Roles, role)
		}
	}
	return ocds.Reference{Name: d.parties[i].Name, ID: id}
}

// tenderers are the bidder and the other members of its consortium.
func (d *openData) tenderers(bidder string, roles ...string) (list []ocds.Reference) {
	i := slices.IndexFunc(d.c.Bidders, func(b evaluation.Bidder) bool { return b.ID == bidder })
	b := d.c.Bidders[i]
	list = append(list, d.party(b.Name, b.CreditCode, roles...))
	for _, other := range b.Consortium {
		list = append(list, d.party(other.Name, other.CreditCode, roles...))
	}
	return list
}

// candidate reports whether a bid is published as a candidate's.
func (d *openData) candidate(bid string) bool {
	m := d.c.Meeting
	return m.Published != nil && d.profile.Publication.Candidates.Days > 0 && slices.Contains(m.Tally.Candidates, bid)
}

// priced reports whether the price that a bid was evaluated at is published.
func (d *openData) priced(bid string) bool {
	notices, m := d.profile.Publication, d.c.Meeting
	return d.candidate(bid) && slices.Contains(notices.Candidates.Shows, "price") || m.Award != nil && m.Award.Bid == bid && slices.Contains(notices.Result.Shows, "price")
}

// bids are those that were read out at the opening, which is public
// (招标投标法 第三十六条). Where bidders offered again, who did and what is not,
// and only those are shown that a notice names.
func (d *openData) bids() (of ocds.Bids) {
	m, counts := d.c.Meeting, map[string]int{}
	var lowest, highest ocds.Fen
	public := len(d.c.Offers) == 0
	for _, bid := range slices.Concat(d.c.Bids, d.c.Unopened) {
		one := ocds.Bid{ID: bid.ID, Status: bidStatus(bid), RelatedLots: []string{d.c.Lot.ID}}
		counts[one.Status]++
		switch {
		case d.priced(bid.ID):
			one.Value = ocds.Yuan(d.c.PriceFen(&bid))
		case public && bid.Opening != nil && bid.Opening.PriceFen > 0:
			one.Value = ocds.Yuan(bid.Opening.PriceFen)
		}
		if d.candidate(bid.ID) {
			one.Rank = rankOf(d.c, bid.ID).Rank
			one.HasRank = one.Rank > 0
		}
		if public && one.Status == "valid" && one.Value != nil {
			amount := one.Value.Amount
			if highest = max(highest, amount); lowest == 0 || amount < lowest {
				lowest = amount
			}
		}
		if public || d.candidate(bid.ID) || m.Award != nil && m.Award.Bid == bid.ID {
			one.Tenderers = d.tenderers(bid.Bidder, "tenderer")
			of.Details = append(of.Details, one)
		}
	}
	add := func(measure string, value any, currency string) {
		of.Statistics = append(of.Statistics, ocds.Statistic{ID: d.c.Lot.ID + "-" + measure, Measure: measure, Value: value, Currency: currency, RelatedLot: d.c.Lot.ID})
	}
	add("bids", len(d.c.Bids)+len(d.c.Unopened), "")
	add("validBids", counts["valid"], "")
	add("disqualifiedBids", counts["disqualified"], "")
	if lowest > 0 {
		add("lowestValidBidValue", lowest, "CNY")
		add("highestValidBidValue", highest, "CNY")
	}
	return of
}

// bidStatus is the status of a bid in the words of the standard. What could not
// be decrypted counts as withdrawn (电子招标投标办法 第三十一条).
func bidStatus(bid evaluation.Bid) string {
	switch {
	case bid.Unopened != nil || bid.Withdrawn != nil:
		return "withdrawn"
	case bid.Rejection != nil:
		return "disqualified"
	}
	return "valid"
}

func (d *openData) award() (ocds.AwardOfLots, error) {
	awarded := d.c.Meeting.Award
	day, err := time.ParseInLocation(time.DateOnly, awarded.On, d.zone)
	if err != nil {
		return ocds.AwardOfLots{}, err
	}
	one := ocds.AwardOfLots{ID: d.c.Lot.ID, Title: d.c.Lot.Name, Status: "active", Date: day.Format(time.RFC3339),
		Suppliers: d.tenderers(d.c.Bid(awarded.Bid).Bidder, "supplier"), RelatedLots: []string{d.c.Lot.ID}, RelatedBids: []string{awarded.Bid}}
	if d.priced(awarded.Bid) {
		one.Value = ocds.Yuan(d.c.PriceFen(d.c.Bid(awarded.Bid)))
	}
	return one, nil
}
