package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/api"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// A number that was typed wrong is put right with a reason, which the history
// keeps: a new version, that the log names and says no number of. Nobody gets
// the number of another, also not of an entry that was merged.
func TestIdentityPutRight(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		const wrong, right, another, gone = "110101199003070011", "110101199003070038", "110101199003070054", "110101198001010010"
		bring(ctx, t, staff, "experts.xlsx", entriesOf(t, entered("陈静", wrong, "13800000001", "active", ""), entered("王强", another, "13800000002", "active", ""), entered("王强", gone, "13800000003", "active", "")))
		id := func(identity string) []string { return foundBy(ctx, t, staff, map[string]string{"identity": identity}) }
		mergeExperts(ctx, t, staff, id(another)[0], id(gone)[0])
		expert := id(wrong)[0]
		var view api.ExpertView
		if err := staff.Get(ctx, "/api/experts/"+expert, &view); err != nil {
			t.Fatal(err)
		}
		send := func(number, reason string) error {
			return staff.Patch(ctx, "/api/experts/"+expert, rooms.ExpertEdit{Version: view.Version, Identity: &rooms.IdentityEdit{Number: number, Reason: reason}}, &view)
		}
		says(t, send("110101199003070039", " "), "identity.number", "identity.reason")
		says(t, send(right, strings.Repeat("长", 501)), "identity.reason")
		for _, taken := range []string{another, gone} {
			says(t, send(taken, "录入有误"), "identity.number")
		}
		refused(t, as(t, p, "supervisor").Patch(ctx, "/api/experts/"+expert, rooms.ExpertEdit{Version: view.Version, Identity: &rooms.IdentityEdit{Number: right, Reason: "录入有误"}}, nil), "access.role")
		if err := send(" 110101 ", "录入有误"); err == nil {
			t.Error("what is no number is taken")
		}
		if err := send(right, "身份证复印件核对，末三位录入有误"); err != nil {
			t.Fatal(err)
		}
		if view.Identity != "••••38" || view.Version != 2 || !slices.Equal(view.History[0].Changed, []string{"identity"}) || view.History[0].Reason != "身份证复印件核对，末三位录入有误" || view.History[1].Reason != "" {
			t.Errorf("put right: %+v", view)
		}
		if len(id(wrong)) != 0 || !slices.Equal(id(right), []string{expert}) {
			t.Errorf("by the wrong number are found %v, by the right one %v", id(wrong), id(right))
		}
		if err := send(right, "再次更正"); err != nil || view.Version != 2 {
			t.Errorf("the same number again makes version %d, %v", view.Version, err)
		}
		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		logged := false
		for _, e := range log.Items {
			if text := fmt.Sprint(e); strings.Contains(text, right) || strings.Contains(text, wrong) || strings.Contains(text, "复印件") {
				t.Errorf("the log says the number or the reason: %s", text)
			}
			logged = logged || e.Kind == "register.changed" && e.Body["changed"] == "identity" && e.Body["subject"] == expert
		}
		if !logged {
			t.Error("the change is not in the log")
		}
		// A file that still has the wrong number speaks of somebody else.
		bring(ctx, t, staff, "again.xlsx", entriesOf(t, entered("陈静", wrong, "13800000009", "active", "")))
		if other := id(wrong); len(other) != 1 || other[0] == expert {
			t.Errorf("a file of the wrong number brings %v", other)
		}
	})
}

