package main

import (
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/rooms"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// enter enters a company and returns its page.
func enter(ctx context.Context, t *testing.T, staff *demo.Client, sheet companySheet) (view api.CompanyDetail) {
	t.Helper()
	if err := staff.Post(ctx, "/api/companies", sheet, &view); err != nil {
		t.Fatal(err)
	}
	return view
}

// twinsOf lists the pairs that may be one company, by name, with their signs;
// query is what a page asks beside.
func twinsOf(ctx context.Context, t *testing.T, staff *demo.Client, query string) (list []string) {
	t.Helper()
	var page api.Page[api.CompanyTwinView]
	if err := staff.Get(ctx, "/api/companies/twins"+query, &page); err != nil {
		t.Fatal(err)
	}
	for _, twin := range page.Items {
		kinds := ""
		for _, sign := range twin.Signs {
			kinds += " " + sign.Kind
			if sealed := sign.Kind == "bank_account"; sealed == (sign.Value != "") {
				t.Errorf("of %s is shown %q", sign.Kind, sign.Value)
			}
		}
		list = append(list, twin.One.Name+" "+twin.Other.Name+kinds)
	}
	return list
}

// Two entries of one company are found, held beside each other and merged: what
// pointed to the one points to the other, what was said on a past day is said
// still, and what a file says under the old code comes to the one that stands.
// A pair that is none is kept apart until it agrees in something else.
func TestCompanyTwins(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		code, old, other := demo.CreditCode(1), demo.CreditCode(2), demo.CreditCode(3)
		account := []rooms.SignalEdit{{Kind: "bank_account", Value: "6222 0001"}}
		one := enter(ctx, t, staff, companySheet{Name: "蜀江建设集团有限公司", CreditCode: code, LegalRepresentative: "张卫东", People: []rooms.PostEdit{{Name: "刘志强", Office: "director"}}, Signals: account})
		two := enter(ctx, t, staff, companySheet{Name: "蜀江建設集團有限責任公司", CreditCode: old, FormerNames: []string{"江源建筑公司"}, LegalRepresentative: "别人",
			People: []rooms.PostEdit{{Name: "刘志强", Office: "director"}, {Name: "陆文", Office: "manager"}}, Shareholders: []rooms.HolderEdit{{Name: "张卫东", Percent: "60"}}})
		held := enter(ctx, t, staff, companySheet{Name: "江北劳务有限公司", CreditCode: other, Shareholders: []rooms.HolderEdit{{Name: "蜀江", CreditCode: old, Percent: "70"}}, Signals: account})
		third := enter(ctx, t, staff, companySheet{Name: "江源建筑有限公司", CreditCode: demo.CreditCode(4), LegalRepresentative: "高蓉"})
		want := []string{"江源建筑有限公司 蜀江建設集團有限責任公司 former_name", "江北劳务有限公司 蜀江建设集团有限公司 bank_account"}
		if got := twinsOf(ctx, t, staff, ""); !slices.Equal(got, append([]string{"蜀江建設集團有限責任公司 蜀江建设集团有限公司 name"}, want...)) {
			t.Fatalf("alike are %q", got)
		}

		apart := func(from, with, reason string) error {
			return staff.Post(ctx, "/api/companies/"+from+"/apart", map[string]string{"other": with, "reason": reason}, nil)
		}
		refused(t, apart(held.ID, one.ID, " "), "reason.required")
		if err := apart(held.ID, one.ID, "同一代账公司的账户，经核对不是同一家企业"); err != nil {
			t.Fatal(err)
		}
		if got := twinsOf(ctx, t, staff, ""); len(got) != 2 || got[1] != want[0] {
			t.Errorf("with one pair held apart alike are %q", got)
		}
		if got := twinsOf(ctx, t, staff, "?apart=true"); !slices.Equal(got, want[1:]) {
			t.Errorf("held apart are %q", got)
		}
		var both api.ComparedCompaniesView
		if err := staff.Get(ctx, "/api/companies/"+one.ID+"/compared/"+held.ID, &both); err != nil || both.Judged == nil || !strings.Contains(both.Judged.Reason, "代账") || both.Judged.By == "" {
			t.Errorf("%v: held apart by %+v", err, both.Judged)
		}
		edit := companySheet{Version: 1, Name: held.Name, LegalRepresentative: "张卫东", Shareholders: []rooms.HolderEdit{{Name: "蜀江", CreditCode: old, Percent: "70"}}, Signals: account}
		if err := staff.Patch(ctx, "/api/companies/"+held.ID, edit, nil); err != nil {
			t.Fatal(err)
		}
		if got := twinsOf(ctx, t, staff, ""); !slices.Contains(got, want[1]+" legal_representative") {
			t.Errorf("with one thing more in common alike are %q", got)
		}
		if got := twinsOf(ctx, t, staff, "?apart=true"); len(got) != 0 {
			t.Errorf("with one thing more in common held apart are %q", got)
		}

		compared := "/api/companies/" + one.ID + "/compared/" + two.ID
		if err := staff.Get(ctx, compared+"?take=name", &both); err != nil {
			t.Fatal(err)
		}
		if got := both.Merged; got.Name != two.Name || !slices.Equal(got.FormerNames, []string{one.Name, "江源建筑公司"}) || !slices.Equal(got.FormerCodes, []string{old}) || got.LegalRepresentative != "张卫东" ||
			len(got.People) != 2 || len(got.Shareholders) != 1 || !slices.Equal(both.Changed, []string{"former_codes", "former_names", "name", "people", "shareholders"}) {
			t.Errorf("would stand: %+v, changed %v", got, both.Changed)
		}
		refused(t, staff.Get(ctx, compared+"?take=creditCode", nil), "register.take")
		refused(t, staff.Get(ctx, "/api/companies/"+one.ID+"/compared/"+one.ID, nil), "register.itself")
		merge := map[string]any{"other": two.ID, "version": 1, "otherVersion": 1, "take": []string{}, "reason": ""}
		send := func() error { return staff.Post(ctx, "/api/companies/"+one.ID+"/merge", merge, &one) }
		refused(t, send(), "reason.required")
		merge["reason"] = "换发营业执照后重复登记"
		merge["otherVersion"] = 2
		refused(t, send(), "stale")
		merge["otherVersion"] = 1
		before := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
		if err := send(); err != nil {
			t.Fatal(err)
		}
		if one.Version != 2 || one.History[0].Act != "merge" || !reflect.DeepEqual(one.History[0].Merged, &api.MergedView{ID: two.ID, Name: two.Name, Reason: "换发营业执照后重复登记"}) || one.MergedInto != nil {
			t.Errorf("merged: %+v", one)
		}
		refused(t, send(), "register.merged")
		refused(t, staff.Patch(ctx, "/api/companies/"+two.ID, companySheet{Version: 2, Name: "新"}, nil), "register.merged")
		refused(t, apart(two.ID, held.ID, "不是"), "register.merged")
		var gone api.CompanyDetail
		if err := staff.Get(ctx, "/api/companies/"+two.ID, &gone); err != nil || gone.Name != two.Name || len(gone.People) != 2 || !reflect.DeepEqual(gone.MergedInto, &api.EntryRef{ID: one.ID, Name: one.Name}) ||
			gone.Version != 2 || gone.History[0].Merged == nil || !gone.History[0].Merged.Into || gone.History[0].Merged.ID != one.ID {
			t.Errorf("%v: what was merged says %+v", err, gone)
		}
		today := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
		if err := staff.Get(ctx, "/api/companies/"+two.ID+"?day="+today, &gone); err != nil || gone.LegalRepresentative != "别人" {
			t.Errorf("%v: on a day it said %+v", err, gone)
		}
		refused(t, staff.Get(ctx, "/api/companies/"+two.ID+"?day="+before, nil), "register.not_yet")

		// Found by either code and by every name; who holds, and who worked, under the old code is the one's.
		for query, ids := range map[string][]string{old: {one.ID}, code: {one.ID}, "蜀江建設": {one.ID}, "江源建筑": {one.ID, third.ID}, "陆文": {}} {
			var page api.Page[api.CompanyView]
			if err := staff.Get(ctx, "/api/companies?q="+url.QueryEscape(query), &page); err != nil || page.Total != int64(len(ids)) || len(page.Items) != len(ids) {
				t.Errorf("%q finds %+v %v", query, page, err)
			}
			for _, item := range page.Items {
				if !slices.Contains(ids, item.ID) {
					t.Errorf("%q finds %+v", query, item)
				}
			}
		}
		var group api.CompanyGroupView
		if err := staff.Get(ctx, "/api/companies/"+one.ID+"/group?profile=cn-tendering-2019", &group); err != nil || len(group.Members) != 1 || group.Members[0].ID != held.ID {
			t.Errorf("%v: the group is %+v", err, group)
		}
		bring(ctx, t, staff, "experts.xlsx", workplaces(t, map[string]string{"name": "陈静", "company": "蜀江", "credit_code": old, "from": "2016-07-01"}, map[string]string{"name": "王喆", "company": "江源建筑公司", "credit_code": code, "from": "2016-07-01"}))
		for _, id := range []string{one.ID, two.ID} {
			var there api.CompanyExpertsView
			if err := staff.Get(ctx, "/api/companies/"+id+"/experts", &there); err != nil || there.Total != 2 {
				t.Errorf("%v: there work %+v", err, there)
			}
		}

		// A file that has the old code adds to the one that stands and takes nothing away.
		row := func(code, name, head string) string { return code + "," + name + "," + head + "\n" }
		bring(ctx, t, staff, "companies.csv", []byte("统一社会信用代码,企业名称,法定代表人\n"+row(old, "蜀江老名字", "别人")+row(code, one.Name, "张卫东")))
		bring(ctx, t, staff, "people.csv", []byte("企业统一社会信用代码,姓名,职务\n"+old+",高蓉,监事\n"))
		if err := staff.Get(ctx, "/api/companies/"+one.ID, &one); err != nil || one.LegalRepresentative != "张卫东" || !slices.Equal(one.FormerNames, []string{two.Name, "江源建筑公司", "蜀江老名字"}) || len(one.People) != 3 || len(one.Shareholders) != 1 {
			t.Errorf("%v: after the file %+v", err, one)
		}
		var file []byte
		if err := staff.Get(ctx, "/api/companies/export?sheet=companies", &file); err != nil || strings.Count(string(file), old) != 1 || !strings.Contains(string(file), code+",") {
			t.Errorf("%v: taken out is %s", err, file)
		}
		bring(ctx, t, staff, "companies.csv", file)
		version := one.Version
		if err := staff.Get(ctx, "/api/companies/"+one.ID, &one); err != nil || one.Version != version || !slices.Equal(one.FormerCodes, []string{old}) {
			t.Errorf("%v: what came in as it went out made %+v", err, one)
		}
		bring(ctx, t, staff, "companies.csv", []byte("统一社会信用代码,企业名称,法定代表人,曾用名\n"+code+","+one.Name+",张卫东,蜀江一建\n"))
		if err := staff.Get(ctx, "/api/companies/"+one.ID, &one); err != nil || !slices.Equal(one.FormerNames, []string{two.Name, "江源建筑公司", "蜀江老名字", "蜀江一建"}) {
			t.Errorf("%v: after a file that knows nothing of the old name it bore %v", err, one.FormerNames)
		}
		bring(ctx, t, staff, "companies.csv", []byte("统一社会信用代码,企业名称,法定代表人,曾用统一社会信用代码\n"+code+","+one.Name+",张卫东,"+demo.CreditCode(9)+"\n"))
		var borne api.Page[api.CompanyView]
		if err := staff.Get(ctx, "/api/companies?q="+demo.CreditCode(9), &borne); err != nil || len(borne.Items) != 1 || borne.Items[0].ID != one.ID {
			t.Errorf("%v: by a code it bore is found %+v", err, borne)
		}
		if err := staff.Get(ctx, "/api/companies/"+one.ID, &one); err != nil || !slices.Equal(one.FormerCodes, []string{old, demo.CreditCode(9)}) {
			t.Errorf("%v: it bore %v", err, one.FormerCodes)
		}

		// What the one is merged into stands for both.
		merge = map[string]any{"other": one.ID, "version": 1, "otherVersion": one.Version, "take": []string{"name"}, "reason": "再次合并"}
		if err := staff.Post(ctx, "/api/companies/"+third.ID+"/merge", merge, &third); err != nil {
			t.Fatal(err)
		}
		if err := staff.Get(ctx, "/api/companies/"+two.ID, &gone); err != nil || gone.MergedInto.ID != third.ID || !slices.Equal(third.FormerCodes, []string{code, old, demo.CreditCode(9)}) {
			t.Errorf("%v: %+v stands in %+v, %v", err, gone.MergedInto, third, third.FormerCodes)
		}
		if broken, err := c.handlers.Rooms.DB.Invariants(ctx); err != nil || len(broken) > 0 {
			t.Errorf("%v: broken: %v", err, broken)
		}
		sameInMemory(ctx, t, c)
		for _, role := range []string{"supervisor", "agent", "auditor"} {
			refused(t, as(t, p, role).Get(ctx, "/api/companies/twins", nil), "access.role")
		}
		kinds := map[string]int{}
		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		for _, e := range log.Items {
			kinds[e.Kind]++
		}
		// Compared: once held apart, once to be merged; and what was refused left no entry.
		if kinds["register.merged"] != 2 || kinds["register.apart"] != 1 || kinds["register.compared"] != 2 {
			t.Errorf("in the log are %v", kinds)
		}
	})
}

// sameInMemory holds that what the program keeps of the companies in memory is
// what it would read anew, for the marks that acts have left.
func sameInMemory(ctx context.Context, t *testing.T, c *centre) {
	t.Helper()
	err := c.handlers.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := c.handlers.Rooms.Registry.Companies(tx)
		if err != nil {
			return err
		}
		rows, err := tx.AllCompanies()
		anew := make([]string, len(rows))
		for i, row := range rows {
			anew[i] = row.ID
		}
		slices.Sort(anew)
		if ids := slices.Sorted(slices.Values(all.IDs)); !slices.Equal(ids, anew) {
			t.Errorf("in memory are %v, want %v", ids, anew)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
