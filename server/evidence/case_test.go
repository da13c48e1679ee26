package evidence_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
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
	t        *testing.T
	c        evaluation.Case
	media    *evaluation.Case
	d        *draw.Draw
	log      log
	centre   log
	signer   *proclog.Signer
	keys     map[int]*ecdsa.PrivateKey
	openings []evidence.Opening
	draws    []evidence.Draw
	files    map[string][]byte
	dir      string // of the recordings
	salts    byte
}

// closeLot plays a lot to its seal.
func closeLot(t *testing.T) *lot {
	t.Helper()
	signer, err := proclog.NewSigner("centre-1", [32]byte{5})
	if err != nil {
		t.Fatal(err)
	}
	l := &lot{t: t, log: log{tree: lotID, ms: startMs}, centre: log{tree: proclog.Centre, ms: startMs}, signer: signer, dir: t.TempDir(),
		keys: map[int]*ecdsa.PrivateKey{}, files: map[string][]byte{}, media: evaluation.RecordingCase(lotID, nil)}
	l.foundCentre()
	l.setUp()
	l.drawPanel()
	l.seatPanel()
	l.examine()
	l.score()
	l.record()
	l.conclude()
	l.centre.append(t, "system", "system", "centre.checkpointed", map[string]string{"tree": "another-lot", "size": "1", "root": tlog.Hash{1}.String()})
	return l
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
	for n := range 8 {
		l.centre.append(l.t, "s1", "staff", "kiosk.paired", &auth.KioskPaired{Kiosk: fmt.Sprint("kiosk", n), Room: "room", Seat: n, PublicKey: "04", Fingerprint: "x"})
	}
	l.centre.append(l.t, "s1", "staff", "kiosk.revoked", &auth.KioskRevoked{Kiosk: "kiosk7"})
	for _, kind := range append(auth.Kinds(), "room.set") {
		if kind != "centre.created" && !strings.HasPrefix(kind, "kiosk.") {
			l.centre.append(l.t, "s1", "staff", kind, map[string]string{"name": kind})
		}
	}
}

func (l *lot) setUp() {
	method, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		l.t.Fatal(err)
	}
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		l.t.Fatal(err)
	}
	l.do("s1", "staff",
		&evaluation.LotCreated{Lot: evaluation.Lot{ID: lotID, TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID, ProfileHash: profile.Hash(),
			ProcuringEntity: evaluation.Party{Name: "某局", CreditCode: "ENTITY"}, CeilingFen: 1_000_000_00, StartedOn: "2025-11-01", TimeZone: "Asia/Shanghai"}},
		&evaluation.MethodSet{ID: method.ID(), Hash: method.Hash(), Source: string(method.Source())},
		&evaluation.PlanSet{Seats: []evaluation.SeatPlan{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A080104"}},
			{No: 3, Specialties: []string{"A060101"}}, {No: 4, Specialties: []string{"A060101"}}, {No: 5, Representative: true}}})
	var records []evaluation.OpeningRecord
	for i, price := range []int64{920_000_00, 940_000_00, 950_000_00, 960_000_00, 970_000_00} {
		id := string(rune('a' + i))
		l.do("s1", "staff", &evaluation.BidderAdded{Bidder: evaluation.Bidder{ID: id, Name: "公司" + id, CreditCode: "CODE" + id}},
			&evaluation.BidReceived{Bid: "bid-" + id, Bidder: id, FileHash: sha([]byte(id)), FileSize: 10})
		records = append(records, evaluation.OpeningRecord{Bid: "bid-" + id, PriceFen: price})
	}
	l.do("s1", "staff", &evaluation.BidderRemoved{Bidder: "e", Reason: "撤回"}, &evaluation.BidsOpened{Records: records[:4]})
}

