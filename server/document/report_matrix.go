package document

import "bidroom/server/document/paper"

// A matrix is a table of bids against many columns.
type matrix struct {
	columns []matrixColumn
	rows    []matrixRow
	size    float64 // points
}

type matrixColumn struct {
	name   string
	below  string // a second line of the head, such as the points
	number string // stands for the name where there is no room for it; "" to keep the name
}

type matrixRow struct {
	bid    int
	values []string
}

// Measures of matrices, in mm.
const (
	matrixNumber  = 9.0
	matrixBidder  = 46.0
	matrixWide    = 56.0 // of the bidder, on a lying page
	matrixColumnW = 14.0 // a column may be this narrow upright
	matrixLeast   = 7.4  // and this narrow at all
	lyingWidth    = 257.0
	uprightWidth  = 170.0
)

// lying reports whether the matrix needs the page across.
func (m matrix) lying() bool {
	return float64(len(m.columns))*matrixColumnW > uprightWidth-matrixNumber-matrixBidder
}

// turnFor turns the page as the matrix needs it, so that a heading comes to
// stand on the same page.
func (p *reportPrinter) turnFor(m matrix) {
	if m.lying() {
		p.Lying()
	} else {
		p.Upright()
	}
}

// matrix sets a matrix, in parts side by side if it has too many columns for
// one page.
func (p *reportPrinter) matrix(m matrix) {
	p.turnFor(m)
	bidder, width := matrixBidder, uprightWidth
	if m.lying() {
		bidder, width = matrixWide, lyingWidth
	}
	most := int((width - matrixNumber - bidder) / matrixLeast)
	parts := (len(m.columns) + most - 1) / most
	for part := range parts {
		from, to := len(m.columns)*part/parts, len(m.columns)*(part+1)/parts
		p.matrixPart(m, from, to, bidder, (width-matrixNumber-bidder)/float64(to-from))
	}
}

func (p *reportPrinter) matrixPart(m matrix, from, to int, bidder, width float64) {
	t := paper.Table{Size: m.size, Tight: true, Columns: []paper.Column{
		{Head: p.T("report.no"), Width: matrixNumber, Align: paper.Centre}, {Head: p.T("report.bidder"), Width: bidder},
	}}
	named := true
	for _, c := range m.columns[from:to] {
		named = named && p.Least(c.name, m.size) <= width-1.5
	}
	numbered := false
	for _, c := range m.columns[from:to] {
		head := c.name
		if !named && c.number != "" {
			head, numbered = c.number, true
		}
		if c.below != "" {
			head += "\n" + p.T("report.pointsBelow", "points", c.below)
		}
		t.Columns = append(t.Columns, paper.Column{Head: head, Width: width, Align: paper.Centre})
	}
	for _, row := range m.rows {
		cells := paper.Cells(number(row.bid), p.bidder(row.bid))
		for _, value := range row.values[from:to] {
			cells = append(cells, paper.Cell{Text: orDash(value)})
		}
		t.Rows = append(t.Rows, cells)
	}
	p.Table(t)
	if numbered {
		p.Note(p.T("report.numberedColumns", "section", p.T("report.standards")))
	}
}
