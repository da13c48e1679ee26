package proclog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds how deep values may be nested.
const maxDepth = 32

// Canonical returns the RFC 8785 form of v's JSON. Log entries hold no JSON
// numbers, since RFC 8785 would make floats of them: a number is an error.
func Canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return canonicalText(text)
}

// canonicalText returns the RFC 8785 form of a JSON text. Numbers, repeated
// names, invalid UTF-8 and text after the value are errors.
func canonicalText(text []byte) ([]byte, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("not valid UTF-8")
	}
	if isCanonical(text) {
		return text, nil
	}
	if list, ok := membersOf(text); ok {
		return inOrder(list, len(text))
	}
	return rewritten(text)
}

// A member of an object, by its name as it is written, without the marks.
type member struct {
	name  string
	value []byte
}

// inOrder writes an object. Members that are canonical already, as a long list
// mostly is, are taken as they are.
func inOrder(list []member, size int) ([]byte, error) {
	slices.SortFunc(list, func(a, b member) int { return compareUTF16(a.name, b.name) })
	out := bytes.NewBuffer(make([]byte, 0, size))
	for i, m := range list {
		if i > 0 && m.name == list[i-1].name {
			return nil, fmt.Errorf("the name %q stands twice", m.name)
		}
		out.WriteString([]string{"{", ","}[min(i, 1)] + `"` + m.name + `":`)
		if s := (scan{text: m.value}); s.value(1) && s.at == len(m.value) {
			out.Write(m.value)
			continue
		}
		if err := rewrite(out, m.value, 1); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// rewritten is canonicalText of what may be in any form.
func rewritten(text []byte) ([]byte, error) {
	var out bytes.Buffer
	err := rewrite(&out, text, 0)
	return out.Bytes(), err
}

func rewrite(out *bytes.Buffer, text []byte, depth int) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := writeValue(out, decoder, depth); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("text after the value")
	}
	return nil
}

func writeValue(out *bytes.Buffer, decoder *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested deeper than %d", maxDepth)
	}
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return writeObject(out, decoder, depth)
		}
		return writeArray(out, decoder, depth)
	case string:
		return writeString(out, t)
	case bool:
		fmt.Fprint(out, t)
	case nil:
		out.WriteString("null")
	case json.Number:
		return fmt.Errorf("a number, %s, stands where only strings may", t)
	}
	return nil
}

func writeArray(out *bytes.Buffer, decoder *json.Decoder, depth int) error {
	out.WriteByte('[')
	for first := true; decoder.More(); first = false {
		if !first {
			out.WriteByte(',')
		}
		if err := writeValue(out, decoder, depth+1); err != nil {
			return err
		}
	}
	out.WriteByte(']')
	_, err := decoder.Token()
	return err
}

func writeObject(out *bytes.Buffer, decoder *json.Decoder, depth int) error {
	members := map[string][]byte{}
	var names []string
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // an object's name is always a string
		if _, twice := members[name]; twice {
			return fmt.Errorf("the name %q stands twice", name)
		}
		var value bytes.Buffer
		if err := writeValue(&value, decoder, depth+1); err != nil {
			return err
		}
		members[name] = value.Bytes()
		names = append(names, name)
	}
	if _, err := decoder.Token(); err != nil {
		return err
	}
	// RFC 8785 section 3.2.3: by UTF-16 code units.
	slices.SortFunc(names, compareUTF16)
	out.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := writeString(out, name); err != nil {
			return err
		}
		out.WriteByte(':')
		out.Write(members[name])
	}
	out.WriteByte('}')
	return nil
}

// compareUTF16 compares by UTF-16 code units, where what needs two of them
// comes before U+E000.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		r, n := utf8.DecodeRuneInString(a)
		s, m := utf8.DecodeRuneInString(b)
		if r == s {
			a, b = a[n:], b[m:]
			continue
		}
		return slices.Compare(utf16.AppendRune(nil, r), utf16.AppendRune(nil, s))
	}
	return cmp.Compare(len(a), len(b))
}

// writeString writes a string as RFC 8785 section 3.2.2.2 says. A lone
// surrogate cannot be told from U+FFFD after Go has read it, so neither is
// taken.
func writeString(out *bytes.Buffer, s string) error {
	out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return errors.New("a string holds U+FFFD or a lone surrogate")
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\b':
			out.WriteString(`\b`)
		case r == '\f':
			out.WriteString(`\f`)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case r < 0x20:
			fmt.Fprintf(out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return nil
}
