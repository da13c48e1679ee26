package main

import (
	"net/url"
	"slices"
	"strconv"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// A director of a bidder bears an expert's name. Until two people have found
// that it is a namesake the expert is kept out; then the expert can be drawn;
// when the register says something else of the director, not any more. Who was
// drawn is checked again by the same rule. A stranger computes all of it again.
func TestFalseMatch(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "tender")
		f := &matched{known: &known{t: t, c: c, p: p, lot: lots[1], staff: as(t, p, "staff")}, supervisor: as(t, p, "supervisor")}
		e, _ := f.candidate(10)
		f.teach(e.ID)
		var first, second api.LotView
		f.must(f.staff.Get(f.ctx(), "/api/lots/"+lots[0], &first))
		f.must(f.staff.Get(f.ctx(), "/api/lots/"+lots[1], &second))
		bidder := f.directed(first.Bidders[0].Name, e.Name, "2020-01-01")
		f.directed(second.Bidders[0].Name, e.Name, "2020-01-01")

		before := f.formed(lots[0], "")
		f.refusals(e)
		f.dismiss(e.ID, first.Bidders[0].CreditCode, true)
		dismissed := f.formed(lots[0], "排除误判后重新形成候选范围")
		f.counted(lots[0])
		f.held(e.ID, first.Bidders[0].CreditCode, "dismissed", true)
		f.directed(bidder, e.Name, "2021-01-01")
		changed := f.formed(lots[0], "企业资料变更后重新形成候选范围")
		f.held(e.ID, first.Bidders[0].CreditCode, "open", true)
		for i, want := range [][3]int{{0, 0, 0}, {-1, 1, 1}, {0, 0, 0}} {
			got := []*draw.PoolFormed{before, dismissed, changed}[i]
			if director(got)-director(before) != want[0] || len(got.Items)-len(before.Items) != want[1] || got.Dismissed != want[2] {
				t.Errorf("pool %d excludes %v, holds %d and says %d were dismissed", i, got.Excluded, len(got.Items), got.Dismissed)
			}
		}

		f.dismiss(e.ID, second.Bidders[0].CreditCode, true)
		f.must(p.Take(f.ctx(), f.lot, "invited"))
		f.checkedAgain(second.Bidders[0])
		f.must(p.Take(f.ctx(), f.lot, "scheduled"))
		f.must(f.supervisor.Post(f.ctx(), "/api/lots/"+f.lot+"/meeting/void", map[string]string{"reason": "演练结束"}, nil))
		f.uncounted()
		x, err := c.handlers.Rooms.Export(f.ctx(), rooms.SystemActor, f.lot, true)
		f.must(err)
		i := slices.IndexFunc(x.Draws[0].Candidates, func(one conflict.Expert) bool { return one.ID == e.ID })
		if i < 0 || len(x.Draws[0].Candidates[i].Dismissals) != 3 || !slices.ContainsFunc(x.Draws[0].Pool, func(o draw.Opened) bool { return o.Expert == e.ID }) {
			t.Errorf("%s is not in the pool, or not with what was dismissed", e.Name)
		}
		if code, states := statesOf(t, exported(t, cfg, f.lot, "--full")); code != 0 || states[evidence.PartConflicts] != evidence.Checked {
			t.Errorf("verify of the full file: %d %v", code, states)
		}
	})
}

// uncounted holds that the log as staff read it counts nobody among those who
// were drawn: by a count before and one after a change of the register it would
// tell of whom it counts.
func (f *matched) uncounted() {
	f.t.Helper()
	var log api.Page[api.EntryView]
	f.must(f.staff.Get(f.ctx(), "/api/lots/"+f.lot+"/log?limit=200", &log))
	checks := 0
	for _, e := range log.Items {
		if e.Kind == "draw.rechecked" {
			checks++
			if count, said := e.Body["unknown"]; said {
				f.t.Errorf("staff read that %s of those who were drawn are unknown", count)
			}
		}
	}
	if checks == 0 {
		f.t.Error("nobody was checked again")
	}
}

