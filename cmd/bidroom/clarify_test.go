package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/document"
	"bidroom/server/store/storetest"
)

// clarified lists what the log has of questions to bidders, by whom; what they say does not stand there.
func clarified(t *testing.T, c *centre, lot string) (kinds []string) {
	t.Helper()
	entries, _, err := c.handlers.Rooms.Entries(t.Context(), lot, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Kind, "clarification.") {
			kinds = append(kinds, strings.TrimPrefix(e.Kind, "clarification.")+" "+e.Role)
			if strings.Contains(string(e.Body), "塔吊") || strings.Contains(string(e.Body), "三台") {
				t.Errorf("entry %d says what was asked or answered: %s", e.Seq, e.Body)
			}
		}
	}
	return kinds
}

// The chair asks, the agent enters the answer, every member judges it; nobody
// else sees anything of it, and each slip is refused where it was made.
func TestClarification(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "examining")
		ctx, path := t.Context(), "/api/lots/"+lots[0]
		_, state := atKiosk(t, p, 1)
		bid := state.Lot.Bidders[0].Bid
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ask := func(minutes int, questions ...string) error {
			return p.Ask(ctx, evaluation.AsksClarification, bid, minutes, questions...)
		}
		refused(t, ask(0, "第 84 页塔吊数量与第 91 页不一致，请说明。"), "clarification.minutes")
		refused(t, ask(10), "clarification.questions")
		refused(t, ask(10, "一", " "), "clarification.question")
		refused(t, ask(10, strings.Repeat("长", evaluation.MostQuestion+1)), "clarification.long")
		must(ask(10, "第 84 页塔吊数量与第 91 页不一致，请说明。"))
		other, _ := atKiosk(t, p, 1)
		refused(t, other.Post(ctx, "/api/kiosk/clarifications", map[string]any{"no": 2, "asks": "clarification", "bid": bid, "minutes": 10, "questions": []string{"问"}, "salt": strings.Repeat("0", 32), "signature": ""}, nil), "chair.only")
		refused(t, p.Judge(ctx, 1, 1, true, ""), "clarification.pending")
		refused(t, p.Judge(ctx, 1, 2, true, ""), "clarification.unknown")

		agent, witness := as(t, p, "agent"), as(t, p, "witness")
		var view api.LotView
		must(witness.Get(ctx, path, &view))
		if len(view.Asked) != 0 || view.MayReply {
			t.Errorf("the witness sees %+v", view.Asked)
		}
		must(agent.Get(ctx, path, &view))
		if len(view.Asked) != 1 || !view.MayReply || view.Asked[0].Questions[0] != "第 84 页塔吊数量与第 91 页不一致，请说明。" || view.Asked[0].DueMs-view.Asked[0].AskedMs != 600_000 {
			t.Fatalf("the agent sees %+v", view.Asked)
		}
		reply := func(who *demo.Client, lot, no, text, file string, content string) error {
			return who.PostForm(ctx, "/api/lots/"+lot+"/clarifications/"+no+"/reply", map[string]string{"text": text}, file, []byte(content), &view)
		}
		refused(t, reply(witness, lots[0], "1", "三台", "", ""), "access.role")
		refused(t, reply(agent, lots[0], "2", "三台", "", ""), "clarification.unknown")
		refused(t, reply(agent, lots[1], "1", "三台", "", ""), "access.stage")
		refused(t, reply(agent, lots[0], "1", " ", "", ""), "field.required")
		refused(t, reply(agent, lots[0], "1", "三台", "答复.docx", "PK"), "bid.no_pdf")
		must(reply(agent, lots[0], "1", "以第 91 页为准，共三台。", "答复.pdf", "%PDF-1.7 answer"))
		refused(t, reply(agent, lots[0], "1", "又一份", "", ""), "clarification.replied")
		var pdf []byte
		must(other.Get(ctx, "/api/kiosk/clarifications/1/file", &pdf))
		if string(pdf) != "%PDF-1.7 answer" {
			t.Errorf("the file is %q", pdf)
		}
		refused(t, witness.Get(ctx, path+"/clarifications/1/file", &pdf), "access.role")

		// A member sees the others' judgements when all have judged.
		refused(t, p.Judge(ctx, 1, 1, false, " "), "reason.required")
		for seat := 1; seat <= 5; seat++ {
			if seat == 5 {
				if _, state = atKiosk(t, p, 1); state.Lot.Asked[0].Judged != 4 || state.Lot.Asked[0].Outcome != "" || len(state.Lot.Asked[0].Judgements) != 0 || state.Lot.Asked[0].Own == nil {
					t.Errorf("before the last seat: %+v", state.Lot.Asked[0])
				}
			}
			must(p.Judge(ctx, seat, 1, seat < 3, map[bool]string{false: "答复与图纸不符"}[seat < 3]))
		}
		if _, state = atKiosk(t, p, 1); state.Lot.Asked[0].Outcome != "not_accepted" || len(state.Lot.Asked[0].Judgements) != 5 || state.Lot.Bidders[0].Rejection != nil {
			t.Errorf("in the end: %+v", state.Lot.Asked[0])
		}
		if got, want := strings.Join(clarified(t, c, lots[0]), ", "), "requested member, replied agent"+strings.Repeat(", judged member", 5); got != want {
			t.Errorf("the log has %s, want %s", got, want)
		}
		if broken, err := c.handlers.Rooms.DB.Invariants(ctx); err != nil || len(broken) > 0 {
			t.Errorf("%v %v", broken, err)
		}
	})
}

