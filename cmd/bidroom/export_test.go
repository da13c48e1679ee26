package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidroom/server/evidence"
	"bidroom/server/keys"
)

// takeOutStopped stops a centre with a sealed lot and takes it out with the
// command: by its number, with its key, and not otherwise.
func takeOutStopped(t *testing.T, c *centre, cfg Config) {
	t.Helper()
	if err := c.stop(); err != nil {
		t.Fatal(err)
	}
	for _, full := range []bool{false, true} {
		args := []string{"2026-017-01"}
		want := evidence.NotContained
		if full {
			args, want = append(args, "--full"), evidence.Checked
		}
		if code, states := statesOf(t, exported(t, cfg, args...)); code != 0 || states[evidence.PartLog] != evidence.Checked || states[evidence.PartConflicts] != want {
			t.Errorf("full=%v: verify ended with %d: %v", full, code, states)
		}
	}
	there := filepath.Join(t.TempDir(), "there.zip")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, tt := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no lot":               {[]string{"--data", cfg.Data}, 2, "lot"},
		"no data":              {[]string{"2026-017-01"}, 2, "--data"},
		"no such lot":          {[]string{"2026-018-01", "--data", cfg.Data, "--db", cfg.DB, "--lang", "en"}, 1, "lot"},
		"no such centre":       {[]string{"2026-017-01", "--data", t.TempDir()}, 1, "master key"},
		"a file that is there": {[]string{"2026-017-01", "--data", cfg.Data, "--db", cfg.DB, "--out", there}, 1, "exists"},
	} {
		var out, faults bytes.Buffer
		if code := run(append([]string{"export"}, tt.args...), &out, &faults); code != tt.code || !strings.Contains(faults.String(), tt.says) || out.Len() > 0 {
			t.Errorf("%s: ended with %d: %s%s", what, code, &out, &faults)
		}
	}
	if text, err := os.ReadFile(there); err != nil || string(text) != "mine" {
		t.Errorf("a file that was there holds %q: %v", text, err)
	}
	refuseOtherKey(t, cfg)
}

// refuseOtherKey holds that neither the server nor the export works over the
// data with another key, and that both say so.
func refuseOtherKey(t *testing.T, cfg Config) {
	t.Helper()
	other, err := keys.New(strings.NewReader(strings.Repeat("k", keys.Size)))
	if err != nil {
		t.Fatal(err)
	}
	cfg.Key = filepath.Join(t.TempDir(), "other.key")
	if err := other.Save(cfg.Key); err != nil {
		t.Fatal(err)
	}
	const says = "is not the master key of this data"
	c, err := start(context.Background(), cfg, true, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), cfg.Key) {
		t.Errorf("a server started with another key: %v", err)
	}
	if err == nil {
		t.Error(c.stop())
	}
	var out, faults bytes.Buffer
	code := run([]string{"export", "2026-017-01", "--data", cfg.Data, "--db", cfg.DB, "--key", cfg.Key, "--out", filepath.Join(t.TempDir(), "e.zip")}, &out, &faults)
	if code != 1 || !strings.Contains(faults.String(), says) {
		t.Errorf("an export with another key ended with %d: %s", code, &faults)
	}
}
