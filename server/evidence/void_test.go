package evidence_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
)

// A draw is not made void while a member sits whom it drew, or a panel could be
// made of two; both verifiers find it.
func TestDrawVoidWhileAMemberSits(t *testing.T) {
	for void, sound := range map[bool]bool{false: false, true: true} {
		l := newLot(t)
		l.foundCentre()
		l.setUp()
		l.imported("draw-0")
		l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
		l.drawPanel()
		l.propose()
		l.seatPanel()
		if void {
			l.do("s1", "staff", &evaluation.MeetingVoided{Reason: "停电"})
		}
		l.draw("s1", "staff", &draw.Voided{Draw: "draw-2", Reason: "重新抽取"})
		r := agree(t, pack(t, l.bundle(evidence.Public)), evidence.Options{})
		found := slices.ContainsFunc(r.Part(evidence.PartDraw).Findings, func(f evidence.Finding) bool { return f.Code == "draw_sits" })
		if r.Sound() != sound || found == sound {
			t.Errorf("meeting void: %t: %+v", void, r.Part(evidence.PartDraw))
		}
	}
}

// Whoever checked in to a meeting that was void checks in to the next one, where
// the label stands unsealed, or is absent from it. Nobody is absent who sits, and
// nobody comes back who left; both verifiers find it.
func TestCheckInAgain(t *testing.T) {
	absent := func(l *lot) {
		l.draw("s1", "staff", &draw.Answered{Draw: "draw-2", Seat: 4, Label: l.d.Holders[3].Label, Answer: "absent", Reason: "因病"})
	}
	again := func(l *lot) {
		l.do("s1", "staff", &evaluation.MeetingVoided{Reason: "停电"},
			&evaluation.MeetingScheduled{Meeting: "meeting-3", PlannedMs: l.log.ms, Names: "meeting-2", Reason: "恢复供电"})
		l.drawRoom()
		l.do("s1", "staff", &evaluation.MeetingOpened{Meeting: "meeting-3"})
	}
	comesBack := func(l *lot) {
		name := l.open("member.name", "成员")
		act := &evaluation.MemberCheckedIn{Seat: 2, Label: l.d.Holders[1].Label, Kiosk: l.workplace(2), Key: l.newKey(2), Name: name.DatumHash()}
		l.keep(l.log.append(l.t, "kiosk", "kiosk", act.Kind(), act), name)
	}
	for name, test := range map[string]struct {
		happens func(l *lot)
		code    string // none: it is sound
	}{
		"again": {func(l *lot) {
			again(l)
			l.checkIn(1)
			l.checkIn(2)
		}, ""},
		"absent": {func(l *lot) {
			again(l)
			l.checkIn(1)
			absent(l)
			l.replace(4, "absent")
			l.checkIn(4)
		}, ""},
		"absent and sits": {absent, "absent_sits"},
		"left": {func(l *lot) {
			l.do("s1", "staff", &evaluation.MemberLeft{Seat: 2, Reason: "身体不适"})
			comesBack(l)
		}, "member.gone"},
		"left before": {func(l *lot) {
			l.do("s1", "staff", &evaluation.MemberLeft{Seat: 2, Reason: "身体不适"})
			again(l)
			comesBack(l)
		}, "member.gone"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLot(t)
			l.foundCentre()
			l.setUp()
			l.imported("draw-0")
			l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
			l.drawPanel()
			l.propose()
			l.seatPanel()
			test.happens(l)
			r := agree(t, pack(t, l.bundle(evidence.Public)), evidence.Options{})
			found := slices.ContainsFunc(r.Parts, func(p evidence.Part) bool {
				return slices.ContainsFunc(p.Findings, func(f evidence.Finding) bool {
					return f.Code == test.code || len(f.Reasons) == 1 && f.Reasons[0].Code == test.code
				})
			})
			if r.Sound() != (test.code == "") || found != (test.code != "") {
				t.Errorf("%+v", r.Parts)
			}
		})
	}
}
