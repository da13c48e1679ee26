package main

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/rooms"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// Conflicts that come to light after the draw: a bidder who registers late
// employs who was drawn for seat 1, found at the opening; who was drawn for
// seat 2 is suspended after it, found at check-in. The next ticket takes the
// seat, without anybody asking for it. Who was drawn for seat 3 does not come,
// which staff state. Who was drawn for seat 4 goes into another entry of the
// register, and comes. The case goes on to its seal, and the draw is replayed
// as it was.
func TestCheckedAgain(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "invited")
		ctx := t.Context()
		staff, agent := as(t, p, "staff"), as(t, p, "agent")
		employer := employed(ctx, t, staff, drawnFor(ctx, t, p, 1), "江城天平测绘院", 500)
		late := map[string]string{"name": employer.Company, "creditCode": employer.CreditCode, "legalRepresentative": "唐立言"}
		bidders, changes := "/api/lots/"+lots[0]+"/bidders", "/api/lots/"+lots[0]+"/bidderchanges/"
		refused(t, staff.Post(ctx, bidders, late, nil), "reason.required")
		late["reason"] = "开标前补报名"
		var lot, of api.LotView
		propose := func() (change string) {
			t.Helper()
			before := len(lot.Bidders)
			if err := staff.Post(ctx, bidders, late, &lot); err != nil {
				t.Fatal(err)
			}
			if len(lot.BidderChanges) != 1 || len(lot.Bidders) != before && before > 0 {
				t.Fatalf("what was proposed is %+v beside %+v", lot.BidderChanges, lot.Bidders)
			}
			one := lot.BidderChanges[0]
			if !one.Adds || one.Name != employer.Company || one.Reason != late["reason"] || !one.Own || one.MayDecide || one.By == "" {
				t.Errorf("who proposed it sees %+v", one)
			}
			return changes + one.ID
		}
		change := propose()
		yes, no := map[string]any{"confirm": true}, map[string]any{"confirm": false, "reason": "材料不齐"}
		refused(t, staff.Post(ctx, bidders, late, nil), "bidder.proposed")
		refused(t, staff.Post(ctx, change+"/decision", yes, nil), "bidder.second_person")
		refused(t, agent.Post(ctx, change+"/withdraw", struct{}{}, nil), "bidder.not_own")
		refused(t, as(t, p, "witness").Post(ctx, change+"/decision", yes, nil), "access.role")
		refused(t, as(t, p, "supervisor").Post(ctx, change+"/decision", map[string]any{"confirm": false}, nil), "reason.required")
		if err := as(t, p, "supervisor").Post(ctx, change+"/decision", no, &of); err != nil || len(of.BidderChanges) != 0 {
			t.Fatalf("after a no %+v waits: %v", of.BidderChanges, err)
		}
		if change = propose(); staff.Post(ctx, change+"/withdraw", struct{}{}, &lot) != nil || len(lot.BidderChanges) != 0 {
			t.Fatalf("after it was withdrawn %+v waits", lot.BidderChanges)
		}
		change = propose()
		if err := agent.Get(ctx, "/api/lots/"+lots[0], &of); err != nil || of.BidderChanges[0].Own || !of.BidderChanges[0].MayDecide {
			t.Fatalf("the second person sees %+v: %v", of.BidderChanges, err)
		}
		if err := agent.Post(ctx, change+"/decision", yes, &lot); err != nil || lot.Bidders[len(lot.Bidders)-1].Name != employer.Company {
			t.Fatalf("the list is %+v: %v", lot.Bidders, err)
		}
		if err := staff.PostFile(ctx, "/api/lots/"+lots[0]+"/bidders/"+lot.Bidders[len(lot.Bidders)-1].ID+"/bid", "投标文件.pdf", []byte("%PDF-1.7\n%%EOF\n"), &lot); err != nil {
			t.Fatal(err)
		}
		if err := p.Take(ctx, lots[0], "scheduled"); err != nil {
			t.Fatal(err)
		}
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 1")
		left(ctx, t, staff, lot.Draws[0].ID, "declined", "conflict")
		if _, err := p.Call(ctx, 1); err != nil {
			t.Fatal(err)
		}
		seat3, absent := "/api/draws/"+lot.Draws[0].ID+"/seats/3/answer", map[string]string{"answer": "absent", "reason": "未按时到场，电话无人接听"}
		refused(t, staff.Post(ctx, seat3, absent, nil), "draw.not_awaited")
		mergeExperts(ctx, t, staff, another(ctx, t, staff, "110101199003070011"), drawnFor(ctx, t, p, 4))
		share(ctx, t, staff, lot.Bidders[0].CreditCode, p.Phone(1))
		if err := c.handlers.Rooms.Recheck(ctx); err != nil { // or it finds the suspension before the check-in does
			t.Fatal(err)
		}
		if err := p.Take(ctx, lots[0], "assembling"); err != nil {
			t.Fatal(err)
		}

		suspend(ctx, t, c, drawnFor(ctx, t, p, 2))
		refused(t, p.Sit(ctx, 2), "member.conflict")
		if _, err := p.Call(ctx, 2); err != nil {
			t.Fatal(err)
		}

		refused(t, staff.Post(ctx, seat3, map[string]string{"answer": "absent"}, nil), "reason.required")
		if err := staff.Post(ctx, seat3, absent, nil); err != nil {
			t.Fatal(err)
		}
		refused(t, staff.Post(ctx, seat3, absent, nil), "draw.seat")
		if _, err := p.Call(ctx, 3); err != nil {
			t.Fatal(err)
		}
		mayCall(t, p, strings.TrimSuffix(seat3, "/seats/3/answer"), true)
		if err := p.Take(ctx, lots[0], "declaring"); err != nil {
			t.Fatal(err)
		}
		mayCall(t, p, strings.TrimSuffix(seat3, "/seats/3/answer"), false)
		alerted(t, staff, agent, lots[0], api.Shared{Kind: "phone", With: lot.Bidders[0].Name})
		refused(t, staff.Post(ctx, seat3, absent, nil), "member.twice") // who is there is not absent
		if err := p.Take(ctx, lots[0], "sealed"); err != nil {
			t.Fatal(err)
		}
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 1", "meeting.opened system conflict 2", "draw.answered system absent 3")
		replay(t, c, lots[0])
		takeOut(t, c, p, lots[0])
	})
}

