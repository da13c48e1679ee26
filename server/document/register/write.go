package register

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/xuri/excelize/v2"

	"bidroom/kiosk/catalogue"
	"bidroom/server/document/excel"
)

// WriteTemplate writes the empty register file in lang: a sheet of notes, and
// each of [Sheets] with its head, an example as comment of every column, lists
// of what may be chosen, and cells that keep what is typed as text.
func WriteTemplate(w io.Writer, lang string) error {
	b, err := newBook(lang)
	if err != nil {
		return err
	}
	defer b.close()
	if err := b.notes(); err != nil {
		return err
	}
	for _, sheet := range Sheets {
		if _, err := b.sheet(sheet, false); err != nil {
			return err
		}
		if err := b.comments(sheet); err != nil {
			return err
		}
	}
	return b.write(w)
}

// WriteSheets writes rows as a register file in lang, as [Write] does, with the
// given sheets in it also where they have no row.
func WriteSheets(w io.Writer, sheets []string, rows iter.Seq[Row], lang string) error {
	return writeRows(w, sheets, without(rows), lang, false)
}

// Write writes rows as a register file in lang, each on its sheet, in the
// order they come in. Values that begin like a formula are guarded.
func Write(w io.Writer, rows iter.Seq[Row], lang string) error {
	return writeRows(w, nil, without(rows), lang, false)
}

// without gives rows that have no problem.
func without(rows iter.Seq[Row]) iter.Seq2[Row, []Problem] {
	return func(yield func(Row, []Problem) bool) {
		for row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// WriteProblems writes exactly the given rows in the layout of the template, so
// that they can be mended and read again: in front of each stands why it was
// not taken, with the number it had, and the faulty cells are marked.
func WriteProblems(w io.Writer, rows iter.Seq2[Row, []Problem], lang string) error {
	return writeRows(w, nil, rows, lang, true)
}

func writeRows(w io.Writer, sheets []string, rows iter.Seq2[Row, []Problem], lang string, reasons bool) error {
	b, err := newBook(lang)
	if err != nil {
		return err
	}
	defer b.close()
	streams := map[string]*stream{}
	for _, key := range sheets {
		sheet, _ := SheetByKey(key)
		if streams[key], err = b.sheet(sheet, reasons); err != nil {
			return err
		}
	}
	for row, problems := range rows {
		s := streams[row.Sheet]
		if s == nil {
			sheet, ok := SheetByKey(row.Sheet)
			if !ok {
				return fmt.Errorf("register: no sheet %q", row.Sheet)
			}
			if s, err = b.sheet(sheet, reasons); err != nil {
				return err
			}
			streams[row.Sheet] = s
		}
		if err := b.row(s, row, problems); err != nil {
			return err
		}
	}
	if len(streams) == 0 {
		if err := b.notes(); err != nil {
			return err
		}
	}
	return b.write(w)
}

// A book is a workbook while it is written.
type book struct {
	lang    string
	file    *excelize.File
	streams []*stream
	named   bool // the sheet that a new file has got its name

	head, required, text, wrong, reason int // styles
}

// A stream is a sheet while its rows are written.
type stream struct {
	*excelize.StreamWriter
	sheet   Sheet
	reasons bool
	next    int // row
}

func newBook(lang string) (*book, error) {
	b := &book{lang: lang, file: excelize.NewFile()}
	border := []excelize.Border{{Type: "bottom", Style: 1, Color: "6B7685"}}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	const asText = 49 // the format "@", by which Excel keeps every digit that is typed
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill("E9E9E9"), Border: border, NumFmt: asText}},
		{&b.required, excelize.Style{Font: &excelize.Font{Bold: true, Color: "8F1D17"}, Fill: fill("E9E9E9"), Border: border, NumFmt: asText}},
		{&b.text, excelize.Style{NumFmt: asText}},
		{&b.wrong, excelize.Style{NumFmt: asText, Fill: fill("F6D9D7")}},
		{&b.reason, excelize.Style{NumFmt: asText, Font: &excelize.Font{Color: "8F1D17"}, Alignment: wrap}},
	} {
		id, err := b.file.NewStyle(&s.style)
		if err != nil {
			return nil, fmt.Errorf("register: style: %w", err)
		}
		*s.id = id
	}
	return b, nil
}

// close removes what excelize kept outside the memory.
func (b *book) close() { _ = b.file.Close() } // the book is written, or given up

func (b *book) t(key string) string { return catalogue.Text(b.lang, key, nil) }

// notes writes the sheet that says how to fill in the others.
func (b *book) notes() error {
	name := b.t("import.notes")
	if err := b.newSheet(name); err != nil {
		return fmt.Errorf("register: notes: %w", err)
	}
	if err := b.file.SetColWidth(name, "A", "A", 110); err != nil {
		return fmt.Errorf("register: notes: %w", err)
	}
	wrap, err := b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return fmt.Errorf("register: notes: %w", err)
	}
	lines := []string{b.t("import.notes.required"), b.t("import.notes.text"), b.t("import.notes.date"), b.t("import.notes.list"),
		b.t("import.notes.key"), b.t("import.notes.none"), b.t("import.notes.unsaid"), b.t("import.notes.head"), b.t("import.notes.mend")}
	for _, sheet := range Sheets {
		lines = append(lines, sheet.Name(b.lang)+": "+b.t("import.about."+sheet.Key))
	}
	for i, line := range lines {
		cell := fmt.Sprintf("A%d", i+1)
		if err := b.file.SetCellStr(name, cell, line); err != nil {
			return fmt.Errorf("register: notes: %w", err)
		}
		if err := b.file.SetCellStyle(name, cell, cell, wrap); err != nil {
			return fmt.Errorf("register: notes: %w", err)
		}
	}
	return nil
}

