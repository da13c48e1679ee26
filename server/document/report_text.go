package document

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A reportText puts what a report says into words, for its pages and its
// workbook.
type reportText struct {
	r     *Report
	words words
}

// term returns a word that differs between the regimes.
func (t *reportText) term(key string, args ...string) string {
	if t.r.Regime == governmentProcurement {
		return t.words("report.gp."+key, args...)
	}
	return t.words("report.tb."+key, args...)
}

func (t *reportText) time(at time.Time) string { return printTime(at, t.r.Location) }

// moneyInWords writes an amount with its unit, in Chinese also in capital
// figures.
func (t *reportText) moneyInWords(fen int64) string {
	if fen == 0 {
		return t.words("report.notStated")
	}
	return t.words("report.amount", "yuan", Yuan(fen), "capital", Capital(fen))
}

// A fact is a name and what stands beside it; fen is the amount, where it is one.
type fact struct {
	name, text string
	fen        int64
}

// basicData are the facts of the first section.
func (t *reportText) basicData() []fact {
	r := t.r
	return []fact{
		{t.term("tender"), r.Tender, 0},
		{t.term("tenderNumber"), r.TenderNumber, 0},
		{t.words("report.lot"), t.words("report.lotAndNumber", "lot", r.Lot, "number", r.LotNumber), 0},
		{t.term("entity"), t.party(r.Entity), 0},
		{t.words("report.agency"), t.party(r.Agency), 0},
		{t.words("report.regime"), t.term("regime"), 0},
		{t.words("report.profile"), orDash(r.Profile), 0},
		{t.words("report.method"), r.Method, 0},
		{t.words("report.noticeMedia"), orDash(r.NoticeMedia), 0},
		{t.words("report.budget"), t.moneyInWords(r.BudgetFen), r.BudgetFen},
		{t.term("ceiling"), t.moneyInWords(r.CeilingFen), r.CeilingFen},
		{t.words("report.openingTime"), t.time(r.OpenedAt), 0},
		{t.words("report.openingPlace"), orDash(r.OpeningPlace), 0},
		{t.words("report.meetingTime"), t.meetingTime(), 0},
		{t.words("report.meetingPlace"), orDash(r.MeetingPlace), 0},
		{t.words("report.bidders"), t.term("biddersCount", "bids", strconv.Itoa(len(r.Bids)), "rejected", strconv.Itoa(t.rejected())), 0},
	}
}

// composition says of how many experts and representatives the panel is.
func (t *reportText) composition() string {
	experts := 0
	for _, m := range t.r.Panel {
		if !m.Representative {
			experts++
		}
	}
	return t.words("report.composition", "members", strconv.Itoa(len(t.r.Panel)), "experts", strconv.Itoa(experts), "representatives", strconv.Itoa(len(t.r.Panel)-experts))
}

// drawnOutside says by whom the experts were drawn, if elsewhere.
func (t *reportText) drawnOutside() string {
	o := t.r.Outside
	if o == nil {
		return ""
	}
	return t.words("report.panelOutside", "body", o.Body, "person", o.Person, "time", t.time(o.DrawnAt), "library", o.Library, "record", o.RecordNo, "hash", o.Record)
}

// opened says when and where the bids were opened.
func (t *reportText) opened() string {
	return t.words("report.openingText", "time", t.time(t.r.OpenedAt), "place", orDash(t.r.OpeningPlace), "bids", strconv.Itoa(len(t.r.Bids)))
}

// judged says what the panel judged of competition where fewer than three bids are left.
func (t *reportText) judged() string {
	judged := t.r.Competition
	if judged == nil {
		return ""
	}
	key := "report.insufficient"
	if judged.Sufficient {
		key = "report.sufficient"
	}
	return t.words(key, "bids", strconv.Itoa(len(t.r.Bids)-t.rejected()), "reason", judged.Reason)
}

// offersHead is the head of a round of offers.
func (t *reportText) offersHead(i int) string {
	key := "report.offersRound"
	if t.r.Offers[i].Final {
		key = "report.offersFinal"
	}
	return t.words(key, "round", number(i)) + "\n" + t.time(t.r.Offers[i].At)
}

// rank writes the rank of a bid that complies.
func (t *reportText) rank(bid Bid) string {
	switch {
	case bid.Rank == 0:
		return "—"
	case bid.Tied:
		return t.words("report.tied", "rank", strconv.Itoa(bid.Rank))
	}
	return strconv.Itoa(bid.Rank)
}

// kind says whether a criterion is objective.
func (t *reportText) kind(c Criterion) string {
	if c.Objective {
		return t.words("report.objective")
	}
	return t.words("report.subjective")
}

// whyRejected says why a bid was rejected: the items it failed, and the reason.
func (t *reportText) whyRejected(j *Rejection) string {
	if len(j.Items) == 0 {
		return j.Reason
	}
	return t.words("report.failedItems", "items", strings.Join(j.Items, t.words("report.and"))) + "\n" + j.Reason
}

