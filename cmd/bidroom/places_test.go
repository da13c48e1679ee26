package main

import (
	"bytes"
	"os/exec"
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
