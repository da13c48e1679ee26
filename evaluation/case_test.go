package evaluation_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// A play applies acts to a case and keeps them, so that each test can replay
// what it did.
type play struct {
	t    *testing.T
	c    evaluation.Case
	ms   int64
	log  []logged
	keys map[int]*ecdsa.PrivateKey
	// What the tender documents give the method.
	params map[string]string
	sealed func()  // what is done before the opening
	ties   [][]any // kind and body of what tied bids came to
}

type logged struct {
	meta evaluation.Meta
	kind string
	body []byte
}

func newPlay(t *testing.T) *play {
	return &play{t: t, ms: 1_763_900_000_000, keys: map[int]*ecdsa.PrivateKey{}}
}

// try applies an act through its JSON form, as a verifier would read it.
func (p *play) try(actor string, act evaluation.Act) error {
	p.t.Helper()
	body, err := json.Marshal(act)
	if err != nil {
		p.t.Fatal(err)
	}
	decoded, err := evaluation.Decode(act.Kind(), body)
	if err != nil {
		p.t.Fatal(err)
	}
	p.ms += 1000
	meta := evaluation.Meta{AtMs: p.ms, Actor: actor, Role: "test"}
	if actor == "system" {
		meta.Role = actor
	}
	snapshot, err := json.Marshal(p.c)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.c.Apply(meta, decoded); err != nil {
		var before evaluation.Case
		if err := json.Unmarshal(snapshot, &before); err != nil {
			p.t.Fatal(err)
		}
		p.c = before
		return err
	}
	p.log = append(p.log, logged{meta, act.Kind(), body})
	return nil
}

func (p *play) do(actor string, acts ...evaluation.Act) {
	p.t.Helper()
	for _, act := range acts {
		if err := p.try(actor, act); err != nil {
			p.t.Fatalf("%s: %v", act.Kind(), err)
		}
	}
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func (p *play) sign(kind string, seat int, content string) string {
	p.t.Helper()
	text := sha256.Sum256(evaluation.SigningText(kind, p.c.Lot.ID, p.c.Meeting.ID, seat, content))
	r, s, err := ecdsa.Sign(rand.Reader, p.keys[seat], text[:])
	if err != nil {
		p.t.Fatal(err)
	}
	return hex.EncodeToString(r.FillBytes(make([]byte, 32))) + hex.EncodeToString(s.FillBytes(make([]byte, 32)))
}

func datum(domain, value string) evaluation.Opening {
	return evaluation.Opening{Domain: domain, Salt: hash("salt " + value)[:32], Value: value}
}

// prepare brings the case to the opened bids: four bidders, a panel of four
// experts and one representative. Each change to the method's file is what is
// there and what is to be there instead.
func (p *play) prepare(method string, changes ...[2]string) {
	p.t.Helper()
	m, err := scoring.Builtin(method)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, change := range changes {
		if m, err = scoring.Load([]byte(strings.Replace(string(m.Source()), change[0], change[1], 1))); err != nil {
			p.t.Fatal(err)
		}
	}
	profileID := "cn-tendering-2019"
	if strings.Contains(method, "-gp-") {
		profileID = "cn-government-procurement-2017"
	}
	profile, err := rule.LoadProfile(profileID)
	if err != nil {
		p.t.Fatal(err)
	}
	p.do("staff",
		&evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profileID,
			ProfileHash: profile.Hash(), ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: "某局"}, CeilingFen: 1_000_000_00, StartedOn: "2026-11-01"}},
		&evaluation.MethodSet{ID: m.ID(), Hash: m.Hash(), Source: string(m.Source()), Params: p.params},
		&evaluation.PlanSet{Seats: []evaluation.SeatPlan{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A080104"}},
			{No: 3, Specialties: []string{"A060101"}}, {No: 4, Specialties: []string{"A060101"}}, {No: 5, Representative: true}}})
	var records []evaluation.OpeningRecord
	for i, price := range []int64{920_000_00, 940_000_00, 950_000_00, 960_000_00} {
		id := string(rune('a' + i))
		p.do("staff",
			&evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: id, Name: "公司" + id, CreditCode: "code" + id}},
			&evaluation.BidReceived{Bid: "bid-" + id, Bidder: id, FileHash: hash(id), FileSize: 10})
		if m.Blind() {
			p.do("staff", &evaluation.BlindPartReceived{Bid: "bid-" + id, FileHash: hash("plan " + id), FileSize: 9})
		}
		if m.TwoEnvelopes() {
			p.do("staff", &evaluation.PricePartReceived{Bid: "bid-" + id, FileHash: hash("price " + id), FileSize: 9})
			price = 0
		}
		records = append(records, evaluation.OpeningRecord{Bid: "bid-" + id, PriceFen: price})
	}
	if p.sealed != nil {
		p.sealed()
	}
	p.do("staff", &evaluation.BidsOpened{Records: records},
		&evaluation.MeetingScheduled{Meeting: "meeting", Room: "room", PlannedMs: p.ms}, &evaluation.MeetingOpened{Meeting: "meeting"})
}

