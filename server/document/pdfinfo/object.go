package pdfinfo

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The objects that are told apart; a number without a point is an int, a list an
// []any, and whatever else is nil.
type (
	dict      map[name]any
	name      string
	text      string // its bytes
	reference int    // the object's number
)

// A parser reads objects of a text. At its end, or where nothing can be read,
// every value is nil and it does not go on.
type parser struct {
	text []byte
	at   int
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// blanks passes over blanks and comments.
func (p *parser) blanks() {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case isBlank(c):
			p.at++
		case c == '%':
			for p.at < len(p.text) && p.text[p.at] != '\n' && p.text[p.at] != '\r' {
				p.at++
			}
		default:
			return
		}
	}
}

// word reads up to the next blank or delimiter.
func (p *parser) word() string {
	from := p.at
	for p.at < len(p.text) && !isBlank(p.text[p.at]) && !isDelimiter(p.text[p.at]) {
		p.at++
	}
	return string(p.text[from:p.at])
}

// value reads one object, so many levels deep.
func (p *parser) value(depth int) any {
	p.blanks()
	if p.at >= len(p.text) || depth > deepest {
		p.at = len(p.text)
		return nil
	}
	switch c := p.text[p.at]; {
	case bytes.HasPrefix(p.text[p.at:], []byte("<<")):
		p.at += 2
		return p.dict(depth)
	case c == '<':
		return p.hex()
	case c == '(':
		return p.literal()
	case c == '[':
		p.at++
		list := []any{}
		for p.more(']') {
			list = append(list, p.value(depth+1))
		}
		return list
	case c == '/':
		p.at++
		return name(p.word())
	case isDelimiter(c):
		p.at++
		return nil
	}
	return p.number()
}

// more reports whether a list or dictionary goes on, and passes over its end.
func (p *parser) more(end byte) bool {
	p.blanks()
	if p.at >= len(p.text) {
		return false
	}
	if p.text[p.at] == end {
		p.at++
		return false
	}
	return true
}

// dict reads a dictionary after its beginning. What is no name is passed over.
func (p *parser) dict(depth int) dict {
	d := dict{}
	for p.more('>') {
		if key, ok := p.value(depth + 1).(name); ok {
			if p.blanks(); bytes.HasPrefix(p.text[p.at:], []byte(">>")) {
				break
			}
			d[key] = p.value(depth + 1)
		}
	}
	if p.at < len(p.text) && p.text[p.at] == '>' {
		p.at++
	}
	return d
}

// number reads a number, or a reference, which is two numbers and an R.
func (p *parser) number() any {
	number, err := strconv.Atoi(p.word())
	if err != nil {
		return nil
	}
	after := p.at
	p.blanks()
	if _, err := strconv.ParseUint(p.word(), 10, 32); err == nil {
		if p.blanks(); p.word() == "R" {
			return reference(number)
		}
	}
	p.at = after
	return number
}

// hex reads a text in hex; a last digit that is missing is 0 (7.3.4.3).
func (p *parser) hex() text {
	p.at++
	digits := []byte{}
	for p.more('>') {
		digits = append(digits, p.text[p.at])
		p.at++
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	said := make([]byte, len(digits)/2)
	if _, err := hex.Decode(said, digits); err != nil {
		return ""
	}
	return text(said)
}

// escapes are those of a literal text that stand for one byte (7.3.4.2).
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// literal reads a text in parentheses, which may hold pairs of them.
func (p *parser) literal() text {
	var said []byte
	open := 0
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '(':
			if open++; open == 1 {
				continue
			}
		case c == ')':
			if open--; open == 0 {
				return text(said)
			}
		case c == '\\':
			said = p.escaped(said)
			continue
		}
		said = append(said, c)
	}
	return text(said)
}

// escaped reads what follows a backslash.
func (p *parser) escaped(said []byte) []byte {
	if p.at >= len(p.text) {
		return said
	}
	c := p.text[p.at]
	if c >= '0' && c <= '7' {
		code := 0
		for n := 0; n < 3 && p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '7'; n++ {
			code = code*8 + int(p.text[p.at]-'0')
			p.at++
		}
		return append(said, byte(code))
	}
	p.at++
	switch {
	case c == '\r':
		if p.at < len(p.text) && p.text[p.at] == '\n' {
			p.at++
		}
	case c == '\n':
	case escapes[c] != 0:
		return append(said, escapes[c])
	default:
		return append(said, c)
	}
	return said
}

// decode returns a text as UTF-8. Besides the encodings of the standard
// (UTF-16BE and UTF-8 with their marks) it reads UTF-8 without one and GB 18030,
// which programs in China write though no standard has it; what is neither is
// taken byte by byte.
func (t text) decode() string {
	raw := []byte(t)
	switch {
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		units := make([]uint16, 0, len(raw)/2)
		for i := 2; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		return string(utf16.Decode(units))
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		return string(raw[3:])
	case utf8.Valid(raw):
		return string(raw)
	}
	if decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw); err == nil && !bytes.ContainsRune(decoded, utf8.RuneError) {
		return string(decoded)
	}
	latin := make([]rune, len(raw))
	for i, c := range raw {
		latin[i] = rune(c)
	}
	return string(latin)
}
