package api

import (
	"context"
	"maps"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// checkViews lists what must hold before the report is signed, from the tally
// on, for whoever may see the tally or lay the report before the panel. The
// numbers of what does not hold are for whoever may see the marks.
func (h *Handlers) checkViews(ctx context.Context, lang string, by rooms.Actor, c *evaluation.Case) ([]CheckView, error) {
	views := []CheckView{}
	if c.Meeting == nil || c.Meeting.Tally == nil || !may(by, access.TallyView, c) && !may(by, access.ReportIssue, c) {
		return views, nil
	}
	list, err := h.Rooms.Integrity(ctx, c)
	if err != nil {
		return nil, err
	}
	marks := may(by, access.MarksView, c)
	for _, checked := range list {
		view := CheckView{Check: string(checked.Check), Clause: string(checked.Clause), State: stateOf(checked), Faults: []CheckFault{}}
		for _, reason := range checked.Reasons {
			one := CheckFault{Text: h.Reason(lang, withoutNumbers(reason))}
			if marks {
				one.Stated, one.Found = reason.Args["stated"], reason.Args["found"]
			}
			view.Faults = append(view.Faults, one)
		}
		views = append(views, view)
	}
	return views, nil
}

// withoutNumbers is a reason without the marks and totals that it names.
func withoutNumbers(reason rule.Reason) rule.Reason {
	reason.Args = maps.Clone(reason.Args)
	delete(reason.Args, "stated")
	delete(reason.Args, "found")
	return reason
}

func stateOf(checked evaluation.Checked) string {
	switch {
	case checked.Failed():
		return "failed"
	case checked.Sealed:
		return "sealed"
	}
	return "passed"
}

// checked puts what was checked into the report: one of which something fails
// is not made.
func (r *reportMaker) checked(report *document.Report, list []evaluation.Checked) {
	for _, checked := range list {
		report.Checks = append(report.Checks, document.Check{Name: r.words("integrity.check." + string(checked.Check)),
			Holds: r.words("integrity.holds." + string(checked.Check)), Clause: string(checked.Clause), Result: r.words("integrity." + stateOf(checked))})
	}
}

// extremes puts the marks that are far from the mean into the report.
func (r *reportMaker) extremes(report *document.Report) error {
	list, err := r.c.Extremes()
	if err != nil {
		return err
	}
	for _, e := range list {
		criterion := r.method.Criterion(e.Criterion)
		report.Extremes = append(report.Extremes, document.Extreme{Member: r.names[e.Seat], Bidder: r.c.BidderOf(r.c.Marked(e.Bid, criterion).ID).Name,
			Criterion: criterion.Names[reportLanguage], Mark: e.Value, Mean: e.ShownMean(), Reason: e.Reason})
	}
	return nil
}
