package evaluation

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/lead"
	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(LeadsFound) }, func() Act { return new(LeadJudged) })
}

// LeadsDomain is the domain of the datum that holds what the leads rest on. It
// names authors and machines, so it stays closed in a public file.
const LeadsDomain = "leads.facts"

// Leads are what the bids of a case have in common that they need not have.
type Leads struct {
	LeadsFound
	AtMs   int64
	List   []lead.Lead       // by number, from 1; empty where the facts are not at hand
	Unread map[string]string // bids of whose files not everything was read, and why
}

// LeadsFound says how many leads there are among the bids, once the panel has
// begun to examine them: from then on nothing that they rest on changes.
type LeadsFound struct {
	Facts Datum `json:"rests_on"`     // domain [LeadsDomain]; its value is a [LeadsText]
	Count int   `json:"leads,string"` // listed
	More  int   `json:"more,string"`  // beyond those that are listed
}

// Kind implements [Act].
func (*LeadsFound) Kind() string { return "leads.found" }

func (a *LeadsFound) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	if _, err := c.at(Examining, Evaluating, Pricing); err != nil {
		return err
	}
	switch {
	case c.Leads != nil:
		return rule.Refuse(rule.Stale, "", "leads.found", "")
	case !a.Facts.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "rests_on")
	case a.Count < len(lead.OfPrices(c.prices())) && a.More == 0 || a.Count < 0 || a.Count > lead.MostLeads || a.More < 0 || a.More > 0 && a.Count < lead.MostLeads:
		return rule.Refuse(rule.Invalid, "", "leads.differ", "leads")
	}
	c.Leads = &Leads{LeadsFound: *a, AtMs: meta.AtMs}
	return nil
}

// prices are those that were read out so far, in fen by bid.
func (c *Case) prices() map[string]int64 {
	of := map[string]int64{}
	for _, bid := range c.Bids {
		if c.priced(&bid) {
			of[bid.ID] = bid.Opening.PriceFen
		}
	}
	return of
}

// LeadsText returns the text that the log commits to: the lines
// "bidroom/leads/1" and lot, then the facts of each bid as JSON, in ascending
// byte order of the bids' ids, each ended by a line feed.
func LeadsText(lot string, facts []lead.Facts) (string, error) {
	text := leadsHead(lot)
	for _, f := range slices.SortedFunc(slices.Values(facts), func(a, b lead.Facts) int { return strings.Compare(a.Bid, b.Bid) }) {
		line, err := json.Marshal(f)
		if err != nil {
			return "", err
		}
		text += string(line) + "\n"
	}
	return text, nil
}

func leadsHead(lot string) string { return "bidroom/leads/1\n" + lot + "\n" }

// FindLeads is the act that says what leads there are by these facts, with the
// opening of what they rest on but for its salt.
func (c *Case) FindLeads(facts []lead.Facts) (*LeadsFound, Opening, error) {
	lead.Keep(facts)
	list, more := lead.Find(facts, c.prices())
	text, err := LeadsText(c.Lot.ID, facts)
	return &LeadsFound{Count: len(list), More: more}, Opening{Domain: LeadsDomain, Value: text}, err
}

// OpenLeads puts the opened facts to the case and lists the leads that follow
// from them, after checking that they are what the log commits to, and of the
// bids that were opened. Whoever replays a case calls it after the act, where
// the opening is at hand.
func (c *Case) OpenLeads(o Opening) error {
	differ := rule.Refuse(rule.Invalid, "", "leads.differ", "rests_on")
	if c.Leads == nil || o.Domain != LeadsDomain || o.DatumHash() != c.Leads.Facts {
		return differ
	}
	var facts []lead.Facts
	unread := map[string]string{}
	text, whole := strings.CutPrefix(o.Value, leadsHead(c.Lot.ID))
	if !whole || !strings.HasSuffix(text, "\n") {
		return differ
	}
	for line := range strings.Lines(text) {
		var f lead.Facts
		if rule.Strict([]byte(line), &f) != nil || !f.Valid() || len(facts) > 0 && f.Bid <= facts[len(facts)-1].Bid {
			return differ
		}
		if bid := c.Bid(f.Bid); bid == nil || bid.FileHash != f.File {
			return differ
		}
		if f.Unread != "" {
			unread[f.Bid] = f.Unread
		}
		facts = append(facts, f)
	}
	if len(facts) != len(c.Bids) {
		return differ
	}
	list, more := lead.Find(facts, c.prices())
	if len(list) != c.Leads.Count || more != c.Leads.More {
		return differ
	}
	c.Leads.List, c.Leads.Unread = list, unread
	return nil
}

// LeadClause is the clause that a lead concerns, under the regime of the lot.
func (c *Case) LeadClause(kind lead.Kind) (rule.Clause, error) {
	profile, err := c.Profile()
	if err != nil {
		return "", err
	}
	item := map[int]rule.Clause{1: "第一项", 4: "第四项"}[kind.Item()]
	if profile.Regime == "government_procurement" {
		return "政府采购货物和服务招标投标管理办法 第三十七条" + item, nil
	}
	return "招标投标法实施条例 第四十条" + item, nil
}

// LeadJudged is one member's word on a lead: that the panel takes it up, or that
// it is set aside, and why. A later one of the same member replaces it. It
// decides nothing else: what a bid is rejected for is found in the examination.
type LeadJudged struct {
	Seat    int    `json:"seat,string"`
	No      int    `json:"lead,string"` // counted from 1
	TakenUp bool   `json:"taken_up,string"`
	Reason  string `json:"reason"`
}

// Kind implements [Act].
func (*LeadJudged) Kind() string { return "lead.judged" }

func (a *LeadJudged) apply(c *Case, meta Meta) error {
	m, err := c.at(Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	switch {
	case err != nil:
		return err
	case seat.Member.DeclaredMs == 0:
		return rule.Refuse(rule.Premature, "", "seat.not_declared", "seat", "seat", strconv.Itoa(a.Seat))
	case c.Leads == nil || a.No < 1 || a.No > c.Leads.Count:
		return rule.Refuse(rule.NotFound, "", "lead.unknown", "lead")
	case strings.TrimSpace(a.Reason) == "":
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	case utf8.RuneCountInString(a.Reason) > MostReason:
		return rule.Refuse(rule.Invalid, "", "extremes.long", "reason", "most", strconv.Itoa(MostReason))
	}
	m.unjudgeLeads(func(j LeadJudged) bool { return j.Seat == a.Seat && j.No == a.No })
	m.Leads = append(m.Leads, *a)
	return nil
}

// unjudgeLeads takes words on leads back.
func (m *Meeting) unjudgeLeads(which func(LeadJudged) bool) {
	m.Leads = slices.DeleteFunc(m.Leads, which)
}

// What comes of a lead.
const (
	LeadTakenUp = "taken_up"
	LeadAside   = "aside"
)

// LeadOutcome is what more than half of the seats say of a lead, once every seat
// has: [LeadTakenUp] or [LeadAside]; "" before. A panel's seats are odd. judged
// are the words on it, by seat.
func (m *Meeting) LeadOutcome(no int) (outcome string, judged []LeadJudged) {
	up := 0
	for _, j := range m.Leads {
		if j.No == no {
			judged = append(judged, j)
			if j.TakenUp {
				up++
			}
		}
	}
	slices.SortFunc(judged, func(a, b LeadJudged) int { return a.Seat - b.Seat })
	switch {
	case len(judged) < len(m.Seats):
		return "", judged
	case 2*up > len(m.Seats):
		return LeadTakenUp, judged
	}
	return LeadAside, judged
}
