package evaluation_test

import (
	"testing"

	"bidroom/evaluation"
)

// Every bid that is left is heard on what is marked by it, one after the other,
// before anybody hands in marks.
func TestHearings(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline", [2]string{`{"id": "technical", `, `{"id": "technical", "hearing": "defence", "minutes": "15", `})
	began := func(group, bid string) error { return p.try("staff", &evaluation.HearingBegan{Group: group, Bid: bid}) }
	ended := func(group, bid string) error { return p.try("staff", &evaluation.HearingEnded{Group: group, Bid: bid}) }
	p.found("bid-b")
	wantRefusal(t, began("technical", "bid-a"), "stage.wrong")
	p.do("seat:2", &evaluation.RejectionDecided{Bid: "bid-b", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: p.c.Failed("bid-b"), Reason: "营业执照过期"},
		&evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	sheet := &evaluation.SheetSubmitted{Seat: 1, Marks: evaluation.Datum(hash("marks")), Signature: "00"}
	wantRefusal(t, p.try("seat:1", sheet), "hearing.owed")
	wantRefusal(t, began("commercial", "bid-a"), "hearing.group")
	wantRefusal(t, began("technical", "bid-b"), "bid.not_evaluated")
	wantRefusal(t, began("technical", "bid-x"), "bid.not_evaluated")
	wantRefusal(t, ended("technical", "bid-a"), "hearing.not_open")
	wantRefusal(t, began("technical", "bid-a"))
	wantRefusal(t, began("technical", "bid-c"), "hearing.open")
	wantRefusal(t, ended("technical", "bid-c"), "hearing.not_open")
	wantRefusal(t, ended("technical", "bid-a"))
	for _, bid := range []string{"bid-c", "bid-d", "bid-a"} { // bid-a again
		wantRefusal(t, p.try("seat:1", sheet), map[bool]string{true: "signature.wrong", false: "hearing.owed"}[bid == "bid-a"])
		wantRefusal(t, began("technical", bid))
		wantRefusal(t, p.try("seat:1", sheet), "hearing.open")
		wantRefusal(t, ended("technical", bid))
	}
	if held := p.c.Meeting.Hearings; len(held) != 4 || held[3].FromMs >= held[3].ToMs || held[0].ToMs > held[1].FromMs {
		t.Errorf("held %+v", held)
	}
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	wantRefusal(t, p.c.MayAdvance())
	p.do("v1", &evaluation.MeetingReturned{To: evaluation.Examining, Reason: "复核"})
	if len(p.c.Meeting.Hearings) != 0 {
		t.Error("hearings outlast a return")
	}
}
