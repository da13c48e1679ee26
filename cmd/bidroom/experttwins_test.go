package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// entriesOf is a register file.
func entriesOf(t *testing.T, rows ...register.Row) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func entered(name, identity, phone, status, until string) register.Row {
	return register.Row{Sheet: "experts", Fields: map[string]string{"name": name, "identity": identity, "phone": phone, "specialties": "A080104", "status": status, "until": until}}
}

// foundBy lists the ids of the experts that a search finds.
func foundBy(ctx context.Context, t *testing.T, staff *demo.Client, query map[string]string) (ids []string) {
	t.Helper()
	var page api.ExpertPage
	if err := staff.Post(ctx, "/api/experts/find", query, &page); err != nil {
		t.Fatal(err)
	}
	for _, one := range page.Items {
		ids = append(ids, one.ID)
	}
	return ids
}

// Two entries of one expert are found by what they have in common, held beside
// each other and merged: what decides of the person comes together, the
// stricter standing holds, and what a file or a search says under either number
// is the one's.
func TestExpertTwins(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		const number, misread, born, short = "110101199003070011", "110101199003070038", "110101199003070054", "110101900307001"
		row := func(sheet string, fields map[string]string) register.Row {
			return register.Row{Sheet: sheet, Fields: fields}
		}
		bring(ctx, t, staff, "experts.xlsx", entriesOf(t,
			entered("陳靜", number, "13800000001", "active", "2029-12-31"), entered("陈静", misread, "13800000001", "suspended", "2099-06-30"), entered("陈　静", born, "13800000003", "active", ""), entered("陈竞", "110101198001010010", "13800000001", "active", ""),
			row("affiliations", map[string]string{"identity": number, "company": "江源设计院", "from": "2016-07-01"}), row("affiliations", map[string]string{"identity": misread, "company": "江源設計院有限公司", "from": "2018-07-01"}),
			row("offices", map[string]string{"identity": number, "company": "清河水利", "office": "director", "from": "2020-03-01"}), row("offices", map[string]string{"identity": misread, "company": "清河水利", "office": "director", "from": "2020-03-01"}),
			row("holdings", map[string]string{"identity": misread, "company": "清河水利", "percent": "12.5", "from": "2020-03-01"}),
			row("relations", map[string]string{"identity": misread, "relation": "spouse", "relative": "沈佩", "company": "清河建设", "declared_on": "2025-01-01"}),
			row("penalties", map[string]string{"identity": misread, "kind": "bad_record", "from": "2026-01-01", "document": "一号"}),
			row("leave", map[string]string{"identity": number, "from": "2027-01-01", "to": "2027-01-02"})))
		id := func(identity string) string {
			return foundBy(ctx, t, staff, map[string]string{"identity": identity})[0]
		}
		one, two, third := id(number), id(misread), id(born)
		if got := foundBy(ctx, t, staff, map[string]string{"text": short}); !slices.Equal(got, []string{one}) {
			t.Errorf("by fifteen digits is found %v", got)
		}
		twins := func(query string) (list []string) {
			t.Helper()
			var page api.Page[api.ExpertTwinView]
			if err := staff.Get(ctx, "/api/experts/twins"+query, &page); err != nil {
				t.Fatal(err)
			}
			for _, twin := range page.Items {
				pair := []string{twin.One.Identity, twin.Other.Identity}
				slices.Sort(pair)
				text := strings.Join(pair, " ")
				for _, sign := range twin.Signs {
					text += " " + sign.Kind + sign.Value
				}
				list = append(list, text)
			}
			return list
		}
		if got, want := twins(""), []string{"••••11 ••••38 person_phone person_birth person_employer江源设计院", "••••11 ••••54 person_birth", "••••38 ••••54 person_birth"}; len(got) != 3 || got[0] != want[0] || !slices.Contains(got, want[1]) || !slices.Contains(got, want[2]) {
			t.Fatalf("alike are %q, want %q", got, want)
		}
		for _, other := range []string{one, two} {
			if err := staff.Post(ctx, "/api/experts/"+third+"/apart", map[string]string{"other": other, "reason": "同名同日出生，身份证已核对"}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if got := twins(""); len(got) != 1 {
			t.Errorf("with two pairs held apart alike are %q", got)
		}
		if got := twins("?apart=true"); len(got) != 2 {
			t.Errorf("held apart are %q", got)
		}

		refused(t, staff.Get(ctx, "/api/experts/"+one+"/compared/"+two+"?take=identity", nil), "register.take")
		view := mergeExperts(ctx, t, staff, one, two, "name")
		if view.Name != "陈静" || view.Identity != "••••11" || view.Status != "suspended" || view.Until != "2099-06-30" || len(view.Affiliations.Rows) != 2 || len(view.Relations.Rows) != 1 || view.Relations.Related != "some" ||
			len(view.Offices.Rows) != 1 || view.Offices.Asked != "some" || len(view.Holdings.Rows) != 1 || view.Holdings.Rows[0].Percent != "12.5" || view.Holdings.Asked != "some" ||
			len(view.Penalties.Rows) != 1 || len(view.Leave.Rows) != 1 || view.History[0].Act != "merge" || view.History[0].Merged.ID != two {
			t.Errorf("merged: %+v", view)
		}
		for _, want := range []string{"affiliations", "former_indexes", "holdings", "invested", "name", "penalties", "relations", "status", "until"} {
			if !slices.Contains(view.History[0].Changed, want) {
				t.Errorf("%s is not among %v", want, view.History[0].Changed)
			}
		}
		var gone api.ExpertView
		later := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
		for _, day := range []string{"", "?day=" + later} {
			if err := staff.Get(ctx, "/api/experts/"+two+day, &gone); err != nil || gone.Identity != "••••38" || len(gone.Penalties.Rows) != 1 || len(gone.Leave.Rows) != 0 || gone.MergedInto == nil || gone.MergedInto.ID != one {
				t.Errorf("%v: what was merged says %+v", err, gone)
			}
		}
		refused(t, staff.Patch(ctx, "/api/experts/"+two, map[string]any{"version": 2, "leave": map[string]any{"rows": []any{}}}, nil), "register.merged")
		refused(t, staff.Post(ctx, "/api/experts/"+third+"/merge", map[string]any{"version": 1, "other": two, "otherVersion": 2, "reason": "x"}, nil), "register.merged")
		for what, query := range map[string]map[string]string{"the old number": {"identity": misread}, "the number": {"identity": number}, "a name": {"text": "陈静", "status": "suspended"}, "an employer": {"employer": "江源設計院有限公司"}} {
			if got := foundBy(ctx, t, staff, query); !slices.Equal(got, []string{one}) {
				t.Errorf("by %s are found %v, want %s", what, got, one)
			}
		}
		if got := foundBy(ctx, t, staff, map[string]string{"text": "陈静"}); len(got) != 2 {
			t.Errorf("of the name are %v", got)
		}

		// A file that has the old number adds to the one and takes nothing away, whatever its order.
		bring(ctx, t, staff, "again.xlsx", entriesOf(t, entered("陈静", misread, "13900000009", "active", ""), entered("陈静", number, "13800000002", "suspended", "2099-06-30"),
			row("affiliations", map[string]string{"identity": misread, "company": "江城大学", "from": "2022-09-01"})))
		if err := staff.Get(ctx, "/api/experts/"+one, &view); err != nil || view.Status != "suspended" || view.Phone != "••••02" || view.Identity != "••••11" || len(view.Affiliations.Rows) != 3 || len(view.Penalties.Rows) != 1 {
			t.Errorf("%v: after the file %+v", err, view)
		}
		if broken, err := c.handlers.Rooms.DB.Invariants(ctx); err != nil || len(broken) > 0 {
			t.Errorf("%v: broken: %v", err, broken)
		}
		for _, role := range []string{"supervisor", "auditor"} {
			refused(t, as(t, p, role).Get(ctx, "/api/experts/twins", nil), "access.role")
		}
		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		looked := 0
		for _, e := range log.Items {
			if e.Kind == "register.compared" && e.Body["subject"] == one && e.Body["other"] == two {
				looked++
			}
		}
		if looked != 1 {
			t.Errorf("%d looks at the pair are in the log, want 1", looked)
		}
	})
}

