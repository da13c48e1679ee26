package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
)

// A built-in method that is shown is a file that checks; of several files each
// fault is named with its file, and the others are checked too.
func TestMethod(t *testing.T) {
	method := func(code int, args ...string) string {
		t.Helper()
		var out, faults bytes.Buffer
		if got := run(append([]string{"method"}, args...), &out, &faults); got != code {
			t.Errorf("%v ended with %d: %s", args, got, &faults)
		}
		return out.String() + faults.String()
	}
	listed := method(0, "list", "--lang", "en")
	dir := t.TempDir()
	for _, id := range scoring.BuiltinIDs() {
		if !strings.Contains(listed, id+" ") {
			t.Errorf("%s is not listed", id)
		}
		path := filepath.Join(dir, id+".json")
		if err := os.WriteFile(path, []byte(method(0, "show", id)), 0o600); err != nil {
			t.Fatal(err)
		}
		built, err := scoring.Builtin(id)
		if err != nil {
			t.Fatal(err)
		}
		if said := method(0, "check", path); !strings.Contains(said, built.Names()["zh-CN"]) || !strings.Contains(said, built.Hash()) {
			t.Errorf("%s: %s", id, said)
		}
	}
	broken, sound := filepath.Join(dir, "broken.json"), filepath.Join(dir, scoring.BuiltinIDs()[0]+".json")
	if err := os.WriteFile(broken, []byte("{\n\"format\": \"bidroom/method/1\""), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := method(1, "check", broken, sound, "--lang", "en"); !strings.Contains(said, broken+": 2:") || !strings.Contains(said, "is sound") {
		t.Errorf("of two files: %s", said)
	}
	if !json.Valid([]byte(method(0, "schema"))) {
		t.Error("the schema is no JSON")
	}
	method(1, "show", "no-such-method")
	method(1, "check", filepath.Join(dir, "missing.json"))
	for _, args := range [][]string{{}, {"check"}, {"show"}, {"list", "more"}, {"forget"}} {
		method(2, args...)
	}
}
