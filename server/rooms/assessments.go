package rooms

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// AssessmentsViewed is a look at what was said of a lot's panel.
type AssessmentsViewed struct {
	Lot string `json:"lot"`
}

// Kind names the entry.
func (*AssessmentsViewed) Kind() string { return "assessment.viewed" }

// An Assessee names one who served, and whose assessment is spoken of.
type Assessee struct {
	Meeting string
	Seat    int
	By      string // role
}

// An AssessedMember is one who served with what was said of it.
type AssessedMember struct {
	evaluation.Served
	Name        string // empty while names are not due, and for an agent
	Specialties []string
	Given       []*evaluation.Assessment // as far as the reader may see them
}

// Assessments logs that somebody looks at what was said of a lot's panel and
// returns it. An agent sees what agents said, of seats: an expert's name is
// nothing to be told to the procuring entity's side.
func (s *Service) Assessments(ctx context.Context, by Actor, lot string) (c *evaluation.Case, list []AssessedMember, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		list = nil
		row, err := tx.Lot(lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		if c, err = s.openCase(row); err != nil {
			return err
		}
		stage := access.Stage(c.Stage())
		if err := access.Allow(by.Role, by.Kind, access.AssessmentRead, stage); err != nil {
			return err
		}
		named := by.Role != access.Agent && access.Allow(by.Role, by.Kind, access.PanelNames, stage) == nil
		for _, served := range c.Served() {
			m, err := s.assessedMember(tx, c, served, named && (!served.Void || c.Stage() == evaluation.Sealed)) // who sat at a void meeting may be to come again
			if err != nil {
				return err
			}
			for i := range c.Assessments {
				if a := &c.Assessments[i]; a.Served == served && (by.Role != access.Agent || a.By == string(access.Agent)) {
					m.Given = append(m.Given, a)
				}
			}
			list = append(list, m)
		}
		act := &AssessmentsViewed{lot}
		_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
	return c, list, err
}

// assessedMember names one who served.
func (s *Service) assessedMember(tx *store.Tx, c *evaluation.Case, served evaluation.Served, named bool) (m AssessedMember, err error) {
	m.Served = served
	meetings := append(slices.Clip(c.Former), *c.Meeting)
	seat := meetings[slices.IndexFunc(meetings, func(m evaluation.Meeting) bool { return m.ID == served.Meeting })].Seat(served.Seat)
	m.Specialties = seat.Specialties
	if !named {
		return m, nil
	}
	m.Name, err = s.nameOf(tx, c.Lot.ID, seat.Member.Name)
	return m, err
}

// nameOf opens a member's name; it is empty where it was erased.
func (s *Service) nameOf(tx *store.Tx, lot string, name evaluation.Datum) (string, error) {
	row, err := tx.Opening(lot, string(name))
	if errors.Is(err, store.ErrAbsent) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	o, err := openOpening(s.Box, row)
	return o.Value, err
}

// Assess says how the actor's role assesses one who served, or with former,
// the datum of the sheet that was looked at, corrects that.
func (s *Service) Assess(ctx context.Context, by Actor, lot string, of Assessee, sheet evaluation.AssessmentSheet, former evaluation.Datum) error {
	return s.on(ctx, lot, by, access.AssessmentMake, func(w *walk) error {
		served := w.Case.Served()
		i := slices.IndexFunc(served, func(one evaluation.Served) bool { return one.Meeting == of.Meeting && one.Seat == of.Seat })
		if i < 0 {
			return rule.Refuse(rule.NotFound, "", "assessment.none", "seat")
		}
		opening, profile, err := w.assessment(sheet)
		if err != nil {
			return err
		}
		zone, err := time.LoadLocation(w.Case.Lot.TimeZone)
		if err != nil {
			return err
		}
		today := time.UnixMilli(w.Now).In(zone)
		until := time.Date(today.Year(), today.Month(), today.Day()+profile.ReplyDays+1, 0, 0, 0, 0, zone).UnixMilli()
		act := &evaluation.AssessmentMade{Meeting: of.Meeting, Seat: of.Seat, Label: served[i].Label, Void: served[i].Void, By: string(by.Role), UntilMs: until, Sheet: opening.DatumHash(), Former: former}
		return w.assess(act, opening)
	})
}

// assessment makes the opening of a sheet that the profile takes.
func (w *walk) assessment(sheet evaluation.AssessmentSheet) (o evaluation.Opening, p rule.Assessment, err error) {
	profile, err := w.Case.Profile()
	if err != nil {
		return o, p, err
	}
	p = profile.Assessment
	for i := range sheet.Items {
		sheet.Items[i].Reason = strings.TrimSpace(sheet.Items[i].Reason)
		if j := slices.IndexFunc(p.Items, func(item rule.AssessmentItem) bool { return item.ID == sheet.Items[i].Item }); j >= 0 {
			sheet.Items[i].Most = p.Items[j].Most
		}
	}
	text, err := proclog.Canonical(sheet)
	if err != nil {
		return o, p, err
	}
	if _, err := evaluation.ParseAssessment(string(text), p); err != nil {
		return o, p, err
	}
	o, err = newOpening(w.s.Random, evaluation.AssessmentDomain, string(text))
	return o, p, err
}

// assess carries out an act on an assessment and puts what it says to the case.
func (w *walk) assess(act evaluation.Act, openings ...evaluation.Opening) error {
	if err := w.do(act, openings...); err != nil {
		return err
	}
	for _, o := range openings {
		if err := w.Case.OpenAssessment(o); err != nil {
			return err
		}
	}
	return nil
}

// ReplyToAssessment enters what the expert replied to an assessment, as it was
// looked at, on a day of the lot's calendar, yyyy-mm-dd.
func (s *Service) ReplyToAssessment(ctx context.Context, by Actor, lot string, of Assessee, sheet evaluation.Datum, day, text string) error {
	return s.on(ctx, lot, by, access.AssessmentReply, func(w *walk) error {
		zone, err := time.LoadLocation(w.Case.Lot.TimeZone)
		if err != nil {
			return err
		}
		on, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			return rule.Refuse(rule.Invalid, "", "assessment.reply_day", "on")
		}
		opening, err := newOpening(s.Random, evaluation.AssessmentReplyDomain, strings.TrimSpace(text))
		if err != nil {
			return err
		}
		return w.assess(&evaluation.AssessmentReplied{Meeting: of.Meeting, Seat: of.Seat, By: of.By, Sheet: sheet, OnMs: on.UnixMilli(), Reply: opening.DatumHash()}, opening)
	})
}

