package scoring

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode/utf8"

	"bidroom/evaluation/rule"
)

// Bounds of a method file.
const (
	MaxSource    = 256 << 10 // bytes
	maxTreeDepth = 12        // objects and lists inside each other
	maxFaults    = 50        // reported at once
)

// A tree is a JSON value that knows where in the file it stands.
type tree struct {
	kind   byte // '{', '[', '"', 't', 'f', 'n' or '0' by the first byte of its text
	at     int  // byte of the file
	text   string
	fields []field // of an object, in order
	items  []*tree // of a list
}

type field struct {
	key   string
	at    int
	value *tree
}

// faults collects what is wrong with a file; the Field of each reason is
// "line:column", both from 1, the column in characters. Its Args have the two
// as "line" and "column" as well.
type faults struct {
	src    []byte
	reason rule.Collect
	count  int
}

func (f *faults) add(at int, code string, args ...string) {
	if f.count++; f.count > maxFaults {
		return
	}
	line, column := 1, 1
	for _, r := range string(f.src[:min(at, len(f.src))]) {
		if column++; r == '\n' {
			line, column = line+1, 1
		}
	}
	args = append(slices.Clone(args), "line", strconv.Itoa(line), "column", strconv.Itoa(column))
	f.reason.Add("", code, strconv.Itoa(line)+":"+strconv.Itoa(column), args...)
}

func (f *faults) err() error { return f.reason.Err(rule.Invalid) }

// readTree reads a whole file; on a fault it returns nil and has noted it.
func readTree(f *faults) *tree {
	switch {
	case len(f.src) > MaxSource:
		f.add(0, "scoring.file.large", "most", strconv.Itoa(MaxSource))
		return nil
	case !utf8.Valid(f.src):
		f.add(invalidAt(f.src), "scoring.file.utf8")
		return nil
	}
	var raw json.RawMessage
	if err := json.Unmarshal(f.src, &raw); err != nil {
		at := len(f.src)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = max(0, int(syntax.Offset)-1)
		}
		f.add(at, "scoring.file.json")
		return nil
	}
	r := &treeReader{f: f}
	t := r.value(0)
	if f.count > 0 {
		return nil
	}
	return t
}

func invalidAt(src []byte) int {
	at := 0
	for at < len(src) {
		r, size := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// A treeReader walks text that is known to be JSON.
type treeReader struct {
	f  *faults
	at int
}

func (r *treeReader) space() byte {
	for r.f.src[r.at] == ' ' || r.f.src[r.at] == '\t' || r.f.src[r.at] == '\n' || r.f.src[r.at] == '\r' {
		r.at++
	}
	return r.f.src[r.at]
}

func (r *treeReader) value(depth int) *tree {
	t := &tree{kind: r.space(), at: r.at}
	if depth > maxTreeDepth {
		if r.f.count == 0 {
			r.f.add(r.at, "scoring.file.deep", "most", strconv.Itoa(maxTreeDepth))
		}
		return t
	}
	switch t.kind {
	case '{', '[':
		r.inside(t, depth)
	case '"':
		t.text = r.str()
	default:
		if t.kind != 't' && t.kind != 'f' && t.kind != 'n' {
			t.kind = '0'
		}
		for r.at < len(r.f.src) && !isDelimiter(r.f.src[r.at]) {
			r.at++
		}
		t.text = string(r.f.src[t.at:r.at])
	}
	return t
}

func isDelimiter(b byte) bool {
	return b == ',' || b == ']' || b == '}' || b == ' ' || b == '\t' || b == '\n' || b == '\r'
}

// inside reads the fields of an object or the items of a list.
func (r *treeReader) inside(t *tree, depth int) {
	closing := t.kind + 2 // in ASCII both brackets close two after they open
	r.at++
	for r.space() != closing && r.f.count == 0 {
		if r.f.src[r.at] == ',' {
			r.at++
			r.space()
		}
		if t.kind == '[' {
			t.items = append(t.items, r.value(depth+1))
			continue
		}
		f := field{at: r.at}
		f.key = r.str()
		r.space()
		r.at++ // the colon
		f.value = r.value(depth + 1)
		t.fields = append(t.fields, f)
	}
	r.at++
}

// str reads a string at the current byte.
func (r *treeReader) str() string {
	start := r.at
	for r.at++; r.f.src[r.at] != '"'; r.at++ {
		if r.f.src[r.at] == '\\' {
			r.at++
		}
	}
	r.at++
	return unquote(r.f.src[start:r.at])
}

// unquote decodes a JSON string that is known to be one.
func unquote(quoted []byte) string {
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		panic("scoring: a string that was checked does not decode: " + err.Error())
	}
	return s
}

// inString returns the byte of the file where the given byte of a decoded
// string stands.
func inString(src []byte, t *tree, decoded int) int {
	at := t.at + 1
	for src[at] != '"' {
		length, size := 1, 1
		if src[at] == '\\' {
			length = 2
			if src[at+1] == 'u' {
				length = 6
			}
			// A surrogate pair is two escapes; alone each decodes to three
			// bytes, which puts the column one character off at most.
			size = len(unquote([]byte(`"` + string(src[at:at+length]) + `"`)))
		}
		if decoded < size {
			break
		}
		decoded -= size
		at += length
	}
	return at
}
