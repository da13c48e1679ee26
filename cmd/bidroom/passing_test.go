package main

import (
	"slices"
	"testing"

	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// Items that are passed together are findings of their own each, all or none.
func TestPassedTogether(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "examining")
		ctx := t.Context()
		kiosk, state := atKiosk(t, p, 1)
		bid, items := state.Lot.Bidders[1].Bid, []string{}
		for _, criterion := range state.Lot.Criteria {
			if criterion.Kind == string(scoring.Pass) {
				items = append(items, criterion.ID)
			}
		}
		failed := api.FindingView{Bid: bid, Item: items[0], Reason: "营业执照已过期", Page: 2}
		if err := kiosk.Post(ctx, "/api/kiosk/findings", failed, &state); err != nil {
			t.Fatal(err)
		}
		pass := func(bid string, items ...string) error {
			return kiosk.Post(ctx, "/api/kiosk/findings/passing", map[string]any{"bid": bid, "items": items}, &state)
		}
		refused(t, pass(bid), "field.required")
		refused(t, pass(bid, items[1], "none"), "item.unknown")
		refused(t, pass("none", items[1]), "bid.unknown")
		if err := kiosk.Get(ctx, "/api/kiosk/state", &state); err != nil || !slices.Equal(state.Member.Findings, []api.FindingView{failed}) {
			t.Errorf("after refusals there are %+v: %v", state.Member.Findings, err)
		}
		if err := pass(bid, items[1], items[2], items[1]); err != nil {
			t.Fatal(err)
		}
		want := []api.FindingView{failed, {Bid: bid, Item: items[1], Pass: true}, {Bid: bid, Item: items[2], Pass: true}}
		if !slices.Equal(state.Member.Findings, want) {
			t.Errorf("there are %+v, want %+v", state.Member.Findings, want)
		}
		entries, _, err := c.handlers.Rooms.Entries(ctx, lots[0], 0, 100_000)
		if err != nil {
			t.Fatal(err)
		}
		made := 0
		for _, e := range entries {
			if e.Kind == "finding.made" {
				made++
			}
		}
		if made != 3 {
			t.Errorf("the log has %d findings, want 3", made)
		}
	})
}
