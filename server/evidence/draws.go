package evidence

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// A redrawn is one draw that is run again.
type redrawn struct {
	draw.Draw
	ended bool // an act was refused
	mixed bool // the round of a beacon was mixed in, and its chain's key is not known
	keyed bool // it was, and the key is
	// carried says that the case took what a choice has drawn.
	carried bool
	panel   // if it was drawn elsewhere
}

// seated reports whether the draw gave a seat to a label, which accepted it
// and was unsealed.
func (d *redrawn) seated(seat int, label string) bool {
	return d.Stage == draw.Filled && slices.Contains(d.Unsealed, label) &&
		slices.ContainsFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat && h.Label == label && h.Comes() })
}

// draw carries out an act of a draw.
func (r *replay) draw(e proclog.Entry) {
	act, err := draw.Decode(e.Kind, e.Body)
	if err != nil {
		r.drawBroken(refused(e, err))
		return
	}
	switch act := act.(type) {
	case *draw.PoolFormed:
		r.formPool(e, act)
		return
	case *draw.OptionsStated:
		r.stateOptions(e, act)
		return
	case *draw.Imported:
		r.importPanel(e, act)
		return
	}
	i := slices.IndexFunc(r.draws, func(d *redrawn) bool { return d.ID == act.Of() })
	if i < 0 {
		r.drawBroken(at(e, "draw_unknown"))
		return
	}
	d := r.draws[i]
	before := slices.Clone(d.Holders)
	if d.ended || !r.follow(e, d, act) {
		return
	}
	r.leaves(e, d, act, before)
	r.invited(e, d, act, before)
	if _, voided := act.(*draw.Voided); voided && !r.ended && slices.ContainsFunc(d.Holders, func(h draw.Holder) bool { return r.c.Sits(h.Seat) }) {
		r.drawBroken(at(e, "draw_sits"))
	}
	if answer, is := act.(*draw.Answered); is && answer.Answer == "absent" && !r.ended && r.c.Sits(answer.Seat) {
		r.drawBroken(at(e, "absent_sits"))
	}
	if d.Source != nil {
		r.panelAct(e, d, act)
	}
	switch act := act.(type) {
	case *draw.Unsealed:
		r.unsealed(e, d, act)
	case *draw.PublicShareGiven:
		if d.Beacon == nil {
			return
		}
		is, known := false, false
		if check := r.v.options.Beacon; check != nil {
			is, known = check(*d.Beacon, act.Beacon)
		}
		if d.mixed, d.keyed = !known, known; known && !is {
			r.drawBroken(at(e, "beacon"))
		}
	}
}

func (r *replay) drawBroken(f Finding) { r.v.report.broken(PartDraw, f) }

// begins checks the first act of a draw, which names the former, the rules,
// the seats and the limits. A draw follows a void one only, and is for the
// seats of the plan under the rules of the lot.
func (r *replay) begins(e proclog.Entry, named, rules string, seats []draw.Seat, limits draw.Limits) {
	former := ""
	for _, before := range r.draws {
		if before.Purpose != "" {
			continue
		}
		if former = before.ID; before.Stage != draw.Void && !before.ended {
			r.drawBroken(at(e, "draw_stands"))
		}
	}
	if named != former {
		r.drawBroken(at(e, "draw_former"))
	}
	if !r.ended && (rules != r.c.Lot.ProfileHash || limits != draw.Limits(r.c.Plan.Limits) || !slices.EqualFunc(seats, drawnSeats(r.c.Plan), sameSeat)) {
		r.drawBroken(at(e, "draw_plan"))
	}
}

// follow has a draw carry out an act, and reports whether no rule refused it;
// a draw of which one was is not run again any further.
func (r *replay) follow(e proclog.Entry, d *redrawn, act draw.Act) bool {
	err := d.Apply(draw.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}, act)
	if err != nil {
		d.ID, d.ended = act.Of(), true
		r.drawBroken(refused(e, experts.Refusal(err)))
	}
	return err == nil
}

// start begins a draw by its first act; nil if that was refused.
func (r *replay) start(e proclog.Entry, act draw.Act) *redrawn {
	d := new(redrawn)
	r.draws = append(r.draws, d)
	if !r.follow(e, d, act) {
		return nil
	}
	return d
}