// examined has every member of a lot's panel find that every bid passes, but for
// what the demo centre has fail.
func examined(t *testing.T, p *demo.Play, lot string) {
	t.Helper()
	err := p.Take(t.Context(), lot, "examining")
	for seat := 1; seat <= 5 && err == nil; seat++ {
		err = p.Examine(t.Context(), seat)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A price is inquired into with the time that the rules ask for, and one that
// the panel finds not justified is rejected.
func TestLowBidIsRejected(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx := context.Background()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		examined(t, p, lots[1])
		chair, state := atKiosk(t, p, 2)
		bid := state.Lot.Bidders[0].Bid
		if state.Lot.Asking.LowBidMinutes != 30 || len(state.Lot.Asking.LowBids) != 0 {
			t.Errorf("the rules say %+v", state.Lot.Asking)
		}
		refused(t, p.Ask(ctx, evaluation.AsksLowBid, bid, 29, "请说明报价构成。"), "clarification.minutes")
		must(p.Ask(ctx, evaluation.AsksLowBid, bid, 30, "请说明报价构成。"))
		if owed := reasons(t, chair.Post(ctx, "/api/kiosk/advance", map[string]string{"to": "evaluating"}, nil)); !slices.Contains(owed, "lowbid.unjudged bid") {
			t.Errorf("what is owed: %v", owed)
		}
		must(as(t, p, "staff").PostForm(ctx, "/api/lots/"+lots[1]+"/clarifications/1/reply", map[string]string{"text": "按公司统一定价"}, "", nil, nil))
		for seat := 1; seat <= 5; seat++ {
			must(p.Judge(ctx, seat, 1, seat > 3, "证明材料不足"))
		}
		must(chair.Post(ctx, "/api/kiosk/rejections", map[string]string{"bid": bid, "ground": "low_price", "reason": "不能证明其报价合理"}, &state))
		if r := state.Lot.Bidders[0].Rejection; r == nil || r.Clause != "政府采购货物和服务招标投标管理办法 第六十条" {
			t.Errorf("the rejection is %+v", r)
		}
		must(c.handlers.Rooms.SignGrown(ctx))
		checkTrees(t, c)
	})
}

