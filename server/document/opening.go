package document

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"bidroom/server/document/excel"
	"bidroom/server/document/paper"
)

// An OpeningTable is the record of an opening (开标记录), as it is printed and
// signed by those who were there.
type OpeningTable struct {
	Heading
	Agency     string // empty if there is none
	CeilingFen int64  // 0 if there is none
	OpenedAt   time.Time
	Place      string
	Columns    []string // heads of the further numbers read out, see Bid.Values
	Bids       []Bid    // in the order of the record, with what was read out
	Notes      []string // bids that could not be decrypted, and corrections of the record
	PrintedAt  time.Time
}

// RenderOpeningTable writes the record as PDF in lang. Its errors are those of
// [RenderReport].
func RenderOpeningTable(w io.Writer, o OpeningTable, lang string) error {
	p, err := paper.New(o.options(lang, "report.openingTable", o.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: opening table: %w", err)
	}
	p.Lying()
	p.Title(p.T("report.openingTable"))
	p.Facts(o.facts(p.T)...)
	p.Lead(o.opened(p.T))
	t := openedBids(p, o.Columns, o.Bids)
	t.Columns[2].Width = 64 // in words, on a line or two
	t.Columns = append(t.Columns, paper.Column{Head: p.T("report.openingSigned"), Width: 30})
	for i := range t.Rows {
		if o.Bids[i].PriceFen != 0 {
			t.Rows[i][2].Text += "\n" + Capital(o.Bids[i].PriceFen)
		}
		t.Rows[i] = append(t.Rows[i], paper.Cell{})
	}
	p.Table(t)
	for _, note := range o.Notes {
		p.Text(note)
	}
	var signers [][2]string
	for _, who := range []string{"entity", "agency", "supervisor", "recorder"} {
		signers = append(signers, [2]string{p.T("report.openingBy." + who), p.T("report.openingSign")})
	}
	p.Facts(signers...)
	return p.Write(w)
}

// WriteOpeningTable writes the record as an Excel workbook in lang. Its errors
// are faults.
func WriteOpeningTable(w io.Writer, o OpeningTable, lang string) error {
	words := wordsIn(lang)
	t := openedSheet(words, o.Columns, o.Bids)
	t.Title, t.Heads = words("report.openingTable"), append(t.Heads, words("report.inWords"))
	for i := range t.Rows {
		t.Rows[i] = append(t.Rows[i], excel.Text(o.Bids[i].readOut(words, Capital)))
	}
	for _, one := range o.facts(words) {
		t.Notes = append(t.Notes, words("report.labelled", "label", one[0], "value", one[1]))
	}
	t.Notes = append(append(t.Notes, o.opened(words)), o.Notes...)
	return excel.Write(w, o.workbook(lang, "report.openingTable", o.PrintedAt), []excel.Sheet{{Name: words("report.openingTable"), Tables: []excel.Table{t}}})
}

// facts are those of the heading, the agency and what a price may be at most.
func (o OpeningTable) facts(words words) [][2]string {
	facts := append(o.Heading.facts(words), [2]string{words("report.agency"), orDash(o.Agency)})
	if o.CeilingFen > 0 {
		facts = append(facts, [2]string{words("report.tb.ceiling"), words("report.amount", "yuan", Yuan(o.CeilingFen), "capital", Capital(o.CeilingFen))})
	}
	return facts
}

// opened says when and where the bids were opened.
func (o OpeningTable) opened(words words) string {
	return words("report.openingText", "time", printTime(o.OpenedAt, o.Location), "place", orDash(o.Place), "bids", strconv.Itoa(len(o.Bids)))
}

// readOut writes a price that was read out; of one that was not, that it is sealed.
func (b Bid) readOut(words words, write func(fen int64) string) string {
	if b.PriceFen == 0 {
		return words("report.priceSealed")
	}
	return write(b.PriceFen)
}

// openedBids is the table of what was read out.
func openedBids(p *paper.Doc, columns []string, bids []Bid) paper.Table {
	t := paper.Table{Size: 8.5, Columns: []paper.Column{
		{Head: p.T("report.no"), Width: 10, Align: paper.Centre}, {Head: p.T("report.bidder"), Weight: 3},
		{Head: p.T("report.priceYuan"), Width: 28, Align: paper.Right}, {Head: p.T("report.duration"), Weight: 1, Align: paper.Centre},
		{Head: p.T("report.quality"), Weight: 1, Align: paper.Centre}, {Head: p.T("report.security"), Weight: 2, Align: paper.Centre},
	}}
	for _, head := range columns {
		t.Columns = append(t.Columns, paper.Column{Head: head, Weight: 1, Align: paper.Right})
	}
	for i, bid := range bids {
		row := []string{number(i), bid.Bidder, bid.readOut(p.T, Yuan), orDash(bid.Duration), orDash(bid.Quality), orDash(bid.Security)}
		for c := range columns {
			value := ""
			if c < len(bid.Values) {
				value = bid.Values[c]
			}
			row = append(row, orDash(value))
		}
		t.Rows = append(t.Rows, paper.Cells(row...))
	}
	return t
}
