package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
)

type found struct {
	row      Row
	problems []Problem
}

func open(t *testing.T, file []byte, name string) *Reader {
	t.Helper()
	r, err := Open(bytes.NewReader(file), int64(len(file)), name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func readAll(t *testing.T, file []byte, name string) []found {
	t.Helper()
	var all []found
	r := open(t, file, name)
	for row, problems := range r.Rows() {
		all = append(all, found{row, problems})
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// excel writes cells as Excel would keep them: strings as text, numbers as
// numbers.
func excel(t *testing.T, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func codes(err error) []string {
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		return []string{fmt.Sprint(err)}
	}
	var all []string
	for _, r := range refusal.Reasons {
		all = append(all, r.Code)
	}
	return all
}

func TestTemplateIsReadBack(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := WriteTemplate(&out, lang); err != nil {
			t.Fatal(err)
		}
		if rows := readAll(t, out.Bytes(), "模板.xlsx"); len(rows) != 0 {
			t.Errorf("%s: the template has rows: %v", lang, rows)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if n := len(f.GetSheetList()); n != len(Sheets)+1 {
			t.Errorf("%s: %d sheets, want the notes and %d", lang, n, len(Sheets))
		}
		for _, sheet := range Sheets {
			head, err := f.GetRows(sheet.Name(lang))
			if err != nil || len(head) != 1 || len(head[0]) != len(sheet.Columns) {
				t.Fatalf("%s: head of %s is %v, %v", lang, sheet.Key, head, err)
			}
			comments, err := f.GetComments(sheet.Name(lang))
			if err != nil || len(comments) != len(sheet.Columns) {
				t.Errorf("%s: %d comments on %d columns of %s, %v", lang, len(comments), len(sheet.Columns), sheet.Key, err)
			}
			lists, err := f.GetDataValidations(sheet.Name(lang))
			want := 0
			for i, c := range sheet.Columns {
				if c.Kind == Choice {
					want++
				}
				if c.Required != strings.HasSuffix(head[0][i], "*") {
					t.Errorf("%s: head %q of a column whose need is %v", lang, head[0][i], c.Required)
				}
			}
			if err != nil || len(lists) != want {
				t.Errorf("%s: %d lists on %s, want %d; %v", lang, len(lists), sheet.Key, want, err)
			}
		}
	}
}

// The examples that the template gives must themselves be right.
func TestExamplesAreGood(t *testing.T) {
	for _, sheet := range Sheets {
		for _, c := range sheet.Columns {
			values := []string{c.Example}
			for _, lang := range catalogue.Languages() {
				values = append(values, c.words(lang)...)
			}
			for _, v := range values {
				if got, code := c.value(raw{text: v}); code != "" || v != "" && got == "" {
					t.Errorf("%s.%s: %q gives %q, %s", sheet.Key, c.Key, v, got, code)
				}
			}
		}
	}
}

func column(sheet, key string) Column {
	s, _ := SheetByKey(sheet)
	c, ok := s.Column(key)
	if !ok {
		panic(key)
	}
	return c
}

// Day numbers: LibreOffice Calc gives 46020 for 2025-12-29, 61 for 1900-03-01,
// and 44558 in a file that counts from 1904.
var valueTests = []struct {
	sheet, column string
	in            raw
	want, code    string
}{
	{"experts", "identity", raw{text: " 11010119900307001x "}, "11010119900307001X", ""},
	{"experts", "identity", raw{text: "１１０１０１１９９００３０７００１Ｘ"}, "11010119900307001X", ""},
	{"experts", "identity", raw{text: "110101 19900307 0011"}, "110101199003070011", ""},
	{"experts", "identity", raw{text: "110101199003070011"}, "110101199003070011", ""},
	{"experts", "identity", raw{text: "110101199003070000", number: true}, "110101199003070000", "import.number"},
	{"experts", "identity", raw{text: "1.1010119900307E+17", number: true}, "1.1010119900307E+17", "import.number"},
	{"experts", "identity", raw{text: "1.10101E+17"}, "1.10101E+17", "import.number"}, // as Excel writes it to CSV
	{"experts", "identity", raw{text: "110101900307001", number: true}, "110101900307001", ""},
	{"experts", "identity", raw{text: "'110101199003070011"}, "'110101199003070011", ""}, // for the caller to judge
	{"companies", "credit_code", raw{text: "91510000ma6200000x"}, "91510000MA6200000X", ""},
	{"experts", "phone", raw{text: "1.3800000001E10", number: true}, "13800000001", ""},
	{"experts", "phone", raw{text: "13800000001", number: true}, "13800000001", ""},
	{"experts", "phone", raw{text: "+86 138-0000-0001"}, "13800000001", ""},
	{"experts", "phone", raw{text: "'+8613800000001"}, "13800000001", ""},
	{"experts", "phone", raw{text: "123456"}, "123456", "import.phone"},
	{"experts", "phone", raw{text: "1234567"}, "1234567", ""},
	{"experts", "phone", raw{text: "1234567890123456"}, "1234567890123456", "import.phone"},
	{"experts", "phone", raw{text: "电话不详"}, "电话不详", "import.phone"},
	{"experts", "specialties", raw{text: "a080104；A080107、a080109 A080110"}, "A080104;A080107;A080109;A080110", ""},
	{"companies", "former_names", raw{text: "甲公司、乙 公司；\n丙公司"}, "甲公司;乙 公司;丙公司", ""},
	{"experts", "until", raw{text: "2027-06-30"}, "2027-06-30", ""},
	{"experts", "until", raw{text: "2027年6月3日"}, "2027-06-03", ""},
	{"experts", "until", raw{text: "２０２７／６／３"}, "2027-06-03", ""},
	{"experts", "until", raw{text: "2027.06.03 00:00:00"}, "2027-06-03", ""},
	{"experts", "until", raw{text: "46020", number: true}, "2025-12-29", ""},
	{"experts", "until", raw{text: "44558", number: true, epoch04: true}, "2025-12-29", ""},
	{"experts", "until", raw{text: "46020.5", number: true}, "46020.5", "import.date"},
	{"experts", "until", raw{text: "1E999999", number: true}, "1E999999", "import.date"},
	{"experts", "until", raw{text: "2027-02-29"}, "2027-02-29", "import.date"},
	{"experts", "until", raw{text: "2028-02-29"}, "2028-02-29", ""},
	{"experts", "until", raw{text: "1929-12-31"}, "1929-12-31", "import.date"},
	{"experts", "until", raw{text: "1930-01-01"}, "1930-01-01", ""},
	{"experts", "until", raw{text: "2100-12-31"}, "2100-12-31", ""},
	{"experts", "until", raw{text: "2101-01-01"}, "2101-01-01", "import.date"},
	{"experts", "until", raw{text: "明年"}, "明年", "import.date"},
	{"shareholders", "percent", raw{text: "51"}, "51", ""},
	{"shareholders", "percent", raw{text: "51.50％"}, "51.5", ""},
	{"shareholders", "percent", raw{text: "33.299999999999997", number: true}, "33.3", ""},
	{"shareholders", "percent", raw{text: "0.12", number: true, percent: true}, "12", ""},
	{"shareholders", "percent", raw{text: "0.12", number: true}, "0.12", ""},
	{"shareholders", "percent", raw{text: "100"}, "100", ""},
	{"shareholders", "percent", raw{text: "100.01"}, "100.01", "import.percent"},
	{"shareholders", "percent", raw{text: "0"}, "0", "import.percent"},
	{"shareholders", "percent", raw{text: "1/3"}, "1/3", "import.percent"},
	{"shareholders", "percent", raw{text: "0x10"}, "0x10", "import.percent"},
	{"experts", "status", raw{text: "在库"}, "active", ""},
	{"experts", "status", raw{text: "Suspended"}, "suspended", ""},
	{"experts", "status", raw{text: "removed"}, "removed", ""},
	{"experts", "status", raw{text: "退休"}, "退休", "import.choice"},
	{"experts", "name", raw{text: "　王喆 "}, "王喆", ""},
	{"experts", "name", raw{text: "王（喆）"}, "王（喆）", ""}, // names keep their full-width forms
	{"experts", "name", raw{text: "王\x07喆"}, "王\x07喆", "import.control"},
	{"experts", "name", raw{text: "#N/A", fault: true}, "#N/A", "import.fault"},
	{"experts", "name", raw{text: strings.Repeat("王", 500)}, strings.Repeat("王", 500), ""},
	{"experts", "name", raw{text: strings.Repeat("王", 501)}, strings.Repeat("王", 501), "import.long"},
	{"experts", "name", raw{text: "'=1+1"}, "=1+1", ""},
	{"experts", "region", raw{text: "510100", number: true}, "510100", ""},
	{"experts", "name", raw{text: " \u3000 "}, "", ""},
}

func TestValues(t *testing.T) {
	for _, tt := range valueTests {
		if got, code := column(tt.sheet, tt.column).value(tt.in); got != tt.want || code != tt.code {
			t.Errorf("%s.%s of %+v = %q, %q; want %q, %q", tt.sheet, tt.column, tt.in, got, code, tt.want, tt.code)
		}
	}
}

func TestEveryProblemHasWords(t *testing.T) {
	for _, tt := range valueTests {
		if tt.code != "" && !catalogue.Has("refusal."+tt.code) {
			t.Errorf("no words for %s", tt.code)
		}
	}
	p := Row{Sheet: "experts", Number: 7}.Problem("phone", "import.phone", "value", "x")
	if got, want := p.Text("zh-CN"), "“手机号”：“x”不是电话号码：应为 7 至 15 位数字。"; got != want {
		t.Errorf("Text = %s, want %s", got, want)
	}
}

func TestExcel(t *testing.T) {
	file := excel(t, map[string][][]any{
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
		{"old Excel", nil, "a.xls", []string{"import.format"}},
		{"no end", nil, "a", []string{"import.format"}},
		{"no zip", []byte("hello"), "a.xlsx", []string{"import.broken"}},
		{"empty", nil, "a.xlsx", []string{"import.broken"}},
		{"CSV called Excel", []byte("姓名,身份证号\n"), "a.xlsx", []string{"import.broken"}},
		{"empty CSV", nil, "a.csv", []string{"import.no_sheet"}},
		{"CSV of something else", []byte("a,b\n1,2\n"), "a.csv", []string{"import.no_sheet"}},
		{"Excel called CSV", excel(t, map[string][][]any{"专家": {good}}), "a.csv", []string{"import.encoding"}},
		{"CSV with NUL", []byte("姓名,身份证号\x00\n"), "a.csv", []string{"import.encoding"}},
		{"CSV in no encoding", []byte("姓名,\xff\xff\n"), "a.csv", []string{"import.encoding"}},
		{"CSV with a torn quote", []byte("身份证号,姓名,手机号,评审专业代码,\"x\n"), "a.csv", []string{"import.broken"}},
		{"unknown sheet", excel(t, map[string][][]any{"专家": {good}, "我的笔记": {{"x"}}}), "a.xlsx", []string{"import.sheet_unknown"}},
		{"only empty sheets", excel(t, map[string][][]any{"专家": {}}), "a.xlsx", []string{"import.no_sheet"}},
		{"the same sheet twice", excel(t, map[string][][]any{"专家": {good}, "Experts": {good}}), "a.xlsx", []string{"import.sheet_twice"}},
		{"every reason", excel(t, map[string][][]any{"专家": {{"姓名", "姓名", "身份证号", "血型"}}}), "a.xlsx",
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
	for _, name := range []string{"a.csv", "a.xlsx"} {
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
	whole := excel(t, map[string][][]any{"专家": {{"身份证号", "姓名", "手机号", "评审专业代码"}, {"110101199003070011", "王喆", "13800000001", "A080104"}, {"110101199003070038", "李堃", "13800000002", "A080104"}}})
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
		if got := codes(err); !slices.Equal(got, []string{"import.broken"}) && !slices.Equal(got, []string{"import.large"}) {
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
	whole := excel(t, map[string][][]any{"专家": {{"身份证号"}}})
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
	file := excel(t, map[string][][]any{
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

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''=1", "'''=1", "a", "", "+", "'x", "\t=1", "-5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := guard(s)
		if formula(g) {
			t.Errorf("guard(%q) = %q is a formula", s, g)
		}
		if got := unguard(g); len(g) > len(s) && got != s {
			t.Errorf("unguard(guard(%q)) = %q", s, got)
		}
	})
}

// experts writes n experts, as Excel would: texts shared, phones as numbers.
func experts(tb testing.TB, n int) []byte {
	tb.Helper()
	var out bytes.Buffer
	err := Write(&out, func(yield func(Row) bool) {
		for i := range n {
			if !yield(Row{Sheet: "experts", Number: i + 2, Fields: map[string]string{"identity": fmt.Sprintf("110101%08d%04d", 19600101+i/1000, i%1000), "name": fmt.Sprintf("专家%d", i),
				"phone": fmt.Sprintf("138%08d", i), "specialties": "A080104;A080107", "region": "510100", "title": "高级工程师", "status": "active", "until": "2027-06-30"}}) {
				return
			}
		}
	}, "zh-CN")
	if err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// Reading 100,000 rows keeps a few rows in memory, not all of them.
func TestStreams(t *testing.T) {
	file := experts(t, 100_000)
	r := open(t, file, "a.xlsx")
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for _, problems := range r.Rows() {
		if n++; len(problems) > 0 {
			t.Fatal(problems)
		}
		if n%20_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
		}
	}
	if err := r.Err(); err != nil || n != 100_000 {
		t.Fatalf("%d rows, %v", n, err)
	}
	if most > 8<<20 {
		t.Errorf("%d bytes are held while rows are read, want a few MB", most)
	}
}

func BenchmarkRead100000(b *testing.B) {
	file := experts(b, 100_000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		r, err := Open(bytes.NewReader(file), int64(len(file)), "a.xlsx")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for range r.Rows() {
			n++
		}
		if r.Err() != nil || n != 100_000 {
			b.Fatal(n, r.Err())
		}
	}
}

// Whatever is sent, reading ends with rows or a refusal, never a panic and
// never a fault.
func fuzzFile(t *testing.T, file []byte, name string) {
	r, err := Open(bytes.NewReader(file), int64(len(file)), name)
	if err == nil {
		for row, problems := range r.Rows() {
			for _, p := range problems {
				if p.Text("zh-CN") == "" || p.Row != row.Number {
					t.Errorf("problem %+v of row %d", p, row.Number)
				}
			}
		}
		err = r.Err()
	}
	var refusal *rule.Refusal
	if err != nil && !errors.As(err, &refusal) {
		t.Errorf("a fault: %v", err)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(csvText))
	f.Add([]byte("\ufeff姓名,身份证号\n\x00"))
	f.Add([]byte("\xd0\xd5\xc3\xfb,\xff"))
	f.Fuzz(func(t *testing.T, file []byte) { fuzzFile(t, file, "a.csv") })
}

func FuzzExcel(f *testing.F) {
	var out bytes.Buffer
	if err := WriteTemplate(&out, "zh-CN"); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) { fuzzFile(t, file, "a.xlsx") })
}

// FuzzSheet puts any XML where a sheet and the shared texts should be: a fuzzer
// cannot get through the packing of a zip.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`, `<sst><si><t>姓名</t></si></sst>`)
	f.Add(`<row><c r="A1"><v>1</v></c></row>`, `<si><r><t>a</t></r><rPh><t>b</t></rPh></si>`)
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for name, text := range map[string]string{
			"xl/workbook.xml":            `<workbook><sheets><sheet name="专家" sheetId="1" id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<R><Relationship Id="r1" Target="worksheets/sheet1.xml" Type="x/worksheet"/><Relationship Id="r2" Target="/xl/sharedStrings.xml" Type="x/sharedStrings"/></R>`,
			"xl/worksheets/sheet1.xml":   sheet, "xl/sharedStrings.xml": shared,
		} {
			p, err := w.Create(name)
			if err == nil {
				_, err = io.WriteString(p, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		fuzzFile(t, out.Bytes(), "a.xlsx")
	})
}
