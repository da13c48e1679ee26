package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidroom/experts/draw"
)

// A drand chain and its public key; the record of the sample mixes its round
// 123 in.
const (
	quicknetChain = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
	quicknet      = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)

// drawVerify runs the command and returns what it finds of each part, with the
// place where something is broken.
func drawVerify(t *testing.T, args ...string) (code int, parts map[string]string, faults string) {
	t.Helper()
	var out, stderr bytes.Buffer
	code = run(append([]string{"draw", "verify"}, append(args, "--json")...), &out, &stderr)
	var found draw.Found
	if err := json.Unmarshal(out.Bytes(), &found); err != nil && stderr.Len() == 0 {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, p := range found.Parts {
		parts[p.Part] = strings.TrimSpace(string(p.State) + " " + p.Where)
	}
	return code, parts, stderr.String()
}

func TestDrawVerify(t *testing.T) {
	const panel, choice = "../../experts/draw/testdata/panel.json", "../../experts/draw/testdata/choice.json"
	text, err := os.ReadFile(panel)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, from, to string) string {
		if !bytes.Contains(text, []byte(from)) {
			t.Fatalf("the sample holds no %q", from)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, bytes.Replace(text, []byte(from), []byte(to), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	otherRound := write("round.json", quicknetChain+" 123", quicknetChain+" 124")
	for _, one := range []struct {
		what string
		args []string
		code int
		want map[string]string
	}{
		{"a panel without the beacon's key", []string{panel}, 0, map[string]string{"beacon": "not_contained", "seats": "checked"}},
		{"a panel with the beacon's key", []string{panel, "--beacon-key", quicknet}, 0, map[string]string{"beacon": "checked", "seats": "checked"}},
		{"a panel with a key of another scheme", []string{panel, "--beacon-key", quicknet, "--beacon-scheme", "bls-unchained-on-g1"}, 1, map[string]string{"beacon": "broken signature"}},
		{"a panel that names another round", []string{otherRound, "--beacon-key", quicknet}, 1, map[string]string{"beacon": "broken signature", "pool": "broken pool_hash"}},
		{"a choice", []string{choice}, 0, map[string]string{"options": "checked", "shares": "checked", "seed": "checked", "order": "checked"}},
	} {
		code, parts, faults := drawVerify(t, one.args...)
		if code != one.code || faults != "" {
			t.Errorf("%s: ended with %d: %s", one.what, code, faults)
		}
		for part, state := range one.want {
			if parts[part] != state {
				t.Errorf("%s: %s is %q, want %q", one.what, part, parts[part], state)
			}
		}
	}
	for what, args := range map[string][]string{"no file": {filepath.Join(dir, "none")}, "no record": {write("no.json", `"limits"`, `"bounds"`)}, "no key": {panel, "--beacon-key", "00"},
		"a chained scheme": {panel, "--beacon-key", quicknet, "--beacon-scheme", "pedersen-bls-chained"}} {
		if code, _, faults := drawVerify(t, args...); code != 1 || !strings.HasPrefix(faults, "bidroom draw verify: ") {
			t.Errorf("%s: ended with %d: %s", what, code, faults)
		}
	}
	var out, faults bytes.Buffer
	if code := run([]string{"draw", "verify", choice, "--lang", "en"}, &out, &faults); code != 0 || !strings.Contains(out.String(), "Options: checked\n") {
		t.Errorf("in words: %d\n%s%s", code, &out, &faults)
	}
}
