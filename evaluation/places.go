package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(RoomDrawn) }, func() Act { return new(RoomReplaced) })
}

// PlaceOption returns what stands for a room in a draw: "ID NAME".
func PlaceOption(id, name string) string { return id + " " + strings.Join(strings.Fields(name), " ") }

// PlaceOf returns the id and the name of a place by what stands for it in a
// draw.
func PlaceOf(option string) (id, name string) {
	id, name, _ = strings.Cut(option, " ")
	return id, name
}

// RoomDrawn states the order that a draw has given to the rooms that fit the
// meeting. The first is its room.
type RoomDrawn struct {
	Draw  string   `json:"draw"`
	Order []string `json:"order"` // as [PlaceOption]
}

// Kind implements [Act].
func (*RoomDrawn) Kind() string { return "rooms.drawn" }

func (a *RoomDrawn) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	m, err := c.MayDrawRoom()
	if err != nil {
		return err
	}
	if len(a.Order) == 0 {
		return rule.Refuse(rule.Invalid, "", "field.required", "order")
	}
	m.RoomOrder, m.RoomsOut = a, nil
	m.Room, _ = PlaceOf(a.Order[0])
	return nil
}

// MayDrawRoom returns the meeting whose room is to be drawn now. It is drawn
// once: whatever happens to the room that was drawn, the order stands.
func (c *Case) MayDrawRoom() (*Meeting, error) {
	m, err := c.at(Scheduled)
	switch {
	case err != nil:
		return nil, err
	case !c.Plan.DrawRoom:
		return nil, rule.Refuse(rule.Premature, "", "room.not_to_draw", "")
	case m.RoomOrder != nil:
		return nil, rule.Refuse(rule.Stale, "", "room.drawn", "")
	}
	return m, nil
}

// A RoomOut is a drawn room that fell out before the meeting.
type RoomOut struct {
	RoomReplaced
	AtMs int64
}

// RoomReplaced states that the drawn room cannot be used: the next of the order
// takes its place. A supervisor says so, for whoever could do it alone could
// choose among the rooms.
type RoomReplaced struct {
	Room   string `json:"room"` // that falls out
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*RoomReplaced) Kind() string { return "room.replaced" }

func (a *RoomReplaced) apply(c *Case, meta Meta) error {
	m, err := c.at(Scheduled)
	if err != nil {
		return err
	}
	var next string
	switch {
	case meta.Role != "supervisor":
		return rule.Refuse(rule.Forbidden, "", "room.supervisor", "")
	case m.RoomOrder == nil:
		return rule.Refuse(rule.Premature, "", "room.undrawn", "")
	case a.Room != m.Room:
		return rule.Refuse(rule.Stale, "", "stale", "room")
	case a.Reason == "":
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	case len(m.RoomsOut)+1 == len(m.RoomOrder.Order):
		return rule.Refuse(rule.Invalid, "", "room.order_end", "room", "count", strconv.Itoa(len(m.RoomOrder.Order)))
	default:
		next, _ = PlaceOf(m.RoomOrder.Order[len(m.RoomsOut)+1])
	}
	m.RoomsOut = append(m.RoomsOut, RoomOut{*a, meta.AtMs})
	m.Room = next
	return nil
}

// placed refuses to open a meeting of whose places something is still to be
// drawn, or which was scheduled for other seats than the plan has now.
func (c *Case) placed(refusals *rule.Collect) {
	m := c.Meeting
	if m.Room == "" || c.Plan.DrawRoom && m.RoomOrder == nil {
		refusals.Add("", "room.undrawn", "room")
	} else if c.Plan.DrawSeats && slices.ContainsFunc(m.Rooms(), func(room string) bool { return m.workplacesIn(room) == nil }) {
		refusals.Add("", "workplace.undrawn", "room")
	}
	if !slices.EqualFunc(c.Plan.Seats, m.Seats, func(plan SeatPlan, seat Seat) bool {
		return plan.Remote == seat.Remote && plan.Representative == seat.Representative
	}) {
		refusals.Add("", "meeting.plan_changed", "room")
	}
}

// checkRoom refuses a meeting that is scheduled in a room which is to be drawn,
// or in none.
func (a *MeetingScheduled) checkRoom(plan PlanSet, refusals *rule.Collect) {
	switch {
	case a.Meeting == "" || a.Room == "" && !plan.DrawRoom:
		refusals.Add("", "field.required", "room")
	case a.Room != "" && plan.DrawRoom:
		refusals.Add("", "room.to_draw", "room")
	}
}

// keepPlaces takes over what was drawn for a meeting that is scheduled for
// another time. Nobody gets a second draw by it.
func (m *Meeting) keepPlaces(old *Meeting) {
	if old.RoomOrder != nil {
		m.Room, m.RoomOrder, m.RoomsOut = old.Room, old.RoomOrder, slices.Clone(old.RoomsOut)
	}
	m.Workplaces = slices.Clone(old.Workplaces)
	for i := range m.Workplaces {
		w := &m.Workplaces[i]
		if seats := m.SeatsIn(w.Room); len(seats) > 0 && !slices.Equal(seats, w.Seats) {
			w.Seats, w.Given = seats, slices.Clone(seats)
		}
	}
}

// keepsPlaces refuses a plan that no longer has drawn what was drawn.
func (a *PlanSet) keepsPlaces(m *Meeting) error {
	if m == nil || m.Stage != Scheduled {
		return nil
	}
	var refusals rule.Collect
	if m.RoomOrder != nil && !a.DrawRoom {
		refusals.Add("", "plan.room_drawn", "drawRoom")
	}
	if len(m.Workplaces) > 0 && !a.DrawSeats {
		refusals.Add("", "plan.seats_drawn", "drawSeats")
	}
	return refusals.Err(rule.Stale)
}
