package register

import (
	"archive/zip"
	"errors"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
)

// A Reader reads a register file, one row at a time. It may not be used by two
// goroutines at once.
type Reader struct {
	sheets  []Sheet // that the file may hold
	sources []source
	photos  map[string]*zip.File // that came beside the file, by [PhotoName]
	mends   bool
	err     error
}

// A source is one sheet of the file, found to be one that it may hold.
type source struct {
	sheet   Sheet
	columns []string // keys by place; empty for one that is not read
	open    func() (lineReader, error)
}

// Open looks at a register file of size bytes. Its kind is known by the end of
// name and must agree with its content: .xlsx or .csv, or .zip with one of
// these and photos beside it, see [Reader.Photo].
//
// The error is a *rule.Refusal with every reason: of kind TooLarge
// (import.large, import.photos), or Invalid: import.kind, import.not_zip,
// import.tables, import.photo_twice, import.not_excel, import.broken,
// import.broken_row, import.encoding, import.no_sheet, import.sheet_unknown,
// import.sheet_twice, import.column_missing, import.column_unknown,
// import.column_twice. Any other error is a fault of reading r.
func Open(r io.ReaderAt, size int64, name string) (*Reader, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".csv":
		return openAs(r, size, name, Sheets)
	case ".zip":
		if size <= MaxSize {
			return openArchive(faults{r}, size)
		}
		return nil, rule.Refuse(rule.TooLarge, "", "import.large", "file")
	}
	return nil, rule.Refuse(rule.Invalid, "", "import.kind", "file")
}

func openAs(r io.ReaderAt, size int64, name string, sheets []Sheet) (*Reader, error) {
	if size > MaxSize {
		return nil, rule.Refuse(rule.TooLarge, "", "import.large", "file")
	}
	r = faults{r}
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx":
		return openExcel(r, size, sheets)
	case ".csv":
		return openText(r, size, sheets)
	}
	return nil, rule.Refuse(rule.Invalid, "", "import.format", "file")
}

func openExcel(r io.ReaderAt, size int64, sheets []Sheet) (*Reader, error) {
	book, err := openWorkbook(r, size)
	if err != nil {
		return nil, refusal(err)
	}
	found := Reader{sheets: sheets}
	var refusals rule.Collect
	for _, s := range book.sheets {
		open := func() (lineReader, error) { return book.rows(s) }
		head, err := firstLine(open)
		if err != nil {
			return nil, refusal(err)
		}
		if head.cells == nil || isNotes(s.name) {
			continue
		}
		sheet, ok := found.sheetByName(s.name)
		if !ok {
			refusals.Add("", "import.sheet_unknown", "file", "sheet", s.name)
			continue
		}
		found.add(sheet, head, open, &refusals)
	}
	return found.checked(&refusals)
}

func openText(r io.ReaderAt, size int64, sheets []Sheet) (*Reader, error) {
	open := func() (lineReader, error) { return openCSV(r, size) }
	head, err := firstLine(open)
	if err != nil {
		return nil, refusal(err)
	}
	found := Reader{sheets: sheets}
	var refusals rule.Collect
	if sheet, ok := found.sheetByHead(head); ok {
		found.add(sheet, head, open, &refusals)
	}
	return found.checked(&refusals)
}

// firstLine returns the first line with something in it, or one without cells.
func firstLine(open func() (lineReader, error)) (line, error) {
	reader, err := open()
	if err != nil {
		return line{}, err
	}
	defer reader.close()
	for {
		l, err := reader.read()
		if err == io.EOF {
			return line{}, nil
		}
		if err != nil || !l.blank() {
			return l, err
		}
	}
}

func (r *Reader) add(sheet Sheet, head line, open func() (lineReader, error), refusals *rule.Collect) {
	s := source{sheet: sheet, open: open}
	seen := map[string]bool{}
	for _, cell := range head.cells {
		text := strings.TrimSpace(cell.text)
		column, ok := sheet.columnByHead(text)
		switch {
		case isReason(text):
			r.mends = true
		case text == "":
		case !ok:
			refusals.Add("", "import.column_unknown", "file", "sheet", sheet.Name(catalogue.Chinese), "column", text)
		case seen[column.Key]:
			refusals.Add("", "import.column_twice", "file", "sheet", sheet.Name(catalogue.Chinese), "column", text)
		}
		seen[column.Key] = true
		s.columns = append(s.columns, column.Key)
	}
	for _, c := range sheet.Columns {
		if c.Required && !seen[c.Key] {
			refusals.Add("", "import.column_missing", "file", "sheet", sheet.Name(catalogue.Chinese), "column", c.Head(catalogue.Chinese))
		}
	}
	for _, other := range r.sources {
		if other.sheet.Key == sheet.Key {
			refusals.Add("", "import.sheet_twice", "file", "sheet", sheet.Name(catalogue.Chinese))
		}
	}
	r.sources = append(r.sources, s)
}

func (r *Reader) checked(refusals *rule.Collect) (*Reader, error) {
	if err := refusals.Err(rule.Invalid); err != nil {
		return nil, err
	}
	if len(r.sources) == 0 {
		return nil, rule.Refuse(rule.Invalid, "", "import.no_sheet", "file")
	}
	slices.SortStableFunc(r.sources, func(a, b source) int { return r.place(a.sheet) - r.place(b.sheet) })
	return r, nil
}

// place is where a sheet stands among those that the file may hold.
func (r *Reader) place(sheet Sheet) int {
	return slices.IndexFunc(r.sheets, func(s Sheet) bool { return s.Key == sheet.Key })
}

// Mends reports whether the file is one of rows that an import left out: what
// it says comes beside what the import took.
func (r *Reader) Mends() bool { return r.mends }

