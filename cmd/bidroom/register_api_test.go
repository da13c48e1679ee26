package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
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

// Every change of an expert is a version: who, when, by which act and what.
// What an import does not change has no new one. Each look is in the centre's
// log, without a word of what was seen.
func TestExpertHistory(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		const identity, phone, moved = "110101199003070011", "13800000000", "13900000001"
		for _, number := range []string{phone, phone, moved} {
			var view api.ImportView
			if err := staff.PostFile(ctx, "/api/imports", "experts.xlsx", sheet(t, [2]string{identity, number}), &view); err != nil {
				t.Fatal(err)
			}
			untilState(t, staff, view.ID, "ready")
			if err := staff.Post(ctx, "/api/imports/"+view.ID+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
				t.Fatal(err)
			}
			untilState(t, staff, view.ID, "done")
		}
		var found api.Page[api.ExpertBrief]
		if err := staff.Post(ctx, "/api/experts/find", map[string]string{"identity": identity}, &found); err != nil || len(found.Items) != 1 {
			t.Fatalf("%+v %v", found, err)
		}
		path := "/api/experts/" + found.Items[0].ID
		var view api.ExpertView
		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		if len(view.History) != 2 || view.Version != 2 || view.Phone != "••••01" || view.Identity != "••••11" {
			t.Fatalf("after three imports, of which the second said nothing new: %+v", view)
		}
		if last := view.History[0]; last.Version != 2 || last.Act != "import" || last.By == "" || !slices.Equal(last.Changed, []string{"phone"}) ||
			time.Since(time.UnixMilli(last.AtMs)) > time.Minute {
			t.Errorf("the change: %+v", last)
		}
		if first := view.History[1]; first.Version != 1 || len(first.Changed) != 0 {
			t.Errorf("the beginning: %+v", first)
		}

		// The day after tomorrow holds today's changes; of last week nothing is known.
		later, earlier := time.Now().AddDate(0, 0, 2).Format(time.DateOnly), time.Now().AddDate(0, 0, -7).Format(time.DateOnly)
		if err := staff.Get(ctx, path+"?day="+later, &view); err != nil || view.Day != later || view.Phone != "••••01" {
			t.Errorf("as of %s: %+v %v", later, view, err)
		}
		refused(t, staff.Get(ctx, path+"?day="+earlier, nil), "register.not_yet")
		refused(t, staff.Get(ctx, path+"?day=2026-02-30", nil), "register.date")
		refused(t, staff.Get(ctx, "/api/experts/none", nil), "expert.unknown")
		refused(t, as(t, p, "supervisor").Get(ctx, path, nil), "access.role")

		// A version does not pass for another person's, not even in the database.
		if err := c.handlers.Rooms.DB.Write(ctx, func(tx *store.Tx) error {
			versions, err := tx.RegisterVersions(view.ID)
			if err != nil {
				return err
			}
			versions[0].Subject = "another"
			return tx.InsertRegisterVersions(versions[:1])
		}); err != nil {
			t.Fatal(err)
		}
		if err := c.handlers.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
			if _, err := c.handlers.Rooms.History(tx, "another"); err == nil {
				t.Error("a version passes for another person's")
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}

		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		looks := 0
		for _, e := range log.Items {
			if e.Kind == "register.viewed" && e.Body["subject"] == view.ID && e.Role == "staff" {
				looks++
			}
		}
		if looks != 4 {
			t.Errorf("%d looks are in the log, want 4: found by the whole number, today, %s, %s", looks, later, earlier)
		}
	})
}