// A price that the panel corrects and the bidder confirms is evaluated, and one
// that the bidder does not confirm rejects the bid; the opening record keeps both.
func TestCorrection(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, path := t.Context(), "/api/lots/"+lots[1]
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		examined(t, p, lots[1])
		chair, state := atKiosk(t, p, 2)
		first, second := state.Lot.Bidders[0], state.Lot.Bidders[1]
		if got := fmt.Sprint(state.Lot.Asking.Corrections); got != "[{opening_table true} {words false} {decimal true} {unit_prices false}]" || state.Lot.Asking.CorrectionClause != "政府采购货物和服务招标投标管理办法 第五十九条" {
			t.Errorf("the rules say %q, %q", got, state.Lot.Asking.CorrectionClause)
		}
		ask := func(bid string, steps ...evaluation.CorrectionStep) error {
			return p.AskWith(ctx, evaluation.ClarificationRequested{Asks: evaluation.AsksCorrection, Bid: bid, Minutes: 10, Corrections: steps}, "投标函大写与小写不一致。")
		}
		refused(t, ask(first.Bid), "correction.steps")
		refused(t, ask(first.Bid, evaluation.CorrectionStep{Rule: "language", PriceFen: 1}), "correction.rule")
		read, err := strconv.ParseInt(first.Opening.PriceFen, 10, 64)
		must(err)
		must(ask(first.Bid, evaluation.CorrectionStep{Rule: "words", PriceFen: read - 100}, evaluation.CorrectionStep{Rule: "unit_prices", PriceFen: read - 300}))
		must(ask(second.Bid, evaluation.CorrectionStep{Rule: "words", PriceFen: 1}))
		staff := as(t, p, "staff")
		var view api.LotView
		answer := func(no int, confirms string) error {
			return staff.PostForm(ctx, path+"/clarifications/"+strconv.Itoa(no)+"/reply", map[string]string{"text": "见附件", "confirms": confirms}, "答复.pdf", []byte("%PDF-1.7 signed"), &view)
		}
		refused(t, staff.PostForm(ctx, path+"/clarifications/1/reply", map[string]string{"text": "同意", "confirms": "true"}, "", nil, nil), "correction.unsigned")
		must(answer(1, "false")) // a slip
		must(answer(1, "true"))
		must(answer(2, "false"))
		if one := view.Asked[0]; !one.Reply.Confirms || len(one.Corrections) != 2 || one.Corrections[1].PriceFen != strconv.FormatInt(read-300, 10) || view.Asked[1].Reply.Confirms {
			t.Errorf("the desk shows %+v", view.Asked)
		}
		for seat := 1; seat <= 5; seat++ {
			if _, state = atKiosk(t, p, 1); state.Lot.Bidders[0].Opening.CorrectedFen != "" {
				t.Errorf("before all have judged, the price is %+v", state.Lot.Bidders[0].Opening)
			}
			for _, owed := range state.Lot.Owed {
				if state.Lot.Asked[1].Ground != "" || owed.Code == "rejection.owed" && owed.Args["bidder"] == second.Name {
					t.Errorf("before all have judged, everybody is told how: %+v, %+v", state.Lot.Asked[1], owed)
				}
			}
			must(p.Judge(ctx, seat, 1, true, ""))
			must(p.Judge(ctx, seat, 2, seat < 4, map[bool]string{false: "大写无误"}[seat < 4]))
		}
		if _, state = atKiosk(t, p, 2); state.Lot.Asked[1].Ground != "other" || state.Lot.Asked[0].Ground != "" {
			t.Errorf("to be rejected by %+v", state.Lot.Asked)
		}
		if got := state.Lot.Bidders; got[0].Opening.CorrectedFen != strconv.FormatInt(read-300, 10) || got[1].Opening.CorrectedFen != "" {
			t.Errorf("the kiosk shows %+v and %+v", got[0].Opening, got[1].Opening)
		}
		if owed := reasons(t, chair.Post(ctx, "/api/kiosk/advance", map[string]string{"to": "evaluating"}, nil)); !slices.Contains(owed, "rejection.owed bid") {
			t.Errorf("what is owed: %v", owed)
		}
		refused(t, chair.Post(ctx, "/api/kiosk/rejections", map[string]string{"bid": second.Bid, "ground": "price", "reason": "不确认"}, nil), "rejection.ground")
		must(chair.Post(ctx, "/api/kiosk/rejections", map[string]string{"bid": second.Bid, "ground": "other", "reason": "投标人不确认修正后的报价"}, &state))
		if state.Lot.Bidders[1].Rejection == nil || state.Lot.Bidders[0].Opening.PriceFen != first.Opening.PriceFen {
			t.Errorf("in the end: %+v", state.Lot.Bidders)
		}
		must(c.handlers.Rooms.SignGrown(ctx))
		checkTrees(t, c)
	})
}

