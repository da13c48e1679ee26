package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// takeOut exports a sealed lot both ways, verifies the files as a stranger
// would, and then everything that an attacker could do to an entry of each
// kind, if mangled is set: it takes a while, and the database does not matter.
func takeOut(t *testing.T, c *centre, p *demo.Play, lot string, mangled bool) {
	t.Helper()
	ctx := context.Background()
	authority, err := p.As(ctx, "discipline")
	if err != nil {
		t.Fatal(err)
	}
	fingerprint := c.handlers.Rooms.Signer.Fingerprint()
	for full, want := range map[string]map[string]evidence.State{
		"0": {"key": evidence.Checked, "log": evidence.Checked, "centre": evidence.Checked, "draw": evidence.Checked, "exclusions": evidence.NotContained, "meeting": evidence.Checked, "scores": evidence.Checked},
		"1": {"key": evidence.Checked, "log": evidence.Checked, "centre": evidence.Checked, "draw": evidence.Checked, "exclusions": evidence.Checked, "meeting": evidence.Checked, "scores": evidence.Checked},
	} {
		var file []byte
		if err := authority.Get(ctx, "/api/lots/"+lot+"/export?full="+full, &file); err != nil {
			t.Fatal(err)
		}
		bundle, err := evidence.Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		report := evidence.Verify(bundle, evidence.Options{Fingerprint: fingerprint, Held: bundle.Checkpoint})
		for _, part := range report.Parts {
			if want[part.Name] != part.State {
				t.Errorf("full=%s: %s is %s (%s %s), want %s", full, part.Name, part.State, part.At, part.Why, want[part.Name])
			}
			delete(want, part.Name)
		}
		if len(want) > 0 {
			t.Errorf("full=%s: nothing was said of %v", full, want)
		}
		commandLine(t, file, fingerprint)
		if mangled && full == "1" {
			mangle(t, c, bundle)
		}
	}
}

// commandLine runs the command on the file, in both languages.
func commandLine(t *testing.T, file []byte, fingerprint string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "evidence.zip")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, faults bytes.Buffer
	if code := run([]string{"verify", name, "--key", fingerprint, "--lang", "en"}, &out, &faults); code != 0 || strings.Contains(out.String(), "broken") {
		t.Errorf("verify ended with %d: %s%s", code, &out, &faults)
	}
	out.Reset()
	if code := run([]string{"verify", name, "--lang", "en"}, &out, &faults); code != 0 || !strings.Contains(out.String(), "itself only") {
		t.Errorf("without a key, verify said: %s%s", &out, &faults)
	}
	if code := run([]string{"verify", name, "--key", strings.Repeat("0", 64)}, &out, &faults); code != 1 {
		t.Errorf("another key's fingerprint was taken: %d", code)
	}
}

// mangle changes one entry of each kind in four ways, once as it is, and once
// with the whole log numbered, hashed and signed anew by its own key.
func mangle(t *testing.T, c *centre, sound *evidence.Bundle) {
	t.Helper()
	seen := map[string]bool{}
	for i, text := range sound.Entries {
		e, err := proclog.ParseEntry(text)
		if err != nil {
			t.Fatal(err)
		}
		if seen[e.Kind] {
			continue
		}
		seen[e.Kind] = true
		for how, change := range map[string]func([][]byte) [][]byte{
			"flip":   func(l [][]byte) [][]byte { l[i] = flip(l[i]); return l },
			"drop":   func(l [][]byte) [][]byte { return slices.Delete(l, i, i+1) },
			"swap":   func(l [][]byte) [][]byte { j := (i + 1) % len(l); l[i], l[j] = l[j], l[i]; return l },
			"replay": func(l [][]byte) [][]byte { return slices.Insert(l, i+1, l[i]) },
		} {
			raw := *sound
			raw.Entries = change(slices.Clone(sound.Entries))
			if evidence.Verify(&raw, evidence.Options{}).Sound() {
				t.Errorf("%s of entry %d, %s, was not seen", how, i, e.Kind)
			}
			if how == "replay" && i == len(sound.Entries)-1 {
				continue // what the log's own key appends behind everything is a new act, not a forged one
			}
			signed := resign(t, c, &raw)
			if evidence.Verify(signed, evidence.Options{Held: sound.Checkpoint}).Sound() {
				t.Errorf("%s of entry %d, %s, signed anew, was not seen with a held checkpoint", how, i, e.Kind)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("the case holds %d kinds of entries only", len(seen))
	}
}

// flip changes the first letter of an entry's role, which every entry has.
func flip(text []byte) []byte {
	changed := slices.Clone(text)
	at := bytes.Index(changed, []byte(`"role":"`)) + len(`"role":"`)
	changed[at]++
	return changed
}

// resign makes the best forgery that the log's own key can make: entries
// numbered in order, and a checkpoint that fits.
func resign(t *testing.T, c *centre, b *evidence.Bundle) *evidence.Bundle {
	t.Helper()
	forged := *b
	forged.Entries = nil
	var tree proclog.Memory
	var last int64
	for i, text := range b.Entries {
		e, err := proclog.ParseEntry(text)
		if err != nil {
			t.Fatal(err)
		}
		last = max(last, e.AtMs)
		e.Seq, e.AtMs = int64(i), last
		text, err := e.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Add(proclog.LeafHash(text)); err != nil {
			t.Fatal(err)
		}
		forged.Entries = append(forged.Entries, text)
	}
	root, err := tree.RootAt(tree.Size)
	if err != nil {
		t.Fatal(err)
	}
	if forged.Checkpoint, err = c.handlers.Rooms.Signer.Sign(b.Manifest.Lot, tree.Size, root); err != nil {
		t.Fatal(err)
	}
	forged.CentreEntry = nil
	return &forged
}
