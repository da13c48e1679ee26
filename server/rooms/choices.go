package rooms

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/store"
)

// StateOptions lays down what is drawn from, with the server's commitment,
// before anybody commits a share: the values of a coefficient of the method,
// the bids that are tied, the rooms that fit the meeting, or the kiosks of its
// room. After a void draw of the same a supervisor does
// it, with a reason.
func (s *Service) StateOptions(ctx context.Context, by Actor, lot, purpose, subject, reason string) (id string, err error) {
	err = s.on(ctx, lot, by, access.DrawBegin, func(w *walk) error {
		if err := mayChoose(by, w.Case.Stage(), purpose); err != nil {
			return err
		}
		act := &draw.OptionsStated{Draw: w.NewID(), Purpose: purpose, Subject: subject}
		if act.Options, err = w.options(purpose, subject); err != nil {
			return err
		}
		if act.Former, err = w.formerChoice(purpose, subject); err != nil {
			return err
		}
		if err := w.mayBegin(act.Former); err != nil {
			return err
		}
		if act.Former != "" {
			act.Reason = reason
		}
		act.OptionsHash = draw.OptionsHash(act.Draw, purpose, act.Options)
		id = act.Draw
		d := &drawn{walk: w, row: store.Draw{ID: id, LotID: lot, CreatedAt: w.Now, Purpose: purpose, Sealed: []byte{}, KeyWrapped: []byte{}}}
		if err := d.do(act); err != nil {
			return err
		}
		if err := d.asSystem(d.commitServer); err != nil {
			return err
		}
		if d.row.State, err = json.Marshal(d.Draw); err != nil {
			return err
		}
		return d.InsertDraw(d.row)
	})
	return id, err
}

// mayBegin refuses a draw to whoever may not begin it: a first one is for
// staff, one that follows a void draw for a supervisor.
func (w *walk) mayBegin(former string) error {
	needed := access.DrawPool
	if former != "" {
		needed = access.DrawSecond
	}
	return access.Allow(w.by.Role, w.by.Kind, needed, access.Stage(w.Case.Stage()))
}

// mayChoose refuses who may not know which bids are tied; for any other
// purpose nothing is asked beside what a draw asks.
func mayChoose(by Actor, stage evaluation.Stage, purpose string) error {
	if purpose != draw.Tie {
		return nil
	}
	return access.Allow(by.Role, by.Kind, access.TieView, access.Stage(stage))
}

// options returns what is drawn from, and refuses what is not to be drawn now.
func (w *walk) options(purpose, subject string) ([]string, error) {
	switch purpose {
	case draw.Coefficient:
		q, err := w.Case.MayDraw(subject)
		if err != nil {
			return nil, err
		}
		return evaluation.CoefficientOptions(q), nil
	case draw.Tie:
		if m := w.Case.Meeting; m == nil || m.ID != subject {
			return nil, rule.Refuse(rule.NotFound, "", "meeting.unknown", "subject")
		}
		return w.Case.TiedBids()
	case draw.Rooms:
		m, err := w.Case.MayDrawRoom()
		if err != nil {
			return nil, err
		}
		if m.ID != subject {
			return nil, rule.Refuse(rule.NotFound, "", "meeting.unknown", "subject")
		}
		return w.roomOptions(m)
	case draw.Seats:
		m, err := w.Case.MayDrawSeats(subject)
		if err != nil {
			return nil, err
		}
		return w.seatOptions(m, subject)
	}
	return nil, rule.Refuse(rule.Invalid, "", "draw.purpose", "purpose")
}

// formerChoice returns the newest draw of the same, which must be void, or "".
func (w *walk) formerChoice(purpose, subject string) (former string, err error) {
	list, err := choicesOf(w.Tx, w.row.ID)
	for _, d := range list {
		if d.Purpose != purpose || d.Subject != subject {
			continue
		}
		// What bids were tied before a return or a change of the panel is drawn; others may be now.
		if d.Stage != draw.Void && d.Stage != draw.Ordered {
			return "", rule.Refuse(rule.Stale, "", "draw.stands", "")
		}
		former = ""
		if d.Stage == draw.Void {
			former = d.ID
		}
	}
	return former, err
}

// A Choice is a draw that is of no panel.
type Choice struct {
	draw.Draw
	CreatedMs int64
}

// choicesOf returns the draws of a lot that are of no panel, oldest first.
func choicesOf(tx *store.Tx, lot string) (list []Choice, err error) {
	rows, err := tx.Choices(lot)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		choice := Choice{CreatedMs: row.CreatedAt}
		if err := json.Unmarshal(row.State, &choice.Draw); err != nil {
			return nil, fmt.Errorf("draw %s: %w", row.ID, err)
		}
		list = append(list, choice)
	}
	return list, nil
}

// Choices returns the draws of a lot that are of no panel, oldest first.
func (s *Service) Choices(ctx context.Context, lot string) (list []Choice, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		list, err = choicesOf(tx, lot)
		return err
	})
	return list, err
}

// carryOut puts what a choice has drawn into the case.
func (d *drawn) carryOut() error {
	chosen, err := d.Chosen()
	if err != nil {
		return err
	}
	order := make([]string, len(chosen))
	for i, one := range chosen {
		order[i] = one.Option
	}
	switch d.Purpose {
	case draw.Coefficient:
		value := strings.TrimPrefix(order[0], d.Subject+" ")
		return d.walk.do(&evaluation.CoefficientDrawn{Coefficient: d.Subject, Value: value, Draw: d.ID})
	case draw.Rooms:
		if m := d.Case.Meeting; m == nil || m.ID != d.Subject {
			return rule.Refuse(rule.NotFound, "", "meeting.unknown", "")
		}
		return d.walk.do(&evaluation.RoomDrawn{Draw: d.ID, Order: order})
	case draw.Seats:
		return d.walk.do(&evaluation.SeatsDrawn{Room: d.Subject, Draw: d.ID, Order: order})
	}
	return d.walk.do(&evaluation.TieDrawn{Draw: d.ID, Order: order})
}

// ofChoices are the actions that a draw takes which is of no panel.
var ofChoices = []access.Action{access.DrawShare, access.DrawPublicShare, access.DrawVoid}

// allow refuses what a choice has no use for, and who may not see it.
func (d *drawn) allow(action access.Action) error {
	if d.Purpose == "" {
		return nil
	}
	if !slices.Contains(ofChoices, action) {
		return rule.Refuse(rule.NotFound, "", "draw.unknown", "draw")
	}
	return mayChoose(d.by, d.Case.Stage(), d.Purpose)
}
