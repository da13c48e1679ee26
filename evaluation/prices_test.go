package evaluation_test

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
)

// envelopes plays a case by a method of two envelopes up to a stage. What is
// examined of the prices is whether they exceed the limit.
func envelopes(t *testing.T, stage evaluation.Stage, changes ...[2]string) *play {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio", append([][2]string{
		{`"points": "100",`, `"points": "100", "envelopes": "two",`},
		{`{"id": "price_limit"`, `{"id": "paged"`},
		{` "criteria": [`, ` "criteria": [{"id": "prices", "envelope": "second", "names": {"en": "Prices"}, "items": [{"id": "limit", "kind": "pass", "names": {"en": "Within the limit"}}]},`},
	}, changes...)...)
	if stage.Running() {
		p.upTo(evaluation.Evaluating)
	}
	if stage == evaluation.Pricing {
		p.submitAll()
		p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Pricing})
	}
	return p
}

// prices opens the second envelopes of bids, in yuan: "a 920000".
func prices(of ...string) *evaluation.PricesOpened {
	act := &evaluation.PricesOpened{}
	for _, one := range of {
		bid, yuan, _ := strings.Cut(one, " ")
		fen := int64(0)
		for _, digit := range yuan {
			fen = fen*10 + int64(digit-'0')
		}
		act.Records = append(act.Records, evaluation.PriceRecord{Bid: "bid-" + bid, PriceFen: fen * 100})
	}
	return act
}

var four = []string{"a 920000", "b 940000", "c 950000", "d 960000"}

// limited has seats find whether prices are within the limit; fails names bids
// of which the first three find that they are not.
func (p *play) limited(fails ...string) {
	p.t.Helper()
	for seat := 1; seat <= 5; seat++ {
		for _, bid := range p.c.TakingPart() {
			if !p.c.Priced(bid.ID) {
				continue
			}
			finding := &evaluation.FindingMade{Seat: seat, Bid: bid.ID, Item: "limit", Pass: true}
			if seat <= 3 && slices.Contains(fails, bid.ID) {
				finding.Pass, finding.Reason = false, "超出限价"
			}
			p.do(evaluation.SeatActor(seat), finding)
		}
	}
}

// holds makes every integrity check on the tally.
func (p *play) holds() {
	p.t.Helper()
	list, err := p.c.Integrity(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	wantRefusal(p.t, evaluation.Refusal(list))
}

func TestPricesAreSealedUntilTheMarksAreLocked(t *testing.T) {
	p := envelopes(t, evaluation.Evaluating)
	if p.c.Priced("bid-a") || p.c.Bid("bid-a").Opening.PriceFen != 0 {
		t.Fatal("a price is known before the second envelope is open")
	}
	wantRefusal(t, p.try("staff", prices(four...)), "stage.wrong")
	wantRefusal(t, p.try("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-a", Item: "limit", Pass: true}), "stage.wrong")
	wantRefusal(t, p.c.MayAdvance(), slices.Repeat([]string{"seat.not_submitted"}, 5)...)
	for seat := 1; seat <= 4; seat++ {
		p.submit(seat)
	}
	wantRefusal(t, p.try("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Pricing}), "seat.not_submitted")
	p.submit(5)
	wantRefusal(t, p.try("staff", &evaluation.MeetingTallied{}), "stage.wrong")
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Pricing})

	wantRefusal(t, p.try("staff", &evaluation.SheetReturned{Seat: 1, Reason: "改分"}), "stage.wrong")
	wantRefusal(t, p.try("seat:1", &evaluation.SheetSubmitted{Seat: 1, Marks: datum("sheet", "x").DatumHash()}), "sheet.submitted")
	wantRefusal(t, p.c.MayAdvance(), "prices.owed")
	wantRefusal(t, p.try("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-a", Item: "limit", Pass: true}), "prices.sealed")
	wantRefusal(t, p.try("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-a", Item: "signed", Pass: true}), "prices.found")
	wantRefusal(t, p.try("staff", prices("a 920000", "b 940000", "c 0", "e 1")), "price.positive", "prices.bid", "prices.incomplete")
	wantRefusal(t, p.try("staff", prices("a 920000", "a 920000", "b 940000", "c 950000")), "prices.bid", "prices.incomplete")
	p.do("staff", prices(four...))
	wantRefusal(t, p.try("staff", prices(four...)), "prices.open")

	wantRefusal(t, p.c.MayAdvance(), slices.Repeat([]string{"seat.not_examined"}, 5)...)
	p.limited()
	tally, ok := p.next().(*evaluation.MeetingTallied)
	if !ok || tally.Ranking[0].Bid != "bid-a" {
		t.Fatalf("tally %+v", tally)
	}
	p.do("staff", tally)
	p.holds()
}

