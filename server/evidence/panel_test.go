package evidence_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
)

// A round of a drand chain: server/evidence/beacon/testdata says where from.
const (
	quicknet    = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
	quicknetKey = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
	round123    = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"
)

// pool forms the pool of a draw among eighteen experts, of whom one works for
// a bidder and one for a bidder of another lot, one bears the name of a bidder's
// director, which two people found to be a namesake, one took part in the tender,
// one is named in a bid, one is away on the day of the meeting, and one was never
// asked for kin.
func (l *lot) pool(id, former, reason string) {
	l.t.Helper()
	var candidates []conflict.Expert
	for n := range 18 {
		candidates = append(candidates, conflict.Expert{ID: fmt.Sprint("E", n), Name: fmt.Sprint("专家", n), Region: []string{"330100", "330200"}[min(n/7, 1)], Status: conflict.Active,
			Specialties: []string{[]string{"A060101", "A080104"}[n%2]}, Affiliated: conflict.DeclaredSome, Appointed: conflict.DeclaredNone, Invested: conflict.DeclaredNone, Related: conflict.DeclaredNone, Interested: conflict.DeclaredNone, Penalised: conflict.DeclaredNone,
			Libraries: []conflict.Membership{{Kind: "comprehensive", Name: "省综合评标专家库"}}, Listed: conflict.DeclaredSome,
			TitleLevel: "senior", FieldSince: conflict.Date{Year: 1995, Month: 7, Day: 1}, Born: conflict.Date{Year: 1970, Month: 5, Day: 2},
			Affiliations: []conflict.Affiliation{{Company: fmt.Sprint("单位", n), CreditCode: fmt.Sprint("UNIT", n)}}})
	}
	candidates[3].Affiliations[0].CreditCode, candidates[3].Signals = "CODEa", []conflict.Signal{{Kind: "phone", Hash: "a1"}} // kept out, so no alert
	candidates[4].Signals = []conflict.Signal{{Kind: "phone", Hash: "a1"}}
	candidates[4].Related = conflict.NeverAsked
	candidates[5].Leave = []conflict.Period{{From: conflict.Date{Year: 2025, Month: 11, Day: 28}, To: conflict.Date{Year: 2025, Month: 11, Day: 28}}}
	candidates[6].Index, candidates[8].Index, candidates[8].Name = "identity6", "identity8", "专家6" // a namesake
	candidates[9].Affiliations[0].CreditCode = "OTHER"
	if l.register != nil {
		l.register(candidates)
	}
	candidates[10].Dismissals = []conflict.Dismissal{namesakeOf10}
	companies := []conflict.Company{{Name: "公司a", CreditCode: "CODEa", LegalRepresentative: "甲", Signals: []conflict.Signal{{Kind: "phone", Hash: "a1"}}, People: []conflict.Post{{Name: "专家10", Office: "director"}}}}
	profile, err := l.c.Profile()
	if err != nil {
		l.t.Fatal(err)
	}
	others := []conflict.Company{{Name: "别标段公司", CreditCode: "OTHER"}}
	facts := l.facts(companies, others)
	act := &draw.PoolFormed{Draw: id, Former: former, Reason: reason, Rules: profile.Hash(), Limits: draw.Limits(l.c.Plan.Limits)}
	for _, seat := range l.c.Plan.Seats {
		if !seat.Representative {
			act.Seats = append(act.Seats, draw.Seat{No: seat.No, Specialties: seat.Specialties, Region: seat.Region, Fallback: seat.Fallback})
		}
	}
	var openings []evaluation.Opening
	served := experts.Served{Limits: act.Limits, Meeting: facts.Meeting, Entity: facts.Entity, Services: l.services}
	if act.Limits.OfService() {
		openings = append(openings, l.open(draw.ServicesDomain, experts.ServicesHash(id, l.services)))
		act.Services = string(openings[0].DatumHash())
	}
	if l.heedless {
		served.Services = nil
	}
	pool, err := experts.NewPool(id, draw.Named(act.Seats), candidates, conflict.NewChecker(facts), served, func() (salt [16]byte, err error) {
		_, err = hex.Decode(salt[:], []byte(l.salt()))
		return salt, err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	if got := fmt.Sprint(pool.Excluded, pool.Unknown, pool.Unasked); got != l.excluded+" "+strconv.Itoa(1+l.unlooked)+" [companies disputes former_panel signals]" {
		l.t.Fatalf("excluded, unknown, unasked: %s", got)
	}
	if pool.Dismissed != 1 || pool.Alerts != 1 {
		l.t.Fatalf("%d matches were dismissed, and there are %d alerts", pool.Dismissed, pool.Alerts)
	}
	act.Excluded, act.Dismissed, act.Unknown, act.Unasked, act.Alerts = pool.Excluded, pool.Dismissed, pool.Unknown, pool.Unasked, pool.Alerts
	for _, o := range pool.Opened {
		act.Items = append(act.Items, draw.Item{Label: o.Label, Item: o.Item()})
	}
	if former != "" {
		act.Beacon = &draw.Round{Chain: quicknet, No: 123}
		if l.beacon != "" {
			act.Beacon = l.round()
		}
	}
	act.PoolHash = act.Hash()
	l.d = new(draw.Draw)
	role := "staff"
	if former != "" {
		role = "supervisor"
	}
	seq := l.draw("s1", role, act)
	for _, o := range openings {
		l.keep(seq, o)
	}
	if err := l.d.Reveal(pool.Opened); err != nil {
		l.t.Fatal(err)
	}
	l.draws = append(l.draws, evidence.Draw{ID: id, Pool: pool.Opened, Candidates: candidates, Companies: companies, Others: others, Services: l.services})
}

// facts are what conflicts of the lot are decided by.
func (l *lot) facts(companies, others []conflict.Company) conflict.Facts {
	l.t.Helper()
	started, err := rule.ParseDate(l.c.Lot.StartedOn)
	if err != nil {
		l.t.Fatal(err)
	}
	profile, err := l.c.Profile()
	if err != nil {
		l.t.Fatal(err)
	}
	facts := conflict.Facts{Register: conflict.NewRegister(companies), OtherLots: others, Entity: conflict.Company{Name: "某局", CreditCode: "ENTITY"}, Started: started,
		Today: conflict.Date{Year: 2025, Month: 11, Day: 23}, Rules: profile.Recusal}
	if err := facts.MeetOn(l.c.Plan.MeetingOn); err != nil {
		l.t.Fatal(err)
	}
	for _, b := range l.c.Bidders {
		facts.Bidders = append(facts.Bidders, conflict.Company{Name: b.Name, CreditCode: b.CreditCode, LegalRepresentative: b.LegalRepresentative})
	}
	for _, known := range l.c.Facts {
		var rows []conflict.Row
		for _, o := range l.openings {
			if o.DatumHash() == known.Facts {
				if err := json.Unmarshal([]byte(o.Value), &rows); err != nil {
					l.t.Fatal(err)
				}
			}
		}
		facts.Know(conflict.Subject(known.About), conflict.Asked(known.Asked), rows)
	}
	return facts
}

// round is the first of a made-up chain, which is there four seconds, and so
// four entries, after the one that names it.
func (l *lot) round() *draw.Round {
	chain := draw.Chain{Scheme: "bls-unchained-g1-rfc9380", Key: quicknetKey, Period: 3, Genesis: (l.log.ms+1000)/1000 + 4, Seed: quicknet}
	return &draw.Round{Chain: chain.Hash(), No: 1, Info: &chain}
}

func (l *lot) drawPanel() {
	l.pool("draw-1", "draw-0", "改在本中心抽取")
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
	if l.beacon == "" {
		l.draw("a1", "agent", &draw.PublicShareGiven{Draw: "draw-2", Value: "3141561235314253646312654", Beacon: round123})
	} else {
		l.draw(l.beacon, l.beacon, &draw.PublicShareGiven{Draw: "draw-2", Value: round123, Beacon: round123})
	}
	for _, party := range parties {
		nonce := nonces[party]
		l.draw(actor(party), roles[party], &draw.Revealed{Draw: "draw-2", Party: party, Nonce: hex.EncodeToString(nonce[:]), EnteredHash: draw.HashEntered([]byte(party))})
	}
	fillings, err := l.d.Fill(l.d.Seats)
	if err != nil {
		l.t.Fatal(err)
	}
	l.draw("system", "system", &draw.SeatsFilled{Draw: "draw-2", Fillings: fillings})
	l.leave()
	for seat := 1; seat <= 4; seat++ {
		answer := &draw.Answered{Draw: "draw-2", Seat: seat, Answer: "accepted"}
		if seat == 2 {
			answer.Answer, answer.Channel = "declined", "sip" // by a key
		}
		l.invite(seat, answer)
	}
	l.replace(2, "declined")
	l.draw("v1", "supervisor", &draw.UnattendedEnded{Draw: "draw-2", Why: draw.EndWithdrawn, Reason: "名单已定"})
	l.draw("s1", "staff", &draw.OpenedTogether{Draw: "draw-2", Reason: "停电，按密封名单核对到场专家"})
	l.draw("system", "system", &draw.Rechecked{Draw: "draw-2", Unknown: 1})
	l.leaves(l.draws[len(l.draws)-1], 4, l.removed(4))
	l.invite(4, &draw.Answered{Draw: "draw-2", Seat: 4, Answer: "accepted"})
}

// removed is who holds a seat, removed from the register since.
func (l *lot) removed(seat int) (e conflict.Expert) {
	o, _ := l.d.Behind(l.d.Holders[seat-1].Label)
	for _, one := range l.draws[len(l.draws)-1].Candidates {
		if one.ID == o.Expert {
			e = one
		}
	}
	e.Status = conflict.Removed
	return e
}

// leave has the server invite for seat 1 by itself, by the rules of the lot:
// one whom nothing reaches, and one who is silent for half an hour before the
// night. Staff invite the next just before it, and give them up in the morning.
func (l *lot) leave() {
	l.t.Helper()
	l.draw("s1", "staff", &draw.UnattendedSet{Draw: "draw-2", UnattendedOrder: draw.UnattendedOrder{Channel: "sip", CheckInMs: 1, UntilMs: 1 << 50, Hours: 8, AnswerMinutes: 30}})
	silent := l.d.Holders[0].Label
	l.draw("system", "system", &draw.Invited{Draw: "draw-2", Seat: 1, Label: silent, Channel: "sip"},
		l.attempt(1, "sip", "no_answer"), l.attempt(1, "sip", "refused"),
		&draw.Answered{Draw: "draw-2", Seat: 1, Label: silent, Answer: "unanswered"})
	l.next(1, "unanswered")
	silent = l.d.Holders[0].Label
	l.draw("system", "system", &draw.Invited{Draw: "draw-2", Seat: 1, Label: silent, Channel: "sip"},
		l.attempt(1, "sip", "delivered"))
	l.log.ms += 29*60_000 + 59_000 // and an entry's second
	l.draw("system", "system", &draw.Answered{Draw: "draw-2", Seat: 1, Label: silent, Answer: "unanswered"})
	l.next(1, "unanswered")
	silent = l.d.Holders[2].Label
	l.draw("s1", "staff", &draw.Invited{Draw: "draw-2", Seat: 3, Label: silent, Channel: "sms"})
	l.draw("system", "system", l.attempt(3, "sms", "delivered"))
	night := time.Date(2025, 11, 23, 13, 0, 0, 0, time.UTC).UnixMilli() // nine in the evening
	if l.log.ms >= night || l.log.ms < night-30*60_000 {
		l.t.Fatalf("it is %d, and not the last half hour before the night", l.log.ms)
	}
	l.log.ms += 11*3600_000 + 30*60_000 - 1000
	l.draw("s1", "staff", &draw.Answered{Draw: "draw-2", Seat: 3, Label: silent, Answer: "unanswered"})
	l.next(3, "unanswered")
}

// attempt is one that begins now, to reach who holds a seat.
func (l *lot) attempt(seat int, channel, outcome string) *draw.Attempted {
	return &draw.Attempted{Draw: "draw-2", Seat: seat, Label: l.d.Holders[seat-1].Label, Channel: channel, Outcome: outcome, BeganMs: l.log.ms}
}

func (l *lot) invite(seat int, answer *draw.Answered) {
	l.t.Helper()
	answer.Label = l.d.Holders[seat-1].Label
	if answer.Channel == "" {
		l.draw("s1", "staff", &draw.Invited{Draw: "draw-2", Seat: seat, Label: answer.Label, Channel: "manual"},
			l.attempt(seat, "manual", "called"), answer)
		return
	}
	l.draw("s1", "staff", &draw.Invited{Draw: "draw-2", Seat: seat, Label: answer.Label, Channel: answer.Channel})
	for _, outcome := range []string{"busy", "no_answer", "no_key", "delivered"} {
		l.draw("system", "system", l.attempt(seat, answer.Channel, outcome))
	}
	l.draw("system", "system", answer)
}

// replace has the next ticket take a seat; the new expert accepts.
func (l *lot) replace(seat int, reason string) {
	l.t.Helper()
	l.next(seat, reason)
	l.invite(seat, &draw.Answered{Draw: "draw-2", Seat: seat, Answer: "accepted"})
}

// next has the next ticket take a seat.
func (l *lot) next(seat int, reason string) {
	l.t.Helper()
	next, err := l.d.Fill(l.d.Seats[seat-1 : seat])
	if err != nil {
		l.t.Fatal(err)
	}
	l.draw("system", "system", &draw.Replaced{Draw: "draw-2", Reason: reason, Filling: next[0]})
}

func (l *lot) checkIn(seat int) {
	l.t.Helper()
	act := &evaluation.MemberCheckedIn{Seat: seat, Kiosk: l.workplace(seat), Key: l.newKey(seat)}
	if seat < 5 {
		act.Label = l.d.Holders[seat-1].Label
	}
	if seat < 5 && !slices.Contains(l.d.Unsealed, act.Label) {
		pool := l.draws[2].Pool
		opened := pool[slices.IndexFunc(pool, func(o draw.Opened) bool { return o.Label == act.Label })]
		text, err := json.Marshal(opened)
		if err != nil {
			l.t.Fatal(err)
		}
		o := l.open("draw.expert", string(text))
		l.keep(l.draw("kiosk", "kiosk", &draw.Unsealed{Draw: "draw-2", Seat: seat, Label: act.Label, Expert: string(o.DatumHash())}), o)
	}
	name := l.open("member.name", fmt.Sprint("成员", seat, l.salts))
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
	if !l.sealed {
		l.drawCoefficient()
	}
	l.do("s1", "staff", &evaluation.MeetingScheduled{Meeting: "meeting-1", PlannedMs: l.log.ms})
	l.drawRoom()
	l.do("s1", "staff", &evaluation.MeetingOpened{Meeting: "meeting-1"}, &evaluation.MeetingVoided{Reason: "停电"},
		&evaluation.MeetingScheduled{Meeting: "meeting-2", PlannedMs: l.log.ms, Names: "meeting-1", Reason: "恢复供电"})
	l.drawRoom()
	l.do("s1", "staff", &evaluation.MeetingOpened{Meeting: "meeting-2"})
	l.do("kiosk", "kiosk", &evaluation.MemberDirected{Seat: 1, Kiosk: l.workplace(3)})
	for seat := 1; seat <= 5; seat++ {
		l.checkIn(seat)
	}
	l.do("s1", "staff", &evaluation.MemberLeft{Seat: 3, Reason: "身体不适"})
	l.replace(3, "absent")
	l.checkIn(3)
	l.do("v1", "supervisor", &evaluation.MeetingSuspended{Reason: "核对身份"}, &evaluation.MeetingResumed{Reason: "已核对"})
	l.do("kiosk", "kiosk", &evaluation.MemberMoved{Seat: 4, Kiosk: l.spare(), Key: l.newKey(4)})
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Declaring})
	l.do("seat:1", "member", &evaluation.MemberRecused{Seat: 1, Ground: "kin", Reason: "亲属关系"})
	l.replace(1, "recused")
	l.checkIn(1)
	for seat := 1; seat <= 5; seat++ {
		l.declare(seat)
	}
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Electing})
	for seat := 1; seat <= 5; seat++ {
		l.do(evaluation.SeatActor(seat), "member", &evaluation.ChairVoted{Seat: seat, Round: 1, For: 2})
	}
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Examining})
}
