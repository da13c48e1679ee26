package evaluation_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
)

// scheduled brings a case to its opened bids and a meeting that is planned
// under another plan.
func scheduled(t *testing.T, change func(*evaluation.PlanSet)) *play {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.do("supervisor", &evaluation.MeetingVoided{Reason: "停电"})
	plan := p.c.Plan
	change(&plan)
	p.do("staff", &plan)
	return p
}

func schedule(id, room string) *evaluation.MeetingScheduled {
	return &evaluation.MeetingScheduled{Meeting: id, Room: room, PlannedMs: 1, Names: "meeting", Reason: "恢复供电"}
}

// inRole carries out an act in a role.
func (p *play) inRole(role string, act evaluation.Act) error {
	p.ms += 1000
	return p.c.Apply(evaluation.Meta{AtMs: p.ms, Actor: "account", Role: role}, act)
}

func TestRoomIsDrawnOnceAndReplacedInItsOrder(t *testing.T) {
	p := scheduled(t, func(plan *evaluation.PlanSet) { plan.DrawRoom = true })
	drawn := &evaluation.RoomDrawn{Draw: "d", Order: []string{"r2 二室", "r3 三 室", "r1 一室"}}
	wantRefusal(t, p.try("staff", schedule("m2", "r1")), "room.to_draw")
	wantRefusal(t, p.system(drawn), "stage.wrong")
	p.do("staff", schedule("m2", ""))
	wantRefusal(t, p.try("staff", &evaluation.MeetingOpened{Meeting: "m2"}), "room.undrawn")
	wantRefusal(t, p.inRole("supervisor", &evaluation.RoomReplaced{Room: "r2", Reason: "漏水"}), "room.undrawn")
	wantRefusal(t, p.inRole("staff", drawn), "drawn.system")
	if err := p.system(drawn); err != nil || p.c.Meeting.Room != "r2" {
		t.Fatalf("%v: the room is %s", err, p.c.Meeting.Room)
	}
	wantRefusal(t, p.system(drawn), "room.drawn")
	replaced := func(room string) error {
		return p.inRole("supervisor", &evaluation.RoomReplaced{Room: room, Reason: "漏水"})
	}
	wantRefusal(t, p.inRole("staff", &evaluation.RoomReplaced{Room: "r2", Reason: "漏水"}), "room.supervisor")
	wantRefusal(t, p.inRole("supervisor", &evaluation.RoomReplaced{Room: "r2"}), "reason.required")
	wantRefusal(t, replaced("r3"), "stale")
	if err := replaced("r2"); err != nil || p.c.Meeting.Room != "r3" {
		t.Fatalf("%v: the room is %s", err, p.c.Meeting.Room)
	}

	// Neither another time nor another plan gives a second draw.
	without := p.c.Plan
	without.DrawRoom = false
	wantRefusal(t, p.try("staff", &without), "plan.room_drawn")
	p.do("staff", &evaluation.MeetingScheduled{Meeting: "m3", PlannedMs: 2})
	wantRefusal(t, p.system(drawn), "room.drawn")
	if m := p.c.Meeting; m.Room != "r3" || len(m.RoomsOut) != 1 {
		t.Fatalf("at another time the room is %s, out are %v", m.Room, m.RoomsOut)
	}
	if err := replaced("r3"); err != nil || p.c.Meeting.Room != "r1" {
		t.Fatalf("%v: the room is %s", err, p.c.Meeting.Room)
	}
	wantRefusal(t, replaced("r1"), "room.order_end")
	p.do("staff", &evaluation.MeetingOpened{Meeting: "m3"})
	wantRefusal(t, replaced("r1"), "stage.wrong")

	// The meeting after a void one draws its own.
	p.do("supervisor", &evaluation.MeetingVoided{Reason: "停电"})
	p.do("staff", &evaluation.MeetingScheduled{Meeting: "m4", PlannedMs: 3, Names: "m3", Reason: "恢复供电"})
	if m := p.c.Meeting; m.Room != "" || m.RoomOrder != nil {
		t.Errorf("the next meeting is in %s", m.Room)
	}
}

func TestRoomIsChosenUnlessThePlanSaysOtherwise(t *testing.T) {
	p := scheduled(t, func(*evaluation.PlanSet) {})
	wantRefusal(t, p.try("staff", schedule("m2", "")), "field.required")
	p.do("staff", schedule("m2", "r1"))
	wantRefusal(t, p.system(&evaluation.RoomDrawn{Draw: "d", Order: []string{"r2 二室"}}), "room.not_to_draw")
	plan := p.c.Plan
	plan.DrawRoom = true
	p.do("staff", &plan)
	wantRefusal(t, p.try("staff", &evaluation.MeetingOpened{Meeting: "m2"}), "room.undrawn")
}

func TestPlaceOption(t *testing.T) {
	for name, want := range map[string]string{"一室": "r 一室", " 一 \n\t室 ": "r 一 室", "": "r "} {
		option := evaluation.PlaceOption("r", name)
		id, read := evaluation.PlaceOf(option)
		if option != want || !slices.Equal([]string{id, read}, []string{"r", want[2:]}) {
			t.Errorf("%q is %q, read as %q and %q", name, option, id, read)
		}
	}
}

