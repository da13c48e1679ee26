package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// A whole case with a panel that a library drew: a file that was wrong is
// withdrawn, who has a conflict is replaced at the import, at check-in and
// when the library tells that somebody declines, and a supervisor brings a
// supplementary list where substitutes run out.
func TestDrawnOutside(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "tender")
		ctx, lot := t.Context(), "/api/lots/"+lots[0]
		staff, supervisor := as(t, p, "staff"), as(t, p, "supervisor")
		var view api.LotView
		if err := staff.Get(ctx, lot, &view); err != nil {
			t.Fatal(err)
		}

		imports := func(login, reason string, f *experts.PanelFile) error {
			_, err := p.Import(ctx, lots[0], login, reason, f)
			return err
		}
		wrong := demo.Panel(view.Plan, 1, 1)
		drawn, err := p.Import(ctx, lots[0], "staff", "", wrong)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, imports("supervisor", "重新导入", wrong), "draw.stands")
		withdraw := func(reason string) error {
			return staff.Post(ctx, "/api/draws/"+drawn.ID+"/void", map[string]string{"reason": reason}, &drawn)
		}
		refused(t, withdraw(""), "reason.required")
		if err := withdraw("导入了另一标段的名单"); err != nil || drawn.Stage != "void" {
			t.Fatal(drawn.Stage, err)
		}

		panel := demo.Panel(view.Plan, 2, 2)
		bidder := view.Bidders[0]
		panel.Seats[1].Employer, panel.Seats[1].EmployerCode = bidder.Name, bidder.CreditCode
		panel.Substitutes[0].Employer = bidder.Name
		panel.Seats[3].Specialties = []string{"B013201"}
		known := registered(t)
		panel.Seats[0].Identity, panel.Seats[0].Name = known["identity"], known["name"]
		refused(t, imports("staff", "重新导入", panel), "access.role")
		refused(t, imports("agent", "重新导入", panel), "access.role")
		refused(t, imports("supervisor", "", panel), "reason.required")
		if drawn, err = p.Import(ctx, lots[0], "supervisor", "重新导入", panel); err != nil {
			t.Fatal(err)
		}
		sealedFrom(t, c, cfg, db, p, lots[0], drawn.ID, panel)
		if drawn.Unknown != "" {
			t.Errorf("the page says that %s of those who were drawn are unknown", drawn.Unknown)
		}
		seats(t, drawn, "1 outside 0", "2 outside 2", "3 outside 0", "4 outside 0")
		if want := []api.PanelDeviation{{Seat: 4, Kind: "specialty"}}; !slices.Equal(drawn.Outside.Deviations, want) {
			t.Errorf("it deviates in %v, want %v", drawn.Outside.Deviations, want)
		}
		p.Expect(2, panel.Substitutes[1])

		// The library tells that who was to sit on seat 3 does not come.
		answer := "/api/draws/" + drawn.ID + "/seats/3/answer"
		refused(t, staff.Post(ctx, answer, map[string]string{"answer": "accepted"}, nil), "draw.answer")
		refused(t, staff.Post(ctx, answer, map[string]string{"answer": "declined"}, nil), "reason.required")
		if err := staff.Post(ctx, answer, map[string]string{"answer": "declined", "reason": "专家库来电：出差"}, &drawn); err != nil {
			t.Fatal(err)
		}
		seats(t, drawn, "1 outside 0", "2 outside 2", "3 open 0", "4 outside 0")
		more := demo.Panel(nil, 2, 3)
		more.Substitutes[0].Seat, more.Substitutes[0].Specialties = 3, []string{"B013201"}
		more.Substitutes[1].Specialties = []string{"A080104"}
		supplement := "/api/draws/" + drawn.ID + "/supplement"
		refused(t, supervisor.Post(ctx, supplement, more, nil), "reason.required")
		more.Reason, panel.Reason = "x", "x"
		refused(t, staff.Post(ctx, supplement, more, nil), "access.role")
		refused(t, supervisor.Post(ctx, supplement, panel, nil), "outside.supplementary")
		if err := supervisor.Post(ctx, supplement, more, &drawn); err != nil {
			t.Fatal(err)
		}
		// A list that names them again is told nothing, and costs one of the four. Who has left can come by it.
		for range 2 {
			if err := supervisor.Post(ctx, supplement, more, &drawn); err != nil {
				t.Fatal(err)
			}
			seats(t, drawn, "1 outside 0", "2 outside 2", "3 outside 3", "4 outside 0")
		}
		if err := staff.Post(ctx, answer, map[string]string{"answer": "unanswered"}, &drawn); err != nil {
			t.Fatal(err)
		}
		seats(t, drawn, "1 outside 0", "2 outside 2", "3 open 0", "4 outside 0")
		if err := supervisor.Post(ctx, supplement, more, &drawn); err != nil {
			t.Fatal(err)
		}
		refused(t, supervisor.Post(ctx, supplement, more, nil), "draw.lists")
		seats(t, drawn, "1 outside 0", "2 outside 2", "3 outside 5", "4 outside 0")
		p.Expect(3, more.Substitutes[0])

		if err := c.handlers.Rooms.Recheck(ctx); err != nil { // or its entry stands between the meeting's and the check-in's
			t.Fatal(err)
		}
		if err := p.Take(ctx, lots[0], "assembling"); err != nil {
			t.Fatal(err)
		}
		suspend(ctx, t, c, idOf(ctx, t, staff, known["phone"]))
		refused(t, p.Sit(ctx, 1), "member.conflict")
		if err := staff.Get(ctx, "/api/draws/"+drawn.ID, &drawn); err != nil {
			t.Fatal(err)
		}
		seats(t, drawn, "1 outside 4", "2 outside 2", "3 outside 5", "4 outside 0")
		refused(t, p.Sit(ctx, 1), "person.unknown")
		stranger := more.Substitutes[1]
		stranger.Phone = "13700000000"
		p.Expect(1, stranger)
		refused(t, p.Sit(ctx, 1), "person.unknown")
		p.Expect(1, more.Substitutes[1])
		if err := p.Take(ctx, lots[0], "declaring"); err != nil {
			t.Fatal(err)
		}
		refused(t, withdraw("名单有误"), "draw.arrived")
		if err := p.Take(ctx, lots[0], "sealed"); err != nil {
			t.Fatal(err)
		}
		replaced(ctx, t, c, lots[0], "draw.rechecked system conflict 2", "draw.replaced system conflict 2", "draw.supplemented system supplemented 3", "draw.supplemented system supplemented 3", "meeting.opened system conflict 1")
		x, err := c.handlers.Rooms.Export(ctx, rooms.SystemActor, lots[0], true)
		if err != nil {
			t.Fatal(err)
		}
		if last := x.Draws[len(x.Draws)-1]; len(last.Candidates) == 0 || slices.ContainsFunc(last.Candidates, func(e conflict.Expert) bool { return len(e.FormerIndexes) > 0 }) {
			t.Errorf("nobody had another number: %+v", last.Candidates)
		}
		replay(t, c, lots[0])
		takeOut(t, c, p, lots[0], evidence.Outside)
	})
}