func TestAPriceIsReadOutOfItsOwnFile(t *testing.T) {
	p := newPlay(t)
	p.sealed = func() {
		p.do("staff", &evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: "e", Name: "公司e", CreditCode: "codee"}},
			&evaluation.BidReceived{Bid: "bid-e", Bidder: "e", FileHash: hash("e"), FileSize: 10})
		for file, code := range map[string]string{"a": "bid.price_same", "price a": "bid.price_same", "plan of e": ""} {
			err := p.try("staff", &evaluation.PricePartReceived{Bid: "bid-e", FileHash: hash(file), FileSize: 9})
			if code != "" {
				wantRefusal(t, err, code)
			}
		}
		wantRefusal(t, p.try("staff", &evaluation.PricePartReceived{Bid: "bid-e", FileHash: "00", FileSize: 9}), "bid.file")
		p.do("staff", &evaluation.BidReceived{Bid: "bid-f", Bidder: "e", FileHash: hash("f"), FileSize: 10}) // without its second envelope
		all := &evaluation.BidsOpened{}
		for _, bid := range p.c.Bids {
			all.Records = append(all.Records, evaluation.OpeningRecord{Bid: bid.ID})
		}
		wantRefusal(t, p.try("staff", all), "opening.price_missing")
		p.do("staff", &evaluation.BidderRemoved{Bidder: "e", Reason: "撤回"})
		all.Records = all.Records[:4]
		all.Records[1].PriceFen = 1
		wantRefusal(t, p.try("staff", all), "prices.sealed")
	}
	p.prepare("cn-gp-lowest-ratio", [2]string{`"points": "100",`, `"points": "100", "envelopes": "two",`})

	one := newPlay(t)
	one.sealed = func() {
		wantRefusal(t, one.try("staff", &evaluation.PricePartReceived{Bid: "bid-a", FileHash: hash("price"), FileSize: 9}), "bid.one_envelope")
	}
	one.prepare("cn-gp-lowest-ratio")
}

func TestABidIsRejectedByItsPrice(t *testing.T) {
	p := envelopes(t, evaluation.Pricing)
	reject := &evaluation.RejectionDecided{Bid: "bid-a", Items: []string{"limit"}, Reason: "超出限价"}
	if profile, err := p.c.Profile(); err != nil {
		t.Fatal(err)
	} else {
		reject.Ground, reject.Clause = profile.Rejection.Grounds[0].Code, profile.Rejection.Grounds[0].Clause
	}
	wantRefusal(t, p.try("seat:2", reject), "prices.owed")
	wantRefusal(t, p.try("seat:2", &evaluation.CompetitionJudged{Sufficient: true, Reason: "充分"}), "prices.owed")
	p.do("staff", prices(four...))
	p.limited("bid-a")
	wantRefusal(t, p.c.MayAdvance(), "rejection.owed")
	p.do("seat:2", reject)
	wantRefusal(t, p.c.MayAdvance())
	for _, mark := range p.c.Marks() {
		if mark.Bid == "bid-a" {
			t.Fatal("a bid that was rejected by its price is still marked")
		}
	}
	tally := p.next().(*evaluation.MeetingTallied)
	if best := tally.Ranking[0]; best.Bid != "bid-b" || slices.ContainsFunc(tally.Ranking, func(r evaluation.RankedBid) bool { return r.Bid == "bid-a" && r.Rank != 0 }) {
		t.Fatalf("ranking %+v", tally.Ranking)
	}
	p.do("staff", tally)
	p.holds()

	// On a way back to the marks the rejection lapses, and the price stays known.
	p.do("staff", &evaluation.MeetingReturned{To: evaluation.Evaluating, Reason: "重新打分"})
	if bid := p.c.Bid("bid-a"); bid.Rejection != nil || bid.Late || !p.c.Priced("bid-a") || slices.ContainsFunc(p.c.Meeting.Findings, func(f evaluation.FindingMade) bool { return f.Item == "limit" }) {
		t.Fatalf("bid after the return: %+v", bid)
	}
	p.submitAll()
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Pricing})
	wantRefusal(t, p.try("staff", prices(four...)), "prices.open")
	p.limited()
	if tally := p.next().(*evaluation.MeetingTallied); tally.Ranking[0].Bid != "bid-a" {
		t.Fatalf("ranking %+v", tally.Ranking)
	}
}