// share has the register say that a company has a telephone number.
func share(ctx context.Context, t *testing.T, staff *demo.Client, code, phone string) {
	t.Helper()
	var found api.Page[api.CompanyView]
	var is api.CompanyDetail
	if err := staff.Get(ctx, "/api/companies?q="+code, &found); err != nil || len(found.Items) != 1 {
		t.Fatalf("%v: %d companies with the code", err, len(found.Items))
	}
	if err := staff.Get(ctx, "/api/companies/"+found.Items[0].ID, &is); err != nil {
		t.Fatal(err)
	}
	sheet := companySheet{Version: is.Version, Name: is.Name, FormerNames: is.FormerNames, CreditCode: is.CreditCode, LegalRepresentative: is.LegalRepresentative, Signals: []rooms.SignalEdit{{Kind: "phone", Value: "+86 " + phone}}}
	for _, p := range is.People {
		sheet.People = append(sheet.People, rooms.PostEdit{Name: p.Name, Office: p.Office, From: p.From, To: p.To})
	}
	for _, h := range is.Shareholders {
		sheet.Shareholders = append(sheet.Shareholders, rooms.HolderEdit{Name: h.Name, CreditCode: h.CreditCode, Percent: h.Percent, From: h.From, To: h.To})
	}
	if err := staff.Patch(ctx, "/api/companies/"+is.ID, sheet, nil); err != nil {
		t.Fatal(err)
	}
}

// alerted holds what the member of seat 1 shares, and that it is said once, to
// those alone who see to it.
func alerted(t *testing.T, staff, agent *demo.Client, id string, want api.Shared) {
	t.Helper()
	var lot, other api.LotView
	if err := errors.Join(staff.Get(t.Context(), "/api/lots/"+id, &lot), agent.Get(t.Context(), "/api/lots/"+id, &other)); err != nil {
		t.Fatal(err)
	}
	if list := lot.Meeting.Incidents; len(list) != 1 || list[0].What != "member_alert" || list[0].Seat != 1 || !slices.Equal(list[0].Grounds, []string{"R22"}) || !slices.Equal(list[0].Shared, []api.Shared{want}) {
		t.Errorf("raised are %+v, want %+v", list, want)
	}
	if other.Meeting != nil && len(other.Meeting.Incidents) > 0 {
		t.Errorf("the agent sees %+v", other.Meeting.Incidents)
	}
}

