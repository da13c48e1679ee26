package evaluation_test

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/lead"
)

// facts are those of the play's four bids, of which these say the same author.
func (p *play) facts(same ...string) (facts []lead.Facts) {
	for _, bid := range p.c.Bids {
		f := lead.Facts{Bid: bid.ID, File: bid.FileHash}
		if slices.Contains(same, bid.ID) {
			f.Author = "张三"
		}
		facts = append(facts, f)
	}
	return facts
}

// leads is the act that says what there is by these facts.
func (p *play) leads(facts []lead.Facts) (*evaluation.LeadsFound, evaluation.Opening) {
	p.t.Helper()
	act, text, err := p.c.FindLeads(facts)
	if err != nil {
		p.t.Fatal(err)
	}
	o := datum(text.Domain, text.Value)
	act.Facts = o.DatumHash()
	return act, o
}

// Leads are found once the panel examines, and once; each is taken up or set
// aside by more than half of the seats, with a reason of each, once all have said.
func TestLeads(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	act, o := p.leads(p.facts("bid-a", "bid-c"))
	wantRefusal(t, p.try("system", act), "stage.wrong")
	p.upTo(evaluation.Examining)
	word := func(seat, no int, up bool, reason string) *evaluation.LeadJudged {
		return &evaluation.LeadJudged{Seat: seat, No: no, TakenUp: up, Reason: reason}
	}
	wantRefusal(t, p.try("seat:1", word(1, 1, true, "同一人")), "lead.unknown")
	p.do("system", act)
	if err := p.c.OpenLeads(o); err != nil {
		t.Fatal(err)
	}
	authors := slices.IndexFunc(p.c.Leads.List, func(l lead.Lead) bool { return l.Kind == lead.SameAuthor }) + 1
	if authors == 0 || p.c.Leads.List[authors-1].Value != "张三" {
		t.Fatalf("%+v", p.c.Leads)
	}
	wantRefusal(t, p.try("system", act), "leads.found")
	last := p.c.Leads.Count
	wantRefusal(t, p.try("seat:1", word(1, 0, true, "同一人")), "lead.unknown")
	wantRefusal(t, p.try("seat:1", word(1, last+1, true, "同一人")), "lead.unknown")
	wantRefusal(t, p.try("seat:1", word(1, authors, true, " ")), "reason.required")
	wantRefusal(t, p.try("seat:1", word(1, authors, true, strings.Repeat("字", evaluation.MostReason+1))), "extremes.long")
	wantRefusal(t, p.try("seat:2", word(1, authors, true, "同一人")), "seat.other")
	for seat, up := range []bool{true, false, true, false, false} {
		p.do(evaluation.SeatActor(seat+1), word(seat+1, authors, up, strings.Repeat("字", evaluation.MostReason)))
		if outcome, judged := p.c.Meeting.LeadOutcome(authors); (outcome != "") != (seat == 4) || len(judged) != seat+1 {
			t.Errorf("after seat %d: %q of %d", seat+1, outcome, len(judged))
		}
	}
	for _, seat := range []int{4, 2, 2} { // three of five for it, then four
		want := evaluation.LeadTakenUp
		if outcome, _ := p.c.Meeting.LeadOutcome(authors); seat == 4 && outcome != evaluation.LeadAside {
			t.Errorf("two of five for it: %q", outcome)
		}
		p.do(evaluation.SeatActor(seat), word(seat, authors, true, "经办人相同"))
		if outcome, judged := p.c.Meeting.LeadOutcome(authors); outcome != want || len(judged) != 5 {
			t.Errorf("%q of %d", outcome, len(judged))
		}
	}
	if p.c.Bid("bid-a").Rejection != nil || len(p.c.Failed("bid-a")) != 0 {
		t.Error("a lead decided something about a bid")
	}
	p.do("staff", &evaluation.MemberLeft{Seat: 2, Reason: "突发疾病"})
	if outcome, judged := p.c.Meeting.LeadOutcome(authors); outcome != "" || len(judged) != 4 {
		t.Errorf("after a member left: %q of %d", outcome, len(judged))
	}
	p.do("supervisor", &evaluation.MeetingReturned{To: evaluation.Declaring, Reason: "重新承诺"})
	if _, judged := p.c.Meeting.LeadOutcome(authors); len(judged) != 0 || p.c.Leads == nil {
		t.Errorf("after a return: %v", judged)
	}
}

