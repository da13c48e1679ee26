package document

import (
	"slices"
	"strconv"

	"bidroom/server/document/paper"
)

func (p *reportPrinter) standards() {
	r := p.r
	p.section(p.T("report.standards"))
	p.Lead(p.T("report.standardsText", "method", r.Method))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.no"), Width: 10, Align: paper.Centre}, {Head: p.T("report.group"), Width: 24}, {Head: p.T("report.criterion"), Weight: 2},
		{Head: p.T("report.points"), Width: 15, Align: paper.Right}, {Head: p.T("report.kind"), Width: 20, Align: paper.Centre}, {Head: p.T("report.standard"), Weight: 4},
	}}
	for i, c := range r.Criteria {
		t.Rows = append(t.Rows, paper.Cells(number(i), orDash(c.Group), c.Name, orDash(c.Points), p.kind(c), orDash(c.Standard)))
	}
	p.Table(t)
	p.examinationStandards()
}

// examinationStandards lists what is only passed or failed.
func (p *reportPrinter) examinationStandards() {
	if len(p.r.Examination) == 0 {
		return
	}
	p.Heading(2, p.T("report.examinationStandards"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.no"), Width: 10, Align: paper.Centre}, {Head: p.T("report.group"), Width: 24},
		{Head: p.T("report.item"), Weight: 2}, {Head: p.T("report.standard"), Weight: 4},
	}}
	for i, item := range p.r.Examination {
		t.Rows = append(t.Rows, paper.Cells(number(i), orDash(item.Group), item.Name, orDash(item.Standard)))
	}
	p.Table(t)
}

// scores shows every member's sheet and what they come to.
func (p *reportPrinter) scores() {
	r := p.r
	p.section(p.T("report.scores"))
	if len(r.Sheets) == 0 {
		p.without("scores")
		return
	}
	p.memberTotals()
	for _, sheet := range r.Sheets {
		p.sheet(sheet)
	}
	printExtremes(p.Doc, p.r.Extremes)
}

func (p *reportPrinter) criterionColumns() []matrixColumn {
	columns := make([]matrixColumn, len(p.r.Criteria))
	for i, c := range p.r.Criteria {
		columns[i] = matrixColumn{name: c.Name, below: c.Points, number: strconv.Itoa(i + 1)}
	}
	return columns
}

// memberTotals sets the totals of all members side by side.
func (p *reportPrinter) memberTotals() {
	r := p.r
	p.Heading(2, p.T("report.memberTotals"))
	m := matrix{size: 8}
	for _, sheet := range r.Sheets {
		m.columns = append(m.columns, matrixColumn{name: p.memberName(sheet.Seat)})
	}
	for i := range r.Bids {
		row := matrixRow{bid: i}
		for _, sheet := range r.Sheets {
			row.values = append(row.values, sheet.Totals[i])
		}
		if slices.ContainsFunc(row.values, func(v string) bool { return v != "" }) {
			m.rows = append(m.rows, row)
		}
	}
	p.matrix(m)
}

// sheet sets one member's marks, with the sum of each bid.
func (p *reportPrinter) sheet(sheet Sheet) {
	title := p.T("report.seatNo", "seat", strconv.Itoa(sheet.Seat))
	for _, m := range p.r.Panel {
		if m.Seat == sheet.Seat {
			title = p.T("report.sheetOf", "seat", strconv.Itoa(sheet.Seat), "name", m.Name)
		}
	}
	m := matrix{columns: append(p.criterionColumns(), matrixColumn{name: p.T("report.sum"), number: p.T("report.sum")}), size: 7.5}
	for i, marks := range sheet.Marks {
		if len(marks) > 0 {
			m.rows = append(m.rows, matrixRow{bid: i, values: append(slices.Clone(marks), sheet.Totals[i])})
		}
	}
	p.turnFor(m)
	p.Heading(2, title)
	p.matrix(m)
	p.Note(p.T("report.sheetNote", "time", p.time(sheet.SubmittedAt), "hash", orDash(sheet.Hash)))
}

