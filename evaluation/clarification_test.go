package evaluation_test

import (
	"fmt"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// clarify returns the chair's signed request, with the opening of its questions.
func (p *play) clarify(asks, bid string, minutes int, questions ...string) (*evaluation.ClarificationRequested, evaluation.Opening) {
	p.t.Helper()
	act := &evaluation.ClarificationRequested{Seat: 2, No: len(p.c.Meeting.Clarifications) + 1, Asks: asks, Bid: bid, Minutes: minutes}
	o := datum(evaluation.QuestionsDomain, evaluation.QuestionsText("lot", "meeting", *act, questions))
	act.Asked = o.DatumHash()
	act.Signature = p.sign(act.Kind(), 2, string(act.Asked))
	return act, o
}

// ask has the chair ask, and opens the questions.
func (p *play) ask(asks, bid string, minutes int, questions ...string) {
	p.t.Helper()
	act, o := p.clarify(asks, bid, minutes, questions...)
	p.do("seat:2", act)
	if err := p.c.OpenClarification(o); err != nil {
		p.t.Fatal(err)
	}
}

func reply(no int, text string) *evaluation.ClarificationReplied {
	return &evaluation.ClarificationReplied{No: no, Reply: datum(evaluation.AnswerDomain, text).DatumHash()}
}

// judge gives the judgements of seats 1 to 5: one letter of y and n each.
func (p *play) judge(no int, votes string) {
	p.t.Helper()
	for i, vote := range votes {
		act := &evaluation.ClarificationJudged{Seat: i + 1, No: no, Accepted: vote == 'y'}
		if vote == 'n' {
			act.Reason = "证明材料不足"
		}
		p.do(evaluation.SeatActor(i+1), act)
	}
}

// priced prepares a government procurement with these prices in yuan, each one
// of a bid from a on, and no other limit than the ceiling.
func (p *play) priced(ceiling int64, on string, raised evaluation.LowBidLines, prices ...int64) {
	p.t.Helper()
	profile, err := rule.LoadProfile("cn-government-procurement-2017")
	if err != nil {
		p.t.Fatal(err)
	}
	p.do("staff", &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "设备采购", Number: "01", Name: "一包", Profile: profile.ID, ProfileHash: profile.Hash(),
		ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: "某局"}, BudgetFen: ceiling * 100, StartedOn: on, LowBid: raised}})
	m, err := scoring.Builtin("cn-gp-lowest-ratio")
	if err != nil {
		p.t.Fatal(err)
	}
	p.do("staff", &evaluation.MethodSet{ID: m.ID(), Hash: m.Hash(), Source: string(m.Source())})
	var records []evaluation.OpeningRecord
	for i, price := range prices {
		id := string(rune('a' + i))
		p.do("staff", &evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: id, Name: "公司" + id, CreditCode: "code" + id}},
			&evaluation.BidReceived{Bid: "bid-" + id, Bidder: id, FileHash: hash(id), FileSize: 10})
		records = append(records, evaluation.OpeningRecord{Bid: "bid-" + id, PriceFen: price})
	}
	p.do("staff", &evaluation.BidsOpened{Records: records})
	p.c.Meeting = &evaluation.Meeting{}
}

