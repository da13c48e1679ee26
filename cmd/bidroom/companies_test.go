package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// A companySheet is a company as a page sends it.
type companySheet struct {
	Version             int64              `json:"version"`
	Name                string             `json:"name"`
	FormerNames         []string           `json:"formerNames"`
	CreditCode          string             `json:"creditCode"`
	LegalRepresentative string             `json:"legalRepresentative"`
	People              []rooms.PostEdit   `json:"people"`
	Shareholders        []rooms.HolderEdit `json:"shareholders"`
	Signals             []rooms.SignalEdit `json:"signals"`
}

// bring lets a register file in.
func bring(ctx context.Context, t *testing.T, staff *demo.Client, name string, content []byte) {
	t.Helper()
	bringTo(ctx, t, staff, name, content, "done")
}

// bringTo has a register file end in a state.
func bringTo(ctx context.Context, t *testing.T, staff *demo.Client, name string, content []byte, state string) (view api.ImportView) {
	t.Helper()
	if err := staff.PostFile(ctx, "/api/imports", name, content, &view); err != nil {
		t.Fatal(err)
	}
	if view = untilState(t, staff, view.ID, "ready"); view.Bad > 0 {
		t.Fatalf("%s has bad rows: %+v", name, view.Problems)
	}
	if err := staff.Post(ctx, "/api/imports/"+view.ID+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
		t.Fatal(err)
	}
	return untilState(t, staff, view.ID, state)
}

