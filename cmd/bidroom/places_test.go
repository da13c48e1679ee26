package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// planned gives the first lots a plan with places that are drawn.
func planned(t *testing.T, p *demo.Play, lot string, places map[string]any) api.LotView {
	t.Helper()
	staff, path := as(t, p, "staff"), "/api/lots/"+lot
	var view api.LotView
	if err := staff.Get(t.Context(), path, &view); err != nil {
		t.Fatal(err)
	}
	plan := map[string]any{"seats": view.Plan, "limits": view.Limits}
	for name, value := range places {
		plan[name] = value
	}
	if err := staff.Post(t.Context(), path+"/plan", plan, &view); err != nil {
		t.Fatal(err)
	}
	return view
}

// The room of a meeting is drawn among those that fit it, by a ceremony with
// its own record; the next steps in for one that falls out, and everybody sits
// in the room that was drawn.
func TestDrawnRoom(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[0], "/api/lots/"+lots[0]
		staff, supervisor := as(t, p, "staff"), as(t, p, "supervisor")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		planned(t, p, lot, map[string]any{"drawRoom": true})
		must(p.Take(ctx, lot, "invited"))
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		records, err := demo.Opening(&view)
		must(err)
		must(staff.Post(ctx, path+"/opening", map[string]any{"records": records}, &view))
		var rooms api.Page[api.RoomView]
		must(staff.Get(ctx, "/api/rooms", &rooms))
		at := view.OpenedMs + 30*60*1000
		refused(t, staff.Post(ctx, path+"/meeting", map[string]any{"room": rooms.Items[0].ID, "plannedMs": at}, nil), "room.to_draw")
		must(staff.Post(ctx, path+"/meeting", map[string]any{"plannedMs": at}, &view))
		refused(t, staff.Post(ctx, path+"/meeting/open", struct{}{}, nil), "room.undrawn")
		draw := map[string]string{"purpose": "rooms", "subject": view.Meeting.ID}
		refused(t, staff.Post(ctx, path+"/choices", draw, nil), "room.too_few") // they have no kiosks
		must(p.Furnish(ctx))

		// A room fits no other meeting that is planned within four hours.
		other := func(plannedMs int64) {
			t.Helper()
			must(staff.Post(ctx, "/api/lots/"+lots[1]+"/meeting", map[string]any{"room": rooms.Items[0].ID, "plannedMs": plannedMs}, nil))
		}
		other(at - 4*60*60*1000 + 1)
		refused(t, staff.Post(ctx, path+"/choices", draw, nil), "room.too_few")
		other(at + 4*60*60*1000)
		var choice api.ChoiceView
		must(staff.Post(ctx, path+"/choices", draw, &choice))
		refused(t, staff.Post(ctx, path+"/meeting", map[string]any{"plannedMs": at}, nil), "draw.stands")
		must(p.Hold(ctx, choice.ID, "witness", &choice))
		checkChoice(t, staff, choice.ID, "评标室")
		must(staff.Get(ctx, path, &view))
		if view.Meeting.RoomName != choice.Order[0].Word || len(view.Meeting.RoomOrder) != 2 {
			t.Errorf("drawn %+v, the meeting is in %s of %+v", choice.Order, view.Meeting.RoomName, view.Meeting.RoomOrder)
		}
		refused(t, supervisor.Post(ctx, path+"/choices", draw, nil), "room.drawn")
		out := map[string]string{"room": view.Meeting.Room, "reason": "空调故障"}
		refused(t, staff.Post(ctx, path+"/meeting/room", out, nil), "access.role")
		must(supervisor.Post(ctx, path+"/meeting/room", out, &view))
		if view.Meeting.RoomName != choice.Order[1].Word || view.Meeting.RoomOrder[0].Reason != out["reason"] {
			t.Errorf("after the first fell out the meeting is in %s of %+v", view.Meeting.RoomName, view.Meeting.RoomOrder)
		}
		out["room"] = view.Meeting.Room
		refused(t, supervisor.Post(ctx, path+"/meeting/room", out, nil), "room.order_end")

		must(p.Take(ctx, lot, "sealed"))
		if drawn, _ := chosen(t, staff, lot, "rooms", ""); len(drawn.Outcome) != 1 || drawn.Outcome[0][0] != choice.Order[1].Word || drawn.Due {
			t.Errorf("the lot says %+v", drawn)
		}
		takeOut(t, c, p, lot)
		var pdf []byte
		must(staff.Get(ctx, path+"/report.pdf", &pdf))
		read := exec.Command("pdftotext", "-", "-")
		read.Stdin = bytes.NewReader(pdf)
		if text, err := read.Output(); err != nil || !bytes.Contains(text, []byte("随机抽取")) || !bytes.Contains(text, []byte("评标室更换")) {
			t.Errorf("the report does not say how its room was drawn: %v\n%s", err, text)
		}
	})
}

