package evaluation_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
)

// round is a round of offers, in yuan: a price below zero stands for a
// withdrawal.
func round(no int, final bool, yuan map[string]int64) *evaluation.OffersOpened {
	act := &evaluation.OffersOpened{Round: no, Final: final}
	for _, bid := range []string{"bid-a", "bid-b", "bid-c", "bid-d"} {
		switch price, named := yuan[bid]; {
		case named && price < 0:
			act.Withdrawn = append(act.Withdrawn, evaluation.Withdrawal{Bid: bid, Reason: "不能满足交货期"})
		case named:
			act.Offers = append(act.Offers, evaluation.Offer{Bid: bid, PriceFen: price * 100})
		}
	}
	return act
}

// consulted plays a consultation to where every member has found that every bid
// passes but bid-d, which three of five find to fail.
func consulted(t *testing.T) *play {
	t.Helper()
	p := newPlay(t)
	p.prepare("cn-gp-consultation")
	p.found("bid-d")
	return p
}

// One offer or withdrawal of every bid that passes, in its turn.
func TestOffersTaken(t *testing.T) {
	all := map[string]int64{"bid-a": 900_000, "bid-b": 910_000, "bid-c": 920_000}
	with := func(bid string, yuan int64) map[string]int64 {
		other := map[string]int64{bid: yuan}
		for of, price := range all {
			if of != bid {
				other[of] = price
			}
		}
		return other
	}
	bare := round(1, true, with("bid-c", -1))
	bare.Withdrawn[0].Reason = " "
	twice := round(1, true, all)
	twice.Offers = append(twice.Offers, twice.Offers[0])
	for what, tt := range map[string]struct {
		act   *evaluation.OffersOpened
		codes []string
	}{
		"all that pass":           {round(1, true, all), nil},
		"a round that is not due": {round(2, true, all), []string{"stale"}},
		"one that fails too":      {round(1, false, with("bid-d", 930_000)), []string{"offers.bid"}},
		"one less":                {round(1, false, map[string]int64{"bid-a": 1, "bid-b": 1}), []string{"offers.incomplete"}},
		"twice":                   {twice, []string{"offers.bid"}},
		"for nothing":             {round(1, true, with("bid-c", 0)), []string{"price.positive"}},
		"a fen":                   {&evaluation.OffersOpened{Round: 1, Offers: []evaluation.Offer{{Bid: "bid-a", PriceFen: 1}, {Bid: "bid-b", PriceFen: 1}, {Bid: "bid-c", PriceFen: 1}}}, nil},
		"one withdraws":           {round(1, true, with("bid-c", -1)), nil},
		"without a reason":        {bare, []string{"reason.required"}},
	} {
		t.Run(what, func(t *testing.T) { wantRefusal(t, consulted(t).try("staff", tt.act), tt.codes...) })
	}

	early := newPlay(t)
	early.prepare("cn-gp-consultation")
	early.upTo(evaluation.Examining)
	wantRefusal(t, early.try("staff", round(1, true, all)), "offers.early")
	none := newPlay(t)
	none.prepare("cn-gp-lowest-ratio")
	none.found()
	wantRefusal(t, none.try("staff", round(1, true, all)), "offers.none")
}