// A matched is a centre in which names are alike.
type matched struct {
	*known
	supervisor *demo.Client
	pools      int
}

// teach has the register hold an expert for the seats of both lots.
func (f *matched) teach(id string) {
	f.t.Helper()
	var e api.ExpertView
	f.must(f.staff.Get(f.ctx(), "/api/experts/"+id, &e))
	person := rooms.PersonEdit{Name: e.Name, Region: e.Region, Title: e.Title, Status: conflict.Status(e.Status), Until: e.Until, Specialties: []string{"A080104", "A083203"}}
	f.must(f.staff.Patch(f.ctx(), "/api/experts/"+id, rooms.ExpertEdit{Version: e.Version, Person: &person}, nil))
}

// directed has a company have one director more or anew, and returns its name.
func (f *matched) directed(name, director, from string) string {
	f.t.Helper()
	var found api.Page[api.CompanyView]
	f.must(f.staff.Get(f.ctx(), "/api/companies?q="+url.QueryEscape(name), &found))
	var now api.CompanyDetail
	f.must(f.staff.Get(f.ctx(), "/api/companies/"+found.Items[0].ID, &now))
	edit := companySheet{Version: now.Version, Name: now.Name, LegalRepresentative: now.LegalRepresentative, People: []rooms.PostEdit{{Name: director, Office: "director", From: from}}}
	for _, post := range now.People {
		if post.Name != director {
			edit.People = append(edit.People, rooms.PostEdit{Name: post.Name, Office: post.Office, From: post.From, To: post.To})
		}
	}
	for _, h := range now.Shareholders {
		edit.Shareholders = append(edit.Shareholders, rooms.HolderEdit{Name: h.Name, CreditCode: h.CreditCode, Percent: h.Percent, From: h.From, To: h.To})
	}
	f.must(f.staff.Patch(f.ctx(), "/api/companies/"+now.ID, edit, nil))
	return now.Name
}

// formed forms a lot's pool, in place of the one before if there is one, and
// returns what the log says of it.
func (f *matched) formed(lot, reason string) *draw.PoolFormed {
	f.t.Helper()
	by := f.staff
	if f.pools++; f.pools > 1 {
		by = f.supervisor
		var now api.LotView
		f.must(f.staff.Get(f.ctx(), "/api/lots/"+lot, &now))
		f.must(f.staff.Post(f.ctx(), "/api/draws/"+now.Draws[len(now.Draws)-1].ID+"/void", map[string]string{"reason": "重新形成候选范围"}, nil))
	}
	f.must(by.Post(f.ctx(), "/api/lots/"+lot+"/draws", map[string]string{"reason": reason}, nil))
	entries, _, err := f.c.handlers.Rooms.Entries(f.ctx(), lot, 0, 100_000)
	f.must(err)
	for _, e := range slices.Backward(entries) {
		if act, err := draw.Decode(e.Kind, e.Body); err == nil {
			if formed, is := act.(*draw.PoolFormed); is {
				return formed
			}
		}
	}
	f.t.Fatal("no pool was formed")
	return nil
}

// counted holds that one dismissal is told before the opening, and not how few.
func (f *matched) counted(lot string) {
	f.t.Helper()
	var now api.LotView
	f.must(f.staff.Get(f.ctx(), "/api/lots/"+lot, &now))
	path := "/api/draws/" + now.Draws[len(now.Draws)-1].ID
	var view api.DrawView
	f.must(f.staff.Get(f.ctx(), path, &view))
	var text []byte
	f.must(f.staff.Get(f.ctx(), path+"/record.json", &text))
	record, err := draw.ReadRecord(text)
	f.must(err)
	var log api.Page[api.EntryView]
	f.must(f.staff.Get(f.ctx(), "/api/lots/"+lot+"/log?limit=200", &log))
	i := slices.IndexFunc(log.Items, func(e api.EntryView) bool { return e.Kind == "draw.pooled" && e.Body["dismissed"] != "" })
	if i < 0 || view.Dismissed != draw.Withheld || record.Dismissed != draw.Withheld || log.Items[i].Body["dismissed"] != draw.Withheld {
		f.t.Errorf("the page says %q, the record %q, the log %+v", view.Dismissed, record.Dismissed, log.Items)
	}
}

