package api

import (
	"cmp"
	"slices"
	"time"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// mostYears is the longest of the periods of which a mean is told.
const mostYears = 3

// gradesView shows assessments, those of the logs and those that files said,
// and their means in the years before a day.
func gradesView(assessed []*rooms.Assessed, past []rooms.PastAssessment, scope access.Scope, on conflict.Date, zone *time.Location) (view GradesView) {
	var grades []experts.Grade
	for _, one := range slices.Backward(assessed) {
		g := one.Grade(zone)
		grades = append(grades, g)
		state := "given"
		switch {
		case one.Answered:
			state = "answered"
		case one.Replied:
			state = "replied"
		}
		view.Items = append(view.Items, GradeView{AtMs: one.AtMs, Lot: seen(scope, one.CentreID, one.Tree), LotNumber: one.LotNumber, LotName: one.LotName, TenderName: one.TenderName, By: one.By, Total: g.Total, Full: g.Full, State: state})
	}
	for _, a := range past {
		grades = append(grades, a.Grade())
		begin := time.Date(a.On.Year, time.Month(a.On.Month), a.On.Day, 0, 0, 0, 0, zone)
		view.Items = append(view.Items, GradeView{AtMs: begin.UnixMilli(), LotName: a.Evaluation, TenderName: a.Reason, By: a.By, Total: a.Total, Full: a.Full, State: "elsewhere"})
	}
	slices.SortStableFunc(view.Items, func(a, b GradeView) int { return cmp.Compare(b.AtMs, a.AtMs) })
	for years := range mostYears {
		view.Means = append(view.Means, meanView(grades, years+1, on.YearsBack(years+1)))
	}
	view.Means = append(view.Means, meanView(grades, 0, conflict.Date{}))
	return view
}

func meanView(grades []experts.Grade, years int, since conflict.Date) MeanView {
	mean, count := experts.MeanGrade(grades, since)
	view := MeanView{Years: years, Count: count}
	if mean != nil {
		view.Mean = mean.FloatString(2)
	}
	return view
}
