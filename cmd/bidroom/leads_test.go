package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// authored is a PDF that says who wrote it.
func authored(t *testing.T, author, text string) []byte {
	t.Helper()
	doc := fpdf.New("P", "mm", "A4", "")
	doc.SetAuthor(author, true)
	doc.SetFont("Courier", "", 10)
	doc.AddPage()
	doc.Cell(0, 5, text)
	var to bytes.Buffer
	if err := doc.Output(&to); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// What bids share is looked for once the panel examines, and not before; its
// members and a supervisor see it, nobody else; a member's word is heard by the
// others when all have said; while bids are marked blind, what is shared is told
// to no member; the report says all, and the evidence holds.
func TestLeadsAmongBids(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[0], "/api/lots/"+lots[0]
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		staff, supervisor := as(t, p, "staff"), as(t, p, "supervisor")
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		must(staff.Post(ctx, path+"/method", map[string]string{"source": hidden(t)}, &view))
		for i, bidder := range view.Bidders {
			must(staff.PostFile(ctx, path+"/bidders/"+bidder.ID+"/blind", "暗标.pdf", authored(t, "甲", fmt.Sprint("plan ", i)), &view))
		}
		for i, author := range []string{"张三꧁", "李四", "张三꧁"} {
			must(staff.PostFile(ctx, path+"/bidders/"+view.Bidders[i].ID+"/bid", "投标文件.pdf", authored(t, author, fmt.Sprint("bid ", i)), &view))
			must(staff.PostFile(ctx, path+"/bidders/"+view.Bidders[i].ID+"/blind", "暗标.pdf", authored(t, "甲", fmt.Sprint("plan ", i)), &view))
		}
		find := func() { must(c.handlers.Rooms.FindLeads(ctx, bidReader(c.handlers.Files))) }
		must(p.Take(ctx, lot, "electing"))
		find()
		steady(t, c, lot, "leads.found", 0)
		if got := reasons(t, supervisor.Get(ctx, path+"/leads", nil)); len(got) == 0 {
			t.Error("leads are shown before the panel examines")
		}
		must(p.Take(ctx, lot, "examining"))
		find()
		find()
		steady(t, c, lot, "leads.found", 1)
		for _, role := range []string{"staff", "agent"} {
			if got := reasons(t, as(t, p, role).Get(ctx, path+"/leads", nil)); len(got) == 0 {
				t.Errorf("%s sees the leads", role)
			}
		}
		var seen api.LeadsView
		must(supervisor.Get(ctx, path+"/leads", &seen))
		author := 0
		for _, l := range seen.List {
			if l.Kind == "author" && l.Value == "张三꧁" && len(l.Bidders) == 2 && l.Bidders[0] != l.Bidders[1] && l.Clause == "招标投标法实施条例 第四十条第一项" && l.OfDocument {
				author = l.No
			}
			if l.Value == "甲" {
				t.Error("what a blind part says of itself is a lead")
			}
		}
		if author == 0 {
			t.Fatalf("no lead of the author: %+v", seen)
		}
		for seat := 1; seat <= 5; seat++ {
			kiosk, state := atKiosk(t, p, seat)
			text, err := json.Marshal(state.Lot.Leads)
			must(err)
			one := state.Lot.Leads.List[author-1]
			if bytes.Contains(text, []byte("张三")) || !one.Withheld || one.Judged != seat-1 || len(one.Judgements) != 0 || bytes.Contains(text, []byte("落款")) {
				t.Errorf("seat %d is told %s", seat, text)
			}
			said := map[string]any{"takenUp": seat < 4, "reason": "落款相同"}
			refused(t, kiosk.Post(ctx, "/api/kiosk/leads/999/judgement", said, nil), "lead.unknown")
			must(kiosk.Post(ctx, fmt.Sprintf("/api/kiosk/leads/%d/judgement", author), said, &state))
			one = state.Lot.Leads.List[author-1]
			if one.Own == nil || one.Own.TakenUp != (seat < 4) || (one.Outcome == evaluation.LeadTakenUp) != (seat == 5) {
				t.Errorf("after seat %d: %+v", seat, one)
			}
		}
		must(p.Take(ctx, lot, "signing"))
		must(supervisor.Get(ctx, path+"/leads", &seen))
		if one := seen.List[author-1]; one.Outcome != evaluation.LeadTakenUp || len(one.Judgements) != 5 {
			t.Errorf("%+v", one)
		}
		if _, state := atKiosk(t, p, 1); state.Lot.Leads == nil || state.Lot.Leads.List[author-1].Value != "张三꧁" {
			t.Error("after the tally a member is not told what is shared")
		}
		holds(t, "the report", pdf(t, supervisor, path+"/report.pdf"), "作者：张三[U+A9C1]", "评标委员会予以处理", "落款相同", "这是文件自身记载的属性")
		must(p.Take(ctx, lot, "sealed"))
		replay(t, c, lot)
		takeOut(t, c, p, lot)
		broken, err := c.handlers.Rooms.DB.Invariants(ctx)
		if err != nil || len(broken) > 0 {
			t.Errorf("after the case: %v %v", broken, err)
		}
	})
}
