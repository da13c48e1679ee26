package document

import (
	"strconv"
	"strings"

	"bidroom/server/document/paper"
)

func (p *reportPrinter) recommendation() {
	r := p.r
	p.section(p.T("report.recommendation"))
	if len(r.Candidates) == 0 {
		p.Text(p.T("report.noCandidates"))
	} else {
		p.Lead(p.T("report.recommendationText", "count", strconv.Itoa(len(r.Candidates))))
		t := paper.Table{Size: 9.5, Columns: []paper.Column{
			{Head: p.T("report.place"), Width: 34, Align: paper.Centre}, {Head: p.T("report.bidder"), Weight: 3},
			{Head: p.T("report.priceAndCapital"), Weight: 3}, {Head: r.TotalName, Width: 22, Align: paper.Right},
		}}
		for place, i := range r.Candidates {
			bid := r.Bids[i]
			t.Rows = append(t.Rows, []paper.Cell{
				{Text: p.T("report.candidate." + strconv.Itoa(place+1)), Bold: true}, {Text: bid.Bidder, Bold: true},
				{Text: p.moneyInWords(bid.evaluatedFen()) + p.correctedFrom(bid)}, {Text: orDash(bid.Total), Bold: true}})
		}
		p.Table(t)
	}
	p.Heading(2, p.T("report.beforeContract"))
	if r.BeforeContract == "" {
		p.without("beforeContract")
		return
	}
	p.Text(r.BeforeContract)
}

func (p *reportPrinter) clarifications() {
	p.section(p.T("report.clarifications"))
	if len(p.r.Clarifications) == 0 {
		p.without("clarifications")
		return
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.bidder"), Weight: 2}, {Head: p.T("report.asked"), Width: 26, Align: paper.Centre},
		{Head: p.T("report.question"), Weight: 3}, {Head: p.T("report.answer"), Weight: 3}, {Head: p.T("report.outcome"), Weight: 2},
	}}
	for _, c := range p.r.Clarifications {
		t.Rows = append(t.Rows, paper.Cells(p.bidder(c.Bid), p.askedAt(c.AskedAt, c.DueAt, c.AnsweredAt), c.Question, orDash(c.Answer), c.Outcome))
	}
	p.Table(t)
}

func (p *reportPrinter) leads() {
	p.section(p.T("lead.report"))
	if len(p.r.Leads) == 0 && len(p.r.LeadNotes) == 0 {
		p.Text(p.T("lead.none"))
		return
	}
	p.LeadNote(p.T("lead.report.note"))
	if len(p.r.Leads) > 0 {
		t := paper.Table{Columns: []paper.Column{{Head: p.T("lead.report.lead"), Weight: 2}, {Head: p.T("lead.report.bids"), Weight: 2}, {Head: p.T("lead.report.evidence"), Weight: 3}, {Head: p.T("lead.report.decided"), Weight: 3}}}
		for _, l := range p.r.Leads {
			t.Rows = append(t.Rows, paper.Cells(l.Kind, l.Bidders, l.Evidence, l.Decided))
		}
		p.Table(t)
	}
	for _, note := range p.r.LeadNotes {
		p.Text(note)
	}
}

func (p *reportPrinter) changes() {
	p.section(p.T("report.changes"))
	if len(p.r.Changes) == 0 {
		p.without("changes")
		return
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.time"), Width: 22, Align: paper.Centre}, {Head: p.T("report.seat"), Width: 12, Align: paper.Centre},
		{Head: p.T("report.what"), Weight: 1}, {Head: p.T("report.before"), Weight: 1}, {Head: p.T("report.after"), Weight: 1},
		{Head: p.T("report.reason"), Weight: 3},
	}}
	for _, c := range p.r.Changes {
		t.Rows = append(t.Rows, paper.Cells(p.time(c.At), strconv.Itoa(c.Seat), c.What, orDash(c.Before), orDash(c.After), orDash(c.Reason)))
	}
	p.Table(t)
}

func (p *reportPrinter) dissents() {
	p.section(p.T("report.dissents"))
	if len(p.r.Dissents) == 0 {
		p.without("dissents", "time", p.time(p.r.IssuedAt))
		return
	}
	for _, d := range p.r.Dissents {
		p.Strong(p.dissentBy(d))
		p.Text(d.Reasons)
	}
}

func (p *reportPrinter) incidents() {
	p.section(p.T("report.incidents"))
	p.Heading(2, p.T("report.incidentList"))
	if len(p.r.Incidents) == 0 {
		p.without("incidents", "time", p.time(p.r.IssuedAt))
	} else {
		t := paper.Table{Columns: []paper.Column{
			{Head: p.T("report.time"), Width: 22, Align: paper.Centre}, {Head: p.T("report.what"), Weight: 2}, {Head: p.T("report.text"), Weight: 3},
			{Head: p.T("report.closed"), Width: 22, Align: paper.Centre}, {Head: p.T("report.handling"), Weight: 3},
		}}
		for _, i := range p.r.Incidents {
			t.Rows = append(t.Rows, paper.Cells(p.time(i.At), i.What, orDash(i.Text), p.time(i.ClosedAt), orDash(i.Answer)))
		}
		p.Table(t)
	}
	p.recordings()
}