// The lines are those of 财库〔2026〕2号, worked by hand; the first two cases
// are published as a golden vector: the mean of 40, 90 and 100 is 76.67.
func TestLowBidTriggers(t *testing.T) {
	none := evaluation.LowBidLines{}
	for name, tt := range map[string]struct {
		ceiling int64 // yuan
		on      string
		raised  evaluation.LowBidLines
		prices  []int64 // fen; the first is looked at
		want    string
	}{
		"the vector":                            {100, "2026-02-01", none, []int64{4000, 9000, 10000}, "second 50 4500 ceiling 45 4500"},
		"a line itself is not below it":         {100, "2026-02-01", none, []int64{4500, 9000, 10000}, ""},
		"a fen below it is":                     {100, "2026-02-01", none, []int64{4499, 9000, 10000}, "second 50 4500 ceiling 45 4500"},
		"half of the mean":                      {0, "2026-02-01", none, []int64{4000, 4000, 16000}, ""},             // mean 8000
		"a fen below half of the mean":          {0, "2026-02-01", none, []int64{3999, 4000, 16001}, "mean 50 4000"}, // mean 8000
		"a mean that is no whole fen":           {0, "2026-02-01", none, []int64{3999, 4000, 16000}, "mean 50 4000"}, // mean 7999 2/3, half 3999 5/6
		"the lowest two are equal":              {0, "2026-02-01", none, []int64{5000, 5000, 14000}, ""},
		"only the lowest is held to the second": {0, "2026-02-01", none, []int64{9000, 4000, 10000}, ""},
		"before its first day":                  {100, "2026-01-31", none, []int64{1000, 9000, 10000}, ""},
		"raised to 65":                          {100, "2026-02-01", evaluation.LowBidLines{CeilingPercent: 65}, []int64{6499, 9000, 10000}, "ceiling 65 6500"},
		"raised, at the line":                   {100, "2026-02-01", evaluation.LowBidLines{CeilingPercent: 65}, []int64{6500, 9000, 10000}, ""},
		"prices that would overflow a sum":      {0, "2026-02-01", none, []int64{1, 9_000_000_000_000_000_000, 9_000_000_000_000_000_000}, "mean 50 3000000000000000001 second 50 4500000000000000000"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlay(t)
			p.priced(tt.ceiling, tt.on, tt.raised, tt.prices...)
			triggers, err := p.c.LowBidTriggers("bid-a")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, one := range triggers {
				got = append(got, fmt.Sprint(one.Line, " ", one.Percent, " ", one.LineFen))
			}
			if said := strings.Join(got, " "); said != tt.want {
				t.Errorf("below %q, want %q", said, tt.want)
			}
		})
	}
}

func TestLinesThatTenderDocumentsRaise(t *testing.T) {
	for _, tt := range []struct {
		profile string
		raised  rule.LowBidLines
		code    string
	}{
		{"cn-government-procurement-2017", rule.LowBidLines{MeanPercent: 50, SecondPercent: 65, CeilingPercent: 45}, ""},
		{"cn-government-procurement-2017", rule.LowBidLines{MeanPercent: 49}, "lowbid.line"},
		{"cn-government-procurement-2017", rule.LowBidLines{CeilingPercent: 66}, "lowbid.line"},
		{"cn-tendering-2019", rule.LowBidLines{SecondPercent: 50}, "lowbid.no_line"},
	} {
		profile, err := rule.LoadProfile(tt.profile)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = profile.LowBid.Lines("2026-11-01", tt.raised); tt.code == "" && err != nil {
			t.Errorf("%+v: %v", tt.raised, err)
		} else if tt.code != "" {
			wantRefusal(t, err, tt.code)
		}
	}
}

// examining brings a government procurement with a bid at a third of the
// others to the end of its findings.
func examining(t *testing.T) *play {
	t.Helper()
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.c.Bid("bid-a").Opening.PriceFen = 300_000_00
	p.found()
	return p
}

