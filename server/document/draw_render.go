package document

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/server/document/paper"
)

// RenderDrawRecord writes the record of a draw as PDF in lang. Its errors are
// those of [RenderReport].
func RenderDrawRecord(w io.Writer, r DrawRecord, lang string) error {
	if r.Location == nil {
		r.Location = time.UTC
	}
	title := "report.draw.title"
	if len(r.Options) > 0 {
		title = "report.draw.choiceTitle"
	}
	o := r.options(lang, title, r.CreatedAt)
	o.Code, o.Beside = r.Checkpoint, besideCode(lang, r.LogTree, r.LogSize, r.Checkpoint)
	doc, err := paper.New(o)
	if err != nil {
		return fmt.Errorf("document: draw record: %w", err)
	}
	p := &drawPrinter{Doc: doc, r: &r}
	p.Title(p.T(title))
	p.Subtitle(r.Lot)
	sections := []func(){p.basics, p.plan, p.pool, p.shares, p.picks, p.calls, p.names, p.signatures}
	if len(r.Options) > 0 {
		sections = []func(){p.basics, p.options, p.shares, p.order, p.signatures}
	}
	if r.Outside != nil {
		sections = []func(){p.basics, p.outside, p.plan, p.calls, p.names, p.signatures}
	}
	for _, section := range sections {
		section()
	}
	return p.Write(w)
}

// A drawPrinter sets a draw record.
type drawPrinter struct {
	*paper.Doc
	r *DrawRecord
}

func (p *drawPrinter) time(t time.Time) string { return printTime(t, p.r.Location) }

