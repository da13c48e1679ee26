package document

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"bidroom/server/document/excel"
)

// WriteFees writes the list as an Excel workbook in lang, with the steps of
// every slip. Its errors are faults.
func WriteFees(w io.Writer, l FeeList, lang string) error {
	words := wordsIn(lang)
	return excel.Write(w, l.workbook(lang, "report.fees.title", l.PrintedAt), []excel.Sheet{
		{Name: words("report.sheet.fees"), Tables: []excel.Table{l.listed(words)}},
		{Name: words("report.sheet.feeLines"), Tables: []excel.Table{l.derived(words)}},
	})
}

// listed is the list, with what is owed together below.
func (l FeeList) listed(words words) excel.Table {
	t := excel.Table{Title: words("report.fees.title")}
	for _, one := range append(l.facts(words), l.table(words)...) {
		t.Notes = append(t.Notes, words("report.labelled", "label", one[0], "value", one[1]))
	}
	for _, key := range []string{"seat", "name", "from", "to", "minutes", "outcome", "stated", "yuan", "waits"} {
		t.Heads = append(t.Heads, words("report.fees."+key))
	}
	for _, one := range l.Fees {
		minutes, sum := figure(""), figure("")
		if !one.To.IsZero() {
			minutes = excel.Count(one.Minutes)
		}
		if one.Found {
			sum = excel.Number(Yuan(one.Fen))
		}
		t.Rows = append(t.Rows, append(one.who(), excel.Text(printTime(one.From, l.Location)), excel.Text(printTime(one.To, l.Location)), minutes,
			excel.Text(one.Outcome), excel.Text(orDash(one.Reason)), sum, excel.Text(orDash(strings.Join(one.Open, "\n")))))
	}
	total, open := l.sum()
	row := excel.Texts("", words("report.fees.total"), "", "", "", Capital(total), "", "", "")
	row[7] = excel.Number(Yuan(total))
	for i := range row {
		row[i] = row[i].Strong()
	}
	t.Rows = append(t.Rows, row)
	if open > 0 {
		t.Notes = append(t.Notes, words("report.fees.open", "count", strconv.Itoa(open)))
	}
	t.Notes = append(t.Notes, words("report.fees.basis"))
	return t
}

// derived is every step of every fee, with the sum up to it.
func (l FeeList) derived(words words) excel.Table {
	t := excel.Table{Title: words("report.fees.line")}
	for _, key := range []string{"seat", "name", "line", "sum"} {
		t.Heads = append(t.Heads, words("report.fees."+key))
	}
	for _, one := range l.Fees {
		for _, line := range one.Lines {
			t.Rows = append(t.Rows, slices.Concat(one.who(), []excel.Cell{excel.Text(line.Text), excel.Number(Yuan(line.Fen))}))
		}
	}
	return t
}

// who begins the row of an expert.
func (f Fee) who() []excel.Cell {
	return []excel.Cell{excel.Count(f.Seat), excel.Text(orDash(f.Name))}
}
