package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// Whoever was drawn has no service before the check-in, whether here or by a
// library; a meeting that is void takes it away. Limits of service keep out of a
// later pool exactly those, by the plan's own words, and the file for the
// authority has what tells so.
func TestService(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, staff, supervisor := t.Context(), as(t, p, "staff"), as(t, p, "supervisor")
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		service := func(id string, want ...string) {
			t.Helper()
			var view api.ExpertView
			do(staff.Get(ctx, "/api/experts/"+id, &view))
			var got []string
			for _, one := range view.Services {
				got = append(got, fmt.Sprint(one.LotNumber, " ", one.Seat, " ", one.Outside))
				if one.AtMs == 0 || one.Entity == "" || one.TenderName == "" || one.LotName == "" {
					t.Errorf("%+v", one)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("the service is %q, want %q", got, want)
			}
		}

		// A third lot of the tender, for pools of its own.
		var lot api.LotView
		do(staff.Get(ctx, "/api/lots/"+lots[0], &lot))
		var tenders api.Page[api.TenderBrief]
		do(staff.Get(ctx, "/api/tenders", &tenders))
		seats := []api.SeatPlan{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A080104"}}, {No: 3, Specialties: []string{"A083203"}}, {No: 4, Specialties: []string{"A083203"}}, {No: 5, Representative: true}}
		third := func(limits api.PanelLimits) map[string]any {
			return map[string]any{"tender": tenders.Items[0].ID, "number": "2026-017-03", "name": "绿化", "profile": lot.Profile, "ceilingFen": "100000000", "budgetFen": "0", "special": "",
				"method": map[string]string{"id": lot.Method.ID}, "seats": seats, "limits": limits}
		}
		refused(t, staff.Post(ctx, "/api/lots", third(api.PanelLimits{Month: 32}), nil), "plan.limit_month")
		refused(t, staff.Post(ctx, "/api/lots", third(api.PanelLimits{Interval: -1}), nil), "plan.limit_interval")
		var at api.LotView
		do(staff.Post(ctx, "/api/lots", third(api.PanelLimits{Month: 1, Interval: 7, Entity: true}), &at))
		pool := func(want ...draw.Excluded) (view api.DrawView) {
			t.Helper()
			by, reason := staff, ""
			do(staff.Get(ctx, "/api/lots/"+at.Brief.ID, &at))
			if n := len(at.Draws); n > 0 {
				do(staff.Post(ctx, "/api/draws/"+at.Draws[n-1].ID+"/void", map[string]string{"reason": "重新计算"}, nil))
				by, reason = supervisor, "重新计算"
			}
			do(by.Post(ctx, "/api/lots/"+at.Brief.ID+"/draws", map[string]string{"reason": reason}, &view))
			d, _, _, err := c.handlers.Rooms.Draw(ctx, view.ID, rooms.Actor{Role: access.Staff})
			do(err)
			counts := slices.DeleteFunc(d.Excluded, func(e draw.Excluded) bool { return strings.HasPrefix(e.Ground, "R") })
			if !slices.Equal(counts, want) {
				t.Errorf("limits of service keep out %v, want %v", counts, want)
			}
			for _, shown := range view.Exclusions {
				if !strings.HasPrefix(shown.Ground, "R") && (shown.Count != "<5" || shown.Action != "exclude" || !shown.OfPlan) {
					t.Errorf("before the opening %+v", shown)
				}
			}
			return view
		}
		each := func(n int) (list []draw.Excluded) {
			for _, limit := range draw.ServiceLimits {
				list = append(list, draw.Excluded{Ground: limit, Count: n})
			}
			return list
		}

		pool()
		do(p.Take(ctx, lots[1], "assembling"))
		here := drawnFor(ctx, t, p, 1)
		service(here)
		pool()
		do(p.Sit(ctx, 1))
		service(here, "2026-017-02 1 false")
		var sits api.LotView
		do(staff.Get(ctx, "/api/lots/"+lots[1], &sits))
		refused(t, staff.Post(ctx, "/api/draws/"+sits.Draws[0].ID+"/void", map[string]string{"reason": "重新抽取"}, nil), "draw.sits")

		// A seat taken at a void meeting is no service; one taken again at the next is.
		meeting := "/api/lots/" + lots[1] + "/meeting"
		do(staff.Post(ctx, meeting+"/void", map[string]string{"reason": "停电"}, nil))
		service(here)
		do(staff.Post(ctx, meeting, map[string]any{"room": sits.Meeting.Room, "plannedMs": time.Now().UnixMilli(), "reason": "恢复供电"}, nil))
		do(staff.Post(ctx, meeting+"/open", struct{}{}, nil))
		service(here)
		do(p.Sit(ctx, 1))
		service(here, "2026-017-02 1 false")
		refused(t, staff.Post(ctx, "/api/draws/"+sits.Draws[0].ID+"/seats/1/answer", map[string]string{"answer": "absent", "reason": "未到"}, nil), "member.twice")
		do(staff.Post(ctx, "/api/draws/"+sits.Draws[0].ID+"/seats/2/answer", map[string]string{"answer": "absent", "reason": "未到"}, nil))
		last := pool(each(1)...)
		if last.Chances == nil || last.Chances.Repeats == nil || *last.Chances.Repeats != (api.RepeatsView{Panels: "<5", Served: "<5", Pairs: "0"}) {
			t.Errorf("that the only one who served is kept out shows in the repeats: %+v", last.Chances)
		}

		known := registered(t)
		elsewhere := idOf(ctx, t, staff, known["phone"])
		panel := demo.Panel(lot.Plan, 2, 2)
		panel.Seats[0].Identity, panel.Seats[0].Name = known["identity"], known["name"]
		_, err := p.Import(ctx, lots[0], "staff", "", panel)
		do(err)
		do(p.Take(ctx, lots[0], "assembling"))
		service(elsewhere)
		pool(each(1)...)
		do(p.Sit(ctx, 1))
		service(elsewhere, "2026-017-01 1 true")
		pool(each(2)...)

		do(staff.Post(ctx, "/api/lots/"+lots[0]+"/meeting/void", map[string]string{"reason": "停电"}, nil))
		service(elsewhere)
		service(here, "2026-017-02 1 false")
		last = pool(each(1)...)

		// What the plan does not state has no effect, and who served is of the pool.
		do(staff.Post(ctx, "/api/draws/"+last.ID+"/void", map[string]string{"reason": "修改组成方案"}, nil))
		do(staff.Post(ctx, "/api/lots/"+at.Brief.ID+"/plan", map[string]any{"seats": seats, "limits": api.PanelLimits{}}, nil))
		do(supervisor.Post(ctx, "/api/lots/"+at.Brief.ID+"/draws", map[string]string{"reason": "修改组成方案"}, &last))
		if slices.ContainsFunc(last.Exclusions, func(e api.ExclusionCount) bool { return slices.Contains(draw.ServiceLimits, e.Ground) }) ||
			*last.Chances.Repeats != (api.RepeatsView{Panels: "<5", Served: "<5", Pairs: "0"}) {
			t.Errorf("without a limit %+v and %+v", last.Exclusions, last.Chances.Repeats)
		}

		var free api.Page[api.RoomView]
		do(staff.Get(ctx, "/api/rooms", &free))
		room := free.Items[slices.IndexFunc(free.Items, func(r api.RoomView) bool { return r.Lot == "" })]
		do(staff.Post(ctx, "/api/lots/"+at.Brief.ID+"/meeting", map[string]any{"room": room.ID, "plannedMs": time.Now().UnixMilli()}, nil))
		do(staff.Post(ctx, "/api/lots/"+at.Brief.ID+"/meeting/void", map[string]string{"reason": "项目终止"}, nil))
		for full, want := range map[string]evidence.State{"0": evidence.NotContained, "1": evidence.Checked} {
			if part := exportedPart(t, c, p, at.Brief.ID, full, evidence.PartConflicts); part != want {
				t.Errorf("full=%s: the exclusions are %s, want %s", full, part, want)
			}
		}

		// Service is that of the entry which stands.
		mergeExperts(ctx, t, staff, elsewhere, here)
		service(elsewhere, "2026-017-02 1 false")
	})
}

// exportedPart takes a lot's evidence out and returns what is found of a part.
func exportedPart(t *testing.T, c *centre, p *demo.Play, lot, full, part string) evidence.State {
	t.Helper()
	var file []byte
	if err := as(t, p, "discipline").Get(t.Context(), "/api/lots/"+lot+"/export?full="+full, &file); err != nil {
		t.Fatal(err)
	}
	f, err := evidence.Read(strings.NewReader(string(file)), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := evidence.Verify(f, evidence.Options{Fingerprint: c.handlers.Rooms.Signer.Fingerprint()})
	if err != nil || !r.Sound() {
		t.Fatalf("full=%s: %+v %v", full, r, err)
	}
	return r.Part(part).State
}
