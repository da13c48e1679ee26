package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// keep sends what a member keeps of files.
func keep(t *testing.T, kiosk *demo.Client, kept ...api.ReadingView) error {
	t.Helper()
	return kiosk.Put(t.Context(), "/api/kiosk/readings", map[string]any{"kept": kept}, nil)
}

// readIn returns the entries of a lot that say what was read.
func readIn(t *testing.T, c *centre, lot string) (list []*evaluation.FilesRead) {
	t.Helper()
	entries, _, err := c.handlers.Rooms.Entries(t.Context(), lot, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind != "files.read" {
			continue
		}
		act, err := evaluation.Decode(e.Kind, e.Body)
		if err != nil || e.Actor != "system" {
			t.Fatalf("entry %d by %s: %v", e.Seq, e.Actor, err)
		}
		list = append(list, act.(*evaluation.FilesRead))
	}
	return list
}

// Notes are the member's own from the first stroke until the member leaves or
// the meeting is sealed; how long files were open is in the log for the seats
// at the end of each stage, and only a full file opens it.
func TestReading(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "examining")
		ctx, lot := t.Context(), lots[0]
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		const secret = "此处工期前后矛盾"
		kiosk, state := atKiosk(t, p, 1)
		third, _ := atKiosk(t, p, 3)
		a, b := state.Lot.Bidders[0].Bid, state.Lot.Bidders[1].Bid
		must(keep(t, kiosk, api.ReadingView{File: a, Place: "84", Value: secret, Seq: 2}, api.ReadingView{File: a, Place: "examining", Value: "5", Seq: 1}, api.ReadingView{File: b, Place: "examining", Value: "9999999999", Seq: 1}))
		must(keep(t, kiosk, api.ReadingView{File: a, Place: "84", Value: "older", Seq: 1}))
		must(keep(t, third, api.ReadingView{File: b, Place: "7", Value: "三号的备注", Seq: 1}))

		_, state = atKiosk(t, p, 1)
		if got := fmt.Sprint(state.Member.Readings); got != fmt.Sprintf("[{%s 84 %s 2} {%s examining 5 1} {%s examining 9999999999 1}]", a, secret, a, b) && got != fmt.Sprintf("[{%s examining 9999999999 1} {%s 84 %s 2} {%s examining 5 1}]", b, a, secret, a) {
			t.Errorf("kept is %s", got)
		}
		for _, login := range []string{"staff", "supervisor", "discipline", "agent"} {
			for _, path := range []string{"", "/log"} {
				var seen json.RawMessage
				if err := as(t, p, login).Get(ctx, "/api/lots/"+lot+path, &seen); err == nil && strings.Contains(string(seen), secret) {
					t.Errorf("%s reads a note at %q", login, path)
				}
			}
			if err := keep(t, as(t, p, login), api.ReadingView{File: a, Place: "1", Value: "x", Seq: 1}); err == nil {
				t.Errorf("%s keeps a note", login)
			}
		}
		for seat := 2; seat <= 5; seat++ {
			_, state := atKiosk(t, p, seat)
			if text, err := json.Marshal(state); err != nil || strings.Contains(string(text), secret) {
				t.Errorf("seat %d reads the note of seat 1: %v", seat, err)
			}
		}
		bounds(t, third, a)

		must(third.Post(ctx, "/api/kiosk/recuse", map[string]string{"ground": "R10", "reason": "与投标人有利害关系"}, nil))
		meeting := state.Lot.Meeting
		held := func(seat int) (rows []store.Reading) {
			t.Helper()
			must(c.handlers.Rooms.DB.Read(ctx, func(tx *store.Tx) (err error) {
				rows, err = tx.Readings(meeting, seat)
				return err
			}))
			return rows
		}
		if rows := held(3); len(rows) > 0 {
			t.Errorf("who left leaves %d notes and times behind", len(rows))
		}
		rows := held(1)
		if len(rows) != 3 || slices.ContainsFunc(rows, func(r store.Reading) bool { return strings.Contains(string(r.ValueSealed), secret) }) {
			t.Errorf("kept in the database is %+v", rows)
		}
		must(p.Reseat(ctx, 3))
		must(p.Declare(ctx, 3))
		must(p.Take(ctx, lot, "tallied"))
		refused(t, keep(t, kiosk, api.ReadingView{File: a, Place: "84", Value: "", Seq: 3}), "access.stage")
		must(p.Take(ctx, lot, "sealed"))
		if rows := held(1); len(rows) > 0 {
			t.Errorf("%d notes and times outlive the seal", len(rows))
		}

		var said []string
		for _, act := range readIn(t, c, lot) {
			line := string(act.Stage)
			for _, one := range act.Read {
				o, err := c.handlers.Rooms.Opening(ctx, lot, one.Times)
				must(err)
				line += fmt.Sprintf(" %d:%d", one.Seat, strings.Count(o.Value, "\n")-5)
				if act.Stage == "examining" && one.Seat == 1 {
					openFor(t, o.Value, a, b)
				}
			}
			said = append(said, line)
		}
		if want := []string{"examining 3:1", "examining 1:2 2:0 3:0 4:0 5:0", "evaluating 1:0 2:0 3:0 4:0 5:0"}; !slices.Equal(said, want) {
			t.Errorf("the log has %q, want %q", said, want)
		}
		steady(t, c, lot, "files.read", 3)
		for _, full := range []bool{false, true} {
			args := []string{lot}
			if full {
				args = append(args, "--full")
			}
			name := exported(t, cfg, args...)
			if code, states := statesOf(t, name); code != 0 || states[evidence.PartLog] != evidence.Checked {
				t.Errorf("verify ended with %d: %v", code, states)
			}
			file, err := os.ReadFile(name)
			must(err)
			if strings.Contains(string(file), "bidroom/reading/1") != full || strings.Contains(string(file), secret) {
				t.Errorf("full=%v: the file opens times, or does not, or holds a note", full)
			}
		}
	})
}