func TestAnEnvelopeThatCannotBeDecryptedIsOut(t *testing.T) {
	p := envelopes(t, evaluation.Pricing)
	act := prices(four[1:]...)
	act.Unopened = []evaluation.UnopenedBid{{Bid: "bid-a", Fault: "nobody", Reason: ""}}
	wantRefusal(t, p.try("staff", act), "opening.fault", "reason.required")
	act.Unopened[0].Fault, act.Unopened[0].Reason = evaluation.FaultOfBidder, "证书过期"
	p.do("staff", act)
	if bid := p.c.Bid("bid-a"); bid.Rejection == nil || bid.Rejection.Clause != evaluation.ClauseUndecrypted || len(p.c.PricesDue()) != 0 {
		t.Fatalf("bid %+v", bid)
	}
	p.limited()
	if tally := p.next().(*evaluation.MeetingTallied); tally.Ranking[0].Bid != "bid-b" {
		t.Fatalf("ranking %+v", tally.Ranking)
	}
	p.do("staff", p.next())
	p.holds()
	p.do("staff", &evaluation.MeetingReturned{To: evaluation.Examining, Reason: "复核"})
	if p.c.Bid("bid-a").Rejection == nil {
		t.Error("a return takes back what could not be decrypted")
	}
}

func TestAPriceIsMendedBeforeAnythingRestsOnIt(t *testing.T) {
	p := envelopes(t, evaluation.Pricing)
	p.do("staff", prices("a 92000", "b 940000", "c 950000", "d 960000"))
	mended := *p.c.Bid("bid-a").Opening
	mended.PriceFen = 920_000_00
	wantRefusal(t, p.try("staff", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "漏录一位"}), "opening.own_record")
	other := mended
	other.Duration = "90 日"
	wantRefusal(t, p.try("agent", &evaluation.OpeningCorrected{OpeningRecord: other, Reason: "漏录一位"}), "opening.examined")
	p.do("agent", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "漏录一位"})
	p.do("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-b", Item: "limit", Pass: true})
	mended.PriceFen--
	wantRefusal(t, p.try("agent", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "再改"}), "opening.examined")
}

func TestAReplacementRedoesAllOnceThePricesAreOpen(t *testing.T) {
	p := envelopes(t, evaluation.Pricing)
	p.do("staff", prices(four...))
	p.limited()
	p.replace(4)
	if duty := p.c.Owes(4); duty != evaluation.DutyExamine {
		t.Fatalf("duty %s", duty)
	}
	wantRefusal(t, p.c.MayAdvance(), "seat.not_examined")
	p.examine(4)
	if duty := p.c.Owes(4); duty != evaluation.DutyScore {
		t.Fatalf("duty %s", duty)
	}
	wantRefusal(t, p.c.MayAdvance(), "seat.not_submitted")
	p.submit(4)
	wantRefusal(t, p.try("seat:4", &evaluation.FindingMade{Seat: 4, Bid: "bid-a", Item: "signed", Pass: true}), "prices.found")
	wantRefusal(t, p.c.MayAdvance())
}