// The facts are of every bid that was opened, of its file, written in the one
// way, and there are as many leads as the act says.
func TestOpenLeads(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Examining)
	for what, change := range map[string]func(text string) string{
		"another lot":        func(text string) string { return strings.Replace(text, "\nlot\n", "\ntol\n", 1) },
		"a bid less":         func(text string) string { return text[:strings.LastIndex(text[:len(text)-1], "\n")+1] },
		"a bid twice":        func(text string) string { return text + text[strings.LastIndex(text[:len(text)-1], "\n")+1:] },
		"another file":       func(text string) string { return strings.Replace(text, hash("a"), hash("z"), 1) },
		"one author less":    func(text string) string { return strings.Replace(text, `,"author":"张三"`, "", 1) },
		"written otherwise":  func(text string) string { return strings.ReplaceAll(text, "张三", "张三 ") },
		"another field":      func(text string) string { return strings.Replace(text, `"author"`, `"writer"`, 1) },
		"the last LF less":   func(text string) string { return strings.TrimSuffix(text, "\n") },
		"nothing of the bid": func(string) string { return "bidroom/leads/1\nlot\n" },
		"as it is":           func(text string) string { return text },
	} {
		c := p.copied()
		act, o := p.leads(p.facts("bid-a", "bid-c"))
		changed := datum(o.Domain, change(o.Value))
		act.Facts = changed.DatumHash()
		if err := c.Apply(evaluation.Meta{AtMs: 1, Actor: "system", Role: "system"}, act); err != nil {
			t.Fatal(err)
		}
		err := c.OpenLeads(changed)
		if what == "as it is" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if changed.Value == o.Value {
			t.Errorf("%s changes nothing", what)
		}
		wantRefusal(t, err, "leads.differ")
	}
}

// There are as many leads as the prices make at the least, and no more are
// listed than may be.
func TestLeadsCounted(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Examining)
	prices := map[string]int64{}
	for _, bid := range p.c.Bids {
		prices[bid.ID] = bid.Opening.PriceFen
	}
	least := len(lead.OfPrices(prices))
	if least == 0 {
		t.Fatal("the prices of the play make no lead")
	}
	for _, n := range []struct {
		count, more int
		right       bool
	}{{least, 0, true}, {least - 1, 0, false}, {least - 1, 1, false}, {-1, 0, false}, {lead.MostLeads, 0, true}, {lead.MostLeads, 1, true}, {lead.MostLeads, -1, false}, {lead.MostLeads + 1, 0, false}, {lead.MostLeads - 1, 1, false}} {
		c := p.copied()
		err := c.Apply(evaluation.Meta{AtMs: 1, Actor: "system", Role: "system"}, &evaluation.LeadsFound{Facts: datum("x", "y").DatumHash(), Count: n.count, More: n.more})
		if n.right && err != nil {
			t.Errorf("%+v: %v", n, err)
		} else if !n.right {
			wantRefusal(t, err, "leads.differ")
		}
	}
}

// The same case of collusion has the same number under both regimes.
func TestLeadClauses(t *testing.T) {
	p, q := newPlay(t), newPlay(t)
	p.prepare("cn-works-baseline")
	q.priced(1000, "2026-03-01", evaluation.LowBidLines{}, 400, 900, 1000)
	for _, want := range []struct {
		kind lead.Kind
		c    *evaluation.Case
		said string
	}{{lead.SameAuthor, &p.c, "招标投标法实施条例 第四十条第一项"}, {lead.EqualSteps, &p.c, "招标投标法实施条例 第四十条第四项"},
		{lead.SameOrigin, &q.c, "政府采购货物和服务招标投标管理办法 第三十七条第一项"}, {lead.SamePages, &q.c, "政府采购货物和服务招标投标管理办法 第三十七条第四项"}} {
		if got, err := want.c.LeadClause(want.kind); err != nil || string(got) != want.said {
			t.Errorf("%s: %s %v", want.kind, got, err)
		}
	}
}
