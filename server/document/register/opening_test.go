package register

import (
	"bytes"
	"math/big"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"bidroom/kiosk/catalogue"
)

// Numbers as Excel keeps them: 46880000.1 is kept as 46880000.100000001, and
// 0.1+0.2 as 0.30000000000000004 (IEEE 754); the day 46356 is 2026-11-30 and
// 46356.395833333336 its 9:30, by LibreOffice Calc.
func TestFigures(t *testing.T) {
	for _, tt := range []struct {
		kind       Kind
		in         raw
		want, code string
	}{
		{Money, raw{text: "46880000.5"}, "46880000.50", ""},
		{Money, raw{text: " 46,880,000.50 "}, "46880000.50", ""},
		{Money, raw{text: "４６８８００００"}, "46880000.00", ""},
		{Money, raw{text: "46880000.100000001", number: true}, "46880000.10", ""},
		{Money, raw{text: "46880000.100000001"}, "46880000.100000001", "import.cents"},
		{Money, raw{text: "4.688E7", number: true}, "46880000.00", ""},
		{Money, raw{text: "0.30000000000000004", number: true}, "0.30", ""},
		{Money, raw{text: "1.005"}, "1.005", "import.cents"},
		{Money, raw{text: "1.005", number: true}, "1.005", "import.cents"},
		{Money, raw{text: "0"}, "0.00", ""}, // for the caller to judge
		{Money, raw{text: "9999999999999.99"}, "9999999999999.99", ""},
		{Money, raw{text: "9999999999999.9902", number: true}, "9999999999999.99", ""},
		{Money, raw{text: "10000000000000"}, "10000000000000", "import.money"},
		{Money, raw{text: "-1"}, "-1", "import.money"},
		{Money, raw{text: "4688万元"}, "4688万元", "import.money"},
		{Money, raw{text: "46,88,000"}, "46,88,000", "import.money"},
		{Money, raw{text: "1/2"}, "1/2", "import.money"},
		{Money, raw{text: "1E7"}, "1E7", "import.money"},
		{Money, raw{text: "+5"}, "+5", "import.money"},
		{Money, raw{text: "5."}, "5.", "import.money"},
		{Money, raw{text: "0.5", number: true, percent: true}, "0.5", "import.money"},
		{Money, raw{text: "#N/A", fault: true}, "#N/A", "import.fault"},
		{Decimal, raw{text: "-0.0300"}, "-0.03", ""},
		{Decimal, raw{text: "0.029999999999999999", number: true}, "0.03", ""},
		{Decimal, raw{text: "1,234.5"}, "1234.5", ""},
		{Decimal, raw{text: "0.000000000001"}, "0.000000000001", ""},
		{Decimal, raw{text: "0.0000000000001"}, "0.0000000000001", "import.decimal"},
		{Decimal, raw{text: "3%"}, "3%", "import.decimal"},
		{Moment, raw{text: "46356.395833333336", number: true}, "2026-11-30T09:30:00", ""},
		{Moment, raw{text: "46356", number: true}, "2026-11-30T00:00:00", ""},
		{Moment, raw{text: "46356.999999", number: true}, "2026-12-01T00:00:00", ""},
		{Moment, raw{text: "-1", number: true}, "-1", "import.moment"},
		{Moment, raw{text: "2026-11-30 9:05"}, "2026-11-30T09:05:00", ""},
		{Moment, raw{text: "2026年11月30日 9时5分"}, "2026-11-30T09:05:00", ""},
		{Moment, raw{text: "2026/11/30 23:59:59"}, "2026-11-30T23:59:59", ""},
		{Moment, raw{text: "2026年11月30日9时5分7秒"}, "2026-11-30T09:05:07", ""},
		{Moment, raw{text: "2026-1-112:30"}, "2026-1-112:30", "import.moment"}, // of the 1st or of the 11th
		{Moment, raw{text: "2026-11-30 9时30秒"}, "2026-11-30 9时30秒", "import.moment"},
		{Moment, raw{text: "2026-11-30"}, "2026-11-30", "import.moment"},
		{Moment, raw{text: "2026-11-31 09:30"}, "2026-11-31 09:30", "import.moment"},
		{Moment, raw{text: "2026-11-30 24:00"}, "2026-11-30 24:00", "import.moment"},
	} {
		if got, code := (Column{Kind: tt.kind}).value(tt.in); got != tt.want || code != tt.code {
			t.Errorf("%d %+v gives %q %s, want %q %s", tt.kind, tt.in, got, code, tt.want, tt.code)
		}
	}
	if got := shownNumber(big.NewRat(2, 3)).FloatString(16); got != "0.6666666666666670" {
		t.Errorf("two thirds are shown as %s", got)
	}
}

// The template has one sheet with what is known filled in, and is read back in
// every language; a number that the method calls as another column is called
// has a column of its own.
func TestOpeningTemplate(t *testing.T) {
	sheet := Opening(Column{Key: OpeningValue + "days", Kind: Decimal, Heads: map[string]string{"zh-CN": "工期或交货期（天）", "en": "Duration (days)"}},
		Column{Key: OpeningValue + "fee_fen", Kind: Money, Heads: map[string]string{"zh-CN": "监理费", "en": "Fee"}})
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		row := Row{Sheet: sheet.Key, Fields: map[string]string{"credit_code": "91510000MA6200000N", "name": "=1+1"}}
		if err := WriteOpeningTemplate(&out, sheet, slices.Values([]Row{row}), lang); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if n := len(f.GetSheetList()); n != 1 {
			t.Errorf("%s: %d sheets", lang, n)
		}
		comments, err := f.GetComments(sheet.Name(lang))
		if err != nil || len(comments) != len(sheet.Columns) {
			t.Errorf("%s: %d of %d columns are explained, %v", lang, len(comments), len(sheet.Columns), err)
		}
		r, err := OpenOpening(bytes.NewReader(out.Bytes()), int64(out.Len()), "a.xlsx", sheet)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for row, problems := range r.Rows() {
			if rows++; len(problems) > 0 || row.Fields["credit_code"] != "91510000MA6200000N" || row.Fields["name"] != "=1+1" {
				t.Errorf("%s: %+v %+v", lang, row, problems)
			}
		}
		if err := r.Err(); err != nil || rows != 1 {
			t.Errorf("%s: %d rows, %v", lang, rows, err)
		}
	}
	text := []byte("统一社会信用代码,投标报价（元）,value.days 工期或交货期（天）,工期或交货期,Fee\n91510000ma6200000n,5,60,60 日,1.5\n")
	r, err := OpenOpening(bytes.NewReader(text), int64(len(text)), "a.csv", sheet)
	if err != nil {
		t.Fatal(err)
	}
	for row, problems := range r.Rows() {
		v := row.Fields
		if len(problems) > 0 || v["credit_code"] != "91510000MA6200000N" || v["price"] != "5.00" || v["value.days"] != "60" || v["duration"] != "60 日" || v["value.fee_fen"] != "1.50" {
			t.Errorf("%+v %+v", row, problems)
		}
	}
}
