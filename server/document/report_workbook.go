package document

import (
	"fmt"
	"io"
	"strings"
	"time"

	"bidroom/server/document/excel"
)

// WriteReport writes a report as an Excel workbook in lang: all that its pages
// say but the drawn signatures, each figure a number of its own where Excel
// holds it. Its errors are faults.
func WriteReport(w io.Writer, r Report, lang string) error {
	if err := r.check(); err != nil {
		return fmt.Errorf("document: report: %w", err)
	}
	if r.Location == nil {
		r.Location = time.UTC
	}
	b := &reportBook{reportText{r: &r, words: wordsIn(lang)}}
	o := excel.Options{Lang: lang, Title: b.words("report.title") + " " + r.LotNumber, Header: r.LotNumber + "  " + r.Lot, Creator: r.Centre, Created: r.IssuedAt}
	return excel.Write(w, o, []excel.Sheet{
		b.sheet("overview", b.basics(), b.issued()),
		b.sheet("opening", b.opening(), b.bidders(), b.codes()),
		b.sheet("examination", b.examined(), b.compliant()),
		b.sheet("matters", b.rejections(), b.corrections(), b.lowBids(), b.offers(), b.hearings()),
		b.sheet("standards", b.criteria()),
		b.sheet("marks", b.marks()),
		b.sheet("totals", b.memberTotals(), b.comparison(), b.extremes()),
		b.sheet("derivation", b.derivation()),
		b.sheet("ranking", b.ranking(), b.candidates()),
		b.sheet("leads", b.leads()),
		b.sheet("clarifications", b.clarifications()),
		b.sheet("panel", b.panel(), b.submitted(), b.changes(), b.dissents()),
		b.sheet("incidents", b.incidents(), b.recordings(), b.gaps()),
		b.sheet("checks", b.checks()),
	})
}

// A reportBook makes the tables of a report's workbook.
type reportBook struct{ reportText }

// sheet puts tables on a sheet; one with nothing in it is left out.
func (b *reportBook) sheet(key string, tables ...excel.Table) excel.Sheet {
	sheet := excel.Sheet{Name: b.words("report.sheet." + key)}
	for _, t := range tables {
		if t.Title != "" {
			sheet.Tables = append(sheet.Tables, t)
		}
	}
	return sheet
}

// table starts a table with the heads of catalogue keys.
func (b *reportBook) table(title string, heads ...string) excel.Table {
	t := excel.Table{Title: title}
	for _, key := range heads {
		t.Heads = append(t.Heads, b.words(key))
	}
	return t
}

// or says in place of a table without rows that there is nothing to state.
func or(t excel.Table, nothing string) excel.Table {
	if len(t.Rows) == 0 {
		t.Heads, t.Notes = nil, append(t.Notes, nothing)
	}
	return t
}

// without is what [reportPrinter.without] says.
func (b *reportBook) without(key string) string {
	return b.words("report.without."+key, "time", b.time(b.r.IssuedAt))
}

// yuan is an amount in yuan, or a dash for none.
func yuan(fen int64) excel.Cell {
	if fen == 0 {
		return excel.Text(orDash(""))
	}
	return excel.Number(Yuan(fen))
}

// figure is a number as it is printed, or a dash for none.
func figure(text string) excel.Cell { return excel.Number(orDash(text)) }

// bid begins a row with a bid's number in the opening record and its bidder.
func (b *reportBook) bid(i int) []excel.Cell {
	return []excel.Cell{excel.Count(i + 1), excel.Text(b.bidder(i))}
}

func (b *reportBook) basics() excel.Table {
	t := b.table(b.words("report.title"), "report.quantity", "report.content", "report.inYuan")
	for _, one := range b.basicData() {
		amount := excel.Text("")
		if one.fen != 0 {
			amount = yuan(one.fen)
		}
		t.Rows = append(t.Rows, []excel.Cell{excel.Text(one.name).Strong(), excel.Text(one.text), amount})
	}
	return t
}

// issued says when the report was made, of what it is, and how it is checked.
func (b *reportBook) issued() excel.Table {
	r := b.r
	t := excel.Table{Title: b.words("report.evidence")}
	for _, one := range [][2]string{
		{b.words("report.centre"), r.Centre}, {b.words("report.issuedAt"), b.time(r.IssuedAt)}, {b.words("report.signedHash"), orDash(r.IssuedHash)},
		{b.words("report.logTree"), orDash(r.LogTree)}, {b.words("report.logSize"), orDash(r.LogSize)}, {b.words("report.logKey"), orDash(r.LogKey)},
		{b.words("report.checkpoint"), orDash(strings.TrimSpace(r.Checkpoint))},
	} {
		t.Rows = append(t.Rows, []excel.Cell{excel.Text(one[0]).Strong(), excel.Text(one[1])})
	}
	return t
}

func (b *reportBook) opening() excel.Table {
	t := openedSheet(b.words, b.r.OpeningColumns, b.r.Bids)
	t.Title, t.Notes = b.words("report.opening"), append([]string{b.opened()}, b.r.OpeningNotes...)
	return t
}

// openedSheet is the table of what was read out, as [openedBids] prints it.
func openedSheet(words words, columns []string, bids []Bid) excel.Table {
	var t excel.Table
	for _, key := range []string{"report.no", "report.bidder", "report.priceYuan", "report.duration", "report.quality", "report.security"} {
		t.Heads = append(t.Heads, words(key))
	}
	t.Heads = append(t.Heads, columns...)
	for i, bid := range bids {
		row := []excel.Cell{excel.Count(i + 1), excel.Text(bid.Bidder), figure(bid.readOut(words, Yuan)),
			excel.Text(orDash(bid.Duration)), excel.Text(orDash(bid.Quality)), excel.Text(orDash(bid.Security))}
		for c := range columns {
			value := ""
			if c < len(bid.Values) {
				value = bid.Values[c]
			}
			row = append(row, figure(value))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *reportBook) bidders() excel.Table {
	t := b.table(b.words("report.bidderData"), "report.no", "report.bidder", "report.consortiumHead", "report.creditCode", "report.legalRepresentative", "report.fileHash")
	for i, bid := range b.r.Bids {
		t.Rows = append(t.Rows, append(b.bid(i), excel.Texts(orDash(strings.Join(bid.Consortium, b.words("report.and"))), orDash(bid.CreditCode), orDash(bid.LegalRepresentative), orDash(bid.FileHash))...))
	}
	return t
}

func (b *reportBook) codes() excel.Table {
	if !b.r.blind() {
		return excel.Table{}
	}
	t := b.table(b.words("report.codes"), "report.no", "report.bidder", "report.code", "report.blindHash")
	t.Notes = []string{b.words("report.codesNote")}
	for i, bid := range b.r.Bids {
		t.Rows = append(t.Rows, append(b.bid(i), excel.Texts(orDash(bid.Code), orDash(bid.BlindHash))...))
	}
	return t
}
