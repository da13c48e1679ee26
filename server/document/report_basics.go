package document

import (
	"strconv"
	"strings"

	"bidroom/server/document/paper"
)

// cover is the first page.
func (p *reportPrinter) cover() {
	r := p.r
	p.Skip(32)
	p.Title(p.T("report.title"))
	p.Skip(4)
	p.Subtitle(r.Lot)
	p.Skip(24)
	p.Facts(
		[2]string{p.term("tender"), r.Tender},
		[2]string{p.term("tenderNumber"), r.TenderNumber},
		[2]string{p.T("report.lotNumber"), r.LotNumber},
		[2]string{p.term("entity"), r.Entity.Name},
		[2]string{p.T("report.agency"), orDash(r.Agency.Name)},
		[2]string{p.T("report.centre"), r.Centre},
		[2]string{p.T("report.issuedAt"), p.time(r.IssuedAt)},
	)
	if r.IssuedHash != "" {
		p.Note(p.T("report.coverHash", "hash", r.IssuedHash))
	}
}

func (p *reportPrinter) basics() {
	p.section(p.T("report.basics"))
	var facts [][2]string
	for _, one := range p.basicData() {
		facts = append(facts, [2]string{one.name, one.text})
	}
	p.Facts(facts...)
}

func (p *reportPrinter) panel() {
	p.section(p.T("report.panel"))
	if outside := p.drawnOutside(); outside != "" {
		p.Lead(outside)
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.seat"), Width: 12, Align: paper.Centre}, {Head: p.T("report.name"), Width: 26},
		{Head: p.T("report.role"), Width: 34}, {Head: p.T("report.specialty")},
		{Head: p.T("report.checkedIn"), Width: 38, Align: paper.Centre},
	}}
	for _, m := range p.r.Panel {
		t.Rows = append(t.Rows, paper.Cells(strconv.Itoa(m.Seat), m.Name, p.role(m), orDash(m.Specialty), p.time(m.CheckedInAt)))
	}
	p.Lead(p.composition())
	p.Table(t)
	for _, line := range p.r.Workplaces {
		p.Note(line)
	}
}

func (p *reportPrinter) opening() {
	r := p.r
	p.section(p.T("report.opening"))
	p.Lead(p.opened())
	if len(r.OpeningColumns) > 2 {
		p.Lying()
	}
	p.Table(openedBids(p.Doc, r.OpeningColumns, r.Bids))
	for _, note := range r.OpeningNotes {
		p.Text(note)
	}
	p.Upright()
	p.Heading(2, p.T("report.bidderData"))
	p.bidderData()
}

// bidderData lists who the bidders are and what file each one gave.
func (p *reportPrinter) bidderData() {
	t := paper.Table{Size: 8, Columns: []paper.Column{
		{Head: p.T("report.no"), Width: 10, Align: paper.Centre}, {Head: p.T("report.bidder"), Weight: 2},
		{Head: p.T("report.creditCode"), Width: 33, Align: paper.Centre}, {Head: p.T("report.legalRepresentative"), Width: 22},
		{Head: p.T("report.fileHash"), Width: 47},
	}}
	for i, bid := range p.r.Bids {
		name := bid.Bidder
		if len(bid.Consortium) > 0 {
			name += "\n" + p.T("report.consortium", "members", strings.Join(bid.Consortium, p.T("report.and")))
		}
		t.Rows = append(t.Rows, paper.Cells(number(i), name, orDash(bid.CreditCode), orDash(bid.LegalRepresentative), orDash(bid.FileHash)))
	}
	p.Table(t)
	p.codes()
}

// codes lists under which code each bid was marked, where a part was marked blind.
func (p *reportPrinter) codes() {
	if !p.r.blind() {
		return
	}
	p.Heading(2, p.T("report.codes"))
	p.Text(p.T("report.codesNote"))
	t := paper.Table{Size: 8, Columns: []paper.Column{{Head: p.T("report.code"), Width: 20, Align: paper.Centre}, {Head: p.T("report.bidder"), Weight: 2}, {Head: p.T("report.blindHash"), Width: 47}}}
	for _, bid := range p.r.Bids {
		t.Rows = append(t.Rows, paper.Cells(orDash(bid.Code), bid.Bidder, orDash(bid.BlindHash)))
	}
	p.Table(t)
}
