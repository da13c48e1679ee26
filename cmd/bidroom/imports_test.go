package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the rule drawn in README.md under "Layout": for a package of
// this module, the packages of this module that it may import. Change the
// drawing and this table in one commit.
var mayImport = map[string][]string{
	"evaluation":                 {"evaluation/fee", "evaluation/lead", "evaluation/rule", "evaluation/scoring", "evaluation/scoring/exact"},
	"evaluation/fee":             {"evaluation/rule"},
	"evaluation/lead":            {},
	"evaluation/rule":            {},
	"evaluation/scoring":         {"evaluation/rule", "evaluation/scoring/exact", "evaluation/scoring/formula"},
	"evaluation/scoring/exact":   {},
	"evaluation/scoring/formula": {"evaluation/scoring/exact"},
	"experts":                    {"evaluation/rule", "experts/conflict", "experts/draw", "experts/spread"},
	"experts/conflict":           {"evaluation/rule"},
	"experts/draw":               {},
	"experts/spread":             {},
	"kiosk":                      {},
	"kiosk/catalogue":            {},
	"migrations":                 {},
	"server":                     {"evaluation/rule", "kiosk", "server/access", "server/api", "server/auth", "server/document/register", "server/live"},
	"server/access":              {"evaluation/rule"},
	"server/api": {"evaluation", "evaluation/fee", "evaluation/lead", "evaluation/rule", "evaluation/scoring", "experts", "experts/conflict", "experts/draw", "server/access", "server/auth",
		"server/document", "server/document/figures", "server/document/ocds", "server/document/paper", "server/document/pdfinfo", "server/document/register", "server/evidence", "server/live", "server/media", "server/media/record", "server/notify", "server/proclog", "server/registry", "server/rooms",
		"server/store", "server/store/files"},
	"server/auth":                  {"evaluation/rule", "server/access", "server/auth/pass", "server/keys", "server/proclog", "server/store"},
	"server/auth/pass":             {"evaluation/rule"},
	"server/document":              {"server/document/paper", "server/document/excel"},
	"server/document/figures":      {"evaluation/scoring", "evaluation/scoring/formula", "kiosk/catalogue"},
	"server/document/ocds":         {},
	"server/document/paper":        {"evaluation/rule", "kiosk/catalogue"},
	"server/document/pdfinfo":      {},
	"server/document/register":     {"evaluation/rule", "kiosk/catalogue", "server/document/excel"},
	"server/document/excel":        {},
	"server/evidence":              {"evaluation", "evaluation/rule", "experts", "experts/conflict", "experts/draw", "kiosk/catalogue", "server/invite", "server/proclog"},
	"server/evidence/beacon":       {},
	"server/invite":                {"evaluation", "evaluation/rule", "experts/draw"},
	"server/keys":                  {},
	"server/live":                  {"evaluation/rule"},
	"server/media":                 {"server/media/record"},
	"server/media/record":          {},
	"server/notify":                {"server/notify/voice", "server/store"},
	"server/notify/siptest":        {"server/notify/voice"},
	"server/notify/voice":          {},
	"server/pades":                 {},
	"server/proclog":               {},
	"server/registry":              {"experts", "experts/conflict", "experts/spread", "server/store"},
	"server/registry/registrytest": {"experts", "experts/conflict"},
	"server/rooms": {"evaluation", "evaluation/fee", "evaluation/lead", "evaluation/rule", "evaluation/scoring", "experts", "experts/conflict", "experts/draw", "experts/spread", "server/access", "server/auth/pass",
		"server/invite", "server/keys", "server/proclog", "server/registry", "server/store"},
	"server/store":           {"migrations", "server/access", "server/proclog"},
	"server/store/files":     {"evaluation/rule"},
	"server/store/storetest": {"server/store"},
	"server/tlsca":           {},
}

// outside are what only some packages may import from beyond this module.
var outside = map[string][]string{
	"github.com/cloudflare/":   {"server/evidence/beacon"},
	"github.com/gofiber/":      {"server", "server/api", "server/auth", "server/live"},
	"github.com/jmoiron/sqlx":  {"server/store"},
	"database/sql":             {"server/store", "server/store/storetest", "migrations"},
	"github.com/emiago/sipgo":  {"server/notify"},
	"github.com/pion/":         {"server/media", "server/notify"},
	"crypto/rand":              {"cmd/bidroom"},
	"github.com/xuri/excelize": {"server/document/register", "server/document/excel"},
}

// pure packages know no clock, randomness, files, network or SQL.
var impure = []string{"os", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand", "database/sql", "time", "log/slog"}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImportsPointDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "bidroom/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "bidroom/")
		checkOutside(t, name, p.Imports)
		if strings.HasPrefix(name, "cmd/") {
			continue // the only place where parts are joined
		}
		may, known := mayImport[name]
		if !known {
			t.Errorf("package %s is not in the table", name)
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, "bidroom/"); ok && !slices.Contains(may, own) {
				t.Errorf("%s may not import %s", name, own)
			}
			if pure := strings.HasPrefix(name, "evaluation") || strings.HasPrefix(name, "experts"); pure && slices.Contains(impure, imported) {
				t.Errorf("%s is pure and may not import %s", name, imported)
			}
		}
	}
}

func checkOutside(t *testing.T, name string, imports []string) {
	t.Helper()
	for prefix, may := range outside {
		for _, imported := range imports {
			if strings.HasPrefix(imported, prefix) && !slices.Contains(may, name) {
				t.Errorf("%s may not import %s", name, imported)
			}
		}
	}
}
