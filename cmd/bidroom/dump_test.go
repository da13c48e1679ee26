package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// needles are texts to be found in what was stolen, by their length.
type needles map[int]map[string]string

// add looks for a text as it is, in hex, and in base64 wherever it begins in
// its group of three bytes.
func (n needles) add(what, text string) {
	forms := []string{text, hex.EncodeToString([]byte(text)), strings.ToUpper(hex.EncodeToString([]byte(text)))}
	for lead := range 3 {
		coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", lead) + text))
		whole := (lead + len(text)) / 3 * 4 // the last group can hold what follows
		forms = append(forms, coded[(lead*8+5)/6:whole])
	}
	for _, form := range forms {
		if n[len(form)] == nil {
			n[len(form)] = map[string]string{}
		}
		n[len(form)][form] = what
	}
}

// in reports what is found in a haystack.
func (n needles) in(hay []byte) (found []string) {
	for size, of := range n {
		for i := 0; i+size <= len(hay); i++ {
			if what, ok := of[string(hay[i:i+size])]; ok {
				found = append(found, what)
			}
		}
	}
	return found
}

// What a thief of the database and of the data directory reads: no identity
// number and no phone at any time, and nobody who was drawn before the panel
// arrives.
func TestDump(t *testing.T) {
	for form, want := range map[string]bool{"a13912345678b": true, "YTEzOTEyMzQ1Njc4Yg": true, "eHgxMzkxMjM0NTY3OHg": true,
		"3133393132333435363738": true, "13912345679": false} {
		n := needles{}
		if n.add("phone", "13912345678"); (len(n.in([]byte(form))) > 0) != want {
			t.Errorf("found in %s: %v", form, !want)
		}
	}
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, cfg, p, lots := played(t, db, "invited")
		ctx := t.Context()
		people, others := needles{}, map[string]bool{}
		for _, row := range demo.Register(7) {
			if row.Sheet == "experts" {
				people.add("an identity number", row.Fields["identity"])
				people.add("a phone", row.Fields["phone"])
				continue
			}
			if row.Fields["identity"] == "" { // of a company
				for _, text := range row.Fields {
					others[text] = true
				}
			}
		}
		who := needles{}
		staff := as(t, p, "staff")
		for offset := 0; offset < 400; offset += 200 {
			var page api.Page[api.ExpertBrief]
			if err := staff.Post(ctx, "/api/experts/find", map[string]int{"limit": 200, "offset": offset}, &page); err != nil || len(page.Items) == 0 {
				t.Fatal(len(page.Items), err)
			}
			for _, e := range page.Items {
				who.add("an expert's id", e.ID)
				if utf8.RuneCountInString(e.Name) > 2 && !others[e.Name] {
					who.add("an expert's name, "+e.Name, e.Name)
				}
			}
		}
		tables := storetest.Dump(t, db, filepath.Join(cfg.Data, "bidroom.db"))
		if len(who.in(tables["experts"])) < 400 {
			t.Errorf("of 400 experts, %d are found in their own table", len(who.in(tables["experts"])))
		}
		for name, rows := range tables {
			if name == "experts" || name == "expert_specialties" || name == "expert_employers" || name == "register_versions" { // the register, which staff read
				continue
			}
			if found := who.in(rows); len(found) > 0 {
				t.Errorf("before the panel arrives, the table %s holds %v", name, found)
			}
		}
		if err := p.Take(ctx, lots[0], "sealed"); err != nil {
			t.Fatal(err)
		}
		for name, rows := range storetest.Dump(t, db, filepath.Join(cfg.Data, "bidroom.db")) {
			if found := people.in(rows); len(found) > 0 {
				t.Errorf("the table %s holds %v", name, found)
			}
		}
		files := 0
		err := filepath.WalkDir(cfg.Data, func(name string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(name)
			if found := people.in(text); len(found) > 0 {
				t.Errorf("the file %s holds %v", name, found)
			}
			files++
			return err
		})
		if err != nil || files < 12 { // the bids of two lots at least
			t.Errorf("%d files: %v", files, err)
		}
	})
}

// Nothing that a thief of the database can count, measure or compare with an
// older copy tells who was drawn from who was not: what the register keeps of
// people is the same to the byte after a draw and its invitations as before,
// and what is sealed of those who were drawn is equally long.
func TestDumpTellsNobodyDrawn(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, cfg, p, lots := played(t, db, "tender")
		file := filepath.Join(cfg.Data, "bidroom.db")
		before := storetest.Dump(t, db, file)
		if err := p.Take(t.Context(), lots[0], "invited"); err != nil {
			t.Fatal(err)
		}
		after, seen := storetest.Dump(t, db, file), 0
		for name := range before {
			if !strings.HasPrefix(name, "expert") && !strings.HasPrefix(name, "register") {
				continue
			}
			if seen++; !bytes.Equal(before[name], after[name]) {
				t.Errorf("a draw and its invitations change the table %s", name)
			}
		}
		if seen < 8 || len(before["experts"]) == 0 {
			t.Errorf("%d tables of the register", seen)
		}
		for _, table := range []string{"outbox", "passes"} {
			lengths := map[int]int{}
			for _, sealed := range storetest.Column(t, db, file, table, "sealed") {
				lengths[len(sealed)]++
			}
			if len(lengths) != 1 {
				t.Errorf("in %s, so many are sealed as so many bytes: %v", table, lengths)
			}
		}
	})
}
