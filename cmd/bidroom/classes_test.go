package main

import (
	"bytes"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/proclog"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// A list of specialty codes is imported like the rest of a register: its
// faults are named, what the codes are called is seen at once and after a
// restart, and the list that goes out comes in again as it was.
func TestSpecialtiesOutAndIn(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg := begin(t, db)
		staff, ctx := as(t, setUp(t, &demo.Play{Base: c.address()}), "staff"), t.Context()
		named := func(code string) (one api.SpecialtyView) {
			t.Helper()
			var all api.Page[api.SpecialtyView]
			if err := staff.Get(ctx, "/api/specialties", &all); err != nil {
				t.Fatal(err)
			}
			for _, one := range all.Items {
				if one.Code == code {
					return one
				}
			}
			return one
		}
		if named("A080104").Names["en"] != "Building construction · Civil and structural works" || named("C991234").Code != "" {
			t.Fatalf("before: %+v, %+v", named("A080104"), named("C991234"))
		}

		var view api.ImportView
		wrong := "代码,名称,英文名称\nA080104,土建,\na080104,土建施工,\nD01,测试,\nA0801041,测试,\nC9912,,\n"
		if err := staff.PostFile(ctx, "/api/imports", "codes.csv", []byte(wrong), &view); err != nil {
			t.Fatal(err)
		}
		view = untilState(t, staff, view.ID, "ready")
		var faults []string
		for _, p := range view.Problems {
			faults = append(faults, p.Text)
		}
		if view.Total != 5 || view.Bad != 4 || len(faults) != 4 {
			t.Errorf("%d of %d rows are bad: %s", view.Bad, view.Total, strings.Join(faults, "; "))
		}

		bring(ctx, t, staff, "codes.csv", []byte("代码,名称,英文名称\nA080104,土建施工,Civil works\nC9912,模型,Models\nC991234,沙盘制作,\n"))
		seen := func(when string) {
			t.Helper()
			if one := named("A080104"); one.Names["zh-CN"] != "建筑工程 · 土建施工" || one.Names["en"] != "Building construction · Civil works" || one.Parent != "A0801" {
				t.Errorf("%s: %+v", when, one)
			}
			if one := named("C991234"); one.Names["zh-CN"] != "模型 · 沙盘制作" || one.Parent != "C9912" || !strings.HasPrefix(one.Read, "sha") {
				t.Errorf("%s: %+v", when, one)
			}
			if one := named("A0802"); one.Names["en"] == "" {
				t.Errorf("%s: %+v", when, one)
			}
		}
		seen("after the import")
		var out, again []byte
		if err := staff.Get(ctx, "/api/specialties.xlsx", &out); err != nil {
			t.Fatal(err)
		}
		bring(ctx, t, staff, "specialties.xlsx", out)
		seen("after it came in again")
		if err := staff.Get(ctx, "/api/specialties.xlsx", &again); err != nil || len(again) != len(out) {
			t.Errorf("%d bytes went out, then %d, %v", len(out), len(again), err)
		}
		if err := c.handlers.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
			entries, err := tx.Entries(proclog.Centre, 0, 1000)
			imports := 0
			for _, e := range entries {
				text, err := e.Bytes()
				if err != nil {
					return err
				}
				if bytes.Contains(text, []byte(`"register.imported"`)) && bytes.Contains(text, []byte(`"classes":"`)) {
					imports++
				}
			}
			if imports != 2 {
				t.Errorf("the log has %d imports", imports)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}

		if err := c.stop(); err != nil {
			t.Fatal(err)
		}
		c = beginAs(t, cfg)
		staff = as(t, &demo.Play{Base: c.address()}, "staff")
		seen("after a restart")
	})
}
