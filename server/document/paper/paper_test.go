package paper

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bidroom/evaluation/rule"
)

func newDoc(t *testing.T, o Options) *Doc {
	t.Helper()
	o.Created = time.Date(2026, 11, 23, 6, 5, 32, 0, time.UTC)
	if o.Lang == "" {
		o.Lang = "zh-CN"
	}
	d, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t *testing.T, d *Doc) string {
	t.Helper()
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// words are the words of a PDF by page, as pdftotext finds them; lengths are
// in points from the upper edge.
type words struct {
	Pages []struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Words  []struct {
			XMin float64 `xml:"xMin,attr"`
			XMax float64 `xml:"xMax,attr"`
			YMin float64 `xml:"yMin,attr"`
			YMax float64 `xml:"yMax,attr"`
			Text string  `xml:",chardata"`
		} `xml:"word"`
	} `xml:"body>doc>page"`
}

func readWords(t *testing.T, file string) words {
	t.Helper()
	text := run(t, "pdftotext", "-bbox", file, "-")
	var w words
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	if err := decoder.Decode(&w); err != nil {
		t.Fatal(err)
	}
	return w
}

// Expected lines were set by hand after the rules for marks at the start and
// the end of a line (GB/T 15834-2011, 5.1). At 10 points a hanzi is
// 3.53 mm wide, so that five fit into 18 mm.
func TestLines(t *testing.T) {
	d := newDoc(t, Options{})
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"一二三四五", []string{"一二三四五"}},
		{"一二三四五六", []string{"一二三四五", "六"}},
		{"一二三四五，六", []string{"一二三四", "五，六"}},        // no line starts with a comma
		{"一二三四五。”六", []string{"一二三四", "五。”六"}},      // nor with two marks
		{"一二三四（五六）", []string{"一二三四", "（五六）"}},      // no line ends with an opening bracket
		{"一二三四《五》六", []string{"一二三四", "《五》六"}},      // both
		{"一二三四五……六", []string{"一二三四", "五……六"}},      // an ellipsis is not torn
		{"一二三 123.45元", []string{"一二三", "123.45元"}}, // a number stays whole
		{"一二三 50%四", []string{"一二三", "50%四"}},
		{"a bc def ghi jkl", []string{"a bc def", "ghi jkl"}},
		{"一\n\n二", []string{"一", "", "二"}},
		{"一\r\n二", []string{"一", "二"}},
		{"0123456789abcdef", []string{"012345678", "9abcdef"}}, // wider than a line
		{"、、、、、、、", []string{"、、、、、", "、、"}},                   // nothing to move: kept inside
		{"\ufeff一\u200b二\x00三", []string{"一二三"}},               // no width, no glyph
	} {
		if got := d.lines(tt.text, style{size: 10}, 18); !slices.Equal(got, tt.want) {
			t.Errorf("lines(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzLines(f *testing.F) {
	for _, s := range []string{"一二三四五，六", "a bc def", "（（（（（（（", "\xff\xfe", "……——", "a\u0301𬭎"} {
		f.Add(s, 18.0)
	}
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if width < 5 || width > 1000 {
			return
		}
		d := newDoc(t, Options{})
		lines := d.lines(text, style{size: 10}, width)
		strip := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got, want := strip(strings.Join(lines, "")), strip(clean(text)); got != want {
			t.Errorf("lines of %q hold %q, want %q", text, got, want)
		}
		for _, line := range lines {
			if d.width(line, style{size: 10}) > width+0.001 {
				t.Errorf("line %q of %q is wider than %v mm", line, text, width)
			}
		}
	})
}

// Both sides of each font: characters that people's names have, and what no
// font has.
func TestGlyphs(t *testing.T) {
	for _, tt := range []struct {
		r      rune
		family string // "" if no font has it
		code   rune
	}{
		{'中', "regular", '中'}, {'A', "regular", 'A'}, {'é', "regular", 'é'}, {'√', "regular", '√'}, {'①', "regular", '①'},
		{'喆', "rare", '喆'}, {'堃', "rare", '堃'}, {'䶮', "rare", '䶮'}, {'臺', "rare", '臺'},
		{'𬭎', "rare", 0}, {'𫖯', "rare", 0},
		{'頔', "rarest", '頔'}, {'槑', "rarest", '槑'}, {'龥', "rarest", '龥'},
		{'\U0002F9FF', "", 0}, {'\ue000', "", 0}, {'ก', "", 0}, {'😀', "", 0}, {'\ufffd', "", 0},
	} {
		d := newDoc(t, Options{})
		f, code, width := d.glyph(tt.r, false)
		if tt.family == "" {
			if !d.missing[tt.r] {
				t.Errorf("%c U+%04X: found in %s, want it missing", tt.r, tt.r, f.family)
			}
			continue
		}
		if d.missing[tt.r] || f.family != tt.family {
			t.Errorf("%c U+%04X: in %s (missing %v), want %s", tt.r, tt.r, f.family, d.missing[tt.r], tt.family)
		}
		if tt.code != 0 && code != tt.code || tt.code == 0 && (code < 0xE000 || code > 0xF8FF) {
			t.Errorf("%c U+%04X: code %04X", tt.r, tt.r, code)
		}
		if tt.r >= 0x3400 && width != 1000 {
			t.Errorf("%c: width %d, want 1000 for a hanzi", tt.r, width)
		}
	}
}

