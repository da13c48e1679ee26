package registry

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"weak"

	"bidroom/experts/conflict"
	"bidroom/server/store"
)

// A register is read again after each change, and only a draw asks for its
// runs: those that nobody has asked for yet keep no former register in memory.
func TestRunsKeepNoFormerRegister(t *testing.T) {
	row := func(no int, head string) store.Company {
		c := conflict.Company{Name: fmt.Sprintf("company %05d", no), LegalRepresentative: head}
		facts, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		return store.Company{ID: fmt.Sprint("c", no), Name: c.Name, Facts: facts}
	}
	rows := make([]store.Company, 4000)
	for no := range rows {
		rows[no] = row(no, "one")
	}
	reader := &Registry{stated: func(store.Company) bool { return true }}
	now, err := reader.readCompanies(rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(now.runs) < 3 {
		t.Fatalf("%d runs", len(now.runs))
	}
	former := weak.Make(&now.List[0])
	changed, err := reader.readCompanies([]store.Company{row(2000, "another")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now = now.with(changed, map[string]bool{})
	for range 5 {
		runtime.GC()
	}
	if former.Value() != nil {
		t.Error("the register of before the change is in memory still")
	}
	runtime.KeepAlive(now)
}