// voted says how many members passed and failed each item of a rejection.
func (t *reportText) voted(j *Rejection) string {
	var votes []string
	for _, v := range j.Votes {
		votes = append(votes, t.words("report.voted", "passed", strconv.Itoa(v.Passed), "failed", strconv.Itoa(v.Failed)))
	}
	return orDash(strings.Join(votes, "\n"))
}

// ground names a rejection's ground, with its clause.
func (j *Rejection) ground() string {
	if j.Clause == "" {
		return j.Ground
	}
	return j.Ground + "\n" + j.Clause
}

// how says by which formula a number came about, with the numbers put in.
func (l DerivationLine) how() string {
	how := []string{l.Formula}
	if l.Values != l.Formula {
		how = append(how, l.Values)
	}
	return strings.Join(slices.DeleteFunc(append(how, l.More...), func(text string) bool { return text == "" }), "\n")
}

// rounded says how a number was rounded, and from what.
func (l DerivationLine) rounded() string {
	if l.Rounding != "" && l.Exact != "" {
		return l.Exact + "\n" + l.Rounding
	}
	return l.Rounding
}

// whose says of which bid a number of the derivation is.
func (t *reportText) whose(l DerivationLine) string {
	if l.Bid < 0 {
		return t.words("report.wholeSet")
	}
	return number(l.Bid) + "  " + t.bidder(l.Bid)
}

// dissentBy heads a dissent.
func (t *reportText) dissentBy(d Dissent) string {
	return t.words("report.dissentBy", "seat", strconv.Itoa(d.Seat), "name", d.Name, "time", t.time(d.At))
}

func (t *reportText) bidder(bid int) string { return t.r.Bids[bid].Bidder }

func (t *reportText) party(party Party) string {
	if party.Name == "" {
		return t.words("report.nobody")
	}
	if party.CreditCode == "" {
		return party.Name
	}
	return t.words("report.party", "name", party.Name, "code", party.CreditCode)
}

func (t *reportText) meetingTime() string {
	if t.r.MeetingTo.IsZero() {
		return t.words("report.fromSigning", "from", t.time(t.r.MeetingFrom))
	}
	return t.words("report.fromTo", "from", t.time(t.r.MeetingFrom), "to", t.time(t.r.MeetingTo))
}

func (t *reportText) rejected() int {
	n := 0
	for _, bid := range t.r.Bids {
		if bid.Rejection != nil {
			n++
		}
	}
	return n
}

// role says what a member is on the panel.
func (t *reportText) role(m Member) string {
	role := t.words("report.expert")
	if m.Representative {
		role = t.term("representative")
	}
	if m.Chair {
		role += t.words("report.and") + t.words("report.chair")
	}
	return role
}

// evaluated writes the price that a bid is evaluated by, and that it was corrected.
func (t *reportText) evaluated(bid Bid) string {
	return Yuan(bid.evaluatedFen()) + t.correctedFrom(bid)
}

// correctedFrom says what was read out of a bid whose price was corrected, on a
// line of its own.
func (t *reportText) correctedFrom(bid Bid) string {
	if bid.CorrectedFen == 0 {
		return ""
	}
	return "\n" + t.words("report.correctedFrom", "price", Yuan(bid.uncorrectedFen()))
}

// askedAt says when a bidder was asked, until when it had to answer, and when
// it did, one below the other.
func (t *reportText) askedAt(asked, due, answered time.Time) string {
	last := t.words("report.unanswered")
	if !answered.IsZero() {
		last = t.time(answered)
	}
	return t.time(asked) + "\n" + t.time(due) + "\n" + last
}

// memberName names a member by seat and name.
func (t *reportText) memberName(seat int) string {
	name := t.words("report.seatNo", "seat", strconv.Itoa(seat))
	if of := t.nameOf(seat); of != "" {
		name += "\n" + of
	}
	return name
}

func (t *reportText) nameOf(seat int) string {
	for _, m := range t.r.Panel {
		if m.Seat == seat {
			return m.Name
		}
	}
	return ""
}

// blind reports whether a part of the bids was marked blind.
func (r *Report) blind() bool {
	return slices.ContainsFunc(r.Bids, func(b Bid) bool { return b.BlindHash != "" })
}

// byRank lists the bids that comply, best first, those without a rank last.
func (t *reportText) byRank() []int {
	var bids []int
	for i, bid := range t.r.Bids {
		if bid.Rejection == nil {
			bids = append(bids, i)
		}
	}
	place := func(i int) int {
		if rank := t.r.Bids[i].Rank; rank > 0 {
			return rank
		}
		return len(t.r.Bids) + 1
	}
	slices.SortStableFunc(bids, func(a, b int) int { return place(a) - place(b) })
	return bids
}
