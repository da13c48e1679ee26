package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	mathrand "math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/proclog"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// begin starts a centre for a test, on SQLite or on the given MySQL database.
func begin(t testing.TB, db string) (*centre, Config) {
	t.Helper()
	cfg := Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0", DB: db}
	return beginAs(t, cfg), cfg
}

// beginAs starts a centre for a test.
func beginAs(t testing.TB, cfg Config) *centre {
	t.Helper()
	c, err := start(context.Background(), cfg, true, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// played starts a centre and brings its first lot to a stage, one of
// [demo.Stages] from "tender" on.
func played(t *testing.T, db, stage string) (c *centre, cfg Config, p *demo.Play, lots []string) {
	t.Helper()
	c, cfg = begin(t, db)
	p = &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
	if err := p.SetUp(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	lots, err := p.Tender(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stage != "tender" {
		if err := p.Take(t.Context(), lots[0], stage); err != nil {
			t.Fatal(err)
		}
	}
	return c, cfg, p, lots
}

// atKiosk returns the client of a seat's kiosk, and what it shows.
func atKiosk(t *testing.T, p *demo.Play, seat int) (kiosk *demo.Client, state api.KioskState) {
	t.Helper()
	kiosk, _, err := p.Kiosk(t.Context(), seat)
	if err != nil {
		t.Fatal(err)
	}
	if err := kiosk.Get(t.Context(), "/api/kiosk/state", &state); err != nil {
		t.Fatal(err)
	}
	return kiosk, state
}

// A whole case from the register to the seal, over the network, on every
// database; then its log alone must give the same case.
func TestWholeCase(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "tender")
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
		defer cancel()
		for _, lot := range lots {
			if err := p.Take(ctx, lot, "sealed"); err != nil {
				t.Fatal(err)
			}
			replay(t, c, lot)
			takeOut(t, c, p, lot)
			staff, err := p.As(ctx, "staff")
			if err != nil {
				t.Fatal(err)
			}
			var pdf []byte
			if err := staff.Get(ctx, "/api/lots/"+lot+"/report.pdf", &pdf); err != nil {
				t.Fatal(err)
			}
			check := exec.Command("pdftotext", "-", "-")
			check.Stdin = bytes.NewReader(pdf)
			if text, err := check.Output(); err != nil || !bytes.Contains(text, []byte("滨河片区基础设施提升项目")) {
				t.Errorf("the report of lot %s does not name its tender: %v", lot, err)
			} else if !bytes.Contains(text, []byte("采纳（")) {
				t.Errorf("the report of lot %s does not say what came of the clarification", lot)
			}
		}
		broken, err := c.handlers.Rooms.DB.Invariants(ctx)
		if err != nil || len(broken) > 0 {
			t.Errorf("after the cases: %v %v", broken, err)
		}
		takeOutStopped(t, c, cfg)
	})
}

// replay folds a lot's log from nothing: every act must be accepted again,
// and the meeting must end sealed with the tally that the server stated.
func replay(t *testing.T, c *centre, lot string) {
	t.Helper()
	ctx := context.Background()
	entries, size, err := c.handlers.Rooms.Entries(ctx, lot, 0, 100_000)
	if err != nil || int64(len(entries)) != size {
		t.Fatalf("%d of %d entries: %v", len(entries), size, err)
	}
	var again evaluation.Case
	var drawn draw.Draw
	for _, e := range entries {
		meta := draw.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}
		if act, err := draw.Decode(e.Kind, e.Body); err == nil {
			if draw.Begins(act) {
				drawn = draw.Draw{}
			}
			if err := drawn.Apply(meta, act); err != nil {
				t.Fatalf("entry %d, %s: %v", e.Seq, e.Kind, err)
			}
			continue
		}
		act, err := evaluation.Decode(e.Kind, e.Body)
		if err != nil {
			t.Fatalf("entry %d, %s: %v", e.Seq, e.Kind, err)
		}
		if err := again.Apply(evaluation.Meta(meta), act); err != nil {
			t.Fatalf("entry %d, %s: %v", e.Seq, e.Kind, err)
		}
		opened := func(datum evaluation.Datum) evaluation.Opening {
			opening, err := c.handlers.Rooms.Opening(ctx, lot, datum)
			if err != nil {
				t.Fatal(err)
			}
			return opening
		}
		switch act := act.(type) {
		case *evaluation.BidsCoded:
			err = again.OpenCodes(opened(act.Codes))
		case *evaluation.LeadsFound:
			err = again.OpenLeads(opened(act.Facts))
		case *evaluation.SheetSubmitted:
			err = again.OpenSheet(act.Seat, opened(act.Marks))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if again.Stage() != evaluation.Sealed || again.Meeting.TallyUnchecked || len(again.Meeting.Tally.Candidates) != 3 {
		t.Errorf("lot %s ends at %s with %+v", lot, again.Stage(), again.Meeting.Tally)
	}
	if err := c.handlers.Rooms.SignGrown(ctx); err != nil {
		t.Fatal(err)
	}
	checkTrees(t, c)
}

// checkTrees recomputes every tree from the entries' bytes and holds it
// against its signed checkpoint.
func checkTrees(t *testing.T, c *centre) {
	t.Helper()
	if err := c.handlers.Rooms.DB.Read(context.Background(), func(tx *store.Tx) error {
		trees, err := tx.Trees()
		if err != nil {
			return err
		}
		for _, tree := range trees {
			entries, err := tx.Entries(tree.Tree, 0, 100_000)
			if err != nil {
				return err
			}
			var memory proclog.Memory
			for _, e := range entries {
				text, err := e.Bytes()
				if err != nil {
					return err
				}
				if err := memory.Add(proclog.LeafHash(text)); err != nil {
					return err
				}
			}
			note, err := tx.LastCheckpoint(tree.Tree)
			if err != nil {
				return err
			}
			checkpoint, err := proclog.OpenCheckpoint(note.Note, c.handlers.LogKey)
			if err != nil {
				return err
			}
			root, err := memory.RootAt(checkpoint.Size)
			if err != nil {
				return err
			}
			if root != checkpoint.Root || checkpoint.Tree() != tree.Tree {
				t.Errorf("tree %s at %d: its checkpoint is of another tree", tree.Tree, checkpoint.Size)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