// director is how many a pool excludes for R02.
func director(act *draw.PoolFormed) int {
	for _, e := range act.Excluded {
		if e.Ground == "R02" {
			return e.Count
		}
	}
	return 0
}

// match returns the match of an expert's name with one in a company.
func (f *matched) match(expert, code string) api.ExpertMatch {
	f.t.Helper()
	var view api.ExpertMatchesView
	f.must(f.staff.Get(f.ctx(), "/api/experts/"+expert+"/matches", &view))
	i := slices.IndexFunc(view.Matches, func(m api.ExpertMatch) bool { return m.CreditCode == code && m.Own == "name" && m.Found })
	if i < 0 {
		f.t.Fatalf("no match with %s: %+v", code, view.Matches)
	}
	return view.Matches[i]
}

func (f *matched) held(expert, code, state string, found bool) {
	f.t.Helper()
	if m := f.match(expert, code); m.State != state || m.Found != found {
		f.t.Errorf("the match is %+v, want %s", m, state)
	}
}

// dismiss has staff propose and the supervisor decide, and returns the match.
func (f *matched) dismiss(expert, code string, confirm bool) api.ExpertMatch {
	f.t.Helper()
	m := f.match(expert, code)
	f.must(f.staff.Post(f.ctx(), "/api/experts/"+expert+"/matches/"+m.ID, map[string]string{"reason": "经查社保和身份证号，不是同一人"}, nil))
	f.must(f.supervisor.Post(f.ctx(), "/api/matches/"+f.waiting().ID+"/decision", map[string]any{"confirm": confirm, "reason": "证据不足"}, nil))
	return m
}

// waiting returns the newest proposal.
func (f *matched) waiting() api.WaitingMatch {
	f.t.Helper()
	var view api.WaitingMatchesView
	f.must(f.supervisor.Get(f.ctx(), "/api/matches", &view))
	return view.Waiting[len(view.Waiting)-1]
}

