package api

import (
	"reflect"
	"slices"
	"strings"
)

// shapes are the roots of what pages receive, and what they send that has a shape of its own; the types below them follow.
var shapes = []any{
	Me{}, SetUpView{}, SecondOffer{}, TenderBrief{}, LotView{}, FactsView{}, DrawView{}, ChoiceView{}, CallView{}, InvitationOffer{}, SitterView{}, PanelPreview{}, RoomView{}, PairingView{}, ExpertPage{}, ExpertView{}, CompanyView{}, CompanyDetail{}, CompanyGroupView{}, CompanyExpertsView{}, ProfileBrief{}, ImportView{},
	KioskState{}, Receipt{}, EntryView{}, CheckpointView{}, WallView{}, TimelineView{},
}

// TypeScript returns the interfaces of every shape, sorted by name.
func TypeScript() string {
	found := map[string]string{}
	for _, shape := range shapes {
		addInterface(found, reflect.TypeOf(shape))
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString("// Generated from the shapes of server/api; do not edit.\n\nexport interface Page<T> {\n  items: T[]\n  total: number\n}\n")
	for _, name := range names {
		b.WriteString("\n" + found[name])
	}
	return b.String()
}

func addInterface(found map[string]string, t reflect.Type) {
	if _, done := found[t.Name()]; done {
		return
	}
	found[t.Name()] = "" // ends recursion
	var b strings.Builder
	b.WriteString("export interface " + t.Name())
	for i := range t.NumField() {
		if field := t.Field(i); field.Anonymous {
			b.WriteString(" extends " + typeName(found, field.Type))
		}
	}
	b.WriteString(" {\n")
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			continue
		}
		b.WriteString("  " + strings.Split(field.Tag.Get("json"), ",")[0] + ": " + typeName(found, field.Type) + "\n")
	}
	b.WriteString("}\n")
	found[t.Name()] = b.String()
}

func typeName(found map[string]string, t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(found, t.Elem()) + " | null"
	case reflect.Slice:
		return typeName(found, t.Elem()) + "[]"
	case reflect.Map:
		return "Record<string, " + typeName(found, t.Elem()) + ">"
	case reflect.Struct:
		addInterface(found, t)
		return t.Name()
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	default:
		return "number"
	}
}
