package register

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
)

type found struct {
	row      Row
	problems []Problem
}

func open(t *testing.T, file []byte, name string) *Reader {
	t.Helper()
	r, err := Open(bytes.NewReader(file), int64(len(file)), name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func readAll(t *testing.T, file []byte, name string) []found {
	t.Helper()
	var all []found
	r := open(t, file, name)
	for row, problems := range r.Rows() {
		all = append(all, found{row, problems})
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// asExcel writes cells as Excel would keep them: strings as text, numbers as
// numbers.
func asExcel(t *testing.T, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func codes(err error) []string {
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		return []string{fmt.Sprint(err)}
	}
	var all []string
	for _, r := range refusal.Reasons {
		all = append(all, r.Code)
	}
	return all
}

func TestTemplateIsReadBack(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := WriteTemplate(&out, lang); err != nil {
			t.Fatal(err)
		}
		if rows := readAll(t, out.Bytes(), "模板.xlsx"); len(rows) != 0 {
			t.Errorf("%s: the template has rows: %v", lang, rows)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if n := len(f.GetSheetList()); n != len(Sheets)+1 {
			t.Errorf("%s: %d sheets, want the notes and %d", lang, n, len(Sheets))
		}
		for _, sheet := range Sheets {
			head, err := f.GetRows(sheet.Name(lang))
			if err != nil || len(head) != 1 || len(head[0]) != len(sheet.Columns) {
				t.Fatalf("%s: head of %s is %v, %v", lang, sheet.Key, head, err)
			}
			comments, err := f.GetComments(sheet.Name(lang))
			if err != nil || len(comments) != len(sheet.Columns) {
				t.Errorf("%s: %d comments on %d columns of %s, %v", lang, len(comments), len(sheet.Columns), sheet.Key, err)
			}
			lists, err := f.GetDataValidations(sheet.Name(lang))
			want := 0
			for i, c := range sheet.Columns {
				if c.Kind == Choice {
					want++
				}
				if c.Required != strings.HasSuffix(head[0][i], "*") {
					t.Errorf("%s: head %q of a column whose need is %v", lang, head[0][i], c.Required)
				}
			}
			if err != nil || len(lists) != want {
				t.Errorf("%s: %d lists on %s, want %d; %v", lang, len(lists), sheet.Key, want, err)
			}
		}
	}
}

// A panel's template is read back as one, and a register's file is none.
func TestPanelTemplate(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		var panel, whole bytes.Buffer
		if err := errors.Join(WritePanelTemplate(&panel, lang), WriteTemplate(&whole, lang)); err != nil {
			t.Fatal(err)
		}
		r, err := OpenPanel(bytes.NewReader(panel.Bytes()), int64(panel.Len()), "a.xlsx")
		if err != nil || len(r.sources) != 1 || len(r.sources[0].columns) != len(Panel.Columns) {
			t.Errorf("%s: %+v %v", lang, r, err)
		}
		for _, err := range []error{second(Open(bytes.NewReader(panel.Bytes()), int64(panel.Len()), "a.xlsx")), second(OpenPanel(bytes.NewReader(whole.Bytes()), int64(whole.Len()), "a.xlsx"))} {
			if err == nil || !strings.Contains(err.Error(), "import.sheet_unknown") {
				t.Errorf("%s: one is taken for the other: %v", lang, err)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

// The examples that the template gives must themselves be right.
func TestExamplesAreGood(t *testing.T) {
	for _, sheet := range append(slices.Clone(Sheets), Panel, Opening()) {
		for _, c := range sheet.Columns {
			values := []string{c.Example}
			for _, lang := range catalogue.Languages() {
				values = append(values, c.words(lang)...)
			}
			for _, v := range values {
				if got, code := c.value(raw{text: v}); code != "" || v != "" && got == "" {
					t.Errorf("%s.%s: %q gives %q, %s", sheet.Key, c.Key, v, got, code)
				}
			}
		}
	}
}