// An edit says everything that is wrong with it, changes what it names and
// nothing else, and is refused to whoever looked at an older version.
func TestEditExpert(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, _, p, _ := played(t, db, "tender")
		staff, ctx := as(t, p, "staff"), t.Context()
		var list api.Page[api.ExpertBrief]
		if err := staff.Post(ctx, "/api/experts/find", map[string]int{"limit": 1}, &list); err != nil || len(list.Items) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		path := "/api/experts/" + list.Items[0].ID
		var was, is api.ExpertView
		if err := staff.Get(ctx, path, &was); err != nil {
			t.Fatal(err)
		}
		edit := func(status, until, reason string) map[string]any {
			return map[string]any{"version": was.Version, "person": map[string]any{"name": was.Name, "phone": "", "region": "510199", "title": was.Title, "specialties": []string{"B07", "A080104"},
				"status": status, "until": until, "reason": reason, "decidedBy": "市公共资源交易监督管理办公室"}}
		}
		bad := edit("asleep", "2027-02-29", "")
		person := bad["person"].(map[string]any)
		person["name"], person["phone"], person["specialties"] = " ", "12800000000", []string{"A080104", "D1"}
		says(t, staff.Patch(ctx, path, bad, nil), "person.name", "person.phone", "person.specialties", "person.status", "person.until", "person.reason")
		refused(t, staff.Patch(ctx, path, edit("suspended", "", "迟到两次"), nil), "register.no_until")
		refused(t, as(t, p, "agent").Patch(ctx, path, edit("active", "", ""), nil), "access.role")

		if err := staff.Patch(ctx, path, edit("suspended", "2027-06-30", "迟到两次"), &is); err != nil {
			t.Fatal(err)
		}
		want := []string{"decided_by", "reason", "region", "specialties", "status", "until"}
		if is.Version != was.Version+1 || is.Status != "suspended" || is.Until != "2027-06-30" || is.Specialties[1].Code != "B07" ||
			is.History[0].Act != "edit" || !slices.Equal(is.History[0].Changed, want) {
			t.Errorf("changed to %+v", is)
		}
		if is.Phone != was.Phone || is.Identity != was.Identity || !reflect.DeepEqual(is.Affiliations, was.Affiliations) || !reflect.DeepEqual(is.Relations, was.Relations) {
			t.Errorf("what was not edited has changed: %+v", is)
		}
		refused(t, staff.Patch(ctx, path, edit("active", "", "又一次"), nil), "stale")

		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(log.Items, func(e api.EntryView) bool { return e.Kind == "register.changed" && e.Body["subject"] == was.ID }) {
			t.Error("the edit is not in the log")
		}
	})
}

// says holds that a refusal names exactly these fields.
func says(t *testing.T, err error, fields ...string) {
	t.Helper()
	var answer *demo.Answer
	if !errors.As(err, &answer) {
		t.Fatal(err)
	}
	var refusal struct {
		Reasons []struct{ Field, Text string }
	}
	if err := json.Unmarshal([]byte(answer.Body), &refusal); err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, reason := range refusal.Reasons {
		named = append(named, reason.Field)
		if row := strings.Split(reason.Field, "."); len(row) == 3 && !strings.Contains(reason.Text, row[1]) {
			t.Errorf("the words on %s do not say which row: %s", reason.Field, reason.Text)
		}
	}
	slices.Sort(named)
	slices.Sort(fields)
	if !slices.Equal(slices.Compact(named), fields) {
		t.Errorf("refused for %v, want %v", named, fields)
	}
}

