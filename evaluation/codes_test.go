package evaluation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

var blindTechnical = [][2]string{{`{"id": "technical", `, `{"id": "technical", "blind": true, `}, {` "criteria": [`, ` "order": "shuffled", "criteria": [`}}

// By hand, for each bid b: printf '000102030405060708090a0b0c0d0e0fb1' | sha256sum,
// and the bids by what comes out: b1, b4, b2, b3.
func TestCodesText(t *testing.T) {
	const salt = "000102030405060708090a0b0c0d0e0f"
	want := "bidroom/codes/1\nlot\nmeeting\n01 b1\n02 b4\n03 b2\n04 b3\n"
	for _, bids := range [][]string{{"b1", "b2", "b3", "b4"}, {"b4", "b3", "b2", "b1"}} { // whatever order they come in
		if got := evaluation.CodesText("lot", "meeting", salt, 0, bids); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprint("b", i))
	}
	if text := evaluation.CodesText("l", "m", salt, 0, many[:99]); !strings.Contains(text, "\n01 ") || !strings.Contains(text, "\n99 ") {
		t.Errorf("of 99 bids: %q", text)
	}
	if text := evaluation.CodesText("l", "m", salt, 0, many); !strings.Contains(text, "\n001 ") || !strings.Contains(text, "\n100 ") {
		t.Errorf("of 100 bids: %q", text)
	}
}

// Before the opening a bid's blind part is a file of its own, and each bid that
// is opened has one.
func TestBlindParts(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline", blindTechnical...)
	wantRefusal(t, p.try("staff", &evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("late"), FileSize: 1}), "bid.late")
	if got := []string{p.c.Bid("bid-a").BlindHash, fmt.Sprint(p.c.Bid("bid-a").BlindSize)}; !slices.Equal(got, []string{hash("plan a"), "9"}) {
		t.Errorf("kept %v", got)
	}

	sealed := newPlay(t)
	sealed.sealed = func() {
		for what, tt := range map[string]struct {
			act  evaluation.BlindPartReceived
			code string
		}{
			"of no bid":            {evaluation.BlindPartReceived{Bid: "bid-x", FileHash: hash("x"), FileSize: 1}, "bid.unknown"},
			"no hash":              {evaluation.BlindPartReceived{Bid: "bid-a", FileHash: "00", FileSize: 1}, "bid.file"},
			"empty":                {evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("x")}, "bid.file"},
			"the bid again":        {evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("a"), FileSize: 10}, "bid.blind_same"},
			"another bid":          {evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("b"), FileSize: 10}, "bid.blind_same"},
			"another's blind part": {evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("plan b"), FileSize: 9}, "bid.blind_same"},
		} {
			t.Run(what, func(t *testing.T) { wantRefusal(t, sealed.try("staff", &tt.act), tt.code) })
		}
		sealed.do("staff", &evaluation.BidReceived{Bid: "bid-a", Bidder: "a", FileHash: hash("anew"), FileSize: 10})
		records := []evaluation.OpeningRecord{}
		for _, bid := range sealed.c.Bids {
			records = append(records, evaluation.OpeningRecord{Bid: bid.ID, PriceFen: 1})
		}
		wantRefusal(t, sealed.try("staff", &evaluation.BidsOpened{Records: records}), "opening.blind_missing")
		sealed.do("staff", &evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("plan a"), FileSize: 9})
	}
	sealed.prepare("cn-works-baseline", blindTechnical...)

	open := newPlay(t)
	open.sealed = func() {
		wantRefusal(t, open.try("staff", &evaluation.BlindPartReceived{Bid: "bid-a", FileHash: hash("x"), FileSize: 1}), "bid.not_blind")
	}
	open.prepare("cn-works-baseline")
}

