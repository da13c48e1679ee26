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

// replace fills one seat anew, as the program's own act. Of a panel drawn
// elsewhere, a seat that nobody is left for is open. decided opens by what a
// conflict was decided, if that is the reason.
func (d *drawn) replace(seat int, reason string, decided ...evaluation.Opening) error {
	if _, err := d.unseal(); err != nil {
		return err
	}
	i := slices.IndexFunc(d.Seats, func(s draw.Seat) bool { return s.No == seat })
	fillings, err := d.Fill(d.Seats[i : i+1])
	if err != nil && d.Source != nil {
		return d.vacateSeat(seat, reason, decided)
	}
	if err != nil {
		return experts.Refusal(err)
	}
	if err := d.asSystem(func() error {
		return d.do(&draw.Replaced{Draw: d.row.ID, Reason: reason, Filling: fillings[0], Conflict: datumOf(decided)}, decided...)
	}); err != nil || d.Source == nil {
		return err
	}
	return d.passFor(seat)
}

// datumOf is the datum of the one opening, or empty.
func datumOf(openings []evaluation.Opening) string {
	if len(openings) == 0 {
		return ""
	}
	return string(openings[0].DatumHash())
}

// vacate empties a seat by act, logs how long its member had files open,
// deletes what the member typed and noted, and has the next ticket take a
// drawn seat. Nobody is kept on the panel because nobody is left to follow.
func (w *walk) vacate(seat int, act evaluation.Act, reason string) error {
	if err := w.read(seat); err != nil {
		return err
	}
	if err := w.do(act); err != nil {
		return err
	}
	if err := w.ForgetDrafts(w.Case.Meeting.ID, seat); err != nil {
		return err
	}
	if err := w.ForgetReadings(w.Case.Meeting.ID, seat); err != nil {
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
func check(checker *conflict.Checker, e conflict.Expert) (conflicts error, unknown bool) {
	var refusals rule.Collect
	for _, answer := range checker.Check(e) {
		if answer.KeepsOut() {
			refusals.Add(answer.Clause, "member.conflict", "code", "ground", answer.Ground)
		}
		unknown = unknown || answer.Unasked()
	}
	return refusals.Err(rule.Forbidden), unknown
}

// recheckHolders checks again whoever holds a seat of the lot's draw and has
// not checked in. Who has a conflict by now is replaced; the log counts whom
// something was never asked of.
func (w *walk) recheckHolders() error {
	d, err := w.filledDraw()
	if err != nil || d == nil {
		return err
	}
	if err := d.recheck(); err != nil {
		return err
	}
	return d.save()
}

func (d *drawn) recheck() error {
	checker, err := d.checker()
	if isAltered(err) {
		return d.undecided(d.everySeat(), err)
	}
	if err != nil {
		return err
	}
	act := &draw.Rechecked{Draw: d.row.ID}
	var conflicted, seated, undecided []int
	var why error
	for _, h := range d.Holders {
		grounds, unknown, err := d.checkHolder(h.Seat, checker)
		if isAltered(err) {
			undecided, why = append(undecided, h.Seat), err
			continue
		}
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
		case d.sits(h.Seat):
			seated = append(seated, h.Seat)
		}
	}
	if err := d.asSystem(func() error { return d.do(act) }); err != nil {
		return err
	}
	if err := d.undecided(undecided, why); err != nil {
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
	return d.alertSeated(checker)
}

// sits reports whether a member sits on a seat of the lot's meeting.
func (w *walk) sits(seat int) bool { return w.Case.Sits(seat) }

// checkHolder returns the grounds that speak against who holds a seat now, and
// whether something was never asked. Nothing speaks against nobody.
func (d *drawn) checkHolder(seat int, checker *conflict.Checker) (grounds []string, unknown bool, err error) {
	h := d.Holders[slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat })]
	if h.Answer == draw.SeatOpen {
		return nil, false, nil
	}
	pool, err := d.unseal()
	if err != nil {
		return nil, false, err
	}
	e, _, err := d.behindIn(pool, h.Label)
	if err != nil {
		return nil, false, err
	}
	conflicts, unknown := check(checker, e)
	var found *rule.Refusal
	if errors.As(conflicts, &found) {
		for _, reason := range found.Reasons {
			grounds = append(grounds, reason.Args["ground"])
		}
	}
	twice, err := d.holdsTwice(pool, h, e.ID)
	if twice {
		grounds = append(grounds, experts.DrawnTwice)
	}
	return grounds, unknown, err
}

