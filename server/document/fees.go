package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"bidroom/server/document/paper"
)

// A FeeList is what a lot's experts are owed (评审劳务费): a list, and a slip for
// each whose fee is found.
type FeeList struct {
	Heading
	Table     string // the table's name
	Source    string // where it was published
	Reason    string // why the lot is paid by it; empty where that need not be said
	Fees      []Fee
	PrintedAt time.Time
}

// A Fee is what one expert is owed.
type Fee struct {
	Seat     int
	Name     string // empty while names are not due
	Outcome  string
	From, To time.Time // To is zero where nothing says
	Minutes  int
	Reason   string // for what was stated in place of the log's times; empty if nothing was
	Lines    []FeeLine
	Fen      int64
	Found    bool
	Open     []string // why it is not found
}

// A FeeLine is one step, and the sum up to it.
type FeeLine struct {
	Text string
	Fen  int64
}

// RenderFees writes the list and the slips as PDF in lang. Its errors are those
// of [RenderReport].
func RenderFees(w io.Writer, l FeeList, lang string) error {
	p, err := paper.New(l.options(lang, "report.fees.title", l.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: fees: %w", err)
	}
	l.list(p)
	for _, one := range l.Fees {
		if one.Found {
			p.NewPage()
			l.slip(p, one)
		}
	}
	return p.Write(w)
}

// sum is what is owed together, without the fees that are not found, and how
// many those are.
func (l FeeList) sum() (fen int64, open int) {
	for _, one := range l.Fees {
		if one.Found {
			fen += one.Fen
		} else {
			open++
		}
	}
	return fen, open
}

func (l FeeList) list(p *paper.Doc) {
	p.Title(p.T("report.fees.title"))
	p.Facts(append(l.facts(p.T), l.table(p.T)...)...)
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.fees.seat"), Width: 14, Align: paper.Centre}, {Head: p.T("report.fees.name"), Weight: 2}, {Head: p.T("report.fees.time"), Weight: 4},
		{Head: p.T("report.fees.outcome"), Weight: 3}, {Head: p.T("report.fees.yuan"), Width: 28, Align: paper.Right},
	}}
	total, open := l.sum()
	for _, one := range l.Fees {
		sum := "—"
		if one.Found {
			sum = Yuan(one.Fen)
		}
		said := append([]string{one.Outcome}, one.Open...)
		t.Rows = append(t.Rows, paper.Cells(strconv.Itoa(one.Seat), orDash(one.Name), l.worked(p, one), strings.Join(said, "\n"), sum))
	}
	t.Rows = append(t.Rows, paper.Strong("", p.T("report.fees.total"), Capital(total), "", Yuan(total)))
	p.Table(t)
	if open > 0 {
		p.Text(p.T("report.fees.open", "count", strconv.Itoa(open)))
	}
	p.Note(p.T("report.fees.basis"))
	p.Facts([2]string{p.T("report.fees.made"), p.T("report.notice.signature")}, [2]string{p.T("report.fees.checked"), p.T("report.notice.signature")})
}

// table says by which table fees are found.
func (l FeeList) table(words words) [][2]string {
	facts := [][2]string{{words("report.fees.table"), words("report.fees.tableOf", "table", l.Table, "source", l.Source)}}
	if l.Reason != "" {
		facts = append(facts, [2]string{words("report.fees.why"), l.Reason})
	}
	return facts
}

// worked says from when to when, and how long.
func (l FeeList) worked(p *paper.Doc, one Fee) string {
	from, to := one.From.In(l.Location), one.To.In(l.Location)
	begun, ended := from.Format("2006-01-02 15:04"), to.Format("2006-01-02 15:04")
	if one.To.IsZero() {
		return p.T("report.fees.since", "from", begun)
	}
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		ended = to.Format("15:04")
	}
	return p.T("report.fees.worked", "from", begun, "to", ended, "hours", strconv.Itoa(one.Minutes/60), "minutes", strconv.Itoa(one.Minutes%60))
}

func (l FeeList) slip(p *paper.Doc, one Fee) {
	p.Title(p.T("report.fees.slip"))
	facts := append([][2]string{{p.T("report.fees.name"), p.T("report.notice.expertAt", "name", orDash(one.Name), "seat", strconv.Itoa(one.Seat))}}, l.facts(p.T)...)
	facts = append(append(facts, l.table(p.T)...), [2]string{p.T("report.fees.time"), l.worked(p, one)}, [2]string{p.T("report.fees.outcome"), one.Outcome})
	if one.Reason != "" {
		facts = append(facts, [2]string{p.T("report.fees.stated"), one.Reason})
	}
	p.Facts(facts...)
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.fees.line"), Weight: 1}, {Head: p.T("report.fees.sum"), Width: 34, Align: paper.Right}}}
	for _, line := range one.Lines {
		t.Rows = append(t.Rows, paper.Cells(line.Text, Yuan(line.Fen)))
	}
	t.Rows = append(t.Rows, paper.Strong(p.T("report.fees.owed", "capital", Capital(one.Fen)), Yuan(one.Fen)))
	p.Table(t)
	p.Note(p.T("report.fees.basis"))
	p.Facts([2]string{p.T("report.fees.paid"), p.T("report.notice.signature")}, [2]string{p.T("report.fees.received"), p.T("report.notice.signature")})
}
