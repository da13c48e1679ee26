package evaluation_test

import (
	"testing"

	"bidroom/evaluation"
)

// A change of the list that was proposed counts when another person confirms
// it, and as long as it could still be made.
func TestBidderProposed(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.c.OpenedMs = 0 // as before the opening
	is := func(what, want, actor string, act evaluation.Act) {
		t.Helper()
		if got := code(t, p.try(actor, act)); got != want {
			t.Errorf("%s: refused with %q, want %q", what, got, want)
		}
	}
	one := p.c.Bidders[0]
	late := &evaluation.Bidder{ID: "late", Name: "后来公司", CreditCode: "LATE"}
	before := len(p.c.Bidders)
	is("neither", "field.required", "s1", &evaluation.BidderProposed{Change: "1", Reason: "补"})
	is("both", "field.required", "s1", &evaluation.BidderProposed{Change: "1", Added: late, Removed: one.ID, Reason: "补"})
	is("no reason", "reason.required", "s1", &evaluation.BidderProposed{Change: "1", Added: late})
	is("there already", "bidder.twice", "s1", &evaluation.BidderProposed{Change: "1", Added: &one, Reason: "补"})
	is("not there", "bidder.unknown", "s1", &evaluation.BidderProposed{Change: "1", Removed: "nobody", Reason: "补"})
	is("proposed", "", "s1", &evaluation.BidderProposed{Change: "1", Added: late, Reason: "补"})
	is("twice", "bidder.proposed", "a1", &evaluation.BidderProposed{Change: "2", Added: late, Reason: "补"})
	is("at the opening", "opening.proposed", "s1", &evaluation.BidsOpened{})
	is("oneself", "bidder.second_person", "s1", &evaluation.BidderConfirmed{Change: "1"})
	is("no by oneself", "bidder.second_person", "s1", &evaluation.BidderDeclined{Change: "1", Reason: "无"})
	is("another's", "bidder.not_own", "a1", &evaluation.BidderWithdrawn{Change: "1"})
	is("another change", "bidder.no_proposal", "a1", &evaluation.BidderConfirmed{Change: "2"})
	if len(p.c.Bidders) != before {
		t.Error("the list has changed before anybody confirmed it")
	}
	is("confirmed", "", "a1", &evaluation.BidderConfirmed{Change: "1"})
	if len(p.c.Bidders) != before+1 || p.c.Bidders[before].ID != late.ID {
		t.Errorf("the list is %+v", p.c.Bidders)
	}
	is("confirmed again", "bidder.no_proposal", "a1", &evaluation.BidderConfirmed{Change: "1"})
	is("removed", "", "s1", &evaluation.BidderProposed{Change: "3", Removed: late.ID, Reason: "撤回"})
	is("removed twice", "bidder.proposed", "a1", &evaluation.BidderProposed{Change: "4", Removed: late.ID, Reason: "撤回"})
	is("no without reason", "reason.required", "a1", &evaluation.BidderDeclined{Change: "3"})
	is("no", "", "a1", &evaluation.BidderDeclined{Change: "3", Reason: "无依据"})
	is("again", "", "s1", &evaluation.BidderProposed{Change: "5", Removed: late.ID, Reason: "撤回"})
	is("withdrawn", "", "s1", &evaluation.BidderWithdrawn{Change: "5"})
	is("once more", "", "s1", &evaluation.BidderProposed{Change: "6", Removed: late.ID, Reason: "撤回"})
	is("gone meanwhile", "", "s1", &evaluation.BidderRemoved{Bidder: late.ID, Reason: "撤回"})
	is("of one who is gone", "bidder.unknown", "a1", &evaluation.BidderConfirmed{Change: "6"})
	is("no to that", "", "a1", &evaluation.BidderDeclined{Change: "6", Reason: "已不在名单"})
	if len(p.c.Bidders) != before || len(p.c.ProposedBidders) != 0 {
		t.Errorf("left are %+v and %+v", p.c.Bidders, p.c.ProposedBidders)
	}
}