// recordings states what was recorded, and what was not.
func (p *reportPrinter) recordings() {
	p.Heading(2, p.T("report.recordings"))
	if len(p.r.Recordings) == 0 {
		p.without("recordings")
	} else {
		t := paper.Table{Columns: []paper.Column{
			{Head: p.T("report.feed")}, {Head: p.T("report.from"), Width: 38, Align: paper.Centre}, {Head: p.T("report.to"), Width: 38, Align: paper.Centre},
		}}
		for _, r := range p.r.Recordings {
			t.Rows = append(t.Rows, paper.Cells(r.Feed, p.time(r.From), p.time(r.To)))
		}
		p.Table(t)
	}
	p.Heading(2, p.T("report.gaps"))
	if len(p.r.Gaps) == 0 {
		p.without("gaps", "time", p.time(p.r.IssuedAt))
		return
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.feed"), Weight: 2}, {Head: p.T("report.from"), Width: 38, Align: paper.Centre},
		{Head: p.T("report.to"), Width: 38, Align: paper.Centre}, {Head: p.T("report.why"), Weight: 2},
	}}
	for _, g := range p.r.Gaps {
		t.Rows = append(t.Rows, paper.Cells(g.Feed, p.time(g.From), p.time(g.To), orDash(g.Why)))
	}
	p.Table(t)
}

// signatures sets a grid of two members to a row, with room to sign by hand
// for those who have not signed on the screen.
func (p *reportPrinter) signatures() {
	p.section(p.T("report.signatures"))
	p.checks()
	p.Lead(p.term("signaturesText"))
	t := paper.Table{NoHead: true, Whole: true, Columns: []paper.Column{{Width: 36}, {}, {Width: 36}, {}}}
	var row []paper.Cell
	for _, m := range p.r.Panel {
		row = append(row, p.signer(m)...)
		if len(row) == len(t.Columns) {
			t.Rows, row = append(t.Rows, row), nil
		}
	}
	if len(row) > 0 {
		t.Rows = append(t.Rows, append(row, paper.Cells("", "")...))
	}
	p.Table(t)
}

// checks states what was checked before the report was laid before the panel.
func (p *reportPrinter) checks() {
	if len(p.r.Checks) == 0 {
		return
	}
	p.Heading(2, p.T("integrity.title"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("integrity.head.check"), Weight: 2}, {Head: p.T("integrity.head.holds"), Weight: 5}, {Head: p.T("integrity.head.clause"), Weight: 3},
		{Head: p.T("integrity.head.result"), Width: 22, Align: paper.Centre},
	}}
	for _, c := range p.r.Checks {
		t.Rows = append(t.Rows, paper.Cells(c.Name, c.Holds, orDash(c.Clause), c.Result))
	}
	p.Table(t)
}

func (p *reportPrinter) signer(m Member) []paper.Cell {
	who := []string{m.Name, p.T("report.seatNo", "seat", strconv.Itoa(m.Seat)) + "  " + p.role(m)}
	if !m.ConcludedAt.IsZero() {
		who = append(who, p.time(m.ConcludedAt))
	}
	if m.KeyCode != "" {
		who = append(who, p.T("report.keyCode", "code", m.KeyCode))
	}
	sign := paper.Cell{Least: 24, Strokes: m.Signature}
	switch m.Concluded {
	case "dissented":
		sign.Text = p.T("report.signedDissent", "section", p.T("report.dissents"))
	case "deemed":
		sign.Text = p.term("signedDeemed")
	}
	return []paper.Cell{{Text: strings.Join(who, "\n")}, sign}
}

// evidence says how a stranger checks the report.
func (p *reportPrinter) evidence() {
	r := p.r
	p.section(p.T("report.evidence"))
	if r.IssuedHash == "" {
		p.Text(p.T("report.hashOwn"))
	} else {
		p.Lead(p.T("report.hashIssued"))
		p.Strong(r.IssuedHash)
	}
	p.Text(p.T("report.evidenceText"))
	p.Facts(
		[2]string{p.T("report.logTree"), orDash(r.LogTree)},
		[2]string{p.T("report.logSize"), orDash(r.LogSize)},
		[2]string{p.T("report.logKey"), orDash(r.LogKey)},
		[2]string{p.T("report.checkpoint"), orDash(strings.TrimSpace(r.Checkpoint))},
	)
}
