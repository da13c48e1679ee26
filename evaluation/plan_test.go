package evaluation_test

import (
	"errors"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// A plan's seats and limits, on both sides of every bound: four drawn seats
// and a representative.
func TestPlan(t *testing.T) {
	plan := func(change func(*evaluation.PlanSet)) *evaluation.PlanSet {
		p := &evaluation.PlanSet{Seats: []evaluation.SeatPlan{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A080104"}},
			{No: 3, Specialties: []string{"A060101"}}, {No: 4, Specialties: []string{"A060101"}}, {No: 5, Representative: true}}}
		change(p)
		return p
	}
	limits := func(l evaluation.PanelLimits) *evaluation.PlanSet {
		return plan(func(p *evaluation.PlanSet) { p.Limits = l })
	}
	for _, tt := range []struct {
		name  string
		plan  *evaluation.PlanSet
		field string // of the refusal; none if empty
		code  string
	}{
		{"as it is", plan(func(*evaluation.PlanSet) {}), "", ""},
		{"a level above", plan(func(p *evaluation.PlanSet) { p.Seats[0].Fallback = []string{"A0801"} }), "", ""},
		{"the same as fall-back", plan(func(p *evaluation.PlanSet) { p.Seats[0].Fallback = []string{"A0801", "A080104"} }), "seats.0.fallback", "plan.fallback_same"},
		{"no number", plan(func(p *evaluation.PlanSet) { p.Seats[3].No = 5 }), "seats.3.no", "plan.numbering"},
		{"no specialty", plan(func(p *evaluation.PlanSet) { p.Seats[1].Specialties = nil }), "seats.1.specialties", "plan.specialty"},
		{"no code", plan(func(p *evaluation.PlanSet) { p.Seats[1].Specialties = []string{"A080104,A060101"} }), "seats.1.specialties", "plan.specialty_code"},
		{"sixteen characters", plan(func(p *evaluation.PlanSet) { p.Seats[1].Specialties = []string{"A080104012345678"} }), "", ""},
		{"seventeen characters", plan(func(p *evaluation.PlanSet) { p.Seats[1].Specialties = []string{"A0801040123456789"} }), "seats.1.specialties", "plan.specialty_code"},
		{"no code as fall-back", plan(func(p *evaluation.PlanSet) { p.Seats[1].Fallback = []string{""} }), "seats.1.fallback", "plan.specialty_code"},
		{"a region", plan(func(p *evaluation.PlanSet) { p.Seats[1].Region = "330100" }), "", ""},
		{"no region", plan(func(p *evaluation.PlanSet) { p.Seats[1].Region = "杭州" }), "seats.1.region", "plan.region_code"},
		{"a representative of a region", plan(func(p *evaluation.PlanSet) { p.Seats[4].Region = "330100" }), "seats.4.representative", "plan.representative_drawn"},
		{"a representative with a fall-back", plan(func(p *evaluation.PlanSet) { p.Seats[4].Fallback = []string{"A08"} }), "seats.4.representative", "plan.representative_drawn"},
		{"a remote seat", plan(func(p *evaluation.PlanSet) { p.Seats[1].Remote, p.Seats[1].Region = true, "330100" }), "", ""},
		{"a remote seat of no region", plan(func(p *evaluation.PlanSet) { p.Seats[1].Remote = true }), "seats.1.region", "plan.remote_region"},
		{"a remote seat, the kiosks drawn", plan(func(p *evaluation.PlanSet) { p.Seats[1].Remote, p.Seats[1].Region, p.DrawSeats = true, "330100", true }), "", ""},
		{"a remote seat, the room drawn", plan(func(p *evaluation.PlanSet) { p.Seats[1].Remote, p.Seats[1].Region, p.DrawRoom = true, "330100", true }), "drawRoom", "plan.remote_drawn"},
		{"a remote representative", plan(func(p *evaluation.PlanSet) { p.Seats[4].Remote = true }), "seats.4.representative", "plan.representative_drawn"},
		{"all experts remote", plan(func(p *evaluation.PlanSet) { allRemote(p.Seats[:4]) }), "", ""},
		{"all seats remote", plan(func(p *evaluation.PlanSet) {
			p.Seats[4] = evaluation.SeatPlan{No: 5, Specialties: []string{"A080104"}}
			allRemote(p.Seats)
		}), "seats", "plan.remote_all"},
		{"one of an employer is what holds anyway", limits(evaluation.PanelLimits{Employer: 1}), "limits.employer", "plan.limit_employer"},
		{"two of an employer", limits(evaluation.PanelLimits{Employer: 2}), "", ""},
		{"all of an employer", limits(evaluation.PanelLimits{Employer: 4}), "", ""},
		{"more than all", limits(evaluation.PanelLimits{Employer: 5}), "limits.employer", "plan.limit_employer"},
		{"less than none", limits(evaluation.PanelLimits{Employer: -1}), "limits.employer", "plan.limit_employer"},
		{"one of a region", limits(evaluation.PanelLimits{Region: 1}), "", ""},
		{"all of a region", limits(evaluation.PanelLimits{Region: 4}), "", ""},
		{"more of a region than seats", limits(evaluation.PanelLimits{Region: 5}), "limits.region", "plan.limit_region"},
		{"all from outside", limits(evaluation.PanelLimits{Home: "330100", Outside: 4}), "", ""},
		{"more from outside than seats", limits(evaluation.PanelLimits{Home: "330100", Outside: 5}), "limits.outside", "plan.limit_outside"},
		{"from outside of nowhere", limits(evaluation.PanelLimits{Outside: 1}), "limits.home", "plan.limit_home"},
		{"one service in a month", limits(evaluation.PanelLimits{Month: 1}), "", ""},
		{"one on every day of it", limits(evaluation.PanelLimits{Month: 31}), "", ""},
		{"more than a month has days", limits(evaluation.PanelLimits{Month: 32}), "limits.month", "plan.limit_month"},
		{"fewer than none in a month", limits(evaluation.PanelLimits{Month: -1}), "limits.month", "plan.limit_month"},
		{"not twice on a day", limits(evaluation.PanelLimits{Interval: 1}), "", ""},
		{"a year between two services", limits(evaluation.PanelLimits{Interval: 365}), "", ""},
		{"more than a year", limits(evaluation.PanelLimits{Interval: 366}), "limits.interval", "plan.limit_interval"},
		{"fewer days than none", limits(evaluation.PanelLimits{Interval: -1}), "limits.interval", "plan.limit_interval"},
		{"not twice running for the entity", limits(evaluation.PanelLimits{Entity: true}), "", ""},
		{"a home for nothing", limits(evaluation.PanelLimits{Home: "330100"}), "limits.home", "plan.limit_home"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			profile, err := rule.LoadProfile("cn-tendering-2019")
			if err != nil {
				t.Fatal(err)
			}
			c := new(evaluation.Case)
			meta := evaluation.Meta{AtMs: 1, Actor: "staff", Role: "staff"}
			lot := &evaluation.LotCreated{Lot: evaluation.Lot{ID: "lot", TenderName: "道路改造", Number: "01", Name: "一标段", Profile: profile.ID,
				ProfileHash: profile.Hash(), ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: "某局"}, StartedOn: "2026-11-01"}}
			if err := c.Apply(meta, lot); err != nil {
				t.Fatal(err)
			}
			err = c.Apply(meta, tt.plan)
			var refusal *rule.Refusal
			switch {
			case tt.code == "" && err != nil:
				t.Fatal(err)
			case tt.code == "":
			case !errors.As(err, &refusal) || len(refusal.Reasons) != 1 || refusal.Reasons[0].Code != tt.code || refusal.Reasons[0].Field != tt.field:
				t.Fatalf("%v, want %s at %s", err, tt.code, tt.field)
			case len(c.Plan.Seats) != 0:
				t.Error("the plan was taken")
			}
		})
	}
}

func allRemote(seats []evaluation.SeatPlan) {
	for i := range seats {
		seats[i].Remote, seats[i].Region = true, "330100"
	}
}
