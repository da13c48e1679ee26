package document

import (
	"cmp"
	"time"

	"bidroom/server/document/excel"
)

// examined lists what the members found of each bid on each item.
func (b *reportBook) examined() excel.Table {
	t := b.table(b.term("examination"), "report.no", "report.bidder", "report.group", "report.item", "report.membersPassed", "report.membersFailed", "report.conclusion")
	for i := range b.r.Bids {
		for _, item := range b.r.Examination {
			votes, conclusion := item.Votes[i], "report.passed"
			if votes.Failed > votes.Passed {
				conclusion = "report.failed"
			}
			t.Rows = append(t.Rows, append(b.bid(i), excel.Text(orDash(item.Group)), excel.Text(item.Name),
				excel.Count(votes.Passed), excel.Count(votes.Failed), excel.Text(b.words(conclusion))))
		}
	}
	return or(t, b.without("examination"))
}

func (b *reportBook) compliant() excel.Table {
	t := b.table(b.words("report.compliant"), "report.no", "report.bidder", "report.priceYuan", "report.conclusion")
	for i, bid := range b.r.Bids {
		if bid.Rejection == nil {
			t.Rows = append(t.Rows, append(b.bid(i), excel.Number(Yuan(bid.evaluatedFen())), excel.Text(b.words("report.passed"))))
		}
	}
	t = or(t, b.without("compliant"))
	if judged := b.judged(); judged != "" {
		t.Notes = append(t.Notes, judged)
	}
	return t
}

func (b *reportBook) rejections() excel.Table {
	t := b.table(b.term("rejections"), "report.no", "report.bidder", "report.ground", "report.reason", "report.votes")
	for i, bid := range b.r.Bids {
		if j := bid.Rejection; j != nil {
			t.Rows = append(t.Rows, append(b.bid(i), excel.Texts(j.ground(), b.whyRejected(j), b.voted(j))...))
		}
	}
	return or(t, b.term("noRejections"))
}

func (b *reportBook) corrections() excel.Table {
	t := b.table(b.words("report.corrections"), "report.no", "report.bidder", "report.beforeYuan", "report.afterYuan", "report.reason", "report.confirmed")
	for _, c := range b.r.Corrections {
		t.Rows = append(t.Rows, append(b.bid(c.Bid), yuan(c.BeforeFen), yuan(c.AfterFen), excel.Text(c.Reason), excel.Text(orDash(c.Confirmed))))
	}
	return or(t, b.without("corrections"))
}

func (b *reportBook) lowBids() excel.Table {
	t := b.table(b.words("report.lowBids"), "report.no", "report.bidder", "report.priceYuan", "report.trigger", "report.question", "report.askedAt", "report.dueAt", "report.answeredAt", "report.justification", "report.decision")
	for _, l := range b.r.LowBids {
		row := append(b.bid(l.Bid), yuan(l.PriceFen), excel.Text(l.Trigger), excel.Text(l.Questions))
		row = append(row, b.times(l.AskedAt, l.DueAt, l.AnsweredAt)...)
		t.Rows = append(t.Rows, append(row, excel.Texts(orDash(l.Justification), l.Decision)...))
	}
	return or(t, b.without("lowBids"))
}

// times are when a bidder was asked, until when it had to answer, and when it did.
func (b *reportBook) times(asked, due, answered time.Time) []excel.Cell {
	last := b.words("report.unanswered")
	if !answered.IsZero() {
		last = b.time(answered)
	}
	return excel.Texts(b.time(asked), b.time(due), last)
}

