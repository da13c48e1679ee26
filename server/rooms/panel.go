package rooms

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/access"
	"bidroom/server/store"
)

// own refuses a member's act on a meeting that is not the one the member
// checked in to.
func own(by Actor, lot string) error {
	if by.Role != access.Member || by.Lot != lot {
		return rule.Refuse(rule.Forbidden, "", "seat.other", "", "seat", strconv.Itoa(by.Seat))
	}
	return nil
}

// asMember carries out one act of a member on the member's own lot.
func (s *Service) asMember(ctx context.Context, by Actor, action access.Action, decide func(*walk) error) error {
	if err := own(by, by.Lot); err != nil {
		return err
	}
	return s.on(ctx, by.Lot, by, action, decide)
}

// Declare takes a member's signed declaration.
func (s *Service) Declare(ctx context.Context, by Actor, statement, signature string) error {
	return s.asMember(ctx, by, access.MemberDeclare, func(w *walk) error {
		return w.do(&evaluation.MemberDeclared{Seat: by.Seat, Statement: statement, Signature: signature})
	})
}

// Recuse takes a member off the panel by the member's own word; the next
// ticket takes the seat.
func (s *Service) Recuse(ctx context.Context, by Actor, ground, reason string) error {
	return s.asMember(ctx, by, access.MemberRecuse, func(w *walk) error {
		return w.vacate(by.Seat, &evaluation.MemberRecused{Seat: by.Seat, Ground: ground, Reason: reason}, "recused")
	})
}

// Vote takes a member's vote for the chair.
func (s *Service) Vote(ctx context.Context, by Actor, round, seat int) error {
	return s.asMember(ctx, by, access.ChairVote, func(w *walk) error {
		return w.do(&evaluation.ChairVoted{Seat: by.Seat, Round: round, For: seat})
	})
}

// Find takes a member's finding.
func (s *Service) Find(ctx context.Context, by Actor, f evaluation.FindingMade) error {
	return s.asMember(ctx, by, access.FindingMake, func(w *walk) error {
		f.Seat = by.Seat
		return w.do(&f)
	})
}

