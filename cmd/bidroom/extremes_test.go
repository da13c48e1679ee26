package main

import (
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// A mark far from the mean holds the tally up until its member has said why,
// and nobody else learns of it but that the tally waits for the seat.
func TestExtremeMark(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(p.Take(ctx, lots[1], "evaluating")) // government procurement
		for seat := 1; seat <= 4; seat++ {
			must(p.Submit(ctx, seat))
		}
		must(p.SubmitOther(ctx, 5, func(c api.Criterion, letter string, no int) (string, error) {
			if letter == "A" && !c.Objective {
				return c.Min, nil
			}
			return demo.Mark(c, letter, no)
		}))
		tally := "/api/lots/" + lots[1] + "/meeting/tally"
		staff := as(t, p, "staff")
		if owed := reasons(t, staff.Post(ctx, tally, nil, nil)); !slices.Contains(owed, "extremes.owed ") {
			t.Errorf("what is owed: %v", owed)
		}
		for _, login := range []string{"staff", "agent", "witness", "supervisor"} {
			var lot api.LotView
			must(as(t, p, login).Get(ctx, "/api/lots/"+lots[1], &lot))
			for _, seat := range lot.Meeting.Seats {
				if seat.Duty != "wait" {
					t.Errorf("%s sees that seat %d is to %s", login, seat.No, seat.Duty)
				}
			}
		}
		other, state := atKiosk(t, p, 4)
		if state.Duty != "wait" || len(state.Member.Extremes) != 0 {
			t.Errorf("seat 4 is to %s, and sees %+v", state.Duty, state.Member.Extremes)
		}
		refused(t, other.Post(ctx, "/api/kiosk/extremes", map[string]any{"reasons": []any{}}, nil), "extremes.none")
		kiosk, state := atKiosk(t, p, 5)
		if state.Duty != "explain" || len(state.Member.Extremes) == 0 {
			t.Fatalf("seat 5 is to %s, and sees %+v", state.Duty, state.Member.Extremes)
		}
		said := make([]map[string]string, len(state.Member.Extremes))
		for i, one := range state.Member.Extremes {
			said[i] = map[string]string{"bid": one.Bid, "criterion": one.Criterion, "text": "方案缺少\n关键工序"}
		}
		refused(t, kiosk.Post(ctx, "/api/kiosk/extremes", map[string]any{"reasons": said[1:]}, nil), "reason.required")
		must(kiosk.Post(ctx, "/api/kiosk/extremes", map[string]any{"reasons": said}, &state))
		if state.Duty != "wait" || state.Member.Extremes[0].Reason != "方案缺少 关键工序" {
			t.Errorf("then it is to %s, and sees %+v", state.Duty, state.Member.Extremes)
		}
		must(staff.Post(ctx, tally, nil, nil))
		var lot api.LotView
		must(as(t, p, "supervisor").Get(ctx, "/api/lots/"+lots[1], &lot))
		if got := lot.Result.Hangs.Extremes; len(got) != 0 {
			t.Errorf("the supervisor sees marks by seat before they are due: %+v", got)
		}
		for _, without := range lot.Result.Hangs.Without {
			for _, bid := range without.Ranking {
				if bid.Total != "" {
					t.Errorf("without seat %d the supervisor sees the total %s of a bid, and so the seat's marks", without.Seat, bid.Total)
				}
			}
		}
		analysis := "/api/lots/" + lots[1] + "/analysis.pdf"
		page := pdf(t, as(t, p, "supervisor"), analysis)
		holds(t, "the analysis", page, lot.Brief.Number, lot.Result.Ranking[0].Bidder, "席位 5", "评定结果")
		if strings.Contains(page, "缺少关键工序") || strings.Contains(page, "hangs.") {
			t.Error("the analysis prints a mark by seat before it is due, or a key")
		}
		refused(t, staff.Get(ctx, analysis, new([]byte)), "access.role")
		must(c.handlers.Rooms.SignGrown(ctx))
		checkTrees(t, c)
	})
}
