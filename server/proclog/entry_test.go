package proclog_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"bidroom/server/proclog"
)

// The entry that docs/process-log.md shows.
const sample = `{"actor":"seat:3","at":"1763900000000","body":{"marks":"00","seat":"3"},"kind":"sheet.submitted","role":"member","seq":"17","tree":"0199","v":"1"}`

func TestEntryBytes(t *testing.T) {
	e := proclog.Entry{Tree: "0199", Seq: 17, Kind: "sheet.submitted", AtMs: 1763900000000, Actor: "seat:3", Role: "member",
		Body: json.RawMessage(`{"seat":"3", "marks":"00"}`)}
	got, err := e.Bytes()
	if err != nil || string(got) != sample {
		t.Fatalf("Bytes() = %s, %v, want %s", got, err, sample)
	}
	back, err := proclog.ParseEntry(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Bytes()
	if err != nil || !bytes.Equal(again, got) {
		t.Errorf("read and written again: %s, %v", again, err)
	}
}

// The leaf hash is SHA-256 over a zero byte and the entry.
func TestLeafHashAgreesWithOpenSSL(t *testing.T) {
	command := exec.Command("openssl", "dgst", "-sha256", "-binary")
	command.Stdin = strings.NewReader("\x00" + sample)
	want, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := proclog.LeafHash([]byte(sample)); !bytes.Equal(got[:], want) {
		t.Errorf("LeafHash = %x, openssl says %x", got, want)
	}
}

func TestParseEntryTakesOneFormOnly(t *testing.T) {
	for name, text := range map[string]string{
		"a space":            strings.Replace(sample, `,"at"`, `, "at"`, 1),
		"members exchanged":  strings.Replace(sample, `"actor":"seat:3","at":"1763900000000"`, `"at":"1763900000000","actor":"seat:3"`, 1),
		"an escape":          strings.Replace(sample, `seat:3`, `seat\u003a3`, 1),
		"another member":     strings.Replace(sample, `"v":"1"`, `"v":"1","w":"1"`, 1),
		"a member twice":     strings.Replace(sample, `"actor":"seat:3"`, `"actor":"seat:3","actor":"seat:3"`, 1),
		"a name in it twice": strings.Replace(sample, `"marks":"00"`, `"marks":"00","marks":"00"`, 1),
		"a space in it":      strings.Replace(sample, `{"marks"`, `{ "marks"`, 1),
		"not UTF-8":          strings.Replace(sample, `seat:3`, "seat:\xff", 1),
		"a second one":       sample + sample,
		"a member missing":   strings.Replace(sample, `"role":"member",`, ``, 1),
		"another version":    strings.Replace(sample, `"v":"1"`, `"v":"2"`, 1),
		"seq -1":             strings.Replace(sample, `"17"`, `"-1"`, 1),
		"seq 017":            strings.Replace(sample, `"17"`, `"017"`, 1),
		"seq a number":       strings.Replace(sample, `"17"`, `17`, 1),
		"seq too long":       strings.Replace(sample, `"17"`, `"9223372036854775808"`, 1),
		"at empty":           strings.Replace(sample, `"1763900000000"`, `""`, 1),
		"body no object":     strings.Replace(sample, `{"marks":"00","seat":"3"}`, `"x"`, 1),
		"name in capitals":   strings.Replace(sample, `"actor"`, `"Actor"`, 1),
		"a line feed after":  sample + "\n",
		"too long":           strings.Replace(sample, `"00"`, `"`+strings.Repeat("0", proclog.MaxEntry)+`"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if e, err := proclog.ParseEntry([]byte(text)); err == nil {
				t.Errorf("taken as %+v", e)
			}
		})
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(strings.Replace(sample, "17", "018", 1)))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := proclog.ParseEntry(text)
		if err != nil {
			return
		}
		if again, err := e.Bytes(); err != nil || !bytes.Equal(again, text) {
			t.Errorf("%q was taken, and is written as %q, %v", text, again, err)
		}
	})
}