// pool forms the pool of a draw among fourteen experts, of whom one works for
// a bidder and one was never asked for kin.
func (l *lot) pool(id, former, reason string) {
	l.t.Helper()
	var candidates []conflict.Expert
	for n := range 14 {
		candidates = append(candidates, conflict.Expert{ID: fmt.Sprint("E", n), Name: fmt.Sprint("专家", n), Region: "330100", Status: conflict.Active,
			Specialties: []string{[]string{"A060101", "A080104"}[n%2]}, Affiliated: conflict.DeclaredSome, Related: conflict.DeclaredNone,
			Affiliations: []conflict.Affiliation{{Company: fmt.Sprint("单位", n), CreditCode: fmt.Sprint("UNIT", n)}}})
	}
	candidates[3].Affiliations[0].CreditCode = "CODEa"
	candidates[4].Related = conflict.NeverAsked
	companies := []conflict.Company{{Name: "公司a", CreditCode: "CODEa", LegalRepresentative: "甲"}}
	started, err := conflict.ParseDate(l.c.Lot.StartedOn)
	if err != nil {
		l.t.Fatal(err)
	}
	profile, err := l.c.Profile()
	if err != nil {
		l.t.Fatal(err)
	}
	facts := conflict.Facts{Companies: companies, Entity: conflict.Company{Name: "某局", CreditCode: "ENTITY"}, Started: started,
		Today: conflict.Date{Year: 2025, Month: 11, Day: 23}, Years: profile.Recusal.YearsBack, Percent: profile.Recusal.Percent}
	for _, b := range l.c.Bidders {
		facts.Bidders = append(facts.Bidders, conflict.Company{Name: b.Name, CreditCode: b.CreditCode, LegalRepresentative: b.LegalRepresentative})
	}
	pool, err := experts.NewPool(id, candidates, conflict.NewChecker(facts), facts.Today, func() (salt [16]byte, err error) {
		_, err = hex.Decode(salt[:], []byte(l.salt()))
		return salt, err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	if pool.Unknown != 1 || len(pool.Excluded) != 1 || pool.Excluded[0] != (draw.Excluded{Ground: "R01", Count: 1}) {
		l.t.Fatalf("excluded %v, unknown %d", pool.Excluded, pool.Unknown)
	}
	act := &draw.PoolFormed{Draw: id, Former: former, Reason: reason, Rules: profile.Hash(), Excluded: pool.Excluded, Unknown: pool.Unknown}
	for _, seat := range l.c.Plan.Seats {
		if !seat.Representative {
			act.Seats = append(act.Seats, draw.Seat{No: seat.No, Specialties: seat.Specialties})
		}
	}
	for _, o := range pool.Opened {
		act.Items = append(act.Items, draw.Item{Label: o.Label, Item: o.Item()})
	}
	act.PoolHash = draw.PoolHash(id, act.Rules, act.Seats, act.Excluded, act.Items)
	l.d = new(draw.Draw)
	l.draw("s1", "staff", act)
	if err := l.d.Reveal(pool.Opened); err != nil {
		l.t.Fatal(err)
	}
	l.draws = append(l.draws, evidence.Draw{ID: id, Pool: pool.Opened, Candidates: candidates, Companies: companies})
}

func (l *lot) drawPanel() {
	l.pool("draw-1", "", "")
	l.draw("v1", "supervisor", &draw.Voided{Draw: "draw-1", Reason: "名单有误"})
	l.pool("draw-2", "draw-1", "名单已更正")
	nonces := map[string][32]byte{"server": {1}, "s1": {2}, "v1": {3}}
	devices := map[string]string{"s1": "desk", "v1": "wall"}
	roles := map[string]string{"server": "system", "s1": "staff", "v1": "supervisor"}
	parties := []string{"server", "s1", "v1"}
	actor := func(party string) string {
		if party == draw.Server {
			return "system"
		}
		return party
	}
	for _, party := range parties {
		l.draw(actor(party), roles[party], &draw.Committed{Draw: "draw-2", Party: party, Device: devices[party], Commitment: draw.Commitment("draw-2", party, nonces[party], []byte(party))})
	}
	l.draw("a1", "agent", &draw.PublicShareGiven{Draw: "draw-2", Value: "3141561235314253646312654"})
	for _, party := range parties {
		nonce := nonces[party]
		l.draw(actor(party), roles[party], &draw.Revealed{Draw: "draw-2", Party: party, Nonce: hex.EncodeToString(nonce[:]), EnteredHash: draw.HashEntered([]byte(party))})
	}
	fillings, err := l.d.Fill(l.d.Seats)
	if err != nil {
		l.t.Fatal(err)
	}
	l.draw("system", "system", &draw.SeatsFilled{Draw: "draw-2", Fillings: fillings})
	for seat := 1; seat <= 4; seat++ {
		answer := &draw.Answered{Draw: "draw-2", Seat: seat, Answer: "accepted"}
		if seat == 2 {
			answer.Answer, answer.Reason = "declined", "出差"
		}
		l.invite(seat, answer)
	}
	l.replace(2, "declined")
}

func (l *lot) invite(seat int, answer *draw.Answered) {
	l.t.Helper()
	answer.Label = l.d.Holders[seat-1].Label
	l.draw("s1", "staff", &draw.Invited{Draw: "draw-2", Seat: seat, Label: answer.Label, Channel: "manual"}, answer)
}

// replace draws the next ticket for a seat; the new expert accepts.
func (l *lot) replace(seat int, reason string) {
	l.t.Helper()
	next, err := l.d.Fill(l.d.Seats[seat-1 : seat])
	if err != nil {
		l.t.Fatal(err)
	}
	l.draw("system", "system", &draw.Replaced{Draw: "draw-2", Reason: reason, Filling: next[0]})
	l.invite(seat, &draw.Answered{Draw: "draw-2", Seat: seat, Answer: "accepted"})
}

func (l *lot) checkIn(seat, kiosk int) {
	l.t.Helper()
	act := &evaluation.MemberCheckedIn{Seat: seat, Kiosk: fmt.Sprint("kiosk", kiosk), Key: l.newKey(seat)}
	if seat < 5 {
		act.Label = l.d.Holders[seat-1].Label
		pool := l.draws[1].Pool
		opened := pool[slices.IndexFunc(pool, func(o draw.Opened) bool { return o.Label == act.Label })]
		text, err := json.Marshal(opened)
		if err != nil {
			l.t.Fatal(err)
		}
		o := l.open("draw.expert", string(text))
		l.keep(l.draw("kiosk", "kiosk", &draw.Unsealed{Draw: "draw-2", Seat: seat, Label: act.Label, Expert: string(o.DatumHash())}), o)
	}
	name := l.open("member.name", fmt.Sprint("成员", seat, kiosk))
	act.Name = name.DatumHash()
	l.keep(l.do("kiosk", "kiosk", act), name)
}

func (l *lot) newKey(seat int) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		l.t.Fatal(err)
	}
	l.keys[seat] = key
	point, err := key.PublicKey.Bytes()
	if err != nil {
		l.t.Fatal(err)
	}
	return hex.EncodeToString(point)
}

