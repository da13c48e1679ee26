package main

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// letIn imports a register file and returns what the register then says of an
// expert.
func letIn(t *testing.T, staff *demo.Client, name string, content []byte, identity string) (view api.ExpertView) {
	t.Helper()
	ctx := t.Context()
	var i api.ImportView
	if err := staff.PostFile(ctx, "/api/imports", name, content, &i); err != nil {
		t.Fatal(err)
	}
	if i = untilState(t, staff, i.ID, "ready"); i.Bad > 0 {
		t.Fatalf("%+v", i.Problems)
	}
	if err := staff.Post(ctx, "/api/imports/"+i.ID+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
		t.Fatal(err)
	}
	untilState(t, staff, i.ID, "done")
	var found api.Page[api.ExpertBrief]
	if err := staff.Post(ctx, "/api/experts/find", map[string]string{"identity": identity}, &found); err != nil || len(found.Items) != 1 {
		t.Fatalf("%+v %v", found, err)
	}
	if err := staff.Get(ctx, "/api/experts/"+found.Items[0].ID, &view); err != nil {
		t.Fatal(err)
	}
	return view
}

// What an import has no column and no row for stays as the register had it; an
// empty cell empties.
func TestImportLeavesAlone(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		staff := as(t, setUp(t, &demo.Play{Base: c.address()}), "staff")
		const identity = "110101199003070011"
		var rows []register.Row
		row := func(sheet string, fields map[string]string) {
			fields = maps.Clone(fields)
			fields["identity"] = identity
			rows = append(rows, register.Row{Sheet: sheet, Number: len(rows) + 2, Fields: fields})
		}
		row("experts", map[string]string{"name": "龚岚", "phone": "13800000000", "specialties": "A080104", "region": "330100", "title": "高级工程师", "status": "suspended", "until": "2027-06-30",
			"reason": "迟到两次", "decided_by": "市公共资源交易监督管理办公室", "affiliations_asked": "2026-01-10", "offices_asked": "2026-01-16", "holdings_asked": "2026-01-17", "penalties_asked": "2026-01-11", "libraries_asked": "2026-01-14",
			"education": "master", "title_level": "senior", "titled_on": "2015-12-01", "field_since": "2004-07-01", "languages": "英语;法语"})
		row("libraries", map[string]string{"library_kind": "agency", "library": "江城招标代理有限公司专家库", "document": "聘书 12 号", "from": "2024-03-15", "to": "2027-03-14"})
		row("holdings", map[string]string{"company": "江城路桥", "percent": "49.01", "controlling": "no", "document": "股东名册", "from": "2019-03-01", "to": "2023-12-31"})
		row("holdings", map[string]string{"credit_code": demo.CreditCode(0), "controlling": "yes", "from": "2019-03-01"})
		row("evidence", map[string]string{"code": "A080104", "text": "一级注册建造师", "on": "2015-09-01"})
		row("leave", map[string]string{"from": "2026-07-01", "to": "2026-07-31"})
		row("affiliations", map[string]string{"company": "江城设计院有限公司", "position": "总工程师", "from": "2015-07-01"})
		row("relations", map[string]string{"relation": "spouse", "relative": "陈静", "position": "财务总监", "declared_on": "2026-01-12"})
		row("relations", map[string]string{"relation": "no_interest", "declared_on": "2026-01-13"})
		var file bytes.Buffer
		if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
			t.Fatal(err)
		}
		was := letIn(t, staff, "all.xlsx", file.Bytes(), identity)
		want := api.ExpertView{ID: was.ID, Version: 1, Name: "龚岚", Identity: "••••11", Phone: "••••00", Region: "330100", Title: "高级工程师", Specialties: was.Specialties, History: was.History, Eligibility: was.Eligibility, Assessed: was.Assessed,
			Qualification: rooms.Qualification{Education: "master", TitleLevel: "senior", TitledOn: "2015-12-01", FieldSince: "2004-07-01", Languages: []string{"英语", "法语"}},
			Evidence:      rooms.Evidences{Rows: []rooms.EvidenceRow{{Code: "A080104", Text: "一级注册建造师", On: "2015-09-01"}}}, Leave: rooms.Leave{Rows: []rooms.LeaveRow{{From: "2026-07-01", To: "2026-07-31"}}},
			Status: "suspended", Until: "2027-06-30", Reason: "迟到两次", DecidedBy: "市公共资源交易监督管理办公室",
			Affiliations: rooms.Affiliations{Asked: "some", On: "2026-01-10", Rows: []rooms.AffiliationRow{{Company: "江城设计院有限公司", Position: "总工程师", From: "2015-07-01"}}},
			Offices:      rooms.Offices{Asked: "none", On: "2026-01-16", Rows: []rooms.OfficeRow{}},
			Holdings: rooms.Holdings{Asked: "some", On: "2026-01-17", Rows: []rooms.HoldingRow{{Company: "江城路桥", Percent: "49.01", Controlling: "no", Document: "股东名册", From: "2019-03-01", To: "2023-12-31"},
				{CreditCode: demo.CreditCode(0), Controlling: "yes", From: "2019-03-01"}}},
			Relations: rooms.Relations{Related: "some", RelatedOn: "2026-01-12", Interested: "none", InterestedOn: "2026-01-13",
				Rows: []rooms.RelationRow{{Relation: "spouse", Name: "陈静", Position: "财务总监", DeclaredOn: "2026-01-12"}}},
			Libraries: rooms.Libraries{Asked: "some", On: "2026-01-14", Rows: []rooms.LibraryRow{{Kind: "agency", Name: "江城招标代理有限公司专家库", Document: "聘书 12 号", From: "2024-03-15", To: "2027-03-14"}}},
			Penalties: rooms.Penalties{Asked: "none", On: "2026-01-11", Rows: []rooms.PenaltyRow{}}, Services: []api.ServiceView{}}
		if !reflect.DeepEqual(was, want) {
			t.Errorf("a whole file says\n%+v, want\n%+v", was, want)
		}

		for _, one := range was.Eligibility {
			want, deciding := "not_eligible", "R26" // government procurement draws from no agency's library
			if one.Profile["zh-CN"] != "政府采购招标（全国）" {
				deciding = "R11" // suspended, with a library that will do
			}
			if one.State != want || !slices.ContainsFunc(one.Because, func(b api.EligibilityBase) bool {
				return b.Ground == deciding && b.State == "conflict" && len(b.Data) == 1
			}) {
				t.Errorf("may be drawn: %+v, want %s by %s", one, want, deciding)
			}
		}
		old := letIn(t, staff, "old.csv", []byte("身份证号,姓名,手机号,评审专业代码\n"+identity+",龚岚,13900000001,A080104\n"), identity)
		want.Version, want.Phone, want.History = 2, "••••01", old.History
		if !reflect.DeepEqual(old, want) || !slices.Equal(old.History[0].Changed, []string{"phone"}) {
			t.Errorf("after a file without the columns\n%+v, want\n%+v", old, want)
		}

		emptied := letIn(t, staff, "empty.csv", []byte("身份证号,姓名,手机号,评审专业代码,所在地区,核查惩戒记录的日期,状态\n"+identity+",龚岚,13900000001,A080104,,,\n"), identity)
		if emptied.Region != "" || emptied.Title != "高级工程师" || emptied.Penalties.On != "2026-01-11" || emptied.Status != "suspended" || emptied.Until != "2027-06-30" {
			t.Errorf("after a file with empty cells: %+v", emptied)
		}
		rows = rows[:1]
		rows[0].Fields = map[string]string{"identity": identity, "name": "龚岚", "phone": "13900000001", "specialties": "A080104", "status": "active"}
		row("relations", map[string]string{"relation": "other", "relative": "王强", "declared_on": "2026-02-01"})
		file.Reset()
		if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
			t.Fatal(err)
		}
		last := letIn(t, staff, "other.xlsx", file.Bytes(), identity)
		if len(last.Relations.Rows) != 2 || last.Relations.Rows[0].Name != "陈静" || last.Relations.Interested != "some" || last.Relations.InterestedOn != "2026-02-01" ||
			last.Status != "active" || last.Until != "" || last.Reason != "" || !reflect.DeepEqual(last.Affiliations, was.Affiliations) {
			t.Errorf("after a file with one other relation: %+v", last)
		}

		left := []register.Row{
			{Sheet: "experts", Number: 3, Fields: map[string]string{"identity": "110101199003070038", "name": "陈静", "phone": "13800000002", "specialties": "A0801", "region": "330100"}},
			{Sheet: "affiliations", Number: 2, Fields: map[string]string{"identity": identity, "company": "江城大学", "from": "2024-01-01"}},
		}
		file.Reset()
		if err := register.WriteProblems(&file, func(yield func(register.Row, []register.Problem) bool) {
			for _, one := range left {
				if !yield(one, []register.Problem{one.Problem("name", "import.required")}) {
					return
				}
			}
		}, "zh-CN"); err != nil {
			t.Fatal(err)
		}
		mended := letIn(t, staff, "mended.xlsx", file.Bytes(), identity)
		if rows := mended.Affiliations.Rows; len(rows) != 2 || rows[0] != was.Affiliations.Rows[0] || rows[1].Company != "江城大学" || !slices.Equal(mended.History[0].Changed, []string{"affiliations"}) {
			t.Errorf("after a row that had been left out: %+v, changed %v", mended.Affiliations, mended.History[0].Changed)
		}
	})
}