// What an expert declared is edited part by part: what is wrong is named by
// field and row, an answer agrees with the rows, and the log says which part
// was changed and nothing of what it says.
func TestEditParts(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, _, p, _ := played(t, db, "tender")
		staff, ctx := as(t, p, "staff"), t.Context()
		var list api.Page[api.ExpertBrief]
		if err := staff.Post(ctx, "/api/experts/find", map[string]int{"limit": 1}, &list); err != nil || len(list.Items) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		path := "/api/experts/" + list.Items[0].ID
		var view api.ExpertView
		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
		send := func(edit rooms.ExpertEdit) error {
			edit.Version = view.Version
			return staff.Patch(ctx, path, edit, &view)
		}
		says(t, send(rooms.ExpertEdit{
			Affiliations: &rooms.Affiliations{Asked: "none", On: "", Rows: []rooms.AffiliationRow{{Company: " ", From: "2020-02-30"}, {Company: "江城设计院", CreditCode: "91330100MA2H300111", From: "2020-03-01", To: "2020-02-29"}}},
			Relations: &rooms.Relations{Related: "none", RelatedOn: "2026-01-15", Interested: "some", InterestedOn: tomorrow,
				Rows: []rooms.RelationRow{{Relation: "friend", DeclaredOn: tomorrow}, {Relation: "spouse", Name: strings.Repeat("长", 101), DeclaredOn: "2026-01-15"}}},
			Penalties: &rooms.Penalties{Asked: "some", On: "2026-01-15"},
			Offices:   &rooms.Offices{Asked: "some", On: tomorrow, Rows: []rooms.OfficeRow{{Office: "director", From: "2020-01-01"}, {Company: "江城路桥", CreditCode: "91330100MA2H300111", Office: "controller", From: "2020-03-01", To: "2020-02-29"}, {Company: "江城路桥", Office: "manager"}}},
			Holdings: &rooms.Holdings{Asked: "never_asked", Rows: []rooms.HoldingRow{{Company: "江城路桥", From: "2020-01-01"}, {Percent: "100.000001", From: "2020-01-01"}, {Company: "江城路桥", Percent: "0", Controlling: "maybe", From: "2020-01-01"},
				{Company: "江城路桥", Percent: "1.0000001", Controlling: "yes", From: "2020-01-01"}, {Company: "江城路桥", Controlling: "no", From: "2020-01-01"}}},
		}), "offices.1.company", "offices.2.creditCode", "offices.2.office", "offices.2.to", "offices.3.from", "offices.on",
			"holdings.1.percent", "holdings.2.company", "holdings.2.percent", "holdings.3.percent", "holdings.3.controlling", "holdings.4.percent", "holdings.5.percent", "holdings.asked", "affiliations.1.company", "affiliations.1.from", "affiliations.2.creditCode", "affiliations.2.to", "affiliations.asked", "affiliations.on",
			"relations.1.relation", "relations.1.name", "relations.1.declaredOn", "relations.2.name", "relations.related", "relations.interested", "relations.interestedOn", "penalties.asked")
		says(t, send(rooms.ExpertEdit{Penalties: &rooms.Penalties{Asked: "never_asked", Rows: make([]rooms.PenaltyRow, 101)}}), append(rowsOf("penalties", 101, "kind", "from"), "penalties.rows", "penalties.asked")...)

		was := view
		relations := rooms.Relations{Related: "some", RelatedOn: "2026-01-15", Interested: "none", InterestedOn: "2026-01-16",
			Rows: []rooms.RelationRow{{Relation: "spouse", Name: "沈佩", Company: "清河建设集团有限公司", Position: "财务总监", DeclaredOn: "2026-01-15"}}}
		penalties := rooms.Penalties{Asked: "some", On: "2026-02-01", Rows: []rooms.PenaltyRow{{Kind: "bad_record", Document: "川发改罚〔2025〕12号", From: "2025-03-01"}}}
		if err := send(rooms.ExpertEdit{Relations: &relations, Penalties: &penalties}); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(view.Relations, relations) || !reflect.DeepEqual(view.Penalties, penalties) || !reflect.DeepEqual(view.Affiliations, was.Affiliations) || view.Phone != was.Phone {
			t.Errorf("edited to %+v", view)
		}
		changed := view.History[0].Changed
		if !slices.Contains(changed, "relations") || !slices.Contains(changed, "penalised_on") || slices.Contains(changed, "affiliations") {
			t.Errorf("changed %v", changed)
		}
		offices := rooms.Offices{Asked: "some", On: "2026-02-01", Rows: []rooms.OfficeRow{{CreditCode: demo.CreditCode(0), Office: "legal_representative", Document: "营业执照", From: "2020-03-01", To: "2024-02-29"}, {Company: "江城路桥", Office: "director", From: "2021-03-01"}}}
		holdings := rooms.Holdings{Asked: "some", On: "2026-02-02", Rows: []rooms.HoldingRow{{Company: "江城路桥", Percent: "49.010000%", Document: "股东名册", From: "2019-03-01"}, {Company: "江城市政", Controlling: "yes", From: "2019-03-01"}}}
		if err := send(rooms.ExpertEdit{Offices: &offices, Holdings: &holdings}); err != nil {
			t.Fatal(err)
		}
		holdings.Rows[0].Percent, holdings.Rows[0].Controlling = "49.01", "no"
		if !reflect.DeepEqual(view.Offices, offices) || !reflect.DeepEqual(view.Holdings, holdings) || !reflect.DeepEqual(view.Relations, relations) ||
			!slices.Equal(view.History[0].Changed, []string{"appointed", "appointed_on", "holdings", "invested", "invested_on", "offices"}) {
			t.Errorf("edited to %+v and %+v, changed %v", view.Offices, view.Holdings, view.History[0].Changed)
		}
		if err := send(rooms.ExpertEdit{Offices: &rooms.Offices{Asked: "none", On: "2026-03-01"}, Holdings: &rooms.Holdings{Asked: "never_asked"}}); err != nil ||
			view.Offices.Asked != "none" || view.Offices.On != "2026-03-01" || len(view.Offices.Rows) != 0 || view.Holdings.Asked != "never_asked" || view.Holdings.On != "" || len(view.Holdings.Rows) != 0 {
			t.Errorf("%+v %+v %v", view.Offices, view.Holdings, err)
		}
		held := view.Specialties[0].Code
		says(t, send(rooms.ExpertEdit{Qualification: &rooms.Qualification{Education: "kindergarten", TitleLevel: "grand", TitledOn: tomorrow, FieldSince: "2001-02-29", Languages: []string{" "}},
			Evidence: &rooms.Evidences{Rows: []rooms.EvidenceRow{{Code: "Z99", On: tomorrow}, {Code: held, Text: "证书", On: "2015"}}}}),
			"qualification.education", "qualification.titleLevel", "qualification.titledOn", "qualification.fieldSince", "qualification.languages", "evidence.1.code", "evidence.1.text", "evidence.1.on", "evidence.2.on")
		qualification := rooms.Qualification{Education: "master", TitleLevel: "senior", TitledOn: "2015-12-01", FieldSince: "2004-07-01", Languages: []string{"英语"}}
		evidence := rooms.Evidences{Rows: []rooms.EvidenceRow{{Code: held, Text: "一级注册建造师", On: "2015-09-01"}}}
		if err := send(rooms.ExpertEdit{Qualification: &qualification, Evidence: &evidence}); err != nil || !reflect.DeepEqual(view.Qualification, qualification) || !reflect.DeepEqual(view.Evidence, evidence) {
			t.Errorf("%+v %+v %v", view.Qualification, view.Evidence, err)
		}
		if !slices.ContainsFunc(view.Eligibility, func(by api.EligibilityView) bool {
			return slices.ContainsFunc(by.Because, func(base api.EligibilityBase) bool {
				return base.Ground == "R31" && base.State == "clear" && base.Clause == "招标投标法 第三十七条第三款" &&
					slices.Equal(base.Data, []api.EligibilityFact{{Kind: "title_senior"}, {Kind: "education_master"}, {Kind: "in_field", On: "2004-07-01"}})
			})
		}) {
			t.Errorf("eligible by %+v", view.Eligibility)
		}
		if err := send(rooms.ExpertEdit{Relations: &rooms.Relations{Related: "none", RelatedOn: "2026-03-01", Interested: "never_asked"}}); err != nil || len(view.Relations.Rows) != 0 || view.Relations.Interested != "never_asked" {
			t.Errorf("%+v %v", view.Relations, err)
		}

		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		var touched []string
		for _, e := range log.Items {
			if strings.Contains(fmt.Sprint(e), "沈佩") {
				t.Errorf("the log says to what something was changed: %+v", e)
			}
			if e.Kind == "register.changed" {
				touched = append(touched, e.Body["changed"])
			}
		}
		if len(touched) != 5 || slices.Contains(touched, "") {
			t.Errorf("the changes in the log touched %q, want five, each saying what", touched)
		}
	})
}

