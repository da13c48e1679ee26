package rooms

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/experts/spread"
	"bidroom/server/store"
)

// An Attendance is a seat that somebody took: checked in, at a meeting that was
// not void. Whoever was drawn and has not come is sealed and has none of it.
type Attendance struct {
	store.Attendance
	behind
	Seat int
}

// A behind is who stands behind a label that was unsealed.
type behind struct {
	Outside bool   // the panel was drawn elsewhere
	expert  string // id, of whom was drawn here
	index   string // of the identity number, of whom was drawn elsewhere
}

// attendances returns every attendance since an instant, in UTC milliseconds,
// oldest first. Each takes an unsealing.
func (s *Service) attendances(tx *store.Tx, since int64) ([]Attendance, error) {
	labels, err := s.unsealedLabels(tx, since)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Attendances(since)
	if err != nil {
		return nil, err
	}
	acts := make([]evaluation.MemberCheckedIn, len(rows))
	if err := spread.Try(len(rows), func(i int) error {
		if err := readBody(rows[i].Bytes, &acts[i]); err != nil {
			return fmt.Errorf("who checked in, entry %d of %s: %w", rows[i].Seq, rows[i].Tree, err)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var list []Attendance
	for i, act := range acts {
		if who, drawn := labels[act.Label]; drawn { // else a representative, or erased since
			list = append(list, Attendance{rows[i], who, act.Seat})
		}
	}
	return list, nil
}

// unsealedLabels returns who stands behind the labels that were unsealed, of all
// lots with a check-in since an instant: no two draws have a label in common.
func (s *Service) unsealedLabels(tx *store.Tx, since int64) (map[string]behind, error) {
	rows, err := tx.UnsealedLabels(draw.ExpertDomain, draw.PersonDomain, since)
	if err != nil {
		return nil, err
	}
	return s.behindLabels(rows)
}

// behindLabels returns who stands behind labels that were unsealed.
func (s *Service) behindLabels(rows []store.Unsealed) (map[string]behind, error) {
	type found struct {
		label string
		behind
	}
	list := make([]found, len(rows))
	if err := spread.Try(len(rows), func(i int) error {
		var act draw.Unsealed
		err := readBody(rows[i].Bytes, &act)
		if err == nil {
			list[i].label = act.Label
			list[i].behind, err = s.behindOpening(rows[i].Opening)
		}
		if err != nil {
			return fmt.Errorf("who was unsealed, entry %d of %s: %w", rows[i].Seq, rows[i].Tree, err)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	labels := make(map[string]behind, len(rows))
	for _, one := range list {
		labels[one.label] = one.behind
	}
	return labels, nil
}

// behindOpening takes from the opening of a label who stood behind it.
func (s *Service) behindOpening(row store.Opening) (one behind, err error) {
	o, err := openOpening(s.Box, row)
	if err != nil {
		return one, err
	}
	if one.Outside = row.Domain == draw.PersonDomain; one.Outside {
		var p draw.Person
		err = json.Unmarshal([]byte(o.Value), &p)
		one.index = s.Box.Index(identityDomain, p.Identity)
		return one, err
	}
	var opened struct{ Expert string } // of a draw.Opened
	err = json.Unmarshal([]byte(o.Value), &opened)
	one.expert = opened.Expert
	return one, err
}

// readBody reads the body of an entry of the log. That the entry is in the form
// that its hash needs is not asked here.
func readBody(text []byte, body any) error {
	entry := struct {
		Body any `json:"body"`
	}{body}
	return json.Unmarshal(text, &entry)
}

// A who tells of an expert's id, or the index of an identity number, whose it
// is: the id of one of the experts that it was made for.
type who map[string]string

// add names an entry of the register as an expert's.
func (w who) add(id, index, expert string) {
	w[id] = expert
	if index != "" {
		w[index] = expert
	}
}

// merged adds what was merged into the experts that w knows.
func (w who) merged(tx *store.Tx) error {
	rows, err := tx.MergedExperts()
	for _, row := range rows {
		if w[row.MergedInto] != "" {
			w.add(row.ID, row.IdentityIndex, row.MergedInto)
		}
	}
	return err
}

// of returns whose it is who stands behind a label; nothing if nobody's whom w knows.
func (w who) of(one behind) string { return w[cmp.Or(one.expert, one.index)] }

// services returns the services of candidates that can bear on a pool for a
// meeting on a day, oldest first. Where the plan does not limit them they bear
// on the repeats alone, which are of one year.
func (w *walk) services(candidates []conflict.Expert, meeting conflict.Date, limits draw.Limits) ([]experts.Service, error) {
	zone, err := time.LoadLocation(w.Case.Lot.TimeZone)
	if err != nil {
		return nil, err
	}
	var since int64
	if !limits.OfService() {
		since = beginOf(meeting.YearsBack(1), zone)
	}
	all, err := w.s.attendances(w.Tx, since)
	if err != nil {
		return nil, err
	}
	known := make(who, 2*len(candidates))
	for _, e := range candidates {
		known.add(e.ID, e.Index, e.ID)
	}
	if err := known.merged(w.Tx); err != nil {
		return nil, err
	}
	var list []experts.Service
	for _, one := range all {
		if id := known.of(one.behind); id != "" {
			list = append(list, experts.Service{Expert: id, On: dayOf(one.AtMs, zone), Lot: one.Tree, Entity: conflict.NormaliseName(one.EntityName), EntityCode: one.EntityCode})
		}
	}
	return experts.Bearing(list, meeting), nil
}

// attendancesOf returns those of an expert, and of what was merged into it,
// oldest first.
func (s *Service) attendancesOf(tx *store.Tx, row store.Expert) ([]Attendance, error) {
	known := who{}
	known.add(row.ID, row.IdentityIndex, row.ID)
	if err := known.merged(tx); err != nil {
		return nil, err
	}
	all, err := s.attendances(tx, 0)
	return slices.DeleteFunc(all, func(one Attendance) bool { return known.of(one.behind) == "" }), err
}
