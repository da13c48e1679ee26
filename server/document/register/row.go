package register

import (
	"maps"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
)

// A Row of a sheet. A field that could be read has the form of its column's
// [Kind]; one with a [Problem] stands as it was found, so that it can be
// written back. Empty fields are not in Fields.
type Row struct {
	Sheet  string // key of the sheet
	Number int    // in the file, from 1; the head counts
	Fields map[string]string
}

// A Problem is one fault of one row, in one column or, with Column empty, of
// the row as a whole. Its words are those of the refusal with its Code.
type Problem struct {
	Sheet  string // key
	Row    int
	Column string // key
	Code   string
	Args   map[string]string
}

// Problem returns a problem of the row. args are name, value pairs.
func (r Row) Problem(column, code string, args ...string) Problem {
	return Problem{Sheet: r.Sheet, Row: r.Number, Column: column, Code: code, Args: rule.NewReason("", code, "", args...).Args}
}

// WithoutValue returns the problem as it is said where nobody may read what
// stands in the cell.
func (p Problem) WithoutValue() Problem {
	args := maps.Clone(p.Args)
	if _, has := args["value"]; has {
		args["value"] = "…"
	}
	p.Args = args
	return p
}

// Fault says in lang what is wrong.
func (p Problem) Fault(lang string) string { return catalogue.Text(lang, "refusal."+p.Code, p.Args) }

// Text says in lang what is wrong, beginning with the head of the column.
func (p Problem) Text(lang string) string {
	sheet, _ := SheetByKey(p.Sheet)
	return sheet.Says(p, lang)
}

// Says is [Problem.Text] of a row of this sheet.
func (s Sheet) Says(p Problem, lang string) string {
	text := p.Fault(lang)
	column, ok := s.Column(p.Column)
	if !ok {
		return text
	}
	return catalogue.Text(lang, "import.problem", map[string]string{"column": column.Head(lang), "text": text})
}
