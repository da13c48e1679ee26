package proclog_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"bidroom/server/proclog"
)

// entryOf is the canonical text of an entry with a list of n values that look
// like one.
func entryOf(n int, one string) string {
	return `{"actor":"a","at":"1","body":{"list":[` + strings.Repeat(one+",", n-1) + one + `]},"kind":"k","role":"r","seq":"0","tree":"t","v":"1"}`
}

// An entry holds [proclog.MaxValues] values and no more: itself, its eight
// members, the list in its body, and what is in that. A comma or a bracket within
// a text is no value.
func TestEntryHoldsSoManyValues(t *testing.T) {
	const others = 1 + 8 + 1
	for _, one := range []string{`""`, `"[{,\"\\"`} {
		for n, want := range map[int]bool{proclog.MaxValues - others: true, proclog.MaxValues - others + 1: false} {
			text := entryOf(n, one)
			e, err := proclog.ParseEntry([]byte(text))
			if (err == nil) != want {
				t.Errorf("%d values %s: %v", n, one, err)
			}
			if err != nil {
				e = proclog.Entry{Body: json.RawMessage(text)}
			}
			if _, err := e.Bytes(); (err == nil) != want {
				t.Errorf("%d values %s are written: %v", n, one, err)
			}
		}
	}
}

// A text of as many empty values as fit is refused before it is read: it would
// take many times its size.
func TestEntryOfEmptyValuesIsRefusedUnread(t *testing.T) {
	for _, one := range []string{`""`, `{}`, `[]`, `{"":""}`} {
		text := []byte(entryOf((proclog.MaxEntry-200)/(len(one)+1), one))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := proclog.ParseEntry(text)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint(proclog.MaxValues)) {
			t.Errorf("%s: %v", one, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("%d bytes of %s take %d more", len(text), one, took)
		}
	}
}