func (b *reportBook) offers() excel.Table {
	if len(b.r.Offers) == 0 {
		return excel.Table{}
	}
	t := b.table(b.words("report.offers"), "report.no", "report.bidder", "report.priceYuan")
	for i := range b.r.Offers {
		t.Heads = append(t.Heads, b.offersHead(i))
	}
	for i, bid := range b.r.Bids {
		row := append(b.bid(i), yuan(bid.PriceFen))
		for _, round := range b.r.Offers {
			cell := yuan(round.Prices[i])
			if why := round.Withdrawn[i]; round.Prices[i] == 0 && why != "" {
				cell = excel.Text(b.words("report.offersWithdrawn", "reason", why))
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *reportBook) hearings() excel.Table {
	if len(b.r.Hearings) == 0 {
		return excel.Table{}
	}
	t := b.table(b.words("report.hearings"), "report.no", "report.bidder", "report.hearingOf", "report.from", "report.to")
	for _, one := range b.r.Hearings {
		t.Rows = append(t.Rows, append(b.bid(one.Bid), excel.Texts(one.Group, b.time(one.From), b.time(one.To))...))
	}
	return t
}

// criteria lists the criteria and the items that are only passed or failed.
func (b *reportBook) criteria() excel.Table {
	t := b.table(b.words("report.standards"), "report.no", "report.group", "report.criterion", "report.points", "report.kind", "report.standard")
	t.Notes = []string{b.words("report.standardsText", "method", b.r.Method)}
	for i, c := range b.r.Criteria {
		t.Rows = append(t.Rows, []excel.Cell{excel.Count(i + 1), excel.Text(orDash(c.Group)), excel.Text(c.Name), figure(c.Points), excel.Text(b.kind(c)), excel.Text(orDash(c.Standard))})
	}
	for i, item := range b.r.Examination {
		t.Rows = append(t.Rows, []excel.Cell{excel.Count(i + 1), excel.Text(orDash(item.Group)), excel.Text(item.Name), figure(""), excel.Text(b.words("report.passOrFail")), excel.Text(orDash(item.Standard))})
	}
	return t
}

// marks sets the members' marks side by side, a row for each bid and criterion,
// with the sum of each bid below.
func (b *reportBook) marks() excel.Table {
	r := b.r
	t := b.table(b.words("report.scores"), "report.no", "report.bidder", "report.group", "report.criterion", "report.points")
	for _, sheet := range r.Sheets {
		t.Heads = append(t.Heads, b.memberName(sheet.Seat))
	}
	for i, bid := range r.Bids {
		if bid.Rejection != nil {
			continue
		}
		for c, criterion := range r.Criteria {
			row := append(b.bid(i), excel.Text(orDash(criterion.Group)), excel.Text(criterion.Name), figure(criterion.Points))
			for _, sheet := range r.Sheets {
				mark := ""
				if c < len(sheet.Marks[i]) {
					mark = sheet.Marks[i][c]
				}
				row = append(row, figure(mark))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	if len(r.Sheets) == 0 {
		t.Rows = nil
	}
	return or(t, b.without("scores"))
}

// memberTotals sets the totals of all members side by side.
func (b *reportBook) memberTotals() excel.Table {
	t := b.table(b.words("report.memberTotals"), "report.no", "report.bidder")
	for _, sheet := range b.r.Sheets {
		t.Heads = append(t.Heads, b.memberName(sheet.Seat))
	}
	for i := range b.r.Bids {
		row, given := b.bid(i), ""
		for _, sheet := range b.r.Sheets {
			row, given = append(row, figure(sheet.Totals[i])), cmp.Or(given, sheet.Totals[i])
		}
		if given != "" {
			t.Rows = append(t.Rows, row)
		}
	}
	return or(t, b.without("scores"))
}

// submitted says of every member's sheet when it was submitted, and its hash.
func (b *reportBook) submitted() excel.Table {
	if len(b.r.Sheets) == 0 {
		return excel.Table{}
	}
	t := b.table(b.words("report.sheetsSubmitted"), "report.seat", "report.name", "report.submittedAt", "report.sheetHash")
	for _, sheet := range b.r.Sheets {
		t.Rows = append(t.Rows, []excel.Cell{excel.Count(sheet.Seat), excel.Text(b.nameOf(sheet.Seat)), excel.Text(b.time(sheet.SubmittedAt)), excel.Text(sheet.Hash)})
	}
	return t
}

func (b *reportBook) extremes() excel.Table {
	if len(b.r.Extremes) == 0 {
		return excel.Table{}
	}
	t := b.table(b.words("hangs.extremes"), "hangs.member", "hangs.bidder", "hangs.criterion", "hangs.mark", "hangs.mean", "hangs.reason")
	for _, e := range b.r.Extremes {
		t.Rows = append(t.Rows, []excel.Cell{excel.Text(e.Member), excel.Text(e.Bidder), excel.Text(e.Criterion), figure(e.Mark), figure(e.Mean), excel.Text(e.Reason)})
	}
	return t
}

// comparison sets every number of the evaluation side by side.
func (b *reportBook) comparison() excel.Table {
	t := b.table(b.words("report.comparison"), "report.no", "report.bidder")
	t.Heads = append(t.Heads, b.r.Comparison.Columns...)
	for i, values := range b.r.Comparison.Rows {
		if len(values) == 0 {
			continue
		}
		row := b.bid(i)
		for _, value := range values {
			row = append(row, figure(value))
		}
		t.Rows = append(t.Rows, row)
	}
	return or(t, b.without("scores"))
}