// What comes from outside is printed whatever it is written in, and what can be
// printed stands as it is.
func TestForeign(t *testing.T) {
	for text, want := range map[string]string{"张三 𬭎": "张三 𬭎", "老王😀ก": "老王[U+1F600][U+0E01]", "a\ufeff\nb\xff": "a\nb[U+FFFD]", "\ue000": "[U+E000]"} {
		got := Foreign(text)
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		d := newDoc(t, Options{})
		d.Text(got)
		d.Strong(got)
		if err := d.Write(io.Discard); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestEveryNameInGBKIsPrinted(t *testing.T) {
	d := newDoc(t, Options{})
	for r := rune(0x4E00); r <= 0x9FA5; r++ { // the hanzi of GBK
		d.glyph(r, r%2 == 0)
	}
	if len(d.missing) > 0 {
		t.Errorf("%d hanzi are missing", len(d.missing))
	}
}

func TestMissingGlyphIsRefused(t *testing.T) {
	d := newDoc(t, Options{})
	d.Text("王\U0002F9FF，ก")
	var out bytes.Buffer
	err := d.Write(&out)
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) || len(refusal.Reasons) != 2 || out.Len() != 0 {
		t.Fatalf("Write = %v with %d bytes, want a refusal with two reasons and none", err, out.Len())
	}
	if r := refusal.Reasons[1]; r.Code != "document.glyph" || r.Args["character"] != "\U0002F9FF" || r.Args["code"] != "U+2F9FF" {
		t.Errorf("second reason is %+v", r)
	}
}

func TestRareCharactersAreText(t *testing.T) {
	d := newDoc(t, Options{Title: "𬭎的文件"})
	d.Heading(1, "王𬭎")
	d.Text("评标专家：王𬭎、李喆、于頔。")
	file := write(t, d)
	if text := run(t, "pdftotext", file, "-"); !strings.Contains(text, "评标专家：王𬭎、李喆、于頔。") {
		t.Errorf("text is %q", text)
	}
	if info := run(t, "pdfinfo", file); !strings.Contains(info, "𬭎的文件") {
		t.Errorf("properties are %s", info)
	}
	for _, line := range strings.Split(strings.TrimSpace(run(t, "pdffonts", file)), "\n")[2:] {
		if !strings.Contains(line, " yes no  yes") {
			t.Errorf("font is not embedded, or has no way back to text: %s", line)
		}
	}
}

// A table of rows of one to six lines over several pages, upright and lying:
// the lines of a row stay on one page, and every page starts with the head.
func TestRowsAreNotCut(t *testing.T) {
	for _, lying := range []bool{false, true} {
		d := newDoc(t, Options{Code: "code", Beside: "beside"})
		if lying {
			d.Lying()
		}
		table := Table{Columns: []Column{{Head: "HEAD", Width: 20}, {Head: "B"}}}
		for i := range 150 {
			var lines []string
			for j := range i%6 + 1 {
				lines = append(lines, fmt.Sprintf("row%dline%d", i, j))
			}
			table.Rows = append(table.Rows, Cells(fmt.Sprint(i), strings.Join(lines, "\n")))
		}
		d.Table(table)
		found := readWords(t, write(t, d))
		pageOf := map[string]int{}
		for n, page := range found.Pages {
			head, firstRow := 0.0, page.Height
			for _, w := range page.Words {
				if w.Text == "HEAD" {
					head = w.YMax
				}
				if row, _, ok := strings.Cut(w.Text, "line"); ok && strings.HasPrefix(row, "row") {
					if before, seen := pageOf[row]; seen && before != n {
						t.Errorf("lying %v: %s is on pages %d and %d", lying, row, before+1, n+1)
					}
					pageOf[row] = n
					firstRow = min(firstRow, w.YMin)
					if floor := page.Height - bottom/millimetres; w.YMax > floor {
						t.Errorf("%s on page %d reaches %v, below the edge at %v", w.Text, n+1, w.YMax, floor)
					}
				}
			}
			if head == 0 || head > firstRow {
				t.Errorf("lying %v: page %d does not start with the head", lying, n+1)
			}
		}
		if len(pageOf) != 150 || len(found.Pages) < 5 {
			t.Errorf("%d rows on %d pages", len(pageOf), len(found.Pages))
		}
	}
}

func TestRowHigherThanAPageLosesNothing(t *testing.T) {
	d := newDoc(t, Options{})
	var long []string
	for i := range 300 {
		long = append(long, fmt.Sprintf("line%d", i))
	}
	d.Table(Table{Columns: []Column{{Head: "HEAD"}}, Rows: [][]Cell{Cells("first"), Cells(strings.Join(long, "\n")), Cells("last")}})
	text := run(t, "pdftotext", "-layout", write(t, d), "-")
	for _, want := range append(long, "first", "last") {
		if strings.Count(text+"\n", want+"\n") != 1 {
			t.Errorf("%s is there %d times", want, strings.Count(text, want))
		}
	}
	if n := strings.Count(text, "HEAD"); n < 3 {
		t.Errorf("the head is there %d times", n)
	}
}

func TestHeadingStaysWithWhatFollows(t *testing.T) {
	for rows := 20; rows < 45; rows++ {
		d := newDoc(t, Options{})
		for range rows {
			d.Note("x")
		}
		d.Heading(1, "HEADING")
		d.Lead("LEAD")
		d.Table(Table{Columns: []Column{{Head: "TABLE"}}, Rows: [][]Cell{Cells("FIRST")}})
		pages := map[string]int{}
		for n, page := range readWords(t, write(t, d)).Pages {
			for _, w := range page.Words {
				pages[w.Text] = n
			}
		}
		if pages["HEADING"] != pages["FIRST"] || pages["LEAD"] != pages["FIRST"] || pages["TABLE"] != pages["FIRST"] {
			t.Errorf("after %d notes: %v", rows, pages)
		}
	}
}

// A paragraph of two to six lines at the foot of a page: no line of it stands
// alone, on either side.
func TestNoLineStandsAlone(t *testing.T) {
	for count := 2; count <= 6; count++ {
		for notes := 44; notes < 54; notes++ {
			d := newDoc(t, Options{Lang: "en"})
			for range notes {
				d.paragraphs("x", style{size: 5}, false)
			}
			d.Text(strings.TrimSuffix(strings.Repeat("LINE\n", count), "\n"))
			for n, page := range readWords(t, write(t, d)).Pages {
				on := 0
				for _, w := range page.Words {
					if w.Text == "LINE" {
						on++
					}
				}
				if on == 1 {
					t.Errorf("%d lines after %d notes: one alone on page %d", count, notes, n+1)
				}
			}
		}
	}
}

func TestMoneyStandsRight(t *testing.T) {
	d := newDoc(t, Options{})
	d.Table(Table{Columns: []Column{{Head: "A"}, {Head: "B", Width: 40, Align: Right}}, Rows: [][]Cell{Cells("a", "1.00"), Cells("b", "95,123,456.78")}})
	var edges []float64
	for _, w := range readWords(t, write(t, d)).Pages[0].Words {
		if strings.HasSuffix(w.Text, ".00") || strings.HasSuffix(w.Text, ".78") {
			edges = append(edges, w.XMax)
		}
	}
	if len(edges) != 2 || edges[0]-edges[1] > 0.05 || edges[1]-edges[0] > 0.05 {
		t.Errorf("right edges are %v", edges)
	}
}

func TestPagesAreNumberedAndListed(t *testing.T) {
	d := newDoc(t, Options{Code: "https://example.org/", Beside: "检查点", Header: "标段", Centre: "中心"})
	d.Contents("目录", 1, 3)
	for _, name := range []string{"甲", "乙", "丙"} {
		d.Heading(1, name+"章")
		d.Heading(2, name+"节")
		d.Text("正文")
		d.NewPage()
		d.Lying()
		d.Upright()
	}
	file := write(t, d)
	text := run(t, "pdftotext", "-layout", file, "-")
	pages := strings.Count(text, "\f")
	if pages != 4 {
		t.Errorf("%d pages, want one of contents and three", pages)
	}
	for n := 1; n <= pages; n++ {
		if want := fmt.Sprintf("第%d页共%d页", n, pages); !strings.Contains(strings.ReplaceAll(text, " ", ""), want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Count(text, "检查点") != pages {
		t.Errorf("footers on %d of %d pages", strings.Count(text, "检查点"), pages)
	}
	outline := run(t, "qpdf", "--json", "--json-key=outlines", file)
	if n := strings.Count(outline, `"title"`); n != 6 {
		t.Errorf("outline has %d entries, want 6", n)
	}
	run(t, "qpdf", "--check", file)
}

// Documents made at the same time have the same bytes, and the packed fonts
// are shared between them.
func TestSameBytes(t *testing.T) {
	var group sync.WaitGroup
	results := make([][]byte, 4)
	for i := range results {
		group.Go(func() {
			d, err := New(Options{Lang: "zh-CN", Title: "t", Code: "c", Created: time.Unix(0, 0)})
			if err != nil {
				t.Error(err)
				return
			}
			d.Heading(1, "标题")
			d.Facts([2]string{"姓名", "王喆𬭎頔"})
			d.Code("code", 30)
			d.Table(Table{Columns: []Column{{}}, NoHead: true, Rows: [][]Cell{{{Strokes: []Stroke{{{1, 1, 0}, {5, 9, 3}}}, Least: 20}}}})
			var out bytes.Buffer
			if err := d.Write(&out); err != nil {
				t.Error(err)
			}
			results[i] = out.Bytes()
		})
	}
	group.Wait()
	for _, r := range results[1:] {
		if !bytes.Equal(r, results[0]) {
			t.Fatal("the same document has other bytes")
		}
	}
}