// newKey makes a key for the member on a seat and returns its point.
func (p *play) newKey(seat int) string {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	p.keys[seat] = key
	point, err := key.PublicKey.Bytes()
	if err != nil {
		p.t.Fatal(err)
	}
	return hex.EncodeToString(point)
}

func (p *play) checkIn(seat int) error {
	p.t.Helper()
	label := hash(fmt.Sprint("label", seat, p.ms))
	if p.c.Meeting.Seat(seat).Representative {
		label = ""
	}
	return p.try("staff", &evaluation.MemberCheckedIn{Seat: seat, Label: label, Kiosk: fmt.Sprint("kiosk", seat),
		Name: datum("member.name", fmt.Sprint("成员", seat, " ", p.ms)).DatumHash(), Key: p.newKey(seat)})
}

func (p *play) declare(seat int) {
	p.t.Helper()
	statement := "我与投标人没有利害关系"
	p.do(evaluation.SeatActor(seat), &evaluation.MemberDeclared{Seat: seat, Statement: statement, Signature: p.sign("member.declared", seat, hash(statement))})
}

// examine gives a seat's findings; fails names bids that fail the first item.
func (p *play) examine(seat int, fails ...string) {
	p.t.Helper()
	method, err := p.c.ScoringMethod()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, bid := range p.c.TakingPart() {
		first := true
		for _, item := range method.Criteria() {
			if item.Kind != scoring.Pass || item.OfPrice && (p.c.Stage() != evaluation.Pricing || !p.c.Priced(bid.ID)) {
				continue
			}
			finding := &evaluation.FindingMade{Seat: seat, Bid: bid.ID, Item: item.ID, Pass: true}
			if first && strings.Contains(strings.Join(fails, " "), bid.ID) {
				finding.Pass, finding.Reason = false, "营业执照过期"
			}
			first = false
			p.do(evaluation.SeatActor(seat), finding)
		}
	}
}

// submit hands in a sheet with the highest mark less delta for every
// criterion; odd is the criterion of one mark that differs.
// found brings the case to the end of its examination: every member finds that
// every bid passes, but for those that three of five find to fail.
func (p *play) found(fails ...string) {
	p.t.Helper()
	p.upTo(evaluation.Examining)
	for seat := 1; seat <= 5; seat++ {
		if seat <= 3 {
			p.examine(seat, fails...)
		} else {
			p.examine(seat)
		}
	}
}

// offer opens the final offers, each as high as before, where some are due.
func (p *play) offer() {
	p.t.Helper()
	due := p.c.OffersDue()
	if len(due) == 0 {
		return
	}
	act := &evaluation.OffersOpened{Round: len(p.c.Offers) + 1, Final: true}
	for _, bid := range due {
		act.Offers = append(act.Offers, evaluation.Offer{Bid: bid, PriceFen: p.c.OfferedFen(p.c.Bid(bid))})
	}
	p.do("staff", act)
}

