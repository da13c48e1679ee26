package register

//catalogue:data the marks of a date as it is typed in Chinese

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"bidroom/kiosk/catalogue"
	"bidroom/server/document/excel"
)

// maxText bounds a text, in characters, also each of a list: what may be typed
// by hand, and less than the 190 that MySQL keeps of what is found by.
// maxField bounds a longer text, and what stands in a cell.
const (
	maxText  = 100
	maxField = 500
)

// longest bounds what one text of the column may have.
func (c Column) longest() int {
	if c.Kind == Prose {
		return maxField
	}
	return maxText
}

// long reports whether a value, or a text of a list, is too long.
func (c Column) long(value string) bool {
	texts := []string{value}
	if c.Kind == List || c.Kind == Codes {
		texts = strings.Split(value, ";")
	}
	return slices.ContainsFunc(texts, func(text string) bool { return utf8.RuneCountInString(text) > c.longest() })
}

// A raw value is a cell as the file has it.
type raw struct {
	text    string
	number  bool // a number in Excel; text has all that the file kept of it
	percent bool // shown by Excel as a percentage: 0.12 means 12 %
	fault   bool // Excel shows an error, such as #N/A
	epoch04 bool // the file counts days from 1904
}

// value brings a cell into the form of its column. code is the problem, or
// empty; then the value is as it should be.
func (c Column) value(r raw) (value, code string) {
	text := strings.TrimSpace(r.text)
	if text == "" {
		return "", ""
	}
	switch {
	case r.fault:
		return text, "import.fault"
	case utf8.RuneCountInString(text) > maxField:
		return text, "import.long"
	case strings.ContainsFunc(text, func(ch rune) bool {
		return unicode.IsControl(ch) && ch != '\n' && ch != '\r' && ch != '\t' || ch == utf8.RuneError
	}):
		return text, "import.control"
	}
	text = excel.Unguard(text)
	if c.Kind == Text || c.Kind == Prose {
		value = numberText(text, r)
	} else if value, code = c.narrowed(strings.TrimSpace(width.Narrow.String(text)), r); code != "" {
		return text, code
	}
	if c.long(value) {
		return text, "import.long"
	}
	return value, ""
}

// narrowed reads a value of every kind but Text and Prose, after full-width characters
// were made half-width (GB 18030 keyboards write １２３ and ；).
func (c Column) narrowed(text string, r raw) (value, code string) {
	switch c.Kind {
	case Identity, CreditCode:
		if lostDigits(text, r) {
			return "", "import.number"
		}
		return code18(text), ""
	case Code:
		return strings.ToUpper(numberText(text, r)), ""
	case Codes:
		return split(strings.ToUpper(numberText(text, r)), " "), ""
	case List:
		return split(text, ""), ""
	case Phone:
		return phone(numberText(text, r))
	case Date:
		return date(text, r)
	case Percent:
		return percent(text, r)
	case Points:
		return points(text)
	case Money:
		return money(text, r)
	case Decimal:
		return anyDecimal(text, r)
	case Moment:
		return moment(text, r)
	default:
		return c.choice(text)
	}
}

var exponent = regexp.MustCompile(`^[0-9](\.[0-9]+)?E\+?[0-9]+$`)

// lostDigits reports whether a code was kept as a number of more digits than
// Excel keeps, in a cell or in a CSV file that Excel wrote.
func lostDigits(text string, r raw) bool {
	if r.number {
		return len(text) > 15 || exponent.MatchString(strings.ToUpper(text))
	}
	return exponent.MatchString(strings.ToUpper(text))
}

