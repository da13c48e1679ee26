package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// A seat that nobody can take falls back to what the plan states, a seat may
// name a level above the experts' specialties, and limits bind the panel: all
// of it stands in the record that a stranger checks.
func TestPlanWithFallbackAndLimits(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, _ := people(t, db)
		ctx, staff := t.Context(), as(t, p, "staff")
		lots, err := p.Tender(ctx)
		if err != nil {
			t.Fatal(err)
		}
		path := "/api/lots/" + lots[0]
		plan := func(home string) map[string]any {
			seats := []api.SeatPlan{{No: 1, Specialties: []string{"C999999"}, Fallback: []string{"A0801"}}, {No: 2, Specialties: []string{"A0601"}},
				{No: 3, Specialties: []string{"A080104"}}, {No: 4, Specialties: []string{"A080104"}}, {No: 5, Representative: true}}
			return map[string]any{"seats": seats, "limits": api.PanelLimits{Employer: 2, Region: 3, Home: home, Outside: 1, Month: 4, Interval: 1, Entity: true}}
		}
		refused(t, staff.Post(ctx, path+"/plan", plan(""), nil), "plan.limit_home")
		var lot api.LotView
		if err := staff.Post(ctx, path+"/plan", plan("330106"), &lot); err != nil {
			t.Fatal(err)
		}
		if lot.Limits != (api.PanelLimits{Employer: 2, Region: 3, Home: "330106", Outside: 1, Month: 4, Interval: 1, Entity: true}) || !slices.Equal(lot.Plan[0].Fallback, []string{"A0801"}) {
			t.Fatalf("planned %+v, %+v", lot.Plan, lot.Limits)
		}
		if err := p.Take(ctx, lot.Brief.ID, "scheduled"); err != nil {
			t.Fatal(err)
		}
		if err := staff.Get(ctx, path, &lot); err != nil {
			t.Fatal(err)
		}
		var text json.RawMessage
		if err := staff.Get(ctx, "/api/draws/"+lot.Draws[0].ID+"/record.json", &text); err != nil {
			t.Fatal(err)
		}
		var view api.DrawView
		if err := staff.Get(ctx, "/api/draws/"+lot.Draws[0].ID, &view); err != nil {
			t.Fatal(err)
		}
		if view.Chances == nil || len(view.Chances.Groups) == 0 || view.Chances.Panels == "" {
			t.Fatalf("chances %+v", view.Chances)
		}
		for _, group := range view.Chances.Groups {
			if n, err := strconv.Atoi(group.Experts); err != nil || n < 5 || group.Mean == "" || group.Least != "" || group.Exact != "" {
				t.Errorf("before the opening the page is told %+v", group)
			}
		}
		record, err := draw.ReadRecord(text)
		if err != nil {
			t.Fatal(err)
		}
		found, err := record.Check(nil)
		if err != nil || !found.Sound() {
			t.Fatalf("%+v, %v", found, err)
		}
		if got := strings.Join(record.Seats, "|") + " " + strings.Join(record.Limits, "|"); got != "1 C999999  fallback A0801|2 A0601 |3 A080104 |4 A080104  employer 2|region 3|outside 330106 1|month 4|interval 1|entity true" {
			t.Errorf("recorded %q", got)
		}
		if len(record.Fillings) < 4 || record.Fillings[0].Seat != "1" {
			t.Fatalf("filled %+v", record.Fillings)
		}
	})
}
