// Package catalogue is the one place where words for people stand: pages,
// reports, messages and refusals take them from here, in every language.
//
// A language is a folder of JSON files, each one flat object. A text's key is
// the name of its file, a dot, and its key in the file: the text "assembling"
// of stage.json is "stage.assembling". Files named refusal_*.json, one for
// each package that refuses, share the area "refusal", so that the words of
// code "panel.even" are "refusal.panel.even" whoever wrote them. A
// placeholder is a name in braces, as in "第 {no} 号"; there is no other
// syntax, so a text may hold any other character. The pages import the same
// files and read them by the same rule.
//
// A key that is put together while the program runs is written as a literal
// that ends with the dot ("stage." + name, or `stage.${name}` on a page):
// the tests then count every key below it as used.
package catalogue

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// The languages that texts exist in.
const (
	Chinese = "zh-CN"
	English = "en"
)

//go:embed zh-CN/*.json en/*.json
var files embed.FS

// texts maps a language to its texts by full key. It is written once, before
// main starts: a catalogue that cannot be read is a broken build.
var texts = func() map[string]map[string]string {
	loaded := make(map[string]map[string]string)
	for _, lang := range Languages() {
		t, err := load(files, lang)
		if err != nil {
			panic(err)
		}
		loaded[lang] = t
	}
	return loaded
}()

// Languages returns the languages that texts exist in, the centre's own
// first.
func Languages() []string { return []string{Chinese, English} }

// Text returns the text of key in lang with its placeholders filled from
// args. A language that does not exist is read as [Chinese]; a key that does
// not exist is returned as it is, and a placeholder without an argument
// stays, so that a mistake is seen and never hides the rest.
func Text(lang, key string, args map[string]string) string {
	inLang, ok := texts[lang]
	if !ok {
		inLang = texts[Chinese]
	}
	text, ok := inLang[key]
	if !ok {
		return key
	}
	return fill(text, args)
}

// Has reports whether key has a text in every language.
func Has(key string) bool {
	for _, inLang := range texts {
		if _, ok := inLang[key]; !ok {
			return false
		}
	}
	return true
}

// Keys returns every key that has a text in lang, sorted.
func Keys(lang string) []string { return slices.Sorted(maps.Keys(texts[lang])) }

// fill replaces each {name} that args knows. What an argument says is never
// read for placeholders again.
func fill(text string, args map[string]string) string {
	if len(args) == 0 {
		return text
	}
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		value, known := args[name]
		if !closed || !known {
			b.WriteString("{")
			text = rest
			continue
		}
		b.WriteString(value)
		text = after
	}
}

// load reads the files of one language.
func load(files fs.FS, lang string) (map[string]string, error) {
	names, err := fs.Glob(files, lang+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("catalogue: listing %s: %w", lang, err)
	}
	all := make(map[string]string)
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("catalogue: %w", err)
		}
		if err := readFile(all, area(name), data); err != nil {
			return nil, fmt.Errorf("catalogue: %s: %w", name, err)
		}
	}
	return all, nil
}

// area returns the first part of the keys of a file.
func area(name string) string {
	base := strings.TrimSuffix(path.Base(name), ".json")
	if strings.HasPrefix(base, "refusal_") {
		return "refusal"
	}
	return base
}

// readFile adds one file's texts to all. It reads token by token because
// json.Unmarshal would let the second of two equal keys win in silence.
func readFile(all map[string]string, area string, data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(errors.New("not a JSON object"), err)
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key := area + "." + t.(string) // a key of an object is always a string
		var text string
		if err := dec.Decode(&text); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if _, twice := all[key]; twice {
			return fmt.Errorf("%s stands there twice", key)
		}
		all[key] = text
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("something follows the object")
	}
	return nil
}