func (p *drawPrinter) basics() {
	r := p.r
	facts := append(r.facts(p.T), [][2]string{
		{p.T("report.agency"), orDash(r.Agency)}, {p.T("report.profile"), orDash(r.Profile)},
		{p.T("report.draw.id"), r.ID}, {p.T("report.time"), p.T("report.fromTo", "from", p.time(r.CreatedAt), "to", p.time(r.CompletedAt))},
		{p.T("report.draw.place"), orDash(r.Place)},
	}...)
	if r.Terminal != "" {
		facts = append(facts, [2]string{p.T("report.draw.terminal"), p.T("report.draw.terminalAt", "terminal", r.Terminal, "address", orDash(r.Address))})
	}
	if r.Subject != "" {
		facts = slices.Insert(facts, 0, [2]string{p.T("report.draw.subject"), r.Subject})
	}
	if r.Former != "" {
		facts = append(facts, [2]string{p.T("report.draw.former"), r.Former})
	}
	if r.FormerReason != "" {
		facts = append(facts, [2]string{p.T("report.draw.formerReason"), r.FormerReason})
	}
	p.Facts(facts...)
	if r.VoidReason != "" {
		p.Strong(p.T("report.draw.void", "reason", r.VoidReason))
	}
	p.Heading(1, p.T("report.draw.people"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.role"), Weight: 1}, {Head: p.T("report.name"), Weight: 2}}}
	for _, person := range r.People {
		t.Rows = append(t.Rows, paper.Cells(person.Role, person.Name))
	}
	p.table(t)
}

// outside says by whom a panel was drawn that was not drawn here.
func (p *drawPrinter) outside() {
	o := p.r.Outside
	p.Heading(1, p.T("report.draw.outside"))
	p.Strong(p.T("report.draw.outsideText"))
	p.drawnBy(*o)
	p.Facts([2]string{p.T("report.draw.substitutes"), strconv.Itoa(o.Substitutes)}, [2]string{p.T("report.draw.deviations"), orDash(strings.Join(o.Deviations, "\n"))})
	for _, list := range o.Lists {
		p.Heading(2, p.T("report.draw.list"))
		p.drawnBy(list)
	}
}

func (p *drawPrinter) drawnBy(o OutsideDraw) {
	p.Facts(
		[2]string{p.T("report.draw.library"), o.Library}, [2]string{p.T("report.draw.recordNo"), o.RecordNo}, [2]string{p.T("report.draw.body"), o.Body},
		[2]string{p.T("report.draw.person"), o.Person}, [2]string{p.T("report.draw.drawnAt"), p.time(o.DrawnAt)},
		[2]string{p.T("report.draw.file"), o.File}, [2]string{p.T("report.draw.libraryRecord"), o.Record},
	)
}

// table sets a table, or says that it has nothing to state.
func (p *drawPrinter) table(t paper.Table) {
	if len(t.Rows) == 0 {
		p.Text(p.T("report.draw.none"))
		return
	}
	p.Table(t)
}

func (p *drawPrinter) plan() {
	p.Heading(1, p.T("report.draw.plan"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.seat"), Width: 14, Align: paper.Centre}, {Head: p.T("report.draw.specialties"), Weight: 3}, {Head: p.T("report.draw.region"), Weight: 1},
	}}
	supply := slices.ContainsFunc(p.r.Plan, func(s DrawSeat) bool { return s.Supply != "" })
	if supply {
		t.Columns = append(t.Columns, paper.Column{Head: p.T("report.draw.supply"), Width: 30, Align: paper.Right})
	}
	for _, seat := range p.r.Plan {
		specialties := seat.Specialties
		if seat.Representative {
			specialties = p.T("report.draw.representative")
		}
		row := []string{strconv.Itoa(seat.Seat), orDash(specialties), orDash(seat.Region)}
		if supply {
			row = append(row, orDash(seat.Supply))
		}
		t.Rows = append(t.Rows, paper.Cells(row...))
	}
	p.table(t)
	if len(p.r.Conditions) > 0 {
		p.Heading(2, p.T("report.draw.conditions"))
		p.Text(strings.Join(p.r.Conditions, "\n"))
	}
}

func (p *drawPrinter) pool() {
	r := p.r
	p.Heading(1, p.T("report.draw.pool"))
	p.Facts(
		[2]string{p.T("report.draw.poolSize"), orDash(r.PoolSize)}, [2]string{p.T("report.draw.poolHash"), orDash(r.PoolHash)},
		[2]string{p.T("report.draw.unknown"), orDash(r.Unknown)}, [2]string{p.T("report.draw.recusals"), orDash(strings.Join(r.Recusals, "\n"))},
		[2]string{p.T("report.draw.dismissed"), orDash(r.Dismissed)}, [2]string{p.T("report.draw.algorithm"), orDash(r.Algorithm)},
	)
	p.Heading(2, p.T("report.draw.exclusions"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.draw.ground"), Weight: 4}, {Head: p.T("report.draw.count"), Width: 30, Align: paper.Right}}}
	for _, e := range r.Exclusions {
		t.Rows = append(t.Rows, paper.Cells(e.Ground, e.Count))
	}
	p.table(t)
}

// options sets what a choice is drawn from.
func (p *drawPrinter) options() {
	p.Heading(1, p.T("report.draw.options"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.draw.option"), Weight: 3}, {Head: p.T("report.draw.hashedAs"), Weight: 3}}}
	for _, o := range p.r.Options {
		t.Rows = append(t.Rows, paper.Cells(o.Word, o.Option))
	}
	p.table(t)
	p.Facts([2]string{p.T("report.draw.optionsHash"), p.r.PoolHash}, [2]string{p.T("report.draw.algorithm"), p.r.Algorithm})
}

// order sets the order in which the options of a choice were drawn.
func (p *drawPrinter) order() {
	p.Heading(1, p.T("report.draw.drawn"))
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.draw.order"), Width: 14, Align: paper.Centre},
		{Head: p.T("report.draw.option"), Weight: 2}, {Head: p.T("report.draw.ticket"), Weight: 4}}}
	for i, o := range p.r.Order {
		t.Rows = append(t.Rows, paper.Cells(strconv.Itoa(i+1), o.Word, o.Ticket))
	}
	p.table(t)
}

func (p *drawPrinter) shares() {
	r := p.r
	p.Heading(1, p.T("report.draw.shares"))
	t := paper.Table{Size: 8, Columns: []paper.Column{
		{Head: p.T("report.draw.party"), Weight: 2}, {Head: p.T("report.draw.commitment"), Weight: 4},
		{Head: p.T("report.draw.reveal"), Weight: 4}, {Head: p.T("report.draw.times"), Width: 26, Align: paper.Centre},
	}}
	for _, s := range r.Shares {
		reveal := p.T("report.draw.notRevealed")
		if s.Nonce != "" {
			reveal = s.Nonce + "\n" + s.EnteredHash
		}
		t.Rows = append(t.Rows, paper.Cells(s.Party+"\n"+s.Role, s.Commitment, reveal, p.time(s.CommittedAt)+"\n"+p.time(s.RevealedAt)))
	}
	p.table(t)
	if r.Beacon != "" {
		p.Facts([2]string{p.T("report.draw.beacon"), r.Beacon})
	}
	p.Facts(
		[2]string{p.T("report.draw.publicShare"), orDash(r.PublicShare)}, [2]string{p.T("report.draw.publicBy"), orDash(r.PublicBy)},
		[2]string{p.T("report.draw.seed"), orDash(r.Seed)},
	)
	p.Note(p.T("report.draw.recompute"))
}

func (p *drawPrinter) picks() {
	p.Heading(1, p.T("report.draw.picks"))
	t := paper.Table{Size: 7.5, Columns: []paper.Column{
		{Head: p.T("report.draw.order"), Width: 12, Align: paper.Centre}, {Head: p.T("report.draw.label"), Weight: 3},
		{Head: p.T("report.draw.ticket"), Weight: 3}, {Head: p.T("report.draw.outcome"), Weight: 2},
	}}
	for _, pick := range p.r.Picks {
		outcome := orDash(pick.Skip)
		if pick.Seat > 0 {
			outcome = p.T("report.seatNo", "seat", strconv.Itoa(pick.Seat))
		}
		t.Rows = append(t.Rows, paper.Cells(strconv.Itoa(pick.Order), pick.Label, pick.Ticket, outcome))
	}
	p.table(t)
}

func (p *drawPrinter) calls() {
	r := p.r
	p.Heading(1, p.T("report.draw.attempts"))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.time"), Width: 38, Align: paper.Centre}, {Head: p.T("report.seat"), Width: 14, Align: paper.Centre},
		{Head: p.T("report.draw.channel"), Weight: 1}, {Head: p.T("report.result"), Weight: 3},
	}}
	for _, a := range r.Attempts {
		t.Rows = append(t.Rows, paper.Cells(p.time(a.At), strconv.Itoa(a.Seat), a.Channel, a.Result))
	}
	p.table(t)
	p.Heading(1, p.T("report.draw.replacements"))
	t = paper.Table{Size: 7.5, Columns: []paper.Column{
		{Head: p.T("report.time"), Width: 24, Align: paper.Centre}, {Head: p.T("report.seat"), Width: 12, Align: paper.Centre},
		{Head: p.T("report.before"), Weight: 2}, {Head: p.T("report.after"), Weight: 2}, {Head: p.T("report.reason"), Weight: 2}, {Head: p.T("report.draw.by"), Weight: 1},
	}}
	for _, c := range r.Replacements {
		t.Rows = append(t.Rows, paper.Cells(p.time(c.At), strconv.Itoa(c.Seat), c.Before, c.After, c.Reason, orDash(c.By)))
	}
	p.table(t)
	p.Heading(1, p.T("report.draw.manual"))
	if len(r.Deeds) == 0 {
		p.Text(p.T("report.draw.notManual"))
		return
	}
	deeds := paper.Table{Columns: []paper.Column{{Head: p.T("report.time"), Width: 38, Align: paper.Centre}, {Head: p.T("report.draw.actor"), Weight: 1}, {Head: p.T("report.draw.what"), Weight: 2}}}
	for _, d := range r.Deeds {
		deeds.Rows = append(deeds.Rows, paper.Cells(p.time(d.At), d.By, d.What))
	}
	p.table(deeds)
}

// names lists who was drawn, or says that the names are sealed.
func (p *drawPrinter) names() {
	r := p.r
	p.Heading(1, p.T("report.draw.names"))
	if len(r.Names) == 0 {
		p.Text(p.T("report.draw.sealed"))
		return
	}
	p.Lead(p.T("report.draw.released", "time", p.time(r.ReleasedAt), "by", orDash(r.ReleasedBy)))
	t := paper.Table{Columns: []paper.Column{
		{Head: p.T("report.seat"), Width: 14, Align: paper.Centre}, {Head: p.T("report.name"), Weight: 1}, {Head: p.T("report.draw.label"), Weight: 4},
	}}
	for _, n := range r.Names {
		t.Rows = append(t.Rows, paper.Cells(strconv.Itoa(n.Seat), n.Name, n.Label))
	}
	p.Table(t)
}

// signatures leaves room for everybody who took part to sign.
func (p *drawPrinter) signatures() {
	p.Heading(1, p.T("report.draw.signatures"))
	t := paper.Table{NoHead: true, Whole: true, Columns: []paper.Column{{Width: 40}, {}, {Width: 40}, {}}}
	var row []paper.Cell
	for _, person := range p.r.People {
		row = append(row, paper.Cell{Text: person.Role + "\n" + person.Name}, paper.Cell{Least: 18})
		if len(row) == len(t.Columns) {
			t.Rows, row = append(t.Rows, row), nil
		}
	}
	if len(row) > 0 {
		t.Rows = append(t.Rows, append(row, paper.Cells("", "")...))
	}
	p.table(t)
	if p.r.Public != "" {
		p.Heading(1, p.T("report.draw.public"))
		p.Lead(p.T("report.draw.publicText"))
		p.LeadNote(p.r.Public)
		p.Code(p.r.Public, 36)
	}
	if p.r.Checkpoint != "" {
		p.Heading(1, p.T("report.checkpoint"))
		p.LeadNote(strings.TrimSpace(p.r.Checkpoint))
		p.Code(p.r.Checkpoint, 42)
	}
}

// RenderReceipt writes a member's receipt as PDF in lang, on one small page.
// Its errors are those of [RenderReport].
func RenderReceipt(w io.Writer, r Receipt, lang string) error {
	if r.Location == nil {
		r.Location = time.UTC
	}
	beside := ""
	if r.Checkpoint != "" {
		beside = paper.T(lang, "report.receipt.beside", "checkpoint", oneLine(r.Checkpoint))
	}
	doc, err := paper.New(paper.Options{Lang: lang, Title: paper.T(lang, "report.receipt.title"), Header: r.LotNumber, Centre: r.Centre,
		Created: r.SubmittedAt.In(r.Location), Small: true, Code: r.Checkpoint, Beside: beside})
	if err != nil {
		return fmt.Errorf("document: receipt: %w", err)
	}
	doc.Title(doc.T("report.receipt.title"))
	doc.Facts(
		[2]string{doc.T("report.lot"), r.Lot},
		[2]string{doc.T("report.seat"), strconv.Itoa(r.Seat)},
		[2]string{doc.T("report.name"), orDash(r.Name)},
		[2]string{doc.T("report.receipt.submittedAt"), printTime(r.SubmittedAt, r.Location)},
		[2]string{doc.T("report.receipt.hash"), r.SheetHash},
		[2]string{doc.T("report.receipt.salt"), orDash(r.Salt)},
		[2]string{doc.T("report.receipt.code"), orDash(r.Code)},
		[2]string{doc.T("report.receipt.sequence"), orDash(r.Sequence)},
	)
	doc.Note(doc.T("report.receipt.text"))
	return doc.Write(w)
}
