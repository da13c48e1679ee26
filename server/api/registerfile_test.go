package api

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
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
	read, err := readRegister(t.Context(), reader, nil)
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
			"offices":     {"company": fmt.Sprint("企业", i), "office": "director", "from": "2019-03-01"}, "holdings": {"company": fmt.Sprint("企业", i), "percent": "5", "from": "2019-03-01"},
			"libraries": {"library_kind": "agency", "library": fmt.Sprint("库", i), "from": "2024-03-15"},
		} {
			fields["identity"] = identity
			rows = append(rows, register.Row{Sheet: sheet, Fields: fields})
		}
	}
	read := readRows(t, rows)
	p := read.people[identity]
	for sheet, got := range map[string]int{"affiliations": len(p.Affiliations), "offices": len(p.Offices), "holdings": len(p.Holdings), "relations": len(p.Relations), "penalties": len(p.Penalties), "evidence": len(p.Evidence), "leave": len(p.Leave), "libraries": len(p.Libraries), "assessments": len(p.Assessments)} {
		if got != rooms.MostRows {
			t.Errorf("%d rows of %s are taken", got, sheet)
		}
		if !slices.ContainsFunc(read.problems, func(p register.Problem) bool {
			return p.Code == "register.expert_rows" && p.Sheet == sheet && p.Row == rooms.MostRows+2
		}) {
			t.Errorf("the last row of %s is not named", sheet)
		}
	}
	if len(read.problems) != 9 {
		t.Errorf("named are %+v", read.problems[:min(10, len(read.problems))])
	}
}

// An office or a holding needs a company, and a holding a part or that it
// controls the company; what is right of them is taken exactly.
func TestTiesOfAnExpert(t *testing.T) {
	const identity = "110101199003070011"
	for i, tt := range []struct {
		sheet, fields string // name, value pairs
		column, code  string // none if it is taken
	}{
		{"offices", "office director from 2019-03-01", "company", "register.firm"},
		{"offices", "company 江城路桥 credit_code 91330100MA2H300111 office director from 2019-03-01", "credit_code", "register.credit_code"},
		{"offices", "company 江城路桥 office director from 2019-03-01 to 2019-02-28", "to", "register.period"},
		{"offices", "company 江城路桥 office director from 2019-03-01 to 2019-03-01", "", ""},
		{"offices", "company 江城路桥 office controller from 2019-03-01", "office", "import.choice"},
		{"offices", "company 江城路桥 from 2019-03-01", "office", "import.required"},
		{"holdings", "company 江城路桥 from 2019-03-01", "percent", "register.no_part"},
		{"holdings", "company 江城路桥 controlling no from 2019-03-01", "percent", "register.no_part"},
		{"holdings", "company 江城路桥 controlling yes from 2019-03-01", "", ""},
		{"holdings", "percent 5 from 2019-03-01", "company", "register.firm"},
		{"holdings", "credit_code 91510000MA6200000N percent 49.999999 from 2019-03-01", "", ""},
		{"holdings", "company 江城路桥 percent 100.01 from 2019-03-01", "percent", "import.percent"},
		{"holdings", "company 江城路桥 percent 5 controlling perhaps from 2019-03-01", "controlling", "import.choice"},
		{"holdings", "company 江城路桥 percent 5 from 2019-03-01 to 2019-02-28", "to", "register.period"},
	} {
		fields := map[string]string{"identity": identity}
		for pair := range slices.Chunk(strings.Fields(tt.fields), 2) {
			fields[pair[0]] = pair[1]
		}
		read := readRows(t, []register.Row{{Sheet: "experts", Fields: map[string]string{"identity": identity, "name": "王喆", "phone": "13800000000", "specialties": "A080104"}}, {Sheet: tt.sheet, Fields: fields}})
		p := read.people[identity]
		if tt.code != "" {
			if len(read.problems) != 1 || read.problems[0].Column != tt.column || read.problems[0].Code != tt.code || len(p.Offices)+len(p.Holdings) != 0 {
				t.Errorf("row %d is refused with %+v, want %s of %s", i+1, read.problems, tt.code, tt.column)
			}
			continue
		}
		if len(read.problems) != 0 || len(p.Offices)+len(p.Holdings) != 1 {
			t.Errorf("row %d is taken as %+v %+v with %+v", i+1, p.Offices, p.Holdings, read.problems)
		}
		for _, part := range p.Holdings {
			if part.Percent.String() != fields["percent"] || part.Controlling != (fields["controlling"] == rooms.Controls) {
				t.Errorf("row %d is taken as %+v", i+1, part)
			}
		}
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
