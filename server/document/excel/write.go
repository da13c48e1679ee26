package excel

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Options of a workbook.
type Options struct {
	Title   string // in the properties of the file
	Header  string // above every printed page
	Creator string
	Lang    string // zh-CN or en
	Created time.Time
}

// A Sheet is a sheet of a workbook: tables below one another.
type Sheet struct {
	Name   string // at most 31 characters, without []:*?/\
	Tables []Table
}

// A Table has a title, notes below it, a head and rows. Any of them may be
// missing.
type Table struct {
	Title string
	Notes []string
	Heads []string
	Rows  [][]Cell
}

// Write writes a workbook. The same sheets give the same bytes.
func Write(w io.Writer, o Options, sheets []Sheet) error {
	b := &book{file: excelize.NewFile(), styles: map[look]int{}}
	defer func() { _ = b.file.Close() }() // the book is written, or given up
	created := o.Created.UTC().Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: o.Title, Creator: o.Creator, LastModifiedBy: o.Creator, Language: o.Lang, Created: created, Modified: created}); err != nil {
		return fmt.Errorf("excel: %w", err)
	}
	for i, sheet := range sheets {
		err := b.open(i, sheet.Name)
		if err == nil {
			err = b.sheet(sheet, o)
		}
		if err != nil {
			return fmt.Errorf("excel: sheet %q: %w", sheet.Name, err)
		}
	}
	if err := b.file.Write(w); err != nil {
		return fmt.Errorf("excel: writing: %w", err)
	}
	return nil
}

// A book is a workbook while it is written.
type book struct {
	file   *excelize.File
	styles map[look]int

	// Of the sheet that is written: its name, how wide its columns are, the last
	// row, the rows that are heads, and which columns of the table have numbers.
	name    string
	widths  []float64
	row     int
	heads   []int
	numbers []bool
}

// open starts a sheet; the first is the one that every new file has.
func (b *book) open(i int, name string) error {
	b.name, b.row, b.heads = name, 0, nil
	if i == 0 {
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

func (b *book) sheet(sheet Sheet, o Options) error {
	b.widths = measure(sheet.Tables)
	for i, width := range b.widths {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err == nil {
			err = b.file.SetColWidth(b.name, letter, letter, width)
		}
		if err != nil {
			return err
		}
	}
	for i, t := range sheet.Tables {
		if i > 0 {
			b.row++
		}
		if err := b.table(t); err != nil {
			return err
		}
	}
	return b.page(len(sheet.Tables), o)
}

func (b *book) table(t Table) error {
	if t.Title != "" {
		b.row++
		if err := b.put(0, Text(t.Title), look{kind: title}); err != nil {
			return err
		}
	}
	for _, note := range t.Notes {
		if err := b.note(note); err != nil {
			return err
		}
	}
	b.numbers = make([]bool, len(b.widths))
	for i := range b.numbers {
		b.numbers[i] = numeric(t.Rows, i)
	}
	if len(t.Heads) > 0 {
		if err := b.cells(Texts(t.Heads...), head); err != nil {
			return err
		}
		b.heads = append(b.heads, b.row)
	}
	for _, row := range t.Rows {
		if err := b.cells(row, body); err != nil {
			return err
		}
	}
	return nil
}

// note writes a text over the width of the sheet.
func (b *book) note(text string) error {
	room := 0.0
	for _, width := range b.widths {
		room += width
	}
	for _, piece := range pieces(text) {
		b.row++
		if err := b.put(0, Text(piece), look{}); err != nil {
			return err
		}
		if err := b.high(lines(piece, room)); err != nil {
			return err
		}
		if len(b.widths) < 2 {
			continue
		}
		last, err := excelize.CoordinatesToCellName(len(b.widths), b.row)
		if err == nil {
			err = b.file.MergeCell(b.name, fmt.Sprintf("A%d", b.row), last)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cells writes a row as high as it needs, and below it what does not fit into
// its cells.
func (b *book) cells(row []Cell, as kind) error {
	for more := true; more; {
		b.row++
		more = false
		rest, needs := make([]Cell, len(row)), 1
		for i, c := range row {
			parts := pieces(c.text)
			if len(parts) > 1 {
				rest[i], more = Cell{text: strings.Join(parts[1:], ""), strong: c.strong}, true
			}
			c.text = parts[0]
			needs = max(needs, lines(c.text, b.widths[i]))
			if err := b.put(i, c, look{kind: as, strong: c.strong, right: b.numbers[i]}); err != nil {
				return err
			}
		}
		if err := b.high(needs); err != nil {
			return err
		}
		row = rest
	}
	return nil
}

// high makes the last row as high as a number of lines.
func (b *book) high(lines int) error {
	return b.file.SetRowHeight(b.name, b.row, min(float64(lines)*lineHeight+rowSpace, highest))
}

// put writes one cell of the last row, the first in column 0.
func (b *book) put(column int, c Cell, l look) error {
	at, err := excelize.CoordinatesToCellName(column+1, b.row)
	if err != nil {
		return err
	}
	if c.number {
		l.format = c.format()
		err = b.file.SetCellDefault(b.name, at, c.value())
	} else {
		err = b.file.SetCellStr(b.name, at, Guard(c.text))
	}
	if err != nil {
		return err
	}
	style, err := b.style(l)
	if err != nil {
		return err
	}
	return b.file.SetCellStyle(b.name, at, at, style)
}
