package main

import (
	"fmt"
	"sync"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// A request that is sent again with its idempotency key is answered as it was,
// and does nothing twice.
func TestRepeatedRequests(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, agent := as(t, p, "staff"), as(t, p, "agent")
		tender := func(number string) map[string]any {
			return map[string]any{"number": number, "name": "滨河路", "startedOn": "2026-09-01", "entity": api.PartyView{Name: "某局"}}
		}
		there := func(want int64) {
			t.Helper()
			var page api.Page[api.TenderBrief]
			if err := staff.Get(t.Context(), "/api/tenders", &page); err != nil || page.Total != want {
				t.Fatalf("%d tenders are there, want %d: %v", page.Total, want, err)
			}
		}
		enter := func(who *demo.Client, key, number string) (id string, err error) {
			var made struct{ ID string }
			err = who.WithKey(key).Post(t.Context(), "/api/tenders", tender(number), &made)
			return made.ID, err
		}
		first, err := enter(staff, "0000-first", "T1")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if again, err := enter(staff, "0000-first", "T1"); err != nil || again != first {
				t.Errorf("sent again, the tender is %s and was %s: %v", again, first, err)
			}
		}
		_, err = enter(staff, "0000-first", "T2")
		refused(t, err, "request.key_used")
		_, err = enter(staff, "short", "T2")
		refused(t, err, "request.key")
		for range 2 { // nothing was done, so nothing is remembered
			_, err = enter(staff, "0000-taken", "T1")
			refused(t, err, "tender.number_taken")
		}
		there(1)
		if _, err := enter(staff, "0000-taken", "T3"); err != nil {
			t.Errorf("the key of a request that was refused: %v", err)
		}
		if _, err := enter(agent, "0000-first", "T4"); err != nil {
			t.Errorf("another's key: %v", err)
		}
		there(3)

		const times = 6
		var ids [times]string
		var errs [times]error
		var sent sync.WaitGroup
		for i := range times {
			sent.Go(func() { ids[i], errs[i] = enter(staff, "0000-at-once", "T5") })
		}
		sent.Wait()
		for i := range times {
			if errs[i] != nil || ids[i] == "" || ids[i] != ids[0] {
				t.Errorf("of %d at once, one was answered %q, %v, and the first %q", times, ids[i], errs[i], ids[0])
			}
		}
		there(4)
		if broken, err := c.handlers.Rooms.DB.Invariants(t.Context()); err != nil || len(broken) > 0 {
			t.Error(fmt.Sprint(broken), err)
		}
	})
}
