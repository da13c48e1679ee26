package document

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"bidroom/server/document/paper"
)

// governmentProcurement is the regime whose reports say 采购人 and 投标无效.
const governmentProcurement = "government_procurement"

// RenderReport writes a report as PDF in lang. The same report gives the same
// bytes. The error is a *rule.Refusal ("document.glyph") if a character
// cannot be printed, and a fault otherwise, as for a report whose tables do not
// fit together.
func RenderReport(w io.Writer, r Report, lang string) error {
	if err := r.check(); err != nil {
		return fmt.Errorf("document: report: %w", err)
	}
	if r.Location == nil {
		r.Location = time.UTC
	}
	p, err := newReportPrinter(&r, lang)
	if err != nil {
		return err
	}
	p.cover()
	p.Contents(p.T("report.contents"), 1, 16)
	for _, section := range []func(){
		p.basics, p.panel, p.opening, p.examination, p.matters, p.standards, p.scores, p.comparison, p.ranking,
		p.recommendation, p.clarifications, p.leads, p.changes, p.dissents, p.incidents, p.signatures, p.evidence,
	} {
		section()
	}
	return p.Write(w)
}

// check finds references and tables that do not fit together: a mistake of
// the caller, not of a person.
func (r *Report) check() error {
	if len(r.Candidates) > 3 {
		return errors.New("more than three candidates")
	}
	for _, bid := range r.bidReferences() {
		if bid < 0 || bid >= len(r.Bids) {
			return fmt.Errorf("bid %d of %d", bid, len(r.Bids))
		}
	}
	for _, line := range r.Derivation {
		if line.Bid < -1 || line.Bid >= len(r.Bids) {
			return fmt.Errorf("derivation: bid %d of %d", line.Bid, len(r.Bids))
		}
	}
	for i, bid := range r.Bids {
		if len(bid.Values) != len(r.OpeningColumns) && len(bid.Values) > 0 || len(bid.Parts) != len(r.PartNames) && len(bid.Parts) > 0 {
			return fmt.Errorf("bid %d: %d values for %d columns, %d parts for %d names", i, len(bid.Values), len(r.OpeningColumns), len(bid.Parts), len(r.PartNames))
		}
	}
	for _, item := range r.Examination {
		if len(item.Votes) != len(r.Bids) {
			return fmt.Errorf("examination item %q is not given for every bid", item.Name)
		}
	}
	for _, sheet := range r.Sheets {
		if len(sheet.Totals) != len(r.Bids) {
			return fmt.Errorf("sheet of seat %d: %d totals for %d bids", sheet.Seat, len(sheet.Totals), len(r.Bids))
		}
		if err := r.checkMarks(sheet.Marks); err != nil {
			return fmt.Errorf("sheet of seat %d: %w", sheet.Seat, err)
		}
	}
	if rows := r.Comparison.Rows; len(rows) != len(r.Bids) && len(rows) > 0 {
		return fmt.Errorf("comparison of %d of %d bids", len(rows), len(r.Bids))
	}
	for i, row := range r.Comparison.Rows {
		if len(row) != len(r.Comparison.Columns) && len(row) > 0 {
			return fmt.Errorf("bid %d: %d numbers for %d columns", i, len(row), len(r.Comparison.Columns))
		}
	}
	return nil
}

func (r *Report) bidReferences() []int {
	all := append([]int(nil), r.Candidates...)
	for _, c := range r.Corrections {
		all = append(all, c.Bid)
	}
	for _, l := range r.LowBids {
		all = append(all, l.Bid)
	}
	for _, c := range r.Clarifications {
		all = append(all, c.Bid)
	}
	return all
}

func (r *Report) checkMarks(marks [][]string) error {
	if len(marks) != len(r.Bids) {
		return fmt.Errorf("marks for %d of %d bids", len(marks), len(r.Bids))
	}
	for i, row := range marks {
		if len(row) != len(r.Criteria) && len(row) > 0 {
			return fmt.Errorf("bid %d: %d marks for %d criteria", i, len(row), len(r.Criteria))
		}
	}
	return nil
}

// A reportPrinter sets a report, section by section.
type reportPrinter struct {
	*paper.Doc
	reportText
	sections int
}

func newReportPrinter(r *Report, lang string) (*reportPrinter, error) {
	p := &reportPrinter{reportText: reportText{r: r, words: wordsIn(lang)}}
	o := paper.Options{Lang: lang, Header: r.LotNumber + "  " + r.Lot, Centre: r.Centre, Created: r.IssuedAt.In(r.Location), Code: r.Checkpoint}
	o.Title = paper.T(lang, "report.title") + " " + r.LotNumber
	o.Beside = besideCode(lang, r.LogTree, r.LogSize, r.Checkpoint)
	doc, err := paper.New(o)
	p.Doc = doc
	return p, err
}

// besideCode is what stands beside the code in every footer: the checkpoint,
// for those who cannot read codes.
func besideCode(lang, tree, size, checkpoint string) string {
	if checkpoint == "" {
		return ""
	}
	return paper.T(lang, "report.beside", "tree", tree, "size", size, "checkpoint", oneLine(checkpoint))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// section starts a numbered section.
func (p *reportPrinter) section(title string) {
	p.Upright()
	p.sections++
	number := strconv.Itoa(p.sections)
	if p.Lang == "zh-CN" {
		number = ordinal(p.sections)
	}
	p.Heading(1, p.T("report.section", "no", number, "title", title))
}

// without says in a sentence that there is nothing to state.
func (p *reportPrinter) without(key string, args ...string) {
	p.Text(p.T("report.without."+key, args...))
}

// printTime writes a moment, or a dash if there is none.
func printTime(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(zone).Format("2006-01-02 15:04:05")
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// number returns the number of a bid in the opening record.
func number(bid int) string { return strconv.Itoa(bid + 1) }