// replace has a member leave, and the replacement come and declare.
func (p *play) replace(seat int) {
	p.t.Helper()
	p.do("staff", &evaluation.MemberLeft{Seat: seat, Reason: "身体不适"})
	if err := p.checkIn(seat); err != nil {
		p.t.Fatal(err)
	}
	p.declare(seat)
}

func (p *play) submit(seat int) evaluation.Opening {
	p.t.Helper()
	return p.submitMarks(seat, func(_ string, c scoring.Criterion) string { return c.Max })
}

func (p *play) submitMarks(seat int, mark func(bid string, c scoring.Criterion) string) evaluation.Opening {
	p.t.Helper()
	method, err := p.c.ScoringMethod()
	if err != nil {
		p.t.Fatal(err)
	}
	var marks []scoring.Mark
	for _, bid := range p.c.PassedBids() {
		for _, criterion := range method.Criteria() {
			if criterion.Kind == scoring.Points {
				marks = append(marks, scoring.Mark{Bid: p.c.Subject(bid.ID, &criterion), Criterion: criterion.ID, Value: mark(bid.ID, criterion)})
			}
		}
	}
	opening := datum(evaluation.SheetDomain, evaluation.SheetText("lot", "meeting", seat, marks))
	p.do(evaluation.SeatActor(seat), &evaluation.SheetSubmitted{Seat: seat, Marks: opening.DatumHash(), Signature: p.sign("sheet.submitted", seat, string(opening.DatumHash()))})
	if err := p.c.OpenSheet(seat, opening); err != nil {
		p.t.Fatal(err)
	}
	return opening
}

func (p *play) upTo(stage evaluation.Stage) {
	p.t.Helper()
	steps := []func(){
		func() {
			for seat := 1; seat <= 5; seat++ {
				if err := p.checkIn(seat); err != nil {
					p.t.Fatal(err)
				}
			}
			p.do("staff", &evaluation.MeetingAdvanced{To: evaluation.Declaring})
		},
		func() {
			for seat := 1; seat <= 5; seat++ {
				p.declare(seat)
			}
			p.do("staff", &evaluation.MeetingAdvanced{To: evaluation.Electing})
		},
		func() {
			for seat := 1; seat <= 5; seat++ {
				p.do(evaluation.SeatActor(seat), &evaluation.ChairVoted{Seat: seat, Round: 1, For: 2})
			}
			p.do("staff", &evaluation.MeetingAdvanced{To: evaluation.Examining})
		},
		func() {
			for seat := 1; seat <= 5; seat++ {
				p.examine(seat)
			}
			p.offer()
			p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
			p.code()
		},
		func() {
			for seat := 1; seat <= 5; seat++ {
				p.submit(seat)
			}
			result, err := p.c.Score(nil)
			if err != nil {
				p.t.Fatal(err)
			}
			p.do("staff", evaluation.NewTally(result, nil))
		},
		func() { p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Reporting}) },
		func() {
			for _, of := range []evaluation.ReportIssued{{}, {WorkbookHash: hash("workbook")}, {WorkbookSize: 8}, {WorkbookHash: hash("workbook"), WorkbookSize: -8}, {WorkbookHash: "00", WorkbookSize: 8}} {
				if of != (evaluation.ReportIssued{}) {
					of.FileHash, of.FileSize = hash("report"), 6
				}
				wantRefusal(p.t, p.try("staff", &of), "report.hash")
			}
			p.do("staff", &evaluation.ReportIssued{FileHash: hash("report"), FileSize: 6, WorkbookHash: hash("workbook"), WorkbookSize: 8})
		},
		func() {
			for seat := 1; seat <= 3; seat++ {
				p.do(evaluation.SeatActor(seat), &evaluation.ReportSigned{Seat: seat, Drawing: datum("signature.drawing", "[]").DatumHash(), Signature: p.sign("report.signed", seat, hash("report"))})
			}
			p.do("seat:4", &evaluation.ReportDissented{Seat: 4, Reasons: "基准价取值有误", Signature: p.sign("report.dissented", 4, hash("基准价取值有误"))})
			p.do("staff", &evaluation.ReportDeemedAgreed{Seat: 5, Reason: "拒绝签字"}, &evaluation.MeetingSealed{FileHash: hash("signed report"), FileSize: 13})
		},
	}
	for _, step := range steps {
		if p.c.Stage() == stage {
			return
		}
		step()
	}
	if p.c.Stage() != stage {
		p.t.Fatalf("the case stands at %s, not at %s", p.c.Stage(), stage)
	}
}