// workplaces is a register file of experts with where each works or worked.
func workplaces(t *testing.T, rows ...map[string]string) []byte {
	t.Helper()
	var list []register.Row
	for i, row := range rows {
		identity := []string{"110101199003070011", "110101199003070038", "110101199003070054"}[i]
		list = append(list, register.Row{Sheet: "experts", Fields: map[string]string{"name": row["name"], "identity": identity, "phone": "1380000000" + string(rune('1'+i)), "specialties": "A080104"}})
		row["identity"] = identity
		list = append(list, register.Row{Sheet: "affiliations", Fields: row})
	}
	var file bytes.Buffer
	if err := register.Write(&file, slices.Values(list), "zh-CN"); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A company is entered and changed by hand; it is found by every name it bears
// or bore; who works there and what its group is stands on its page; its
// versions and every look are kept.
func TestCompanies(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		code, other := demo.CreditCode(1), demo.CreditCode(2)
		sheet := companySheet{Name: "蜀江建设集团有限公司", CreditCode: code, FormerNames: []string{"蜀江第一建筑公司"}, LegalRepresentative: "张卫东",
			People:       []rooms.PostEdit{{Name: "刘志强", Office: "controller", From: "2020-02-29"}},
			Shareholders: []rooms.HolderEdit{{Name: "江源投资", Percent: "60", From: "2021-01-01"}, {Name: "刘志强", Percent: "40"}},
			Signals:      []rooms.SignalEdit{{Kind: "phone", Value: "+86 138-0000-0000"}}}
		var was, is api.CompanyDetail
		if err := staff.Post(ctx, "/api/companies", sheet, &was); err != nil {
			t.Fatal(err)
		}
		path := "/api/companies/" + was.ID
		if was.Version != 1 || len(was.History) != 1 || was.History[0].Act != "add" || was.People[0].From != "2020-02-29" || was.Shareholders[0].Percent != "60" {
			t.Errorf("entered: %+v", was)
		}
		if hash := c.handlers.Rooms.Box.Index("phone", "13800000000"); was.Signals[0].Hash != hash {
			t.Errorf("of the telephone number is kept %+v, want %s", was.Signals, hash)
		}
		refused(t, staff.Post(ctx, "/api/companies", sheet, nil), "company.twice")

		sheet.Version, sheet.Name, sheet.FormerNames = 1, "蜀江控股有限公司", []string{"蜀江建设集团有限公司", "蜀江第一建筑公司"}
		sheet.Signals = []rooms.SignalEdit{{Kind: "phone", Hash: was.Signals[0].Hash}, {Kind: "phone", Hash: strings.Repeat("0", 64)}, {Kind: "bank_account", Value: "6222 0000"}}
		if err := staff.Patch(ctx, path, sheet, &is); err != nil {
			t.Fatal(err)
		}
		if want := []string{"former_names", "name", "signals"}; is.Version != 2 || is.History[0].Act != "edit" || !slices.Equal(is.History[0].Changed, want) || len(is.Signals) != 2 || is.Signals[0] != was.Signals[0] {
			t.Errorf("changed: %+v", is)
		}
		refused(t, staff.Patch(ctx, path, sheet, nil), "stale")

		second := companySheet{Name: "江源工程咨询有限公司", CreditCode: other, Shareholders: []rooms.HolderEdit{{Name: "蜀江控股", CreditCode: code, Percent: "51"}}, Signals: []rooms.SignalEdit{{Kind: "phone", Value: "13800000000"}}}
		if err := staff.Post(ctx, "/api/companies", second, &is); err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string]int64{"控股": 1, "蜀江第一建筑有限公司": 1, "蜀江第一建筑": 1, "蜀江 第一": 1, code: 1, strings.ToLower(code[:7]): 2, "江": 2, "没有": 0, "": 2} {
			var page api.Page[api.CompanyView]
			if err := staff.Get(ctx, "/api/companies?q="+url.QueryEscape(query), &page); err != nil || page.Total != want || len(page.Items) != int(want) {
				t.Errorf("%q finds %+v %v, want %d", query, page, err, want)
			}
		}
		var group api.CompanyGroupView
		if err := staff.Get(ctx, "/api/companies/"+is.ID+"/group?profile=cn-tendering-2019", &group); err != nil {
			t.Fatal(err)
		}
		if want := (api.CompanyGroupView{Percent: 50, Members: []api.KinView{{ID: was.ID, Name: "蜀江控股有限公司", CreditCode: code, Way: []api.JointView{{Name: "蜀江控股有限公司", Up: true, Percent: "51"}}}},
			Sharers: []api.SharerView{{ID: was.ID, Name: "蜀江控股有限公司", CreditCode: code, Kinds: []string{"phone"}}}}); !reflect.DeepEqual(group, want) {
			t.Errorf("the group is %+v", group)
		}
		refused(t, staff.Get(ctx, path+"/group?profile=none", nil), "company.profile")

		bring(ctx, t, staff, "experts.xlsx", workplaces(t,
			map[string]string{"name": "陈静", "company": "蜀江第一建筑公司", "from": "2009-01-01", "to": "2015-12-31"},
			map[string]string{"name": "王喆", "company": "蜀江控股有限公司成都分公司", "from": "2016-07-01"},
			map[string]string{"name": "龚岚", "company": "蜀江控股有限公司", "credit_code": other, "from": "2016-07-01"}))
		var there api.CompanyExpertsView
		if err := staff.Get(ctx, path+"/experts", &there); err != nil {
			t.Fatal(err)
		}
		if there.Total != 2 || there.Today != 1 || len(there.Items) != 2 || there.Items[0].Name != "王喆" || there.Items[1].To != "2015-12-31" {
			t.Errorf("there work %+v", there)
		}

		later, earlier := time.Now().AddDate(0, 0, 2).Format(time.DateOnly), time.Now().AddDate(0, 0, -7).Format(time.DateOnly)
		if err := staff.Get(ctx, path+"?day="+later, &is); err != nil || is.Name != "蜀江控股有限公司" || is.Day != later {
			t.Errorf("as of %s: %+v %v", later, is, err)
		}
		refused(t, staff.Get(ctx, path+"?day="+earlier, nil), "register.not_yet")
		refused(t, staff.Get(ctx, "/api/companies/none", nil), "company.unknown")

		supervisor := as(t, p, "supervisor")
		if err := supervisor.Get(ctx, path, nil); err != nil {
			t.Errorf("a supervisor looks at a company: %v", err)
		}
		for _, call := range []error{supervisor.Get(ctx, path+"/experts", nil), supervisor.Patch(ctx, path, sheet, nil), supervisor.Get(ctx, "/api/companies/export", nil),
			as(t, p, "agent").Get(ctx, path, nil), as(t, p, "agent").Get(ctx, "/api/companies", nil)} {
			refused(t, call, "access.role")
		}
		kinds := map[string]int{}
		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		for _, e := range log.Items {
			if e.Body["subject"] == was.ID {
				kinds[e.Kind]++
			}
		}
		// Looks: after entering, after changing, on two days, the supervisor's, and who works there.
		if want := map[string]int{"register.changed": 2, "register.viewed": 6}; !reflect.DeepEqual(kinds, want) {
			t.Errorf("in the log are %v, want %v", kinds, want)
		}
	})
}