// registered returns an expert of the made-up register who may sit.
func registered(t *testing.T) map[string]string {
	t.Helper()
	for _, row := range demo.Register(7) {
		if row.Sheet == "experts" && row.Fields["status"] == "active" && strings.Contains(row.Fields["specialties"], "A080104") && len(row.Fields["name"]) > 6 {
			return row.Fields
		}
	}
	t.Fatal("nobody may sit")
	return nil
}

// seats holds how the seats of a panel stand: number, state, and which
// substitute holds it.
func seats(t *testing.T, view api.DrawView, want ...string) {
	t.Helper()
	var got []string
	for _, s := range view.Seats {
		got = append(got, strings.Join([]string{strconv.Itoa(s.Seat), s.State, strconv.Itoa(s.Place)}, " "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the seats are %q, want %q", got, want)
	}
}

// sealedFrom holds that nobody of a panel is named by its pages, its log or a
// dump of the database.
func sealedFrom(t *testing.T, c *centre, cfg Config, db string, p *demo.Play, lot, id string, panel *experts.PanelFile) {
	t.Helper()
	ctx, who, people := t.Context(), needles{}, needles{}
	for _, person := range slices.Concat(panel.Seats, panel.Substitutes) {
		people.add("an identity number", person.Identity)
		people.add("a phone number", person.Phone)
		who.add("a name, "+person.Name, person.Name)
		if !strings.Contains(person.Employer, "有限公司") { // a bidder is named where bidders are
			who.add("an employer", person.Employer)
		}
	}
	for name, rows := range storetest.Dump(t, db, filepath.Join(cfg.Data, "bidroom.db")) {
		found := people.in(rows)
		if name != "experts" && name != "register_versions" { // the register, which staff read
			found = append(found, who.in(rows)...)
		}
		if len(found) > 0 {
			t.Errorf("after the import, the table %s holds %v", name, found)
		}
	}
	for _, login := range []string{"staff", "supervisor"} {
		for _, path := range []string{"/api/draws/" + id, "/api/lots/" + lot, "/api/lots/" + lot + "/log", "/api/draws/" + id + "/record.pdf"} {
			var text []byte
			if err := as(t, p, login).Get(ctx, path, &text); err != nil {
				t.Fatal(err)
			}
			if found := append(people.in(text), who.in(text)...); len(found) > 0 {
				t.Errorf("%s shows %s %v", path, login, found)
			}
		}
	}
}
