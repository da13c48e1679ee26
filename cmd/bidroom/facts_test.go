package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// What is known of a lot decides who is drawn: who took part, is named, is in
// dispute or was challenged is kept out, and what was asked and is none is no
// longer unknown. Once the panel is drawn a change waits for a supervisor; then
// the next ticket takes a seat before the check-in, and after it the meeting
// has an incident. A stranger computes all of it again.
func TestKnownFacts(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "tender")
		f := &known{t: t, c: c, p: p, lot: lots[1], staff: as(t, p, "staff"), agent: as(t, p, "agent")}
		f.read()
		f.refusals()
		f.beforeTheDraw(lots[0])
		f.afterTheDraw(lots[0])
		f.inTheMeeting()

		ctx := t.Context()
		if err := as(t, p, "supervisor").Post(ctx, "/api/lots/"+f.lot+"/meeting/void", map[string]string{"reason": "演练结束"}, nil); err != nil {
			t.Fatal(err)
		}
		f.whoCould()
		if code, states := statesOf(t, exported(t, cfg, f.lot, "--full")); code != 0 || states[evidence.PartConflicts] != evidence.Checked || states[evidence.PartDraw] != evidence.Checked {
			t.Errorf("verify of the full file: %d %v", code, states)
		}
		public := filepath.Join(t.TempDir(), "public.zip")
		var file []byte
		if err := f.staff.Get(ctx, "/api/lots/"+f.lot+"/export?full=0", &file); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(public, file, 0o600); err != nil {
			t.Fatal(err)
		}
		if code, states := statesOf(t, public); code != 0 || states[evidence.PartConflicts] != evidence.NotContained {
			t.Errorf("verify of the public file: %d %v", code, states)
		}
		for _, name := range f.named {
			if strings.Contains(string(file), name) {
				t.Errorf("the public file names %s", name)
			}
		}
	})
}

// unasked is what a page shows of what nobody was asked.
var unasked = rooms.FactsLook{Asked: evaluation.NeverAsked}

type known struct {
	t            *testing.T
	c            *centre
	p            *demo.Play
	lot          string
	staff, agent *demo.Client
	view         api.FactsView
	named        []string
	out          map[string]api.ExpertBrief // who is kept out, by ground
	in           api.ExpertBrief            // who is not, though a namesake is named
}

func (f *known) ctx() context.Context { return f.t.Context() }

func (f *known) read() {
	f.t.Helper()
	if err := f.staff.Get(f.ctx(), "/api/lots/"+f.lot+"/facts", &f.view); err != nil {
		f.t.Fatal(err)
	}
}

func (f *known) of(subject string) api.FactsSubject {
	return f.view.Subjects[slices.IndexFunc(f.view.Subjects, func(s api.FactsSubject) bool { return s.Subject == subject })]
}

// looked is what a page says that it showed about a subject.
func (f *known) looked(subject string) rooms.FactsLook {
	one := f.of(subject)
	look := rooms.FactsLook{Asked: one.Asked, Facts: evaluation.Datum(one.Facts)}
	if one.Proposal != nil {
		look.ProposedMs = one.Proposal.AtMs
	}
	return look
}

// decision is a second person's word on what waits about a subject.
func (f *known) decision(subject string, confirm bool, reason string) map[string]any {
	f.t.Helper()
	p := f.of(subject).Proposal
	if p == nil {
		f.t.Fatalf("nothing waits about %s", subject)
	}
	return map[string]any{"asked": p.Asked, "facts": p.Facts, "proposedMs": p.AtMs, "confirm": confirm, "reason": reason}
}

// state says by the agent what is known about a subject.
func (f *known) state(subject, asked, reason string, rows ...rooms.FactRow) error {
	f.read()
	for _, row := range rows {
		if row.Name != "" {
			f.named = append(f.named, row.Name)
		}
	}
	in := map[string]any{"asked": asked, "was": f.looked(subject), "rows": append([]rooms.FactRow{}, rows...), "reason": reason}
	return f.agent.Put(f.ctx(), "/api/lots/"+f.lot+"/facts/"+subject, in, &f.view)
}

func (f *known) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// candidate returns the n-th made-up expert, whose name nobody else has who
// could be drawn for the lot.
func (f *known) candidate(n int) (e api.ExpertBrief, identity string) {
	f.t.Helper()
	var found api.Page[api.ExpertBrief]
	identity = demo.IdentityNumber(n)
	f.must(f.staff.Post(f.ctx(), "/api/experts/find", map[string]string{"identity": identity}, &found))
	return found.Items[0], identity
}

