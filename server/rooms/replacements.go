package rooms

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/draw"
)

// replace fills one seat anew, as the program's own act.
func (d *drawn) replace(seat int, reason string) error {
	if _, err := d.unseal(); err != nil {
		return err
	}
	i := slices.IndexFunc(d.Seats, func(s draw.Seat) bool { return s.No == seat })
	fillings, err := d.Fill(d.Seats[i : i+1])
	if err != nil {
		return experts.Refusal(err)
	}
	return d.asSystem(func() error {
		return d.do(&draw.Replaced{Draw: d.row.ID, Reason: reason, Filling: fillings[0]})
	})
}

// vacate empties a seat by act, deletes what its member typed, and has the
// next ticket take a drawn seat. Nobody is kept on the panel because nobody
// is left to follow.
func (w *walk) vacate(seat int, act evaluation.Act, reason string) error {
	if err := w.do(act); err != nil {
		return err
	}
	if err := w.ForgetDrafts(w.Case.Meeting.ID, seat); err != nil {
		return err
	}
	if w.Case.Meeting.Seat(seat).Representative {
		return nil
	}
	d, err := w.filledDraw()
	if err != nil || d == nil {
		return err
	}
	var none *rule.Refusal
	if err := d.replace(seat, reason); err != nil && !errors.As(err, &none) {
		return err
	}
	return d.save()
}

// filledDraw returns the lot's draw that holds its seats, or nil.
func (w *walk) filledDraw() (*drawn, error) {
	rows, err := w.Draws(w.row.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	d := &drawn{walk: w, row: rows[len(rows)-1]}
	if err := json.Unmarshal(d.row.State, &d.Draw); err != nil {
		return nil, fmt.Errorf("draw %s: %w", d.row.ID, err)
	}
	if d.Stage != draw.Filled {
		return nil, nil
	}
	return d, nil
}