// What is evaluated is the last offer; a final round closes them, but for a bid
// that comes to pass later; who withdrew stays out, whatever is done again.
func TestOffers(t *testing.T) {
	p := consulted(t)
	prices := func() (list []int64) {
		for i := range p.c.Bids {
			list = append(list, p.c.PriceFen(&p.c.Bids[i])/100)
		}
		return list
	}
	same := func(want ...int64) {
		t.Helper()
		if got := prices(); !slices.Equal(got, want) {
			t.Errorf("evaluated are %v, want %v", got, want)
		}
	}
	same(920_000, 940_000, 950_000, 960_000)
	p.ask(evaluation.AsksClarification, "bid-b", 10, "第 7 页签字人是谁？") // which nobody will judge
	p.do("staff", round(1, false, map[string]int64{"bid-a": 900_000, "bid-b": 945_000, "bid-c": 930_000}))
	same(900_000, 945_000, 930_000, 960_000)
	p.do("staff", round(2, true, map[string]int64{"bid-a": 890_000, "bid-b": -1, "bid-c": 925_000}))
	same(890_000, 945_000, 925_000, 960_000)
	wantRefusal(t, p.try("staff", round(3, true, map[string]int64{"bid-a": 1, "bid-c": 1})), "offers.closed")
	if due := p.c.OffersDue(); len(due) != 0 {
		t.Errorf("after the final round %v owe an offer", due)
	}
	ground := p.c.Bid("bid-b").Rejection
	if ground == nil || len(p.c.PassedBids()) != 3 { // bid-d is not rejected yet
		t.Fatalf("%+v", p.c.Bids)
	}
	wantRefusal(t, p.try("seat:2", &evaluation.RejectionDecided{Bid: "bid-b", Ground: "unqualified", Clause: "政府采购货物和服务招标投标管理办法 第六十三条第三项", Items: []string{}, Reason: "x"}), "offers.withdrawn")

	first, err := p.c.ScoringMethod()
	if err != nil {
		t.Fatal(err)
	}
	item := first.Criteria()[0].ID
	wantRefusal(t, p.try("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-b", Item: item, Reason: "过期"}), "offers.withdrawn")
	p.replace(4)
	for _, bid := range p.c.TakingPart() { // a replacement owes nothing on what was withdrawn
		if bid.ID == "bid-b" || slices.Contains(p.c.OffersDue(), bid.ID) {
			t.Errorf("%s takes part, owed are %v", bid.ID, p.c.OffersDue())
		}
	}
	p.examine(4)
	p.do("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-d", Item: item, Pass: true}) // two of five are no majority
	if due := p.c.OffersDue(); !slices.Equal(due, []string{"bid-d"}) {
		t.Fatalf("owed by %v", due)
	}
	wantRefusal(t, p.c.MayAdvance(), "offers.owed")
	wantRefusal(t, p.try("staff", round(3, false, map[string]int64{"bid-d": 955_000})), "offers.final")
	p.do("staff", round(3, true, map[string]int64{"bid-d": 955_000}))
	same(890_000, 945_000, 925_000, 955_000)
	// By the table of the opening the price stays: the one that was offered last.
	kept := func(yuan int64) *evaluation.ClarificationRequested {
		act, _ := p.correction("bid-a", evaluation.CorrectionStep{Rule: "opening_table", PriceFen: yuan * 100})
		return act
	}
	wantRefusal(t, p.try("seat:2", kept(920_000)), "correction.keeps")
	wantRefusal(t, p.c.MayAdvance())
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	p.do("v1", &evaluation.MeetingReturned{To: evaluation.Examining, Reason: "复核"})
	if p.c.Bid("bid-b").Rejection == nil || len(p.c.PassedBids()) != 3 {
		t.Error("a return takes a withdrawal back")
	}
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	result, err := p.c.Score(nil)
	if err != nil {
		t.Fatal(err)
	}
	p.do("staff", evaluation.NewTally(result, nil))
	checked, err := p.c.Integrity(nil)
	for _, one := range checked {
		if err != nil || one.Failed() {
			t.Errorf("%+v %v", one, err)
		}
	}
	for _, bid := range result.Bids { // equal marks: the order is that of the last offers, and bid-b has none
		want := map[string]int{"bid-a": 1, "bid-c": 2, "bid-d": 3}[bid.Bid]
		if bid.Rank != want {
			t.Errorf("%s is ranked %d, want %d", bid.Bid, bid.Rank, want)
		}
	}
}

// No price is inquired into, or corrected, before it is known; the lines are
// those of the last offers. Worked by hand: of 100, 900 and 1000 thousand the
// mean is 666.67, half of it 333.33; 100 is below.
func TestOffersBeforeLowBids(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-consultation")
	p.found()
	inquiry, _ := p.clarify(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成。")
	wantRefusal(t, p.try("seat:2", inquiry), "offers.owed")
	correction, _ := p.correction("bid-a", evaluation.CorrectionStep{Rule: "words", PriceFen: 1})
	wantRefusal(t, p.try("seat:2", correction), "offers.owed")
	p.ask(evaluation.AsksClarification, "bid-a", 10, "第 7 页签字人是谁？") // which changes no price
	p.do("staff", round(1, true, map[string]int64{"bid-a": 100_000, "bid-b": 900_000, "bid-c": 1_000_000, "bid-d": -1}))
	triggers, err := p.c.LowBidTriggers("bid-a")
	if err != nil || len(triggers) == 0 || triggers[0].Line != "mean" || triggers[0].LineFen != 333_333_34 {
		t.Errorf("%+v %v", triggers, err)
	}
}
