package api

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/server/document/register"
	"bidroom/server/keys"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// FuzzRegisterFile reads whatever is imported into an empty register, as a
// table of any sheet: every row is taken or named, and nothing is a fault. The
// seeds are in testdata/fuzz.
func FuzzRegisterFile(f *testing.F) {
	random := rand.NewChaCha8([32]byte{1})
	master, err := keys.New(random)
	if err != nil {
		f.Fatal(err)
	}
	box, err := master.Box(random)
	if err != nil {
		f.Fatal(err)
	}
	service := &rooms.Service{DB: storetest.SQLite(f), Box: box}
	f.Fuzz(func(t *testing.T, text []byte) {
		reader, err := register.Open(bytes.NewReader(text), int64(len(text)), "a.csv")
		var read *registerFile
		if err == nil {
			read, err = readRegister(t.Context(), reader, service)
		}
		if err != nil {
			var refusal *rule.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("a fault: %v", err)
			}
			return
		}
		bad := map[int]bool{}
		for _, p := range read.problems {
			if bad[p.Row] = true; p.Text("zh-CN") == "" {
				t.Errorf("nothing is said of %+v", p)
			}
		}
		if taken := len(read.out.People) + len(read.out.Companies); taken > int(read.rows) || int64(len(bad)) > read.rows {
			t.Errorf("%d are taken and %d are bad of %d rows", taken, len(bad), read.rows)
		}
	})
}

// FuzzPanelUpload reads whatever is sent as a panel, by its name: JSON or a
// table. It is read or refused.
func FuzzPanelUpload(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte, table bool) {
		name := "panel.json"
		if table {
			name = "panel.csv"
		}
		p, err := readPanel(name, text, "zh-CN")
		var refusal *rule.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatalf("a fault: %v", err)
		}
		if err == nil && (p.PanelFile == nil || len(p.FileHash) != 64) {
			t.Errorf("read %+v", p)
		}
	})
}
