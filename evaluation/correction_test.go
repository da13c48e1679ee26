package evaluation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// correction returns the chair's request to confirm a correction.
func (p *play) correction(bid string, steps ...evaluation.CorrectionStep) (*evaluation.ClarificationRequested, evaluation.Opening) {
	p.t.Helper()
	act := &evaluation.ClarificationRequested{Seat: 2, No: len(p.c.Meeting.Clarifications) + 1, Asks: evaluation.AsksCorrection, Bid: bid, Minutes: 10, Corrections: steps}
	o := datum(evaluation.QuestionsDomain, evaluation.QuestionsText("lot", "meeting", *act, []string{"第 12 页报价大写与小写不一致。"}))
	act.Asked = o.DatumHash()
	act.Signature = p.sign(act.Kind(), 2, string(act.Asked))
	return act, o
}

func (p *play) correct(bid string, steps ...evaluation.CorrectionStep) {
	p.t.Helper()
	act, o := p.correction(bid, steps...)
	p.do("seat:2", act)
	if err := p.c.OpenClarification(o); err != nil {
		p.t.Fatal(err)
	}
	if got := p.c.Meeting.Clarifications[act.No-1].Questions; len(got) != 1 || got[0] != "第 12 页报价大写与小写不一致。" {
		p.t.Errorf("the questions are %q", got)
	}
}

func confirms(no int) *evaluation.ClarificationReplied {
	act := denies(no)
	act.Confirms = true
	return act
}

// denies is the signed answer of a bidder who does not confirm.
func denies(no int) *evaluation.ClarificationReplied {
	act := reply(no, "见附件")
	act.FileHash, act.FileSize = hash("答复"), 12
	return act
}

// corrected brings a government procurement with prices of 920,000, 940,000,
// 950,000 and 960,000 yuan to the end of its findings.
func corrected(t *testing.T) *play {
	t.Helper()
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.found()
	return p
}