func TestLowBidHoldsTheStage(t *testing.T) {
	p := examining(t)
	advance := &evaluation.MeetingAdvanced{To: evaluation.Evaluating}
	wantRefusal(t, p.try("seat:2", advance), "lowbid.below_mean", "lowbid.below_second", "lowbid.below_ceiling")
	short, _ := p.clarify(evaluation.AsksLowBid, "bid-a", 29, "请说明报价构成")
	wantRefusal(t, p.try("seat:2", short), "clarification.minutes")
	p.ask(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成", "请提供人工、材料的证明")
	again, _ := p.clarify(evaluation.AsksLowBid, "bid-a", 30, "再次说明")
	wantRefusal(t, p.try("seat:2", again), "lowbid.asked")
	wantRefusal(t, p.try("seat:2", advance), "lowbid.unjudged")
	wantRefusal(t, p.try("seat:1", &evaluation.ClarificationJudged{Seat: 1, No: 1, Accepted: true}), "clarification.pending")
	p.do("agent", reply(1, "设备为库存，附采购发票"))
	wantRefusal(t, p.try("seat:1", &evaluation.ClarificationJudged{Seat: 1, No: 1}), "reason.required")
	p.judge(1, "yyyn")
	wantRefusal(t, p.try("seat:2", advance), "lowbid.unjudged")
	p.do("seat:5", &evaluation.ClarificationJudged{Seat: 5, No: 1, Reason: "证明材料不足"})
	if got := p.c.Meeting.Outcome(&p.c.Meeting.Clarifications[0]); got != "accepted" || p.c.Unjustified("bid-a") != 0 {
		t.Errorf("three of five accept: %s", got)
	}
	p.do("seat:2", advance)
	wantRefusal(t, p.try("seat:1", &evaluation.ClarificationJudged{Seat: 1, No: 1, Reason: "改判"}), "stage.wrong")
}

func TestLowBidThatIsNotJustified(t *testing.T) {
	p := examining(t)
	p.ask(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成")
	p.do("agent", reply(1, "按公司统一定价"))
	p.judge(1, "nnn")
	advance := &evaluation.MeetingAdvanced{To: evaluation.Evaluating}
	wantRefusal(t, p.try("seat:2", advance), "lowbid.unjudged") // the other two are not told
	p.judge(1, "nnnyy")
	wantRefusal(t, p.try("seat:2", advance), "rejection.owed")
	ground := "政府采购货物和服务招标投标管理办法 第六十条"
	rejection := evaluation.RejectionDecided{Bid: "bid-a", Ground: "low_price", Clause: rule.Clause(ground), Reason: "不能证明报价合理", Clarification: 1}
	for code, change := range map[string]func(*evaluation.RejectionDecided){
		"rejection.no_majority": func(r *evaluation.RejectionDecided) { r.Clarification = 0 },
		"rejection.ground": func(r *evaluation.RejectionDecided) {
			r.Ground, r.Clause = "unqualified", "政府采购货物和服务招标投标管理办法 第六十三条第三项"
		},
	} {
		other := rejection
		change(&other)
		wantRefusal(t, p.try("seat:2", &other), code)
	}
	p.do("seat:2", &rejection)
	p.do("seat:3", &evaluation.ClarificationJudged{Seat: 3, No: 1, Accepted: true})
	if p.c.Bid("bid-a").Rejection != nil {
		t.Error("two of five still reject")
	}
	p.judge(1, "nnnyy")
	again := rejection
	p.do("seat:2", &again)
	// Once a was rejected for its price, it still is one of those that passed:
	// nobody else is low beside the ones that are left.
	p.do("seat:2", advance)
	if left := p.c.PassedBids(); len(left) != 3 {
		t.Errorf("%d bids are evaluated", len(left))
	}
}

// The last instant is in time, the next is not; what is not answered then can
// only be found wanting.
func TestDeadline(t *testing.T) {
	for late, code := range map[int64]string{0: "", 1: "clarification.late"} {
		p := examining(t)
		p.ask(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成")
		due := p.c.Meeting.Clarifications[0].DueMs()
		if due != p.ms+30*60*1000 {
			t.Fatalf("due at %d, asked at %d", due, p.ms)
		}
		p.ms = due + late - 1000
		judged := &evaluation.ClarificationJudged{Seat: 1, No: 1, Reason: "未在规定时间内说明"}
		if late == 0 {
			wantRefusal(t, p.try("seat:1", judged), "clarification.pending")
			p.ms -= 1000
			p.do("agent", reply(1, "说明"))
			wantRefusal(t, p.try("agent", reply(1, "又一份")), "clarification.replied")
			continue
		}
		wantRefusal(t, p.try("agent", reply(1, "说明")), code)
		wantRefusal(t, p.try("seat:1", &evaluation.ClarificationJudged{Seat: 1, No: 1, Accepted: true}), "clarification.unanswered")
		p.do("seat:1", judged)
	}
}

// In tendering no line is set: the panel asks where it judges that it must,
// and what is no price is only noted.
func TestClarificationOfTendering(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Examining)
	wantRefusal(t, p.try("seat:1", func() evaluation.Act {
		a, _ := p.clarify(evaluation.AsksClarification, "bid-b", 10, "问")
		a.Seat = 1
		return a
	}()), "chair.only")
	forged, _ := p.clarify(evaluation.AsksClarification, "bid-b", 10, "问")
	forged.Asked = datum(evaluation.QuestionsDomain, "另一份").DatumHash()
	wantRefusal(t, p.try("seat:2", forged), "signature.wrong")
	long, _ := p.clarify(evaluation.AsksClarification, "bid-b", rule.MostMinutes+1, "问")
	wantRefusal(t, p.try("seat:2", long), "clarification.minutes")
	stale, _ := p.clarify(evaluation.AsksClarification, "bid-b", 10, "问")
	stale.No = 2
	wantRefusal(t, p.try("seat:2", stale), "stale")
	p.ask(evaluation.AsksClarification, "bid-b", 10, "第 84 页与第 91 页塔吊数量不一致，请说明。")
	p.ask(evaluation.AsksLowBid, "bid-a", 10, "请说明报价是否低于成本。")
	for seat := 1; seat <= 5; seat++ {
		p.examine(seat)
	}
	p.do("staff", &evaluation.MeetingSuspended{Reason: "停电"}, reply(1, "以第 91 页为准"), &evaluation.MeetingResumed{Reason: "来电"}, reply(2, "不低于成本"))
	advance := &evaluation.MeetingAdvanced{To: evaluation.Evaluating}
	wantRefusal(t, p.try("seat:2", advance), "lowbid.unjudged")
	p.judge(2, "yyyyy")
	p.do("seat:2", advance)
	low, _ := p.clarify(evaluation.AsksLowBid, "bid-c", 5, "问")
	wantRefusal(t, p.try("seat:2", low), "lowbid.examining")
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	wantRefusal(t, p.tally(), "clarification.unjudged")
	p.judge(1, "nnnnn")
	if p.c.Bid("bid-b").Rejection != nil || p.c.Bid("bid-b").Opening.PriceFen != 940_000_00 {
		t.Error("an answer that was not taken into account changed the bid")
	}
	if err := p.tally(); err != nil {
		t.Error(err)
	}
}

func (p *play) tally() error {
	p.t.Helper()
	next, err := p.c.NextTally()
	if err != nil {
		return err
	}
	return p.try("staff", next)
}

// A judgement leaves with its member, and the replacement judges anew.
func TestJudgementLeavesWithItsMember(t *testing.T) {
	p := examining(t)
	p.ask(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成")
	p.do("agent", reply(1, "设备为库存"))
	p.judge(1, "yyyyy")
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	p.replace(3)
	p.examine(3)
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	wantRefusal(t, p.tally(), "clarification.unjudged")
	p.do("seat:3", &evaluation.ClarificationJudged{Seat: 3, No: 1, Accepted: true})
	if err := p.tally(); err != nil {
		t.Error(err)
	}
	p.do("v", &evaluation.MeetingReturned{To: evaluation.Declaring, Reason: "复核"})
	if n := len(p.c.Meeting.Clarifications[0].Judgements); n != 0 || p.c.Meeting.Clarifications[0].Reply == nil {
		t.Errorf("%d judgements are left, reply %v", n, p.c.Meeting.Clarifications[0].Reply)
	}
}

func TestOpenClarification(t *testing.T) {
	for code, questions := range map[string][]string{
		"clarification.questions": make([]string, 0),
		"clarification.question":  {"一", " "},
		"clarification.long":      {strings.Repeat("长", evaluation.MostQuestion+1)},
		"":                        {strings.Repeat("长", evaluation.MostQuestion)},
	} {
		p := examining(t)
		act, o := p.clarify(evaluation.AsksClarification, "bid-b", 5, questions...)
		p.do("seat:2", act)
		if err := p.c.OpenClarification(o); code == "" && err != nil {
			t.Error(err)
		} else if code != "" {
			wantRefusal(t, err, code)
		}
	}
	p := examining(t)
	act, _ := p.clarify(evaluation.AsksClarification, "bid-b", 5, "问")
	other := *act
	other.Bid = "bid-c"
	o := datum(evaluation.QuestionsDomain, evaluation.QuestionsText("lot", "meeting", other, []string{"问"}))
	act.Asked = o.DatumHash()
	act.Signature = p.sign(act.Kind(), 2, string(act.Asked))
	p.do("seat:2", act)
	wantRefusal(t, p.c.OpenClarification(o), "clarification.form")
}

// A rejection rests on every item that it names, and on no other: where a
// replacement finds otherwise, it is decided anew, which the examination is for.
func TestRejectionRestsOnItsItems(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Examining)
	method, err := p.c.ScoringMethod()
	if err != nil {
		t.Fatal(err)
	}
	var items []string
	for _, c := range method.Criteria() {
		if c.Kind == scoring.Pass {
			items = append(items, c.ID)
		}
	}
	find := func(seat int, fails ...string) {
		p.examine(seat)
		for _, item := range fails {
			p.do(evaluation.SeatActor(seat), &evaluation.FindingMade{Seat: seat, Bid: "bid-b", Item: item, Reason: "不符合"})
		}
	}
	find(1, items[0], items[1])
	find(2, items[0], items[1])
	find(3, items[0])
	find(4)
	find(5)
	profile, err := p.c.Profile()
	if err != nil {
		t.Fatal(err)
	}
	ground := profile.Ground("unqualified")
	reject := &evaluation.RejectionDecided{Bid: "bid-b", Ground: ground.Code, Clause: ground.Clause, Items: []string{items[0]}, Reason: "不符合"}
	p.do("seat:2", reject, &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	p.replace(3)
	for _, bid := range p.c.Bids { // the last finding ends what a replacement may find
		for _, item := range items {
			finding := &evaluation.FindingMade{Seat: 3, Bid: bid.ID, Item: item, Pass: bid.ID != "bid-b" || item != items[1]}
			if !finding.Pass {
				finding.Reason = "不符合"
			}
			p.do("seat:3", finding)
		}
	}
	if got := p.c.Failed("bid-b"); len(got) != 1 || got[0] != items[1] {
		t.Fatalf("the majority fails %v", got)
	}
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	wantRefusal(t, p.tally(), "rejection.return")
	p.do("v", &evaluation.MeetingReturned{To: evaluation.Examining, Reason: "否决理由变化"})
	reject.Items = []string{items[1]}
	p.do("seat:2", reject, &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	if err := p.tally(); err != nil {
		t.Error(err)
	}
}

// The bidder's time runs on while the meeting is returned, so its answer is taken.
func TestAnswerAfterAReturn(t *testing.T) {
	p := examining(t)
	p.ask(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成")
	p.ask(evaluation.AsksClarification, "bid-b", 30, "请说明第 3 页")
	p.do("v", &evaluation.MeetingReturned{To: evaluation.Declaring, Reason: "复核"})
	p.do("agent", reply(1, "设备为库存"))
	p.do("v", &evaluation.MeetingSuspended{Reason: "停电"})
	p.do("agent", reply(2, "以第 3 页为准"))
}