func TestWholeCaseReplays(t *testing.T) {
	for _, method := range []string{"cn-works-baseline", "cn-gp-lowest-ratio"} {
		t.Run(method, func(t *testing.T) {
			p := newPlay(t)
			p.prepare(method)
			p.upTo(evaluation.Sealed)
			var again evaluation.Case
			for i, entry := range p.log {
				act, err := evaluation.Decode(entry.kind, entry.body)
				if err != nil {
					t.Fatal(err)
				}
				if err := again.Apply(entry.meta, act); err != nil {
					t.Fatalf("entry %d, %s: %v", i, entry.kind, err)
				}
			}
			if again.Stage() != evaluation.Sealed || !again.Meeting.TallyUnchecked {
				t.Errorf("without the sheets the replay ends at %s, tally unchecked %t", again.Stage(), again.Meeting.TallyUnchecked)
			}
			if p.c.Meeting.TallyUnchecked || !reflect.DeepEqual(again.Meeting.Tally, p.c.Meeting.Tally) {
				t.Error("the tally of the replay differs")
			}
		})
	}
}

func TestTallyThatDiffersIsRefused(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Evaluating)
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
	result, err := p.c.Score(nil)
	if err != nil {
		t.Fatal(err)
	}
	tally := evaluation.NewTally(result, nil)
	tally.Ranking[0], tally.Ranking[1] = tally.Ranking[1], tally.Ranking[0]
	wantRefusal(t, p.try("staff", tally), "tally.differs")
}

func TestOnlyTheOwnSeat(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Electing)
	wantRefusal(t, p.try("seat:1", &evaluation.ChairVoted{Seat: 2, Round: 1, For: 1}), "seat.other")
	wantRefusal(t, p.try("seat:1", &evaluation.ChairVoted{Seat: 1, Round: 1, For: 5}), "chair.representative")
	p.do("seat:1", &evaluation.ChairVoted{Seat: 1, Round: 1, For: 2})
	wantRefusal(t, p.try("seat:1", &evaluation.ChairVoted{Seat: 1, Round: 1, For: 2}), "chair.voted")
}

func TestChairNeedsMoreThanHalf(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Electing)
	for seat, vote := range map[int]int{1: 1, 2: 1, 3: 2, 4: 2, 5: 3} {
		p.do(evaluation.SeatActor(seat), &evaluation.ChairVoted{Seat: seat, Round: 1, For: vote})
	}
	if p.c.Meeting.Chair != 0 || p.c.Meeting.Round != 2 || len(p.c.Meeting.Votes) != 0 {
		t.Fatalf("two of five elected seat %d in round %d", p.c.Meeting.Chair, p.c.Meeting.Round)
	}
	if len(p.c.Meeting.Undecided) != 5 {
		t.Errorf("%d votes kept of the round that elected nobody, want 5", len(p.c.Meeting.Undecided))
	}
	wantRefusal(t, p.try("staff", &evaluation.MeetingAdvanced{To: evaluation.Examining}), "chair.missing")
	wantRefusal(t, p.try("seat:1", &evaluation.ChairVoted{Seat: 1, Round: 1, For: 1}), "chair.round")
	for seat, vote := range map[int]int{1: 1, 2: 1, 3: 1, 4: 2, 5: 2} {
		p.do(evaluation.SeatActor(seat), &evaluation.ChairVoted{Seat: seat, Round: 2, For: vote})
	}
	if p.c.Meeting.Chair != 1 {
		t.Errorf("three of five elected seat %d", p.c.Meeting.Chair)
	}
}