// decided opens by what the conflict of a seat's holder is decided.
func (d *drawn) decided(seat int, checker *conflict.Checker) (opening evaluation.Opening, err error) {
	grounds, _, err := d.checkHolder(seat, checker)
	if err != nil {
		return opening, err
	}
	said := experts.Decided{Label: d.holderOf(seat).Label, Grounds: grounds}
	pool, err := d.unseal()
	if err != nil {
		return opening, err
	}
	if said.Entry = said.Label; d.Source == nil {
		said.Entry = openedIn(pool, said.Label).Expert
	}
	if said.Expert, _, err = d.behindIn(pool, said.Label); err != nil {
		return opening, err
	}
	said.Companies = checker.Deciding(said.Expert)
	value, err := json.Marshal(said)
	if err != nil {
		return opening, err
	}
	return newOpening(d.s.Random, draw.ConflictDomain, string(value))
}

// holdsTwice reports whether the person who holds a seat has another one and
// gives way there: who is at a kiosk keeps that seat, else the first.
func (d *drawn) holdsTwice(pool []draw.Opened, h draw.Holder, expert string) (bool, error) {
	if d.Source != nil || d.sits(h.Seat) {
		return false, nil
	}
	before := true
	for _, other := range d.Holders {
		if other.Seat == h.Seat {
			before = false
			continue
		}
		if !before && !d.sits(other.Seat) {
			continue
		}
		same, err := d.expertIn(pool, other.Label)
		if isAltered(err) {
			continue // who that is, is not known, and nobody loses a seat for it
		}
		if err != nil || same.ID == expert {
			return err == nil, err
		}
	}
	return false, nil
}

// seatOnce gives a seat to the next ticket where the person has another one by
// now: the pool had two entries that were merged since.
func (d *drawn) seatOnce(pool []draw.Opened) error {
	for _, h := range slices.Clone(d.Holders) {
		row, err := d.expertIn(pool, h.Label)
		if isAltered(err) {
			continue
		}
		if err != nil {
			return err
		}
		twice, err := d.holdsTwice(pool, h, row.ID)
		if err != nil {
			return err
		}
		if !twice {
			continue
		}
		checker, err := d.checker()
		if err != nil {
			return err
		}
		if err := d.replaceClear(h.Seat, checker); err != nil {
			return err
		}
	}
	return nil
}

// behind returns who stands behind a label, by what is known now, and the
// opening of the datum that says so at check-in.
func (d *drawn) behind(label string) (e conflict.Expert, opening evaluation.Opening, err error) {
	pool, err := d.unseal()
	if err != nil {
		return e, opening, err
	}
	return d.behindIn(pool, label)
}

// openedIn returns what a pool opens a label with.
func openedIn(pool []draw.Opened, label string) draw.Opened {
	return pool[slices.IndexFunc(pool, func(o draw.Opened) bool { return o.Label == label })]
}

// expertIn returns who stands behind a label of an unsealed pool, as the entry
// of the register that stands. It refuses what no version of the register says.
func (w *walk) expertIn(pool []draw.Opened, label string) (store.Expert, error) {
	row, err := w.statedExpert(openedIn(pool, label).Expert)
	if err != nil {
		err = fmt.Errorf("a drawn expert: %w", err)
	}
	return row, err
}

// behindIn is behind of an unsealed pool.
func (d *drawn) behindIn(pool []draw.Opened, label string) (e conflict.Expert, opening evaluation.Opening, err error) {
	if d.Source != nil {
		return d.personBehind(label)
	}
	row, err := d.expertIn(pool, label)
	if err != nil {
		return e, opening, err
	}
	if e, err = readExpert(row); err != nil {
		return e, opening, err
	}
	text, err := json.Marshal(openedIn(pool, label))
	if err != nil {
		return e, opening, err
	}
	opening, err = newOpening(d.s.Random, draw.ExpertDomain, string(text))
	return e, opening, err
}

// replaceClear replaces the holder of a seat by the next ticket without a
// conflict. Where nobody is left the holder stays, and is not let in.
func (d *drawn) replaceClear(seat int, checker *conflict.Checker) error {
	for conflicts := true; conflicts; {
		decided, err := d.decided(seat, checker)
		if err != nil {
			return err
		}
		var none *rule.Refusal
		if err := d.replace(seat, "conflict", decided); errors.As(err, &none) {
			return nil
		} else if err != nil {
			return err
		}
		grounds, _, err := d.checkHolder(seat, checker)
		if isAltered(err) {
			return d.undecided([]int{seat}, err)
		}
		if err != nil {
			return err
		}
		conflicts = len(grounds) > 0
	}
	return nil
}
