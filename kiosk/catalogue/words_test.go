package catalogue

import (
	"regexp"
	"slices"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[A-Za-z][A-Za-z0-9_]*\}`)

// wordless texts may be the same in every language: they hold nothing but
// placeholders, digits, units written in letters, and signs.
var wordless = regexp.MustCompile(`^(?:\{[A-Za-z][A-Za-z0-9_]*\}|[^\p{L}]|PDF|QR|ID|A4)*$`)

var han = regexp.MustCompile(`\p{Han}`)

// offer is the one text in the other language: who needs that language must
// be able to read it.
const offer = "shared.language.other"

func TestEveryKeyInEveryLanguage(t *testing.T) {
	for _, lang := range Languages() {
		for key := range texts[lang] {
			for _, other := range Languages() {
				if _, ok := texts[other][key]; !ok {
					t.Errorf("%s is in %s but not in %s", key, lang, other)
				}
			}
		}
	}
}

func TestTexts(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9_-]+(\.[A-Za-z0-9_-]+)+$`)
	for _, key := range Keys(Chinese) {
		zh, en := texts[Chinese][key], texts[English][key]
		if !form.MatchString(key) {
			t.Errorf("%s: a key is letters, digits, - and _ in parts with dots between", key)
		}
		if zh == "" || en == "" {
			t.Errorf("%s is empty", key)
		}
		if key == offer {
			continue
		}
		if zh == en && !wordless.MatchString(zh) {
			t.Errorf("%s is %q in both languages", key, en)
		}
		if han.MatchString(en) {
			t.Errorf("%s: Chinese in the English text %q", key, en)
		}
		if !han.MatchString(zh) && !wordless.MatchString(zh) {
			t.Errorf("%s: no Chinese in the Chinese text %q", key, zh)
		}
		if a, b := placeholders(zh), placeholders(en); !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v in Chinese, %v in English", key, a, b)
		}
	}
}

// placeholders returns the distinct placeholders of text, sorted: a language
// may need one twice.
func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestWordless(t *testing.T) {
	for text, want := range map[string]bool{
		"{done}/{of}": true, "1.5": true, "✓": true, "PDF": true, "{n} MB": false, "OK": false, "无": false, "—": true,
	} {
		if got := wordless.MatchString(text); got != want {
			t.Errorf("wordless %q = %v, want %v", text, got, want)
		}
	}
}
