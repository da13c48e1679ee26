package document

import (
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bidroom/server/document/paper"
)

//go:embed demobid/*.txt
var demoBids embed.FS

// A DemoBid is a made-up bid for the demo centre. Its text is in Chinese, as
// bids are; what is not given here follows from the bidder and the lot, so that
// the same data give the same bytes.
type DemoBid struct {
	Kind           string // "works" or "procurement": which text
	Bidder         string
	CreditCode     string
	Representative string // legal representative
	Agent          string // who brings the bid
	Manager        string // of the project
	Engineer       string
	Staff          [4]string
	Entity         string // procuring entity
	Lot            string
	LotNumber      string
	PriceFen       int64
	Duration       string
	Quality        string
	Date           time.Time
}

// RenderDemoBid writes a bid as PDF with a table of contents and an outline, at
// least eight pages. Its errors are those of [RenderReport].
func RenderDemoBid(w io.Writer, b DemoBid) error {
	text, err := demoBids.ReadFile("demobid/" + b.Kind + ".txt")
	if err != nil {
		return fmt.Errorf("document: demo bid of kind %q: %w", b.Kind, err)
	}
	doc, err := paper.New(paper.Options{Lang: "zh-CN", Title: b.Lot + " " + b.Bidder, Header: b.LotNumber + "  " + b.Lot, Centre: b.Bidder, Created: b.Date})
	if err != nil {
		return fmt.Errorf("document: demo bid: %w", err)
	}
	p := &bidPrinter{Doc: doc, b: &b, choice: sha256.Sum256([]byte(b.Bidder + "\n" + b.LotNumber))}
	p.cover()
	p.Contents(p.T("report.contents"), 2, strings.Count("\n"+string(text), "\n#"))
	p.text(strings.Split(strings.TrimSpace(string(text)), "\n"))
	if p.err != nil {
		return fmt.Errorf("document: demo bid of kind %q: %w", b.Kind, p.err)
	}
	return p.Write(w)
}

// A bidPrinter sets a bid from its text: "#" and "##" start headings, "@table"
// and "@prices" name the columns of a table whose rows begin with "-", and of
// neighbouring lines that begin with "~" one is chosen. {names} are filled in.
type bidPrinter struct {
	*paper.Doc
	b      *DemoBid
	choice [32]byte // what chooses
	chosen int      // choices made so far
	err    error
}

func (p *bidPrinter) cover() {
	b := p.b
	p.Skip(50)
	p.Title(p.T("report.bid.title"))
	p.Skip(6)
	p.Subtitle(b.Lot)
	p.Skip(60)
	p.Facts(
		[2]string{p.T("report.lotNumber"), b.LotNumber}, [2]string{p.T("report.draw.entity"), b.Entity}, [2]string{p.T("report.bidder"), b.Bidder},
		[2]string{p.T("report.creditCode"), b.CreditCode}, [2]string{p.T("report.legalRepresentative"), b.Representative}, [2]string{p.T("report.time"), b.Date.Format(time.DateOnly)},
	)
}

// number gives a made-up number from low to high, the next one at each call.
func (p *bidPrinter) number(low, high int) int {
	p.chosen++
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(p.choice[:], uint64(p.chosen)))
	return low + int(binary.BigEndian.Uint32(sum[:])%uint32(high-low+1))
}

func (p *bidPrinter) text(lines []string) {
	fill := p.filler()
	for i := 0; i < len(lines) && p.err == nil; {
		line := fill.Replace(lines[i])
		from := i
		i++
		switch {
		case strings.HasPrefix(line, "# "):
			p.NewPage()
			p.Heading(1, line[2:])
		case strings.HasPrefix(line, "## "):
			p.Heading(2, line[3:])
		case strings.HasPrefix(line, "@"):
			for i < len(lines) && strings.HasPrefix(lines[i], "- ") {
				i++
			}
			p.tableOf(line, lines[from+1:i], fill)
		case strings.HasPrefix(line, "~ "):
			for i < len(lines) && strings.HasPrefix(lines[i], "~ ") {
				i++
			}
			p.Text(fill.Replace(lines[from+p.number(0, i-from-1)][2:]))
		default:
			p.Text(line)
		}
	}
}