func TestRejectionFollowsTheMajority(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Examining)
	for seat := 1; seat <= 5; seat++ {
		if seat <= 2 {
			p.examine(seat, "bid-a", "bid-b")
		} else if seat == 3 {
			p.examine(seat, "bid-a")
		} else {
			p.examine(seat)
		}
	}
	if got := p.c.Failed("bid-b"); len(got) != 0 {
		t.Errorf("two of five failed bid b on %v", got)
	}
	failed := p.c.Failed("bid-a")
	if len(failed) != 1 {
		t.Fatalf("three of five failed bid a on %v, want one item", failed)
	}
	wantRefusal(t, p.try("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating}), "rejection.owed")
	rejection := evaluation.RejectionDecided{Bid: "bid-a", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: failed, Reason: "营业执照过期"}
	wantRefusal(t, p.try("seat:1", &rejection), "chair.only")
	other := rejection
	other.Bid = "bid-b"
	wantRefusal(t, p.try("seat:2", &other), "rejection.no_majority")
	other = rejection
	other.Ground = "taste"
	wantRefusal(t, p.try("seat:2", &other), "ground.unknown")
	p.do("seat:2", &rejection)
	p.do("seat:3", &evaluation.FindingMade{Seat: 3, Bid: "bid-b", Item: failed[0], Pass: true})
	if p.c.Bid("bid-a").Rejection == nil {
		t.Error("a finding on another bid took the rejection back")
	}
	p.do("seat:3", &evaluation.FindingMade{Seat: 3, Bid: "bid-a", Item: failed[0], Pass: true})
	if p.c.Bid("bid-a").Rejection != nil {
		t.Error("two of five still reject")
	}
	p.do("seat:3", &evaluation.FindingMade{Seat: 3, Bid: "bid-a", Item: failed[0], Reason: "过期"})
	wantRefusal(t, p.try("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating}), "rejection.owed")
	again := rejection
	p.do("seat:2", &again, &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	if len(p.c.PassedBids()) != 3 {
		t.Errorf("%d bids passed, want 3", len(p.c.PassedBids()))
	}
}

func TestFewerThanThree(t *testing.T) {
	for method, code := range map[string]string{"cn-works-baseline": "competition.unjudged", "cn-gp-lowest-ratio": "competition.void"} {
		t.Run(method, func(t *testing.T) {
			p := newPlay(t)
			p.prepare(method)
			p.upTo(evaluation.Examining)
			for seat := 1; seat <= 5; seat++ {
				p.examine(seat, "bid-a", "bid-b")
			}
			profile, err := p.c.Profile()
			if err != nil {
				t.Fatal(err)
			}
			for _, bid := range []string{"bid-a", "bid-b"} {
				ground := profile.Ground("unqualified")
				p.do("seat:2", &evaluation.RejectionDecided{Bid: bid, Ground: ground.Code, Clause: ground.Clause, Items: p.c.Failed(bid), Reason: "x"})
			}
			wantRefusal(t, p.try("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Evaluating}), code)
			if code == "competition.unjudged" {
				p.do("seat:2", &evaluation.CompetitionJudged{Sufficient: true, Reason: "两家报价差异合理"}, &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
			}
		})
	}
}

func TestRecusalVoidsAndReplacementRedoes(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Evaluating)
	p.submit(1)
	p.do("seat:1", &evaluation.MemberRecused{Seat: 1, Ground: "kin", Reason: "表弟为投标人法定代表人"})
	if p.c.Meeting.Seat(1).Sheet != nil || len(p.c.Meeting.Changes) != 1 {
		t.Error("the recused member's sheet still stands")
	}
	gone := p.c.Meeting.Changes[0].Member
	back := p.try("kiosk", &evaluation.MemberCheckedIn{Seat: 1, Label: gone.Label, Kiosk: gone.Kiosk, Name: gone.Name, Key: gone.Key})
	wantRefusal(t, back, "member.gone")
	if err := p.checkIn(1); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		duty evaluation.Duty
		do   func()
	}{
		{evaluation.DutyDeclare, func() { p.declare(1) }},
		{evaluation.DutyExamine, func() { p.examine(1) }},
		{evaluation.DutyScore, func() { p.submit(1) }},
		{evaluation.DutyWait, func() {}},
	} {
		if got := p.c.Owes(1); got != want.duty {
			t.Fatalf("the replacement owes %s, want %s", got, want.duty)
		}
		want.do()
	}
}

func TestOpenSheetTakesOnlyWhatWasSubmitted(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Evaluating)
	opening := p.submit(1)
	forged := opening
	forged.Value = strings.Replace(forged.Value, "\n", "\r\n", 1)
	wantRefusal(t, p.c.OpenSheet(1, forged), "sheet.opening")
	forged = opening
	forged.Salt = hash("other")[:32]
	wantRefusal(t, p.c.OpenSheet(1, forged), "sheet.opening")
	wantRefusal(t, p.try("seat:1", &evaluation.SheetSubmitted{Seat: 1, Marks: opening.DatumHash(), Signature: p.sign("sheet.submitted", 1, string(opening.DatumHash()))}), "sheet.submitted")
	wantRefusal(t, p.try("seat:2", &evaluation.SheetSubmitted{Seat: 2, Marks: opening.DatumHash(), Signature: p.sign("sheet.submitted", 1, string(opening.DatumHash()))}), "signature.wrong")
}

func TestSegmentsChain(t *testing.T) {
	c := evaluation.RecordingCase("lot", nil)
	meta := evaluation.Meta{}
	if err := c.Apply(meta, &evaluation.RecordingStarted{Recording: "r", Feed: "kiosk-1/camera", File: "f"}); err != nil {
		t.Fatal(err)
	}
	first := &evaluation.RecordingSegment{Recording: "r", Length: 5, StartMs: 10, EndMs: 20, Hash: hash("12345")}
	// printf 'bidroom/segment/1\nr\n0\n0\n5\n10\n20\n5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5\n000…0\n' | openssl dgst -sha256
	first.Chain = first.ChainHash(evaluation.ChainStart)
	if err := c.Apply(meta, first); err != nil {
		t.Fatal(err)
	}
	skipped := &evaluation.RecordingSegment{Recording: "r", N: 2, Offset: 5, Length: 5, StartMs: 20, EndMs: 30, Hash: hash("x")}
	skipped.Chain = skipped.ChainHash(first.Chain)
	wantRefusal(t, c.Apply(meta, skipped), "segment.order")
	early := &evaluation.RecordingSegment{Recording: "r", N: 1, Offset: 5, Length: 5, StartMs: 19, EndMs: 30, Hash: hash("x")}
	early.Chain = early.ChainHash(first.Chain)
	wantRefusal(t, c.Apply(meta, early), "segment.time")
	loose := &evaluation.RecordingSegment{Recording: "r", N: 1, Offset: 5, Length: 5, StartMs: 20, EndMs: 30, Hash: hash("x")}
	loose.Chain = loose.ChainHash(evaluation.ChainStart)
	wantRefusal(t, c.Apply(meta, loose), "segment.chain")
}

// What is owed before the stage ends is told to everybody: it says nothing of the
// others' findings before all are made.
func TestOwedTellsNoFindings(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Examining)
	p.correct("bid-c", toWords) // which is owed for those that pass only
	for seat := 1; seat <= 4; seat++ {
		p.examine(seat, "bid-b")
	}
	advance := &evaluation.MeetingAdvanced{To: evaluation.Evaluating}
	wantRefusal(t, p.try("seat:2", advance), "seat.not_examined")
	p.examine(5)
	wantRefusal(t, p.try("seat:2", advance), "rejection.owed", "correction.unjudged")
}
