package proclog

import (
	"bytes"
	"fmt"
	"strings"
)

// isCanonical reports whether a text of valid UTF-8 is in canonical form
// already, as nearly every entry is that is read: what is rewritten then is the
// same text, at many times the cost. It says no where it would have to look
// closer: at an escape by number, U+FFFD, or an escape within a name.
func isCanonical(text []byte) bool {
	s := scan{text: text}
	return !bytes.ContainsRune(text, '\uFFFD') && s.value(0) && s.at == len(text)
}

// A scan goes once through a text. Its steps report whether what stands there
// is canonical, and leave at behind it.
type scan struct {
	text []byte
	at   int
}

// next takes one byte if it is c.
func (s *scan) next(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scan) value(depth int) bool {
	if depth > maxDepth || s.at == len(s.text) {
		return false
	}
	switch s.text[s.at] {
	case '"':
		return s.string()
	case '{':
		return s.object(depth)
	case '[':
		return s.array(depth)
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(s.text[s.at:], []byte(word)) {
			s.at += len(word)
			return true
		}
	}
	return false
}

func (s *scan) array(depth int) bool {
	s.at++
	if s.next(']') {
		return true
	}
	for s.value(depth + 1) {
		if !s.next(',') {
			return s.next(']')
		}
	}
	return false
}

func (s *scan) object(depth int) bool {
	s.at++
	if s.next('}') {
		return true
	}
	for before, first := "", true; ; first = false {
		from := s.at + 1
		if s.at == len(s.text) || s.text[s.at] != '"' || !s.string() {
			return false
		}
		name := string(s.text[from : s.at-1])
		if strings.Contains(name, `\`) || !first && compareUTF16(before, name) >= 0 || !s.next(':') || !s.value(depth+1) {
			return false
		}
		if before = name; !s.next(',') {
			return s.next('}')
		}
	}
}

func (s *scan) string() bool {
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return true
		case c < 0x20:
			return false
		case c == '\\':
			if s.at++; s.at == len(s.text) || !strings.ContainsRune(`"\bfnrt`, rune(s.text[s.at])) {
				return false
			}
		}
	}
	return false
}

// bounded refuses a text with more than [MaxEntry] bytes or [MaxValues] values,
// before anything of it is read. What is no JSON it may take.
func bounded(text []byte) error {
	if len(text) > MaxEntry {
		return fmt.Errorf("%d bytes are more than %d", len(text), MaxEntry)
	}
	values := 1
	for s := (scan{text: text}); s.at < len(text); {
		switch text[s.at] {
		case '"':
			s.string()
			continue
		case ',', '[', '{':
			values++
		}
		s.at++
	}
	if values > MaxValues {
		return fmt.Errorf("more than %d values", MaxValues)
	}
	return nil
}

// membersOf splits an object without a space around its members. It says no
// where it would have to look closer, as isCanonical does; what the values are
// it leaves open, as far as their marks and brackets match.
func membersOf(text []byte) (list []member, ok bool) {
	s := scan{text: text}
	if bytes.ContainsRune(text, '\uFFFD') || !s.next('{') {
		return nil, false
	}
	for {
		from := s.at + 1
		if s.at == len(text) || text[s.at] != '"' || !s.string() {
			return nil, false
		}
		name := string(text[from : s.at-1])
		if strings.Contains(name, `\`) || !s.next(':') {
			return nil, false
		}
		from = s.at
		if !s.skip() {
			return nil, false
		}
		list = append(list, member{name, text[from:s.at]})
		if !s.next(',') {
			return list, s.next('}') && s.at == len(text)
		}
	}
}

// skip leaves a value behind, up to the comma or bracket that follows it.
func (s *scan) skip() bool {
	depth := 0
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case '"':
			for s.at++; s.at < len(s.text) && s.text[s.at] != '"'; s.at++ {
				if s.text[s.at] == '\\' {
					s.at++
				}
			}
		case '[', '{':
			depth++
		case ']', '}':
			if depth == 0 {
				return true
			}
			depth--
		case ',':
			if depth == 0 {
				return true
			}
		}
		s.at++
	}
	return false
}
