package document

import (
	"time"

	"bidroom/server/document/excel"
	"bidroom/server/document/paper"
)

// A Heading says of which lot a paper is, whose centre's, and in which zone its
// times are printed.
type Heading struct {
	Location     *time.Location
	Centre       string
	Tender       string
	TenderNumber string
	Lot          string
	LotNumber    string
	Entity       string
}

// options are a paper's, with the title of a catalogue key.
func (h Heading) options(lang, title string, created time.Time) paper.Options {
	return paper.Options{Lang: lang, Title: paper.T(lang, title) + " " + h.LotNumber, Header: h.LotNumber + "  " + h.Lot, Centre: h.Centre, Created: created.In(h.Location)}
}

// workbook are the options of the paper's workbook.
func (h Heading) workbook(lang, title string, created time.Time) excel.Options {
	o := h.options(lang, title, created)
	return excel.Options{Lang: lang, Title: o.Title, Header: o.Header, Creator: o.Centre, Created: created}
}

// words returns the text of a catalogue key in a paper's language; args are
// name, value pairs.
type words func(key string, args ...string) string

// wordsIn are the words of a language.
func wordsIn(lang string) words {
	return func(key string, args ...string) string { return paper.T(lang, key, args...) }
}

// facts are the first of a paper: the tender, the lot and the procuring entity.
func (h Heading) facts(words words) [][2]string {
	return [][2]string{
		{words("report.draw.tender"), words("report.lotAndNumber", "lot", h.Tender, "number", h.TenderNumber)},
		{words("report.lot"), words("report.lotAndNumber", "lot", h.Lot, "number", h.LotNumber)},
		{words("report.draw.entity"), orDash(h.Entity)},
	}
}