// The report states a correction, by which rule, what the bidder said and what
// the panel held of it, and evaluates by it; its integrity holds.
func TestCorrectionInTheReport(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, _, p, lots := played(t, db, "examining")
		ctx, path := t.Context(), "/api/lots/"+lots[0]
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		_, state := atKiosk(t, p, 2)
		first := state.Lot.Bidders[0]
		read, err := strconv.ParseInt(first.Opening.PriceFen, 10, 64)
		must(err)
		step := evaluation.CorrectionStep{Rule: "words", PriceFen: read - 12345}
		must(p.AskWith(ctx, evaluation.ClarificationRequested{Asks: evaluation.AsksCorrection, Bid: first.Bid, Minutes: 10, Corrections: []evaluation.CorrectionStep{step}}, "投标函大写与小写不一致。"))
		staff := as(t, p, "staff")
		must(staff.PostForm(ctx, path+"/clarifications/1/reply", map[string]string{"text": "同意以大写为准", "confirms": "true"}, "答复.pdf", []byte("%PDF-1.7 signed"), nil))
		for seat := 1; seat <= 5; seat++ {
			must(p.Judge(ctx, seat, 1, seat > 1, map[bool]string{true: "大写无误"}[seat == 1]))
		}
		must(p.Take(ctx, lots[0], "sealed"))
		report := pdf(t, staff, path+"/report.pdf")
		holds(t, "the report", report, "投标函大写与小写不一致。", "大写金额与小写金额不一致的，以大写金额为准："+document.Yuan(step.PriceFen), "已书面确认", "同意以大写为准", "修正正确（认可 4，不认可 1）", "席位 1：大写无误",
			document.Yuan(step.PriceFen)+"（修正前 "+document.Yuan(read)+"）")
	})
}

// Tender documents raise a line within what the rules allow, and where there is one.
func TestLinesAreRaised(t *testing.T) {
	_, _, p, _ := played(t, "", "tender")
	ctx, staff := t.Context(), as(t, p, "staff")
	var tenders api.Page[api.TenderBrief]
	if err := staff.Get(ctx, "/api/tenders", &tenders); err != nil {
		t.Fatal(err)
	}
	create := func(number, profile, method string, lines api.LowBidLines) error {
		return staff.Post(ctx, "/api/lots", map[string]any{"tender": tenders.Items[0].ID, "number": number, "name": "一包", "profile": profile, "ceilingFen": "100000000", "budgetFen": "0",
			"lowBid": lines, "method": map[string]string{"id": method}, "seats": []api.SeatPlan{{No: 1, Specialties: []string{"A083203"}}, {No: 2, Specialties: []string{"A083203"}},
				{No: 3, Specialties: []string{"A083203"}}, {No: 4, Specialties: []string{"A083203"}}, {No: 5, Representative: true}}}, nil)
	}
	refused(t, create("1", "cn-government-procurement-2017", "cn-gp-lowest-ratio", api.LowBidLines{CeilingPercent: 66}), "lowbid.line")
	refused(t, create("1", "cn-government-procurement-2017", "cn-gp-lowest-ratio", api.LowBidLines{MeanPercent: 49}), "lowbid.line")
	refused(t, create("1", "cn-tendering-2019", "cn-works-baseline", api.LowBidLines{SecondPercent: 50}), "lowbid.no_line")
	if err := create("1", "cn-government-procurement-2017", "cn-gp-lowest-ratio", api.LowBidLines{MeanPercent: 50, CeilingPercent: 65}); err != nil {
		t.Error(err)
	}
}

// A refusal says until when, in the lot's zone.
func TestDeadlineIsSaid(t *testing.T) {
	_, _, p, lots := played(t, "", "examining")
	_, state := atKiosk(t, p, 1)
	if err := p.Ask(t.Context(), evaluation.AsksClarification, state.Lot.Bidders[0].Bid, 10, "问"); err != nil {
		t.Fatal(err)
	}
	err := p.Judge(t.Context(), 1, 1, true, "")
	var answer *demo.Answer
	if !errors.As(err, &answer) || !strings.Contains(answer.Body, "答复截止时间是 20") {
		t.Errorf("%s: %v", lots[0], err)
	}
}
