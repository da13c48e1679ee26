package evidence_test

import (
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// While a draw stands nobody changes the list of bidders alone: both verifiers
// hold that somebody else decides what was proposed, and that nothing waits at
// the opening.
func TestBiddersChangedAlone(t *testing.T) {
	added := func(id string) *evaluation.BidderProposed {
		return &evaluation.BidderProposed{Change: "change-" + id, Added: &evaluation.Bidder{ID: id, Name: "公司" + id, CreditCode: "CODE" + id}, Reason: "补报名"}
	}
	for what, tt := range map[string]struct {
		more  func(*lot)
		kind  string
		alter func(*proclog.Entry, map[string]any)
		part  string
		code  string
	}{
		"as it is": {},
		"added alone": {more: func(l *lot) {
			l.do("s1", "staff", &evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: "y", Name: "公司y", CreditCode: "CODEy"}})
		}, part: evidence.PartConflicts, code: "bidders_alone"},
		"taken back alone":         {more: func(l *lot) { l.do("s1", "staff", &evaluation.BidderRemoved{Bidder: "x", Reason: "撤回"}) }, part: evidence.PartConflicts, code: "bidders_alone"},
		"confirmed by oneself":     {kind: "bidder.confirmed", alter: func(e *proclog.Entry, _ map[string]any) { e.Actor = "s1" }, part: evidence.PartLog, code: "refused"},
		"declined by oneself":      {kind: "bidder.declined", alter: func(e *proclog.Entry, _ map[string]any) { e.Actor = "s1" }, part: evidence.PartLog, code: "refused"},
		"proposed by who confirms": {kind: "bidder.proposed", alter: func(e *proclog.Entry, _ map[string]any) { e.Actor = "a1" }, part: evidence.PartLog, code: "refused"},
		"confirmed by a witness":   {kind: "bidder.confirmed", alter: func(e *proclog.Entry, _ map[string]any) { e.Role = "witness" }, part: evidence.PartConflicts, code: "bidders_alone"},
		"withdrawn by another":     {kind: "bidder.withdrawn", alter: func(e *proclog.Entry, _ map[string]any) { e.Actor = "a1" }, part: evidence.PartLog, code: "refused"},
		"confirmed as another":     {kind: "bidder.confirmed", alter: func(_ *proclog.Entry, body map[string]any) { body["change"] = "change-v" }, part: evidence.PartLog, code: "refused"},
		"proposed without reason":  {kind: "bidder.proposed", alter: func(_ *proclog.Entry, body map[string]any) { body["reason"] = "" }, part: evidence.PartLog, code: "refused"},
		"declined without reason":  {kind: "bidder.declined", alter: func(_ *proclog.Entry, body map[string]any) { body["reason"] = "" }, part: evidence.PartLog, code: "refused"},
	} {
		l := newLot(t)
		l.foundCentre()
		l.beforeOpening = func() {
			l.imported("draw-0")
			l.do("s1", "staff", added("x"))
			l.do("a1", "agent", &evaluation.BidderConfirmed{Change: "change-x"})
			l.do("s1", "staff", added("z"))
			l.do("v1", "supervisor", &evaluation.BidderDeclined{Change: "change-z", Reason: "未按时递交"})
			l.do("s1", "staff", added("z"), &evaluation.BidderWithdrawn{Change: "change-z"})
			if tt.more != nil {
				tt.more(l)
			}
			l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
		}
		l.setUp()
		if tt.alter != nil {
			i := nth(t, l.log.entries, tt.kind, 0)
			l.log.entries[i] = altered(t, l.log.entries[i], tt.alter)
		}
		r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
		if tt.code == "" {
			if !r.Sound() {
				t.Errorf("%s: %+v", what, r.Parts)
			}
			continue
		}
		if part := r.Part(tt.part); part.State != evidence.Broken || part.Findings[0].Code != tt.code {
			t.Errorf("%s: %+v", what, r.Parts)
		}
	}
}
