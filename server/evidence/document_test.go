package evidence_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/auth"
	"bidroom/server/proclog"
	"bidroom/server/rooms"
)

// An act is what an entry's body is the JSON of.
type act interface{ Kind() string }

// acts lists an empty act of every kind of every tree.
func acts(t *testing.T) (list []act) {
	t.Helper()
	for _, kind := range evaluation.Kinds() {
		one, err := evaluation.Decode(kind, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	for _, kind := range draw.Kinds() {
		one, err := draw.Decode(kind, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	return append(list, centreActs()...)
}

// centreActs lists an empty act of every kind of the centre's tree.
func centreActs() []act {
	return []act{&auth.AccountChanged{}, &auth.AccountCreated{}, &auth.CentreCreated{}, &auth.CentreSet{}, &auth.KioskPaired{}, &auth.KioskRevoked{},
		&auth.SessionBegan{}, &auth.SessionEnded{}, &auth.SessionFailed{}, &rooms.RoomSet{}, &rooms.RegisterImported{}, &rooms.RegisterChanged{},
		&rooms.RegisterViewed{}, &rooms.RegisterExported{}, &rooms.ExpertsExported{}, &rooms.RegisterCompared{}, &rooms.RegisterMerged{}, &rooms.RegisterRestored{}, &rooms.ProblemsTaken{}, &rooms.RegisterApart{}, &rooms.MatchProposed{}, &rooms.MatchConfirmed{}, &rooms.MatchDeclined{}, &rooms.AssessmentsViewed{}, &rooms.FeesViewed{}, &rooms.LotCheckpointed{}}
}

// No kind of the centre's tree is missing from centreActs: the packages that
// write there declare no other.
func TestCentreActsAreAll(t *testing.T) {
	var declared, listed []string
	for _, dir := range []string{"../auth", "../rooms"} {
		paths, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", dir, err)
		}
		for _, path := range paths {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Kind" {
					kind, err := strconv.Unquote(f.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					declared = append(declared, kind)
				}
			}
		}
	}
	for _, one := range centreActs() {
		listed = append(listed, one.Kind())
	}
	slices.Sort(declared)
	slices.Sort(listed)
	if !slices.Equal(declared, listed) {
		t.Errorf("declared are %v\nlisted are %v", declared, listed)
	}
}

// fields writes the members of an act's JSON as the document does: in their
// order, "?" after one that may be missing, "[]" after a list, and the members
// of an object in braces.
func fields(t reflect.Type) string {
	var list []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			list = append(list, fields(f.Type))
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			if inner.Kind() == reflect.Slice {
				name += "[]"
			}
			inner = inner.Elem()
		}
		switch inner.Kind() {
		case reflect.Struct:
			name += "{" + fields(inner) + "}"
		case reflect.Map:
			name += "{…}"
		}
		if strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero") {
			name += "?"
		}
		list = append(list, name)
	}
	return strings.Join(list, ", ")
}

// docs/process-log.md lists every kind with the members of its body, and no
// other.
func TestDocumentListsEveryKind(t *testing.T) {
	text, err := os.ReadFile("../../docs/process-log.md")
	if err != nil {
		t.Fatal(err)
	}
	_, kinds, _ := strings.Cut(string(text), "\n## 11. ")
	kinds, _, _ = strings.Cut(kinds, "\n## ")
	var rows []string
	for line := range strings.Lines(kinds) {
		if strings.HasPrefix(line, "| `") {
			rows = append(rows, line)
		}
	}
	for _, act := range acts(t) {
		want := "| `" + act.Kind() + "` | "
		if members := fields(reflect.TypeOf(act).Elem()); members != "" {
			want += "`" + members + "` | "
		}
		i := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(row, want) })
		if i < 0 {
			t.Errorf("no row of section 11 begins with\n%s", want)
			continue
		}
		rows = slices.Delete(rows, i, i+1)
	}
	if len(rows) > 0 {
		t.Errorf("rows of no kind:\n%s", strings.Join(rows, ""))
	}
}

// The examples of docs/process-log.md are what the program writes; the note
// and the draw are also tests of their own against openssl.
func TestDocumentExamples(t *testing.T) {
	file, err := os.ReadFile("../../docs/process-log.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	holds := func(what, example string) {
		t.Helper()
		if !strings.Contains(text, example) {
			t.Errorf("the document does not hold %s: %s", what, example)
		}
	}
	entry, err := proclog.Entry{Tree: "0199", Seq: 17, Kind: "sheet.submitted", AtMs: 1763900000000, Actor: "seat:3", Role: "member",
		Body: json.RawMessage(`{"seat":"3","marks":"00"}`)}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	holds("the entry", string(entry))
	holds("its leaf", proclog.LeafHash(entry).String())

	signer, err := proclog.NewSigner("centre-1", [32]byte{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	note, err := signer.Sign("lot", 3, tlog.Hash{7})
	if err != nil {
		t.Fatal(err)
	}
	holds("the note", note)
	holds("the verifier key", signer.VerifierKey())
	holds("the fingerprint", signer.Fingerprint())

	sheet := evaluation.Opening{Domain: evaluation.SheetDomain, Salt: "000102030405060708090a0b0c0d0e0f", Value: "bidroom/sheet/1\nL1\nM1\n3\nb1 plan 7.5\nb2 plan 9\n"}
	holds("the sheet", strings.ReplaceAll(sheet.Value, "\n", `\n`))
	holds("the datum", string(sheet.DatumHash()))
	// Made with: openssl dgst -sha256 -sign, and r and s read with openssl asn1parse.
	key := "04b7a88e1be90848cea0087b16d9b90b2c9b8a8783a3a1105eaa6280a3836931263494f7739b3b472fd6ba5d3826da7e2c321f4456cee19f3cb1c8eb966a2857c4"
	signature := "6f09571c4c620f95c1df37cac689bf759cbd56e651575db193be234c8a0c4617a2625d2b4660a0e1bd3aaf50047181fe25e269c6dd322111766baa194986a040"
	holds("the member's key", key)
	holds("the signature", signature)
	if !evaluation.VerifySignature(key, evaluation.SigningText("sheet.submitted", "L1", "M1", 3, string(sheet.DatumHash())), signature) {
		t.Error("the example of a signature does not verify")
	}

	segment := evaluation.RecordingSegment{Recording: "R1", Length: 3, StartMs: 1763900000000, EndMs: 1763900009000, Hash: sha([]byte("abc"))}
	holds("the chain", segment.ChainHash(evaluation.ChainStart))
	tiny, err := os.ReadFile("../../experts/draw/testdata/tiny.txt")
	if err != nil {
		t.Fatal(err)
	}
	holds("the draw", string(tiny))
}