// Which seat sits at which kiosk is drawn: nobody checks in at another, whoever
// tries is told where to go and the log says so, and the next kiosk of the
// order steps in for one that fails.
func TestDrawnKiosks(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[0], "/api/lots/"+lots[0]
		staff := as(t, p, "staff")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		planned(t, p, lot, map[string]any{"drawSeats": true})
		must(p.Take(ctx, lot, "assembling"))
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		drawn, _ := chosen(t, staff, lot, "seats", view.Meeting.Room)
		if len(drawn.Outcome) != 1 || len(drawn.Outcome[0]) != 6 || drawn.Due {
			t.Fatalf("the lot says %+v", drawn)
		}
		for i, seat := range view.Meeting.Seats {
			if seat.WorkplaceName != drawn.Outcome[0][i] {
				t.Errorf("of %v seat %d has %s", drawn.Outcome[0], seat.No, seat.WorkplaceName)
			}
		}
		checkChoice(t, staff, drawn.Draws[0].ID, "机位")

		var rooms api.Page[api.RoomView]
		must(staff.Get(ctx, "/api/rooms", &rooms))
		places := map[string]int{} // by kiosk
		for _, room := range rooms.Items {
			for _, kiosk := range room.Kiosks {
				places[kiosk.ID] = kiosk.Seat
			}
		}
		third, err := p.At(ctx, places[view.Meeting.Seats[2].Workplace])
		must(err)
		shown := map[string]string{"code": p.Passes()[2], "key": "04" + strings.Repeat("ab", 64)}
		refused(t, third.Post(ctx, "/api/kiosk/checkin", shown, nil), "workplace.other")
		entries, _, err := c.handlers.Rooms.Entries(ctx, lot, 0, 1000)
		must(err)
		if last := entries[len(entries)-1]; last.Kind != "member.directed" || !bytes.Contains(last.Body, []byte(`"seat":"2"`)) {
			t.Errorf("the log ends with %s %s", last.Kind, last.Body)
		}
		fails := map[string]string{"kiosk": view.Meeting.Seats[1].Workplace, "reason": "黑屏"}
		refused(t, as(t, p, "supervisor").Post(ctx, path+"/seats/2/workplace", fails, nil), "access.role")
		must(staff.Post(ctx, path+"/seats/2/workplace", fails, &view))
		if spare := view.Meeting.Seats[1].WorkplaceName; spare != drawn.Outcome[0][5] {
			t.Errorf("after its kiosk failed seat 2 has %s", spare)
		}
		refused(t, staff.Post(ctx, path+"/seats/2/workplace", fails, nil), "stale")
		must(p.Take(ctx, lot, "sealed"))
		takeOut(t, c, p, lot)
		var pdf []byte
		must(staff.Get(ctx, path+"/report.pdf", &pdf))
		read := exec.Command("pdftotext", "-", "-")
		read.Stdin = bytes.NewReader(pdf)
		if text, err := read.Output(); err != nil || !bytes.Contains(text, []byte("机位随机抽取")) || !bytes.Contains(text, []byte("机位更换")) {
			t.Errorf("the report does not say who sat where by draw: %v\n%s", err, text)
		}
	})
}