// mayCall holds that every seat's holder can be called, or none, by whoever had
// no hand in the case, as the page says and as the server does it.
func mayCall(t *testing.T, p *demo.Play, path string, want bool) {
	t.Helper()
	staff, caller := as(t, p, "staff"), as(t, p, "caller")
	for _, by := range []*demo.Client{staff, caller} {
		var view api.DrawView
		if err := by.Get(t.Context(), path, &view); err != nil {
			t.Fatal(err)
		}
		if own := by == staff; view.OwnCase != own || slices.ContainsFunc(view.Seats, func(s api.DrawSeat) bool { return s.MayCall != (want && !own) }) {
			t.Errorf("whose own case it is, %t, sees %t and %+v", own, view.OwnCase, view.Seats)
		}
	}
	refused(t, staff.Post(t.Context(), path+"/seats/2/call", struct{}{}, nil), "access.own_case")
	if err := caller.Post(t.Context(), path+"/seats/2/call", struct{}{}, nil); want && err != nil {
		t.Error(err)
	} else if !want {
		refused(t, err, "draw.seat")
	}
}

// drawnFor returns the id of the expert who was called for a seat.
func drawnFor(ctx context.Context, t *testing.T, p *demo.Play, seat int) string {
	t.Helper()
	return idOf(ctx, t, as(t, p, "staff"), p.Phone(seat))
}

// idOf returns the id of the expert with a phone number.
func idOf(ctx context.Context, t *testing.T, staff *demo.Client, phone string) string {
	t.Helper()
	var found api.Page[api.ExpertBrief]
	if err := staff.Post(ctx, "/api/experts/find", map[string]string{"phone": phone}, &found); err != nil || len(found.Items) != 1 {
		t.Fatalf("%d experts have the phone number: %v", len(found.Items), err)
	}
	return found.Items[0].ID
}

// left holds which tickets of seat 1 the draw's page shows as replaced, in
// their order, and that one more holds it.
func left(ctx context.Context, t *testing.T, staff *demo.Client, id string, want ...string) {
	t.Helper()
	var view api.DrawView
	if err := staff.Get(ctx, "/api/draws/"+id, &view); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ticket := range view.Tickets {
		if ticket.Seat == 1 {
			got = append(got, ticket.Left)
		}
	}
	if !slices.Equal(got, append(want, "")) {
		t.Errorf("the tickets of seat 1 were replaced for %q, want %q and one that holds it", got, want)
	}
}

// employed has the register say that an expert works where nobody else does, and
// returns where.
func employed(ctx context.Context, t *testing.T, staff *demo.Client, expert, company string, code int) rooms.AffiliationRow {
	t.Helper()
	var view api.ExpertView
	if err := staff.Get(ctx, "/api/experts/"+expert, &view); err != nil {
		t.Fatal(err)
	}
	at := rooms.AffiliationRow{Company: company, CreditCode: demo.CreditCode(code), From: "2015-07-01"}
	edit := rooms.ExpertEdit{Version: view.Version, Affiliations: &rooms.Affiliations{Asked: "some", On: "2026-01-20", Rows: []rooms.AffiliationRow{at}}}
	if err := staff.Patch(ctx, "/api/experts/"+expert, edit, nil); err != nil {
		t.Fatal(err)
	}
	return at
}

// replaced holds what went before each replacement in the log, who did it,
// why, and for which seat.
func replaced(ctx context.Context, t *testing.T, c *centre, lot string, want ...string) {
	t.Helper()
	entries, _, err := c.handlers.Rooms.Entries(ctx, lot, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, e := range entries {
		if act, err := draw.Decode(e.Kind, e.Body); err == nil {
			if a, ok := act.(*draw.Replaced); ok {
				got = append(got, strings.Join([]string{entries[i-1].Kind, e.Role, a.Reason, string(rune('0' + a.Filling.Seat))}, " "))
			}
		}
	}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("the replacements are %q, want %q", got, want)
	}
}