// printExtremes lists the marks far from the mean with their reasons, if there are
// any.
func printExtremes(p *paper.Doc, list []Extreme) {
	if len(list) == 0 {
		return
	}
	p.Heading(2, p.T("hangs.extremes"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("hangs.member"), Weight: 2}, {Head: p.T("hangs.bidder"), Weight: 3}, {Head: p.T("hangs.criterion"), Weight: 3},
		{Head: p.T("hangs.mark"), Width: 14, Align: paper.Right}, {Head: p.T("hangs.mean"), Width: 16, Align: paper.Right}, {Head: p.T("hangs.reason"), Weight: 5},
	}}
	for _, e := range list {
		t.Rows = append(t.Rows, paper.Cells(e.Member, e.Bidder, e.Criterion, e.Mark, e.Mean, e.Reason))
	}
	p.Table(t)
}

// comparison sets every number of the evaluation side by side, and how each
// came about.
func (p *reportPrinter) comparison() {
	r := p.r
	m := matrix{size: 8}
	for _, name := range r.Comparison.Columns {
		m.columns = append(m.columns, matrixColumn{name: name})
	}
	for i, row := range r.Comparison.Rows {
		if len(row) > 0 {
			m.rows = append(m.rows, matrixRow{bid: i, values: row})
		}
	}
	p.section(p.T("report.comparison"))
	if len(m.rows) == 0 {
		p.without("scores")
	} else {
		p.matrix(m)
	}
	p.Upright()
	p.Heading(2, p.T("report.derivation"))
	p.LeadNote(p.T("report.derivationNote"))
	p.derivation()
}

func (p *reportPrinter) derivation() {
	if len(p.r.Derivation) == 0 {
		p.without("scores")
		return
	}
	t := paper.Table{Size: 8, Columns: []paper.Column{
		{Head: p.T("report.quantity"), Weight: 3}, {Head: p.T("report.formula"), Weight: 6},
		{Head: p.T("report.rounding"), Weight: 3}, {Head: p.T("report.result"), Width: 28, Align: paper.Right},
	}}
	before := -2
	for _, line := range p.r.Derivation {
		if line.Bid != before {
			t.Rows = append(t.Rows, []paper.Cell{{Text: p.whose(line), Bold: true, Span: true}})
			before = line.Bid
		}
		t.Rows = append(t.Rows, paper.Cells(line.Name, orDash(line.how()), orDash(line.rounded()), line.Result))
	}
	p.Table(t)
}

func (p *reportPrinter) ranking() {
	r := p.r
	p.section(p.T("report.ranking"))
	t := paper.Table{Size: 8.5, Columns: []paper.Column{
		{Head: p.T("report.rank"), Width: 14, Align: paper.Centre}, {Head: p.T("report.no"), Width: 10, Align: paper.Centre},
		{Head: p.T("report.bidder"), Weight: 3}, {Head: p.T("report.priceYuan"), Width: 29, Align: paper.Right},
	}}
	for _, name := range r.PartNames {
		t.Columns = append(t.Columns, paper.Column{Head: name, Weight: 1, Align: paper.Right})
	}
	t.Columns = append(t.Columns, paper.Column{Head: r.TotalName, Width: 20, Align: paper.Right})
	if len(r.PartNames) > 4 {
		p.Lying()
	}
	for _, i := range p.byRank() {
		bid := r.Bids[i]
		name := bid.Bidder
		if bid.Unranked != "" {
			name += "\n" + bid.Unranked
		}
		row := []string{p.rank(bid), number(i), name, p.evaluated(bid)}
		for part := range r.PartNames {
			value := ""
			if part < len(bid.Parts) {
				value = bid.Parts[part]
			}
			row = append(row, orDash(value))
		}
		t.Rows = append(t.Rows, paper.Cells(append(row, orDash(bid.Total))...))
	}
	p.Table(t)
}
