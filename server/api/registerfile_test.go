package api

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"bidroom/experts"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
)

// A file says of a company no more rows of a sheet than may be typed by hand;
// the next is named.
func TestRowsOfCompany(t *testing.T) {
	const code = "91510000MA6200000N"
	rows := []register.Row{{Sheet: "companies", Fields: map[string]string{"credit_code": code, "name": "蜀江", "legal_representative": "张卫东"}}}
	for i := range rooms.MostRows + 1 {
		rows = append(rows, register.Row{Sheet: "people", Fields: map[string]string{"credit_code": code, "name": fmt.Sprint("人", i), "position": "staff"}})
	}
	for i := range rooms.MostRows {
		rows = append(rows, register.Row{Sheet: "shareholders", Fields: map[string]string{"credit_code": code, "holder": fmt.Sprint("人", i), "percent": "0.1"}})
	}
	var file bytes.Buffer
	if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
		t.Fatal(err)
	}
	reader, err := register.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	read, err := readRegister(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := read.companies[code]; c == nil || len(c.People) != rooms.MostRows || len(c.Shareholders) != rooms.MostRows {
		t.Fatalf("of the company is taken %+v; %+v", c, read.problems[:1])
	}
	if len(read.problems) != 1 || read.problems[0].Code != "register.company_rows" || read.problems[0].Sheet != "people" || read.problems[0].Row != rooms.MostRows+2 {
		t.Errorf("named are %+v", read.problems)
	}
}

// The numbers that the templates give as examples would be let in.
func TestExamplesAreLetIn(t *testing.T) {
	for _, sheet := range append(slices.Clone(register.Sheets), register.Panel) {
		for _, c := range sheet.Columns {
			if c.Kind == register.CreditCode && !experts.ValidCreditCode(c.Example) || c.Kind == register.Identity && !experts.ValidIdentity(c.Example) && !experts.ValidCreditCode(c.Example) ||
				c.Kind == register.Phone && !experts.ValidMobile(c.Example) {
				t.Errorf("%s.%s: %s is refused", sheet.Key, c.Key, c.Example)
			}
		}
	}
}
