package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
)

func TestExcel(t *testing.T) {
	file := asExcel(t, map[string][][]any{
		"专家": {
			{"姓名*", "身份证号", "手机号", "评审专业代码", "状态截止日期", "原因（导入时不读取）"},
			{"王喆", "110101199003070011", 13800000001, "A080104", 46020, "旧的原因"},
			{"", nil, "  "},
			{"李堃", 110101199003070011, "13800000002", "A080104", "2026/1/5"},
			{"", "110101199003070038", "13800000003", "A080104"},
		},
		"Shareholders": {
			{"Share (%)", "Credit code of the company", "Shareholder"},
			{12.5, "91510000MA6200000X", "蜀江投资"},
		},
	})
	rows := readAll(t, file, "a.XLSX")
	if len(rows) != 4 {
		t.Fatalf("%d rows: %v", len(rows), rows)
	}
	share := rows[0].row
	if share.Sheet != "shareholders" || share.Number != 2 || share.Fields["percent"] != "12.5" {
		t.Errorf("share is %+v", share)
	}
	want := map[string]string{"name": "王喆", "identity": "110101199003070011", "phone": "13800000001", "specialties": "A080104", "until": "2025-12-29"}
	if got := rows[1]; !maps.Equal(got.row.Fields, want) || got.row.Number != 2 || len(got.problems) != 0 {
		t.Errorf("first expert is %+v", got)
	}
	if got := rows[2]; got.row.Number != 4 || len(got.problems) != 1 || got.problems[0].Code != "import.number" || got.problems[0].Column != "identity" || got.problems[0].Row != 4 {
		t.Errorf("second expert is %+v", got)
	}
	if got := rows[3]; len(got.problems) != 1 || got.problems[0].Code != "import.required" || got.problems[0].Column != "name" {
		t.Errorf("third expert is %+v", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	good := []any{"身份证号", "姓名", "手机号", "评审专业代码"}
	for _, tt := range []struct {
		name string
		file []byte
		as   string
		want []string
	}{
		{"old Excel", nil, "a.xls", []string{"import.kind"}},
		{"no end", nil, "a", []string{"import.kind"}},
		{"no zip", []byte("hello"), "a.xlsx", []string{"import.not_excel"}},
		{"empty", nil, "a.xlsx", []string{"import.not_excel"}},
		{"CSV called Excel", []byte("姓名,身份证号\n"), "a.xlsx", []string{"import.not_excel"}},
		{"empty CSV", nil, "a.csv", []string{"import.no_sheet"}},
		{"CSV of something else", []byte("a,b\n1,2\n"), "a.csv", []string{"import.no_sheet"}},
		{"Excel called CSV", asExcel(t, map[string][][]any{"专家": {good}}), "a.csv", []string{"import.encoding"}},
		{"CSV with NUL", []byte("姓名,身份证号\x00\n"), "a.csv", []string{"import.encoding"}},
		{"CSV in no encoding", []byte("姓名,\xff\xff\n"), "a.csv", []string{"import.encoding"}},
		{"CSV with a torn quote", []byte("身份证号,姓名,手机号,评审专业代码,\"x\n"), "a.csv", []string{"import.broken_row"}},
		{"a workbook whose list of sheets is torn", rewrite(t, asExcel(t, map[string][][]any{"专家": {good}}), "xl/workbook.xml", func(s string) string { return s[:len(s)/2] }), "a.xlsx", []string{"import.broken"}},
		{"a workbook that lacks a part", rewrite(t, asExcel(t, map[string][][]any{"专家": {good}}), "xl/_rels/workbook.xml.rels", func(string) string { return "<Relationships/>" }), "a.xlsx", []string{"import.not_excel"}},
		{"unknown sheet", asExcel(t, map[string][][]any{"专家": {good}, "我的笔记": {{"x"}}}), "a.xlsx", []string{"import.sheet_unknown"}},
		{"only empty sheets", asExcel(t, map[string][][]any{"专家": {}}), "a.xlsx", []string{"import.no_sheet"}},
		{"the same sheet twice", asExcel(t, map[string][][]any{"专家": {good}, "Experts": {good}}), "a.xlsx", []string{"import.sheet_twice"}},
		{"every reason", asExcel(t, map[string][][]any{"专家": {{"姓名", "姓名", "身份证号", "血型"}}}), "a.xlsx",
			[]string{"import.column_twice", "import.column_unknown", "import.column_missing", "import.column_missing"}},
	} {
		if _, err := Open(bytes.NewReader(tt.file), int64(len(tt.file)), tt.as); !slices.Equal(codes(err), tt.want) {
			t.Errorf("%s: refused with %v, want %v", tt.name, codes(err), tt.want)
		}
	}
	for _, lang := range catalogue.Languages() {
		if catalogue.Text(lang, "refusal.import.large", nil) == "refusal.import.large" {
			t.Error("no words for import.large")
		}
	}
	if _, err := Open(bytes.NewReader(nil), MaxSize+1, "a.csv"); !slices.Equal(codes(err), []string{"import.large"}) {
		t.Errorf("a file above the bound: %v", err)
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errors.New("disk on fire") }

func TestFaultIsNoRefusal(t *testing.T) {
	for _, name := range []string{"a.csv", "a.xlsx", "a.zip"} {
		_, err := Open(failing{}, 100, name)
		var refusal *rule.Refusal
		if err == nil || errors.As(err, &refusal) || !strings.Contains(err.Error(), "disk on fire") {
			t.Errorf("%s: %v, want the fault", name, err)
		}
	}
}

const csvText = "身份证号,姓名,手机号,评审专业代码\r\n110101199003070011,王喆,13800000001,\"A080104,A080107\"\r\n,,,\r\n1.10101E+17,李镕,１３８０００００００２\r\n"

func TestCSV(t *testing.T) {
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String(csvText)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"UTF-8": csvText, "UTF-8 with mark": "\ufeff" + csvText, "GB 18030": chinese} {
		rows := readAll(t, []byte(file), "a.csv")
		if len(rows) != 2 {
			t.Fatalf("%s: %d rows", name, len(rows))
		}
		if got := rows[0]; got.row.Sheet != "experts" || got.row.Number != 2 || got.row.Fields["name"] != "王喆" || got.row.Fields["specialties"] != "A080104;A080107" || len(got.problems) != 0 {
			t.Errorf("%s: first row is %+v", name, got)
		}
		got := rows[1]
		var problems []string
		for _, p := range got.problems {
			problems = append(problems, p.Column+" "+p.Code)
		}
		if got.row.Number != 4 || got.row.Fields["phone"] != "13800000002" || !slices.Equal(problems, []string{"identity import.number", "specialties import.required"}) {
			t.Errorf("%s: second row is %+v, %v", name, got.row, problems)
		}
	}
}

// A sheet that breaks off is an error, and not a shorter sheet.
func TestBrokenSheet(t *testing.T) {
	whole := asExcel(t, map[string][][]any{"专家": {{"身份证号", "姓名", "手机号", "评审专业代码"}, {"110101199003070011", "王喆", "13800000001", "A080104"}, {"110101199003070038", "李堃", "13800000002", "A080104"}}})
	for name, change := range map[string]func(string) string{
		"breaks off in a row":    func(s string) string { return s[:strings.LastIndex(s, "<row ")+40] },
		"breaks off between":     func(s string) string { return s[:strings.LastIndex(s, "<row ")] },
		"ends cross":             func(s string) string { return strings.Replace(s, "</row></sheetData>", "</sheetData></row>", 1) },
		"text out of range":      func(s string) string { return replaceLast(s, "<v>", "<v>9") },
		"text of no number":      func(s string) string { return replaceLast(s, "<v>", "<v>x") },
		"rows out of order":      func(s string) string { return strings.Replace(s, `r="3"`, `r="1"`, 1) },
		"cell of no name":        func(s string) string { return strings.Replace(s, `r="B3"`, `r="b!"`, 1) },
		"cell of unknown type":   func(s string) string { return replaceLast(s, `t="s"`, `t="q"`) },
		"elements in each other": func(s string) string { return strings.Replace(s, "<row ", strings.Repeat("<a>", 40)+"<row ", 1) },
	} {
		file := rewrite(t, whole, "xl/worksheets/", change)
		r, err := Open(bytes.NewReader(file), int64(len(file)), "a.xlsx")
		if err == nil {
			for range r.Rows() {
			}
			err = r.Err()
		}
		if got := codes(err); !slices.Equal(got, []string{"import.broken_row"}) && !slices.Equal(got, []string{"import.large"}) {
			t.Errorf("%s: %v, want a refusal", name, got)
		}
	}
}

func replaceLast(s, old, replacement string) string {
	i := strings.LastIndex(s, old)
	return s[:i] + replacement + s[i+len(old):]
}

// rewrite changes the parts of a zip whose names begin with prefix.
func rewrite(t *testing.T, file []byte, prefix string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, prefix) {
			text = []byte(change(string(text)))
		}
		p, err := w.Create(f.Name)
		if err == nil {
			_, err = p.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Packed zeros that unpack to more than the bound are not unpacked.
func TestBomb(t *testing.T) {
	whole := asExcel(t, map[string][][]any{"专家": {{"身份证号"}}})
	file := rewrite(t, whole, "xl/sharedStrings.xml", func(string) string {
		return `<sst><si><t>` + strings.Repeat("0", 8<<20) + `</t></si></sst>`
	})
	if _, err := Open(bytes.NewReader(file), int64(len(file)), "a.xlsx"); !slices.Equal(codes(err), []string{"import.large"}) {
		t.Errorf("a text of 8 MB: %v", err)
	}
	text := "身份证号,姓名,手机号,评审专业代码\n\"" + strings.Repeat("0", 8<<20) + "\"\n"
	r := open(t, []byte(text), "a.csv")
	for range r.Rows() {
	}
	if err := r.Err(); !slices.Equal(codes(err), []string{"import.large"}) {
		t.Errorf("a field of 8 MB: %v", err)
	}
}
