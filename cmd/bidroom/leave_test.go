package main

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// Who is on leave on the planned day of the meeting is not in the pool, by a
// ground of its own; invitations are for that day. Leave that is entered after
// the draw replaces nobody.
func TestLeaveKeepsOutOfThePool(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		staff, ctx := as(t, p, "staff"), t.Context()
		china := time.FixedZone("CST", 8*3600)
		meeting := time.UnixMilli(demo.Offer("manual").FromMs).In(china)
		away := func(id, from, to string) {
			var view api.ExpertView
			if err := staff.Get(ctx, "/api/experts/"+id, &view); err != nil {
				t.Fatal(err)
			}
			leave := rooms.Leave{Rows: []rooms.LeaveRow{{From: from, To: to}}}
			if err := staff.Patch(ctx, "/api/experts/"+id, rooms.ExpertEdit{Version: view.Version, Leave: &leave}, &view); err != nil || !slices.Equal(view.Leave.Rows, leave.Rows) {
				t.Fatalf("%+v %v", view.Leave, err)
			}
		}
		var list api.Page[api.ExpertBrief]
		if err := staff.Post(ctx, "/api/experts/find", map[string]any{"specialty": "A080104", "limit": 9}, &list); err != nil || len(list.Items) != 9 {
			t.Fatalf("%+v %v", list, err)
		}
		day := meeting.Format(time.DateOnly)
		for i, one := range list.Items[:6] {
			from, to := day, day
			if i == 5 { // back on the day before
				from, to = meeting.AddDate(0, 0, -9).Format(time.DateOnly), meeting.AddDate(0, 0, -1).Format(time.DateOnly)
			}
			away(one.ID, from, to)
		}
		var lot api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
			t.Fatal(err)
		}
		const shared = "13912340000"
		// A few have a bidder's telephone number, of whom one at least is eligible: told as few, and of nobody.
		for _, one := range list.Items[6:] {
			person := rooms.PersonEdit{Name: one.Name, Phone: shared, Region: one.Region, Specialties: []string{"A080104"}, Status: conflict.Active, Reason: "核实", DecidedBy: "中心"}
			if err := staff.Patch(ctx, "/api/experts/"+one.ID, rooms.ExpertEdit{Version: 1, Person: &person}, nil); err != nil {
				t.Fatal(err)
			}
		}
		share(ctx, t, staff, lot.Bidders[0].CreditCode, "139 1234 0000")
		plan := func(day string) error {
			return staff.Post(ctx, "/api/lots/"+lots[0]+"/plan", map[string]any{"seats": lot.Plan, "limits": lot.Limits, "meetingOn": day}, &lot)
		}
		refused(t, plan("2026-02-30"), "plan.meeting_on")
		if err := plan(day); err != nil || lot.MeetingOn != day {
			t.Fatalf("planned for %q: %v", lot.MeetingOn, err)
		}
		if err := p.Take(ctx, lots[0], "drawn"); err != nil {
			t.Fatal(err)
		}
		if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
			t.Fatal(err)
		}
		var pool api.DrawView
		if err := staff.Get(ctx, "/api/draws/"+lot.Draws[0].ID, &pool); err != nil || pool.Alerts != "<5" {
			t.Errorf("%v: alerts of %q in the pool", err, pool.Alerts)
		}
		other := demo.Offer("manual")
		other.FromMs, other.UntilMs = other.FromMs+24*3600_000, other.UntilMs+24*3600_000
		refused(t, staff.Post(ctx, "/api/draws/"+lot.Draws[0].ID+"/invitations", other, nil), "invitation.day")

		if err := p.Take(ctx, lots[0], "invited"); err != nil {
			t.Fatal(err)
		}
		seat := 1
		for p.Phone(seat) == shared { // whose number finds three
			seat++
		}
		away(drawnFor(ctx, t, p, seat), day, day)
		if err := p.Take(ctx, lots[0], "scheduled"); err != nil {
			t.Fatal(err)
		}
		replaced(ctx, t, c, lots[0], "draw.answered system declined 1")
		var text json.RawMessage
		if err := staff.Get(ctx, "/api/draws/"+lot.Draws[0].ID+"/record.json", &text); err != nil {
			t.Fatal(err)
		}
		record, err := draw.ReadRecord(text)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(record.Excluded, "R25 5") {
			t.Errorf("excluded %v, want five for leave", record.Excluded)
		}
	})
}
