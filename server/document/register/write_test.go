package register

import (
	"bytes"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bidroom/kiosk/catalogue"
)

func problemRows(rows []found) iter.Seq2[Row, []Problem] {
	return func(yield func(Row, []Problem) bool) {
		for _, f := range rows {
			if len(f.problems) > 0 && !yield(f.row, f.problems) {
				return
			}
		}
	}
}

// The faulty rows come back as they were typed, can be mended, and are then
// good; the good ones are not among them.
func TestProblemsComeBack(t *testing.T) {
	file := asExcel(t, map[string][][]any{
		"专家": {
			{"姓名", "身份证号", "手机号", "评审专业代码", "状态"},
			{"王喆", "110101199003070011", "13800000001", "A080104", "暂停"},
			{"=HYPERLINK(\"http://x\")", "110101199003070038", "没有", "A080104", "退休"},
		},
		"企业": {{"统一社会信用代码", "企业名称", "法定代表人"}, {"91510000MA6200000X", "", "张卫东"}},
	})
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := WriteProblems(&out, problemRows(readAll(t, file, "a.xlsx")), lang); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		experts := Sheets[3].Name(lang)
		rows, err := f.GetRows(experts)
		if err != nil || len(rows) != 2 {
			t.Fatalf("%s: %v, %v", lang, rows, err)
		}
		if !strings.Contains(rows[1][0], "3") || strings.Count(rows[1][0], "\n") != 1 || !strings.Contains(rows[1][0], "没有") {
			t.Errorf("%s: the reason is %q", lang, rows[1][0])
		}
		if got := rows[1][2]; got != "'=HYPERLINK(\"http://x\")" {
			t.Errorf("%s: the formula is %q, and not guarded", lang, got)
		}
		again := readAll(t, out.Bytes(), "b.xlsx")
		if len(again) != 2 || again[1].row.Fields["name"] != "=HYPERLINK(\"http://x\")" || again[1].row.Fields["phone"] != "没有" || len(again[1].problems) != 2 {
			t.Errorf("%s: read again: %+v", lang, again)
		}
		for cell, value := range map[string]string{"D2": "13800000002", "H2": Sheets[3].Columns[6].Word(lang, "active")} {
			if err := f.SetCellStr(experts, cell, value); err != nil {
				t.Fatal(err)
			}
		}
		var mended bytes.Buffer
		if err := f.Write(&mended); err != nil {
			t.Fatal(err)
		}
		if last := readAll(t, mended.Bytes(), "c.xlsx")[1]; len(last.problems) != 0 || last.row.Fields["status"] != "active" {
			t.Errorf("%s: after mending: %+v", lang, last)
		}
	}
}

func TestWriteIsReadBack(t *testing.T) {
	rows := []Row{
		{Sheet: "experts", Number: 2, Fields: map[string]string{"identity": "11010119900307001X", "name": "-王喆", "phone": "13800000001", "specialties": "A080104;A080107", "status": "suspended", "until": "2027-06-30"}},
		{Sheet: "shareholders", Number: 2, Fields: map[string]string{"credit_code": "91510000MA6200000X", "holder": "'@蜀江", "percent": "33.3"}},
		{Sheet: "experts", Number: 3, Fields: map[string]string{"identity": "110101199003070038", "name": "李堃", "phone": "13800000002", "specialties": "A080104"}},
	}
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := Write(&out, slices.Values(rows), lang); err != nil {
			t.Fatal(err)
		}
		got := readAll(t, out.Bytes(), "a.xlsx")
		for i, want := range []Row{rows[1], rows[0], rows[2]} {
			if i >= len(got) || got[i].row.Sheet != want.Sheet || !maps.Equal(got[i].row.Fields, want.Fields) || len(got[i].problems) > 0 {
				t.Errorf("%s: row %d is %+v, want %+v", lang, i, got, want)
			}
		}
	}
	if err := Write(io.Discard, slices.Values([]Row{{Sheet: "nothing"}}), "en"); err == nil {
		t.Error("a sheet that does not exist was written")
	}
	if err := Write(io.Discard, slices.Values([]Row(nil)), "en"); err != nil {
		t.Errorf("no rows: %v", err)
	}
}