func TestWhatIsFoundOfPricesStaysOnceSomethingIsDrawn(t *testing.T) {
	p := envelopes(t, evaluation.Pricing, [2]string{`"formulas": [`, `"drawn": [{"id": "k", "moment": "tally", "one_of": ["0.9", "1"], "names": {"en": "Factor"}}], "formulas": [`},
		[2]string{`marks(technical) + marks(commercial) + price_score"`, `marks(technical) + marks(commercial) * k + price_score"`})
	k := &evaluation.CoefficientDrawn{Coefficient: "k", Value: "1", Draw: "d"}
	wantRefusal(t, p.system(k), "prices.owed")
	p.do("staff", prices(four...))
	wantRefusal(t, p.system(k), slices.Repeat([]string{"seat.not_examined"}, 5)...)
	p.limited()
	if err := p.system(k); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, p.try("seat:1", &evaluation.FindingMade{Seat: 1, Bid: "bid-a", Item: "limit", Reason: "超出限价"}), "prices.found")
	wantRefusal(t, p.try("seat:2", &evaluation.CompetitionJudged{Sufficient: true, Reason: "充分"}), "prices.drawn")
	p.do("staff", p.next())
}

func TestALowPriceIsInquiredIntoOnceItIsKnown(t *testing.T) {
	p := envelopes(t, evaluation.Pricing)
	ask := func() error {
		request, _ := p.clarify(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成")
		return p.try("seat:2", request)
	}
	wantRefusal(t, ask(), "prices.sealed")
	p.do("staff", prices("a 200000", "b 940000", "c 950000", "d 960000"))
	p.limited()
	wantRefusal(t, p.c.MayAdvance(), "lowbid.below_mean", "lowbid.below_second", "lowbid.below_ceiling")
	wantRefusal(t, ask())
	p.do("staff", reply(1, "自有设备"))
	p.judge(1, "yyyyy")
	wantRefusal(t, p.c.MayAdvance())
}

func TestMethodOfTwoEnvelopes(t *testing.T) {
	for changed, want := range map[string]string{
		`"points": "100", "envelopes": "two", "offers": "rounds",`: "scoring.file.envelopes",
		`"points": "100", "envelopes": "both",`:                    "scoring.file.choice",
	} {
		m, err := scoring.Builtin("cn-gp-lowest-ratio")
		if err != nil {
			t.Fatal(err)
		}
		_, err = scoring.Load([]byte(strings.Replace(string(m.Source()), `"points": "100",`, changed, 1)))
		wantRefusal(t, err, want)
	}
}

func TestACoefficientOfTheOpeningIsDrawnWithThePrices(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-highway-mix")
	p.upTo(evaluation.Evaluating)
	k := &evaluation.CoefficientDrawn{Coefficient: "reduction", Value: "0.02", Draw: "d"}
	wantRefusal(t, p.system(k), "stage.wrong")
	p.submitAll()
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Pricing})
	wantRefusal(t, p.system(k), "prices.owed")
	p.do("staff", prices(four...))
	wantRefusal(t, p.c.MayAdvance(), "coefficient.undrawn")
	if err := p.system(k); err != nil {
		t.Fatal(err)
	}
	p.do("staff", p.next())
	// D = (1 000 000 × 0.6 + 942 500 × 0.4) × 0.98 = 957 460; b deviates by (940 000 - D) / D = -0.0182, to four places
	result, err := p.c.Score(nil)
	if err != nil {
		t.Fatal(err)
	}
	if line := result.Derivation.Line("", "benchmark"); line == nil || line.Result != "957460.00" {
		t.Errorf("benchmark %+v", line)
	}
	if line := result.Derivation.Line("bid-b", "deviation"); line == nil || line.Result != "-1.82" {
		t.Errorf("deviation %+v", line)
	}
}
