package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/store/storetest"
)

// sheet is a register file with the given experts, each by identity number
// and mobile number.
func sheet(t *testing.T, people ...[2]string) []byte {
	t.Helper()
	var rows []register.Row
	for i, p := range people {
		rows = append(rows, register.Row{Sheet: "experts", Number: i + 2, Fields: map[string]string{"name": "龚岚", "identity": p[0], "phone": p[1],
			"region": "330100", "specialties": "A080104", "title": "高级工程师", "status": "active", "until": "2029-12-31"}})
	}
	var file bytes.Buffer
	if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// untilState asks for an import until it is in a state.
func untilState(t *testing.T, staff *demo.Client, id, state string) api.ImportView {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		var view api.ImportView
		if err := staff.Get(ctx, "/api/imports/"+id, &view); err != nil {
			t.Fatal(err)
		}
		if view.State == state {
			return view
		}
		if view.State == "failed" {
			t.Fatalf("%+v", view)
		}
	}
}

// kept lists the files in a centre's keeping.
func kept(t *testing.T, cfg Config) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(cfg.Data, "files", "*"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// An uploaded register outlives the process: it is read again after a
// restart, goes in once, and its file, sealed while it is kept, is gone when
// it is not needed any more.
func TestImportOutlivesTheProcess(t *testing.T) {
	// Made-up numbers whose check characters are right by GB 11643.
	const good, other, phone = "11010519491231002X", "440524188001010014", "13800138000"
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg := begin(t, db)
		p := &demo.Play{Base: c.address()}
		uploader := as(t, setUp(t, p), "staff")
		ctx := t.Context()
		bad := sheet(t, [2]string{good, phone}, [2]string{"110105194912310021", phone})
		var view api.ImportView
		if err := uploader.PostFile(ctx, "/api/imports", strings.Repeat("长", 300)+".xlsx", bad, &view); err != nil {
			t.Fatal(err)
		}
		untilState(t, uploader, view.ID, "ready")
		for name, text := range kept(t, cfg) {
			if bytes.Contains(text, []byte("PK\x03\x04")) || bytes.Contains(text, []byte(good)) {
				t.Errorf("%s is kept in the clear", name)
			}
		}
		if err := c.stop(); err != nil {
			t.Fatal(err)
		}
		c = beginAs(t, cfg)
		staff := as(t, &demo.Play{Base: c.address()}, "staff")
		var list api.Page[api.ImportView]
		if err := staff.Get(ctx, "/api/imports", &list); err != nil || list.Total != 1 || list.Items[0].State != "kept" || !strings.HasSuffix(list.Items[0].File, ".xlsx") {
			t.Fatalf("after the restart: %+v %v", list, err)
		}
		view = untilState(t, staff, view.ID, "ready")
		if view.Total != 2 || view.Good != 1 || view.Bad != 1 || len(view.Problems) == 0 {
			t.Errorf("read again: %+v", view)
		}
		path := "/api/imports/" + view.ID
		refused(t, staff.Post(ctx, path+"/commit", map[string]bool{"goodOnly": false}, nil), "import.bad_rows")
		if err := staff.Post(ctx, path+"/commit", map[string]bool{"goodOnly": true}, nil); err != nil {
			t.Fatal(err)
		}
		if view = untilState(t, staff, view.ID, "done"); view.Good != 1 || view.Bad != 1 {
			t.Errorf("done: %+v", view)
		}
		refused(t, staff.Post(ctx, path+"/commit", map[string]bool{"goodOnly": true}, nil), "import.state")
		var mend []byte
		if err := staff.Get(ctx, path+"/problems.xlsx", &mend); err != nil || !bytes.HasPrefix(mend, []byte("PK")) {
			t.Errorf("the file to mend: %d bytes, %v", len(mend), err)
		}
		refused(t, as(t, &demo.Play{Base: c.address()}, "agent").Delete(ctx, path, struct{}{}, nil), "access.role")
		if err := staff.Delete(ctx, path, struct{}{}, nil); err != nil {
			t.Fatal(err)
		}
		refused(t, staff.Get(ctx, path, nil), "import.unknown")
		refused(t, staff.Delete(ctx, path, struct{}{}, nil), "import.unknown")
		if err := staff.PostFile(ctx, "/api/imports", "mended.xlsx", sheet(t, [2]string{other, phone}), &view); err != nil {
			t.Fatal(err)
		}
		untilState(t, staff, view.ID, "ready")
		if err := staff.Post(ctx, "/api/imports/"+view.ID+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
			t.Fatal(err)
		}
		untilState(t, staff, view.ID, "done")
		if files := kept(t, cfg); len(files) != 0 {
			t.Errorf("%d files are kept after everything is in", len(files))
		}
		var found api.Page[api.ExpertBrief]
		for _, identity := range []string{good, other} {
			if err := staff.Post(ctx, "/api/experts/find", map[string]string{"identity": identity}, &found); err != nil || found.Total != 1 {
				t.Errorf("%s is there %d times: %v", identity, found.Total, err)
			} else if names := found.Items[0].Specialties[0].Names; names["zh-CN"] == "" || names["en"] == "" {
				t.Errorf("a specialty without names: %+v", found.Items[0].Specialties)
			}
		}
	})
}

// A file that is no register is refused with every reason, and nothing of it
// is kept.
func TestBrokenRegisterFile(t *testing.T) {
	c, cfg := begin(t, "")
	staff := as(t, setUp(t, &demo.Play{Base: c.address()}), "staff")
	for name, content := range map[string][]byte{"a.xlsx": []byte("no archive"), "b.csv": nil, "c.pdf": []byte("%PDF-1.7")} {
		err := staff.PostFile(t.Context(), "/api/imports", name, content, nil)
		if err == nil || !strings.Contains(err.Error(), "import.") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var list api.Page[api.ImportView]
	if err := staff.Get(t.Context(), "/api/imports", &list); err != nil || list.Total != 0 || len(kept(t, cfg)) != 0 {
		t.Errorf("left behind: %+v, %d files, %v", list, len(kept(t, cfg)), err)
	}
}

// The list of tenders counts lots and is searched by number and name.
func TestTenders(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, _ := people(t, db)
		if _, err := p.Tender(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			login, query string
			want         int64
		}{{"staff", "", 1}, {"agent", "?q=QX2026", 1}, {"witness", "?q=滨河", 1}, {"supervisor", "?q=none", 0}, {"staff", "?q=%25", 0}} {
			var page api.Page[api.TenderBrief]
			if err := as(t, p, tt.login).Get(t.Context(), "/api/tenders"+tt.query, &page); err != nil || page.Total != tt.want || tt.want > 0 && page.Items[0].Lots != 2 {
				t.Errorf("%+v: %+v %v", tt, page, err)
			}
		}
		refused(t, as(t, p, "auditor").Get(t.Context(), "/api/tenders", nil), "access.role")
	})
}
