package rooms

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// An Attendance is a seat that somebody took: checked in, at a meeting that was
// not void. Whoever was drawn and has not come is sealed and has none of it.
type Attendance struct {
	store.Attendance
	expert string // id, of whom was drawn here
	index  string // of the identity number, of whom was drawn elsewhere
}

// Outside reports whether the panel was drawn elsewhere.
func (one Attendance) Outside() bool { return one.Domain == draw.PersonDomain }

// Seat returns the seat that was taken.
func (one Attendance) Seat() (int, error) {
	e, err := proclog.ParseEntry(one.Bytes)
	if err != nil {
		return 0, err
	}
	var act draw.Unsealed
	err = json.Unmarshal(e.Body, &act)
	return act.Seat, err
}

// attendances returns every attendance, oldest first.
func (s *Service) attendances(tx *store.Tx) ([]Attendance, error) {
	rows, err := tx.Attendances(draw.ExpertDomain, draw.PersonDomain)
	if err != nil {
		return nil, err
	}
	list := make([]Attendance, len(rows))
	for i, row := range rows {
		list[i].Attendance = row
		o, err := openOpening(s.Box, row.Opening)
		if err == nil {
			err = list[i].read(s, o.Value)
		}
		if err != nil {
			return nil, fmt.Errorf("who checked in, entry %d of %s: %w", row.Seq, row.Tree, err)
		}
	}
	return list, nil
}

// read takes from the opening of a label who stood behind it.
func (one *Attendance) read(s *Service, value string) error {
	if one.Outside() {
		var p draw.Person
		err := json.Unmarshal([]byte(value), &p)
		one.index = s.Box.Index(identityDomain, p.Identity)
		return err
	}
	var o draw.Opened
	err := json.Unmarshal([]byte(value), &o)
	one.expert = o.Expert
	return err
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

// of returns whose an attendance is; nothing if nobody's whom w knows.
func (w who) of(one Attendance) string { return w[cmp.Or(one.expert, one.index)] }

// services returns the services of candidates that can bear on a pool for a
// meeting on a day, oldest first.
func (w *walk) services(candidates []conflict.Expert, meeting conflict.Date) ([]experts.Service, error) {
	zone, err := time.LoadLocation(w.Case.Lot.TimeZone)
	if err != nil {
		return nil, err
	}
	all, err := w.s.attendances(w.Tx)
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
		if id := known.of(one); id != "" {
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
	all, err := s.attendances(tx)
	return slices.DeleteFunc(all, func(one Attendance) bool { return known.of(one) == "" }), err
}
