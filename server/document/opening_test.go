package document

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"bidroom/kiosk/catalogue"
)

func TestOpeningTable(t *testing.T) {
	r := sampleReport(6, 5, 10)
	o := OpeningTable{Heading: Heading{shanghai, r.Centre, r.Tender, r.TenderNumber, r.Lot, r.LotNumber, r.Entity.Name}, Agency: r.Agency.Name,
		CeilingFen: r.CeilingFen, OpenedAt: r.OpenedAt, Place: r.OpeningPlace, Columns: r.OpeningColumns, Bids: r.Bids, Notes: r.OpeningNotes, PrintedAt: clock(0)}
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := RenderOpeningTable(&out, o, lang); err != nil {
			t.Fatal(err)
		}
		file := save(t, out.Bytes())
		seen := flat(run(t, "pdftotext", "-raw", file, "-"))
		for _, want := range []string{"NJ-2026-017-02", "95,123,456.78", "玖仟伍佰壹拾贰万叁仟肆佰伍拾陆元柒角捌分", "540日历天", "银行保函", "四川蓉城建工有限公司的投标文件因投标人原因未解密", "工期由400日历天改为420日历天",
			flat(catalogue.Text(lang, "report.openingTable", nil)), flat(catalogue.Text(lang, "report.openingSigned", nil)), flat(catalogue.Text(lang, "report.openingBy.supervisor", nil))} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
		if strings.Contains(seen, "report.") {
			t.Errorf("%s: a key stands there", lang)
		}
		sheets, book := opened(t, func(out *bytes.Buffer) error { return WriteOpeningTable(out, o, lang) })
		counted, written := numbers(t, book, sheets), cells(sheets)
		for _, bid := range r.Bids {
			if price := Yuan(bid.PriceFen); !slices.Contains(counted, price) || !strings.Contains(seen, price) || !strings.Contains(written, Capital(bid.PriceFen)) {
				t.Errorf("%s: %s is not the same in both", lang, price)
			}
		}
		for _, want := range append([]string{"NJ-2026-017-02", "540日历天"}, o.Notes...) {
			if !strings.Contains(written, flat(want)) {
				t.Errorf("%s: no %q in the workbook", lang, want)
			}
		}
	}
}

// A price that was corrected stands beside what was read out, wherever it is
// what is evaluated.
func TestCorrectedPriceStandsInTheReport(t *testing.T) {
	r := sampleReport(6, 5, 10)
	read := Yuan(r.Bids[r.Candidates[0]].PriceFen)
	r.Bids[r.Candidates[0]].CorrectedFen = 90_000_000_00
	seen := flat(run(t, "pdftotext", "-raw", renderReport(t, r, "zh-CN"), "-"))
	for want, times := range map[string]int{"（修正前" + read + "）": 3, "人民币玖仟万元整": 1, "90,000,000.00": 3} {
		if got := strings.Count(seen, want); got != times {
			t.Errorf("%q stands there %d times, want %d", want, got, times)
		}
	}
}
