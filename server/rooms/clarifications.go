package rooms

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
)

// A Question is what the chair asks a bidder in writing.
type Question struct {
	No        int // as the chair's kiosk counts
	Asks, Bid string
	Minutes   int
	Corrected []evaluation.CorrectionStep
	Questions []string
	Salt      string // with the text, opens the datum that is signed
	Signature string
}

// Clarify takes the chair's signed questions to a bidder.
func (s *Service) Clarify(ctx context.Context, by Actor, q Question) error {
	return s.asMember(ctx, by, access.ClarificationRequest, func(w *walk) error {
		if !validSalt(q.Salt) {
			return rule.Refuse(rule.Invalid, "", "datum.form", "salt")
		}
		act := &evaluation.ClarificationRequested{Seat: by.Seat, No: q.No, Asks: q.Asks, Bid: q.Bid, Minutes: q.Minutes, Corrections: q.Corrected, Signature: q.Signature}
		o := evaluation.Opening{Domain: evaluation.QuestionsDomain, Salt: q.Salt, Value: evaluation.QuestionsText(w.Case.Lot.ID, w.Case.Meeting.ID, *act, q.Questions)}
		act.Asked = o.DatumHash()
		return w.clarify(act, o)
	})
}

// An Answer is what a bidder answered, with the hash and size of its file, or ""
// and 0.
type Answer struct {
	Text     string
	Confirms bool // a correction
	FileHash string
	FileSize int64
}

// ReplyToClarification enters a bidder's answer.
func (s *Service) ReplyToClarification(ctx context.Context, by Actor, lot string, no int, a Answer) error {
	return s.on(ctx, lot, by, access.ClarificationReply, func(w *walk) error {
		o, err := newOpening(s.Random, evaluation.AnswerDomain, strings.TrimSpace(a.Text))
		if err != nil {
			return err
		}
		return w.clarify(&evaluation.ClarificationReplied{No: no, Reply: o.DatumHash(), FileHash: a.FileHash, FileSize: a.FileSize, Confirms: a.Confirms}, o)
	})
}

// JudgeClarification takes a member's judgement of an answer.
func (s *Service) JudgeClarification(ctx context.Context, by Actor, no int, accepted bool, reason string) error {
	return s.asMember(ctx, by, access.ClarificationJudge, func(w *walk) error {
		return w.clarify(&evaluation.ClarificationJudged{Seat: by.Seat, No: no, Accepted: accepted, Reason: strings.TrimSpace(reason)})
	})
}

// clarify carries out an act on a question to a bidder, and puts what it says to
// the case.
func (w *walk) clarify(act evaluation.Act, openings ...evaluation.Opening) error {
	if err := w.do(act, openings...); err != nil {
		return w.inZone(err)
	}
	for _, o := range openings {
		if err := w.Case.OpenClarification(o); err != nil {
			return err
		}
	}
	return nil
}

// inZone has the instants that a refusal names said in the lot's zone.
func (w *walk) inZone(err error) error {
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	zone, bad := time.LoadLocation(w.Case.Lot.TimeZone)
	if bad != nil {
		return bad
	}
	for _, reason := range refusal.Reasons {
		if due, bad := strconv.ParseInt(reason.Args["due"], 10, 64); bad == nil {
			reason.Args["due"] = time.UnixMilli(due).In(zone).Format(time.DateTime)
		}
	}
	return refusal
}
