package evidence_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/auth"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

const (
	lotID   = "0199-lot"
	startMs = 1_763_900_000_000
)

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// A log is a tree that is being written.
type log struct {
	tree    string
	entries [][]byte
	ms      int64
}

func (l *log) append(t *testing.T, actor, role, kind string, act any) int64 {
	t.Helper()
	body, err := proclog.Canonical(act)
	if err != nil {
		t.Fatal(err)
	}
	l.ms += 1000
	seq := int64(len(l.entries))
	text, err := proclog.Entry{Tree: l.tree, Seq: seq, Kind: kind, AtMs: l.ms, Actor: actor, Role: role, Body: body}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	l.entries = append(l.entries, text)
	return seq
}

// A lot is a whole case with an entry of every kind, made by the same folds
// that a server makes it by.
type lot struct {
	beforeOpening func() // what else is done before the bids are opened
	t             *testing.T
	c             evaluation.Case
	media         *evaluation.Case
	d             *draw.Draw
	log           log
	centre        log
	signer        *proclog.Signer
	keys          map[int]*ecdsa.PrivateKey
	openings      []evidence.Opening
	draws         []evidence.Draw
	files         map[string][]byte
	dir           string // of the recordings
	// The plan's limits and day; the procuring entity; the services they are decided by, and the
	// exclusions to expect of them; whether the server did not heed them.
	limits    evaluation.PanelLimits
	meetingOn string
	paper     string // the name of the centre on the lot's papers
	entity    evaluation.Party
	services  []experts.Service
	excluded  string
	heedless  bool
	salts     byte
	rules     func(string) string       // changes the text of the rule profile; nil for the built-in one
	register  func([]conflict.Expert)   // what the register says of the experts beside that; nil for nothing
	unlooked  int                       // experts in the pool of whom something was never looked up, beside that
	planned   func(*evaluation.PlanSet) // changes the plan; nil if it is as it is
	withdraws string                    // the bid that is withdrawn before the final offers; "" for none
	sealed    bool                      // prices are in second envelopes, and no further offers are made
	beacon    string                    // who brings the signature of a round as the public share; if empty, there are dice beside it
}

// closeLot plays a lot to its seal.
func closeLot(t *testing.T) *lot {
	t.Helper()
	return closeLotBy(t, "")
}

// closeLotBy does so with a beacon as the public share, whose signature
// somebody of that role brings.
func closeLotBy(t *testing.T, beacon string) *lot {
	t.Helper()
	l := newLot(t)
	l.beacon, l.rules = beacon, explaining
	return l.close()
}

// explaining are rules that ask for the reasons of marks far from the mean.
func explaining(text string) string {
	return strings.Replace(text, `"fewer":`, `"extreme":{"clause":"","percent":30,"points":"1"},"fewer":`, 1)
}

func (l *lot) close() *lot {
	l.t.Helper()
	l.foundCentre()
	l.beforeOpening = l.changeBidders
	l.setUp()
	l.imported("draw-0")
	l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
	l.drawPanel()
	l.propose()
	l.seatPanel()
	l.examine()
	l.score()
	l.record()
	l.conclude()
	for size := range 2 {
		l.centre.append(l.t, "system", "system", "centre.checkpointed", map[string]string{"tree": "another-lot", "size": strconv.Itoa(size + 1), "root": tlog.Hash{1}.String()})
	}
	return l
}

func newLot(t *testing.T) *lot {
	t.Helper()
	signer, err := proclog.NewSigner("centre-1", [32]byte{5})
	if err != nil {
		t.Fatal(err)
	}
	limits := evaluation.PanelLimits{Employer: 2, Home: "330100", Outside: 1}
	return &lot{t: t, limits: limits, paper: "清河公共资源交易中心", meetingOn: "2025-11-28", entity: evaluation.Party{Name: "某局", CreditCode: "ENTITY"}, excluded: "[{R01 1} {R18 1} {R20 2} {R25 1}]", log: log{tree: lotID, ms: startMs}, centre: log{tree: proclog.Centre, ms: startMs}, signer: signer, dir: t.TempDir(),
		keys: map[int]*ecdsa.PrivateKey{}, files: map[string][]byte{}, media: evaluation.RecordingCase(lotID, nil)}
}

func (l *lot) salt() string {
	l.salts++
	return strings.Repeat(fmt.Sprintf("%02x", l.salts), 16)
}

