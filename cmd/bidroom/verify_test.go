package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// takeOut exports a sealed lot both ways and verifies the files as a stranger
// would, with the command.
// drawState is what is found of the draw where it is not checked.
func takeOut(t *testing.T, c *centre, p *demo.Play, lot string, drawState ...evidence.State) {
	t.Helper()
	ctx := context.Background()
	authority, err := p.As(ctx, "discipline")
	if err != nil {
		t.Fatal(err)
	}
	fingerprint := c.handlers.Rooms.Signer.Fingerprint()
	held, _, err := c.handlers.Rooms.Checkpoint(ctx, lot, 0)
	if err != nil {
		t.Fatal(err)
	}
	public := map[string]evidence.State{evidence.PartConflicts: evidence.NotContained, evidence.PartReport: evidence.NotContained, evidence.PartRecordings: evidence.NotContained}
	for full, missing := range map[string]map[string]evidence.State{"0": public, "1": {evidence.PartRecordings: evidence.NotContained}} {
		want := map[string]evidence.State{}
		for _, part := range evidence.Parts {
			want[part] = evidence.Checked
		}
		maps.Copy(want, missing)
		for _, state := range drawState {
			want[evidence.PartDraw] = state
		}
		var file []byte
		if err := authority.Get(ctx, "/api/lots/"+lot+"/export?full="+full, &file); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		name, note := filepath.Join(dir, "evidence.zip"), filepath.Join(dir, "checkpoint")
		for path, content := range map[string][]byte{name: file, note: []byte(held)} {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var out, faults bytes.Buffer
		code := run([]string{"verify", name, "--key", proclog.FormatFingerprint(fingerprint), "--checkpoint", note, "--json"}, &out, &faults)
		var report evidence.Report
		if err := json.Unmarshal(out.Bytes(), &report); err != nil || code != 0 {
			t.Fatalf("verify ended with %d: %s %v", code, &faults, err)
		}
		for _, part := range report.Parts {
			if part.State != want[part.Name] {
				t.Errorf("full=%s: want %s, got %+v", full, want[part.Name], part)
			}
		}
		commandLine(t, name, len(file))
	}
}

// exported takes a lot's file out with the command, while the server runs.
func exported(t *testing.T, cfg Config, args ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "evidence.zip")
	var out, faults bytes.Buffer
	if code := run(append([]string{"export"}, append(args, "--data", cfg.Data, "--db", cfg.DB, "--out", name)...), &out, &faults); code != 0 || out.String() != name+"\n" {
		t.Fatalf("export ended with %d: %s%s", code, &out, &faults)
	}
	return name
}

// statesOf verifies a file with the command and returns what it says of each
// part.
func statesOf(t *testing.T, args ...string) (code int, states map[string]evidence.State) {
	t.Helper()
	var out, faults bytes.Buffer
	code = run(append(append([]string{"verify"}, args...), "--json"), &out, &faults)
	var report evidence.Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("verify ended with %d: %v: %s", code, err, &faults)
	}
	states = map[string]evidence.State{}
	for _, part := range report.Parts {
		states[part.Name] = part.State
	}
	return code, states
}

// commandLine runs the command on a file as people do.
func commandLine(t *testing.T, name string, size int) {
	t.Helper()
	verify := func(args ...string) (code int, said string) {
		var out, faults bytes.Buffer
		code = run(append([]string{"verify", name}, args...), &out, &faults)
		return code, out.String() + faults.String()
	}
	if code, said := verify("--lang", "en"); code != 0 || !strings.Contains(said, "itself only") || strings.Contains(said, "verify.") {
		t.Errorf("without a key, verify ended with %d: %s", code, said)
	}
	if code, said := verify(); code != 0 || !strings.Contains(said, "已核验") || strings.Contains(said, "verify.") {
		t.Errorf("in Chinese, verify ended with %d: %s", code, said)
	}
	if code, said := verify("--key", strings.Repeat("0", 64)); code != 1 {
		t.Errorf("another key's fingerprint was taken: %d: %s", code, said)
	}
	if code, said := verify("--key", "1234"); code != 1 {
		t.Errorf("half a fingerprint was taken: %d: %s", code, said)
	}
	if err := os.Truncate(name, int64(size/2)); err != nil {
		t.Fatal(err)
	}
	if code, said := verify("--lang", "en"); code != 1 || !strings.Contains(said, "not an evidence file") {
		t.Errorf("half a file: %d: %s", code, said)
	}
}

// The flags may stand before the file and after it, and a checkpoint may be
// given twice.
func TestVerifyTakesItsArguments(t *testing.T) {
	var list texts
	for _, one := range []string{"a", "b"} {
		if err := list.Set(one); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(list, texts{"a", "b"}) {
		t.Errorf("kept %v", list)
	}
	for _, args := range [][]string{{"verify"}, {"verify", "a", "b"}, {"verify", "a", "--nonsense"}} {
		if code := run(args, &bytes.Buffer{}, &bytes.Buffer{}); code != 2 {
			t.Errorf("%v ended with %d", args, code)
		}
	}
}
