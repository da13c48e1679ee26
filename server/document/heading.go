package document

import (
	"time"

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

// facts are the first of a paper: the tender, the lot and the procuring entity.
func (h Heading) facts(p *paper.Doc) [][2]string {
	return [][2]string{
		{p.T("report.draw.tender"), p.T("report.lotAndNumber", "lot", h.Tender, "number", h.TenderNumber)},
		{p.T("report.lot"), p.T("report.lotAndNumber", "lot", h.Lot, "number", h.LotNumber)},
		{p.T("report.draw.entity"), orDash(h.Entity)},
	}
}
