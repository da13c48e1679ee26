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
	read := readRows(t, rows)
	if c := read.companies[code]; c == nil || len(c.People) != rooms.MostRows || len(c.Shareholders) != rooms.MostRows {
		t.Fatalf("of the company is taken %+v; %+v", c, read.problems[:1])
	}
	if len(read.problems) != 1 || read.problems[0].Code != "register.company_rows" || read.problems[0].Sheet != "people" || read.problems[0].Row != rooms.MostRows+2 {
		t.Errorf("named are %+v", read.problems)
	}
}

// readRows reads rows as a file that has them.
func readRows(t *testing.T, rows []register.Row) *registerFile {
	t.Helper()
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
	return read
}

// So it is of an expert.
func TestRowsOfExpert(t *testing.T) {
	const identity = "110101199003070011"
	rows := []register.Row{{Sheet: "experts", Fields: map[string]string{"identity": identity, "name": "王喆", "phone": "13800000000", "specialties": "A080104"}}}
	for i := range rooms.MostRows + 1 {
		for sheet, fields := range map[string]map[string]string{
			"affiliations": {"company": fmt.Sprint("企业", i), "from": "2015-07-01"}, "relations": {"relation": "other", "relative": fmt.Sprint("人", i), "declared_on": "2026-01-15"},
			"penalties": {"kind": "bad_record", "from": "2025-03-01"}, "evidence": {"code": "A080104", "text": fmt.Sprint("证书", i), "on": "2015-09-01"}, "leave": {"from": "2026-07-01", "to": "2026-07-31"},
			"assessments": {"evaluation": fmt.Sprint("标段", i), "on": "2025-03-15", "by": "staff", "points": "9", "full": "10"},
			"libraries":   {"library_kind": "agency", "library": fmt.Sprint("库", i), "from": "2024-03-15"},
		} {
			fields["identity"] = identity
			rows = append(rows, register.Row{Sheet: sheet, Fields: fields})
		}
	}
	read := readRows(t, rows)
	p := read.people[identity]
	for sheet, got := range map[string]int{"affiliations": len(p.Affiliations), "relations": len(p.Relations), "penalties": len(p.Penalties), "evidence": len(p.Evidence), "leave": len(p.Leave), "libraries": len(p.Libraries), "assessments": len(p.Assessments)} {
		if got != rooms.MostRows {
			t.Errorf("%d rows of %s are taken", got, sheet)
		}
		if !slices.ContainsFunc(read.problems, func(p register.Problem) bool {
			return p.Code == "register.expert_rows" && p.Sheet == sheet && p.Row == rooms.MostRows+2
		}) {
			t.Errorf("the last row of %s is not named", sheet)
		}
	}
	if len(read.problems) != 7 {
		t.Errorf("named are %+v", read.problems[:min(10, len(read.problems))])
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
