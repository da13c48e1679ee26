package api

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/document/figures"
	"bidroom/server/rooms"
)

// An awardMaker puts together the papers of an award, from a sealed case only.
type awardMaker struct {
	c       *evaluation.Case
	profile *rule.Profile
	zone    *time.Location
	lang    string
}

// awardCase reads a case for a paper that needs an award, or not.
func (h *Handlers) awardCase(c *fiber.Ctx, by rooms.Actor, action access.Action, awarded bool) (*awardMaker, error) {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, action)
	if err != nil {
		return nil, err
	}
	if awarded && cs.Meeting.Award == nil {
		return nil, rule.Refuse(rule.Premature, "", "award.missing", "")
	}
	r := &awardMaker{c: cs, lang: h.Language(c)}
	if r.profile, err = cs.Profile(); err != nil {
		return nil, err
	}
	r.zone, err = time.LoadLocation(cs.Lot.TimeZone)
	return r, err
}

func sendPDF(c *fiber.Ctx, pdf *bytes.Buffer) error {
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf.Bytes())
}

// CandidateNotice sends the notice of the candidates as it is published.
func (h *Handlers) CandidateNotice(c *fiber.Ctx, by rooms.Actor) error {
	r, err := h.awardCase(c, by, access.AwardRead, false)
	if err != nil {
		return err
	}
	published := r.c.Meeting.Published
	if published == nil {
		return rule.Refuse(rule.Premature, r.profile.Publication.Candidates.Clause, "award.unpublished", "", "days", strconv.Itoa(r.profile.Publication.Candidates.Days))
	}
	notice, err := r.notice(r.profile.Publication.Candidates, r.c.Meeting.Tally.Candidates)
	if err != nil {
		return err
	}
	notice.On, notice.Until, notice.Medium, notice.ObjectionsTo, notice.PrintedAt = published.On, published.Until, published.Medium, published.ObjectionsTo, h.Now()
	var pdf bytes.Buffer
	if err := document.RenderCandidateNotice(&pdf, notice, r.lang); err != nil {
		return err
	}
	return sendPDF(c, &pdf)
}

// ResultNotice sends the notice of the result. It names the panel where the
// lot's rules have it published.
func (h *Handlers) ResultNotice(c *fiber.Ctx, by rooms.Actor) error {
	r, err := h.awardCase(c, by, access.AwardPublish, true)
	if err != nil {
		return err
	}
	shows := r.profile.Publication.Result
	notice, err := r.notice(shows, []string{r.c.Meeting.Award.Bid})
	if err != nil {
		return err
	}
	notice.On, notice.PrintedAt = r.c.Meeting.Award.On, h.Now()
	if slices.Contains(shows.Shows, "members") {
		names, err := h.Rooms.Names(c.UserContext(), r.c)
		if err != nil {
			return err
		}
		for _, seat := range r.c.Meeting.Seats {
			notice.Members = append(notice.Members, document.NoticeMember{Name: names[seat.No], Representative: seat.Representative})
		}
	}
	var pdf bytes.Buffer
	if err := document.RenderResultNotice(&pdf, notice, r.lang); err != nil {
		return err
	}
	return sendPDF(c, &pdf)
}

// notice says of bids what a notice shows.
func (r *awardMaker) notice(of rule.Notice, bids []string) (n document.Notice, err error) {
	n = document.Notice{Heading: heading(r.c.Lot, r.zone), Agency: r.c.Lot.Agency.Name, Clause: string(of.Clause), Shows: of.Shows}
	for _, bid := range bids {
		line := rankOf(r.c, bid)
		one := document.NoticeBid{Bid: r.bid(bid), Rank: line.Rank}
		if one.Total, err = r.total(line.Total); err != nil {
			return n, err
		}
		n.Bids = append(n.Bids, one)
	}
	return n, nil
}

func (r *awardMaker) bid(id string) document.Bid {
	bid := r.c.Bid(id)
	return document.Bid{Bidder: r.c.BidderOf(id).Name, PriceFen: r.c.PriceFen(bid), Duration: bid.Opening.Duration, Quality: bid.Opening.Quality}
}

// total writes a total of the ranking in the method's unit.
func (r *awardMaker) total(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	result, err := r.c.Score(r.c.Meeting.Tally.TieOrder)
	if err != nil {
		return "", err
	}
	return figures.Writer{Lang: r.lang}.Amount(text, result.Unit), nil
}

// AwardLetter sends the letter to whom the lot is awarded.
func (h *Handlers) AwardLetter(c *fiber.Ctx, by rooms.Actor) error {
	r, err := h.awardCase(c, by, access.AwardRead, true)
	if err != nil {
		return err
	}
	award := r.c.Meeting.Award
	letter := document.AwardLetter{Heading: heading(r.c.Lot, r.zone), Agency: r.c.Lot.Agency.Name, Bid: r.bid(award.Bid), On: award.On,
		ContractDays: r.profile.Award.Contract.Days, Clause: string(r.profile.Award.Contract.Clause), PrintedAt: h.Now()}
	var pdf bytes.Buffer
	if err := document.RenderAwardLetter(&pdf, letter, r.lang); err != nil {
		return err
	}
	return sendPDF(c, &pdf)
}

// ResultLetters sends the letters to those who are not awarded, each on a page
// of its own and of its own bid only.
func (h *Handlers) ResultLetters(c *fiber.Ctx, by rooms.Actor) error {
	r, err := h.awardCase(c, by, access.AwardRead, true)
	if err != nil {
		return err
	}
	others := r.profile.Award.Others
	letters := document.ResultLetters{Heading: heading(r.c.Lot, r.zone), Agency: r.c.Lot.Agency.Name, Winner: r.c.BidderOf(r.c.Meeting.Award.Bid).Name, On: r.c.Meeting.Award.On, Clause: string(others.Clause), PrintedAt: h.Now()}
	for _, bid := range notAwarded(r.c) {
		i := slices.IndexFunc(r.c.Bidders, func(b evaluation.Bidder) bool { return b.ID == bid.Bidder })
		one, line := document.ResultLetter{Bidder: r.c.Bidders[i].Name}, rankOf(r.c, bid.ID)
		if slices.Contains(others.Shows, "rank") {
			one.Rank = line.Rank
		}
		if slices.Contains(others.Shows, "total") {
			if one.Total, err = r.total(line.Total); err != nil {
				return err
			}
		}
		if bid.Rejection != nil && slices.Contains(others.Shows, "rejection") {
			one.Rejection, one.Clause = r.rejection(bid.Rejection), string(bid.Rejection.Clause)
		}
		letters.Letters = append(letters.Letters, one)
	}
	if len(letters.Letters) == 0 {
		return rule.Refuse(rule.NotFound, "", "award.no_others", "")
	}
	var pdf bytes.Buffer
	if err := document.RenderResultLetters(&pdf, letters, r.lang); err != nil {
		return err
	}
	return sendPDF(c, &pdf)
}

// rejection says why a bid was rejected: the ground, and what the panel wrote.
func (r *awardMaker) rejection(of *evaluation.RejectionDecided) string {
	ground := r.profile.Ground(of.Ground)
	if ground == nil {
		return of.Reason
	}
	return ground.Names[r.lang] + "\n" + of.Reason
}