// An edit is refused with everything that is wrong with it, by field and row.
func TestCompanyRefusals(t *testing.T) {
	c, _ := begin(t, "")
	p := setUp(t, &demo.Play{Base: c.address()})
	staff, ctx := as(t, p, "staff"), t.Context()
	long := strings.Repeat("长", 101)
	bad := companySheet{Name: " ", CreditCode: demo.CreditCode(1)[:17] + "!", LegalRepresentative: long, FormerNames: []string{"甲", ""},
		People:       []rooms.PostEdit{{Name: "乙", Office: "owner"}, {Name: "丙", Office: "director", From: "2025-02-29"}, {Name: "丁", Office: "director", From: "2025-03-02", To: "2025-03-01"}},
		Shareholders: []rooms.HolderEdit{{Name: "戊", Percent: "60"}, {Name: "己", Percent: "0", CreditCode: "91"}, {Name: "庚", Percent: "60", From: "2025-03-01", To: "2025-03-01"}},
		Signals:      []rooms.SignalEdit{{Kind: "fax", Value: "1"}, {Kind: "phone", Value: " - "}}}
	var answer *demo.Answer
	if err := staff.Post(ctx, "/api/companies", bad, nil); !errors.As(err, &answer) {
		t.Fatal(err)
	}
	var said struct {
		Reasons []struct{ Code, Field, Text string }
	}
	if err := json.Unmarshal([]byte(answer.Body), &said); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, reason := range said.Reasons {
		got[reason.Field] = reason.Code
	}
	if want := map[string]string{"name": "company.no_name", "creditCode": "register.credit_code", "legalRepresentative": "register.long", "formerNames.2.name": "company.row_name",
		"people.1.office": "company.row_office", "people.2.from": "company.row_date", "people.3.to": "company.row_period", "shareholders.2.percent": "company.row_percent",
		"shareholders.2.creditCode": "company.row_code", "shareholders.3.percent": "company.row_sum", "signals.1.kind": "company.row_signal", "signals.2.value": "company.row_name"}; !reflect.DeepEqual(got, want) {
		t.Errorf("refused with %v, want %v", got, want)
	}
	if !strings.Contains(answer.Body, "“股东”第 3 行") {
		t.Errorf("the row has no words: %s", answer.Body)
	}
}

