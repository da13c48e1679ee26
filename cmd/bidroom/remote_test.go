package main

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// remotePlan has seats 3 and 4 of a lot of five in a remote room.
func remotePlan(t *testing.T, p *demo.Play, lot string) {
	t.Helper()
	staff, path := as(t, p, "staff"), "/api/lots/"+lot
	var view api.LotView
	if err := staff.Get(t.Context(), path, &view); err != nil {
		t.Fatal(err)
	}
	seats := view.Plan
	seats[2].Remote, seats[3].Remote = true, true
	refused(t, staff.Post(t.Context(), path+"/plan", map[string]any{"seats": seats}, nil), "plan.remote_region")
	seats[2].Region, seats[3].Region = "330105", "330105"
	refused(t, staff.Post(t.Context(), path+"/plan", map[string]any{"seats": seats, "drawRoom": true}, nil), "plan.remote_drawn")
	if err := staff.Post(t.Context(), path+"/plan", map[string]any{"seats": seats}, &view); err != nil {
		t.Fatal(err)
	}
	if !view.Plan[2].Remote || view.Plan[1].Remote {
		t.Errorf("the plan is %+v", view.Plan)
	}
}

// shown is the answer to a pass that somebody shows at a kiosk.
func shown(t *testing.T, kiosk *demo.Client, pass, code string) {
	t.Helper()
	refused(t, kiosk.Post(t.Context(), "/api/kiosk/checkin", map[string]string{"code": pass, "key": "04" + strings.Repeat("ab", 64)}, nil), code)
}

// Two members of a panel sit in a room that another centre offers: they are
// drawn from its region and invited there, check in there and nowhere else, are
// seen and told with the others, and the whole case can be run again.
func TestRemoteRoomOfAnotherCentre(t *testing.T) {
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
		other := county(t, p)
		p.Guest = "county-staff"
		guest := as(t, p, p.Guest)
		var places api.Page[api.RoomView]
		must(guest.Post(ctx, "/api/rooms", map[string]any{"name": "远程评标室", "seats": 5}, &places))
		away := places.Items[0]
		remotePlan(t, p, lot)
		must(p.Take(ctx, lot, "drawn"))
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		invite := "/api/draws/" + view.Draws[len(view.Draws)-1].ID + "/invitations"
		refused(t, staff.Post(ctx, invite, demo.Offer("manual"), nil), "invitation.remote")

		// The room must be offered, and is not taken back while it is needed.
		var mine api.Page[api.RoomView]
		must(staff.Get(ctx, "/api/rooms", &mine))
		meeting := map[string]any{"room": mine.Items[0].ID, "plannedMs": 1_900_000_000_000}
		refused(t, staff.Post(ctx, path+"/meeting", meeting, nil), "room.remote_missing")
		meeting["remote"] = mine.Items[0].ID
		refused(t, staff.Post(ctx, path+"/meeting", meeting, nil), "room.remote_same")
		meeting["remote"] = away.ID
		refused(t, staff.Post(ctx, path+"/meeting", meeting, nil), "room.unknown")
		offered := func(yes bool) error {
			return guest.Patch(ctx, "/api/rooms/"+away.ID, map[string]any{"name": away.Name, "seats": away.Seats, "offered": yes, "version": places.Items[0].Version}, &places)
		}
		must(offered(true))
		must(staff.Post(ctx, path+"/meeting", meeting, &view))
		if view.Meeting.RemoteName != other.Name+" 远程评标室" {
			t.Errorf("the remote room is called %q", view.Meeting.RemoteName)
		}
		refused(t, offered(false), "room.lent")
		refused(t, as(t, p, "sysadmin").Patch(ctx, "/api/centres/"+other.ID, map[string]any{"name": other.Name, "printed": other.Printed, "region": other.Region, "code": other.Code, "closed": true, "version": other.Version}, nil), "centre.runs")

		must(p.Take(ctx, lot, "invited"))
		meeting["remote"] = mine.Items[1].ID
		refused(t, staff.Post(ctx, path+"/meeting", meeting, nil), "room.remote_invited")
		for seat, place := range map[int]string{2: "青溪市公共资源交易中心", 3: other.Printed} {
			var call api.CallView
			must(as(t, p, "caller").Post(ctx, strings.TrimSuffix(invite, "invitations")+"seats/"+string(rune('0'+seat))+"/call", struct{}{}, &call))
			if !strings.Contains(call.Text, place) || strings.Contains(call.Text, view.Brief.TenderName) {
				t.Errorf("seat %d is told %q", seat, call.Text)
			}
		}

		// Each seat checks in at its own room's kiosks, and is told which that is.
		must(p.Take(ctx, lot, "assembling"))
		here, err := p.At(ctx, 5)
		must(err)
		there, err := p.AtRemote(ctx, 3)
		must(err)
		shown(t, here, p.Passes()[3], "seat.other_room")
		shown(t, there, p.Passes()[2], "seat.other_room")
		entries, _, err := c.handlers.Rooms.Entries(ctx, lot, 0, 1000)
		must(err)
		if last := entries[len(entries)-1]; last.Kind != "member.directed" || !bytes.Contains(last.Body, []byte(`"room":"`+mine.Items[0].ID)) {
			t.Errorf("the log ends with %s %s", last.Kind, last.Body)
		}
		must(p.Take(ctx, lot, "evaluating"))

		// The wall shows both rooms as one meeting, to those alone whose it is.
		var wall api.WallView
		must(supervisor.Get(ctx, "/api/wall", &wall))
		if len(wall.Rooms) != 1 || wall.Rooms[0].Remote == nil || wall.Rooms[0].Remote.ID != away.ID {
			t.Fatalf("the wall shows %+v", wall.Rooms)
		}
		if n := slices.IndexFunc(wall.Rooms[0].Feeds, func(f api.FeedView) bool { return f.Seat == 3 && strings.HasPrefix(f.Name, "远程评标室") }); n < 0 {
			t.Errorf("the feeds are %+v", wall.Rooms[0].Feeds)
		}
		must(as(t, p, "county-supervisor").Get(ctx, "/api/wall", &wall))
		must(guest.Get(ctx, "/api/rooms", &places))
		if len(wall.Rooms) != 0 || places.Items[0].Lot != "" || places.Items[0].Guest == "" {
			t.Errorf("the other centre sees %+v and %+v", wall.Rooms, places.Items[0])
		}
		said := map[string]string{"text": "请注意时间。"}
		refused(t, as(t, p, "county-supervisor").Post(ctx, "/api/rooms/"+away.ID+"/announcements", said, nil), "announcement.guest")
		must(supervisor.Post(ctx, "/api/rooms/"+mine.Items[0].ID+"/announcements", said, nil))
		if _, state := atKiosk(t, p, 4); len(state.Announced) != 1 || state.RoomName != "远程评标室" || state.Feed == "" {
			t.Errorf("the remote kiosk shows %+v", state)
		}

		must(p.Take(ctx, lot, "sealed"))
		replay(t, c, lot)
		takeOut(t, c, p, lot)
		must(offered(false))
		var pdf []byte
		must(staff.Get(ctx, path+"/report.pdf", &pdf))
		read := exec.Command("pdftotext", "-layout", "-", "-")
		read.Stdin = bytes.NewReader(pdf)
		if text, err := read.Output(); err != nil || !bytes.Contains(text, []byte("副场")) {
			t.Errorf("the report does not say who sat in the remote room: %v\n%s", err, text)
		}
		if broken, err := c.handlers.Rooms.DB.Invariants(ctx); err != nil || len(broken) > 0 {
			t.Errorf("%v %v", broken, err)
		}
	})
}