// Who is known not to meet a condition of entry does not become active without
// a reason, which is kept as long as the standing lasts; who is 69 does, and of
// whom nothing is known.
func TestActiveDespiteAConditionThatIsNotMet(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		today := time.Now()
		born := func(years, days int) string {
			body := "110101" + today.AddDate(-years, 0, days).Format("20060102") + "001"
			return body + string(experts.IdentityCheck(body))
		}
		person := rooms.PersonEdit{Name: "周明", Phone: "13800000009", Specialties: []string{"A080104"}, Status: conflict.Active, Reason: "审核通过", DecidedBy: "市公管办"}
		add := func(identity string, person rooms.PersonEdit) (id string, err error) {
			var added struct {
				ID string `json:"id"`
			}
			err = staff.Post(ctx, "/api/experts", map[string]any{"identity": identity, "person": person}, &added)
			return added.ID, err
		}
		_, err := add(born(70, -2), person)
		says(t, err, "person.despite") // government procurement, and Chongqing
		refused(t, err, "register.unmet_age")
		if _, err := add(born(69, -2), person); err != nil {
			t.Errorf("who is 69: %v", err)
		}
		person.Phone, person.Status = "13800000010", conflict.Applied
		id, err := add(born(70, -2), person)
		if err != nil {
			t.Fatal(err)
		}
		path, view := "/api/experts/"+id, api.ExpertView{Version: 1}
		send := func(edit rooms.ExpertEdit) error {
			edit.Version = view.Version
			return staff.Patch(ctx, path, edit, &view)
		}
		person.Status = conflict.Active
		says(t, send(rooms.ExpertEdit{Person: &person, Qualification: &rooms.Qualification{TitleLevel: "senior", FieldSince: "1990-07-01"}}), "person.despite")
		person.Despite = "稀缺专业，经主管部门同意放宽年龄"
		if err := send(rooms.ExpertEdit{Person: &person}); err != nil || view.Despite != person.Despite || !slices.Contains(view.History[0].Changed, "despite") {
			t.Fatalf("%+v, %v", view, err)
		}
		ages := map[string]string{} // by the clause
		for _, by := range view.Eligibility {
			for _, base := range by.Because {
				if base.Ground == "R32" {
					ages[base.Clause] = base.State
				}
			}
		}
		if want := map[string]string{"政府采购评审专家管理办法 第六条": "clear", "重庆市招标投标条例 第二十七条": "conflict"}; !maps.Equal(ages, want) {
			t.Errorf("who is seventy, with a reason: %v, want %v", ages, want)
		}
		person.Despite, person.Region = "", "330100"
		if err := send(rooms.ExpertEdit{Person: &person}); err != nil || view.Despite != "稀缺专业，经主管部门同意放宽年龄" {
			t.Errorf("after another change the reason is %q, %v", view.Despite, err)
		}
		var sheet []byte
		if err := staff.Get(ctx, "/api/experts/export?sheet=experts", &sheet); err != nil || !strings.Contains(string(sheet), "稀缺专业") || !strings.Contains(string(sheet), ",年龄,") {
			t.Errorf("the reason does not go out: %v", err)
		}
		if back := letIn(t, staff, "experts.csv", sheet, born(70, -2)); back.Version != view.Version {
			t.Errorf("brought back where it came from, it changes %v", back.History[0].Changed)
		}
		var wrong api.ImportView
		if err := staff.PostFile(ctx, "/api/imports", "experts.csv", bytes.Replace(sheet, []byte("稀缺专业，经主管部门同意放宽年龄"), nil, 1), &wrong); err != nil {
			t.Fatal(err)
		}
		if wrong = untilState(t, staff, wrong.ID, "ready"); wrong.Bad != 1 || wrong.Problems[0].Column != "放宽的条件" {
			t.Errorf("relaxed without a reason: %+v", wrong.Problems)
		}
		person.Despite = "经主管部门同意再延长一年"
		if err := send(rooms.ExpertEdit{Person: &person}); err != nil || view.Despite != person.Despite {
			t.Errorf("given anew the reason is %q, %v", view.Despite, err)
		}
		person.Status, person.Until, person.Despite = conflict.Suspended, "2099-01-01", "无关"
		if err := send(rooms.ExpertEdit{Person: &person}); err != nil || view.Despite != "" {
			t.Errorf("of who is suspended the reason is %q, %v", view.Despite, err)
		}
		person.Status, person.Until, person.Despite = conflict.Active, "", ""
		refused(t, send(rooms.ExpertEdit{Person: &person}), "register.unmet_age")
	})
}