// newSheet adds a sheet; the first is the one that every new file has.
func (b *book) newSheet(name string) error {
	if !b.named {
		b.named = true
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

// sheet starts a sheet with its head.
func (b *book) sheet(sheet Sheet, reasons bool) (*stream, error) {
	name := sheet.Name(b.lang)
	if err := b.newSheet(name); err != nil {
		return nil, fmt.Errorf("register: sheet %s: %w", sheet.Key, err)
	}
	s := &stream{sheet: sheet, reasons: reasons, next: 2}
	if err := b.lists(s, name); err != nil {
		return nil, fmt.Errorf("register: sheet %s: %w", sheet.Key, err)
	}
	var err error
	if s.StreamWriter, err = b.file.NewStreamWriter(name); err == nil {
		err = b.start(s)
	}
	if err != nil {
		return nil, fmt.Errorf("register: sheet %s: %w", sheet.Key, err)
	}
	b.streams = append(b.streams, s)
	return s, nil
}

// first is the place of the sheet's first column, from 1.
func (s *stream) first() int {
	if s.reasons {
		return 2
	}
	return 1
}

// lists adds what may be chosen in the columns of choice.
func (b *book) lists(s *stream, name string) error {
	for i, c := range s.sheet.Columns {
		if c.Kind != Choice {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + s.first())
		if err != nil {
			return err
		}
		validation := excelize.NewDataValidation(true)
		validation.SetSqref(letter + "2:" + letter + "1048576")
		if err := validation.SetDropList(c.words(b.lang)); err != nil {
			return err
		}
		if err := b.file.AddDataValidation(name, validation); err != nil {
			return err
		}
	}
	return nil
}

// start writes widths and the head.
func (b *book) start(s *stream) error {
	n := len(s.sheet.Columns)
	if s.reasons {
		if err := s.SetColWidth(1, 1, 60); err != nil {
			return err
		}
	}
	if err := s.SetColWidth(s.first(), s.first()+n-1, 22); err != nil {
		return err
	}
	if err := s.SetColStyle(s.first(), s.first()+n-1, b.text); err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	var head []any
	if s.reasons {
		head = append(head, excelize.Cell{StyleID: b.head, Value: b.t("import.reason")})
	}
	for _, c := range s.sheet.Columns {
		cell := excelize.Cell{StyleID: b.head, Value: c.Head(b.lang)}
		if c.Required {
			cell.StyleID, cell.Value = b.required, c.Head(b.lang)+"*"
		}
		head = append(head, cell)
	}
	return s.SetRow("A1", head)
}

// comments says of every column how it is filled in, with an example.
func (b *book) comments(sheet Sheet) error {
	for i, c := range sheet.Columns {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return fmt.Errorf("register: comment: %w", err)
		}
		example := c.Example
		if c.Kind == Choice {
			example = strings.Join(c.words(b.lang), b.t("import.or"))
		}
		need := b.t("import.optional")
		if c.Required {
			need = b.t("import.required")
		}
		comment := excelize.Comment{Cell: cell, Author: "bidroom", Width: 260, Height: 90,
			Text: catalogue.Text(b.lang, "import.comment", map[string]string{"need": need, "example": example})}
		if key := "import.explain." + c.Sheet + "." + c.Key; catalogue.Has(key) {
			comment.Text, comment.Height = comment.Text+"\n"+b.t(key), 150
		}
		if err := b.file.AddComment(sheet.Name(b.lang), comment); err != nil {
			return fmt.Errorf("register: comment: %w", err)
		}
	}
	return nil
}

// row writes a row in the words of the language.
func (b *book) row(s *stream, row Row, problems []Problem) error {
	wrong := map[string]bool{}
	var cells []any
	if s.reasons {
		reasons := make([]string, len(problems))
		for i, p := range problems {
			wrong[p.Column] = true
			reasons[i] = p.Text(b.lang)
		}
		cells = append(cells, excelize.Cell{StyleID: b.reason, Value: excel.Guard(catalogue.Text(b.lang, "import.reasonOfRow",
			map[string]string{"row": fmt.Sprint(row.Number), "reasons": strings.Join(reasons, "\n")}))})
	}
	for _, c := range s.sheet.Columns {
		cell := excelize.Cell{StyleID: b.text, Value: c.written(row.Fields[c.Key], b.lang)}
		if wrong[c.Key] {
			cell.StyleID = b.wrong
		}
		cells = append(cells, cell)
	}
	at := fmt.Sprintf("A%d", s.next)
	s.next++
	if err := s.SetRow(at, cells); err != nil {
		return fmt.Errorf("register: row %d of %s: %w", row.Number, row.Sheet, err)
	}
	return nil
}

// write ends all sheets and writes the file. Nothing may be asked of a sheet once
// its stream has ended: excelize would read all of it back into memory.
func (b *book) write(w io.Writer) error {
	for _, s := range b.streams {
		if err := s.Flush(); err != nil {
			return fmt.Errorf("register: sheet %s: %w", s.sheet.Key, err)
		}
	}
	if err := b.file.Write(w); err != nil {
		return fmt.Errorf("register: writing: %w", err)
	}
	return nil
}
