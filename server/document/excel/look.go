package excel

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"
)

// A look is how a cell is shown.
type look struct {
	kind   kind
	strong bool
	right  bool   // as the numbers of its column are
	format string // of a number; empty for text
}

type kind uint8

const (
	body kind = iota
	title
	head
)

// family has the letters of Chinese and of figures alike.
const family = "Microsoft YaHei"

// Measures of a sheet: columns in characters, rows in points.
const (
	narrowest  = 8
	widest     = 42
	lineHeight = 15
	rowSpace   = 3
	highest    = 409

	headerHolds = 100 // characters of which each can take two, of the 255 that Excel has room for
)

func (b *book) style(l look) (int, error) {
	if id, known := b.styles[l]; known {
		return id, nil
	}
	const asText = 49 // the format "@", by which Excel keeps every digit of a text
	s := excelize.Style{NumFmt: asText, Font: &excelize.Font{Family: family, Size: 10, Bold: l.strong || l.kind != body}, Alignment: &excelize.Alignment{WrapText: l.kind != title && l.format == "", Vertical: "top"}}
	switch l.kind {
	case title:
		s.Font.Size = 13
	case head:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E9E9E9"}}
		s.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: "6B7685"}}
		s.Alignment.Vertical = "center"
	case body:
		if l.format != "" {
			s.NumFmt, s.CustomNumFmt = 0, &l.format
		}
	}
	if l.right || l.format != "" {
		s.Alignment.Horizontal, s.Alignment.Indent = "right", 1
	}
	id, err := b.file.NewStyle(&s)
	b.styles[l] = id
	return id, err
}

// numeric reports whether a column has numbers and no words.
func numeric(rows [][]Cell, column int) bool {
	found := false
	for _, row := range rows {
		if column >= len(row) || row[column].text == "" {
			continue
		}
		if !row[column].number && row[column].text != "—" {
			return false
		}
		found = found || row[column].number
	}
	return found
}

// measure gives every column what its longest line needs, within bounds.
func measure(tables []Table) []float64 {
	var widths []float64
	fit := func(column int, text string) {
		for len(widths) <= column {
			widths = append(widths, narrowest)
		}
		for _, line := range strings.Split(text, "\n") {
			widths[column] = min(max(widths[column], wide(line)+3), widest)
		}
	}
	for _, t := range tables {
		for i, text := range t.Heads {
			fit(i, text)
		}
		for _, row := range t.Rows {
			for i, c := range row {
				fit(i, c.text)
			}
		}
	}
	return widths
}

// lines is how many lines a text takes in a column.
func lines(text string, width float64) int {
	n := 0
	for _, line := range strings.Split(text, "\n") {
		n += max(1, int(math.Ceil(wide(line)*0.95/(width-1))))
	}
	return n
}

// wide is how wide a line is, in characters of the Latin alphabet.
func wide(line string) float64 {
	n := 0.0
	for _, r := range line {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		case width.EastAsianAmbiguous:
			n += 1.6
		default:
			n++
		}
	}
	return n
}

// page sets how a sheet is shown and printed: A4 across, as wide as the page.
func (b *book) page(tables int, o Options) error {
	across, a4, one, many := "landscape", 9, 1, 0
	if err := b.file.SetPageLayout(b.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &one, FitToHeight: &many}); err != nil {
		return err
	}
	header := []rune(o.Header)
	header = header[:min(len(header), headerHolds)]
	if err := b.file.SetHeaderFooter(b.name, &excelize.HeaderFooterOptions{OddHeader: "&L" + strings.ReplaceAll(string(header), "&", "&&") + "&R&A", OddFooter: "&C&P / &N"}); err != nil {
		return err
	}
	if err := b.filter(tables); err != nil {
		return err
	}
	fit := true // last, since a filter takes the properties of its sheet away
	return b.file.SetSheetProps(b.name, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// filter keeps the head of a single table above its rows, on the screen and on
// every page, and has the rows be filtered.
func (b *book) filter(tables int) error {
	if tables != 1 || len(b.heads) != 1 || b.heads[0] == b.row {
		return nil
	}
	at := b.heads[0]
	last, err := excelize.CoordinatesToCellName(len(b.widths), b.row)
	if err == nil {
		err = b.file.AutoFilter(b.name, fmt.Sprintf("A%d:%s", at, last), nil)
	}
	if err != nil {
		return err
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", b.name, at, at)}); err != nil {
		return err
	}
	return b.file.SetPanes(b.name, &excelize.Panes{Freeze: true, YSplit: at, TopLeftCell: fmt.Sprintf("A%d", at+1), ActivePane: "bottomLeft"})
}
