package excel

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A Cell of a table.
type Cell struct {
	text   string
	number bool
	strong bool
}

// Text is a cell of text.
func Text(text string) Cell { return Cell{text: text} }

// Number is a cell of a decimal number as it is printed, with commas between
// thousands or without; of anything else it is a cell of text.
func Number(text string) Cell { return Cell{text: text, number: exact(text)} }

// Count is a cell of a whole number.
func Count(n int) Cell { return Number(strconv.Itoa(n)) }

// Strong returns the cell in bold.
func (c Cell) Strong() Cell {
	c.strong = true
	return c
}

// Texts makes a row of texts.
func Texts(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, text := range texts {
		row[i] = Text(text)
	}
	return row
}

// holds is how many significant digits Excel holds of a number.
const holds = 15

var decimal = regexp.MustCompile(`^-?(0|[1-9]\d*|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?$`)

// exact reports whether a text is a number of which Excel loses nothing.
func exact(text string) bool {
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ",", "", ".", "").Replace(text), "0")
	return decimal.MatchString(text) && len(digits) <= holds && (digits != "" || text[0] != '-')
}

// value is a number as it stands in the file.
func (c Cell) value() string { return strings.ReplaceAll(c.text, ",", "") }

// format is the Excel format that shows a number as it was written.
func (c Cell) format() string {
	whole, fraction, _ := strings.Cut(c.text, ".")
	format := "0"
	if strings.Contains(whole, ",") {
		format = "#,##0"
	}
	if fraction != "" {
		format += "." + strings.Repeat("0", len(fraction))
	}
	return format
}

// most is how many UTF-16 units a cell holds; the guard takes one.
const most = 32767 - 1

// pieces cuts a text into what a cell holds.
func pieces(text string) []string {
	var all []string
	from, units := 0, 0
	for i, r := range text {
		n := max(utf16.RuneLen(r), 1)
		if units+n > most {
			all = append(all, text[from:i])
			from, units = i, 0
		}
		units += n
	}
	return append(all, text[from:])
}

// Guard keeps a spreadsheet from taking a text for a formula: a text that
// begins like one gets an apostrophe (OWASP, CSV injection). [Unguard] takes it
// away again.
func Guard(text string) string {
	if formula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Unguard returns the text that [Guard] was given.
func Unguard(text string) string {
	if bare := strings.TrimLeft(text, "'"); len(bare) < len(text) && formula(bare) {
		return text[1:]
	}
	return text
}

func formula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", []rune(text)[0])
}
