//catalogue:data what somebody writes into a database

package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// An administrator writes to a database beside the program.
type administrator struct {
	t  *testing.T
	db *sql.DB
}

func (a administrator) write(query string, args ...any) {
	a.t.Helper()
	done, err := a.db.ExecContext(a.t.Context(), query, args...)
	if err != nil {
		a.t.Fatal(err)
	}
	if n, err := done.RowsAffected(); n != 1 || err != nil {
		a.t.Fatalf("%s: %d rows, %v", query, n, err)
	}
}

func (a administrator) read(query string, args ...any) (value string) {
	a.t.Helper()
	if err := a.db.QueryRowContext(a.t.Context(), query, args...).Scan(&value); err != nil {
		a.t.Fatal(err)
	}
	return value
}

// raisedOf lists what is raised of a lot, as kind and seat.
func raisedOf(t *testing.T, staff *demo.Client, id string) (list []string) {
	t.Helper()
	var lot api.LotView
	if err := staff.Get(t.Context(), "/api/lots/"+id, &lot); err != nil {
		t.Fatal(err)
	}
	for _, i := range lot.Meeting.Incidents {
		list = append(list, i.What+" "+string(rune('0'+i.Seat)))
	}
	return list
}

// Whoever administers the database writes to the rows of the register, and puts
// them back when the server has decided by them. The server decides nothing by
// what no version says: of who was drawn nobody goes and nobody comes in, and a
// pool is not formed.
func TestAlteredRows(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "scheduled")
		ctx, staff := t.Context(), as(t, p, "staff")
		a := administrator{t, storetest.Beside(t, db, filepath.Join(cfg.Data, "bidroom.db"))}
		const declined = "draw.answered system declined 1"
		recheck := func(want ...string) {
			t.Helper()
			ask(ctx, t, staff, 600+len(want))
			if err := c.handlers.Rooms.Recheck(ctx); err != nil {
				t.Fatal(err)
			}
			replaced(ctx, t, c, lots[0], declined)
			if got := raisedOf(t, staff, lots[0]); !slices.Equal(got, want) {
				t.Fatalf("raised are %q, want %q", got, want)
			}
		}

		suspended := drawnFor(ctx, t, p, 2)
		a.write("UPDATE experts SET status = 'suspended' WHERE id = ?", suspended)
		recheck("row_altered 2")
		a.write("UPDATE experts SET status = 'active' WHERE id = ?", suspended)

		// The row of somebody else would be let in.
		merged := drawnFor(ctx, t, p, 3)
		a.write("UPDATE experts SET merged_into = ? WHERE id = ?", suspended, merged)
		recheck("row_altered 2", "row_altered 3")
		if err := p.Take(ctx, lots[0], "assembling"); err != nil {
			t.Fatal(err)
		}
		refused(t, p.Sit(ctx, 3), "register.holder_altered")
		a.write("UPDATE experts SET merged_into = '' WHERE id = ?", merged)
		if err := p.Sit(ctx, 3); err != nil {
			t.Fatal(err)
		}

		// An earlier row is as true as it was then, and no more.
		edit := a.earlier(ctx, staff, suspended)
		refused(t, p.Sit(ctx, 2), "register.holder_altered")
		a.restored(ctx, staff, "/api/experts/"+suspended, edit)

		// What nobody stated of a company decides of nobody.
		var found api.Page[api.CompanyView]
		if err := staff.Get(ctx, "/api/companies?q="+demo.CreditCode(601), &found); err != nil || len(found.Items) != 1 {
			t.Fatal(found, err)
		}
		company := found.Items[0].ID
		a.write("UPDATE companies SET facts = ?, mark = 'x' WHERE id = ?", strings.Replace(a.read("SELECT facts FROM companies WHERE id = ?", company), `{"name":"`, `{"name":"又`, 1), company)
		a.write("INSERT INTO register_marks (mark, at_ms) SELECT 'x', MAX(at_ms) FROM register_marks")
		refused(t, p.Sit(ctx, 2), "register.rows_altered")
		refused(t, as(t, p, "staff").Post(ctx, "/api/lots/"+lots[1]+"/draws", struct{}{}, nil), "register.rows_altered")
		a.restored(ctx, staff, "/api/companies/"+company, companySheet{Version: 1, Name: "又一公司", CreditCode: demo.CreditCode(601)})
		if err := p.Sit(ctx, 2); err != nil {
			t.Fatal(err)
		}

		// A pool rests on no such row, and names it.
		var other api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lots[1], &other); err != nil {
			t.Fatal(err)
		}
		eligible := a.read("SELECT MIN(expert_id) FROM expert_specialties WHERE code = ?", other.Plan[0].Specialties[0])
		notDrawn := func() {
			t.Helper()
			err := staff.Post(ctx, "/api/lots/"+lots[1]+"/draws", struct{}{}, nil)
			if refused(t, err, "register.rows_altered"); !strings.Contains(err.Error(), eligible) {
				t.Errorf("the row is not named: %v", err)
			}
		}
		region := a.read("SELECT region FROM experts WHERE id = ?", eligible)
		a.write("UPDATE experts SET region = '999999' WHERE id = ?", eligible)
		notDrawn()
		a.write("UPDATE experts SET region = ? WHERE id = ?", region, eligible)
		a.earlier(ctx, staff, eligible)
		notDrawn()
		if err := staff.Post(ctx, "/api/experts/"+eligible+"/restore", struct{}{}, nil); err != nil {
			t.Fatal(err)
		}
		if err := staff.Post(ctx, "/api/lots/"+lots[1]+"/draws", struct{}{}, nil); err != nil {
			t.Fatal(err)
		}
		replaced(ctx, t, c, lots[0], declined)
	})
}

