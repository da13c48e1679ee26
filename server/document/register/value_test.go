package register

import (
	"strings"
	"testing"

	"bidroom/kiosk/catalogue"
)

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
	{"experts", "name", raw{text: strings.Repeat("王", 100)}, strings.Repeat("王", 100), ""},
	{"experts", "name", raw{text: strings.Repeat("王", 101)}, strings.Repeat("王", 101), "import.long"},
	{"experts", "reason", raw{text: strings.Repeat("王", 500)}, strings.Repeat("王", 500), ""},
	{"experts", "reason", raw{text: strings.Repeat("王", 501)}, strings.Repeat("王", 501), "import.long"},
	{"affiliations", "credit_code", raw{text: strings.Repeat("9", 101)}, strings.Repeat("9", 101), "import.long"},
	{"companies", "former_names", raw{text: "甲；" + strings.Repeat("王", 100)}, "甲;" + strings.Repeat("王", 100), ""},
	{"companies", "former_names", raw{text: "甲；" + strings.Repeat("王", 101)}, "甲；" + strings.Repeat("王", 101), "import.long"},
	{"companies", "former_names", raw{text: strings.Repeat("王,", 251)}, strings.Repeat("王,", 251), "import.long"},
	{"experts", "specialties", raw{text: "A0801、A0802、a0801"}, "A0801;A0802", ""},
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
