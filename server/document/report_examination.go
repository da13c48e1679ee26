package document

import (
	"cmp"
	"strconv"

	"bidroom/server/document/paper"
)

func (p *reportPrinter) examination() {
	p.section(p.term("examination"))
	p.examined()
	p.compliant()
	p.competition()
	p.rejections()
}

// examined shows what the majority found, item by item.
func (p *reportPrinter) examined() {
	p.Heading(2, p.T("report.examinationTable"))
	if len(p.r.Examination) == 0 {
		p.without("examination")
		return
	}
	p.LeadNote(p.T("report.examinationNote"))
	m := matrix{size: 8}
	for _, item := range p.r.Examination {
		head := item.Name
		if item.Group != "" {
			head = item.Group + "\n" + item.Name
		}
		m.columns = append(m.columns, matrixColumn{name: head})
	}
	for i := range p.r.Bids {
		row := matrixRow{bid: i}
		for _, item := range p.r.Examination {
			votes := item.Votes[i]
			word := strconv.Itoa(votes.Passed) + ":" + strconv.Itoa(votes.Failed)
			if votes.Failed > votes.Passed {
				word = p.T("report.failed") + "\n" + word
			}
			row.values = append(row.values, word)
		}
		m.rows = append(m.rows, row)
	}
	p.matrix(m)
}

func (p *reportPrinter) compliant() {
	p.Upright()
	p.Heading(2, p.T("report.compliant"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.no"), Width: 12, Align: paper.Centre}, {Head: p.T("report.bidder")},
		{Head: p.T("report.priceYuan"), Width: 36, Align: paper.Right}, {Head: p.T("report.conclusion"), Width: 30, Align: paper.Centre},
	}}
	for i, bid := range p.r.Bids {
		if bid.Rejection == nil {
			t.Rows = append(t.Rows, paper.Cells(number(i), bid.Bidder, p.evaluated(bid), p.T("report.passed")))
		}
	}
	if len(t.Rows) == 0 {
		p.without("compliant")
		return
	}
	p.Table(t)
}

// competition states what the panel judged where fewer than three bids are
// left.
func (p *reportPrinter) competition() {
	if judged := p.judged(); judged != "" {
		p.Text(judged)
	}
}

func (p *reportPrinter) rejections() {
	p.Heading(2, p.term("rejections"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.no"), Width: 12, Align: paper.Centre}, {Head: p.T("report.bidder"), Weight: 3},
		{Head: p.T("report.ground"), Weight: 3}, {Head: p.T("report.reason"), Weight: 4}, {Head: p.T("report.votes"), Width: 22, Align: paper.Centre},
	}}
	for i, bid := range p.r.Bids {
		rejection := bid.Rejection
		if rejection == nil {
			continue
		}
		t.Rows = append(t.Rows, paper.Cells(number(i), bid.Bidder, rejection.ground(), p.whyRejected(rejection), p.voted(rejection)))
	}
	if len(t.Rows) == 0 {
		p.Text(p.term("noRejections"))
		return
	}
	p.Table(t)
}

// matters are corrections of arithmetic and abnormally low bids.
func (p *reportPrinter) matters() {
	p.section(p.T("report.matters"))
	p.offers()
	p.hearings()
	p.Heading(2, p.T("report.corrections"))
	p.corrections()
	p.Heading(2, p.T("report.lowBids"))
	p.lowBids()
}

func (p *reportPrinter) corrections() {
	if len(p.r.Corrections) == 0 {
		p.without("corrections")
		return
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.bidder"), Weight: 2}, {Head: p.T("report.beforeYuan"), Width: 30, Align: paper.Right},
		{Head: p.T("report.afterYuan"), Width: 30, Align: paper.Right}, {Head: p.T("report.reason"), Weight: 2}, {Head: p.T("report.confirmed"), Weight: 1},
	}}
	for _, c := range p.r.Corrections {
		t.Rows = append(t.Rows, paper.Cells(p.bidder(c.Bid), Yuan(c.BeforeFen), Yuan(c.AfterFen), c.Reason, orDash(c.Confirmed)))
	}
	p.Table(t)
}

// evaluatedFen is the price that a bid is evaluated by.
func (b Bid) evaluatedFen() int64 { return cmp.Or(b.CorrectedFen, b.uncorrectedFen()) }

// uncorrectedFen is what it was before it was corrected.
func (b Bid) uncorrectedFen() int64 { return cmp.Or(b.OfferedFen, b.PriceFen) }

// offers lists what was offered in each round, beside what was read out.
func (p *reportPrinter) offers() {
	if len(p.r.Offers) == 0 {
		return
	}
	p.Heading(2, p.T("report.offers"))
	t := paper.Table{Size: 8, Columns: []paper.Column{{Head: p.T("report.no"), Width: 10, Align: paper.Centre}, {Head: p.T("report.bidder"), Weight: 2}, {Head: p.T("report.priceYuan"), Width: 30, Align: paper.Right}}}
	for i := range p.r.Offers {
		t.Columns = append(t.Columns, paper.Column{Head: p.offersHead(i), Weight: 1, Align: paper.Right})
	}
	for i, bid := range p.r.Bids {
		row := []string{number(i), bid.Bidder, Yuan(bid.PriceFen)}
		for _, round := range p.r.Offers {
			cell := orDash("")
			if round.Prices[i] > 0 {
				cell = Yuan(round.Prices[i])
			} else if why := round.Withdrawn[i]; why != "" {
				cell = p.T("report.offersWithdrawn", "reason", why)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, paper.Cells(row...))
	}
	p.Table(t)
}

// hearings lists when each bid was heard.
func (p *reportPrinter) hearings() {
	if len(p.r.Hearings) == 0 {
		return
	}
	p.Heading(2, p.T("report.hearings"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.hearingOf"), Weight: 2}, {Head: p.T("report.bidder"), Weight: 3}, {Head: p.T("report.time"), Weight: 3, Align: paper.Centre}}}
	for _, one := range p.r.Hearings {
		t.Rows = append(t.Rows, paper.Cells(one.Group, p.bidder(one.Bid), p.T("report.fromTo", "from", p.time(one.From), "to", p.time(one.To))))
	}
	p.Table(t)
}

func (p *reportPrinter) lowBids() {
	if len(p.r.LowBids) == 0 {
		p.without("lowBids")
		return
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.bidder"), Weight: 2}, {Head: p.T("report.trigger"), Weight: 2},
		{Head: p.T("report.question"), Weight: 2}, {Head: p.T("report.asked"), Width: 26, Align: paper.Centre},
		{Head: p.T("report.justification"), Weight: 3}, {Head: p.T("report.decision"), Weight: 2},
	}}
	for _, low := range p.r.LowBids {
		t.Rows = append(t.Rows, paper.Cells(p.bidder(low.Bid)+"\n"+p.T("report.priceOf", "price", Yuan(low.PriceFen)), low.Trigger, low.Questions,
			p.askedAt(low.AskedAt, low.DueAt, low.AnsweredAt), orDash(low.Justification), low.Decision))
	}
	p.Table(t)
}
