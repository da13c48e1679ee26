package document

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bidroom/kiosk/catalogue"
)

// opened reads a workbook back: the cells of every sheet as Excel shows them,
// and the file itself.
func opened(t *testing.T, write func(*bytes.Buffer) error) (map[string][][]string, *excelize.File) {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	sheets := map[string][][]string{}
	for _, name := range file.GetSheetList() {
		if sheets[name], err = file.GetRows(name); err != nil {
			t.Fatal(err)
		}
	}
	return sheets, file
}

// cells is the text of all cells, without blanks.
func cells(sheets map[string][][]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		for _, row := range sheets[name] {
			all = append(all, row...)
		}
	}
	return flat(strings.Join(all, " | "))
}

// number cells: those that a spreadsheet counts with.
func numbers(t *testing.T, file *excelize.File, sheets map[string][][]string) (shown []string) {
	t.Helper()
	for name, rows := range sheets {
		for i, row := range rows {
			for j := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := file.GetCellFormula(name, at); err != nil || formula != "" {
					t.Errorf("%s!%s is the formula %q, %v", name, at, formula, err)
				}
				if kind, err := file.GetCellType(name, at); err == nil && kind == excelize.CellTypeUnset && row[j] != "" {
					shown = append(shown, row[j])
				}
			}
		}
	}
	return shown
}

// everything is a sample in which each part of a report has something.
func everything() Report {
	r := sampleReport(6, 5, 10)
	r.Bids[1].CorrectedFen = 94_000_000_01
	r.Bids[2].OfferedFen = 93_000_000_02
	r.Bids[0].Code, r.Bids[0].BlindHash = "K7", strings.Repeat("b1", 32)
	r.Offers = []OffersRound{{At: clock(120), Prices: []int64{95_000_000_03, 94_500_000_04, 93_000_000_02, 0, 0, 0}, Withdrawn: []string{"", "", "", "工期冲突", "", ""}}}
	r.Hearings = []Hearing{{Group: "答辩", Bid: 0, From: clock(220), To: clock(229)}}
	r.Outside = &OutsideDraw{Library: "省库", RecordNo: "SJ-7781", Body: "省公共资源交易中心", Person: "高某", DrawnAt: clock(-600), Record: strings.Repeat("0d", 32)}
	r.Competition = &Competition{Sufficient: true, Reason: "报价差距明显"}
	r.Checks = []Check{{"客观分一致", "各成员对客观项的打分相同", "", "通过"}}
	r.Workplaces = []string{"席位 1，机位 4"}
	r.Derivation[0].Value = "92745678.90"
	r.IssuedHash = strings.Repeat("ab", 32)
	return r
}

var decimals = regexp.MustCompile(`\d[\d,]*\.\d+`)

// The pages and the workbook of one report have the same figures: every number
// with a fraction that one has, the other has, and what the report must hold
// stands in both.
func TestWorkbookHasTheFiguresOfTheReport(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		r := everything()
		pages := run(t, "pdftotext", "-layout", renderReport(t, r, lang), "-")
		sheets, file := opened(t, func(out *bytes.Buffer) error { return WriteReport(out, r, lang) })
		both := map[string][2]bool{}
		for _, text := range decimals.FindAllString(pages, -1) {
			both[text] = [2]bool{true, both[text][1]}
		}
		for _, rows := range sheets {
			for _, row := range rows {
				for _, text := range decimals.FindAllString(strings.Join(row, " "), -1) {
					both[text] = [2]bool{both[text][0], true}
				}
			}
		}
		delete(both, "92745678.90") // the result of a derivation without its unit
		for text, in := range both {
			if in != [2]bool{true, true} {
				t.Errorf("%s: %s stands on the pages: %t; in the workbook: %t", lang, text, in[0], in[1])
			}
		}
		if len(both) < 40 {
			t.Errorf("%s: only %d figures were compared", lang, len(both))
		}
		seen := cells(sheets)
		for item, wants := range reportItems {
			for _, want := range wants {
				if !strings.Contains(seen, want) && item != "examination" && want != "bidroomverify" && want != "玖仟陆佰伍拾万元整" {
					t.Errorf("%s: %s: no %q", lang, item, want)
				}
			}
		}
		counted := numbers(t, file, sheets)
		for _, want := range []string{"95,123,456.78", "94,000,000.01", "93,000,000.02", "98,000,000.00", "64.65", "4.25", "93.15", "2.43", "92745678.90", "23.40", "7.10"} {
			if !slices.Contains(counted, want) {
				t.Errorf("%s: %s is no number", lang, want)
			}
		}
		if strings.Contains(seen, "report.") || strings.Contains(seen, "hangs.") {
			t.Errorf("%s: a key stands there", lang)
		}
	}
}