// do carries out acts of the case through their JSON, as a server does.
func (l *lot) do(actor, role string, acts ...evaluation.Act) (seq int64) {
	l.t.Helper()
	for _, act := range acts {
		fold := &l.c
		if strings.HasPrefix(act.Kind(), "recording.") {
			fold = l.media
		}
		if err := fold.Apply(evaluation.Meta{AtMs: l.log.ms + 1000, Actor: actor, Role: role}, act); err != nil {
			l.t.Fatalf("%s: %+v", act.Kind(), err)
		}
		seq = l.log.append(l.t, actor, role, act.Kind(), act)
	}
	return seq
}

func (l *lot) draw(actor, role string, acts ...draw.Act) (seq int64) {
	l.t.Helper()
	for _, act := range acts {
		if err := l.d.Apply(draw.Meta{AtMs: l.log.ms + 1000, Actor: actor, Role: role}, act); err != nil {
			l.t.Fatalf("%s: %v", act.Kind(), err)
		}
		seq = l.log.append(l.t, actor, role, act.Kind(), act)
	}
	return seq
}

func (l *lot) open(domain, value string) evaluation.Opening {
	return evaluation.Opening{Domain: domain, Salt: l.salt(), Value: value}
}

func (l *lot) keep(seq int64, o evaluation.Opening) {
	l.openings = append(l.openings, evidence.Opening{Seq: seq, Opening: o})
}

// foundCentre writes an entry of every kind of the centre's tree.
func (l *lot) foundCentre() {
	l.centre.append(l.t, "", "visitor", "centre.created", &auth.CentreCreated{Centre: "c", TimeZone: "Asia/Shanghai", LogKey: l.signer.VerifierKey()})
	l.centre.append(l.t, "", "visitor", "centre.set", &auth.CentreSet{Centre: "c", Name: "清河", Printed: "清河公共资源交易中心", Register: true})
	for n := range 8 {
		l.centre.append(l.t, "s1", "staff", "kiosk.paired", &auth.KioskPaired{Kiosk: fmt.Sprint("kiosk", n), Room: "room", Seat: n, PublicKey: "04", Fingerprint: "x"})
	}
	l.centre.append(l.t, "s1", "staff", "kiosk.revoked", &auth.KioskRevoked{Kiosk: "kiosk7"})
	l.namesake("s1", "v1")
	for _, act := range centreActs() {
		if kind := act.Kind(); !strings.HasPrefix(kind, "centre.") && !strings.HasPrefix(kind, "kiosk.") {
			l.centre.append(l.t, "s1", "staff", kind, act)
		}
	}
}

