package api

import (
	"strconv"
	"strings"

	"bidroom/server/document"
	"bidroom/server/document/paper"
)

// leads says what the bids have in common and what the panel made of it.
func (r *reportMaker) leads(report *document.Report) error {
	view, err := leadsView(r.c, 0)
	if err != nil {
		return err
	}
	if view.AtMs == 0 {
		report.LeadNotes = append(report.LeadNotes, r.words("lead.report.unlooked"))
	}
	for _, l := range view.List {
		evidence := []string{r.words("lead.value."+l.Kind, "value", paper.Foreign(l.Value), "count", strconv.Itoa(l.Count)), r.words("lead.innocent." + l.Kind)}
		if l.OfDocument {
			evidence = append(evidence, r.words("lead.ofDocument"))
		}
		decided := []string{r.words("lead.report.open", "judged", strconv.Itoa(l.Judged), "seats", strconv.Itoa(len(r.c.Meeting.Seats)))}
		if l.Outcome != "" {
			decided = []string{r.words("lead.outcome." + l.Outcome)}
		}
		for _, j := range l.Judgements {
			said := r.words("lead.judge.aside")
			if j.TakenUp {
				said = r.words("lead.judge.taken_up")
			}
			decided = append(decided, r.words("lead.report.reason", "seat", strconv.Itoa(j.Seat), "said", said, "reason", j.Reason))
		}
		report.Leads = append(report.Leads, document.Lead{Kind: r.words("lead.kind."+l.Kind) + "\n" + r.words("lead.report.clause", "clause", l.Clause),
			Bidders: strings.Join(l.Bidders, "\n"), Evidence: strings.Join(evidence, "\n"), Decided: strings.Join(decided, "\n")})
	}
	if view.More > 0 {
		report.LeadNotes = append(report.LeadNotes, r.words("lead.more", "count", strconv.Itoa(view.More)))
	}
	for _, u := range view.Unread {
		report.LeadNotes = append(report.LeadNotes, r.words("lead.unread."+u.Why, "bidder", u.Bidder))
	}
	return nil
}
