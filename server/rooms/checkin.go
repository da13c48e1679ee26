package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/auth/pass"
	"bidroom/server/store"
)

// MemberAt returns the member who checked in at a kiosk to the meeting that
// runs in its room; seat is 0 if there is none.
func (s *Service) MemberAt(ctx context.Context, room, kiosk string) (lot, meeting string, seat int, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		running, err := tx.RunningLots(room)
		if err != nil || len(running) == 0 {
			return err
		}
		row, err := tx.Lot(running[0])
		if err != nil {
			return err
		}
		c, err := s.look(row)
		if err != nil {
			return err
		}
		for _, place := range c.Meeting.Seats {
			if place.Member != nil && place.Member.Kiosk == kiosk {
				lot, meeting, seat = row.ID, c.Meeting.ID, place.No
			}
		}
		return nil
	})
	return lot, meeting, seat, err
}

// A Shown is by what somebody checks in: the code of a pass, or who the person
// says to be, where a library drew and invited the panel.
type Shown struct {
	Code     string // typed, or seen by the camera
	Identity string // number
	Phone    string // the last four digits of the number that the library has
}

// replaced refuses a pass whose seat is another's. Of somebody without a pass it
// does not say so: it would tell who was on the panel, and nothing would be
// logged of the question.
func (s Shown) replaced() error {
	if s.Identity != "" {
		return rule.Refuse(rule.NotFound, "", "person.unknown", "identity")
	}
	return rule.Refuse(rule.Forbidden, "", "pass.replaced", "code")
}

// readPass finds whom a pass lets in, at the meeting that runs in the kiosk's
// room.
func (s *Service) readPass(ctx context.Context, by Actor, shown Shown) (f passFor, err error) {
	running, err := s.RunningIn(ctx, by.Room)
	if err != nil {
		return f, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		hash, err := s.hashOf(tx, running, shown)
		if err != nil {
			return err
		}
		row, err := tx.Pass(hash)
		if err != nil && shown.Identity != "" {
			return absent(err, "person.unknown", "identity")
		}
		if err != nil {
			return absent(err, "pass.unknown", "code")
		}
		text, err := s.Box.Open(passDomain, row.Sealed)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &f); err != nil {
			return fmt.Errorf("a pass: %w", err)
		}
		zone, err := s.zoneOf(tx, f.Lot)
		if err != nil {
			return err
		}
		if shown.Identity != "" {
			return nil // it holds as long as the panel does
		}
		return pass.CheckTime(tx.Now, row.ExpiresAt-passLife.Milliseconds(), row.ExpiresAt, zone)
	})
	if err == nil && f.Lot != running {
		err = rule.Refuse(rule.Premature, "", "pass.other_room", "code")
	}
	return f, err
}

// hashOf returns the hash by which a pass is kept.
func (s *Service) hashOf(tx *store.Tx, running string, shown Shown) (string, error) {
	if shown.Identity != "" {
		return s.personHash(tx, running, shown)
	}
	p, err := pass.Read(shown.Code)
	return p.Hash(s.Box.Index), err
}

// zoneOf returns the time zone of a lot.
func (s *Service) zoneOf(tx *store.Tx, lot string) (*time.Location, error) {
	row, err := tx.Lot(lot)
	if err != nil {
		return nil, err
	}
	c, err := s.openCase(row)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(c.Lot.TimeZone)
}

// CheckIn seats the person whose pass is shown at a kiosk, after the
// conflicts were checked again, and binds the person's new key there.
func (s *Service) CheckIn(ctx context.Context, by Actor, shown Shown, key string) (Actor, error) {
	f, err := s.readPass(ctx, by, shown)
	if err != nil {
		return by, err
	}
	if f.Label == "" {
		var told error
		err = s.on(ctx, f.Lot, by, access.MemberCheckIn, func(w *walk) (err error) {
			if err := cmp.Or(w.seated(f), w.gone(f.Name, "code")); err != nil {
				return err
			}
			if told, err = w.directed(f, by); told != nil {
				return err
			}
			return w.seat(f, by, key, f.Name)
		})
		err = cmp.Or(err, told)
	} else {
		err = s.checkInExpert(ctx, f, by, shown, key)
	}
	return by.member(f), err
}

// checkInExpert opens the label of a drawn expert and seats its person. One
// who has a conflict by now is replaced and told so, and one at another kiosk
// than the seat's which that is.
func (s *Service) checkInExpert(ctx context.Context, f passFor, by Actor, shown Shown, key string) error {
	var conflicts, told error
	err := s.onDraw(ctx, f.Draw, by, access.MemberCheckIn, func(d *drawn) (err error) {
		i := slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == f.Seat })
		if i < 0 || d.Holders[i].Label != f.Label || !d.Holders[i].Comes() {
			return shown.replaced()
		}
		if err := d.seated(f); err != nil {
			return err
		}
		if told, err = d.directed(f, by); told != nil {
			return err
		}
		e, opening, err := d.behind(f.Label)
		if err != nil {
			return err
		}
		checker, err := d.checker()
		if err != nil {
			return err
		}
		pool, err := d.unseal()
		if err != nil {
			return err
		}
		twice, err := d.holdsTwice(pool, d.Holders[i], e.ID)
		if err != nil {
			return err
		}
		if conflicts, _ = check(checker, e); conflicts == nil && twice {
			conflicts = rule.Refuse(rule.Forbidden, "", "member.drawn_twice", "code")
		}
		if conflicts != nil {
			return d.replaceClear(f.Seat, checker)
		}
		if !slices.Contains(d.Unsealed, f.Label) { // else at a meeting that is void, or is done again
			if err := d.do(&draw.Unsealed{Draw: d.row.ID, Seat: f.Seat, Label: f.Label, Expert: string(opening.DatumHash())}, opening); err != nil {
				return err
			}
		}
		if err := d.seat(f, by, key, e.Name); err != nil {
			return err
		}
		return d.alert(pool, f.Seat, e, checker)
	})
	if isAltered(err) {
		err = cmp.Or(s.on(ctx, f.Lot, SystemActor, access.PanelUnseal, func(w *walk) error { return w.raiseAltered([]int{f.Seat}) }), err)
	}
	return cmp.Or(err, conflicts, told)
}