// Marks come under codes once these are given, once in a meeting; a code that
// the server gives by another rule, or to another bid, is refused.
func TestCodes(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline", blindTechnical...)
	p.found("bid-b")
	given := &evaluation.BidsCoded{Codes: evaluation.Datum(hash("codes"))}
	wantRefusal(t, p.try("system", given), "stage.wrong")
	p.do("seat:2", &evaluation.RejectionDecided{Bid: "bid-b", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: p.c.Failed("bid-b"), Reason: "营业执照过期"})
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	wantRefusal(t, p.try("seat:1", &evaluation.SheetSubmitted{Seat: 1, Marks: evaluation.Datum(hash("s")), Signature: "00"}), "codes.missing")
	wantRefusal(t, p.try("system", &evaluation.BidsCoded{Codes: "00"}), "datum.form")

	left := []string{"bid-a", "bid-c", "bid-d"}
	o := evaluation.Opening{Domain: evaluation.CodesDomain, Salt: strings.Repeat("07", 16)}
	o.Value = evaluation.CodesText("lot", "meeting", o.Salt, 0, left)
	wantRefusal(t, p.c.OpenCodes(o), "codes.missing")
	p.do("system", &evaluation.BidsCoded{Codes: o.DatumHash()})
	wantRefusal(t, p.try("system", given), "codes.given")
	for what, value := range map[string]string{
		"another lot":       evaluation.CodesText("lot2", "meeting", o.Salt, 0, left),
		"a rejected bid":    evaluation.CodesText("lot", "meeting", o.Salt, 0, append(left, "bid-b")),
		"a bid less":        evaluation.CodesText("lot", "meeting", o.Salt, 0, left[1:]),
		"by another salt":   evaluation.CodesText("lot", "meeting", strings.Repeat("08", 16), 0, left),
		"two codes changed": strings.NewReplacer("01 ", "02 ", "02 ", "01 ").Replace(o.Value),
	} {
		other := o
		other.Value = value
		if value == o.Value {
			t.Fatalf("%s is nothing else", what)
		}
		again := *p.c.Meeting.Codes
		p.c.Meeting.Codes.Datum = other.DatumHash() // as a log says that was forged with its opening
		wantRefusal(t, p.c.OpenCodes(other), "codes.form")
		*p.c.Meeting.Codes = again
	}
	wantRefusal(t, p.c.OpenCodes(o), []string{}...)

	for _, seat := range []int{1, 2, 3, 4, 5} {
		p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
			if c.ID == "construction" && bid == "bid-c" {
				return "8"
			}
			return c.Min
		})
	}
	for _, mark := range p.c.Marks() {
		if mark.Criterion == "construction" && (mark.Value == "8") != (mark.Bid == "bid-c") {
			t.Errorf("%+v is another bid's", mark)
		}
	}
	p.do("v1", &evaluation.MeetingReturned{To: evaluation.Examining, Reason: "复核"})
	if p.c.Meeting.Codes != nil {
		t.Error("codes outlast the bids that they were given to")
	}
	wantRefusal(t, p.try("s1", given), "drawn.system")
	p.do("seat:2", &evaluation.RejectionDecided{Bid: "bid-b", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: p.c.Failed("bid-b"), Reason: "营业执照过期"},
		&evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	codes := func(want ...string) {
		t.Helper()
		p.code()
		if got := p.c.Meeting.Codes.All(); !slices.Equal(got, want) {
			t.Errorf("the codes are %v, want %v", got, want)
		}
	}
	codes("04", "05", "06") // none is given twice
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	result, err := p.c.Score(nil)
	if err != nil {
		t.Fatal(err)
	}
	p.do("staff", evaluation.NewTally(result, nil))
	p.do("v1", &evaluation.MeetingReturned{To: evaluation.Evaluating, Reason: "复核"})
	if p.c.Meeting.Codes != nil {
		t.Error("codes stand whose names the tally showed")
	}
	codes("07", "08", "09")
}

// By hand, for each bid b: printf 'meeting-1 1 b1' | sha256sum; and for seat 2.
func TestShownTo(t *testing.T) {
	ids := []string{"b1", "b2", "b3", "b4"}
	p := newPlay(t)
	p.prepare("cn-works-baseline", blindTechnical...)
	p.c.Meeting.ID = "meeting-1"
	for seat, want := range map[int][]string{1: {"b1", "b2", "b4", "b3"}, 2: {"b4", "b1", "b2", "b3"}} {
		if got := p.c.ShownTo(seat, ids); !slices.Equal(got, want) {
			t.Errorf("seat %d is shown %v, want %v", seat, got, want)
		}
	}
	plain := newPlay(t)
	plain.prepare("cn-works-baseline")
	if got := plain.c.ShownTo(1, ids); !slices.Equal(got, ids) {
		t.Errorf("in no order of its own: %v", got)
	}
}

// What is owed for marks under a code names the code: neither a reason for an
// extreme mark nor objective marks that differ tell whose it is.
func TestOwedUnderCodes(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-consultation", [2]string{`{"id": "technical", `, `{"id": "technical", "blind": true, `}, [2]string{`{"id": "commercial", `, `{"id": "commercial", "blind": true, `})
	p.upTo(evaluation.Evaluating)
	code := p.c.Meeting.Codes.Code("bid-b")
	give := func(odd string) {
		for seat := 1; seat <= 5; seat++ {
			p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
				if seat == 5 && bid == "bid-b" && c.ID == odd {
					return c.Min
				}
				return c.Max
			})
		}
	}
	give("understanding")
	list, err := p.c.Extremes()
	if err != nil || len(list) != 1 || list[0].Bid != code || code == "" {
		t.Fatalf("%+v, whose code is %q: %v", list, code, err)
	}
	for seat := 1; seat <= 5; seat++ {
		p.do("staff", &evaluation.SheetReturned{Seat: seat, Reason: "复核"})
	}
	give("references")
	var refusal *rule.Refusal
	if err := p.c.MayAdvance(); !errors.As(err, &refusal) || len(refusal.Reasons) != 1 || refusal.Reasons[0].Field != code+" references" || refusal.Reasons[0].Args["bidder"] != code {
		t.Errorf("of the code %s: %+v", code, err)
	}
}

// code gives the bids their codes, where the method has something marked blind.
func (p *play) code() {
	p.t.Helper()
	if method, err := p.c.ScoringMethod(); err != nil || !method.Blind() {
		return
	}
	var bids []string
	for _, bid := range p.c.PassedBids() {
		bids = append(bids, bid.ID)
	}
	o := datum(evaluation.CodesDomain, "")
	o.Value = evaluation.CodesText(p.c.Lot.ID, p.c.Meeting.ID, o.Salt, p.c.Meeting.CodesGiven, bids)
	p.do("system", &evaluation.BidsCoded{Codes: o.DatumHash()})
	if err := p.c.OpenCodes(o); err != nil {
		p.t.Fatal(err)
	}
}
