package api

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/server/document"
)

// clarified says what bidders were asked in writing and what came of it.
func (r *reportMaker) clarified(report *document.Report) error {
	m := r.c.Meeting
	for i := range m.Clarifications {
		one := &m.Clarifications[i]
		var questions []string
		for i, q := range one.Questions {
			questions = append(questions, r.words("report.numbered", "no", strconv.Itoa(i+1), "text", q))
		}
		answer, answeredMs := "", int64(0)
		if reply := one.Reply; reply != nil {
			answer, answeredMs = reply.Text, reply.AtMs
			if reply.FileHash != "" {
				answer += "\n" + r.words("report.withFile", "hash", reply.FileHash)
			}
		}
		asked := strings.Join(questions, "\n")
		switch one.Asks {
		case evaluation.AsksCorrection:
			report.Corrections = append(report.Corrections, r.correction(one, asked, answer))
			continue
		case evaluation.AsksClarification:
			report.Clarifications = append(report.Clarifications, document.Clarification{Bid: r.index(one.Bid), AskedAt: ms(one.AskedMs), DueAt: ms(one.DueMs()),
				Question: asked, AnsweredAt: ms(answeredMs), Answer: answer, Outcome: r.outcome(one)})
			continue
		}
		triggers, err := r.c.LowBidTriggers(one.Bid)
		if err != nil {
			return err
		}
		var below []string
		for _, t := range triggers {
			below = append(below, r.words("report.trigger."+t.Line, "percent", strconv.Itoa(t.Percent)))
		}
		report.LowBids = append(report.LowBids, document.LowBid{Bid: r.index(one.Bid), PriceFen: r.c.OfferedFen(r.c.Bid(one.Bid)),
			Trigger: cmp.Or(strings.Join(below, "\n"), r.words("report.trigger.panel")), Questions: asked,
			AskedAt: ms(one.AskedMs), DueAt: ms(one.DueMs()), AnsweredAt: ms(answeredMs), Justification: answer, Decision: r.outcome(one)})
	}
	return nil
}

// correction says by which rules a price was corrected, what the bidder said to
// it and what the panel holds of it.
func (r *reportMaker) correction(one *evaluation.Clarification, asked, answer string) document.Correction {
	steps := []string{asked}
	for _, step := range one.Corrections {
		steps = append(steps, r.words("report.correctedBy", "rule", r.words("ask.rule."+step.Rule), "price", document.Yuan(step.PriceFen)))
	}
	said := r.words("report.unanswered")
	if one.Reply != nil {
		said = r.words("report.unconfirmed")
		if one.Reply.Confirms {
			said = r.words("report.isConfirmed")
		}
		said += "\n" + answer
	}
	return document.Correction{Bid: r.index(one.Bid), BeforeFen: r.c.OfferedFen(r.c.Bid(one.Bid)), AfterFen: one.Corrections[len(one.Corrections)-1].PriceFen,
		Reason: strings.Join(steps, "\n"), Confirmed: said + "\n" + r.outcome(one)}
}

// outcome says how the members judged an answer, and why those who do not
// accept it do not.
func (r *reportMaker) outcome(one *evaluation.Clarification) string {
	outcome := r.c.Meeting.Outcome(one)
	if outcome == "" { // of a bid that was rejected before
		return r.words("report.outcome.open")
	}
	judgements := slices.SortedFunc(slices.Values(one.Judgements), func(a, b evaluation.ClarificationJudged) int { return a.Seat - b.Seat })
	var against []string
	for _, j := range judgements {
		if !j.Accepted {
			against = append(against, r.words("report.outcome.reason", "seat", strconv.Itoa(j.Seat), "reason", j.Reason))
		}
	}
	said := r.words("report.outcome."+one.Asks+"."+outcome, "yes", strconv.Itoa(len(judgements)-len(against)), "no", strconv.Itoa(len(against)))
	return strings.Join(append([]string{said}, against...), "\n")
}
