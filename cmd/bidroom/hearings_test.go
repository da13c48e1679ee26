package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// A defence of every bid that is left, begun and ended by staff, before anybody
// submits a sheet; the report says when each was.
func TestDefences(t *testing.T) {
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
		method, err := scoring.Builtin("cn-works-baseline")
		must(err)
		var view api.LotView
		must(staff.Post(ctx, path+"/method", map[string]string{"source": strings.Replace(string(method.Source()), `{"id": "technical", `, `{"id": "technical", "hearing": "defence", "minutes": "15", `, 1)}, &view))
		hear := func(bid string, ends bool) error {
			return staff.Post(ctx, path+"/hearings", map[string]any{"group": "technical", "bid": bid, "ends": ends}, &view)
		}
		must(p.Take(ctx, lot, "evaluating"))
		must(staff.Get(ctx, path, &view))
		if h := view.Hearings; h == nil || !h.MayHold || len(h.Bids) != 5 || len(h.Groups) != 1 || h.Groups[0].Minutes != 15 || h.Groups[0].Kind != "defence" {
			t.Fatalf("%+v", view.Hearings)
		}
		if got := reasons(t, p.Submit(ctx, 1)); len(got) != 1 || got[0] != "hearing.owed " {
			t.Errorf("a sheet before anybody was heard: %v", got)
		}
		refused(t, as(t, p, "supervisor").Post(ctx, path+"/hearings", map[string]any{"group": "technical", "bid": view.Hearings.Bids[0]}, nil), "access.role")
		for _, bid := range view.Hearings.Bids {
			must(hear(bid, false))
			if _, state := atKiosk(t, p, 3); state.Lot.Hearings == nil || state.Lot.Hearings.MayHold || state.Lot.Hearings.Held[len(state.Lot.Hearings.Held)-1].ToMs != 0 {
				t.Errorf("a member is told %+v", state.Lot.Hearings)
			}
			must(hear(bid, true))
		}
		steady(t, c, lot, "hearing.ended", 5)
		must(p.Take(ctx, lot, "sealed"))
		var pdf []byte
		must(staff.Get(ctx, path+"/report.pdf", &pdf))
		check := exec.Command("pdftotext", "-", "-")
		check.Stdin = bytes.NewReader(pdf)
		if text, err := check.Output(); err != nil || !bytes.Contains(text, []byte("答辩与样品评审")) {
			t.Errorf("the report does not list the defences: %v", err)
		}
		replay(t, c, lot)
		takeOut(t, c, p, lot)
	})
}
