package evidence_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"bidroom/server/evidence"
)

// A secondRunner runs the second verifier again and again, as testdata/again.py
// does: an interpreter that starts for each file, and an openssl for each
// signature that was looked at before, are most of the work otherwise.
type secondRunner struct {
	command *exec.Cmd
	files   io.WriteCloser
	said    *bufio.Reader
}

// secondRunners are those that nobody uses, as many as run at once.
var secondRunners = make(chan *secondRunner, runtime.GOMAXPROCS(0))

func TestMain(m *testing.M) {
	for range cap(secondRunners) {
		secondRunners <- nil // started when it is needed
	}
	code := m.Run()
	for range cap(secondRunners) {
		if r := <-secondRunners; r != nil {
			if err := errors.Join(r.files.Close(), r.command.Wait()); err != nil {
				fmt.Fprintln(os.Stderr, "the second verifier:", err)
				code = 1
			}
		}
	}
	os.Exit(code)
}

func startSecond() (r *secondRunner, err error) {
	r = &secondRunner{command: exec.Command("python3", "testdata/again.py")}
	r.command.Stderr = os.Stderr
	if r.files, err = r.command.StdinPipe(); err != nil {
		return nil, err
	}
	said, err := r.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.said = bufio.NewReader(said)
	return r, r.command.Start()
}

// run returns the exit code of a run, and what it wrote.
func (r *secondRunner) run(args []string) (code int, out, faults string, err error) {
	line, err := json.Marshal(args)
	if err != nil {
		return 0, "", "", err
	}
	if _, err := r.files.Write(append(line, '\n')); err != nil {
		return 0, "", "", err
	}
	if line, err = r.said.ReadBytes('\n'); err != nil {
		return 0, "", "", err
	}
	err = json.Unmarshal(line, &[]any{&code, &out, &faults})
	return code, out, faults, err
}

// second runs the second verifier, which knows docs/process-log.md and nothing
// of this package, and returns what it says.
func second(t *testing.T, file []byte, o evidence.Options) (sound bool, states map[string]evidence.State, said string) {
	t.Helper()
	return secondOn(t, secondArgs(t, file, o))
}

// secondOn is second with arguments that are made already.
func secondOn(t *testing.T, args []string) (sound bool, states map[string]evidence.State, said string) {
	t.Helper()
	r := <-secondRunners
	defer func() { secondRunners <- r }()
	if r == nil {
		var err error
		if r, err = startSecond(); err != nil {
			t.Fatal(err)
		}
	}
	code, out, faults, err := r.run(args)
	if err != nil || code > 1 || faults != "" {
		t.Fatalf("the second verifier failed: %d %v\n%s%s", code, err, out, faults)
	}
	return code == 0, secondStates(out), out
}

// secondStates reads the states of the parts out of what the second verifier
// wrote.
func secondStates(out string) map[string]evidence.State {
	states := map[string]evidence.State{}
	for line := range strings.Lines(out) {
		if part, state, two := strings.Cut(strings.TrimSpace(line), " "); two && !strings.HasPrefix(line, " ") {
			states[part] = evidence.State(state)
		}
	}
	return states
}

// secondArgs writes what the second verifier is to read, and returns its
// arguments.
func secondArgs(t *testing.T, file []byte, o evidence.Options) []string {
	t.Helper()
	dir := t.TempDir()
	keep := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	args := []string{keep("evidence.zip", string(file))}
	if o.Fingerprint != "" {
		args = append(args, "--key", o.Fingerprint)
	}
	if o.Recordings != "" {
		args = append(args, "--recordings", o.Recordings)
	}
	for i, note := range o.Held {
		args = append(args, "--checkpoint", keep("held"+string(rune('a'+i)), note))
	}
	return args
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

// What is run again and again says what it says by itself, as a stranger runs
// it, which asks openssl of every signature.
func TestSecondVerifierByItself(t *testing.T) {
	l := closeLot(t)
	sound, wrong := pack(t, l.bundle(evidence.Full)), lotTampering(t, l)
	seq := first(t, wrong.entries, "report.signed")
	entries := slices.Clone(wrong.entries)
	entries[seq] = changed(t, entries[seq], func(body map[string]any) { body["signature"] = strings.Repeat("a", 128) })
	held := []string{l.note(lotID, leaves(l.log.entries), 20)}
	for _, tt := range []struct {
		file    []byte
		o       evidence.Options
		code    int
		finding string
	}{
		{sound, evidence.Options{Fingerprint: l.signer.Fingerprint(), Held: held, Recordings: l.dir}, 0, "\nsound\n"},
		{sound, evidence.Options{Held: []string{strings.Replace(held[0], "\n20\n", "\n21\n", 1)}}, 1, "the log's key has not signed"},
		{wrong.pack(entries, "flip", seq, true), evidence.Options{}, 1, "the signature is wrong"},
	} {
		args := secondArgs(t, tt.file, tt.o)
		command := exec.Command("python3", append([]string{"testdata/verify.py"}, args...)...)
		var faults bytes.Buffer
		command.Stderr = &faults
		out, err := command.Output()
		if command.ProcessState.ExitCode() != tt.code || faults.Len() > 0 || !strings.Contains(string(out), tt.finding) {
			t.Errorf("want %d and %q: %v\n%s%s", tt.code, tt.finding, err, out, &faults)
		}
		if _, _, said := secondOn(t, args); said != string(out) {
			t.Errorf("by itself\n%s\nagain\n%s", out, said)
		}
	}
	if code := exec.Command("python3", "testdata/verify.py", "second_test.go").Run(); code == nil {
		t.Error("what is no evidence file was taken")
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
