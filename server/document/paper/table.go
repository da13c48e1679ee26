package paper

import "strings"

// An Align says where in its cell a text stands.
type Align uint8

// The alignments.
const (
	Left   Align = iota
	Centre       // short words and marks
	Right        // money and points
)

// A Column of a table. Width is in mm, and made larger if a word of the head
// needs it; columns of width 0 share what is left, by Weight.
type Column struct {
	Head   string
	Width  float64
	Weight float64
	Align  Align
}

// A Cell of a table: text, a drawn signature or a bar.
type Cell struct {
	Text    string
	Bold    bool
	Span    bool // over all columns; the only cell of its row, and kept with the next
	Strokes []Stroke
	Bar     *Bar
	Least   float64 // mm that the row is high at least
}

// A Table has a head, which is repeated on every page, and rows, which are
// never cut: a row that does not fit goes to the next page whole. Only a row
// that is higher than a page is continued on the next.
type Table struct {
	Columns []Column
	Rows    [][]Cell
	Size    float64 // points; 0 for 9
	NoHead  bool    // for a table of names and values
	Tight   bool    // little space in the cells, for many narrow columns
	Whole   bool    // on one page if it fits on one
}

// Cells makes a row of plain texts.
func Cells(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, text := range texts {
		row[i].Text = text
	}
	return row
}

// Strong makes a row of bold texts.
func Strong(texts ...string) []Cell {
	row := Cells(texts...)
	for i := range row {
		row[i].Bold = true
	}
	return row
}

// Space between a line of a table and its text, in mm.
const (
	padding      = 1.2
	tightPadding = 0.7
)

// A setTable is a table while it is set.
type setTable struct {
	d      *Doc
	t      Table
	widths []float64
	size   float64
	pad    float64
	head   setRow
}

// A setRow is a row whose cells are broken into lines.
type setRow struct {
	cells  []Cell
	lines  [][]string
	height float64
	shaded bool
}

// Table sets a table.
func (d *Doc) Table(t Table) {
	s := &setTable{d: d, t: t, size: t.Size, pad: padding}
	if s.size == 0 {
		s.size = 9
	}
	if t.Tight {
		s.pad = tightPadding
	}
	s.measure()
	if !t.NoHead {
		heads := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			heads[i] = c.Head
		}
		s.head = s.row(Strong(heads...))
		s.head.shaded = true
	}
	rows := make([]setRow, len(t.Rows))
	for i, cells := range t.Rows {
		rows[i] = s.row(cells)
	}
	d.place(s.head.height + s.together(rows))
	s.print(s.head)
	for i, row := range rows {
		span := len(row.cells) == 1 && row.cells[0].Span
		if span && i+1 < len(rows) && d.y+row.height+rows[i+1].height > d.floor() {
			d.newPage()
			s.print(s.head)
		}
		s.put(row)
	}
	d.y += 3
}

// together returns how much of a table is kept on one page at its start: all
// of a short one, otherwise the first two rows as far as that is sensible.
func (s *setTable) together(rows []setRow) float64 {
	d := s.d
	page := d.floor() - top
	all, first := 0.0, 0.0
	for i, row := range rows {
		all += row.height
		if i < 2 {
			first += row.height
		}
	}
	if all < page/3 || s.t.Whole && all+s.head.height+d.waiting <= page {
		return all
	}
	return min(first, page/3)
}

// measure gives every column its width.
func (s *setTable) measure() {
	s.widths = make([]float64, len(s.t.Columns))
	rest, weights := s.d.Width(), 0.0
	for i, c := range s.t.Columns {
		if c.Width > 0 && !s.t.NoHead {
			c.Width = max(c.Width, s.d.Least(c.Head, s.size)+2*s.pad)
		}
		s.widths[i] = c.Width
		rest -= c.Width
		if c.Width == 0 {
			weights += max(c.Weight, 1)
		}
	}
	for i, c := range s.t.Columns {
		if c.Width == 0 {
			s.widths[i] = rest * max(c.Weight, 1) / weights
		}
	}
}

