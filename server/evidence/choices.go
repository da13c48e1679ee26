package evidence

import (
	"slices"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// stateOptions begins a draw that is of no panel. It follows a void one of the
// same only, and is from what the case is to draw from.
func (r *replay) stateOptions(e proclog.Entry, act *draw.OptionsStated) {
	former := ""
	for _, d := range r.draws {
		if d.Purpose != act.Purpose || d.Subject != act.Subject || d.ended {
			continue
		}
		switch former = ""; d.Stage {
		case draw.Void:
			former = d.ID
		case draw.Ordered:
		default:
			r.drawBroken(at(e, "draw_stands"))
		}
	}
	if act.Former != former {
		r.drawBroken(at(e, "draw_former"))
	}
	if !r.ended && !slices.Equal(r.options(act), act.Options) {
		r.drawBroken(at(e, "draw_options"))
	}
	if r.start(e, act) == nil {
		d := r.draws[len(r.draws)-1]
		d.Purpose, d.Subject = act.Purpose, act.Subject
	}
}

// options returns what the case draws from now for a purpose; nothing if it
// draws nothing.
func (r *replay) options(act *draw.OptionsStated) (options []string) {
	switch act.Purpose {
	case draw.Coefficient:
		if q, err := r.c.MayDraw(act.Subject); err == nil {
			options = evaluation.CoefficientOptions(q)
		}
	case draw.Tie:
		if bids, err := r.c.TiedBids(); err == nil && r.c.Meeting.ID == act.Subject {
			options = bids
		}
	case draw.Rooms: // which rooms were free no lot's log tells
		if m, err := r.c.MayDrawRoom(); err == nil && m.ID == act.Subject {
			options = act.Options
		}
	case draw.Seats: // that they are kiosks of the room is looked at when they are taken
		if _, err := r.c.MayDrawSeats(act.Subject); err == nil {
			options = act.Options
		}
	}
	return options
}

// carried looks at what the case takes from a draw: the draw must have been
// held for it, and have given just that: of a coefficient the first option, else
// the whole order.
func (r *replay) carried(e proclog.Entry, id, purpose, subject string, what ...string) {
	i := slices.IndexFunc(r.draws, func(d *redrawn) bool {
		return d.ID == id && d.Purpose == purpose && d.Subject == subject && d.Stage == draw.Ordered
	})
	if i < 0 {
		r.drawBroken(at(e, "not_chosen"))
		return
	}
	d := r.draws[i]
	chosen, err := d.Chosen()
	if err != nil || len(chosen) < len(what) || len(chosen) > len(what) && purpose != draw.Coefficient || !slices.EqualFunc(chosen[:len(what)], what, func(c draw.Chosen, option string) bool { return c.Option == option }) {
		r.drawBroken(at(e, "not_chosen"))
	}
	d.carried = true
}

// roomOf returns the room of the present meeting that a seat is in.
func (r *replay) roomOf(seat int) string {
	if r.c.Meeting == nil {
		return ""
	}
	return r.c.Meeting.RoomOf(seat)
}

// directedFrom returns the room of the kiosk from which somebody was sent to
// the seat's: the same, or the meeting's other one.
func (r *replay) directedFrom(act *evaluation.MemberDirected) string {
	own := r.roomOf(act.Seat)
	if act.Room == "" || r.c.Meeting == nil {
		return own
	}
	for _, room := range r.c.Meeting.Rooms() {
		if room != own {
			return room
		}
	}
	return ""
}

// meeting returns the id of the present meeting.
func (r *replay) meeting() string {
	if r.c.Meeting == nil {
		return ""
	}
	return r.c.Meeting.ID
}