// Says returns what tells whether the file has a column of a sheet, without the
// file.
func (r *Reader) Says() func(sheet, column string) bool {
	columns := map[string][]string{}
	for _, s := range r.sources {
		columns[s.sheet.Key] = append(columns[s.sheet.Key], s.columns...)
	}
	return func(sheet, column string) bool { return slices.Contains(columns[sheet], column) }
}

// Rows returns every row with what is wrong with its values, sheet after sheet
// in the order of [Sheets], so that what others refer to comes first. Rows without a value are left out. After the last row, or when the
// loop was left, [Reader.Err] says whether all was read. Rows may be called
// again, and begins anew.
func (r *Reader) Rows() iter.Seq2[Row, []Problem] {
	return func(yield func(Row, []Problem) bool) {
		r.err = nil
		for _, s := range r.sources {
			more, err := s.rows(yield)
			if err != nil {
				r.err = refusal(err)
			}
			if !more || err != nil {
				return
			}
		}
	}
}

// Err returns what ended the last [Reader.Rows] too early: nil, a
// *rule.Refusal (import.broken, import.broken_row, import.large), or a fault.
// If it is not nil, nothing of the file may be taken.
func (r *Reader) Err() error { return r.err }

func (s source) rows(yield func(Row, []Problem) bool) (more bool, err error) {
	reader, err := s.open()
	if err != nil {
		return false, err
	}
	defer reader.close()
	head, count := true, 0
	for {
		l, err := reader.read()
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if l.blank() {
			continue
		}
		if head {
			head = false
			continue
		}
		if count++; count > maxRows {
			return false, errTooLarge
		}
		if !yield(s.row(l)) {
			return false, nil
		}
	}
}

// row reads the values of a line.
func (s source) row(l line) (Row, []Problem) {
	row := Row{Sheet: s.sheet.Key, Number: l.number, Fields: make(map[string]string, len(s.columns))}
	var problems []Problem
	for i, cell := range l.cells {
		if i >= len(s.columns) || s.columns[i] == "" {
			if i >= len(s.columns) && strings.TrimSpace(cell.text) != "" {
				problems = append(problems, row.Problem("", "import.beyond", "column", strconv.Itoa(i+1)))
			}
			continue
		}
		column, _ := s.sheet.Column(s.columns[i])
		value, code := column.value(cell)
		if value != "" {
			row.Fields[column.Key] = value
		}
		if code != "" {
			problems = append(problems, row.Problem(column.Key, code, "value", shown(value), "longest", strconv.Itoa(column.longest())))
		}
	}
	for _, c := range s.sheet.Columns {
		if c.Required && row.Fields[c.Key] == "" {
			problems = append(problems, row.Problem(c.Key, "import.required"))
		}
	}
	return row, problems
}

// shown shortens a value for a message.
func shown(value string) string {
	if runes := []rune(value); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return value
}

// refusal turns what is wrong with a file into a refusal; anything else is a
// fault of the machine.
func refusal(err error) error {
	var already *rule.Refusal
	var ioFault ioError
	var at rowError
	switch {
	case errors.As(err, &already), errors.As(err, &ioFault):
		return err
	case errors.Is(err, errTooLarge):
		return rule.Refuse(rule.TooLarge, "", "import.large", "file")
	case errors.Is(err, errEncoding):
		return rule.Refuse(rule.Invalid, "", "import.encoding", "file")
	case errors.Is(err, errNotExcel):
		return rule.Refuse(rule.Invalid, "", "import.not_excel", "file")
	case errors.As(err, &at) && at.row > 0:
		return rule.Refuse(rule.Invalid, "", "import.broken_row", "file", "row", strconv.Itoa(at.row))
	}
	return rule.Refuse(rule.Invalid, "", "import.broken", "file")
}

// A rowError says at which row, about, a sheet breaks off; 0 is before the first.
type rowError struct {
	row int
	err error
}

func (e rowError) Error() string { return "row " + strconv.Itoa(e.row) + ": " + e.err.Error() }
func (e rowError) Unwrap() error { return e.err }

// normal brings heads and names into one form for comparing.
func normal(text string) string {
	text, _, _ = strings.Cut(width.Narrow.String(text), "(") // what stands in brackets explains
	return strings.ToLower(strings.Trim(strings.Join(strings.Fields(text), ""), "*:"))
}

func (s Sheet) columnByHead(text string) (Column, bool) {
	for _, c := range s.Columns {
		for _, lang := range catalogue.Languages() {
			if normal(text) == normal(c.Head(lang)) {
				return c, true
			}
		}
	}
	return Column{}, false
}

func (r *Reader) sheetByName(name string) (Sheet, bool) {
	for _, s := range r.sheets {
		for _, lang := range catalogue.Languages() {
			if normal(name) == normal(s.Name(lang)) {
				return s, true
			}
		}
	}
	return Sheet{}, false
}

// sheetByHead finds the sheet that has every column of a head, and whose
// required columns are all there; if several do, the one that has most.
func (r *Reader) sheetByHead(head line) (Sheet, bool) {
	var best Sheet
	most := 0
	for _, s := range r.sheets {
		known := 0
		for _, cell := range head.cells {
			if _, ok := s.columnByHead(strings.TrimSpace(cell.text)); ok {
				known++
			}
		}
		if known > most {
			best, most = s, known
		}
	}
	return best, most > 0
}

func isNotes(name string) bool {
	return isWord(name, "import.notes")
}

func isReason(head string) bool { return isWord(head, "import.reason") }

func isWord(text, key string) bool {
	for _, lang := range catalogue.Languages() {
		if normal(text) == normal(catalogue.Text(lang, key, nil)) {
			return true
		}
	}
	return false
}