func (s *setTable) row(cells []Cell) setRow {
	row := setRow{cells: cells}
	for i, cell := range cells {
		lines := s.d.lines(cell.Text, style{s.size, cell.Bold}, s.cellWidth(cell, i)-2*s.pad)
		row.lines = append(row.lines, lines)
		row.height = max(row.height, s.textHeight(len(lines)), cell.Least)
	}
	return row
}

func (s *setTable) cellWidth(cell Cell, i int) float64 {
	if cell.Span {
		return s.d.Width()
	}
	return s.widths[i]
}

func (s *setTable) textHeight(lines int) float64 {
	return float64(lines)*s.lead() + 2*s.pad
}

func (s *setTable) lead() float64 { return lead(s.size) * 0.88 }

// put prints a row, on a new page below the repeated head if it does not fit.
func (s *setTable) put(row setRow) {
	d := s.d
	if d.y+row.height <= d.floor() {
		s.print(row)
		return
	}
	whole := d.floor() - top - s.head.height
	if row.height <= whole {
		d.newPage()
		s.print(s.head)
		s.print(row)
		return
	}
	s.split(row)
}

// split prints a row that is higher than a page, in as many parts as it
// needs.
func (s *setTable) split(row setRow) {
	d := s.d
	for {
		fit := int((d.floor() - d.y - 2*s.pad) / s.lead())
		if fit < 3 {
			d.newPage()
			s.print(s.head)
			continue
		}
		part, more := setRow{cells: row.cells}, false
		for i, lines := range row.lines {
			n := min(fit, len(lines))
			part.lines = append(part.lines, lines[:n])
			part.height = max(part.height, s.textHeight(n))
			row.lines[i] = lines[n:]
			more = more || n < len(lines)
		}
		s.print(part)
		if !more {
			return
		}
		d.newPage()
		s.print(s.head)
	}
}

func (s *setTable) print(row setRow) {
	if len(row.cells) == 0 {
		return
	}
	d, x := s.d, left
	d.open()
	d.pdf.SetFillColor(233, 233, 233)
	for i, cell := range row.cells {
		d.pdf.SetLineWidth(0.15)
		d.pdf.SetDrawColor(90, 90, 90)
		how := "D"
		if row.shaded || s.t.NoHead && i%2 == 0 {
			how = "FD"
		}
		d.pdf.Rect(x, d.y, s.cellWidth(cell, i), row.height, how)
		s.text(x, row, i)
		if len(cell.Strokes) > 0 {
			d.drawStrokes(cell.Strokes, x+s.pad, d.y+s.pad, s.widths[i]-2*s.pad, row.height-2*s.pad)
		}
		if cell.Bar != nil {
			d.drawBar(*cell.Bar, x+s.pad, d.y, s.widths[i]-2*s.pad, row.height)
		}
		x += s.widths[i]
	}
	d.y += row.height
}

// text prints the lines of a cell, in the middle of its height.
func (s *setTable) text(x float64, row setRow, i int) {
	lines, set := row.lines[i], style{s.size, row.cells[i].Bold}
	y := s.d.y + (row.height-float64(len(lines))*s.lead())/2
	align := s.t.Columns[i].Align
	if row.shaded {
		align = Centre
	}
	for _, line := range lines {
		y += s.lead()
		at := x + s.pad
		switch free := s.widths[i] - 2*s.pad - s.d.width(line, set); align {
		case Centre:
			if !row.cells[i].Span {
				at += free / 2
			}
		case Right:
			at += free
		}
		s.d.set(at, y-s.lead()*0.27, line, set)
	}
}

// Facts sets names and values in a table without a head, one pair to a row.
func (d *Doc) Facts(pairs ...[2]string) {
	t := Table{NoHead: true, Columns: []Column{{Width: min(44, d.Width()/3)}, {}}}
	for _, pair := range pairs {
		t.Rows = append(t.Rows, []Cell{{Text: pair[0], Bold: true}, {Text: pair[1]}})
	}
	d.Table(t)
}

func splitParagraphs(text string) []string { return strings.Split(clean(text), "\n") }
