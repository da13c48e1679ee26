package main

import (
	"slices"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/store/storetest"
)

// Whoever finds a person by a whole number, or lists who works for a company, is
// named in the log as one who opened the entry is; a list by name is no look.
func TestLooksByTheWay(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, _ := people(t, db)
		ctx, staff := t.Context(), as(t, p, "staff")
		looks := func() (parts []string, subjects map[string]bool) {
			t.Helper()
			var log api.Page[api.EntryView]
			if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
				t.Fatal(err)
			}
			subjects = map[string]bool{}
			for _, e := range log.Items {
				if e.Kind == "register.viewed" {
					parts, subjects[e.Body["subject"]] = append(parts, e.Body["part"]), true
				}
			}
			slices.Sort(parts)
			return parts, subjects
		}
		rows := demo.Register(3)
		one := rows[slices.IndexFunc(rows, func(r register.Row) bool { return r.Sheet == "experts" })].Fields
		find := func(by map[string]any) (page api.ExpertPage) {
			t.Helper()
			if err := staff.Post(ctx, "/api/experts/find", by, &page); err != nil {
				t.Fatal(err)
			}
			return page
		}
		if page := find(map[string]any{"text": one["name"]}); len(page.Items) == 0 {
			t.Fatal("nobody is found by name")
		}
		if parts, _ := looks(); len(parts) != 0 {
			t.Errorf("a list by name is logged as %v", parts)
		}
		for _, by := range []map[string]any{{"text": one["identity"]}, {"identity": one["identity"]}, {"text": one["phone"]}, {"phone": one["phone"]}, {"identity": "110101199003070011"}} {
			page := find(by)
			if want := map[bool]int{true: 0, false: 1}[by["identity"] == "110101199003070011"]; len(page.Items) != want || int(page.Total) != want {
				t.Errorf("by %v %d are found", by, len(page.Items))
			}
			for _, found := range page.Items {
				if _, subjects := looks(); !subjects[found.ID] {
					t.Errorf("who was found by %v is not in the log", by)
				}
			}
		}
		var companies api.Page[api.CompanyView]
		if err := staff.Get(ctx, "/api/companies?limit=1", &companies); err != nil || len(companies.Items) != 1 {
			t.Fatal(companies, err)
		}
		if err := staff.Get(ctx, "/api/companies/"+companies.Items[0].ID+"/experts", &api.CompanyExpertsView{}); err != nil {
			t.Fatal(err)
		}
		refused(t, staff.Get(ctx, "/api/companies/0193e5c0-0000-7000-8000-000000000000/experts", nil), "company.unknown")
		if parts, subjects := looks(); !slices.Equal(parts, []string{"experts", "found", "found", "found", "found"}) || !subjects[companies.Items[0].ID] {
			t.Errorf("the log has %v", parts)
		}
	})
}
