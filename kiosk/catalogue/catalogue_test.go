package catalogue

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestText(t *testing.T) {
	old := texts
	defer func() { texts = old }()
	texts = map[string]map[string]string{
		Chinese: {"a.seat": "第 {no} 号席位：{name}", "a.plain": "无", "a.brace": "{ 与 } 与 {no"},
		English: {"a.seat": "Seat {no}: {name}", "a.plain": "none", "a.brace": "{ and } and {no"},
	}
	for _, tt := range []struct {
		name, lang, key string
		args            map[string]string
		want            string
	}{
		{"Chinese", Chinese, "a.seat", map[string]string{"no": "3", "name": "王"}, "第 3 号席位：王"},
		{"English", English, "a.seat", map[string]string{"no": "3", "name": "Wang"}, "Seat 3: Wang"},
		{"other language", "fr", "a.plain", nil, "无"},
		{"missing key", English, "a.none", map[string]string{"no": "3"}, "a.none"},
		{"missing argument", English, "a.seat", map[string]string{"no": "3"}, "Seat 3: {name}"},
		{"no argument", English, "a.seat", nil, "Seat {no}: {name}"},
		{"an argument is not read again", English, "a.seat", map[string]string{"no": "{name}", "name": "x"}, "Seat {name}: x"},
		{"lone braces", English, "a.brace", map[string]string{"no": "3"}, "{ and } and {no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(tt.lang, tt.key, tt.args); got != tt.want {
				t.Errorf("Text(%q, %q) = %q, want %q", tt.lang, tt.key, got, tt.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string // a key that is there, or part of the error after "!"
	}{
		{"area is the file's name", map[string]string{"en/stage.json": `{"open":"Open"}`}, "stage.open"},
		{"refusals share an area", map[string]string{"en/refusal_draw.json": `{"panel.even":"Even"}`}, "refusal.panel.even"},
		{"twice in one file", map[string]string{"en/a.json": `{"x":"1","x":"2"}`}, "!a.x stands there twice"},
		{"twice in two files", map[string]string{"en/refusal_a.json": `{"x":"1"}`, "en/refusal_b.json": `{"x":"1"}`}, "!refusal.x stands there twice"},
		{"nested", map[string]string{"en/a.json": `{"x":{"y":"1"}}`}, "!a.x"},
		{"a number", map[string]string{"en/a.json": `{"x":1}`}, "!a.x"},
		{"a list", map[string]string{"en/a.json": `["x"]`}, "!not a JSON object"},
		{"empty file", map[string]string{"en/a.json": ``}, "!not a JSON object"},
		{"cut off", map[string]string{"en/a.json": `{"x":"1"`}, "!EOF"},
		{"a second object", map[string]string{"en/a.json": `{"x":"1"}{}`}, "!something follows"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := fstest.MapFS{}
			for name, data := range tt.files {
				tree[name] = &fstest.MapFile{Data: []byte(data)}
			}
			got, err := load(tree, English)
			if part, bad := strings.CutPrefix(tt.want, "!"); bad {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Fatalf("load: %v, want an error with %q", err, part)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := got[tt.want]; !ok {
				t.Errorf("load: no %q in %v", tt.want, got)
			}
		})
	}
}
