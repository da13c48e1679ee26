package evidence_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bidroom/server/evidence"
)

// second runs the second verifier, which knows docs/process-log.md and nothing
// of this package, and returns what it says.
func second(t *testing.T, file []byte, o evidence.Options) (sound bool, states map[string]evidence.State, said string) {
	t.Helper()
	dir := t.TempDir()
	keep := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	args := []string{"testdata/verify.py", keep("evidence.zip", string(file))}
	if o.Fingerprint != "" {
		args = append(args, "--key", o.Fingerprint)
	}
	if o.Recordings != "" {
		args = append(args, "--recordings", o.Recordings)
	}
	for i, note := range o.Held {
		args = append(args, "--checkpoint", keep("held"+string(rune('a'+i)), note))
	}
	command := exec.Command("python3", args...)
	var faults bytes.Buffer
	command.Stderr = &faults
	out, err := command.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) || faults.Len() > 0 {
		t.Fatalf("the second verifier failed: %v\n%s%s", err, out, &faults)
	}
	states = map[string]evidence.State{}
	for line := range strings.Lines(string(out)) {
		if part, state, two := strings.Cut(strings.TrimSpace(line), " "); two && !strings.HasPrefix(line, " ") {
			states[part] = evidence.State(state)
		}
	}
	return err == nil, states, string(out)
}

// agree runs both verifiers on a file and compares what they say of every part
// that the second one knows.
func agree(t *testing.T, file []byte, o evidence.Options) *evidence.Report {
	t.Helper()
	r := verify(t, file, o)
	sound, states, said := second(t, file, o)
	if sound != r.Sound() {
		t.Errorf("the second verifier says sound: %t\n%s\nthe first %+v", sound, said, r.Parts)
	}
	if !sound {
		return r
	}
	for _, part := range []string{evidence.PartLog, evidence.PartCheckpoints, evidence.PartKeys, evidence.PartDraw, evidence.PartSignatures, evidence.PartReport, evidence.PartRecordings} {
		if states[part] != r.Part(part).State {
			t.Errorf("%s is %s, the second verifier says %q\n%s", part, r.Part(part).State, states[part], said)
		}
	}
	return r
}

func TestSecondVerifierHasAtMost300Lines(t *testing.T) {
	text, err := os.ReadFile("testdata/verify.py")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(text, []byte("\n")); lines > 300 {
		t.Errorf("%d lines", lines)
	}
}

func TestSecondVerifierAgrees(t *testing.T) {
	l := closeLot(t)
	held := []string{l.note(lotID, leaves(l.log.entries), 20)}
	full, public := l.bundle(evidence.Full), l.bundle(evidence.Public)
	agree(t, pack(t, full), evidence.Options{Fingerprint: l.signer.Fingerprint(), Held: held, Recordings: l.dir})
	agree(t, pack(t, full), evidence.Options{})
	agree(t, pack(t, public), evidence.Options{Held: held})
	agree(t, pack(t, l.centreBundle()), evidence.Options{Fingerprint: l.signer.Fingerprint()})
	if r := agree(t, pack(t, full), evidence.Options{Fingerprint: strings.Repeat("0", 64)}); r.Sound() {
		t.Error("another key's fingerprint was taken")
	}
	other := append([]string{l.note(lotID, leaves(l.log.entries[1:]), 20)}, held...)
	if r := agree(t, pack(t, full), evidence.Options{Held: other}); r.Sound() {
		t.Error("a checkpoint of another log was taken")
	}
	spoil := filepath.Join(l.dir, "meeting-2", "kiosk-0.mp4")
	if err := os.WriteFile(spoil, []byte("first segment of kiosk 1 and the other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := agree(t, pack(t, full), evidence.Options{Recordings: l.dir}); r.Sound() {
		t.Error("another recording was taken")
	}
}