// kiosksDrawn brings a case to a meeting of five seats in a room of seven
// kiosks, in the order k3, k1, k7, k2, k5, k6, k4.
func kiosksDrawn(t *testing.T) *play {
	p := scheduled(t, func(plan *evaluation.PlanSet) { plan.DrawSeats = true })
	order := []string{"k3 三", "k1 一", "k7 七", "k2 二", "k5 五", "k6 六", "k4 四"}
	drawn := func(room string, n int) *evaluation.SeatsDrawn {
		return &evaluation.SeatsDrawn{Room: room, Draw: "d", Order: order[:n]}
	}
	p.do("staff", schedule("m2", "room"))
	wantRefusal(t, p.try("staff", &evaluation.MeetingOpened{Meeting: "m2"}), "workplace.undrawn")
	wantRefusal(t, p.inRole("staff", drawn("room", 7)), "drawn.system")
	wantRefusal(t, p.system(drawn("annex", 7)), "workplace.room")
	wantRefusal(t, p.system(drawn("room", 4)), "workplace.too_few")
	if err := p.system(drawn("room", 7)); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, p.system(drawn("room", 7)), "workplace.drawn")
	return p
}

// has tells which kiosk a seat has.
func (p *play) has(seat int) string {
	option, drawn := p.c.Meeting.Workplace(seat)
	if !drawn {
		p.t.Error("no kiosks were drawn")
	}
	id, _ := evaluation.PlaceOf(option)
	return id
}

// sits has a seat's member check in at a kiosk.
func (p *play) sits(seat int, kiosk string) error {
	act := &evaluation.MemberCheckedIn{Seat: seat, Name: datum("member.name", "成员").DatumHash(), Kiosk: kiosk, Key: p.newKey(seat)}
	if !p.c.Meeting.Seat(seat).Representative {
		act.Label = hash(kiosk)
	}
	return p.try("kiosk", act)
}

func TestEverySeatHasTheKioskThatWasDrawn(t *testing.T) {
	p := kiosksDrawn(t)
	fails := func(seat int, kiosk string) error {
		return p.try("staff", &evaluation.WorkplaceFailed{Seat: seat, Kiosk: kiosk, Reason: "黑屏"})
	}
	moves := func(seat int, kiosk string) error {
		return p.try("kiosk", &evaluation.MemberMoved{Seat: seat, Kiosk: kiosk, Key: p.newKey(seat)})
	}
	directed := func(seat int, kiosk string) error {
		return p.try("kiosk", &evaluation.MemberDirected{Seat: seat, Kiosk: kiosk})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p.do("staff", &evaluation.MeetingScheduled{Meeting: "m3", Room: "room", PlannedMs: 2}) // another time keeps the order
	p.do("staff", &evaluation.MeetingOpened{Meeting: "m3"})
	for seat, kiosk := range []string{1: "k3", "k1", "k7", "k2", "k5"} {
		if kiosk != "" && p.has(seat) != kiosk {
			t.Errorf("seat %d has %s, not %s", seat, p.has(seat), kiosk)
		}
	}
	wantRefusal(t, p.sits(1, "k1"), "workplace.other")
	wantRefusal(t, p.sits(1, "k6"), "workplace.other")
	wantRefusal(t, directed(1, "k3"), "seat.taken")
	must(directed(1, "k1"))
	must(p.sits(1, "k3"))
	wantRefusal(t, directed(1, "k1"), "seat.taken")

	// Before the check-in staff say that a kiosk failed.
	wantRefusal(t, fails(2, "k3"), "stale")
	must(fails(2, "k1"))
	wantRefusal(t, p.sits(2, "k1"), "workplace.other")
	must(p.sits(2, "k6"))

	// Who sits already goes on at the next one of the order, and at no other.
	wantRefusal(t, moves(1, "k7"), "workplace.other")
	must(moves(1, "k4"))
	if p.has(1) != "k4" {
		t.Errorf("seat 1 has %s", p.has(1))
	}

	// The order is at its end: any kiosk will do that is not in it.
	must(fails(3, "k7"))
	wantRefusal(t, p.sits(3, "k1"), "workplace.spent")
	wantRefusal(t, p.sits(3, "k7"), "workplace.spent")
	must(p.sits(3, "k8"))
	must(moves(3, "k9"))
	wantRefusal(t, fails(3, ""), "stale")
	must(p.sits(5, "k5"))
}

// A room that falls out takes its kiosks with it.
func TestKiosksAreDrawnAnewInAnotherRoom(t *testing.T) {
	p := scheduled(t, func(plan *evaluation.PlanSet) { plan.DrawRoom, plan.DrawSeats = true, true })
	p.do("staff", schedule("m2", ""))
	order := []string{"k1 一", "k2 二", "k3 三", "k4 四", "k5 五"}
	seats := func(room string) error {
		return p.system(&evaluation.SeatsDrawn{Room: room, Draw: "d", Order: order})
	}
	wantRefusal(t, seats("r1"), "workplace.room")
	for _, err := range []error{p.system(&evaluation.RoomDrawn{Draw: "d", Order: []string{"r1 一", "r2 二"}}), seats("r1"), p.inRole("supervisor", &evaluation.RoomReplaced{Room: "r1", Reason: "漏水"})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantRefusal(t, p.try("staff", &evaluation.MeetingOpened{Meeting: "m2"}), "workplace.undrawn")
	without := p.c.Plan
	without.DrawRoom, without.DrawSeats = false, false
	wantRefusal(t, p.try("staff", &without), "plan.room_drawn", "plan.seats_drawn")
	if err := seats("r2"); err != nil {
		t.Fatal(err)
	}
	p.do("staff", &evaluation.MeetingOpened{Meeting: "m2"})
}
