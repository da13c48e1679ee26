package api

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// nouns are what pages receive, and what they send that has a shape of its
// own, by the file that says it to them. The types below follow, each into the
// file of the first that has it.
var nouns = []struct {
	name  string
	roots []any
}{
	{"account", []any{Me{}, CentreView{}, SetUpView{}, SecondOffer{}}},
	{"clarification", []any{ClarificationView{}, AskingView{}}},
	{"bidder", []any{BidderView{}, BidderChange{}, OpeningPreview{}}},
	{"result", []any{ResultView{}, TrialView{}}},
	{"lot", []any{TenderBrief{}, LotView{}, FactsView{}, MethodFile{}}},
	{"draw", []any{DrawView{}, ChoiceView{}, CallView{}, InvitationOffer{}, UnattendedOffer{}, SitterView{}, PanelPreview{}}},
	{"place", []any{RoomView{}, RemoteRoom{}, PairingView{}}},
	{"register", []any{ExpertPage{}, ExpertView{}, ServedView{}, ExpertTwinView{}, ComparedExpertsView{}, ProfileBrief{}, ImportView{}}},
	{"company", []any{CompanyView{}, CompanyDetail{}, CompanyGroupView{}, CompanyExpertsView{}, CompanyTwinView{}, ComparedCompaniesView{}}},
	{"match", []any{ExpertMatchesView{}, WaitingMatchesView{}, ProposedMatchView{}}},
	{"assessment", []any{AssessmentsView{}, AssessmentMark{}, AssessmentsDue{}}},
	{"fee", []any{FeesView{}}},
	{"award", []any{AwardView{}}},
	{"kiosk", []any{KioskState{}, Receipt{}}},
	{"wall", []any{EntryView{}, CheckpointView{}, WallView{}, TimelineView{}}},
}

const (
	twins     = "../../kiosk/src/shared"
	generated = "// Generated from the shapes of server/api; do not edit.\n"
)

var update = flag.Bool("update", false, "write kiosk/src/shared/api.gen.ts and the files that it names anew")

// The pages' types must be those that the server sends, in no file more.
func TestTypeScriptTwin(t *testing.T) {
	want := typeScript()
	got, err := filepath.Glob(filepath.Join(twins, "api", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		for _, path := range got {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		for name, text := range want {
			if err := os.WriteFile(filepath.Join(twins, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	const how = "run go test ./server/api -run TypeScriptTwin -update"
	for _, path := range got {
		if _, known := want["api/"+filepath.Base(path)]; !known {
			t.Errorf("%s is no shape's; %s", path, how)
		}
	}
	for name, text := range want {
		if got, err := os.ReadFile(filepath.Join(twins, name)); err != nil || string(got) != text {
			t.Errorf("%s is not what the shapes say (%v); %s", name, err, how)
		}
	}
}

// typeScript returns the interfaces of every shape by the names of their
// files, each file's sorted, and the file that pages import.
func typeScript() map[string]string {
	w := &twinWriter{in: map[string]string{}, text: map[string]string{}, uses: map[string]map[string]bool{}}
	files, index := map[string]string{}, generated+"export type { Page } from './api/page.gen'\n"
	files["api/page.gen.ts"] = generated + "\nexport interface Page<T> {\n  items: T[]\n  total: number\n}\n"
	for _, noun := range nouns {
		for _, root := range noun.roots {
			w.add(noun.name, reflect.TypeOf(root))
		}
	}
	for _, noun := range nouns {
		files["api/"+noun.name+".gen.ts"] = w.file(noun.name)
		index += "export type * from './api/" + noun.name + ".gen'\n"
	}
	files["api.gen.ts"] = index
	return files
}

type twinWriter struct {
	in   map[string]string          // nouns, by type
	text map[string]string          // by type
	uses map[string]map[string]bool // types, by noun
}

// file returns what one noun's file holds.
func (w *twinWriter) file(noun string) string {
	from, own := map[string][]string{}, []string{}
	for _, name := range slices.Sorted(maps.Keys(w.uses[noun])) {
		if other := w.in[name]; other != noun {
			from[other] = append(from[other], name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.in)) {
		if w.in[name] == noun {
			own = append(own, w.text[name])
		}
	}
	text := generated
	for _, other := range slices.Sorted(maps.Keys(from)) {
		text += "import type { " + strings.Join(from[other], ", ") + " } from './" + other + ".gen'\n"
	}
	return text + "\n" + strings.Join(own, "\n")
}

func (w *twinWriter) add(noun string, t reflect.Type) {
	if w.uses[noun] == nil {
		w.uses[noun] = map[string]bool{}
	}
	w.uses[noun][t.Name()] = true
	if w.in[t.Name()] != "" {
		return
	}
	w.in[t.Name()] = noun // ends recursion
	var b strings.Builder
	b.WriteString("export interface " + t.Name())
	for i := range t.NumField() {
		if field := t.Field(i); field.Anonymous {
			b.WriteString(" extends " + w.typeName(noun, field.Type))
		}
	}
	b.WriteString(" {\n")
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			continue
		}
		b.WriteString("  " + strings.Split(field.Tag.Get("json"), ",")[0] + ": " + w.typeName(noun, field.Type) + "\n")
	}
	b.WriteString("}\n")
	w.text[t.Name()] = b.String()
}

func (w *twinWriter) typeName(noun string, t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return w.typeName(noun, t.Elem()) + " | null"
	case reflect.Slice:
		return w.typeName(noun, t.Elem()) + "[]"
	case reflect.Map:
		return "Record<string, " + w.typeName(noun, t.Elem()) + ">"
	case reflect.Struct:
		w.add(noun, t)
		return t.Name()
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	default:
		return "number"
	}
}