// refusals: what cannot be stated is refused, row by row.
func (f *known) refusals() {
	var lot api.LotView
	f.must(f.staff.Get(f.ctx(), "/api/lots/"+f.lot, &lot))
	bidder := lot.Bidders[0].ID
	for what, tt := range map[string]struct {
		subject, asked string
		row            rooms.FactRow
		want           string
	}{
		"nothing about a subject that there is not": {"weather", "none", rooms.FactRow{}, "facts.about"},
		"a unit without a name":                     {"units", "some", rooms.FactRow{Kind: "approval"}, "facts.no_company"},
		"a role of no kind":                         {"roles", "some", rooms.FactRow{Kind: "owner", Name: "金明"}, "facts.kind"},
		"a role of nobody":                          {"roles", "some", rooms.FactRow{Kind: "design"}, "facts.nobody"},
		"a bidder that is none":                     {"named", "some", rooms.FactRow{Name: "金明", Bidder: "x"}, "facts.bidder"},
		"a dispute without a day":                   {"disputes", "some", rooms.FactRow{Name: "金明", Bidder: bidder}, "facts.no_day"},
		"a day to come":                             {"disputes", "some", rooms.FactRow{Name: "金明", Bidder: bidder, On: "2999-01-01"}, "facts.later"},
		"no day at all":                             {"disputes", "some", rooms.FactRow{Name: "金明", Bidder: bidder, On: "2025-02-29"}, "facts.day"},
		"another's identity number":                 {"former_panel", "some", rooms.FactRow{Name: "金明", Identity: "330102195801010000"}, "facts.identity"},
		"an identity number of nobody":              {"roles", "some", rooms.FactRow{Kind: "design", Company: "某院", Identity: demo.IdentityNumber(3)}, "facts.unfit"},
		"a credit code with a slip":                 {"units", "some", rooms.FactRow{Kind: "approval", Company: "某局", CreditCode: "11330100MB0Q00001Y"}, "facts.credit_code"},
		"none, with a row":                          {"former_panel", "none", rooms.FactRow{Name: "金明"}, "facts.none_with_rows"},
	} {
		in := map[string]any{"asked": tt.asked, "was": unasked, "rows": []rooms.FactRow{tt.row}, "reason": ""}
		err := f.agent.Put(f.ctx(), "/api/lots/"+f.lot+"/facts/"+tt.subject, in, nil)
		if err == nil {
			f.t.Errorf("%s was taken", what)
			continue
		}
		refused(f.t, err, tt.want)
	}
	refused(f.t, f.state("units", "some", ""), "facts.some_without_rows")
	refused(f.t, as(f.t, f.p, "witness").Get(f.ctx(), "/api/lots/"+f.lot+"/facts", nil), "access.role")
	refused(f.t, as(f.t, f.p, "supervisor").Put(f.ctx(), "/api/lots/"+f.lot+"/facts/units", map[string]any{"asked": "none", "was": unasked, "rows": []rooms.FactRow{}, "reason": ""}, nil), "access.role")
}

