package evaluation_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
)

// remotely brings a case to a plan whose seats 3 and 4 are remote.
func remotely(t *testing.T, change func(*evaluation.PlanSet)) *play {
	return scheduled(t, func(plan *evaluation.PlanSet) {
		plan.Seats = slices.Clone(plan.Seats)
		allRemote(plan.Seats[2:4])
		change(plan)
	})
}

func inRooms(room, remote string) *evaluation.MeetingScheduled {
	act := schedule("m2", room)
	act.Remote = remote
	return act
}

// A meeting has a remote room if and only if seats of its plan are there.
func TestMeetingHasARoomForItsRemoteSeats(t *testing.T) {
	p := scheduled(t, func(*evaluation.PlanSet) {})
	wantRefusal(t, p.try("staff", inRooms("main", "guest")), "room.remote_none")
	p.do("staff", inRooms("main", ""))
	if rooms := p.c.Meeting.Rooms(); !slices.Equal(rooms, []string{"main"}) {
		t.Errorf("the rooms are %v", rooms)
	}

	p = remotely(t, func(*evaluation.PlanSet) {})
	wantRefusal(t, p.try("staff", inRooms("main", "")), "room.remote_missing")
	wantRefusal(t, p.try("staff", inRooms("main", "main")), "room.remote_same")
	wantRefusal(t, p.try("staff", inRooms("", "guest")), "field.required")
	p.do("staff", inRooms("main", "guest"))
	m := p.c.Meeting
	if !slices.Equal(m.Rooms(), []string{"main", "guest"}) {
		t.Errorf("the rooms are %v", m.Rooms())
	}
	for seat, room := range []string{"", "main", "main", "guest", "guest", "main", ""} {
		if m.RoomOf(seat) != room {
			t.Errorf("seat %d is in %q, not %q", seat, m.RoomOf(seat), room)
		}
	}

	// A plan that changes afterwards needs the meeting scheduled anew.
	without := p.c.Plan
	without.Seats = slices.Clone(without.Seats)
	without.Seats[3].Remote = false
	p.do("staff", &without)
	wantRefusal(t, p.try("staff", &evaluation.MeetingOpened{Meeting: "m2"}), "meeting.plan_changed")
	p.do("staff", &evaluation.MeetingScheduled{Meeting: "m3", Room: "main", Remote: "guest", PlannedMs: 2}, &evaluation.MeetingOpened{Meeting: "m3"})
	if p.c.Meeting.RoomOf(4) != "main" {
		t.Errorf("seat 4 is in %s", p.c.Meeting.RoomOf(4))
	}
}

// Each room's kiosks are drawn for the seats that are in it.
func TestKiosksOfTwoRoomsAreDrawnApart(t *testing.T) {
	p := remotely(t, func(plan *evaluation.PlanSet) { plan.DrawSeats = true })
	p.do("staff", inRooms("main", "guest"))
	seats := func(room string, order ...string) error {
		return p.system(&evaluation.SeatsDrawn{Room: room, Draw: "d", Order: order})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	wantRefusal(t, seats("annex", "k1 一"), "workplace.room")
	wantRefusal(t, seats("main", "k1 一", "k2 二"), "workplace.too_few")
	must(seats("main", "k3 三", "k1 一", "k2 二"))
	wantRefusal(t, p.try("staff", &evaluation.MeetingOpened{Meeting: "m2"}), "workplace.undrawn")
	wantRefusal(t, seats("guest", "g1 一"), "workplace.too_few")
	must(seats("guest", "g3 三", "g2 二", "g1 一"))
	p.do("staff", &evaluation.MeetingScheduled{Meeting: "m3", Room: "main", Remote: "guest", PlannedMs: 2}) // another time keeps both orders
	p.do("staff", &evaluation.MeetingOpened{Meeting: "m3"})
	for seat, kiosk := range []string{1: "k3", "k1", "g3", "g2", "k2"} {
		if kiosk != "" && p.has(seat) != kiosk {
			t.Errorf("seat %d has %s, not %s", seat, p.has(seat), kiosk)
		}
	}
	wantRefusal(t, p.sits(3, "k3"), "workplace.other")
	must(p.sits(3, "g3"))
	must(p.try("kiosk", &evaluation.MemberMoved{Seat: 3, Kiosk: "g1", Key: p.newKey(3)}))
	wantRefusal(t, p.sits(4, "g1"), "kiosk.taken")
}

// Who shows a pass in the meeting's other room is told which is the seat's.
func TestMemberIsDirectedToTheOtherRoom(t *testing.T) {
	p := remotely(t, func(*evaluation.PlanSet) {})
	p.do("staff", inRooms("main", "guest"), &evaluation.MeetingOpened{Meeting: "m2"})
	directed := func(seat int, room string) error {
		return p.try("kiosk", &evaluation.MemberDirected{Seat: seat, Kiosk: "k1", Room: room})
	}
	wantRefusal(t, directed(3, ""), "seat.taken")
	wantRefusal(t, directed(3, "main"), "seat.taken")
	wantRefusal(t, directed(2, "guest"), "seat.taken")
	for seat, room := range []string{2: "main", 3: "guest"} {
		if err := directed(seat, room); room != "" && err != nil {
			t.Error(err)
		}
	}
	if err := p.sits(3, "g1"); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, directed(3, "guest"), "seat.taken")

	p = scheduled(t, func(*evaluation.PlanSet) {})
	p.do("staff", schedule("m2", "main"), &evaluation.MeetingOpened{Meeting: "m2"})
	wantRefusal(t, directed(2, "main"), "seat.taken")
}