// openFor holds an opened reading against what the kiosk said: 5 ms of one
// file, and for the other at most as long as the member was there.
func openFor(t *testing.T, text, a, b string) {
	t.Helper()
	for file, most := range map[string]int{a: 5, b: 10 * 60_000} {
		_, rest, _ := strings.Cut(text, "\n"+file+" ")
		ms, _, _ := strings.Cut(rest, "\n")
		if n, err := strconv.Atoi(ms); err != nil || n <= 0 || n > most {
			t.Errorf("%q", text)
		}
	}
}

// bounds tries what may be kept, at both sides of each bound.
func bounds(t *testing.T, kiosk *demo.Client, file string) {
	t.Helper()
	for place, value := range map[string]string{"1": strings.Repeat("长", 200), "99999": "末页", "examining": "0", "evaluating": "9999999999"} {
		if err := keep(t, kiosk, api.ReadingView{File: file, Place: place, Value: value, Seq: 1}); err != nil {
			t.Errorf("at %s: %v", place, err)
		}
	}
	for _, wrong := range [][4]string{
		{file, "2", strings.Repeat("长", 201), "note.long"}, {file, "0", "x", "reading.place"}, {file, "100000", "x", "reading.place"}, {file, "07", "x", "reading.place"}, {file, "-1", "x", "reading.place"},
		{file, "tallied", "1", "reading.place"}, {file, "examining", "10000000000", "reading.time"}, {file, "examining", "-1", "reading.time"}, {file, "examining", "1.5", "reading.time"}, {file, "examining", "", "reading.time"},
		{"no-bid", "1", "x", "bid.unknown"}, {"01", "1", "x", "bid.unknown"},
	} {
		refused(t, keep(t, kiosk, api.ReadingView{File: wrong[0], Place: wrong[1], Value: wrong[2], Seq: 9}), wrong[3])
	}
	pages := func(from, to int) (kept []api.ReadingView) {
		for page := from; page <= to; page++ {
			kept = append(kept, api.ReadingView{File: file, Place: strconv.Itoa(page), Value: "备注", Seq: 2})
		}
		return kept
	}
	refused(t, keep(t, kiosk, pages(1, 101)...), "reading.call")
	for from := 1; from <= 201; from += 100 { // three pages were noted before: 1 and 99999 here, and 7 of another file
		if err := keep(t, kiosk, pages(from, min(from+99, 298))...); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, keep(t, kiosk, pages(299, 299)...), "note.many")
	if err := keep(t, kiosk, api.ReadingView{File: file, Place: "298", Value: "", Seq: 3}); err != nil {
		t.Errorf("a note that is there is taken back: %v", err)
	}
}

// A note that the server has acknowledged is there after a power cut.
func TestNotesSurviveKill(t *testing.T) {
	server := serve(t, "")
	p := &demo.Play{Base: server.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.SetUp(ctx, 7))
	lots, err := p.Tender(ctx)
	must(err)
	must(p.Take(ctx, lots[0], "examining"))
	kiosk, state := atKiosk(t, p, 1)
	for seq := int64(1); seq <= 2; seq++ {
		note := api.ReadingView{File: state.Lot.Bidders[0].Bid, Place: "12", Value: strings.Repeat("字", int(seq)), Seq: seq}
		must(keep(t, kiosk, note))
		server.kill()
		server.start()
		if kiosk, state = atKiosk(t, p, 1); !slices.Equal(state.Member.Readings, []api.ReadingView{note}) {
			t.Fatalf("after kill %d: %+v", seq, state.Member.Readings)
		}
	}
}