func rowsOf(part string, rows int, fields ...string) (all []string) {
	for row := range rows {
		for _, field := range fields {
			all = append(all, fmt.Sprintf("%s.%d.%s", part, row+1, field))
		}
	}
	return all
}

// An expert is added by hand, once, and the adding is in the log.
func TestAddExpert(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		type person = map[string]any
		with := func(identity string, of person) map[string]any {
			known := person{"name": "龚岚", "phone": "13800000000", "region": "330100", "title": "高级工程师", "specialties": []string{"A080104"}, "status": "applied"}
			maps.Copy(known, of)
			return map[string]any{"identity": identity, "person": known}
		}
		const identity = "110101199003070011"
		says(t, staff.Post(ctx, "/api/experts", with("110101199003070012", person{"phone": "", "status": "active"}), nil), "person.identity", "person.phone", "person.reason", "person.decidedBy")
		refused(t, as(t, p, "supervisor").Post(ctx, "/api/experts", with(identity, nil), nil), "access.role")
		var added struct{ ID string }
		if err := staff.Post(ctx, "/api/experts", with(identity, nil), &added); err != nil {
			t.Fatal(err)
		}
		var view api.ExpertView
		if err := staff.Get(ctx, "/api/experts/"+added.ID, &view); err != nil {
			t.Fatal(err)
		}
		if view.Name != "龚岚" || view.Status != "applied" || view.Relations.Related != "never_asked" || view.Version != 1 || len(view.History) != 1 || view.History[0].Act != "add" || view.History[0].By == "" {
			t.Errorf("added %+v", view)
		}
		refused(t, staff.Post(ctx, "/api/experts", with(" "+identity, person{"name": "另一人"}), nil), "register.there")

		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(log.Items, func(e api.EntryView) bool { return e.Kind == "register.changed" })
		if i < 0 || log.Items[i].Body["subject"] != view.ID || log.Items[i].Body["version"] != "1" {
			t.Errorf("the adding is not in the log: %+v", log.Items)
		}
	})
}
