package rooms

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/store"
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

// checker decides conflicts by what is known now. Who bids for the tender's
// other lots is as it was for the pool: there a bidder is entered by one person
// alone, who could learn from a replacement here who was drawn.
func (d *drawn) checker() (*conflict.Checker, error) {
	profile, err := d.Case.Profile()
	if err != nil {
		return nil, err
	}
	facts, err := d.facts(profile)
	if err != nil {
		return nil, err
	}
	key, err := d.s.Box.UnwrapDraw(d.row.ID, d.row.KeyWrapped)
	if err != nil {
		return nil, err
	}
	sealed, err := openSealed(key, d.row)
	if err != nil {
		return nil, err
	}
	facts.OtherLots = sealed.Others
	return conflict.NewChecker(facts), nil
}

// check returns the conflicts of an expert as a refusal, and whether
// something was never asked.
func check(checker *conflict.Checker, row store.Expert) (conflicts error, unknown bool, err error) {
	e, err := readExpert(row)
	if err != nil {
		return nil, false, err
	}
	var refusals rule.Collect
	for _, answer := range checker.Check(e) {
		if answer.KeepsOut() {
			refusals.Add(answer.Clause, "member.conflict", "code", "ground", answer.Ground)
		}
		unknown = unknown || answer.Unasked()
	}
	return refusals.Err(rule.Forbidden), unknown, nil
}

// recheckHolders checks again whoever holds a seat of the lot's draw and has
// not checked in. Who has a conflict by now is replaced; the log counts whom
// something was never asked of.
func (w *walk) recheckHolders() error {
	d, err := w.filledDraw()
	if err != nil || d == nil {
		return err
	}
	checker, err := d.checker()
	if err != nil {
		return err
	}
	act := &draw.Rechecked{Draw: d.row.ID}
	var conflicted, seated []int
	for _, h := range d.Holders {
		grounds, unknown, err := d.checkHolder(h.Seat, checker)
		if err != nil {
			return err
		}
		if unknown {
			act.Unknown++
		}
		switch {
		case len(grounds) == 0:
		case !slices.Contains(d.Unsealed, h.Label):
			conflicted = append(conflicted, h.Seat)
		case w.sits(h.Seat):
			seated = append(seated, h.Seat)
		}
	}
	if err := d.asSystem(func() error { return d.do(act) }); err != nil {
		return err
	}
	for _, seat := range conflicted {
		if err := d.replaceClear(seat, checker); err != nil {
			return err
		}
	}
	if err := d.warn(append(seated, conflicted...), checker); err != nil {
		return err
	}
	return d.save()
}

// sits reports whether a member sits on a seat of the lot's meeting.
func (w *walk) sits(seat int) bool {
	return w.Case.Meeting != nil && w.Case.Meeting.Seat(seat).Member != nil
}

// checkHolder returns the grounds that speak against who holds a seat now, and
// whether something was never asked.
func (d *drawn) checkHolder(seat int, checker *conflict.Checker) (grounds []string, unknown bool, err error) {
	pool, err := d.unseal()
	if err != nil {
		return nil, false, err
	}
	h := d.Holders[slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat })]
	row, err := d.Expert(pool[slices.IndexFunc(pool, func(o draw.Opened) bool { return o.Label == h.Label })].Expert)
	if err != nil {
		return nil, false, fmt.Errorf("a drawn expert: %w", err)
	}
	conflicts, unknown, err := check(checker, row)
	var found *rule.Refusal
	if errors.As(conflicts, &found) {
		for _, reason := range found.Reasons {
			grounds = append(grounds, reason.Args["ground"])
		}
	}
	return grounds, unknown, err
}

// replaceClear replaces the holder of a seat by the next ticket without a
// conflict. Where nobody is left the holder stays, and is not let in.
func (d *drawn) replaceClear(seat int, checker *conflict.Checker) error {
	for conflicts := true; conflicts; {
		var none *rule.Refusal
		if err := d.replace(seat, "conflict"); errors.As(err, &none) {
			return nil
		} else if err != nil {
			return err
		}
		grounds, _, err := d.checkHolder(seat, checker)
		if err != nil {
			return err
		}
		conflicts = len(grounds) > 0
	}
	return nil
}