// AnswerAssessment answers a reply, with a reason: the assessment stands, or is
// changed to another sheet.
func (s *Service) AnswerAssessment(ctx context.Context, by Actor, lot string, of Assessee, sheet evaluation.Datum, reason string, changed *evaluation.AssessmentSheet) error {
	return s.on(ctx, lot, by, access.AssessmentAnswer, func(w *walk) error {
		opening, err := newOpening(s.Random, evaluation.AssessmentAnswerDomain, strings.TrimSpace(reason))
		if err != nil {
			return err
		}
		act, openings := &evaluation.AssessmentAnswered{Meeting: of.Meeting, Seat: of.Seat, By: of.By, Sheet: sheet, Reason: opening.DatumHash()}, []evaluation.Opening{opening}
		if changed != nil {
			to, _, err := w.assessment(*changed)
			if err != nil {
				return err
			}
			act.Changed, openings = to.DatumHash(), append(openings, to)
		}
		return w.assess(act, openings...)
	})
}

// saveDue writes what is still to be done with the assessments of the lot: by
// each role that assesses, and by supervisors, who may answer a reply to any.
func (w *walk) saveDue() error {
	over := func(stage string) bool { return stage == string(evaluation.Sealed) || stage == string(evaluation.Void) }
	if !over(w.row.Stage) && !over(string(w.Case.Stage())) {
		return nil
	}
	profile, err := w.Case.Profile()
	if err != nil {
		return err
	}
	var list []store.AssessmentDue
	for _, role := range append(slices.Clip(profile.Assessment.By), string(access.Supervisor)) {
		owed, of, err := w.Case.AssessmentsOwed(role)
		if err != nil {
			return err
		}
		if !over(string(w.Case.Stage())) {
			owed = 0 // until the next meeting is over
		}
		due := store.AssessmentDue{LotID: w.row.ID, Role: role, Given: of - owed, Of: of, SinceMs: w.endedMs()}
		for _, a := range w.Case.Assessments {
			if a.Reply != nil && a.Answer == nil && (role == a.By || role == string(access.Supervisor)) {
				due.Waits++
			}
		}
		if owed+due.Waits > 0 && !slices.ContainsFunc(list, func(one store.AssessmentDue) bool { return one.Role == role }) {
			list = append(list, due)
		}
	}
	return w.SetAssessmentsDue(w.row.ID, list)
}

// endedMs is when the last of the lot's meetings was sealed or, if it was void,
// opened.
func (w *walk) endedMs() (ended int64) {
	for _, m := range append(slices.Clip(w.Case.Former), *w.Case.Meeting) {
		ended = max(ended, cmp.Or(m.SealedMs, m.OpenedMs))
	}
	return ended
}

// AssessmentsDue lists the lots whose assessments wait for the actor's role, with
// their rows.
func (s *Service) AssessmentsDue(ctx context.Context, by Actor) (list []store.AssessmentDue, lots map[string]store.Lot, err error) {
	if err := access.Ever(by.Role, by.Kind, access.AssessmentMake); err != nil {
		return nil, nil, err
	}
	lots = map[string]store.Lot{}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		if list, err = tx.AssessmentsDue(by.Scope, string(by.Role)); err != nil {
			return err
		}
		for _, due := range list {
			if lots[due.LotID], err = tx.Lot(due.LotID); err != nil {
				return err
			}
		}
		return nil
	})
	return list, lots, err
}