func (l *lot) setUp() {
	method, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		l.t.Fatal(err)
	}
	source := drawsMore(l.t, method)
	if l.sealed {
		source = inTwoEnvelopes(source)
	}
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err == nil && l.rules != nil {
		profile, err = rule.ReadProfile(l.rules(profile.Text()))
	}
	if err != nil {
		l.t.Fatal(err)
	}
	plan := &evaluation.PlanSet{Seats: []evaluation.SeatPlan{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A080104"}, Fallback: []string{"A0801"}},
		{No: 3, Specialties: []string{"A060101"}}, {No: 4, Specialties: []string{"A0601"}}, {No: 5, Representative: true}},
		Limits: l.limits, MeetingOn: l.meetingOn, DrawRoom: true, DrawSeats: true}
	if l.planned != nil {
		l.planned(plan)
	}
	l.do("s1", "staff",
		&evaluation.LotCreated{Lot: evaluation.Lot{ID: lotID, TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID, ProfileHash: profile.Hash(), ProfileText: profile.Text(),
			ProcuringEntity: l.entity, CeilingFen: 1_000_000_00, StartedOn: "2025-11-01", TimeZone: "Asia/Shanghai", Centre: "c", CentreName: l.paper}},
		&evaluation.MethodSet{ID: method.ID(), Hash: sha(source), Source: string(source), Params: map[string]string{"loss_below": "0.75"}},
		plan)
	var records []evaluation.OpeningRecord
	for i, price := range []int64{920_000_00, 940_000_00, 950_000_00, 950_000_00, 970_000_00} {
		id := string(rune('a' + i))
		l.do("s1", "staff", &evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: id, Name: "公司" + id, CreditCode: "CODE" + id}},
			&evaluation.BidReceived{Bid: "bid-" + id, Bidder: id, FileHash: sha([]byte(id)), FileSize: 10})
		l.do("s1", "staff", &evaluation.BlindPartReceived{Bid: "bid-" + id, FileHash: sha([]byte("plan of " + id)), FileSize: 9})
		if l.sealed {
			l.do("s1", "staff", &evaluation.PricePartReceived{Bid: "bid-" + id, FileHash: sha([]byte("price of " + id)), FileSize: 9})
			price = 0
		}
		records = append(records, evaluation.OpeningRecord{Bid: "bid-" + id, PriceFen: price})
	}
	l.do("s1", "staff", &evaluation.BidderRemoved{Bidder: "e", Reason: "撤回"},
		&evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: "u", Name: "公司u", CreditCode: "CODEu"}}, &evaluation.BidReceived{Bid: "bid-u", Bidder: "u", FileHash: sha([]byte("u")), FileSize: 10})
	if l.beforeOpening != nil {
		l.beforeOpening()
	}
	l.do("s1", "staff", &evaluation.BidsOpened{Records: records[:4], Unopened: []evaluation.UnopenedBid{{Bid: "bid-u", Fault: evaluation.FaultOfBidder, Reason: "未在规定时间内解密"}},
		Source: &evaluation.OpeningSource{File: sha([]byte("开标记录")), Platform: "电子交易平台", RecordNo: "KB-7", OpenedMs: 1}})
	mended := records[3]
	mended.Duration = "120 日历天"
	l.do("a1", "agent", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "漏记工期"})
	l.do("s1", "staff", &evaluation.FactsStated{KnownFacts: evaluation.KnownFacts{About: "units", Asked: "none"}})
	l.known("roles", conflict.Row{Kind: "design", Name: "专家5"})
	l.known("named", conflict.Row{Name: "专家 6", Index: "identity6", Bidder: "公司a", BidderCode: "CODEa"})
}

// changeBidders has changes of the list proposed, and each settled in another way.
func (l *lot) changeBidders() {
	for _, id := range []string{"f", "g", "h"} {
		l.do("s1", "staff", &evaluation.BidderProposed{Change: "change-" + id, Added: &evaluation.Bidder{ID: id, Name: "公司" + id, CreditCode: "CODE" + id}, Reason: "补报名"})
	}
	l.do("v1", "supervisor", &evaluation.BidderDeclined{Change: "change-f", Reason: "未按时递交"})
	l.do("s1", "staff", &evaluation.BidderWithdrawn{Change: "change-g"})
	l.do("a1", "agent", &evaluation.BidderConfirmed{Change: "change-h"})
	l.do("s1", "staff", &evaluation.BidderRemoved{Bidder: "h", Reason: "撤回"})
}

// known says what is known of the lot about a subject.
func (l *lot) known(about string, rows ...conflict.Row) {
	known, o := l.rows(about, rows...)
	l.keep(l.do("a1", "agent", &evaluation.FactsStated{KnownFacts: known}), o)
}

// rows makes the datum of what is known of the lot about a subject.
func (l *lot) rows(subject string, rows ...conflict.Row) (evaluation.KnownFacts, evaluation.Opening) {
	l.t.Helper()
	text, err := proclog.Canonical(rows)
	if err != nil {
		l.t.Fatal(err)
	}
	o := l.open(evaluation.FactsDomain, string(text))
	return evaluation.KnownFacts{About: subject, Asked: "some", Facts: o.DatumHash()}, o
}

// propose has a second person decide, once no and once yes, that one more took
// part.
func (l *lot) propose() {
	known, o := l.rows("roles", conflict.Row{Kind: "design", Name: "专家5"}, conflict.Row{Kind: "estimate", Company: "造价所", CreditCode: "FIRM"})
	for _, confirm := range []bool{false, true} {
		l.keep(l.do("a1", "agent", &evaluation.FactsProposed{KnownFacts: known, Reason: "造价文件落款"}), o)
		looked := evaluation.FactsDecision{KnownFacts: known, ProposedMs: l.log.ms}
		if confirm {
			l.do("v1", "supervisor", &evaluation.FactsConfirmed{FactsDecision: looked})
		} else {
			l.do("v1", "supervisor", &evaluation.FactsDeclined{FactsDecision: looked, Reason: "依据不足"})
		}
	}
}