// beforeTheDraw states facts and holds who is kept out by them.
func (f *known) beforeTheDraw(other string) {
	var lot api.LotView
	f.must(f.staff.Get(f.ctx(), "/api/lots/"+f.lot, &lot))
	bidder := lot.Bidders[0]
	took, _ := f.candidate(8)
	named, identity := f.candidate(24)
	_, stranger := f.candidate(1)
	fault, _ := f.candidate(40)
	disputed, _ := f.candidate(56)
	challenged, _ := f.candidate(72)
	f.must(f.state("roles", "some", "", rooms.FactRow{Kind: "tender_documents", Name: took.Name, On: "2026-08-20"}, rooms.FactRow{Kind: "design", Company: "某设计院"}))
	refused(f.t, f.agent.Put(f.ctx(), "/api/lots/"+f.lot+"/facts/roles", map[string]any{"asked": "none", "was": unasked, "rows": []rooms.FactRow{}, "reason": ""}, nil), "stale")
	// Of the same name, but another person; and of another name, but the same.
	f.must(f.state("named", "some", "", rooms.FactRow{Name: fault.Name, Identity: stranger, Bidder: bidder.ID}, rooms.FactRow{Name: "化名", Identity: identity, Bidder: bidder.ID}))
	if rows := f.of("named").Rows; len(rows) != 2 || rows[1].Known != 2 || rows[1].Bidder != bidder.ID || rows[1].BidderName != bidder.Name {
		f.t.Fatalf("stated %+v", rows)
	}
	// Edited once more without the number: it stays.
	f.must(f.state("named", "some", "", rooms.FactRow{Name: "化名", Known: 2, Bidder: bidder.ID}, rooms.FactRow{Name: fault.Name, Known: 1, Bidder: bidder.ID}))
	// Another name is another person.
	f.must(f.state("named", "some", "", rooms.FactRow{Name: "别人", Known: 1, Bidder: bidder.ID}, rooms.FactRow{Name: fault.Name, Known: 2, Bidder: bidder.ID}))
	if rows := f.of("named").Rows; rows[0].Known != 0 || rows[1].Known != 2 {
		f.t.Errorf("with another name %+v", rows)
	}
	f.must(f.state("named", "some", "", rooms.FactRow{Name: "化名", Identity: identity, Bidder: bidder.ID}, rooms.FactRow{Name: fault.Name, Known: 2, Bidder: bidder.ID}))
	f.must(f.state("disputes", "some", "", rooms.FactRow{Company: disputed.Employers[0], Bidder: bidder.ID, On: "2025-11-30"}))
	f.must(f.state("challenges", "some", "", rooms.FactRow{Name: challenged.Name, Kind: "open", Bidder: bidder.ID, On: "2026-09-10"}))
	f.must(f.state("units", "none", ""))
	f.named = append(f.named, named.Name)

	plain := f.pool(other)
	if got := strings.Join(plain.Unasked, " "); got != "disputes former_panel named roles signals units" {
		f.t.Errorf("of a lot without facts %q were never asked", got)
	}
	f.must(f.staff.Post(f.ctx(), "/api/draws/"+plain.Draw+"/void", map[string]string{"reason": "演练"}, nil))
	f.must(f.p.Take(f.ctx(), f.lot, "invited"))
	formed := f.pool(f.lot)
	if got := strings.Join(formed.Unasked, " "); got != "former_panel signals" {
		f.t.Errorf("%q were never asked", got)
	}
	counts := map[string]int{}
	for _, e := range formed.Excluded {
		counts[e.Ground] = e.Count
	}
	if counts["R18"] != 1 || counts["R20"] < 1 || counts["R21"] < 1 || counts["R24"] != 1 {
		f.t.Errorf("excluded %v", formed.Excluded)
	}
	f.out = map[string]api.ExpertBrief{"R18": took, "R20": named, "R21": disputed, "R24": challenged}
	f.in = fault
}

// pool returns what the log says of a lot's pool, and forms it if there is none.
func (f *known) pool(lot string) *draw.PoolFormed {
	f.t.Helper()
	for range 2 {
		entries, _, err := f.c.handlers.Rooms.Entries(f.ctx(), lot, 0, 100_000)
		f.must(err)
		for _, e := range entries {
			if act, err := draw.Decode(e.Kind, e.Body); err == nil {
				if formed, is := act.(*draw.PoolFormed); is {
					return formed
				}
			}
		}
		f.must(f.staff.Post(f.ctx(), "/api/lots/"+lot+"/draws", struct{}{}, nil))
	}
	f.t.Fatal("no pool was formed")
	return nil
}

// whoCould holds who was in the lot's pool and who was not, which the full
// export alone says.
func (f *known) whoCould() {
	x, err := f.c.handlers.Rooms.Export(f.ctx(), rooms.SystemActor, f.lot, true)
	f.must(err)
	labelled := func(e api.ExpertBrief) bool {
		return slices.ContainsFunc(x.Draws[0].Pool, func(o draw.Opened) bool { return o.Expert == e.ID })
	}
	for ground, e := range f.out {
		if labelled(e) {
			f.t.Errorf("%s keeps nobody out: %s is in the pool", ground, e.Name)
		}
	}
	if !labelled(f.in) {
		f.t.Errorf("%s is kept out for a namesake", f.in.Name)
	}
}

