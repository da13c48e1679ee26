package api

import (
	"bytes"
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// Clarify takes the chair's questions to a bidder.
func (h *Handlers) Clarify(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		No        int      `json:"no"`
		Asks      string   `json:"asks"`
		Bid       string   `json:"bid"`
		Minutes   int      `json:"minutes"`
		Questions []string `json:"questions"`
		Salt      string   `json:"salt"`
		Signature string   `json:"signature"`

		Corrections []CorrectionView `json:"corrections"`
	}](c)
	if err != nil {
		return err
	}
	q := rooms.Question{No: in.No, Asks: in.Asks, Bid: in.Bid, Minutes: in.Minutes, Questions: in.Questions, Salt: in.Salt, Signature: in.Signature}
	for i, step := range in.Corrections {
		price, err := fen(step.PriceFen, "corrections."+strconv.Itoa(i)+".priceFen")
		if err != nil {
			return err
		}
		q.Corrected = append(q.Corrected, evaluation.CorrectionStep{Rule: step.Rule, PriceFen: price})
	}
	if err := h.Rooms.Clarify(c.UserContext(), by, q); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// JudgeClarification takes a member's judgement of a bidder's answer.
func (h *Handlers) JudgeClarification(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Accepted bool   `json:"accepted"`
		Reason   string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.JudgeClarification(c.UserContext(), by, clarificationNo(c), in.Accepted, in.Reason); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// clarificationNo reads which question a path names; 0 is none.
func clarificationNo(c *fiber.Ctx) int {
	no, err := strconv.Atoi(c.Params("clarification"))
	if err != nil {
		return 0
	}
	return no
}

// ReplyToClarification takes what a bidder answered: its text and, if there is
// one, the signed PDF.
func (h *Handlers) ReplyToClarification(c *fiber.Ctx, by rooms.Actor) error {
	hash, size := "", int64(0)
	if form, err := c.MultipartForm(); err == nil && len(form.File["file"]) > 0 {
		_, content, err := upload(c, BidLimit)
		if err != nil {
			return err
		}
		if !bytes.HasPrefix(content, []byte("%PDF-")) {
			return rule.Refuse(rule.Invalid, "", "bid.no_pdf", "file")
		}
		if hash, size, err = h.Files.Put(bytes.NewReader(content), BidLimit, uuid.NewString()); err != nil {
			return err
		}
	}
	if err := h.Rooms.ReplyToClarification(c.UserContext(), by, c.Params("lot"), clarificationNo(c), rooms.Answer{Text: c.FormValue("text"), Confirms: c.FormValue("confirms") == "true", FileHash: hash, FileSize: size}); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// ClarificationFile sends the PDF of a bidder's answer.
func (h *Handlers) ClarificationFile(c *fiber.Ctx, by rooms.Actor) error {
	lot := c.Params("lot")
	if by.Role == access.Member {
		lot = by.Lot
	}
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.ClarificationRead)
	if err != nil {
		return err
	}
	one, err := cs.Meeting.Clarification(clarificationNo(c))
	if err != nil {
		return err
	}
	if one.Reply == nil || one.Reply.FileHash == "" {
		return rule.Refuse(rule.NotFound, "", "file.unknown", "")
	}
	return h.sendPDF(c, one.Reply.FileHash)
}

// clarificationViews shows what bidders were asked. Until every seat has judged
// an answer, a member sees the own judgement only; seat is 0 for who is none.
func clarificationViews(c *evaluation.Case, profile *rule.Profile, seat int) []ClarificationView {
	m := c.Meeting
	views := make([]ClarificationView, 0, len(m.Clarifications))
	for i := range m.Clarifications {
		one := &m.Clarifications[i]
		view := ClarificationView{No: one.No, Asks: one.Asks, Bid: one.Bid, Minutes: one.Minutes, Questions: one.Questions, AskedMs: one.AskedMs, DueMs: one.DueMs(),
			Judged: len(one.Judgements), Outcome: m.Outcome(one)}
		for _, step := range one.Corrections {
			view.Corrections = append(view.Corrections, CorrectionView{Rule: step.Rule, PriceFen: strconv.FormatInt(step.PriceFen, 10)})
		}
		if no, ground, _ := c.FailsBy(one.Bid, profile); no == one.No {
			view.Ground = ground
		}
		if r := one.Reply; r != nil {
			view.Reply = &ClarificationReply{Text: r.Text, Confirms: r.Confirms, FileHash: r.FileHash, FileSize: r.FileSize, AtMs: r.AtMs}
		}
		for _, j := range one.Judgements {
			judged := JudgementView{Seat: j.Seat, Accepted: j.Accepted, Reason: j.Reason}
			if j.Seat == seat {
				view.Own = &judged
			}
			if view.Outcome != "" && seat > 0 {
				view.Judgements = append(view.Judgements, judged)
			}
		}
		views = append(views, view)
	}
	return views
}

// askingView says by which rules a bidder is asked, and the bids whose price
// the rules call for.
func askingView(c *evaluation.Case, profile *rule.Profile, examined bool) (view AskingView, err error) {
	view = AskingView{Clause: string(profile.Clarification.Clause), LowBidClause: string(profile.LowBid.Clause), LowBidMinutes: profile.LowBid.Least(),
		CorrectionClause: string(profile.Correction.Clause), MostCorrections: evaluation.MostCorrections, MostMinutes: rule.MostMinutes, MostQuestions: evaluation.MostQuestions, MostQuestion: evaluation.MostQuestion}
	for _, one := range profile.Correction.Rules {
		view.Corrections = append(view.Corrections, CorrectionRule{one, rule.KeepsPrice(one)})
	}
	if !examined {
		return view, nil
	}
	all, err := c.AllLowBidTriggers()
	if err != nil {
		return view, err
	}
	for _, bid := range c.Bids {
		for _, t := range all[bid.ID] {
			view.LowBids = append(view.LowBids, LowBidView{Bid: bid.ID, Line: t.Line, Percent: t.Percent, LineFen: strconv.FormatInt(t.LineFen, 10)})
		}
	}
	return view, nil
}
