package rooms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// Integrity makes every check that must pass before a report is signed: those
// of the case, and whether the case is what the log holds.
func (s *Service) Integrity(ctx context.Context, c *evaluation.Case) (list []evaluation.Checked, err error) {
	if list, err = c.Integrity(nil); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		logged, err := s.asLogged(tx, c)
		list = append(list, logged)
		return err
	})
	return list, err
}

// intact refuses a walk's act while the case is not what the log holds. The
// act itself refuses what else does not hold.
func (w *walk) intact() error {
	if w.Case.Meeting == nil || w.Case.Meeting.Tally == nil {
		return nil // the act says that it comes too early
	}
	logged, err := w.s.asLogged(w.Tx, w.Case)
	if err != nil {
		return err
	}
	list, err := w.Case.Integrity(nil)
	if err != nil {
		return err
	}
	return evaluation.Refusal(append(list, logged))
}

// asLogged holds what a report states against the log: the tally, the method
// that it was made by, and every sheet against the opening of its datum.
func (s *Service) asLogged(tx *store.Tx, c *evaluation.Case) (evaluation.Checked, error) {
	logged := evaluation.Checked{Check: evaluation.CheckLog}
	differs := func(what, field string, args ...string) {
		code := "integrity.log." + what
		logged.Reasons = append(logged.Reasons, rule.NewReason("", code, field, args...))
	}
	lot := c.Lot.ID
	for _, of := range []struct {
		what, named string
		act         evaluation.Act
	}{{"tally", c.Bids[0].ID, c.Meeting.Tally}, {"method", c.Method.ID, &c.Method}} {
		same, err := lastIs(tx, lot, of.named, of.act)
		if err != nil {
			return logged, err
		}
		if !same {
			differs(of.what, of.what)
		}
	}
	for i := range c.Meeting.Seats {
		seat := &c.Meeting.Seats[i]
		if seat.Sheet == nil {
			continue // the case's own check says so
		}
		row, err := tx.Opening(lot, string(seat.Sheet.Marks))
		if err != nil && !errors.Is(err, store.ErrAbsent) {
			return logged, err
		}
		if err == nil {
			o, err := openOpening(s.Box, row)
			if err == nil && o.DatumHash() == seat.Sheet.Marks && o.Value == seat.Sheet.Text {
				continue
			}
		}
		differs("sheet", "seat", "seat", strconv.Itoa(seat.No))
	}
	return logged, nil
}

// lastIs reports whether an act is what the log's newest entry of its kind
// says; named is one of the values in it.
func lastIs(tx *store.Tx, lot, named string, act evaluation.Act) (bool, error) {
	entry, err := tx.LastOf(lot, act.Kind(), named)
	if errors.Is(err, store.ErrAbsent) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	body, err := proclog.Canonical(act)
	if err != nil {
		return false, fmt.Errorf("entry %s: %w", act.Kind(), err)
	}
	return bytes.Equal(body, entry.Body), nil
}