// What goes out comes in again as the same, in Excel and sheet by sheet in CSV,
// also where it was changed or lost in between; a file says nothing of the
// sheets that it does not have.
func TestCompaniesOutAndIn(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		sheet := companySheet{Name: "=蜀江, \"建设\"有限公司", CreditCode: demo.CreditCode(1), FormerNames: []string{"甲公司", "乙公司"}, LegalRepresentative: "张卫东",
			People:       []rooms.PostEdit{{Name: "刘志强", Office: "controller", From: "2020-02-29", To: "2024-02-28"}},
			Shareholders: []rooms.HolderEdit{{Name: "江源投资", CreditCode: demo.CreditCode(9), Percent: "60", From: "2021-01-01", To: "2022-01-01"}, {Name: "刘志强", Percent: "40"}},
			Signals:      []rooms.SignalEdit{{Kind: "phone", Value: "13800000000"}, {Kind: "address", Value: "江州市一号"}}}
		var was, is api.CompanyDetail
		if err := staff.Post(ctx, "/api/companies", sheet, &was); err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for name, path := range map[string]string{"all.xlsx": "", "companies.csv": "?sheet=companies", "people.csv": "?sheet=people", "shareholders.csv": "?sheet=shareholders", "signals.csv": "?sheet=signals"} {
			var content []byte
			if err := staff.Get(ctx, "/api/companies/export"+path, &content); err != nil {
				t.Fatal(err)
			}
			files[name] = content
			bring(ctx, t, staff, name, content)
		}
		refused(t, staff.Get(ctx, "/api/companies/export?sheet=experts", nil), "register.export_sheet")
		path := "/api/companies/" + was.ID
		if err := staff.Get(ctx, path, &is); err != nil || is.Version != 1 {
			t.Fatalf("what came in as it went out changed something: %+v %v", is.History, err)
		}
		sheet.Version, sheet.Name, sheet.FormerNames, sheet.LegalRepresentative = 1, "新名称", nil, "别人"
		sheet.People, sheet.Shareholders, sheet.Signals = nil, nil, nil
		if err := staff.Patch(ctx, path, sheet, nil); err != nil {
			t.Fatal(err)
		}
		for name, changed := range map[string]string{"companies.csv": "former_names legal_representative name", "people.csv": "people", "shareholders.csv": "shareholders", "signals.csv": "signals"} {
			bring(ctx, t, staff, name, files[name])
			if err := staff.Get(ctx, path, &is); err != nil || strings.Join(is.History[0].Changed, " ") != changed {
				t.Errorf("%s changed %v %v, want %s", name, is.History[0], err, changed)
			}
		}
		bring(ctx, t, staff, "all.xlsx", files["all.xlsx"])
		if err := staff.Get(ctx, path, &is); err != nil {
			t.Fatal(err)
		}
		was.Version, is.Version, was.History, is.History = 0, 0, nil, nil
		if !reflect.DeepEqual(was, is) {
			t.Errorf("came in as %+v, was %+v", is, was)
		}

		// A sheet without a row of the company says nothing of it; rows that were left out come beside those that were taken.
		// Both databases have room for the longest texts that come in.
		var template bytes.Buffer
		long := func(character string) string { return strings.Repeat(character, 100) }
		row := register.Row{Sheet: "companies", Number: 2, Fields: map[string]string{"credit_code": demo.CreditCode(1), "name": long("𠮷"), "former_names": long("𠀀"), "legal_representative": long("𠀁")}}
		if err := register.Write(&template, slices.Values([]register.Row{row}), "zh-CN"); err != nil {
			t.Fatal(err)
		}
		bring(ctx, t, staff, "template.xlsx", template.Bytes())
		mended := func(row string) []byte {
			return []byte("企业统一社会信用代码,股东名称,持股比例（%）,持股开始日期,原因（导入时不读取）\n" + demo.CreditCode(1) + "," + row + ",持股比例不是数字\n")
		}
		bring(ctx, t, staff, "mended.csv", mended("陈静,10,2023-01-01"))
		if view := bringTo(ctx, t, staff, "mended.csv", mended("王喆,54,2023-01-01"), "failed"); len(view.Failed) != 1 || !strings.Contains(view.Failed[0].Text, "100%") {
			t.Errorf("104 of 100 are held: %+v", view.Failed)
		}
		if err := staff.Get(ctx, path, &is); err != nil || is.Name != long("𠮷") || len(is.People) != 1 || len(is.Shareholders) != 3 || len(is.Signals) != 2 {
			t.Errorf("%v: %+v", err, is)
		}
	})
}