// priceScores submits all sheets, tallies, and returns what the bids have for
// their prices, in their order.
func (p *play) priceScores() string {
	p.t.Helper()
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	if err := p.tally(); err != nil {
		p.t.Fatal(err)
	}
	result, err := p.c.Score(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if checked, err := p.c.Integrity(result); err != nil || evaluation.Refusal(checked) != nil {
		p.t.Errorf("what was found does not hold: %v, %v", evaluation.Refusal(checked), err)
	}
	list := make([]string, len(p.c.Bids))
	for i, bid := range p.c.Bids {
		for _, one := range result.Bids {
			if one.Bid == bid.ID && one.Rank > 0 {
				list[i] = one.Parts[2].Score
			}
		}
	}
	return strings.Join(list, " ")
}

var toWords = evaluation.CorrectionStep{Rule: "words", PriceFen: 900_000_00}

// Of 30 points a price has 30 × lowest / price, to two digits. As read out:
// 920/920, 920/940, 920/950, 920/960. With the second corrected to 900,000:
// 900/920 = 29.3478, 30, 900/950 = 28.4211, 900/960 = 28.125.
func TestCorrectionChangesWhatIsEvaluated(t *testing.T) {
	for name, tt := range map[string]struct {
		reply  *evaluation.ClarificationReplied
		votes  string
		scores string
	}{
		"confirmed, and right to three":     {confirms(1), "yyynn", "29.35 30.00 28.42 28.13"},
		"confirmed, and wrong to three":     {confirms(1), "yynnn", "30.00 29.36 29.05 28.75"},
		"not confirmed, and wrong to three": {denies(1), "nnnyy", "30.00 29.36 29.05 28.75"},
	} {
		t.Run(name, func(t *testing.T) {
			p := corrected(t)
			p.correct("bid-b", toWords)
			p.do("agent", tt.reply)
			p.judge(1, tt.votes)
			p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
			if got := p.priceScores(); got != tt.scores {
				t.Errorf("scores %s, want %s", got, tt.scores)
			}
			if p.c.Bid("bid-b").Opening.PriceFen != 940_000_00 {
				t.Error("what was read out has changed")
			}
		})
	}
}

// A correction that most hold to be right and that the bidder does not confirm,
// or never answers, rejects the bid, by the ground that the rules have for it.
func TestCorrectionThatIsNotConfirmed(t *testing.T) {
	for _, answered := range []bool{true, false} {
		p := corrected(t)
		p.correct("bid-b", toWords)
		wantRefusal(t, p.try("seat:1", &evaluation.ClarificationJudged{Seat: 1, No: 1, Accepted: true}), "clarification.pending")
		if answered {
			wantRefusal(t, p.try("agent", reply(1, "不同意")), "correction.unsigned")
			p.do("agent", confirms(1), denies(1)) // a slip, and what was meant
		} else {
			p.ms = p.c.Meeting.Clarifications[0].DueMs()
		}
		advance := &evaluation.MeetingAdvanced{To: evaluation.Evaluating}
		wantRefusal(t, p.try("seat:2", advance), "correction.unjudged")
		rejected := &evaluation.RejectionDecided{Bid: "bid-b", Ground: "other", Clause: "政府采购货物和服务招标投标管理办法 第六十三条第六项", Reason: "不确认修正", Clarification: 1}
		p.judge(1, "yyy")
		wantRefusal(t, p.try("agent", confirms(1)), map[bool]string{true: "clarification.replied", false: "clarification.late"}[answered])
		wantRefusal(t, p.try("seat:2", advance), "correction.unjudged") // what three of five think, the others are not told
		wantRefusal(t, p.try("seat:2", rejected), "rejection.no_majority")
		p.judge(1, "yyynn")
		wantRefusal(t, p.try("seat:2", advance), "rejection.owed")
		if got := p.c.PriceFen(p.c.Bid("bid-b")); got != 940_000_00 {
			t.Errorf("corrected to %d, and nobody confirmed it", got)
		}
		rejection := evaluation.RejectionDecided{Bid: "bid-b", Ground: "low_price", Clause: "政府采购货物和服务招标投标管理办法 第六十条", Reason: "不确认修正", Clarification: 1}
		wantRefusal(t, p.try("seat:2", &rejection), "rejection.ground")
		rejection.Ground, rejection.Clause = "other", "政府采购货物和服务招标投标管理办法 第六十三条第六项"
		p.do("seat:2", &rejection)
		p.do("seat:3", &evaluation.ClarificationJudged{Seat: 3, No: 1, Reason: "大写无误"})
		if p.c.Bid("bid-b").Rejection != nil {
			t.Error("two of five still reject")
		}
		p.do("seat:3", &evaluation.ClarificationJudged{Seat: 3, No: 1, Accepted: true})
		again := rejection
		p.do("seat:2", &again, advance)
		if got := p.priceScores(); got != "30.00  29.05 28.75" {
			t.Errorf("scores %s", got)
		}
		for clarification, holds := range map[int]bool{1: true, 0: false} {
			p.c.Bid("bid-b").Rejection.Clarification = clarification
			result, err := p.c.Score(nil)
			if err != nil {
				t.Fatal(err)
			}
			checked, err := p.c.Integrity(result)
			if err != nil || (evaluation.Refusal(checked) == nil) != holds {
				t.Errorf("by question %d: %v, %v", clarification, evaluation.Refusal(checked), err)
			}
		}
	}
}

// What was read out stays what a method knows as the price at the opening.
func TestCorrectionLeavesTheOpening(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio", [2]string{`"price * (1 - deduction)"`, `"opening_price * (1 - deduction)"`})
	p.found()
	p.correct("bid-b", toWords)
	p.do("agent", confirms(1))
	p.judge(1, "yyyyy")
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	if got := p.priceScores(); got != "30.00 29.36 29.05 28.75" {
		t.Errorf("scores %s", got)
	}
}

// A bid that is rejected for something else holds nobody up with a correction that
// is not answered, or that only some have judged.
func TestRejectedBidOwesNoCorrection(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.found("bid-b")
	p.ask(evaluation.AsksLowBid, "bid-a", 30, "请说明报价构成")
	p.correct("bid-a", toWords)
	p.correct("bid-b", toWords)
	p.do("agent", reply(1, "按公司统一定价"), denies(3))
	p.judge(1, "nnnnn")
	p.judge(3, "yyy")
	advance := &evaluation.MeetingAdvanced{To: evaluation.Evaluating}
	wantRefusal(t, p.try("seat:2", advance), "rejection.owed", "rejection.owed", "correction.unjudged") // of a, which is not rejected yet
	p.do("seat:2", &evaluation.RejectionDecided{Bid: "bid-a", Ground: "price", Clause: "招标投标法实施条例 第五十一条第五项", Reason: "不能证明", Clarification: 1},
		&evaluation.RejectionDecided{Bid: "bid-b", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: p.c.Failed("bid-b"), Reason: "执照过期"},
		&evaluation.CompetitionJudged{Sufficient: true, Reason: "价格合理"}, advance)
	if got := p.priceScores(); strings.Count(got, ".") != 2 {
		t.Errorf("scores %q", got)
	}
}

// The steps are by the rules of the profile, in their order
// (政府采购货物和服务招标投标管理办法 第五十九条).
func TestCorrectionByTheRules(t *testing.T) {
	p := corrected(t)
	step := func(rule string, fen int64) evaluation.CorrectionStep {
		return evaluation.CorrectionStep{Rule: rule, PriceFen: fen}
	}
	for name, tt := range map[string]struct {
		steps []evaluation.CorrectionStep
		code  string
	}{
		"no step":                 {nil, "correction.steps"},
		"too many":                {make([]evaluation.CorrectionStep, evaluation.MostCorrections+1), "correction.steps"},
		"a rule of tendering":     {[]evaluation.CorrectionStep{step("language", 1)}, "correction.rule"},
		"no rule":                 {[]evaluation.CorrectionStep{step("", 1)}, "correction.rule"},
		"in another order":        {[]evaluation.CorrectionStep{step("unit_prices", 1), step("words", 1)}, "correction.order"},
		"at nothing":              {[]evaluation.CorrectionStep{step("words", 0)}, "correction.price"},
		"less than nothing":       {[]evaluation.CorrectionStep{step("words", -1)}, "correction.price"},
		"the last is at nothing":  {[]evaluation.CorrectionStep{step("words", 1), step("unit_prices", 0)}, "correction.price"},
		"twice by one rule":       {[]evaluation.CorrectionStep{step("words", 2), step("words", 1)}, ""},
		"the price stays as read": {[]evaluation.CorrectionStep{step("decimal", 940_000_00)}, ""},
		"all four":                {[]evaluation.CorrectionStep{step("opening_table", 940_000_00), step("words", 3), step("decimal", 3), step("unit_prices", 1)}, ""},
		"the table changes it":    {[]evaluation.CorrectionStep{step("opening_table", 940_000_01)}, "correction.keeps"},
		"a point changes it":      {[]evaluation.CorrectionStep{step("words", 2), step("decimal", 1)}, "correction.keeps"},
	} {
		act, _ := p.correction("bid-b", tt.steps...)
		if err := p.apart(act); tt.code == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if tt.code != "" && !strings.Contains(fmt.Sprint(err), tt.code) {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	other, _ := p.clarify(evaluation.AsksClarification, "bid-b", 10, "问")
	other.Corrections = []evaluation.CorrectionStep{toWords}
	wantRefusal(t, p.try("seat:2", other), "correction.other")
	p.ask(evaluation.AsksClarification, "bid-b", 10, "问")
	wantRefusal(t, p.try("agent", confirms(1)), "correction.other")

	p.correct("bid-b", toWords)
	second, _ := p.correction("bid-b", toWords)
	wantRefusal(t, p.try("seat:2", second), "correction.asked")
	p.do("agent", reply(1, "答"), confirms(2))
	p.judge(2, "nnnnn")
	p.correct("bid-b", step("words", 910_000_00)) // the first was wrong
	p.do("agent", confirms(3))
	p.judge(3, "yyyyy")
	p.correct("bid-b", toWords) // and another error after it
	p.do("agent", confirms(4))
	p.judge(4, "ynnnn")
	if got := p.c.PriceFen(p.c.Bid("bid-b")); got != 910_000_00 {
		t.Errorf("corrected to %d", got)
	}
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	late, _ := p.correction("bid-c", toWords)
	wantRefusal(t, p.try("seat:2", late), "correction.examining")
	wantRefusal(t, p.try("seat:1", &evaluation.ClarificationJudged{Seat: 1, No: 3, Reason: "改判"}), "stage.wrong")
}

// No rule of tendering says in which order errors are corrected.
func TestCorrectionOfTendering(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Examining)
	p.correct("bid-b", evaluation.CorrectionStep{Rule: "language", PriceFen: 930_000_00}, toWords)
	act, _ := p.correction("bid-c", evaluation.CorrectionStep{Rule: "opening_table", PriceFen: 950_000_00})
	wantRefusal(t, p.try("seat:2", act), "correction.rule")
}

// The judgement on a correction leaves with its member; until the replacement has
// judged, nothing is tallied.
func TestCorrectionIsJudgedByTheReplacement(t *testing.T) {
	p := corrected(t)
	p.correct("bid-b", toWords)
	p.do("agent", confirms(1))
	p.judge(1, "yyynn")
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	p.replace(3)
	p.examine(3)
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	wantRefusal(t, p.tally(), "clarification.unjudged")
	p.do("seat:3", &evaluation.ClarificationJudged{Seat: 3, No: 1, Reason: "大写无误"})
	if err := p.tally(); err != nil {
		t.Fatal(err)
	}
	if got := p.c.PriceFen(p.c.Bid("bid-b")); got != 940_000_00 {
		t.Errorf("three of five find the correction wrong, and the price is %d", got)
	}
}

// Rules that were written before they said anything of corrections can be read,
// and allow none.
func TestRulesWithoutCorrections(t *testing.T) {
	p := corrected(t)
	profile, err := rule.LoadProfile("cn-government-procurement-2017")
	if err != nil {
		t.Fatal(err)
	}
	from := strings.Index(profile.Text(), `"correction":`)
	to := from + strings.Index(profile.Text()[from:], `},`) + 2
	older, err := rule.ReadProfile(profile.Text()[:from] + profile.Text()[to:])
	if err != nil {
		t.Fatal(err)
	}
	p.c.Lot.ProfileText, p.c.Lot.ProfileHash = older.Text(), older.Hash()
	p.c = p.copied() // it reads its rules once
	act, _ := p.correction("bid-b", toWords)
	wantRefusal(t, p.try("seat:2", act), "correction.none")
}

// apart tries an act of the chair and leaves the case as it was.
func (p *play) apart(act evaluation.Act) error {
	p.t.Helper()
	before, log, ms := p.copied(), p.log, p.ms
	err := p.try("seat:2", act)
	p.c, p.log, p.ms = before, log, ms
	return err
}

// copied returns the case as it is kept.
func (p *play) copied() (c evaluation.Case) {
	p.t.Helper()
	text, err := json.Marshal(p.c)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}