func (l *lot) sign(kind string, seat int, content string) string {
	text := sha256.Sum256(evaluation.SigningText(kind, lotID, l.c.Meeting.ID, seat, content))
	r, s, err := ecdsa.Sign(rand.Reader, l.keys[seat], text[:])
	if err != nil {
		l.t.Fatal(err)
	}
	return hex.EncodeToString(r.FillBytes(make([]byte, 32))) + hex.EncodeToString(s.FillBytes(make([]byte, 32)))
}

func (l *lot) declare(seat int) {
	statement := "我与投标人没有利害关系"
	l.do(evaluation.SeatActor(seat), "member", &evaluation.MemberDeclared{Seat: seat, Statement: statement, Signature: l.sign("member.declared", seat, sha([]byte(statement)))})
}

func (l *lot) seatPanel() {
	l.do("s1", "staff", &evaluation.MeetingScheduled{Meeting: "meeting-1", Room: "room", PlannedMs: l.log.ms}, &evaluation.MeetingOpened{Meeting: "meeting-1"},
		&evaluation.MeetingVoided{Reason: "停电"},
		&evaluation.MeetingScheduled{Meeting: "meeting-2", Room: "room", PlannedMs: l.log.ms, Names: "meeting-1", Reason: "恢复供电"}, &evaluation.MeetingOpened{Meeting: "meeting-2"})
	for seat := 1; seat <= 5; seat++ {
		l.checkIn(seat, seat)
	}
	l.do("s1", "staff", &evaluation.MemberLeft{Seat: 3, Reason: "身体不适"})
	l.replace(3, "absent")
	l.checkIn(3, 3)
	l.do("v1", "supervisor", &evaluation.MeetingSuspended{Reason: "核对身份"}, &evaluation.MeetingResumed{Reason: "已核对"})
	l.do("kiosk", "kiosk", &evaluation.MemberMoved{Seat: 4, Kiosk: "kiosk6", Key: l.newKey(4)})
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Declaring})
	l.do("seat:1", "member", &evaluation.MemberRecused{Seat: 1, Ground: "kin", Reason: "亲属关系"})
	l.replace(1, "recused")
	l.checkIn(1, 1)
	for seat := 1; seat <= 5; seat++ {
		l.declare(seat)
	}
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Electing})
	for seat := 1; seat <= 5; seat++ {
		l.do(evaluation.SeatActor(seat), "member", &evaluation.ChairVoted{Seat: seat, Round: 1, For: 2})
	}
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Examining})
}

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
				if item.Kind != scoring.Pass {
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
	for _, bid := range []string{"bid-a", "bid-b"} {
		l.do("seat:2", "member", &evaluation.RejectionDecided{Bid: bid, Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: l.c.Failed(bid), Reason: "营业执照过期"})
	}
	l.do("seat:2", "member", &evaluation.CompetitionJudged{Sufficient: true, Reason: "两家报价差异合理"}, &evaluation.MeetingAdvanced{To: evaluation.Evaluating})
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
				mark := scoring.Mark{Bid: bid.ID, Criterion: criterion.ID, Value: criterion.Max}
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

func (l *lot) tally() {
	l.t.Helper()
	result, err := l.c.Score(nil)
	if err != nil {
		l.t.Fatal(err)
	}
	l.do("s1", "staff", evaluation.NewTally(result, nil))
}

func (l *lot) score() {
	draft := l.open("draft", "bidroom/sheet/1\n…")
	l.do("system", "system", &evaluation.DraftsDigested{Drafts: []evaluation.DraftDigest{{Seat: 1, Marks: 3, Digest: draft.DatumHash()}}})
	l.submit(1, false)
	l.do("s1", "staff", &evaluation.SheetReturned{Seat: 1, Reason: "客观分不一致"})
	for seat := 1; seat <= 5; seat++ {
		l.submit(seat, false)
	}
	l.tally()
	l.do("v1", "supervisor", &evaluation.MeetingReturned{To: evaluation.Evaluating, Reason: "复核评分"})
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
	l.do("seat:2", "member", &evaluation.AnnouncementSeen{Announcement: "n", Kiosk: "kiosk2"})
	l.do("seat:2", "member", &evaluation.MeetingAdvanced{To: evaluation.Reporting})
	report := l.file("%PDF-1.7 the report")
	l.do("s1", "staff", &evaluation.ReportIssued{FileHash: report, FileSize: int64(len(l.files[report]))})
	for seat := 1; seat <= 3; seat++ {
		drawing := l.open("signature.drawing", `[["1","2"]]`)
		l.keep(l.do(evaluation.SeatActor(seat), "member", &evaluation.ReportSigned{Seat: seat, Drawing: drawing.DatumHash(), Signature: l.sign("report.signed", seat, report)}), drawing)
	}
	l.do("seat:4", "member", &evaluation.ReportDissented{Seat: 4, Reasons: "基准价取值有误", Signature: l.sign("report.dissented", 4, sha([]byte("基准价取值有误")))})
	signed := l.file("%PDF-1.7 the signed report")
	l.do("s1", "staff", &evaluation.ReportDeemedAgreed{Seat: 5, Reason: "拒绝签字"}, &evaluation.MeetingSealed{FileHash: signed, FileSize: int64(len(l.files[signed]))},
		&evaluation.ExportMade{Full: true})
}

func (l *lot) file(content string) (hash string) {
	hash = sha([]byte(content))
	l.files[hash] = []byte(content)
	return hash
}

// leaves computes the leaf hashes of entries.
func leaves(entries [][]byte) []tlog.Hash {
	list := make([]tlog.Hash, len(entries))
	for i, text := range entries {
		list[i] = proclog.LeafHash(text)
	}
	return list
}

// tree adds leaf hashes up.
func tree(t *testing.T, leaves []tlog.Hash) *proclog.Memory {
	t.Helper()
	m := new(proclog.Memory)
	for _, leaf := range leaves {
		if err := m.Add(leaf); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// note signs a checkpoint of the first size leaves.
func (l *lot) note(name string, leaves []tlog.Hash, size int) string {
	l.t.Helper()
	root, err := tree(l.t, leaves[:size]).RootAt(int64(size))
	if err != nil {
		l.t.Fatal(err)
	}
	signed, err := l.signer.Sign(name, int64(size), root)
	if err != nil {
		l.t.Fatal(err)
	}
	return signed
}

// bundle signs what the two trees hold and collects it.
func (l *lot) bundle(scope evidence.Scope) evidence.Bundle {
	l.t.Helper()
	lotLeaves := leaves(l.log.entries)
	centre := l.centre
	centre.entries = slices.Clone(centre.entries)
	root, err := tree(l.t, lotLeaves).RootAt(int64(len(lotLeaves)))
	if err != nil {
		l.t.Fatal(err)
	}
	centre.append(l.t, "system", "system", "centre.checkpointed", map[string]string{"tree": lotID, "size": strconv.Itoa(len(lotLeaves)), "root": root.String()})
	centreLeaves := leaves(centre.entries)
	b := evidence.Bundle{Centre: "centre-1", Lot: lotID, LogKey: l.signer.VerifierKey(), MadeAtMs: l.log.ms + 5000, Scope: scope,
		Checkpoint: l.note(lotID, lotLeaves, len(lotLeaves)), Log: each(l.log.entries), Leaves: each(lotLeaves),
		CentreCheckpoint: l.note(proclog.Centre, centreLeaves, len(centreLeaves)), Openings: l.openings, Draws: l.draws}
	whole := tree(l.t, centreLeaves)
	for i, text := range centre.entries {
		proof, err := tlog.ProveRecord(whole.Size, int64(i), whole)
		if err != nil {
			l.t.Fatal(err)
		}
		b.CentreEntries = append(b.CentreEntries, evidence.Excerpt{Entry: text, Proof: proof})
	}
	for _, hash := range sortedKeys(l.files) {
		b.Files = append(b.Files, evidence.Attachment{Hash: hash, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(l.files[hash])), nil }})
	}
	return b
}

func sortedKeys(m map[string][]byte) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// pack writes a bundle and opens it again.
func pack(t *testing.T, b evidence.Bundle) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := evidence.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func verify(t *testing.T, file []byte, o evidence.Options) *evidence.Report {
	t.Helper()
	f, err := evidence.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	report, err := evidence.Verify(f, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
