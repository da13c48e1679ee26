package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(SeatsDrawn) }, func() Act { return new(WorkplaceFailed) }, func() Act { return new(MemberDirected) })
}

// SeatsDrawn states the order that a draw has given to the kiosks of a room.
// The seats of the room get them in this order; those that are left are spare.
// It is an order of workplaces and not of people, so nothing sealed is in it.
type SeatsDrawn struct {
	Room  string   `json:"room"`
	Draw  string   `json:"draw"`
	Order []string `json:"order"` // as [PlaceOption]
}

// Workplaces says which kiosk of a room each seat has by the order that was
// drawn.
type Workplaces struct {
	SeatsDrawn
	Failed []WorkplaceOut
	Seats  []int // of the room, that the order was given to
	Given  []int // by place in the order: the seat that has the kiosk, or had it; beyond the order, seats for which none was left
}

// Kind implements [Act].
func (*SeatsDrawn) Kind() string { return "seats.drawn" }

func (a *SeatsDrawn) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	m, err := c.MayDrawSeats(a.Room)
	if err != nil {
		return err
	}
	seats := m.SeatsIn(a.Room)
	if len(a.Order) < len(seats) {
		return rule.Refuse(rule.Invalid, "", "workplace.too_few", "order", "count", strconv.Itoa(len(a.Order)))
	}
	m.Workplaces = append(m.Workplaces, Workplaces{SeatsDrawn: *a, Seats: seats, Given: slices.Clone(seats)})
	return nil
}

// MayDrawSeats returns the meeting the order of whose kiosks in a room is to be
// drawn now. It is drawn once for a room.
func (c *Case) MayDrawSeats(room string) (*Meeting, error) {
	m, err := c.at(Scheduled)
	switch {
	case err != nil:
		return nil, err
	case !c.Plan.DrawSeats:
		return nil, rule.Refuse(rule.Premature, "", "workplace.not_to_draw", "")
	case len(m.SeatsIn(room)) == 0 || c.Plan.DrawRoom && m.RoomOrder == nil:
		return nil, rule.Refuse(rule.Premature, "", "workplace.room", "room")
	case m.workplacesIn(room) != nil:
		return nil, rule.Refuse(rule.Stale, "", "workplace.drawn", "")
	}
	return m, nil
}

// SeatsIn returns the numbers of the seats that are in a room.
func (m *Meeting) SeatsIn(room string) (seats []int) {
	for _, seat := range m.Seats {
		if room != "" && room == m.RoomOf(seat.No) {
			seats = append(seats, seat.No)
		}
	}
	return seats
}

func (m *Meeting) workplacesIn(room string) *Workplaces {
	i := slices.IndexFunc(m.Workplaces, func(w Workplaces) bool { return w.Room == room })
	if i < 0 {
		return nil
	}
	return &m.Workplaces[i]
}

// workplacesOf returns the workplaces of the room that a seat is in; nil if
// they were not drawn.
func (m *Meeting) workplacesOf(seat int) *Workplaces { return m.workplacesIn(m.RoomOf(seat)) }

// Workplace returns what stands for the kiosk that a seat has by the order that
// was drawn. It is empty if none is left for the seat, and drawn is false if
// there is no order.
func (m *Meeting) Workplace(seat int) (option string, drawn bool) {
	w := m.workplacesOf(seat)
	if w == nil {
		return "", false
	}
	for i, given := range w.Given {
		if given != seat {
			continue
		}
		if option = ""; i < len(w.Order) {
			option = w.Order[i]
		}
	}
	return option, true
}

// CheckWorkplace refuses a kiosk that is not the seat's by the order that was
// drawn. Where none is left for the seat, any that was not drawn will do.
func (m *Meeting) CheckWorkplace(seat int, kiosk string) error {
	option, drawn := m.Workplace(seat)
	id, name := PlaceOf(option)
	switch {
	case !drawn || option != "" && id == kiosk:
		return nil
	case option != "":
		return rule.Refuse(rule.Forbidden, "", "workplace.other", "kiosk", "seat", strconv.Itoa(seat), "name", name)
	case slices.ContainsFunc(m.workplacesOf(seat).Order, func(one string) bool { id, _ := PlaceOf(one); return id == kiosk }):
		return rule.Refuse(rule.Forbidden, "", "workplace.spent", "kiosk", "seat", strconv.Itoa(seat))
	}
	return nil
}

// giveNext gives a seat whose kiosk failed the next one of the order.
func (m *Meeting) giveNext(seat int) {
	if w := m.workplacesOf(seat); w != nil {
		w.Given = append(w.Given, seat)
	}
}

// move refuses to seat a member at a kiosk that is not the next of the order,
// or the one that the seat was given before.
func (m *Meeting) move(seat *Seat, kiosk string) error {
	if option, _ := m.Workplace(seat.No); option != "" {
		if id, _ := PlaceOf(option); id == seat.Member.Kiosk {
			m.giveNext(seat.No)
		}
	}
	return m.CheckWorkplace(seat.No, kiosk)
}

// WorkplaceFailed states that a seat's kiosk is of no use: the seat gets the
// next of the order that was drawn.
type WorkplaceFailed struct {
	Seat   int    `json:"seat,string"`
	Kiosk  string `json:"kiosk"`
	Reason string `json:"reason"`
}

// A WorkplaceOut is a kiosk of the order that failed.
type WorkplaceOut struct {
	WorkplaceFailed
	AtMs int64
}

// Kind implements [Act].
func (*WorkplaceFailed) Kind() string { return "workplace.failed" }

func (a *WorkplaceFailed) apply(c *Case, meta Meta) error {
	if c.Meeting == nil || c.Meeting.Stage != Scheduled && !c.Meeting.Stage.Running() {
		return rule.Refuse(rule.Premature, "", "stage.not_running", "", "stage", string(c.Stage()))
	}
	m := c.Meeting
	option, drawn := m.Workplace(a.Seat)
	switch id, _ := PlaceOf(option); {
	case !drawn:
		return rule.Refuse(rule.Premature, "", "workplace.undrawn", "")
	case a.Reason == "":
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	case option == "" || id != a.Kiosk:
		return rule.Refuse(rule.Stale, "", "stale", "kiosk")
	}
	w := m.workplacesOf(a.Seat)
	w.Failed = append(w.Failed, WorkplaceOut{*a, meta.AtMs})
	m.giveNext(a.Seat)
	return nil
}

// MemberDirected states that whoever holds a seat showed it at a kiosk that is
// not the seat's, and was told which is, or in the room of the meeting in which
// the seat is not, and was told in which it is.
type MemberDirected struct {
	Seat  int    `json:"seat,string"`
	Kiosk string `json:"kiosk"`
	Room  string `json:"room,omitempty"` // the seat's; empty if the kiosk is in it
}

// Kind implements [Act].
func (*MemberDirected) Kind() string { return "member.directed" }

func (a *MemberDirected) apply(c *Case, _ Meta) error {
	m, err := c.at(Assembling, Declaring, Electing, Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	led := a.Room == "" && m.CheckWorkplace(a.Seat, a.Kiosk) != nil || a.Room != "" && m.Remote != "" && a.Room == m.RoomOf(a.Seat)
	if seat := m.Seat(a.Seat); seat == nil || seat.Member != nil || !led {
		return rule.Refuse(rule.Invalid, "", "seat.taken", "seat", "seat", strconv.Itoa(a.Seat))
	}
	return nil
}