// filler knows what stands for the names in braces.
func (p *bidPrinter) filler() *strings.Replacer {
	b := p.b
	pairs := []string{"{bidder}", b.Bidder, "{creditCode}", b.CreditCode, "{representative}", b.Representative, "{agent}", b.Agent, "{manager}", b.Manager,
		"{engineer}", b.Engineer, "{entity}", b.Entity, "{lot}", b.Lot, "{lotNumber}", b.LotNumber, "{price}", Yuan(b.PriceFen), "{capital}", Capital(b.PriceFen),
		"{duration}", b.Duration, "{quality}", b.Quality, "{date}", b.Date.Format(time.DateOnly), "{years}", strconv.Itoa(p.number(11, 26))}
	for i, name := range b.Staff {
		pairs = append(pairs, fmt.Sprintf("{staff%d}", i+1), name)
	}
	for i := 1; i <= 3; i++ {
		income := p.number(40_000, 900_000)
		for name, n := range map[string]int{"assets": income * p.number(70, 130) / 100, "income": income, "profit": income * p.number(2, 6) / 100,
			"area": p.number(18_000, 96_000), "deal": p.number(900, 48_000)} {
			pairs = append(pairs, fmt.Sprintf("{%s%d}", name, i), strconv.Itoa(n))
		}
	}
	return strings.NewReplacer(pairs...)
}

func (p *bidPrinter) tableOf(head string, lines []string, fill *strings.Replacer) {
	kind, names, _ := strings.Cut(head, " ")
	t := paper.Table{}
	for _, name := range strings.Split(names, "|") {
		t.Columns = append(t.Columns, paper.Column{Head: name})
	}
	switch kind {
	case "@table":
		for _, line := range lines {
			t.Rows = append(t.Rows, paper.Cells(strings.Split(fill.Replace(line[2:]), "|")...))
		}
	case "@prices":
		p.priceRows(&t, lines)
	default:
		p.err = fmt.Errorf("no table %q", kind)
		return
	}
	for _, row := range t.Rows {
		if len(row) != len(t.Columns) {
			p.err = fmt.Errorf("a row of %d cells below %q", len(row), names)
			return
		}
	}
	if kind == "@table" {
		weigh(&t)
	}
	p.Table(t)
}

// weigh gives columns room after what stands in them.
func weigh(t *paper.Table) {
	for i := range t.Columns {
		longest := utf8.RuneCountInString(t.Columns[i].Head)
		for _, row := range t.Rows {
			longest = max(longest, utf8.RuneCountInString(row[i].Text))
		}
		t.Columns[i].Weight = float64(min(max(longest, 4), 24))
	}
}

// priceRows divides the price by the shares of the lines, which are percent
// and sum to 100; the last part is what is left, so that the parts sum to the
// price.
func (p *bidPrinter) priceRows(t *paper.Table, lines []string) {
	t.Columns[0].Width, t.Columns[2].Width, t.Columns[3].Width = 16, 24, 44
	t.Columns[2].Align, t.Columns[3].Align = paper.Right, paper.Right
	left, total := p.b.PriceFen, int64(0)
	for i, line := range lines {
		name, text, _ := strings.Cut(line[2:], "|")
		share, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			p.err = err
			return
		}
		part := p.b.PriceFen / 100 * share
		if total += share; i == len(lines)-1 {
			part = left
		}
		left -= part
		t.Rows = append(t.Rows, paper.Cells(strconv.Itoa(i+1), name, text+"%", Yuan(part)))
	}
	if total != 100 {
		p.err = fmt.Errorf("shares of the price sum to %d", total)
	}
	t.Rows = append(t.Rows, paper.Strong("", p.T("report.sum"), "100%", Yuan(p.b.PriceFen)))
}
