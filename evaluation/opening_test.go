package evaluation_test

import (
	"strings"
	"testing"

	"bidroom/evaluation"
)

// received prepares a lot whose bids wait for their opening.
func received(t *testing.T, bids int) (*play, []evaluation.OpeningRecord) {
	t.Helper()
	p := newPlay(t)
	p.priced(100, "2026-11-01", evaluation.LowBidLines{}, []int64{50, 60, 70, 80}[:bids]...)
	p.c.OpenedMs, p.c.OpenedBy, p.c.Meeting = 0, "", nil
	var records []evaluation.OpeningRecord
	for i := range p.c.Bids {
		records = append(records, *p.c.Bids[i].Opening)
		p.c.Bids[i].Opening = nil
	}
	return p, records
}

func refusals(t *testing.T, p *play, actor string, act evaluation.Act, want string) {
	t.Helper()
	if got := code(t, p.try(actor, act)); got != want {
		t.Errorf("%+v: refused with %q, want %q", act, got, want)
	}
}

// A bid that could not be decrypted is out, and the others are opened:
// 电子招标投标办法 第三十一条.
func TestOpenedInPart(t *testing.T) {
	p, records := received(t, 4)
	failed := evaluation.UnopenedBid{Bid: "bid-d", Fault: evaluation.FaultOfBidder, Reason: "未在规定时间内解密"}
	with := func(change func(*evaluation.UnopenedBid)) *evaluation.BidsOpened {
		u := failed
		change(&u)
		return &evaluation.BidsOpened{Records: records[:3], Unopened: []evaluation.UnopenedBid{u}}
	}
	refusals(t, p, "s1", &evaluation.BidsOpened{Records: records[:3]}, "opening.incomplete")
	refusals(t, p, "s1", with(func(u *evaluation.UnopenedBid) { u.Bid = "bid-c" }), "bid.unknown")
	refusals(t, p, "s1", with(func(u *evaluation.UnopenedBid) { u.Bid = "bid-e" }), "bid.unknown")
	refusals(t, p, "s1", with(func(u *evaluation.UnopenedBid) { u.Fault = "nobody" }), "opening.fault")
	refusals(t, p, "s1", with(func(u *evaluation.UnopenedBid) { u.Reason = " " }), "reason.required")
	all := &evaluation.BidsOpened{}
	for _, record := range records {
		all.Unopened = append(all.Unopened, evaluation.UnopenedBid{Bid: record.Bid, Fault: evaluation.FaultOfOther, Reason: "平台故障"})
	}
	refusals(t, p, "s1", all, "opening.none")
	refusals(t, p, "s1", with(func(*evaluation.UnopenedBid) {}), "")
	var left []string
	for _, bid := range p.c.Bids {
		left = append(left, bid.ID)
	}
	if got := strings.Join(left, " "); got != "bid-a bid-b bid-c" {
		t.Errorf("%s are left", got)
	}
	if len(p.c.Bidders) != 4 || len(p.c.Unopened) != 1 || p.c.Unopened[0].Bidder != "d" || *p.c.Unopened[0].Unopened != failed {
		t.Errorf("of %d bidders %+v could not be opened", len(p.c.Bidders), p.c.Unopened)
	}
}

// A slip of the record is mended by somebody else than made it, before anybody
// examines.
func TestOpeningCorrected(t *testing.T) {
	p, records := received(t, 3)
	mended := records[1]
	mended.PriceFen, mended.Values = 65, map[string]string{"deduction": "0.2"}
	mend := &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "唱标记录笔误"}
	refusals(t, p, "s2", mend, "opening.missing")
	refusals(t, p, "s1", &evaluation.BidsOpened{Records: records}, "")
	refusals(t, p, "s1", mend, "opening.own_record")
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: mended}, "reason.required")
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: records[1], Reason: "无"}, "opening.same")
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: evaluation.OpeningRecord{Bid: "bid-x", PriceFen: 1}, Reason: "无"}, "bid.unknown")
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: evaluation.OpeningRecord{Bid: "bid-a"}, Reason: "无"}, "price.positive")
	for value, want := range map[string]string{"0.21": "scoring.input.range", "-0.1": "scoring.input.range", "一成": "scoring.input.number"} {
		mended.Values = map[string]string{"deduction": value}
		refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "笔误"}, want)
	}
	mended.Values = map[string]string{"rate": "1"}
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "笔误"}, "opening.value_unknown")
	refusals(t, p, "s2", mend, "")
	if got := p.c.Bid("bid-b").Opening; got.PriceFen != 65 || got.Values["deduction"] != "0.2" {
		t.Errorf("the record is %+v", got)
	}
	if was := p.c.Corrections; len(was) != 1 || was[0].Was.PriceFen != 60 || was[0].By != "s2" || was[0].Reason != mend.Reason {
		t.Errorf("the corrections are %+v", was)
	}
	again := records[0]
	again.PriceFen++
	p.c.Coefficients = []evaluation.CoefficientDrawn{{}}
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: again, Reason: "笔误"}, "opening.drawn")
}

// Once a panel has begun to examine, no record is mended: not after a return,
// and not in a new meeting.
func TestOpeningStandsOnceExamined(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	mend := func(fen int64) *evaluation.OpeningCorrected {
		record := *p.c.Bid("bid-a").Opening
		record.PriceFen = fen
		return &evaluation.OpeningCorrected{OpeningRecord: record, Reason: "笔误"}
	}
	p.upTo(evaluation.Electing)
	refusals(t, p, "s2", mend(921_000_00), "")
	for seat := 1; seat <= 5; seat++ {
		p.do(evaluation.SeatActor(seat), &evaluation.ChairVoted{Seat: seat, Round: 1, For: 2})
	}
	p.do("staff", &evaluation.MeetingAdvanced{To: evaluation.Examining})
	refusals(t, p, "s2", mend(922_000_00), "opening.examined")
	p.do("supervisor", &evaluation.MeetingReturned{To: evaluation.Declaring, Reason: "复核"})
	refusals(t, p, "s2", mend(922_000_00), "opening.examined")
	p.do("supervisor", &evaluation.MeetingVoided{Reason: "重新评审"})
	p.do("staff", &evaluation.MeetingScheduled{Meeting: "again", Room: "room", PlannedMs: p.ms, Names: "meeting", Reason: "重新评审"})
	refusals(t, p, "s2", mend(922_000_00), "opening.examined")
}