// Every mark stands in the row of its bid and criterion, in the column of its
// member.
func TestMarksOfTheWorkbook(t *testing.T) {
	r := sampleReport(3, 3, 4)
	r.LowBids = nil // of a fourth bid
	for s := range r.Sheets {
		r.Sheets[s].Marks = [][]string{{"1.10", "1.20", "1.30", ""}, {"2.10", "2.20", "2.30", "2.40"}, nil}
		r.Sheets[s].Marks[1][s] = "9.0" + r.Sheets[s].Marks[1][s][2:3]
	}
	sheets, _ := opened(t, func(out *bytes.Buffer) error { return WriteReport(out, r, "zh-CN") })
	rows := sheets["成员打分"]
	var got [][]string
	for _, row := range rows[2:] {
		got = append(got, append(slices.Clone(row[:1]), row[5:]...))
	}
	want := [][]string{{"1", "1.10", "1.10", "1.10"}, {"1", "1.20", "1.20", "1.20"}, {"1", "1.30", "1.30", "1.30"}, {"1", "—", "—", "—"},
		{"2", "9.01", "2.10", "2.10"}, {"2", "2.20", "9.02", "2.20"}, {"2", "2.30", "2.30", "9.03"}, {"2", "2.40", "2.40", "2.40"}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("marks %v, want %v", got, want)
	}
	if head := rows[1]; flat(head[5]) != "席位1欧阳淑贞" || flat(head[7]) != "席位3李建国" {
		t.Errorf("heads %q", head)
	}
}

// What begins like a formula is none, an amount that Excel cannot hold is text,
// and nothing of a text is lost that is longer than a cell.
func TestWorkbookOfWhatIsHard(t *testing.T) {
	r := sampleReport(3, 3, 4)
	r.LowBids = nil // of a fourth bid
	r.Bids[0].Bidder = `=HYPERLINK("http://x")`
	r.Bids[0].PriceFen = 99_999_999_999_999_99
	r.Bids[1].PriceFen = 9_999_999_999_999_99
	r.Clarifications[0].Answer = strings.Repeat("评", 40_000) + "完"
	sheets, file := opened(t, func(out *bytes.Buffer) error { return WriteReport(out, r, "zh-CN") })
	counted, seen := numbers(t, file, sheets), cells(sheets)
	if slices.Contains(counted, "99,999,999,999,999.99") || !strings.Contains(seen, "99,999,999,999,999.99") || !slices.Contains(counted, "9,999,999,999,999.99") {
		t.Error("an amount of 16 digits is a number or missing, or one of 15 is none")
	}
	if !strings.Contains(seen, `'=HYPERLINK("http://x")`) {
		t.Error("the formula is not guarded")
	}
	if n := strings.Count(seen, "评"); n < 40_000 || !strings.Contains(seen, "评完") {
		t.Errorf("of the answer %d characters are left", n)
	}
}

func TestWorkbookWithoutAnything(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		sheets, _ := opened(t, func(out *bytes.Buffer) error { return WriteReport(out, Report{}, lang) })
		if seen := cells(sheets); len(sheets) != 14 || !strings.Contains(seen, flat(catalogue.Text(lang, "report.noCandidates", nil))) {
			t.Errorf("%s: %d sheets: %s", lang, len(sheets), seen)
		}
	}
}

func TestWorkbookIsTheSameTwice(t *testing.T) {
	var a, b bytes.Buffer
	for _, out := range []*bytes.Buffer{&a, &b} {
		if err := WriteReport(out, sampleReport(6, 5, 10), "zh-CN"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same report has other bytes")
	}
	spoilt := sampleReport(6, 5, 10)
	spoilt.Candidates = []int{6}
	if err := WriteReport(new(bytes.Buffer), spoilt, "zh-CN"); err == nil {
		t.Error("a report that does not fit together is written")
	}
}