// suspend has the register say that an expert is suspended, as a version like
// any other but for this, that nobody is asked to check who was drawn.
func suspend(ctx context.Context, t *testing.T, c *centre, expert string) {
	t.Helper()
	if err := c.handlers.Rooms.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Expert(expert)
		if err != nil {
			return err
		}
		row.Status = string(conflict.Suspended)
		codes, err := tx.SpecialtiesOf(row.ID)
		if err != nil {
			return err
		}
		version := strconv.FormatInt(row.Version+1, 10)
		box := c.handlers.Rooms.Box
		sealed, err := box.Seal("register/"+row.ID+"/"+version, []byte(`{"facts":`+string(row.Facts)+`}`))
		if err != nil {
			return err
		}
		row.Tag = box.Tag("register.expert", row.ID, version, row.Name, row.IdentityIndex, row.PhoneIndex, row.Region, row.Status, row.UntilOn, row.MergedInto, string(row.Facts))
		return errors.Join(tx.SaveExpert(row, codes), tx.InsertRegisterVersions([]store.RegisterVersion{{Subject: row.ID, Version: row.Version + 1, AtMs: tx.Now, Act: rooms.ByEdit, Sealed: sealed}}))
	}); err != nil {
		t.Fatal(err)
	}
}

// A change of the register by hand has whoever was drawn for an open lot
// checked again. Who has not come yet is replaced; of who sits already an
// incident is raised, once, which goes on until somebody has seen to it.
func TestCheckedAfterAChange(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "scheduled")
		staff, ctx := as(t, p, "staff"), t.Context()
		recheck := func() {
			t.Helper()
			if err := c.handlers.Rooms.Recheck(ctx); err != nil {
				t.Fatal(err)
			}
		}
		bind(ctx, t, staff, lots[0], employed(ctx, t, staff, drawnFor(ctx, t, p, 1), "江城天平测绘院", 500))
		recheck()
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 1")
		if _, err := p.Call(ctx, 1); err != nil {
			t.Fatal(err)
		}
		// Two who were drawn are one person, whichever entry goes: the later seat is another's.
		mergeExperts(ctx, t, staff, drawnFor(ctx, t, p, 4), drawnFor(ctx, t, p, 3), "phone")
		recheck()
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 1", "draw.rechecked system conflict 4")
		if _, err := p.Call(ctx, 4); err != nil {
			t.Fatal(err)
		}
		if err := p.Take(ctx, lots[0], "declaring"); err != nil {
			t.Fatal(err)
		}
		raised := func() (list []api.IncidentView) {
			t.Helper()
			var lot api.LotView
			if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
				t.Fatal(err)
			}
			return lot.Meeting.Incidents
		}
		bind(ctx, t, staff, lots[0], employed(ctx, t, staff, drawnFor(ctx, t, p, 2), "江城地衡检测所", 501))
		recheck()
		suspend(ctx, t, c, drawnFor(ctx, t, p, 3)) // nothing asks for a check
		recheck()
		list := raised()
		if len(list) != 1 || list[0].What != "member_conflict" || list[0].Seat != 2 || !slices.Equal(list[0].Grounds, []string{"R16"}) || list[0].By != "system" {
			t.Fatalf("raised %+v", list)
		}
		if err := staff.Post(ctx, "/api/lots/"+lots[0]+"/seats/2/left", map[string]string{"reason": "依资料有回避情形"}, nil); err != nil {
			t.Fatal(err)
		}
		var any api.CompanyDetail
		if err := staff.Post(ctx, "/api/companies", companySheet{Name: "与本项目无关的公司", CreditCode: demo.CreditCode(502)}, &any); err != nil {
			t.Fatal(err)
		}
		recheck()
		if list = raised(); len(list) != 2 || list[1].Seat != 3 {
			t.Errorf("after seat 2 was filled anew: %+v", list)
		}
		refused(t, staff.Post(ctx, "/api/lots/"+lots[0]+"/incidents", map[string]string{"what": "member_conflict", "text": "有回避情形"}, nil), "incident.kind")
	})
}

// another enters an expert of whom nothing is asked and returns its id.
func another(ctx context.Context, t *testing.T, staff *demo.Client, identity string) string {
	t.Helper()
	return anotherOf(ctx, t, staff, identity, "13800000001")
}