// FindPassing takes a member's findings that a bid passes each of the items named.
func (s *Service) FindPassing(ctx context.Context, by Actor, bid string, items []string) error {
	if len(items) == 0 {
		return rule.Refuse(rule.Invalid, "", "field.required", "items", "field", "items")
	}
	return s.asMember(ctx, by, access.FindingMake, func(w *walk) error {
		for i, item := range items {
			if slices.Contains(items[:i], item) {
				continue
			}
			if err := w.do(&evaluation.FindingMade{Seat: by.Seat, Bid: bid, Item: item, Pass: true}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reject takes the chair's statement of a rejection that the majority found.
func (s *Service) Reject(ctx context.Context, by Actor, bid, ground, reason string) error {
	return s.asMember(ctx, by, access.RejectionVote, func(w *walk) error {
		profile, err := w.Case.Profile()
		if err != nil {
			return err
		}
		act := &evaluation.RejectionDecided{Bid: bid, Ground: ground, Reason: reason}
		if g := profile.Ground(ground); g != nil {
			act.Clause = g.Clause
		}
		act.Items = w.Case.Failed(bid)
		act.Clarification, _, _ = w.Case.FailsBy(bid, profile)
		return w.do(act)
	})
}

// Judge takes the panel's judgement on competition.
func (s *Service) Judge(ctx context.Context, by Actor, sufficient bool, reason string) error {
	return s.asMember(ctx, by, access.CompetitionJudge, func(w *walk) error {
		return w.do(&evaluation.CompetitionJudged{Sufficient: sufficient, Reason: reason})
	})
}

// Submit takes a member's signed sheet. salt and text open the datum that the
// log will hold.
func (s *Service) Submit(ctx context.Context, by Actor, salt, text, signature string) (seq, atMs int64, marks evaluation.Datum, err error) {
	err = s.asMember(ctx, by, access.SheetSubmit, func(w *walk) error {
		opening := evaluation.Opening{Domain: evaluation.SheetDomain, Salt: salt, Value: text}
		if !validSalt(salt) {
			return rule.Refuse(rule.Invalid, "", "datum.form", "salt")
		}
		if err := w.asSystem(func() error { return w.digest(by.Seat) }); err != nil {
			return err
		}
		marks = opening.DatumHash()
		if err := w.do(&evaluation.SheetSubmitted{Seat: by.Seat, Marks: marks, Signature: signature}, opening); err != nil {
			return err
		}
		if err := w.Case.OpenSheet(by.Seat, opening); err != nil {
			return err
		}
		tree, err := w.Tree(w.row.ID)
		seq, atMs = tree.Size-1, w.Now
		return err
	})
	return seq, atMs, marks, err
}

// ExplainExtremes takes a member's reasons for extreme marks. They must be for
// the marks that are, all of them.
func (s *Service) ExplainExtremes(ctx context.Context, by Actor, reasons []evaluation.ExtremeReason) error {
	return s.asMember(ctx, by, access.ExtremesExplain, func(w *walk) error {
		extremes, err := w.Case.Extremes()
		if err != nil {
			return err
		}
		var refusals rule.Collect
		var kept []evaluation.ExtremeReason
		for _, one := range extremes {
			if one.Seat != by.Seat {
				continue
			}
			i := slices.IndexFunc(reasons, func(r evaluation.ExtremeReason) bool { return r.Bid == one.Bid && r.Criterion == one.Criterion })
			if i < 0 || strings.TrimSpace(reasons[i].Text) == "" {
				refusals.Add("", "reason.required", one.Bid+" "+one.Criterion)
				continue
			}
			kept = append(kept, evaluation.ExtremeReason{Bid: one.Bid, Criterion: one.Criterion, Text: strings.Join(strings.Fields(reasons[i].Text), " ")})
		}
		if err := refusals.Err(rule.Invalid); err != nil {
			return err
		}
		if len(kept) == 0 {
			return rule.Refuse(rule.Premature, "", "extremes.none", "")
		}
		opening, err := newOpening(s.Random, evaluation.ExtremesDomain, evaluation.ExtremesText(w.Case.Lot.ID, w.Case.Meeting.ID, by.Seat, w.Case.Meeting.Seat(by.Seat).Sheet.Marks, kept))
		if err != nil {
			return err
		}
		if err := w.do(&evaluation.ExtremesExplained{Seat: by.Seat, Reasons: opening.DatumHash()}, opening); err != nil {
			return err
		}
		return w.Case.OpenExtremes(by.Seat, opening)
	})
}

// Sign takes a member's signature under the report.
func (s *Service) Sign(ctx context.Context, by Actor, salt, strokes, signature string) error {
	return s.asMember(ctx, by, access.ReportSign, func(w *walk) error {
		if !validSalt(salt) {
			return rule.Refuse(rule.Invalid, "", "datum.form", "salt")
		}
		if err := w.intact(); err != nil {
			return err
		}
		drawing := evaluation.Opening{Domain: "signature.drawing", Salt: salt, Value: strokes}
		return w.do(&evaluation.ReportSigned{Seat: by.Seat, Drawing: drawing.DatumHash(), Signature: signature}, drawing)
	})
}

// Dissent takes a member's dissent.
func (s *Service) Dissent(ctx context.Context, by Actor, reasons, signature string) error {
	return s.asMember(ctx, by, access.ReportDissent, func(w *walk) error {
		return w.do(&evaluation.ReportDissented{Seat: by.Seat, Reasons: reasons, Signature: signature})
	})
}

// A Stroke is the value of one field of a member's sheet as it was last
// typed. An empty value takes the mark back.
type Stroke struct {
	Bid, Criterion, Value, Page, Note string
	Seq                               int64 // the kiosk's own counter; the higher wins
}

// SaveDrafts keeps what a member typed. It is not an entry of the log: a
// digest of all drafts is logged every half minute and at submission. A
// stroke that is older than what is kept changes nothing.
func (s *Service) SaveDrafts(ctx context.Context, by Actor, strokes []Stroke) (atMs int64, err error) {
	if err := own(by, by.Lot); err != nil {
		return 0, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(by.Lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		c, err := s.look(row)
		if err != nil {
			return err
		}
		if err := access.Allow(by.Role, by.Kind, access.DraftSave, access.Stage(c.Stage())); err != nil {
			return err
		}
		if err := checkStrokes(c, by.Seat, strokes); err != nil {
			return err
		}
		for _, stroke := range strokes {
			sealed, err := s.sealStroke(stroke)
			if err != nil {
				return err
			}
			draft := store.Draft{LotID: by.Lot, MeetingID: c.Meeting.ID, Seat: by.Seat, BidID: stroke.Bid,
				Criterion: stroke.Criterion, ValueSealed: sealed, ClientSeq: stroke.Seq, SavedAt: tx.Now}
			if err := tx.SaveDraft(draft); err != nil {
				return err
			}
		}
		atMs = tx.Now
		return nil
	})
	if err == nil {
		s.Tell("lot:"+by.Lot, "draft", map[string]int{"seat": by.Seat})
	}
	return atMs, err
}

// What one field of a draft may hold, in bytes.
const (
	mostDraftMark = 64
	mostDraftPage = 32
	mostDraftNote = 6000
)

// checkStrokes refuses strokes on fields that the sheet does not have, and
// any stroke once the sheet is submitted. A mark that is out of its range is
// kept as it was typed: it must survive a crash like any other, and one such
// stroke must not hold up those sent with it. The submission refuses it.
func checkStrokes(c *evaluation.Case, seat int, strokes []Stroke) error {
	if sheet := c.Meeting.Seat(seat).Sheet; sheet != nil && !sheet.Returned {
		return rule.Refuse(rule.Stale, "", "sheet.submitted", "", "seat", strconv.Itoa(seat))
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	for _, stroke := range strokes {
		if bid := c.Marked(stroke.Bid, method.Criterion(stroke.Criterion)); bid == nil || bid.Rejection != nil && !bid.Late {
			refusals.Add("", "bid.not_evaluated", stroke.Bid+" "+stroke.Criterion)
			continue
		}
		if criterion := method.Criterion(stroke.Criterion); criterion == nil || criterion.Kind != scoring.Points {
			refusals.Add("", "mark.criterion", stroke.Bid+" "+stroke.Criterion, "criterion", stroke.Criterion)
		}
		if len(stroke.Value) > mostDraftMark || len(stroke.Page) > mostDraftPage || len(stroke.Note) > mostDraftNote {
			refusals.Add("", "mark.long", stroke.Bid+" "+stroke.Criterion, "criterion", stroke.Criterion)
		}
	}
	return refusals.Err(rule.Invalid)
}