// refusals holds who may do what, and what must be said.
func (f *matched) refusals(e api.ExpertBrief) {
	f.t.Helper()
	ctx := f.ctx()
	var lot api.LotView
	f.must(f.staff.Get(ctx, "/api/lots/"+f.lot, &lot))
	code := lot.Bidders[0].CreditCode
	path, because := "/api/experts/"+e.ID+"/matches/"+f.match(e.ID, code).ID, map[string]string{"reason": "同名"}
	for _, login := range []string{"supervisor", "agent", "witness"} {
		refused(f.t, as(f.t, f.p, login).Post(ctx, path, because, nil), "access.role")
	}
	refused(f.t, f.staff.Get(ctx, "/api/experts/none/matches", nil), "expert.unknown")
	refused(f.t, f.supervisor.Get(ctx, "/api/matches/none", nil), "match.unknown")
	refused(f.t, f.staff.Post(ctx, path, map[string]string{"reason": " "}, nil), "reason.required")
	refused(f.t, f.staff.Post(ctx, path[:len(path)-1]+"g", because, nil), "match.changed")
	f.must(f.staff.Post(ctx, path, because, nil))
	refused(f.t, f.staff.Post(ctx, path, because, nil), "match.waiting")
	f.held(e.ID, code, "waiting", true)
	decision := "/api/matches/" + f.waiting().ID + "/decision"
	yes := map[string]any{"confirm": true, "reason": ""}
	for _, login := range []string{"staff", "caller", "agent", "witness"} {
		refused(f.t, as(f.t, f.p, login).Post(ctx, decision, yes, nil), "access.role")
	}
	refused(f.t, f.supervisor.Post(ctx, decision, map[string]any{"confirm": false, "reason": ""}, nil), "reason.required")
	var seen api.ProposedMatchView
	f.must(f.supervisor.Get(ctx, "/api/matches/"+f.waiting().ID, &seen))
	if seen.Expert != e.Name || seen.Match.CreditCode != code || seen.Match.Office != "director" || seen.Match.OfficeFrom != "2020-01-01" || seen.Reason != "同名" || seen.Back {
		f.t.Errorf("the second person sees %+v", seen)
	}
	f.must(f.supervisor.Post(ctx, decision, map[string]any{"confirm": false, "reason": "证据不足"}, nil))
	refused(f.t, f.supervisor.Post(ctx, decision, yes, nil), "stale")
	f.held(e.ID, code, "declined", true)

	// Dismissed, and taken back by the same two.
	f.dismiss(e.ID, code, true)
	f.held(e.ID, code, "dismissed", true)
	f.dismiss(e.ID, code, false)
	f.held(e.ID, code, "dismissed", true)
	f.dismiss(e.ID, code, true)
	f.held(e.ID, code, "open", true)

	// Nobody has a say on a namesake of their own.
	f.directed(lot.Bidders[0].Name, "周明", "2020-01-01")
	var view api.ExpertView
	f.must(f.staff.Get(ctx, "/api/experts/"+e.ID, &view))
	relations := rooms.Relations{Related: "some", RelatedOn: "2026-01-05", Rows: append(view.Relations.Rows, rooms.RelationRow{Relation: "sibling", Name: "周明", DeclaredOn: "2026-01-05"}), Interested: view.Relations.Interested, InterestedOn: view.Relations.InterestedOn}
	f.must(f.staff.Patch(ctx, "/api/experts/"+e.ID, rooms.ExpertEdit{Version: view.Version, Relations: &relations}, nil))
	var all api.ExpertMatchesView
	f.must(f.staff.Get(ctx, "/api/experts/"+e.ID+"/matches", &all))
	i := slices.IndexFunc(all.Matches, func(m api.ExpertMatch) bool { return m.Own == "sibling" })
	own := "/api/experts/" + e.ID + "/matches/" + all.Matches[i].ID
	refused(f.t, f.staff.Post(ctx, own, because, nil), "match.own")
	f.must(as(f.t, f.p, "caller").Post(ctx, own, because, nil))
	f.must(f.supervisor.Post(ctx, "/api/matches/"+f.waiting().ID+"/decision", yes, nil))
}

// checkedAgain holds that a dismissal counts when whoever was drawn is checked
// again, and no more once the register says something else.
func (f *matched) checkedAgain(bidder api.BidderView) {
	f.t.Helper()
	var e api.ExpertView
	seat := 0
	for seat == 0 || e.Name == "周明" || e.Name == "何正" { // who would have a say on a namesake of their own
		seat++
		f.must(f.staff.Get(f.ctx(), "/api/experts/"+drawnFor(f.ctx(), f.t, f.p, seat), &e))
	}
	shell := companySheet{Name: "同名验证有限公司", CreditCode: demo.CreditCode(777), People: []rooms.PostEdit{{Name: e.Name, Office: "director", From: "2022-01-01"}}}
	var made api.CompanyDetail
	f.must(f.staff.Post(f.ctx(), "/api/companies", shell, &made))
	f.dismiss(e.ID, shell.CreditCode, true)
	shell.CreditCode, shell.Version, shell.Shareholders = "", 1, []rooms.HolderEdit{{Name: bidder.Name, CreditCode: bidder.CreditCode, Percent: "80"}}
	f.must(f.staff.Patch(f.ctx(), "/api/companies/"+made.ID, shell, nil))
	f.must(f.c.handlers.Rooms.Recheck(f.ctx()))
	replaced(f.ctx(), f.t, f.c, f.lot, "draw.answered system declined 1")
	shell.Version, shell.People[0].From = 2, "2023-01-01"
	f.must(f.staff.Patch(f.ctx(), "/api/companies/"+made.ID, shell, nil))
	f.must(f.c.handlers.Rooms.Recheck(f.ctx()))
	replaced(f.ctx(), f.t, f.c, f.lot, "draw.answered system declined 1", "draw.rechecked system conflict "+strconv.Itoa(seat))
	_, err := f.p.Call(f.ctx(), seat)
	f.must(err)
}