// holds reports whether the person of a pass sits on its seat. A
// representative has no label; what tells one from the next is the name.
func (w *walk) holds(f passFor) (bool, error) {
	seat := w.Case.Meeting.Seat(f.Seat)
	if seat == nil || seat.Member == nil || seat.Member.Label != f.Label {
		return false, nil
	}
	if f.Label != "" {
		return true, nil
	}
	row, err := w.Opening(f.Lot, string(seat.Member.Name))
	if err != nil {
		return false, err
	}
	name, err := openOpening(w.s.Box, row)
	return name.Value == f.Name, err
}

// seated refuses a pass whose holder sits at a kiosk already: there, the
// holder may move to another ([Service.MoveMember]), not check in twice.
func (w *walk) seated(f passFor) error {
	held, err := w.holds(f)
	if err != nil || !held {
		return err
	}
	return rule.Refuse(rule.Invalid, "", "member.twice", "code", "seat", strconv.Itoa(f.Seat))
}

// gone refuses a representative who recused or left before, at this meeting or a
// former one: the entity sends another. What tells one from the next is the name.
func (w *walk) gone(name, field string) error {
	for _, change := range w.Case.Changes() {
		if change.Member.Label != "" {
			continue // an expert, of whom the label tells
		}
		row, err := w.Opening(w.Case.Lot.ID, string(change.Member.Name))
		if errors.Is(err, store.ErrAbsent) {
			continue // it was erased
		}
		if err != nil {
			return err
		}
		o, err := openOpening(w.s.Box, row)
		if err != nil {
			return err
		}
		if o.Value == name {
			return rule.Refuse(rule.Forbidden, "", "representative.gone", field)
		}
	}
	return nil
}

// seat applies the check-in of somebody by name.
func (w *walk) seat(f passFor, by Actor, key, name string) error {
	opening, err := newOpening(w.s.Random, "member.name", name)
	if err != nil {
		return err
	}
	return w.do(&evaluation.MemberCheckedIn{Seat: f.Seat, Label: f.Label, Name: opening.DatumHash(), Kiosk: by.Kiosk, Key: key}, opening)
}

// member returns the actor that a kiosk becomes with a member on it.
func (by Actor) member(f passFor) Actor {
	by.Role, by.Account, by.Lot, by.Seat = access.Member, evaluation.SeatActor(f.Seat), f.Lot, f.Seat
	return by
}

// MoveMember seats a member at this kiosk in place of one that failed: the
// same pass is shown again.
func (s *Service) MoveMember(ctx context.Context, by Actor, shown Shown, key string) (Actor, error) {
	f, err := s.readPass(ctx, by, shown)
	if err != nil {
		return by, err
	}
	err = s.on(ctx, f.Lot, by, access.MemberMove, func(w *walk) error {
		held, err := w.holds(f)
		if err != nil {
			return err
		}
		if !held {
			return shown.replaced()
		}
		if told, err := w.inOtherRoom(f.Seat, by.Room); told != nil || err != nil {
			return cmp.Or(err, told)
		}
		return w.do(&evaluation.MemberMoved{Seat: f.Seat, Kiosk: by.Kiosk, Key: key})
	})
	return by.member(f), err
}

// Names returns the names of the members present, by seat. A name is due once
// its member has checked in.
func (s *Service) Names(ctx context.Context, c *evaluation.Case) (names map[int]string, err error) {
	names = map[int]string{}
	if c.Meeting == nil {
		return names, nil
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		for _, seat := range c.Meeting.Seats {
			if seat.Member == nil {
				continue
			}
			row, err := tx.Opening(c.Lot.ID, string(seat.Member.Name))
			if err != nil {
				return err
			}
			o, err := openOpening(s.Box, row)
			if err != nil {
				return err
			}
			names[seat.No] = o.Value
		}
		return nil
	})
	return names, err
}

// Drafts returns what a seat has typed; and, for a seat of 0, how many marks
// each seat has, without their values.
func (s *Service) Drafts(ctx context.Context, meeting string, seat int) (strokes []Stroke, counts map[int]int, err error) {
	counts = map[int]int{}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Drafts(meeting, seat)
		if err != nil {
			return err
		}
		for _, row := range rows {
			stroke, err := s.openStroke(row)
			if err != nil {
				return err
			}
			if stroke.Value != "" {
				counts[row.Seat]++
			}
			if seat != 0 {
				strokes = append(strokes, stroke)
			}
		}
		return nil
	})
	return strokes, counts, err
}

// Opening returns what stands behind a datum of a lot's log.
func (s *Service) Opening(ctx context.Context, lot string, datum evaluation.Datum) (o evaluation.Opening, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Opening(lot, string(datum))
		if err != nil {
			return absent(err, "datum.unknown", "datum")
		}
		o, err = openOpening(s.Box, row)
		return err
	})
	return o, err
}
