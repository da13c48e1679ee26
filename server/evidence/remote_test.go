package evidence_test

import (
	"fmt"
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/auth"
	"bidroom/server/evidence"
)

// remoteLot plays a lot whose fourth seat is in a remote room until all sit.
func remoteLot(t *testing.T, drawn bool) *lot {
	t.Helper()
	l := newLot(t)
	l.planned = func(plan *evaluation.PlanSet) {
		plan.Seats[3].Remote, plan.Seats[3].Region = true, "330200" // where whom the library drew lives
		plan.DrawRoom, plan.DrawSeats = false, drawn
	}
	l.foundCentre()
	for n := range 7 {
		l.centre.append(l.t, "s1", "staff", "kiosk.paired", &auth.KioskPaired{Kiosk: fmt.Sprint("guest", n), Room: "annex", Seat: n, PublicKey: "04", Fingerprint: "x"})
	}
	l.setUp()
	l.imported("draw-0")
	l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
	l.drawPanel()
	l.propose()
	l.drawCoefficient()
	l.do("s1", "staff", &evaluation.MeetingScheduled{Meeting: "meeting-1", Room: "room", Remote: "annex", PlannedMs: l.log.ms})
	if drawn {
		panel := l.d
		l.drawSeats()
		l.state("draw-annex", "", draw.Seats, "annex", "guest1 机位 1", "guest4 机位 4")
		l.do("system", "system", &evaluation.SeatsDrawn{Room: "annex", Draw: "draw-annex", Order: l.choose()})
		l.d = panel
	}
	l.do("s1", "staff", &evaluation.MeetingOpened{Meeting: "meeting-1"})
	l.do("kiosk", "kiosk", &evaluation.MemberDirected{Seat: 4, Kiosk: "kiosk1", Room: "annex"}, &evaluation.MemberDirected{Seat: 2, Kiosk: "guest1", Room: "room"})
	for _, seat := range []int{4, 1, 2, 3, 5} {
		l.checkIn(seat)
	}
	if !drawn {
		l.do("kiosk", "kiosk", &evaluation.MemberMoved{Seat: 4, Kiosk: "guest6", Key: l.newKey(4)})
	}
	return l
}

func TestRemoteRoomIsSound(t *testing.T) {
	for _, drawn := range []bool{false, true} {
		for _, scope := range []evidence.Scope{evidence.Public, evidence.Full} {
			r := agree(t, pack(t, remoteLot(t, drawn).bundle(scope)), evidence.Options{})
			if !r.Sound() {
				t.Errorf("kiosks drawn: %t: %+v", drawn, r.Parts)
			}
		}
	}
}

// A remote seat has its region, the meeting a room for it exactly if there is
// one, and who holds it sat there and nowhere else: both verifiers find it.
func TestForgedRemoteRoom(t *testing.T) {
	file := lotTampering(t, remoteLot(t, false))
	fourth := func(b map[string]any) map[string]any { return b["seats"].([]any)[3].(map[string]any) }
	for what, forge := range map[string]struct {
		kind   string
		change func(body map[string]any)
		part   string
	}{
		"no region":                 {"lot.plan_set", func(b map[string]any) { delete(fourth(b), "region") }, evidence.PartLog},
		"no remote seat":            {"lot.plan_set", func(b map[string]any) { delete(fourth(b), "remote") }, evidence.PartLog},
		"a remote representative":   {"lot.plan_set", func(b map[string]any) { b["seats"].([]any)[4].(map[string]any)["remote"] = "true" }, evidence.PartLog},
		"the main room drawn":       {"lot.plan_set", func(b map[string]any) { b["draw_room"] = "true" }, evidence.PartLog},
		"no remote room":            {"meeting.scheduled", func(b map[string]any) { delete(b, "remote") }, evidence.PartLog},
		"the main room":             {"meeting.scheduled", func(b map[string]any) { b["remote"] = "room" }, evidence.PartLog},
		"another remote room":       {"meeting.scheduled", func(b map[string]any) { b["remote"] = "hall" }, evidence.PartLog},
		"checked in elsewhere":      {"member.checked_in", func(b map[string]any) { b["kiosk"] = "kiosk6" }, evidence.PartKeys},
		"moved elsewhere":           {"member.moved", func(b map[string]any) { b["kiosk"] = "kiosk6" }, evidence.PartKeys},
		"directed to no room":       {"member.directed", func(b map[string]any) { delete(b, "room") }, evidence.PartLog},
		"directed to the other":     {"member.directed", func(b map[string]any) { b["room"] = "room" }, evidence.PartLog},
		"directed from where it is": {"member.directed", func(b map[string]any) { b["kiosk"] = "guest1" }, evidence.PartKeys},
	} {
		t.Run(what, func(t *testing.T) {
			seq := nth(t, file.entries, forge.kind, 0)
			mangled := slices.Clone(file.entries)
			mangled[seq] = changed(t, mangled[seq], forge.change)
			packed := file.pack(mangled, "flip", seq, true)
			r := verify(t, packed, evidence.Options{})
			if found := r.Part(forge.part); found.State != evidence.Broken {
				t.Errorf("%s is %+v", forge.part, found)
			}
			if sound, _, said := second(t, packed, evidence.Options{}); sound {
				t.Errorf("the second verifier finds nothing\n%s", said)
			}
		})
	}
}
