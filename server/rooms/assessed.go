package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// An Assessed is an assessment as the register tells of it: the last version,
// with how far it is.
type Assessed struct {
	store.Assessment // the entry of the last version
	behind
	Assessee
	Sheet    evaluation.AssessmentSheet
	Replied  bool
	Answered bool
}

// assessed returns the assessments of lots in which one was made since an
// instant, as they were just before another, 0 for now, of the experts that
// known tells of, or of all if it is nil. One of a void meeting is told of once
// names are due, which is when the lot is sealed: the same panel may sit again.
// Each takes an unsealing.
func (s *Service) assessed(tx *store.Tx, since, before int64, known who) (list []*Assessed, err error) {
	unsealed, err := tx.AssessedLabels(draw.ExpertDomain, draw.PersonDomain, since)
	if err != nil {
		return nil, err
	}
	labels, err := s.behindLabels(unsealed)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Assessments(evaluation.AssessmentDomain, since)
	if err != nil {
		return nil, err
	}
	type place struct {
		tree string
		Assessee
	}
	at := map[place]*Assessed{}
	for _, row := range rows {
		if before > 0 && row.AtMs >= before {
			continue
		}
		e, err := proclog.ParseEntry(row.Bytes)
		if err != nil {
			return nil, err
		}
		var body struct {
			Meeting, Label, By, Void string
			Seat                     int `json:"seat,string"`
		}
		if err := json.Unmarshal(e.Body, &body); err != nil {
			return nil, fmt.Errorf("entry %d of %s: %w", row.Seq, row.Tree, err)
		}
		key := place{row.Tree, Assessee{body.Meeting, body.Seat, body.By}}
		one := at[key]
		if one == nil {
			who, told := labels[body.Label] // else erased since
			if !told || body.Void == "true" && row.Stage != string(access.Sealed) || known != nil && known.of(who) == "" {
				continue
			}
			one = &Assessed{behind: who, Assessee: key.Assessee}
			at[key], list = one, append(list, one)
		}
		one.Replied = one.Replied || row.Kind == (*evaluation.AssessmentReplied)(nil).Kind()
		one.Answered = one.Answered || row.Kind == (*evaluation.AssessmentAnswered)(nil).Kind()
		if len(row.Sealed) == 0 {
			continue
		}
		o, err := openOpening(s.Box, store.Opening{Sealed: row.Sealed})
		if err != nil {
			return nil, err
		}
		one.Assessment = row
		if one.Sheet, err = evaluation.ReadAssessment(o.Value); err != nil {
			return nil, err
		}
	}
	list = slices.DeleteFunc(list, func(one *Assessed) bool { return one.Tree == "" }) // erased since
	slices.SortFunc(list, func(a, b *Assessed) int { return int(a.AtMs - b.AtMs) })
	return list, nil
}

// Grade is what the assessment comes to, on its day in a zone.
func (a *Assessed) Grade(zone *time.Location) experts.Grade {
	return experts.Grade{On: dayOf(a.AtMs, zone), Total: a.Sheet.Total(), Full: a.Sheet.Full()}
}

// assessedOf returns the assessments of an expert, and of what was merged into
// it, oldest first.
func (s *Service) assessedOf(tx *store.Tx, row store.Expert, before int64) ([]*Assessed, error) {
	known := who{}
	known.add(row.ID, row.IdentityIndex, row.ID)
	if err := known.merged(tx); err != nil {
		return nil, err
	}
	return s.assessed(tx, 0, before, known)
}

// Grades returns what the assessments come to that were said on a day or after
// it, by the id of the expert who stands.
func (s *Service) Grades(tx *store.Tx, since conflict.Date, zone *time.Location) (map[string][]experts.Grade, error) {
	all, err := s.assessed(tx, beginOf(since, zone), 0, nil)
	if err != nil {
		return nil, err
	}
	by, err := s.standing(tx, all)
	if err != nil {
		return nil, err
	}
	of := map[string][]experts.Grade{}
	for id, list := range by {
		for _, one := range list {
			of[id] = append(of[id], one.Grade(zone))
		}
	}
	return of, nil
}

// Reference names the assessment where a file says it.
func (a *Assessed) Reference() string {
	return strings.Join([]string{a.Tree, a.Meeting, strconv.Itoa(a.Seat), a.By}, " ")
}

// Past is the assessment as a file says it.
func (a *Assessed) Past(zone *time.Location) PastAssessment {
	g := a.Grade(zone)
	var reasons []string
	for _, m := range a.Sheet.Items {
		if m.Reason != "" {
			reasons = append(reasons, m.Reason)
		}
	}
	runes := []rune(strings.Join(reasons, "; "))
	return PastAssessment{Evaluation: a.LotNumber + " " + a.LotName, On: g.On, By: a.By, Total: g.Total, Full: g.Full, Reason: string(runes[:min(len(runes), longestReason)]), Reference: a.Reference()}
}

// MadeHere reports whether a reference names an assessment of this server.
func (s *Service) MadeHere(ctx context.Context, reference string) (here bool, err error) {
	lot, _, named := strings.Cut(reference, " ")
	if !named {
		return false, nil
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Lot(lot)
		if here = err == nil; errors.Is(err, store.ErrAbsent) {
			return nil
		}
		return err
	})
	return here, err
}

// standing groups assessments by the id of the expert who stands.
func (s *Service) standing(tx *store.Tx, all []*Assessed) (map[string][]*Assessed, error) {
	merged, err := tx.MergedExperts()
	if err != nil {
		return nil, err
	}
	into := map[string]string{}
	for _, row := range merged {
		into[row.ID] = row.MergedInto
	}
	of := map[string][]*Assessed{}
	for _, one := range all {
		id := one.expert
		if one.Outside {
			rows, err := tx.ExpertsWithIdentity(one.index)
			if err != nil {
				return nil, err
			}
			if len(rows) == 0 {
				continue
			}
			id = rows[0].ID
		}
		id = cmp.Or(into[id], id)
		of[id] = append(of[id], one)
	}
	return of, nil
}
