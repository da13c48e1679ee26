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