// A pool is formed, and then everybody in the register turns out to be one of
// eight people. Each of them has one seat at most: where two tickets of one
// person come, the next one is taken.
func TestOnePersonOneSeat(t *testing.T) {
	c, _, p, lots := played(t, "", "tender")
	ctx, staff, caller := t.Context(), as(t, p, "staff"), as(t, p, "caller")
	var view api.DrawView
	if err := staff.Post(ctx, "/api/lots/"+lots[0]+"/draws", struct{}{}, &view); err != nil {
		t.Fatal(err)
	}
	var people []string
	for i := range 8 {
		body := fmt.Sprintf("11010119900307%03d", 100+i)
		people = append(people, anotherOf(ctx, t, staff, body+string(experts.IdentityCheck(body)), fmt.Sprintf("1380000010%d", i)))
	}
	if err := c.handlers.Rooms.DB.Write(ctx, func(tx *store.Tx) error {
		all, err := tx.ExpertsAfter("", 10_000)
		for i, row := range all {
			if !slices.Contains(people, row.ID) && err == nil {
				into := people[i%len(people)]
				err = errors.Join(tx.MergeExpert(row, into, func(e store.Expert) string {
					return c.handlers.Rooms.Box.Tag("register.expert", e.ID, strconv.FormatInt(e.Version, 10), e.Name, e.IdentityIndex, e.PhoneIndex, e.Region, e.Status, e.UntilOn, e.MergedInto, string(e.Facts))
				}), tx.InsertRegisterVersions([]store.RegisterVersion{{Subject: row.ID, Version: row.Version + 1}}))
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := p.Hold(ctx, view.ID, "agent", &view); err != nil {
		t.Fatal(err)
	}
	path := "/api/draws/" + view.ID
	if err := staff.Post(ctx, path+"/invitations", demo.Offer("manual"), &view); err != nil {
		t.Fatal(err)
	}
	phones := map[string]int{}
	for _, seat := range view.Seats {
		var call api.CallView
		if err := caller.Post(ctx, path+"/seats/"+strconv.Itoa(seat.Seat)+"/call", struct{}{}, &call); err != nil {
			t.Fatal(err)
		}
		phones[call.Phone]++
	}
	if len(phones) != len(view.Seats) || len(view.Seats) < 3 {
		t.Errorf("%d seats are held by %d people", len(view.Seats), len(phones))
	}
}
