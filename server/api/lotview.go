package api

import (
	"cmp"
	"slices"
	"strconv"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// letter names the i-th bidder of a lot: A to Z, then A2 to Z2, and so on.
func letter(i int) string {
	name := string(rune('A' + i%26))
	if i >= 26 {
		name += strconv.Itoa(i/26 + 1)
	}
	return name
}

func bidderViews(c *evaluation.Case, profile *rule.Profile) []BidderView {
	views := make([]BidderView, 0, len(c.Bidders))
	for i, bidder := range c.Bidders {
		view := BidderView{ID: bidder.ID, Letter: letter(i), Name: bidder.Name, CreditCode: bidder.CreditCode, LegalRepresentative: bidder.LegalRepresentative, Corrections: []OpeningCorrection{}}
		if j := slices.IndexFunc(c.Bids, func(b evaluation.Bid) bool { return b.Bidder == bidder.ID }); j >= 0 {
			bid := c.Bids[j]
			view.Bid, view.FileHash, view.FileSize, view.Opening = bid.ID, bid.FileHash, bid.FileSize, openingView(bid.Opening)
			view.BlindHash, view.BlindSize = bid.BlindHash, bid.BlindSize
			view.PriceHash, view.PriceSize = bid.PriceHash, bid.PriceSize
			if c.Meeting != nil && c.Meeting.Tally != nil {
				view.Code = c.Meeting.Codes.Code(bid.ID)
			}
			if c.Priced(bid.ID) {
				withLaterPrices(view.Opening, c, &bid)
			}
			if bid.Withdrawn != nil {
				view.Withdrawn = bid.Withdrawn.Reason
			}
			if r := bid.Rejection; r != nil {
				view.Rejection = &RejectionView{Ground: r.Ground, Clause: string(r.Clause), Items: r.Items, Reason: r.Reason}
				if ground := profile.Ground(r.Ground); ground != nil {
					view.Rejection.Names = ground.Names
				}
			}
		}
		if j := slices.IndexFunc(c.Unopened, func(b evaluation.Bid) bool { return b.Bidder == bidder.ID }); j >= 0 {
			bid := c.Unopened[j]
			view.FileHash, view.FileSize, view.Unopened = bid.FileHash, bid.FileSize, &UnopenedView{Bid: bid.ID, Fault: string(bid.Unopened.Fault), Reason: bid.Unopened.Reason}
		}
		views = append(views, view)
	}
	return views
}

// withLaterPrices adds what was offered after the opening, and what the panel
// corrected the price to.
func withLaterPrices(view *OpeningView, c *evaluation.Case, bid *evaluation.Bid) {
	offered := c.OfferedFen(bid)
	if slices.ContainsFunc(c.Offers, func(r evaluation.OffersRound) bool {
		return slices.ContainsFunc(r.Offers, func(o evaluation.Offer) bool { return o.Bid == bid.ID })
	}) {
		view.OfferedFen = strconv.FormatInt(offered, 10)
	}
	latest := offered
	if c.Meeting != nil {
		latest = c.PriceFen(bid)
	}
	if latest != offered {
		view.CorrectedFen = strconv.FormatInt(latest, 10)
	}
	most := cmp.Or(c.Lot.CeilingFen, c.Lot.BudgetFen)
	view.AboveCeiling = most > 0 && latest > most
}

// bidderViewsOf is bidderViews as a member sees it: in the order in which the
// seat is shown the bids, and without what would tell whose a blind part is.
func bidderViewsOf(seat int, c *evaluation.Case, profile *rule.Profile) []BidderView {
	views := bidderViews(c, profile)
	var ids []string
	for i := range views {
		views[i].BlindHash, views[i].BlindSize = "", 0
		ids = append(ids, views[i].ID)
	}
	order := c.ShownTo(seat, ids)
	slices.SortFunc(views, func(a, b BidderView) int { return slices.Index(order, a.ID) - slices.Index(order, b.ID) })
	return views
}

func criterionViews(method *scoring.Method) []Criterion {
	var views []Criterion
	for _, c := range method.Criteria() {
		views = append(views, Criterion{ID: c.ID, Group: c.Group, Names: c.Names, Standard: c.Standard, Kind: string(c.Kind),
			Blind: c.Blind, OfPrice: c.OfPrice, Objective: c.Objective, Max: c.Max, Min: c.Min, Step: c.Step})
	}
	return views
}

func groupViews(method *scoring.Method) []GroupView {
	var views []GroupView
	for _, g := range method.Groups() {
		views = append(views, GroupView{ID: g.ID, Parent: g.Parent, Names: g.Names, Points: g.Points, Blind: g.Blind})
	}
	return views
}

func planViews(seats []evaluation.SeatPlan) []SeatPlan {
	var views []SeatPlan
	for _, s := range seats {
		views = append(views, SeatPlan(s))
	}
	return views
}

// seatViews shows the seats of the meeting. names holds the members' names by
// seat as far as the reader may know them; drafts counts the marks on the
// server by seat.
func seatViews(c *evaluation.Case, names, kiosks map[int]string, drafts map[int]int) []SeatView {
	points := 0
	if method, err := c.ScoringMethod(); err == nil {
		for _, criterion := range method.Criteria() {
			if criterion.Kind == scoring.Points {
				points++
			}
		}
	}
	findings := c.FindingsOwed()
	m := c.Meeting
	views := make([]SeatView, 0, len(m.Seats))
	for _, seat := range m.Seats {
		view := SeatView{No: seat.No, Specialties: seat.Specialties, Representative: seat.Representative, Remote: seat.Remote, Duty: string(dutyOfOther(c, seat.No)),
			FindingsDone: c.FindingsOf(seat.No), FindingsOf: findings, MarksOf: points * len(c.PassedBids()), MarksDone: drafts[seat.No],
			Voted: slices.ContainsFunc(m.Votes, func(v evaluation.ChairVoted) bool { return v.Seat == seat.No })}
		if seat.Member != nil {
			view.Present, view.Name, view.Kiosk, view.KioskName = true, names[seat.No], seat.Member.Kiosk, kiosks[seat.No]
			view.Declared = seat.Member.DeclaredMs != 0
		}
		if option, drawn := m.Workplace(seat.No); drawn {
			view.Workplace, view.WorkplaceName = evaluation.PlaceOf(option)
		}
		if seat.Sheet != nil {
			view.Submitted, view.Returned = !seat.Sheet.Returned, seat.Sheet.Returned
		}
		view.Concluded = conclusionWord(seat.Conclusion)
		views = append(views, view)
	}
	return views
}

// dutyOfOther is what a seat owes as everybody else may know it: whose marks are
// far from the mean is the member's own until the tally.
func dutyOfOther(c *evaluation.Case, seat int) evaluation.Duty {
	if duty := c.Owes(seat); duty != evaluation.DutyExplain {
		return duty
	}
	return evaluation.DutyWait
}

func conclusionWord(c *evaluation.Conclusion) string {
	switch {
	case c == nil:
		return ""
	case c.Signed:
		return "signed"
	case c.Dissent != "":
		return "dissented"
	}
	return "deemed"
}
