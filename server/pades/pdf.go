package pades

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// What is read is bounded, for it can come from a stranger.
const (
	deepest     = 32      // values within one another
	mostObjects = 1 << 20 // of a file
)

// errForm says that a file is not of the form that this package reads: one
// cross-reference table, no stream of objects, no encryption.
var errForm = errors.New("not a PDF of the form that is signed")

func malformed(what string) error { return fmt.Errorf("%w: %s", errForm, what) }

// A member is one entry of a dictionary, its value as it stands in the file.
type member struct {
	key   string // without the solidus
	value []byte
}

type dict []member

// get returns a value, or nil if there is none.
func (d dict) get(key string) []byte {
	if i := slices.IndexFunc(d, func(m member) bool { return m.key == key }); i >= 0 {
		return d[i].value
	}
	return nil
}

// with returns the dictionary with a value put in or replaced.
func (d dict) with(key string, value []byte) dict {
	d = slices.Clone(d)
	if i := slices.IndexFunc(d, func(m member) bool { return m.key == key }); i >= 0 {
		d[i].value = value
		return d
	}
	return append(d, member{key, value})
}

func (d dict) bytes() []byte {
	out := []byte("<<\n")
	for _, m := range d {
		out = fmt.Appendf(out, "/%s %s\n", m.key, m.value)
	}
	return append(out, ">>"...)
}

// A scanner reads the syntax of ISO 32000-1, 7.2 and 7.3.
type scanner struct {
	text []byte
	at   int
}

func white(c byte) bool { return bytes.IndexByte([]byte("\x00\t\n\f\r "), c) >= 0 }

func delimits(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space goes on to what is neither white space nor a comment.
func (s *scanner) space() {
	for ; s.at < len(s.text); s.at++ {
		if c := s.text[s.at]; c == '%' {
			for s.at < len(s.text) && s.text[s.at] != '\n' && s.text[s.at] != '\r' {
				s.at++
			}
			s.at--
		} else if !white(c) {
			return
		}
	}
}

// take goes on over a text, if it comes next.
func (s *scanner) take(text string) bool {
	s.space()
	if !bytes.HasPrefix(s.text[s.at:], []byte(text)) {
		return false
	}
	s.at += len(text)
	return true
}

// word reads regular characters: a number, a keyword, what follows a solidus.
func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.text) && !white(s.text[s.at]) && !delimits(s.text[s.at]) {
		s.at++
	}
	return string(s.text[from:s.at])
}

// number reads a number that is not negative.
func (s *scanner) number() (int, error) {
	s.space()
	n, err := strconv.ParseUint(s.word(), 10, 40)
	if err != nil {
		return 0, malformed("no number")
	}
	return int(n), nil
}

// value reads one value and returns it as it stands; a reference is one.
func (s *scanner) value(depth int) ([]byte, error) {
	s.space()
	from := s.at
	var err error
	switch {
	case depth > deepest:
		return nil, malformed("values too deep")
	case s.take("<<"):
		s.at = from
		_, err = s.dict(depth)
	case s.take("["):
		for !s.take("]") && err == nil {
			_, err = s.value(depth + 1)
		}
	case s.take("("):
		err = s.literal()
	case s.take("<"):
		end := bytes.IndexByte(s.text[s.at:], '>')
		if end < 0 {
			return nil, malformed("a string without an end")
		}
		s.at += end + 1
	case s.take("/"):
		s.word()
	default:
		if s.word() == "" {
			return nil, malformed("no value")
		}
		s.reference(from)
	}
	if err != nil {
		return nil, err
	}
	return s.text[from:s.at], nil
}

// reference goes on over the rest of a reference, if what began at from is one.
func (s *scanner) reference(from int) {
	rest := &scanner{s.text, from}
	for range 2 {
		if _, err := rest.number(); err != nil {
			return
		}
	}
	if rest.space(); rest.word() == "R" {
		s.at = rest.at
	}
}

// literal reads a string in parentheses, whose first is behind.
func (s *scanner) literal() error {
	for open := 1; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				s.at++
				return nil
			}
		}
	}
	return malformed("a string without an end")
}

// dict reads a dictionary; of a key that stands twice nobody knows which holds.
func (s *scanner) dict(depth int) (d dict, err error) {
	if !s.take("<<") {
		return nil, malformed("no dictionary")
	}
	for !s.take(">>") {
		if !s.take("/") {
			return nil, malformed("no key")
		}
		key := s.word()
		value, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if d.get(key) != nil {
			return nil, malformed("a key twice: " + key)
		}
		d = append(d, member{key, value})
	}
	return d, nil
}

