package document

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// onPaper checks a printed file as a reader with a phone sees it: at 200 dots
// per inch and in shades of grey the code of every page says content, and
// every page states its number out of all.
func onPaper(t *testing.T, file, content string) {
	t.Helper()
	dir := t.TempDir()
	run(t, "pdftoppm", "-r", "200", "-gray", file, filepath.Join(dir, "page"))
	pictures, err := filepath.Glob(filepath.Join(dir, "page*.pgm"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(pictures)
	for i, line := range strings.Split(strings.TrimSpace(run(t, "node", append([]string{"testdata/codes.cjs"}, pictures...)...)), "\n") {
		var read *string
		if err := json.Unmarshal([]byte(line), &read); err != nil || read == nil || *read != content {
			t.Errorf("the code of page %d says %s", i+1, line)
		}
	}
	for i := range pictures {
		no := strconv.Itoa(i + 1)
		want := flat("第 " + no + " 页 共 " + strconv.Itoa(len(pictures)) + " 页")
		if text := flat(run(t, "pdftotext", "-f", no, "-l", no, file, "-")); strings.Count(text, want) != 1 {
			t.Errorf("page %s does not say %s", no, want)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Error(err)
	}
}

func TestCodesOnPaper(t *testing.T) {
	file := renderReport(t, sampleReport(6, 5, 10), "zh-CN")
	onPaper(t, file, sampleCheckpoint)
	laidOut(t, file)
}

// A word of a page as it lies there, in points.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// over returns how much of the smaller of two words the other covers.
func (w word) over(o word) float64 {
	wide, high := min(w.XMax, o.XMax)-max(w.XMin, o.XMin), min(w.YMax, o.YMax)-max(w.YMin, o.YMin)
	if wide <= 0 || high <= 0 {
		return 0
	}
	return wide * high / min((w.XMax-w.XMin)*(w.YMax-w.YMin), (o.XMax-o.XMin)*(o.YMax-o.YMin))
}

// laidOut checks that every word lies within the margins and on no other:
// nothing runs out of its cell, off the page or into the footer.
func laidOut(t *testing.T, file string) {
	t.Helper()
	var all struct {
		Pages []struct {
			Width  float64 `xml:"width,attr"`
			Height float64 `xml:"height,attr"`
			Words  []word  `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal([]byte(run(t, "pdftotext", "-bbox", file, "-")), &all); err != nil {
		t.Fatal(err)
	}
	const mm = 72 / 25.4
	for i, page := range all.Pages {
		slices.SortFunc(page.Words, func(a, b word) int { return int(a.YMin*100) - int(b.YMin*100) })
		for j, w := range page.Words {
			if w.XMin < 21.5*mm || w.XMax > page.Width-17.5*mm || w.YMin < 9*mm || w.YMax > page.Height-5*mm {
				t.Errorf("page %d: %q lies off the margins: %+v", i+1, w.Text, w)
			}
			for _, o := range page.Words[j+1:] {
				if o.YMin > w.YMax {
					break
				}
				if w.over(o) > 0.25 {
					t.Errorf("page %d: %q lies on %q", i+1, w.Text, o.Text)
				}
			}
		}
	}
}

// Forty bidders, seven members, names as long as they come and with letters
// that few fonts have: every row stands whole on one page.
func TestNoRowIsTorn(t *testing.T) {
	const bids = 40
	r := sampleReport(bids, 7, 25)
	for i := range r.Bids {
		r.Bids[i].LegalRepresentative = []string{"㛃𬱖堃", "欧阳昕珺", "阿卜杜热依木·麦麦提敏", "𫖯"}[i%4]
		r.Bids[i].Bidder += strings.Repeat("（原某某某水利水电工程局有限责任公司）", 1+i%3)
		r.Bids[i].Consortium = nil
		r.Bids[i].CreditCode = fmt.Sprintf("9151000076543%04dP", i)
		r.Bids[i].FileHash = strings.Repeat(fmt.Sprintf("%08x", 0x9e3779b9*uint32(i+1)), 8)
	}
	r.Panel[3].Name, r.Panel[4].Name = "买买提艾力·阿卜杜克热木", "龚𬭎翀"
	file := renderReport(t, r, "zh-CN")
	laidOut(t, file)
	var pages []string
	for _, page := range strings.Split(run(t, "pdftotext", "-raw", file, "-"), "\f") {
		pages = append(pages, flat(page))
	}
	for _, bid := range r.Bids {
		row := flat(bid.Bidder + bid.CreditCode + bid.LegalRepresentative + bid.FileHash)
		if !slices.ContainsFunc(pages, func(page string) bool { return strings.Contains(page, row) }) {
			t.Errorf("the row of %s is torn, or lost %s", bid.Bidder, bid.LegalRepresentative)
		}
	}
}