// openingBroken says that the persons behind the labels are not they.
func (r *replay) openingBroken(e proclog.Entry, err error) {
	f := at(e, "pool_opening")
	f.Detail = err.Error()
	r.drawBroken(f)
}

// formPool begins a draw.
func (r *replay) formPool(e proclog.Entry, act *draw.PoolFormed) {
	r.begins(e, act.Former, act.Rules, act.Seats, act.Limits)
	d := r.start(e, act)
	if d == nil {
		return
	}
	pool, err := objects[draw.Opened](r.v.file, "draws/"+d.ID+"/pool.jsonl")
	if err == nil {
		err = d.Reveal(pool)
	}
	if err != nil {
		r.openingBroken(e, err)
	}
	if !r.ended {
		r.conflicts(e, act, pool)
	}
}

// drawnSeats returns the seats of a plan that are drawn.
func drawnSeats(plan evaluation.PlanSet) (seats []draw.Seat) {
	for _, s := range plan.Seats {
		if !s.Representative {
			seats = append(seats, draw.Seat{No: s.No, Specialties: s.Specialties, Region: s.Region, Fallback: s.Fallback})
		}
	}
	return seats
}

func sameSeat(a, b draw.Seat) bool {
	return a.No == b.No && a.Region == b.Region && slices.Equal(a.Specialties, b.Specialties) && slices.Equal(a.Fallback, b.Fallback)
}

// unsealed checks who was found behind a label, where the file opens it.
func (r *replay) unsealed(e proclog.Entry, d *redrawn, act *draw.Unsealed) {
	r.wanted = append(r.wanted, wanted{PartDraw, evaluation.Datum(act.Expert)})
	for _, opening := range r.opened {
		if opening.Domain != draw.ExpertDomain || string(opening.DatumHash()) != act.Expert {
			continue
		}
		var o draw.Opened
		err := strict([]byte(opening.Value), &o)
		if err == nil && (o.Label != act.Label || !slices.Contains(d.Items, draw.Item{Label: o.Label, Item: o.Item()}) || !o.Check(d.ID)) {
			err = errors.New("not the label's")
		}
		if err != nil {
			f := at(e, "expert_opening")
			f.Detail = err.Error()
			r.drawBroken(f)
		}
	}
}

// finishDraws says what was found of the draws.
func (r *replay) finishDraws() {
	report := r.v.report
	for _, name := range r.v.file.names {
		id, _, found := strings.Cut(strings.TrimPrefix(name, "draws/"), "/")
		if found && strings.HasPrefix(name, "draws/") && !slices.ContainsFunc(r.draws, func(d *redrawn) bool { return d.ID == id }) {
			r.drawBroken(Finding{Tree: r.v.walk.Tree, Code: "draw_unnamed", Detail: name})
		}
	}
	if len(r.draws) == 0 {
		report.say(PartDraw, NotContained)
		report.say(PartConflicts, NotContained)
		return
	}
	report.say(PartDraw, Checked)
	for _, d := range r.draws {
		if d.Source != nil && len(d.Fillings) >= len(d.Seats) {
			r.finishPanel(d)
			continue
		}
		if d.ended {
			continue
		}
		if d.Purpose != "" {
			report.note(PartDraw, "choice."+d.Purpose, "options", strconv.Itoa(len(d.Options)), "stage", string(d.Stage))
			if d.Stage == draw.Ordered && !d.carried {
				r.drawBroken(Finding{Tree: r.v.walk.Tree, Code: "not_carried", Detail: d.ID})
			}
			continue
		}
		report.note(PartDraw, "draw."+string(d.Stage), "labels", strconv.Itoa(len(d.Items)), "seats", fmt.Sprint(len(d.Seats)))
		if d.FillUnchecked {
			report.note(PartDraw, "fill_order_only")
		}
		if d.mixed {
			report.note(PartDraw, "beacon_unchecked")
			if d.Public == d.Signature {
				report.say(PartDraw, NotContained) // it is all that is public in the seed
			}
		}
		if d.keyed {
			report.note(PartDraw, "beacon_chain", "chain", d.Beacon.Chain, "round", strconv.FormatUint(d.Beacon.No, 10))
		}
	}
}
