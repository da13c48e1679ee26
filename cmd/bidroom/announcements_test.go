package main

import (
	"strings"
	"testing"

	"bidroom/server/api"
	"bidroom/server/live"
	"bidroom/server/store/storetest"
)

// A supervisor tells a room something: the room's topic says so at once,
// every kiosk of the room shows it, and each confirms it for itself.
func TestAnnouncements(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, c := people(t, db)
		ctx := t.Context()
		lots, err := p.Tender(ctx)
		if err != nil {
			t.Fatal(err)
		}
		super, staff := as(t, p, "supervisor"), as(t, p, "staff")
		var rooms api.Page[api.RoomView]
		if err := super.Get(ctx, "/api/rooms", &rooms); err != nil {
			t.Fatal(err)
		}
		for _, room := range rooms.Items {
			refused(t, super.Post(ctx, "/api/rooms/"+room.ID+"/announcements", map[string]string{"text": "请就座"}, nil), "announcement.room")
		}
		if err := p.Take(ctx, lots[0], "electing"); err != nil {
			t.Fatal(err)
		}
		first, _, err := p.Kiosk(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		second, _, err := p.Kiosk(ctx, 2)
		if err != nil {
			t.Fatal(err)
		}
		var state api.KioskState
		if err := first.Get(ctx, "/api/kiosk/state", &state); err != nil || len(state.Announced) != 0 {
			t.Fatalf("%+v %v", state.Announced, err)
		}
		path, topic := "/api/rooms/"+state.Kiosk.Room+"/announcements", live.TopicRoom+state.Kiosk.Room
		told := c.handlers.Hub.Seq(topic)
		var made api.Announcement
		if err := super.Post(ctx, path, map[string]string{"text": "请保持安静"}, &made); err != nil || made.Seen || made.Text != "请保持安静" {
			t.Fatalf("%+v %v", made, err)
		}
		if got := c.handlers.Hub.Seq(topic); got != told+1 {
			t.Errorf("the room was told %d times", got-told)
		}
		refused(t, super.Post(ctx, path, map[string]string{"text": strings.Repeat("长", 201)}, nil), "announcement.text")
		refused(t, staff.Post(ctx, path, map[string]string{"text": "我"}, nil), "access.role")
		refused(t, first.Post(ctx, path, map[string]string{"text": "我"}, nil), "access.role")
		seen := "/api/kiosk/announcements/" + made.ID + "/seen"
		refused(t, super.Post(ctx, seen, struct{}{}, nil), "access.role")
		if err := first.Post(ctx, seen, struct{}{}, &state); err != nil || len(state.Announced) != 1 || !state.Announced[0].Seen {
			t.Fatalf("%+v %v", state.Announced, err)
		}
		refused(t, first.Post(ctx, seen, struct{}{}, nil), "announcement.seen")
		refused(t, first.Post(ctx, "/api/kiosk/announcements/none/seen", struct{}{}, nil), "announcement.unknown")
		if err := second.Get(ctx, "/api/kiosk/state", &state); err != nil || len(state.Announced) != 1 || state.Announced[0].Seen {
			t.Errorf("at another kiosk: %+v %v", state.Announced, err)
		}
		entries, _, err := c.handlers.Rooms.Entries(ctx, lots[0], 0, 100_000)
		if err != nil {
			t.Fatal(err)
		}
		if err := second.Post(ctx, "/api/kiosk/incidents", map[string]string{"what": "equipment", "text": "摄像头松动"}, nil); err != nil {
			t.Error(err)
		}
		refused(t, second.Post(ctx, "/api/kiosk/incidents", map[string]string{"what": "made up", "text": ""}, nil), "incident.kind")
		kinds := ""
		for _, e := range entries[len(entries)-2:] {
			kinds += e.Kind + " by " + e.Role + ", "
		}
		if kinds != "announcement.made by supervisor, announcement.seen by member, " {
			t.Errorf("the log ends with %s", kinds)
		}
	})
}
