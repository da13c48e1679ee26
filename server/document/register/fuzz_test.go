package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"testing"

	"bidroom/evaluation/rule"
)

// Whatever is sent, reading ends with rows or a refusal, never a panic and
// never a fault.
func fuzzFile(t *testing.T, file []byte, name string) {
	fuzzWith(t, file, name, Open)
	fuzzWith(t, file, name, OpenPanel)
	fuzzWith(t, file, name, func(r io.ReaderAt, size int64, name string) (*Reader, error) {
		return OpenOpening(r, size, name, Opening())
	})
}

func fuzzWith(t *testing.T, file []byte, name string, open func(io.ReaderAt, int64, string) (*Reader, error)) {
	r, err := open(bytes.NewReader(file), int64(len(file)), name)
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
	f.Add([]byte("类别,席位,姓名,身份证号,手机号码,专业代码,所在地区,工作单位\n正选,1,王喆,x,y,z,,\n"))
	f.Add([]byte("统一社会信用代码,投标报价（元）,开标时间\n91510000MA6200000N,\"1,234.5\",2026-11-30 9:30\n"))
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
