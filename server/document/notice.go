package document

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"bidroom/server/document/paper"
)

// An AssessmentNotice tells an expert how one side assessed the expert's work
// in one evaluation, and until when to reply; or what was answered.
type AssessmentNotice struct {
	Heading
	Seat      int
	Name      string // empty while names are not due
	By        string // in words
	Clause    string
	At        time.Time // of the version that counts
	Until     time.Time // in the last day of reply
	Items     []NoticeItem
	Total     string
	Full      string
	Reply     string // empty before there is one
	RepliedOn time.Time
	Answer    string // empty before there is one
	Upheld    bool
	Hash      string // of the marks, as the log has it
}

// A NoticeItem is one item of an assessment.
type NoticeItem struct {
	Item, Mark, Most, Reason string
}

// RenderAssessmentNotice writes the notice as PDF in lang. Its errors are those
// of [RenderReport].
func RenderAssessmentNotice(w io.Writer, n AssessmentNotice, lang string) error {
	p, err := paper.New(n.options(lang, "report.notice.title", n.At))
	if err != nil {
		return fmt.Errorf("document: assessment notice: %w", err)
	}
	day := func(t time.Time) string { return t.In(n.Location).Format(time.DateOnly) }
	p.Title(p.T("report.notice.title"))
	expert := [2]string{p.T("report.notice.expert"), p.T("report.notice.expertAt", "name", orDash(n.Name), "seat", strconv.Itoa(n.Seat))}
	by := [2]string{p.T("report.notice.by"), p.T("report.notice.byAt", "by", n.By, "time", printTime(n.At, n.Location))}
	p.Facts(append(append([][2]string{expert}, n.facts(p.T)...), by)...)
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.notice.item"), Weight: 3}, {Head: p.T("report.notice.mark"), Width: 24, Align: paper.Right}, {Head: p.T("report.notice.reason"), Weight: 5}}}
	for _, item := range n.Items {
		t.Rows = append(t.Rows, paper.Cells(item.Item, item.Mark+" / "+item.Most, item.Reason))
	}
	t.Rows = append(t.Rows, paper.Cells(p.T("report.notice.total"), n.Total+" / "+n.Full, ""))
	p.Table(t)
	if n.Reply == "" {
		p.Strong(p.T("report.notice.until", "day", day(n.Until)))
		p.Text(p.T("report.notice.how", "centre", n.Centre))
	} else {
		p.Heading(2, p.T("report.notice.reply", "day", day(n.RepliedOn)))
		p.Text(n.Reply)
	}
	if n.Answer != "" {
		word := "report.notice.changed"
		if n.Upheld {
			word = "report.notice.upheld"
		}
		p.Heading(2, p.T(word))
		p.Text(n.Answer)
	}
	p.Note(p.T("report.notice.basis", "clause", orDash(n.Clause), "hash", n.Hash))
	p.Facts([2]string{p.T("report.notice.received"), p.T("report.notice.signature")})
	return p.Write(w)
}
