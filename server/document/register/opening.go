package register

//catalogue:data examples of values, which are the same in every language

import (
	"io"
	"iter"
	"maps"
	"slices"
)

// OpeningValue begins the key of a column of [Opening] that the method of a lot
// adds; its own key follows.
const OpeningValue = "value."

// Opening is the sheet of the record of an opening: a file of its own, of one
// row a bid. values are the columns of what the method of the lot takes beside
// the price.
func Opening(values ...Column) Sheet {
	columns := []Column{
		{Key: "credit_code", Kind: CreditCode, Required: true, Example: "91510000MA6200000N"},
		{Key: "name", Example: "蜀江建设集团有限公司"},
		{Key: "price", Kind: Money, Example: "46880000.50"},
		{Key: "capital", Example: "肆仟陆佰捌拾捌万元零伍角"},
		{Key: "duration", Example: "420 日历天"},
		{Key: "quality", Example: "合格"},
		{Key: "security", Example: "投标保函，80 万元"},
	}
	ends := []Column{
		{Key: "fault", Kind: Choice, Choices: []string{"bidder", "other"}},
		{Key: "why", Kind: Prose, Example: "未在规定时间内解密"},
		{Key: "opened_at", Kind: Moment, Example: "2026-11-30 09:30"},
	}
	sheet := sheets(Sheet{openingSheet, slices.Concat(columns, ends)})[0]
	for _, value := range values {
		value.Heads = maps.Clone(value.Heads)
		for lang, head := range value.Heads {
			if _, taken := sheet.columnByHead(head); taken { // a method may call a number as another column is called
				value.Heads[lang] = value.Key + " " + head
			}
		}
		at := len(sheet.Columns) - len(ends)
		sheet.Columns = slices.Insert(sheet.Columns, at, value)
	}
	return sheets(sheet)[0]
}

const openingSheet = "opening"

// OpenOpening is [Open] of the file of the record of an opening.
func OpenOpening(r io.ReaderAt, size int64, name string, sheet Sheet) (*Reader, error) {
	return openAs(r, size, name, []Sheet{sheet})
}

// WriteOpeningTemplate writes the file of the record of an opening in lang, to
// be filled in: with the rows that are known already.
func WriteOpeningTemplate(w io.Writer, sheet Sheet, rows iter.Seq[Row], lang string) error {
	b, err := newBook(lang)
	if err != nil {
		return err
	}
	defer b.close()
	s, err := b.sheet(sheet, false)
	if err != nil {
		return err
	}
	for row := range rows {
		if err := b.row(s, row, nil); err != nil {
			return err
		}
	}
	if err := b.comments(sheet); err != nil {
		return err
	}
	return b.write(w)
}
