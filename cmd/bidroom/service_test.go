package main

import (
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// Whoever was drawn has no service before the check-in, also when a library
// drew; a meeting that is void takes it away.
func TestService(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, _, p, lots := played(t, db, "tender")
		ctx, staff, known := t.Context(), as(t, p, "staff"), registered(t)
		id := idOf(ctx, t, staff, known["phone"])
		services := func(day string) []api.ServiceView {
			t.Helper()
			var view api.ExpertView
			if err := staff.Get(ctx, "/api/experts/"+id+day, &view); err != nil {
				t.Fatal(err)
			}
			return view.Services
		}
		var lot api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
			t.Fatal(err)
		}
		panel := demo.Panel(lot.Plan, 2, 2)
		panel.Seats[0].Identity, panel.Seats[0].Name = known["identity"], known["name"]
		if _, err := p.Import(ctx, lots[0], "staff", "", panel); err != nil {
			t.Fatal(err)
		}
		if err := p.Take(ctx, lots[0], "assembling"); err != nil {
			t.Fatal(err)
		}
		if got := services(""); len(got) != 0 {
			t.Fatalf("sealed, and yet %+v", got)
		}
		if err := p.Sit(ctx, 1); err != nil {
			t.Fatal(err)
		}
		got := services("")
		if len(got) != 1 || got[0].Lot != lots[0] || got[0].Seat != 1 || !got[0].Outside || got[0].Entity != lot.Entity.Name || got[0].LotNumber != lot.Brief.Number || got[0].AtMs == 0 {
			t.Errorf("after the check-in %+v", got)
		}
		if err := staff.Post(ctx, "/api/lots/"+lots[0]+"/meeting/void", map[string]string{"reason": "停电"}, nil); err != nil {
			t.Fatal(err)
		}
		if got := services(""); len(got) != 0 {
			t.Errorf("the meeting is void, and yet %+v", got)
		}
	})
}