func anotherOf(ctx context.Context, t *testing.T, staff *demo.Client, identity, phone string) string {
	t.Helper()
	var added struct{ ID string }
	person := rooms.PersonEdit{Name: "龚岚", Phone: phone, Region: "330100", Specialties: []string{"A080104"}, Status: conflict.Active, Reason: "入库", DecidedBy: "中心"}
	if err := staff.Post(ctx, "/api/experts", map[string]any{"identity": identity, "person": person}, &added); err != nil {
		t.Fatal(err)
	}
	return added.ID
}

// mergeExperts has one entry go into another, as staff who compared them.
func mergeExperts(ctx context.Context, t *testing.T, staff *demo.Client, into, from string, take ...string) (view api.ExpertView) {
	t.Helper()
	var both api.ComparedExpertsView
	if err := staff.Get(ctx, "/api/experts/"+into+"/compared/"+from+"?take="+strings.Join(take, ","), &both); err != nil {
		t.Fatal(err)
	}
	merge := map[string]any{"version": both.One.Version, "other": from, "otherVersion": both.Other.Version, "take": append([]string{}, take...), "reason": "本人证件已核对"}
	if err := staff.Post(ctx, "/api/experts/"+into+"/merge", merge, &view); err != nil {
		t.Fatal(err)
	}
	return view
}

// bind enters an expert's employer as one that a bidder holds most of.
func bind(ctx context.Context, t *testing.T, staff *demo.Client, id string, employer rooms.AffiliationRow) {
	t.Helper()
	var lot api.LotView
	if err := staff.Get(ctx, "/api/lots/"+id, &lot); err != nil {
		t.Fatal(err)
	}
	holder := rooms.HolderEdit{Name: lot.Bidders[0].Name, CreditCode: lot.Bidders[0].CreditCode, Percent: "60"}
	if err := staff.Post(ctx, "/api/companies", companySheet{Name: employer.Company, CreditCode: employer.CreditCode, Shareholders: []rooms.HolderEdit{holder}}, nil); err != nil {
		t.Fatal(err)
	}
}

// What an expert declares after the draw counts from then on: who says to hold a
// part of a bidder has the seat no more, whoever else holds one of a company that
// does not bid keeps it.
func TestDeclaredAfterTheDraw(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "scheduled")
		staff, ctx := as(t, p, "staff"), t.Context()
		var lot api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
			t.Fatal(err)
		}
		declare := func(seat int, edit rooms.ExpertEdit) {
			t.Helper()
			path := "/api/experts/" + drawnFor(ctx, t, p, seat)
			var view api.ExpertView
			if err := staff.Get(ctx, path, &view); err != nil {
				t.Fatal(err)
			}
			edit.Version = view.Version
			if err := staff.Patch(ctx, path, edit, nil); err != nil {
				t.Fatal(err)
			}
			if err := c.handlers.Rooms.Recheck(ctx); err != nil {
				t.Fatal(err)
			}
		}
		holds := func(name, code string) rooms.ExpertEdit {
			return rooms.ExpertEdit{Holdings: &rooms.Holdings{Asked: "some", On: "2026-01-20", Rows: []rooms.HoldingRow{{Company: name, CreditCode: code, Percent: "0.5", From: "2020-01-01"}}}}
		}
		declare(1, holds("江城豆制品厂", demo.CreditCode(503)))
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1")
		declare(2, holds(lot.Bidders[0].Name, lot.Bidders[0].CreditCode))
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 2")
		declare(3, rooms.ExpertEdit{Offices: &rooms.Offices{Asked: "some", On: "2026-01-20", Rows: []rooms.OfficeRow{{Company: lot.Bidders[1].Name, Office: "supervisor", From: "2020-01-01", To: "2020-12-31"}}}})
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 2") // longer ago than three years
		declare(3, rooms.ExpertEdit{Offices: &rooms.Offices{Asked: "some", On: "2026-01-20", Rows: []rooms.OfficeRow{{Company: lot.Bidders[1].Name, Office: "supervisor", From: "2020-01-01"}}}})
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1", "draw.rechecked system conflict 2", "draw.rechecked system conflict 3")
	})
}
