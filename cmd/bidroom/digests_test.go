package main

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/store/storetest"
)

// digestsOf returns the digests of a lot's log, in its order.
func digestsOf(t *testing.T, c *centre, lot string) (list []*evaluation.DraftsDigested) {
	t.Helper()
	entries, _, err := c.handlers.Rooms.Entries(t.Context(), lot, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind != "drafts.digested" {
			continue
		}
		act, err := evaluation.Decode(e.Kind, e.Body)
		if err != nil || e.Actor != "system" {
			t.Fatalf("entry %d by %s: %v", e.Seq, e.Actor, err)
		}
		list = append(list, act.(*evaluation.DraftsDigested))
	}
	return list
}

// stroke types one field at a kiosk.
func stroke(t *testing.T, kiosk *demo.Client, state api.KioskState, value string, seq int64) {
	t.Helper()
	for _, c := range state.Lot.Criteria {
		if c.Kind == "points" {
			draft := api.DraftView{Bid: state.Lot.Bidders[0].Bid, Criterion: c.ID, Value: value, Note: "两行\n备注", Seq: seq}
			if err := kiosk.Put(t.Context(), "/api/kiosk/drafts", map[string]any{"drafts": []api.DraftView{draft}}, nil); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatal("nothing to score")
}

// What members type is committed to while they type: for the seats that have
// typed since the last digest, and before a sheet is submitted.
func TestDraftDigests(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "evaluating")
		ctx := t.Context()
		kiosk, state := atKiosk(t, p, 1)
		seat := state.Member.Seat
		stroke(t, kiosk, state, "1.5", 1)

		working, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		running.Go(func() {
			c.handlers.Rooms.KeepDigesting(working, 10*time.Millisecond, slog.New(slog.NewTextHandler(t.Output(), nil)))
		})
		until(ctx, t, "a digest of what was typed", func() bool { return len(digestsOf(t, c, lots[0])) == 1 })
		time.Sleep(50 * time.Millisecond) // some more rounds, in which nobody types
		stroke(t, kiosk, state, "2", 2)
		stop()
		running.Wait() // the last round is at the end
		made := digestsOf(t, c, lots[0])
		if len(made) != 2 || len(made[1].Drafts) != 1 || made[1].Drafts[0].Seat != seat || made[1].Drafts[0].Marks != 1 {
			t.Fatalf("after two strokes of seat %d the log holds %+v", seat, made)
		}

		if err := p.Take(ctx, lots[0], "sealed"); err != nil {
			t.Fatal(err)
		}
		var seats []int
		for _, d := range digestsOf(t, c, lots[0])[2:] {
			for _, one := range d.Drafts {
				seats = append(seats, one.Seat)
			}
		}
		if slices.Sort(seats); !slices.Equal(seats, []int{1, 2, 3, 4, 5}) {
			t.Errorf("before the submissions the drafts of the seats %v were digested", seats)
		}
		for _, full := range []bool{false, true} {
			args := []string{lots[0]}
			if full {
				args = append(args, "--full")
			}
			name := exported(t, cfg, args...)
			if code, states := statesOf(t, name); code != 0 || states[evidence.PartLog] != evidence.Checked {
				t.Errorf("verify ended with %d: %v", code, states)
			}
			file, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(file), "bidroom/draft/1") != full {
				t.Errorf("full=%v: the file opens drafts, or does not", full)
			}
		}
	})
}