// earlier has somebody change an expert, and then puts the row back as it was
// before. It returns what would be the same change.
func (a administrator) earlier(ctx context.Context, staff *demo.Client, id string) (edit rooms.ExpertEdit) {
	a.t.Helper()
	var before api.ExpertView
	if err := staff.Get(ctx, "/api/experts/"+id, &before); err != nil {
		a.t.Fatal(err)
	}
	tag, facts := a.read("SELECT tag FROM experts WHERE id = ?", id), a.read("SELECT facts FROM experts WHERE id = ?", id)
	edit = rooms.ExpertEdit{Version: before.Version, Leave: &rooms.Leave{Rows: []rooms.LeaveRow{{From: "2031-01-01", To: "2031-01-02"}}}}
	if err := staff.Patch(ctx, "/api/experts/"+id, edit, nil); err != nil {
		a.t.Fatal(err)
	}
	a.write("UPDATE experts SET tag = ?, facts = ?, version = version - 1 WHERE id = ?", tag, []byte(facts), id)
	return edit
}

// ask has who was drawn checked again, for a company that is new and nobody's.
func ask(ctx context.Context, t *testing.T, staff *demo.Client, code int) {
	t.Helper()
	if err := staff.Post(ctx, "/api/companies", companySheet{Name: "与本项目无关的公司", CreditCode: demo.CreditCode(code)}, nil); err != nil {
		t.Fatal(err)
	}
}

// restored holds that the page of an entry says that it was altered, that nobody
// changes it so, and that putting it back is a version and an entry of the log.
func (a administrator) restored(ctx context.Context, staff *demo.Client, path string, edit any) {
	a.t.Helper()
	type entry struct {
		ID      string
		Version int64
		Altered bool
		History []api.VersionView
	}
	var was, is entry
	if err := staff.Get(ctx, path, &was); err != nil || !was.Altered {
		a.t.Fatalf("%+v is altered: %v", was, err)
	}
	refused(a.t, staff.Patch(ctx, path, edit, nil), "register.rows_altered")
	if err := staff.Post(ctx, path+"/restore", struct{}{}, &is); err != nil {
		a.t.Fatal(err)
	}
	if is.Altered || is.Version != was.History[0].Version+1 || is.History[0].Act != rooms.ByRestore || len(is.History[0].Changed) > 0 {
		a.t.Errorf("after %+v it is %+v", was, is)
	}
	refused(a.t, staff.Post(ctx, path+"/restore", struct{}{}, nil), "register.not_altered")
	body := a.read("SELECT bytes FROM log_entries WHERE tree = 'centre' AND kind = 'register.restored' ORDER BY seq DESC LIMIT 1")
	if !strings.Contains(body, `"subject":"`+is.ID+`"`) {
		a.t.Errorf("the log says %s", body)
	}
}
