package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/store/storetest"
)

// What goes out of the register of experts comes in again as the same, where
// it came from and at a centre that knew nobody, in Excel and sheet by sheet in
// CSV; what is said of a person who was punished and is active again too. Who
// took out how many is in the log.
func TestExpertsOutAndIn(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		identities := []string{"110101199003070011", "110101199003070038"}
		var rows []register.Row
		row := func(of int, sheet string, fields map[string]string) {
			fields = maps.Clone(fields)
			fields["identity"] = identities[of]
			rows = append(rows, register.Row{Sheet: sheet, Number: len(rows) + 2, Fields: fields})
		}
		row(0, "experts", map[string]string{"name": "龚岚", "phone": "13800000000", "specialties": "A080104;A0802", "region": "330100", "title": "=高级工程师", "status": "active", "until": "2027-06-30",
			"reason": "年度考评合格，续聘", "decided_by": "市公共资源交易监督管理办公室", "education": "master", "title_level": "senior", "titled_on": "2015-12-01", "field_since": "2004-07-01", "languages": "英语;法语",
			"affiliations_asked": "2026-01-08", "offices_asked": "2026-01-06", "holdings_asked": "2026-01-07", "penalties_asked": "2026-01-09"})
		row(1, "experts", map[string]string{"name": "陈静", "phone": "13800000002", "specialties": "A0801", "affiliations_asked": "2026-01-10", "offices_asked": "2026-01-12", "penalties_asked": "2026-01-11"})
		row(0, "affiliations", map[string]string{"company": "江城设计院有限公司", "position": "总工程师", "from": "2015-07-01", "to": "2024-02-29"})
		row(0, "offices", map[string]string{"company": "江城路桥", "office": "director", "document": "任命书", "from": "2019-03-01", "to": "2023-12-31"})
		row(0, "offices", map[string]string{"credit_code": demo.CreditCode(0), "office": "legal_representative", "from": "2020-03-01"})
		row(0, "holdings", map[string]string{"company": "江城路桥", "percent": "49.010001", "controlling": "no", "document": "=股东名册", "from": "2019-03-01", "to": "2023-12-31"})
		row(0, "holdings", map[string]string{"company": "江城市政", "credit_code": demo.CreditCode(1), "percent": "33.3", "controlling": "yes", "from": "2019-03-01"})
		row(0, "holdings", map[string]string{"company": "江城园林", "controlling": "yes", "from": "2019-03-01"})
		row(0, "relations", map[string]string{"relation": "spouse", "relative": "陈静", "company": "江城中学", "position": "财务总监", "declared_on": "2026-01-12"})
		row(0, "relations", map[string]string{"relation": "no_interest", "declared_on": "2026-01-13"})
		row(1, "relations", map[string]string{"relation": "none", "declared_on": "2026-01-14"})
		row(0, "penalties", map[string]string{"kind": "banned", "from": "2019-03-01", "to": "2020-02-29", "document": "川发改罚〔2019〕12号"})
		row(0, "penalties", map[string]string{"kind": "administrative", "from": "2018-03-01"})
		row(0, "penalties", map[string]string{"kind": "dishonest", "from": "2017-03-01", "to": "2018-02-28"})
		row(0, "libraries", map[string]string{"library_kind": "comprehensive", "library": "四川省综合评标专家库", "document": "川评标聘〔2024〕0315号", "from": "2024-03-15", "to": "2027-03-14"})
		row(0, "libraries", map[string]string{"library_kind": "other", "library": "县级专家库", "from": "2019-01-01"})
		row(0, "evidence", map[string]string{"code": "A080104", "text": "一级注册建造师", "on": "2015-09-01"})
		row(0, "assessments", map[string]string{"evaluation": "2025-031-02 水库除险加固", "on": "2025-09-12", "by": "agent", "points": "87.5", "full": "100", "reason": "意见过于简略", "reference": "elsewhere-lot meeting 2 agent"})
		row(0, "assessments", map[string]string{"evaluation": "2024 年度评标", "on": "2024-12-31", "by": "other", "points": "4", "full": "5"})
		row(0, "leave", map[string]string{"from": "2026-07-01", "to": "2026-07-31"})
		var file bytes.Buffer
		if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
			t.Fatal(err)
		}
		was := letIn(t, staff, "all.xlsx", file.Bytes(), identities[0])
		if was.Status != "active" || len(was.Penalties.Rows) != 3 {
			t.Errorf("the file says that the person is active again: %q %+v", was.Status, was.Penalties)
		}
		if told := was.Assessed; len(told.Items) != 2 || told.Items[0].Total != "87.5" || told.Items[0].State != "elsewhere" || told.Means[3].Mean != "83.75" || told.Means[3].Count != 2 {
			t.Errorf("of assessments elsewhere it says %+v", told)
		}
		var below api.ExpertPage
		if err := staff.Post(ctx, "/api/experts/find", map[string]any{"below": "90", "years": 3}, &below); err != nil || len(below.Items) != 1 || below.Items[0].Name != "龚岚" {
			t.Errorf("below 90 are %+v, %v", below.Items, err)
		}

		out := func(client *demo.Client, query string) (content []byte) {
			if err := client.Get(ctx, "/api/experts/export"+query, &content); err != nil {
				t.Fatal(err)
			}
			return content
		}
		sheets := []string{"experts", "affiliations", "offices", "holdings", "relations", "penalties", "libraries", "evidence", "leave", "assessments"}
		csv := func(client *demo.Client) (all []string) {
			for _, sheet := range sheets {
				lines := strings.Split(strings.TrimSpace(string(out(client, "?sheet="+sheet))), "\r\n")
				slices.Sort(lines[1:])
				all = append(all, strings.Join(lines, "\n"))
			}
			return all
		}
		said := csv(staff)
		for i, want := range []int{2, 1, 2, 3, 3, 3, 2, 1, 1, 2} {
			if got := strings.Count(said[i], "\n"); got != want {
				t.Errorf("%d rows of %s, want %d: %s", got, sheets[i], want, said[i])
			}
		}
		for i, sheet := range sheets {
			if back := letIn(t, staff, sheet+".csv", out(staff, "?sheet="+sheet), identities[0]); back.Version != 1 {
				t.Fatalf("%s came in as it went out and changed %v: %s", sheet, back.History[0].Changed, said[i])
			}
		}
		all := out(staff, "")
		if back := letIn(t, staff, "all.xlsx", all, identities[0]); back.Version != 1 {
			t.Errorf("what came in as it went out changed %v", back.History[0].Changed)
		}
		if some := out(staff, "?sheet=experts&specialty=A0802&status=active"); strings.Count(string(some), "\n") != 2 || !strings.Contains(string(some), "龚岚") {
			t.Errorf("one is active and holds the specialty: %s", some)
		}

		elsewhere, _ := begin(t, "")
		stranger := as(t, setUp(t, &demo.Play{Base: elsewhere.address()}), "staff")
		letIn(t, stranger, "all.xlsx", all, identities[0])
		if there := csv(stranger); !slices.Equal(there, said) {
			t.Errorf("elsewhere it says\n%s\nwant\n%s", strings.Join(there, "\n"), strings.Join(said, "\n"))
		}

		refused(t, as(t, p, "supervisor").Get(ctx, "/api/experts/export", nil), "access.role")
		refused(t, staff.Get(ctx, "/api/experts/export?sheet=companies", nil), "register.export_sheet")
		refused(t, staff.Get(ctx, "/api/experts/export?region="+url.QueryEscape("龚岚"), nil), "register.export_none")
		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		kept := map[string]int{}
		for _, e := range log.Items {
			if strings.Contains(fmt.Sprint(e), "龚岚") {
				t.Errorf("the log names whom a file was about: %+v", e)
			}
			if e.Kind == "register.experts_exported" {
				kept[e.Body["experts"]+" "+e.Body["sheet"]+" "+e.Body["specialty"]+" "+e.Body["status"]]++
			}
		}
		if kept["2   "] != 1 || kept["2 leave  "] != 2 || kept["1 experts A0802 active"] != 1 {
			t.Errorf("the log has %v", kept)
		}
	})
}
