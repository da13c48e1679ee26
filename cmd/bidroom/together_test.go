package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// Two roles open a draw with the keys that they keep on paper, and one alone
// does not; that it was opened stands in the log, and no name does.
func TestTwoRolesReadWhoWasDrawn(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "invited")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		staff, agent := as(t, p, "staff"), as(t, p, "agent")
		var view api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lots[0], &view); err != nil {
			t.Fatal(err)
		}
		path := "/api/draws/" + view.Draws[0].ID + "/open"
		keys := func(one, other string) map[string]any {
			return map[string]any{"reason": "停电，按名单核对到场专家", "keys": map[string]string{"staff": one, "supervisor": other}}
		}
		paper := func(role string) string { return strings.Join(p.Papers.Openers[role], " ") }
		misread := []byte(paper("staff"))
		misread[0] ^= 1

		refused(t, agent.Post(ctx, path, keys(paper("staff"), paper("supervisor")), nil), "access.role")
		refused(t, staff.Post(ctx, path, keys(paper("staff"), ""), nil), "opener.form")
		refused(t, staff.Post(ctx, path, keys(string(misread), paper("supervisor")), nil), "opener.group")
		refused(t, staff.Post(ctx, path, keys(paper("staff"), paper("staff")), nil), "opener.other")
		refused(t, staff.Post(ctx, path, keys(strings.Join(p.Papers.Master, " "), paper("supervisor")), nil), "opener.other")
		silent := keys(paper("staff"), paper("supervisor"))
		silent["reason"] = ""
		refused(t, staff.Post(ctx, path, silent, nil), "reason.required")

		var sitters []api.SitterView
		if err := staff.Post(ctx, path, keys(paper("staff"), strings.ToLower(paper("supervisor"))), &sitters); err != nil {
			t.Fatal(err)
		}
		if len(sitters) != 4 {
			t.Fatalf("four seats are drawn, and the names of %d were read", len(sitters))
		}
		entries, _, err := c.handlers.Rooms.Entries(ctx, lots[0], 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		opened := 0
		for _, e := range entries {
			if e.Kind == "draw.opened_together" {
				opened++
			}
			for _, s := range sitters {
				if s.Name == "" || s.Answer != "accepted" || strings.Contains(string(e.Body), s.Name) {
					t.Errorf("seat %d, entry %d: a name is missing, or in the log", s.Seat, e.Seq)
				}
			}
		}
		if opened != 1 {
			t.Errorf("one opening stands %d times in the log", opened)
		}
	})
}
