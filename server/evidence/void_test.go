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