// afterTheDraw holds that nobody alone can try out who was drawn.
func (f *known) afterTheDraw(other string) {
	ctx, supervisor := f.ctx(), as(f.t, f.p, "supervisor")
	path := "/api/lots/" + f.lot + "/facts/former_panel"
	refused(f.t, f.state("former_panel", "some", "", rooms.FactRow{Name: "某人"}), "reason.required")
	holder := f.holder(1)
	f.must(f.state("former_panel", "some", "财政部门处理决定", rooms.FactRow{Name: holder}))
	proposal := f.of("former_panel").Proposal
	if f.of("former_panel").Asked != "never_asked" || proposal == nil || proposal.Rows[0].Name != holder || !f.view.Drawn {
		f.t.Fatalf("proposed %+v", f.view)
	}
	decide := func(c *demo.Client, decision map[string]any) error {
		return c.Post(ctx, path+"/decision", decision, &f.view)
	}
	yes := f.decision("former_panel", true, "")
	refused(f.t, decide(f.agent, yes), "access.role")
	refused(f.t, decide(f.staff, yes), "access.role")
	for member, other := range map[string]any{"asked": "never_asked", "facts": strings.Repeat("0", 64), "proposedMs": proposal.AtMs - 1} {
		changed := maps.Clone(yes)
		changed[member] = other
		refused(f.t, decide(supervisor, changed), "stale")
	}
	// Nor does anybody put another proposal in its place who has not seen it.
	unseen := f.looked("former_panel")
	unseen.ProposedMs = 0
	refused(f.t, f.agent.Put(ctx, path, map[string]any{"asked": "none", "was": unseen, "rows": []rooms.FactRow{}, "reason": "无"}, nil), "stale")
	refused(f.t, decide(supervisor, f.decision("former_panel", false, " ")), "reason.required")
	f.must(decide(supervisor, f.decision("former_panel", false, "未附处理决定")))
	refused(f.t, decide(supervisor, yes), "facts.no_proposal")
	replaced(ctx, f.t, f.c, f.lot, "draw.answered system declined 1")

	f.must(f.state("former_panel", "some", "附财政部门处理决定", rooms.FactRow{Name: holder}))
	f.must(decide(supervisor, f.decision("former_panel", true, "")))
	if one := f.of("former_panel"); one.Asked != "some" || one.Proposal != nil || one.Rows[0].Name != holder {
		f.t.Errorf("confirmed %+v", one)
	}
	replaced(ctx, f.t, f.c, f.lot, "draw.answered system declined 1", "draw.rechecked system conflict 1")
	if _, err := f.p.Call(ctx, 1); err != nil {
		f.t.Fatal(err)
	}
	// Nor does a bidder of another lot, whom one person enters alone, tell.
	employer := employed(ctx, f.t, f.staff, drawnFor(ctx, f.t, f.p, 2), "江城天平测绘院", 999)
	f.must(f.staff.Post(ctx, "/api/lots/"+other+"/bidders", map[string]string{"name": employer.Company, "creditCode": employer.CreditCode, "legalRepresentative": "唐立言"}, nil))
}

// holder returns the name of the expert who was called for a seat last.
func (f *known) holder(seat int) string {
	f.t.Helper()
	var found api.Page[api.ExpertBrief]
	f.must(f.staff.Post(f.ctx(), "/api/experts/find", map[string]string{"phone": f.p.Phone(seat)}, &found))
	return found.Items[0].Name
}

// inTheMeeting holds that nobody who sits is taken off the panel unseen.
func (f *known) inTheMeeting() {
	ctx := f.ctx()
	f.must(f.p.Take(ctx, f.lot, "declaring"))
	f.must(f.state("challenges", "some", "开标后收到书面申请", rooms.FactRow{Name: f.holder(2), Kind: "upheld", Bidder: f.of("challenges").Rows[0].Bidder, On: "2026-09-10"}))
	f.must(as(f.t, f.p, "supervisor").Post(ctx, "/api/lots/"+f.lot+"/facts/challenges/decision", f.decision("challenges", true, ""), nil))
	var lot api.LotView
	f.must(f.staff.Get(ctx, "/api/lots/"+f.lot, &lot))
	if got := fmt.Sprint(lot.Meeting.Incidents); len(lot.Meeting.Incidents) != 1 || lot.Meeting.Incidents[0].What != evaluation.MemberConflict || lot.Meeting.Incidents[0].Seat != 2 || !slices.Equal(lot.Meeting.Incidents[0].Grounds, []string{"R24"}) || !lot.Meeting.Seats[1].Present {
		f.t.Errorf("the incidents are %s", got)
	}
	_, state := atKiosk(f.t, f.p, 2)
	if state.Member == nil {
		f.t.Error("who sits was taken off the panel")
	}
	entries, _, err := f.c.handlers.Rooms.Entries(ctx, f.lot, 0, 100_000)
	f.must(err)
	for _, e := range entries {
		text, err := e.Bytes()
		f.must(err)
		for _, name := range f.named {
			if strings.Contains(string(text), name) && e.Kind != "bids.opened" {
				f.t.Errorf("entry %d, %s, names %s", e.Seq, e.Kind, name)
			}
		}
	}
}