func code18(text string) string {
	return strings.ToUpper(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' }), ""))
}

// numberText writes a number in Excel as a person would have typed it:
// 1.3800000001E10 is 13800000001.
func numberText(text string, r raw) string {
	if !r.number || !strings.ContainsAny(text, ".eE") {
		return text
	}
	if exact, ok := decimal(text); ok && exact.IsInt() {
		return exact.Num().String()
	}
	return text
}

// decimal reads a number that a spreadsheet wrote; its exponent is bounded, so
// that it cannot be made to fill the memory.
func decimal(text string) (*big.Rat, bool) {
	if _, exp, ok := strings.Cut(strings.ToUpper(text), "E"); ok {
		if n, err := strconv.Atoi(exp); err != nil || n > 30 || n < -30 {
			return nil, false
		}
	}
	if len(text) > 40 || strings.ContainsAny(text, "/_xXbBoOpPiI") {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// split reads a list, in which nothing stands twice; more are further separators.
func split(text, more string) string {
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,、､\n\r\t"+more, r) }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ";")
}

func phone(text string) (value, code string) {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -()", r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(text, "+86"))
	if len(text) < 7 || len(text) > 15 || strings.Trim(text, "0123456789") != "" {
		return "", "import.phone"
	}
	return text, ""
}

var written = regexp.MustCompile(`^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?$`)

// date reads a date as it is typed in Chinese, or a day number of Excel:
// 1 is 1900-01-01, and a 29 February 1900 is counted that never was
// (ECMA-376-1, 18.17.4.1).
func date(text string, r raw) (value, code string) {
	if r.number {
		day, ok := decimal(text)
		if !ok || !day.IsInt() || day.Num().BitLen() > 32 {
			return "", "import.date"
		}
		n := int(day.Num().Int64())
		epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if r.epoch04 {
			epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		} else if n <= 60 {
			return "", "import.date"
		}
		return inCentury(epoch.AddDate(0, 0, n))
	}
	m := written.FindStringSubmatch(text)
	if m == nil {
		return "", "import.date"
	}
	t, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return "", "import.date"
	}
	return inCentury(t)
}

// inCentury keeps out days that only a slip of the hand can mean.
func inCentury(t time.Time) (value, code string) {
	if t.Year() < 1930 || t.Year() > 2100 {
		return "", "import.date"
	}
	return t.Format(time.DateOnly), ""
}

// percent reads a share. Excel keeps numbers in binary, so a cell that shows
// 33.3 may hold 33.299999999999997: fifteen digits are what it shows.
func percent(text string, r raw) (value, code string) {
	share, ok := decimal(strings.TrimSuffix(text, "%"))
	if !ok {
		return "", "import.percent"
	}
	if r.number {
		f, _ := share.Float64()
		if share, ok = decimal(strconv.FormatFloat(f, 'g', 15, 64)); !ok {
			return "", "import.percent"
		}
		if r.percent {
			share.Mul(share, big.NewRat(100, 1))
		}
	}
	if share.Sign() <= 0 || share.Cmp(big.NewRat(100, 1)) > 0 {
		return "", "import.percent"
	}
	return strings.TrimSuffix(strings.TrimRight(share.FloatString(6), "0"), "."), ""
}

// points reads a number of points.
func points(text string) (value, code string) {
	number, ok := decimal(text)
	if !ok || number.Sign() < 0 || number.Cmp(big.NewRat(1000, 1)) > 0 || !new(big.Rat).Mul(number, big.NewRat(100, 1)).IsInt() {
		return "", "import.points"
	}
	return strings.TrimSuffix(strings.TrimRight(number.FloatString(2), "0"), "."), ""
}

// choice finds the word in any language, or the key itself.
func (c Column) choice(text string) (value, code string) {
	for _, choice := range c.Choices {
		if text == choice {
			return choice, ""
		}
		for _, lang := range catalogue.Languages() {
			if strings.EqualFold(text, width.Narrow.String(c.Word(lang, choice))) {
				return choice, ""
			}
		}
	}
	return "", "import.choice"
}

// written is how a value stands in a file in lang: a choice by its word.
func (c Column) written(value, lang string) string {
	if slices.Contains(c.Choices, value) {
		value = c.Word(lang, value)
	}
	return excel.Guard(value)
}
