package rooms

import (
	"context"
	"encoding/json"
	"slices"

	"bidroom/evaluation"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// alert raises an incident for a member who has checked in, if there is
// something that keeps nobody out and is to be looked at: what the member shares
// with a bidder, or with a drawn member who sits. Before that nobody is told
// whom it concerns.
func (d *drawn) alert(pool []draw.Opened, seat int, e conflict.Expert, checker *conflict.Checker) error {
	panel, err := d.seatedBeside(pool, seat)
	if err != nil {
		return err
	}
	var grounds []string
	var shared []evaluation.Shared
	for _, answer := range checker.With(panel).Check(e) {
		if !answer.Alerts() {
			continue
		}
		grounds = append(grounds, answer.Ground)
		for _, found := range answer.Data {
			shared = append(shared, evaluation.Shared{Kind: found.Kind, With: found.Company})
		}
	}
	if len(grounds) == 0 {
		return nil
	}
	text, err := proclog.Canonical(shared)
	if err != nil {
		return err
	}
	if known, err := d.alerted(seat, string(text)); known || err != nil {
		return err
	}
	opening, err := newOpening(d.s.Random, evaluation.SharedDomain, string(text))
	if err != nil {
		return err
	}
	act := &evaluation.IncidentRaised{Incident: d.NewID(), What: evaluation.MemberAlert, Seat: seat, Grounds: grounds, Shared: opening.DatumHash()}
	return d.asSystem(func() error { return d.walk.do(act, opening) })
}

// alerted reports whether the same was raised of the member who sits there.
func (d *drawn) alerted(seat int, text string) (bool, error) {
	for _, i := range d.Case.Meeting.Incidents {
		if i.What != evaluation.MemberAlert || i.Seat != seat || i.AtMs < d.Case.Meeting.Seat(seat).Member.CheckedMs {
			continue
		}
		row, err := d.Opening(d.Case.Lot.ID, string(i.Shared))
		if err != nil {
			return false, err
		}
		if o, err := openOpening(d.s.Box, row); err != nil || o.Value == text {
			return err == nil, err
		}
	}
	return false, nil
}

// seatedBeside returns the drawn members who sit beside a seat, each under the
// actor of its seat.
func (d *drawn) seatedBeside(pool []draw.Opened, seat int) (panel []conflict.Expert, err error) {
	for _, h := range d.Holders {
		if h.Seat == seat || !d.sits(h.Seat) || !slices.Contains(d.Unsealed, h.Label) {
			continue
		}
		e, _, err := d.behindIn(pool, h.Label)
		if isAltered(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		e.ID = evaluation.SeatActor(h.Seat)
		panel = append(panel, e)
	}
	return panel, nil
}

// alertSeated does so for everyone who sits, after a change of the register.
func (d *drawn) alertSeated(checker *conflict.Checker) error {
	seated := slices.DeleteFunc(slices.Clone(d.Holders), func(h draw.Holder) bool { return !d.sits(h.Seat) || !slices.Contains(d.Unsealed, h.Label) })
	if len(seated) == 0 {
		return nil
	}
	pool, err := d.unseal()
	if err != nil {
		return err
	}
	for _, h := range seated {
		e, _, err := d.behindIn(pool, h.Label)
		if isAltered(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := d.alert(pool, h.Seat, e, checker); err != nil {
			return err
		}
	}
	return nil
}

// Shared returns what an incident of a lot says that a member shares.
func (s *Service) Shared(ctx context.Context, lot string, of evaluation.Datum) (list []evaluation.Shared, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Opening(lot, string(of))
		if err != nil {
			return err
		}
		o, err := openOpening(s.Box, row)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(o.Value), &list)
	})
	return list, err
}
