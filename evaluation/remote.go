package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

// checkRemote refuses seats of a remote room that cannot be: one without the
// region that its expert is drawn from, no seat that stays in the main room,
// and a main room that is drawn while the remote one is chosen.
func (a *PlanSet) checkRemote(refusals *rule.Collect) {
	remote := 0
	for i, seat := range a.Seats {
		if !seat.Remote || seat.Representative {
			continue
		}
		if remote++; seat.Region == "" {
			refusals.Add("", "plan.remote_region", "seats."+strconv.Itoa(i)+".region", "seat", strconv.Itoa(seat.No))
		}
	}
	if remote > 0 && remote == len(a.Seats) {
		refusals.Add("", "plan.remote_all", "seats")
	}
	if remote > 0 && a.DrawRoom {
		refusals.Add("", "plan.remote_drawn", "drawRoom")
	}
}

// HasRemote reports whether a seat of the plan is in a remote room.
func (a PlanSet) HasRemote() bool {
	return slices.ContainsFunc(a.Seats, func(s SeatPlan) bool { return s.Remote })
}

// checkRemote refuses a meeting without a room for the remote seats of its
// plan, and one with a remote room that nobody sits in, or that is the main
// room.
func (a *MeetingScheduled) checkRemote(plan PlanSet, refusals *rule.Collect) {
	switch remote := plan.HasRemote(); {
	case remote && a.Remote == "":
		refusals.Add("", "room.remote_missing", "remote")
	case !remote && a.Remote != "":
		refusals.Add("", "room.remote_none", "remote")
	case remote && a.Remote == a.Room:
		refusals.Add("", "room.remote_same", "remote")
	}
}

// RoomOf returns the room in which a seat is; empty for no seat, and before a
// room is drawn.
func (m *Meeting) RoomOf(no int) string {
	switch seat := m.Seat(no); {
	case seat == nil:
		return ""
	case seat.Remote:
		return m.Remote
	}
	return m.Room
}

// Rooms returns the rooms that a meeting is in: the main one, once it is known,
// and the remote one, if a seat is there.
func (m *Meeting) Rooms() []string {
	return slices.DeleteFunc([]string{m.Room, m.Remote}, func(room string) bool { return room == "" })
}