// referred reads a value that is a reference of generation 0.
func referred(value []byte) (object int, err error) {
	s := &scanner{text: value}
	object, err = s.number()
	if err != nil || !s.take("0") || !s.take("R") || s.at != len(value) {
		return 0, malformed("no reference")
	}
	return object, nil
}

// A base is a whole PDF that an update can be written to.
type base struct {
	text    []byte
	table   int         // where its cross-reference table begins
	offsets map[int]int // of the objects
	trailer dict
	size    int // objects, with the free one
	root    int
	page    int // the first
	catalog dict
	first   dict // the first page
}

// readBase reads a PDF as the project's own writer makes it. Everything else is
// refused: what is not understood is not signed.
func readBase(text []byte) (b *base, err error) {
	if !bytes.HasPrefix(text, []byte("%PDF-1.")) {
		return nil, malformed("no header")
	}
	b = &base{text: text, offsets: map[int]int{}}
	tail := text[max(0, len(text)-64):]
	at := bytes.LastIndex(tail, []byte("startxref"))
	if at < 0 {
		return nil, malformed("no startxref")
	}
	s := &scanner{text: tail, at: at + len("startxref")}
	if b.table, err = s.number(); err != nil {
		return nil, err
	}
	if string(bytes.TrimSpace(tail[s.at:])) != "%%EOF" || b.table >= len(text) {
		return nil, malformed("no end")
	}
	if err := b.readTable(&scanner{text: text, at: b.table}); err != nil {
		return nil, err
	}
	if b.root, err = referred(b.trailer.get("Root")); err != nil {
		return nil, err
	}
	if b.catalog, err = b.object(b.root); err != nil {
		return nil, err
	}
	return b, b.findPage()
}

// readTable reads the cross-reference table and the trailer.
func (b *base) readTable(s *scanner) error {
	if !s.take("xref") {
		return malformed("no cross-reference table")
	}
	for !s.take("trailer") {
		first, err := s.number()
		if err != nil {
			return err
		}
		count, err := s.number()
		if err != nil {
			return err
		}
		for n := first; n < first+count; n++ {
			offset, err := s.number()
			if err != nil {
				return err
			}
			if _, err := s.number(); err != nil {
				return err
			}
			if s.take("n") {
				b.offsets[n] = offset
			} else if !s.take("f") {
				return malformed("the cross-reference table")
			}
			if len(b.offsets) > mostObjects {
				return malformed("too many objects")
			}
		}
	}
	var err error
	if b.trailer, err = s.dict(0); err != nil {
		return err
	}
	for _, m := range b.trailer {
		if !slices.Contains([]string{"Size", "Root", "Info"}, m.key) {
			return malformed("the trailer holds " + m.key)
		}
	}
	size := &scanner{text: b.trailer.get("Size")}
	if b.size, err = size.number(); err != nil || b.size > mostObjects {
		return malformed("the trailer's Size")
	}
	return nil
}

// object reads an object that is a dictionary.
func (b *base) object(n int) (dict, error) {
	offset, known := b.offsets[n]
	if !known || n >= b.size || offset >= len(b.text) {
		return nil, malformed("no object " + strconv.Itoa(n))
	}
	s := &scanner{text: b.text, at: offset}
	if no, err := s.number(); err != nil || no != n || !s.take("0") || !s.take("obj") {
		return nil, malformed("no object " + strconv.Itoa(n))
	}
	d, err := s.dict(0)
	if err == nil && !s.take("endobj") {
		err = malformed("object " + strconv.Itoa(n) + " is no dictionary")
	}
	return d, err
}

// findPage finds the first page.
func (b *base) findPage() error {
	pages, err := referred(b.catalog.get("Pages"))
	if err != nil {
		return err
	}
	tree, err := b.object(pages)
	if err != nil {
		return err
	}
	kids := &scanner{text: tree.get("Kids")}
	if !kids.take("[") {
		return malformed("no pages")
	}
	first, err := kids.value(1)
	if err != nil {
		return err
	}
	if b.page, err = referred(first); err != nil {
		return err
	}
	if b.first, err = b.object(b.page); err == nil && string(b.first.get("Type")) != "/Page" {
		err = malformed("no first page")
	}
	return err
}
