package document

import (
	"math"

	"bidroom/server/document/paper"
)

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
	matrixWide    = 55.0 // of the bidder, on a lying page
	matrixUpright = 14.0 // a column is at least this wide upright,
	matrixLeast   = 7.2  // and this wide at all
	matrixNamed   = 12.0 // where one is narrower, columns have a number for their name
	lyingWidth    = 257.0
	uprightWidth  = 170.0
)

// lying reports whether the matrix needs the page across.
func (m matrix) lying() bool {
	return float64(len(m.columns))*matrixUpright > uprightWidth-matrixNumber-matrixBidder
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
	bidder, room := matrixBidder, uprightWidth-matrixNumber-matrixBidder
	if m.lying() {
		bidder, room = matrixWide, lyingWidth-matrixNumber-matrixWide
	}
	needs := make([]float64, len(m.columns))
	sum := 0.0
	for i := range m.columns {
		needs[i] = matrixLeast
		for _, row := range m.rows {
			needs[i] = max(needs[i], p.Least(row.values[i], m.size)+1.6)
		}
		sum += needs[i]
	}
	parts := int(math.Ceil(sum / room))
	for from := 0; from < len(needs); {
		to, used := from, 0.0
		most := (len(needs) + parts - 1) / max(parts, 1)
		for to < len(needs) && to-from < most && used+needs[to] <= room {
			used += needs[to]
			to++
		}
		to = max(to, from+1)
		p.matrixPart(m, from, to, bidder, spread(needs[from:to], room-used))
		from = to
	}
}

// spread gives every column what it needs and an equal share of what is left.
func spread(needs []float64, left float64) []float64 {
	widths := make([]float64, len(needs))
	for i, need := range needs {
		widths[i] = need + left/float64(len(needs))
	}
	return widths
}

func (p *reportPrinter) matrixPart(m matrix, from, to int, bidder float64, widths []float64) {
	t := paper.Table{Size: m.size, Tight: true, Columns: []paper.Column{
		{Head: p.T("report.no"), Width: matrixNumber, Align: paper.Centre}, {Head: p.T("report.bidder"), Width: bidder},
	}}
	named, numbered := true, false
	for i, c := range m.columns[from:to] {
		named = named && widths[i] >= matrixNamed && p.Least(c.name, m.size) <= widths[i]-1.5
	}
	for i, c := range m.columns[from:to] {
		head := c.name
		if c.below != "" {
			head += "\n" + p.T("report.pointsBelow", "points", c.below)
		}
		if !named && c.number != "" {
			head, numbered = c.number, true
			if c.below != "" {
				head += "\n(" + c.below + ")"
			}
		}
		t.Columns = append(t.Columns, paper.Column{Head: head, Width: widths[i], Align: paper.Centre})
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
