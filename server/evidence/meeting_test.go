package evidence_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/lead"
	"bidroom/evaluation/scoring"
)

// examine fails two bids by majority, so that the panel must judge whether
// competition is sufficient.
func (l *lot) examine() {
	method, err := l.c.ScoringMethod()
	if err != nil {
		l.t.Fatal(err)
	}
	for seat := 1; seat <= 5; seat++ {
		for _, bid := range l.c.Bids {
			failed := bid.ID == "bid-a" || bid.ID == "bid-b"
			for _, item := range method.Criteria() {
				if item.Kind != scoring.Pass || item.OfPrice {
					continue
				}
				finding := &evaluation.FindingMade{Seat: seat, Bid: bid.ID, Item: item.ID, Pass: !failed}
				if failed {
					finding.Reason = "营业执照过期"
					failed = false
				}
				l.do(evaluation.SeatActor(seat), "member", finding)
			}
		}
	}
	if !l.sealed {
		l.offer()
	}
	l.lead()
	if !l.sealed {
		l.clarify()
	}
	for _, bid := range []string{"bid-a", "bid-b"} {
		l.do("seat:2", "member", &evaluation.RejectionDecided{Bid: bid, Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: l.c.Failed(bid), Reason: "营业执照过期"})
	}
	l.do("seat:2", "member", &evaluation.CompetitionJudged{Sufficient: true, Reason: "两家报价差异合理"}, &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
}

// lead has leads found, two authors and one price, of which the panel takes the
// first up by three of five.
func (l *lot) lead() {
	l.t.Helper()
	var facts []lead.Facts
	for i, bid := range l.c.Bids {
		facts = append(facts, lead.Facts{Bid: bid.ID, File: bid.FileHash, Document: lead.Document{Author: "作者" + "甲乙甲乙"[3*i:3*i+3], Pages: []string{sha([]byte(bid.ID))}}})
	}
	act, text, err := l.c.FindLeads(facts)
	if err != nil {
		l.t.Fatal(err)
	}
	o := l.open(text.Domain, text.Value)
	act.Facts = o.DatumHash()
	l.keep(l.do("system", "system", act), o)
	if err := l.c.OpenLeads(o); err != nil || act.Count != 3 && !l.sealed || act.Count != 2 && l.sealed {
		l.t.Fatalf("%+v: %v", act, err)
	}
	for seat := 1; seat <= 5; seat++ {
		l.do(evaluation.SeatActor(seat), "member", &evaluation.LeadJudged{Seat: seat, No: 1, TakenUp: seat < 4, Reason: "落款为同一人，请投标人说明"})
	}
}

// code gives the bids that are left their codes.
func (l *lot) code() {
	l.t.Helper()
	var bids []string
	for _, bid := range l.c.PassedBids() {
		bids = append(bids, bid.ID)
	}
	o := l.open(evaluation.CodesDomain, "")
	o.Value = evaluation.CodesText(lotID, l.c.Meeting.ID, o.Salt, l.c.Meeting.CodesGiven, bids)
	l.keep(l.do("system", "system", &evaluation.BidsCoded{Codes: o.DatumHash()}), o)
	if err := l.c.OpenCodes(o); err != nil {
		l.t.Fatal(err)
	}
}

// offer opens two rounds of offers of the two bids that are left.
func (l *lot) offer() {
	l.t.Helper()
	final := &evaluation.OffersOpened{Round: 2, Final: true, Offers: []evaluation.Offer{{Bid: "bid-c", PriceFen: 950_000_00}, {Bid: "bid-d", PriceFen: 950_000_00}}}
	if l.withdraws != "" {
		final.Offers = slices.DeleteFunc(final.Offers, func(o evaluation.Offer) bool { return o.Bid == l.withdraws })
		final.Withdrawn = []evaluation.Withdrawal{{Bid: l.withdraws, Reason: "不能满足新的交货期"}}
	}
	l.do("s1", "staff", &evaluation.OffersOpened{Round: 1, Offers: []evaluation.Offer{{Bid: "bid-d", PriceFen: 960_000_00}, {Bid: "bid-c", PriceFen: 955_000_00}}}, final)
}

// clarify inquires into the prices of two bids, which the panel accepts, one of
// them by three of five, and has something of one of them clarified that the
// bidder never answers. Both prices are corrected by two rules, which the
// bidders confirm.
func (l *lot) clarify() {
	for _, ask := range []struct{ asks, bid, reply, votes string }{
		{evaluation.AsksLowBid, "bid-c", "附人工、材料与机械的分析表", "yyyyy"}, {evaluation.AsksLowBid, "bid-d", "设备自有", "yynyn"}, {evaluation.AsksClarification, "bid-c", "", "nnnnn"},
		{evaluation.AsksCorrection, "bid-d", "同意修正", "yynyn"}, {evaluation.AsksCorrection, "bid-c", "确认", "yyyyy"},
	} {
		if ask.bid == l.withdraws {
			continue
		}
		act := &evaluation.ClarificationRequested{Seat: 2, No: len(l.c.Meeting.Clarifications) + 1, Asks: ask.asks, Bid: ask.bid, Minutes: 10}
		if ask.asks == evaluation.AsksCorrection {
			act.Corrections = []evaluation.CorrectionStep{{Rule: "words", PriceFen: 945_000_00}, {Rule: "unit_prices", PriceFen: 946_000_00}}
		}
		o := l.open(evaluation.QuestionsDomain, evaluation.QuestionsText(lotID, l.c.Meeting.ID, *act, []string{"请说明第 84 页的单价分析。", "请提供证明材料。"}))
		act.Asked = o.DatumHash()
		act.Signature = l.sign(act.Kind(), 2, string(act.Asked))
		l.keep(l.do("seat:2", "member", act), o)
		if ask.reply == "" {
			l.log.ms += 10 * 60_000
		} else {
			o := l.open(evaluation.AnswerDomain, ask.reply)
			l.keep(l.do("a1", "agent", &evaluation.ClarificationReplied{No: act.No, Reply: o.DatumHash(), FileHash: sha([]byte(ask.reply)), FileSize: 12, Confirms: ask.asks == evaluation.AsksCorrection}), o)
		}
		for seat, vote := range ask.votes {
			judged := &evaluation.ClarificationJudged{Seat: seat + 1, No: act.No, Accepted: vote == 'y'}
			if vote == 'n' {
				judged.Reason = "未提供证明材料"
			}
			l.do(evaluation.SeatActor(seat+1), "member", judged)
		}
	}
}

func (l *lot) submit(seat int, lower bool) {
	l.t.Helper()
	method, err := l.c.ScoringMethod()
	if err != nil {
		l.t.Fatal(err)
	}
	var marks []scoring.Mark
	for i, bid := range l.c.PassedBids() {
		for _, criterion := range method.Criteria() {
			if criterion.Kind == scoring.Points {
				mark := scoring.Mark{Bid: l.c.Subject(bid.ID, &criterion), Criterion: criterion.ID, Value: criterion.Max}
				if lower && i == 0 && !criterion.Objective {
					mark.Value = criterion.Min
				}
				marks = append(marks, mark)
			}
		}
	}
	o := l.open(evaluation.SheetDomain, evaluation.SheetText(lotID, l.c.Meeting.ID, seat, marks))
	seq := l.do(evaluation.SeatActor(seat), "member", &evaluation.SheetSubmitted{Seat: seat, Marks: o.DatumHash(), Signature: l.sign("sheet.submitted", seat, string(o.DatumHash()))})
	l.keep(seq, o)
	if err := l.c.OpenSheet(seat, o); err != nil {
		l.t.Fatal(err)
	}
}

// explain has every member whose marks are extreme say why.
func (l *lot) explain() {
	l.t.Helper()
	list, err := l.c.Extremes()
	if err != nil {
		l.t.Fatal(err)
	}
	for seat := 1; seat <= 5; seat++ {
		var reasons []evaluation.ExtremeReason
		for _, one := range list {
			if one.Seat == seat {
				reasons = append(reasons, evaluation.ExtremeReason{Bid: one.Bid, Criterion: one.Criterion, Text: "方案 缺少关键工序"})
			}
		}
		if len(reasons) == 0 {
			continue
		}
		o := l.open(evaluation.ExtremesDomain, evaluation.ExtremesText(lotID, l.c.Meeting.ID, seat, l.c.Meeting.Seat(seat).Sheet.Marks, reasons))
		l.keep(l.do(evaluation.SeatActor(seat), "member", &evaluation.ExtremesExplained{Seat: seat, Reasons: o.DatumHash()}), o)
		if err := l.c.OpenExtremes(seat, o); err != nil {
			l.t.Fatal(err)
		}
	}
}

func (l *lot) tally() {
	l.t.Helper()
	l.explain()
	next, err := l.c.NextTally()
	if err != nil {
		l.t.Fatal(err)
	}
	l.do("s1", "staff", next)
}

func (l *lot) score() {
	l.code()
	for _, bid := range l.c.PassedBids() {
		l.do("s1", "staff", &evaluation.HearingBegan{Group: "commercial", Bid: bid.ID}, &evaluation.HearingEnded{Group: "commercial", Bid: bid.ID})
	}
	draft := l.open("draft", evaluation.DraftText(lotID, l.c.Meeting.ID, 1, nil))
	kept := l.open("draft", evaluation.DraftText(lotID, l.c.Meeting.ID, 2, []string{`b1 plan ["9","12","工期\\n太紧"]`, `b1 price ["","",""]`}))
	seq := l.do("system", "system", &evaluation.DraftsDigested{Drafts: []evaluation.DraftDigest{{Seat: 1, Digest: draft.DatumHash()}, {Seat: 2, Marks: 2, Digest: kept.DatumHash()}}})
	l.keep(seq, kept)
	l.submit(1, false)
	l.do("s1", "staff", &evaluation.SheetReturned{Seat: 1, Reason: "客观分不一致"})
	for seat := 1; seat <= 5; seat++ {
		l.submit(seat, false)
	}
	short := l.open(evaluation.ReadingDomain, evaluation.ReadingText(lotID, l.c.Meeting.ID, 1, evaluation.Evaluating, []evaluation.FileTime{{File: "02", Ms: 1}, {File: "bid-a", Ms: 0}}))
	none := l.open(evaluation.ReadingDomain, evaluation.ReadingText(lotID, l.c.Meeting.ID, 4, evaluation.Evaluating, nil))
	seq = l.do("system", "system", &evaluation.FilesRead{Stage: evaluation.Evaluating, Read: []evaluation.SeatReading{{Seat: 1, Times: short.DatumHash()}, {Seat: 4, Times: none.DatumHash()}}})
	l.keep(seq, short)
	l.keep(seq, none)
	l.tally() // two bids are equal
	l.untie()
	l.tally()
	l.do("v1", "supervisor", &evaluation.MeetingReturned{To: evaluation.Evaluating, Reason: "复核评分"})
	l.code() // anew: the tally showed whose they are
	for seat := 1; seat <= 5; seat++ {
		l.submit(seat, seat < 3)
	}
	l.tally()
	l.do("system", "system", &evaluation.DatumErased{Datum: draft.DatumHash(), Rule: "个人信息保护法 第四十七条"})
}

// record writes two recordings, one of two segments, and their entries.
func (l *lot) record() {
	for n, parts := range [][]string{{"first segment of kiosk 1", "and the second"}, {"kiosk 2 alone"}} {
		id, name := fmt.Sprint("rec-", n), fmt.Sprintf("meeting-2/kiosk-%d.mp4", n)
		l.do("system", "system", &evaluation.RecordingStarted{Recording: id, Meeting: "meeting-2", Feed: fmt.Sprint("kiosk-", n, "/camera"), File: name, StartMs: l.log.ms, Codecs: "avc3"})
		chain, at := evaluation.ChainStart, l.log.ms
		for i, part := range parts {
			segment := &evaluation.RecordingSegment{Recording: id, N: i, Offset: int64(len(strings.Join(parts[:i], ""))), Length: int64(len(part)),
				StartMs: at, EndMs: at + 9000, Hash: sha([]byte(part))}
			segment.Chain = segment.ChainHash(chain)
			chain, at = segment.Chain, segment.EndMs
			l.do("system", "system", segment)
		}
		all := strings.Join(parts, "")
		l.do("system", "system", &evaluation.RecordingEnded{Recording: id, Bytes: int64(len(all)), Cause: "left"})
		path := filepath.Join(l.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			l.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(all), 0o600); err != nil {
			l.t.Fatal(err)
		}
	}
	l.do("system", "system", &evaluation.RecordingGap{Feed: "kiosk-1/camera", FromMs: startMs, ToMs: startMs + 2500, Cause: "network"})
}

func (l *lot) conclude() {
	l.do("v1", "supervisor", &evaluation.IncidentRaised{Incident: "i", What: "order", Text: "声音过大"}, &evaluation.IncidentClosed{Incident: "i", Answer: "已处理"},
		&evaluation.WatchBegan{Watch: "w", Feed: "kiosk-1/camera", Live: true}, &evaluation.WatchEnded{Watch: "w"}, &evaluation.AnnouncementMade{Announcement: "n", Text: "请保持安静"})
	l.do("seat:2", "member", &evaluation.AnnouncementSeen{Announcement: "n", Kiosk: l.workplace(2)})
	l.do("seat:2", "member", &evaluation.MeetingAdvanced{To: evaluation.Reporting})
	report := l.file("%PDF-1.7 the report")
	l.do("s1", "staff", &evaluation.ReportIssued{FileHash: report, FileSize: int64(len(l.files[report])), WorkbookHash: sha([]byte("workbook")), WorkbookSize: 8})
	for seat := 1; seat <= 3; seat++ {
		drawing := l.open("signature.drawing", `[["1","2"]]`)
		l.keep(l.do(evaluation.SeatActor(seat), "member", &evaluation.ReportSigned{Seat: seat, Drawing: drawing.DatumHash(), Signature: l.sign("report.signed", seat, report)}), drawing)
	}
	l.do("seat:4", "member", &evaluation.ReportDissented{Seat: 4, Reasons: "基准价取值有误", Signature: l.sign("report.dissented", 4, sha([]byte("基准价取值有误")))})
	signed := l.file("%PDF-1.7 the signed report")
	l.do("s1", "staff", &evaluation.ReportDeemedAgreed{Seat: 5, Reason: "拒绝签字"}, &evaluation.MeetingSealed{FileHash: signed, FileSize: int64(len(l.files[signed]))})
	l.assess()
	l.pay()
	l.award()
	l.do("s1", "staff", &evaluation.ExportMade{Full: true}, &evaluation.ExportMade{})
}

// assess assesses the expert at seat 2, who replies, and whose assessment is
// changed then.
func (l *lot) assess() {
	sheet := func(mark, reason string) evaluation.Opening {
		return l.open(evaluation.AssessmentDomain, `{"items":[{"item":"punctuality","mark":"`+mark+`","most":"10","reason":"`+reason+`"},{"item":"discipline","mark":"20","most":"20","reason":""},{"item":"competence","mark":"30","most":"30","reason":""},`+
			`{"item":"fairness","mark":"20","most":"20","reason":""},{"item":"secrecy","mark":"10","most":"10","reason":""},{"item":"assistance","mark":"10","most":"10","reason":""}]}`)
	}
	made, changed := sheet("6.5", "迟到三十分钟"), sheet("9", "迟到十分钟")
	reply, answer := l.open(evaluation.AssessmentReplyDomain, "迟到十分钟，有签到记录"), l.open(evaluation.AssessmentAnswerDomain, "经核对签到记录")
	seat := l.c.Meeting.Seat(2)
	const days = 24 * 60 * 60 * 1000
	l.keep(l.do("s1", "staff", &evaluation.AssessmentMade{Meeting: l.c.Meeting.ID, Seat: 2, Label: seat.Member.Label, By: "staff", UntilMs: l.log.ms + 10*days, Sheet: made.DatumHash()}), made)
	l.keep(l.do("s1", "staff", &evaluation.AssessmentReplied{Meeting: l.c.Meeting.ID, Seat: 2, By: "staff", Sheet: made.DatumHash(), OnMs: l.log.ms, Reply: reply.DatumHash()}), reply)
	seq := l.do("v1", "supervisor", &evaluation.AssessmentAnswered{Meeting: l.c.Meeting.ID, Seat: 2, By: "staff", Sheet: made.DatumHash(), Changed: changed.DatumHash(), Reason: answer.DatumHash()})
	l.keep(seq, changed)
	l.keep(seq, answer)
}

func (l *lot) file(content string) (hash string) {
	hash = sha([]byte(content))
	l.files[hash] = []byte(content)
	return hash
}
