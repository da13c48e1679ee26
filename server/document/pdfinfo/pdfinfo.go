// Package pdfinfo reads what a PDF says of itself, and the hashes of its page
// contents and images (ISO 32000-1, 7.3, 7.5, 14.3.3 and 14.4).
//
// The files come from outside. So nothing in one is followed: its bytes are
// passed over once, object by object as they stand, as a viewer does that
// repairs a broken file, and of what says the same twice the later counts. The
// time is linear in the size, and what is decompressed is bounded.
package pdfinfo

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
)

// An Info is what a PDF says of itself.
type Info struct {
	Encrypted  bool // then nothing else is read
	Unreadable bool // no trailer was found

	Author, Title, Creator, Producer, Created, Modified string
	ID                                                  string // the permanent half of its identifier, hex

	Pages  []string // SHA-256 of the contents of pages as they stand in the file, hex, in no order
	Images []string // SHA-256 of images, likewise
}

// Bounds of what is read.
const (
	// LeastPart is from how many bytes a page's content or an image is compared:
	// below stand rules, bullets and empty pages, which any two files share.
	LeastPart  = 1024
	mostParts  = 20000    // pages' contents, and images
	mostPacked = 4 << 20  // bytes of one object stream, decompressed
	mostOpened = 64 << 20 // bytes of all of them
	mostLooked = 16 << 20 // bytes of their objects
	leastEach  = 16 << 10 // bytes that a stream counts as at least
	mostObject = 64 << 10 // bytes of one dictionary
	mostSaid   = 4 << 10  // bytes of a text
	deepest    = 16       // dictionaries and lists in one another
)

// Read reads a PDF. It returns what it finds of a broken one; one that nobody
// thought of is unreadable, and ends no server.
func Read(content []byte) (info Info) {
	defer func() {
		if recover() != nil {
			info = Info{Unreadable: true}
		}
	}()
	s := scanner{content: content, info: map[int]map[name]text{}, hashes: map[int][32]byte{}}
	s.scan()
	return s.found()
}

// A scanner passes over the objects of a file.
type scanner struct {
	content   []byte
	opened    int // bytes decompressed so far
	looked    int // bytes looked at of these
	passed    int // bytes of the file's own dictionaries that were looked at, each as often as it was
	trailer   bool
	encrypted bool
	infoAt    int // number of the document information dictionary
	id        string
	info      map[int]map[name]text // what dictionaries say that may be it, by number
	contents  []int                 // objects that hold pages' contents
	hashes    map[int][32]byte      // of streams that may be such
	images    [][32]byte
}

// scan looks at every object and trailer in the order of the file.
func (s *scanner) scan() {
	object, trailer := -1, -1 // where the next of each begins
	next := func(at, from int, word string) int {
		if at >= from || at == len(s.content) {
			return at
		}
		if i := bytes.Index(s.content[from:], []byte(word)); i >= 0 {
			return from + i
		}
		return len(s.content)
	}
	for pos := 0; ; {
		object, trailer = next(object, pos, " obj"), next(trailer, pos, "trailer")
		switch {
		case object == len(s.content) && trailer == len(s.content):
			return
		case trailer < object:
			pos = trailer + len("trailer")
			d, end := s.dictAt(pos)
			if d != nil {
				s.trail(d)
			}
			pos = end
		default:
			number := numberBefore(s.content, object)
			pos = object + len(" obj")
			if number < 0 { // and nothing is read twice
				continue
			}
			d, end := s.dictAt(pos)
			if pos = end; d != nil {
				pos = s.object(number, d, end)
			}
		}
	}
}

// numberBefore returns the number of the object whose " obj" stands at a place,
// or -1.
func numberBefore(content []byte, at int) int {
	digits := func(end int) int {
		from := end
		for from > 0 && end-from < 10 && content[from-1] >= '0' && content[from-1] <= '9' {
			from--
		}
		return from
	}
	generation := digits(at)
	if generation == at || generation == 0 || !isBlank(content[generation-1]) {
		return -1
	}
	from := digits(generation - 1)
	number, err := strconv.Atoi(string(content[from : generation-1]))
	if err != nil {
		return -1
	}
	return number
}

// dictAt reads the dictionary that begins at a place, after blanks and comments,
// and says where it ends; nil if none does, and then where these end.
func (s *scanner) dictAt(pos int) (dict, int) {
	p := parser{text: s.content[pos:min(pos+mostObject, len(s.content))]}
	p.blanks()
	if !bytes.HasPrefix(p.text[p.at:], []byte("<<")) {
		s.passed += p.at
		return nil, pos + p.at
	}
	d, _ := p.value(0).(dict)
	s.passed += p.at
	return d, pos + p.at
}

// object takes an object whose dictionary ends at a place, and returns where
// what follows it begins.
func (s *scanner) object(number int, d dict, end int) int {
	begin, stop := s.stream(d, end)
	if begin < 0 {
		s.note(number, d)
		return end
	}
	data := s.content[begin:stop]
	switch kind, _ := d["Type"].(name); {
	case kind == "XRef":
		s.trail(d)
	case kind == "ObjStm":
		s.unpack(d, data)
	case d["Subtype"] == name("Image"):
		if len(data) >= LeastPart && len(s.images) < mostParts {
			s.images = append(s.images, sha256.Sum256(data))
		}
	case kind == "" && d["Subtype"] == nil:
		if len(data) >= LeastPart && len(s.hashes) < mostParts {
			s.hashes[number] = sha256.Sum256(data)
		}
	}
	return stop
}

// stream returns where the bytes of an object's stream begin and end; it begins
// at -1 if the object has none.
func (s *scanner) stream(d dict, end int) (begin, stop int) {
	p := parser{text: s.content[end:min(end+64, len(s.content))]}
	p.blanks()
	if !bytes.HasPrefix(p.text[p.at:], []byte("stream")) {
		return -1, end
	}
	begin = end + p.at + len("stream")
	if bytes.HasPrefix(s.content[begin:], []byte("\r")) {
		begin++
	}
	if bytes.HasPrefix(s.content[begin:], []byte("\n")) {
		begin++
	}
	if length, ok := d["Length"].(int); ok && length >= 0 && length <= len(s.content)-begin {
		p := parser{text: s.content[begin+length : min(begin+length+16, len(s.content))]}
		p.blanks()
		if bytes.HasPrefix(p.text[p.at:], []byte("endstream")) {
			return begin, begin + length
		}
	}
	if i := bytes.Index(s.content[begin:], []byte("endstream")); i >= 0 {
		return begin, begin + len(bytes.TrimRight(s.content[begin:begin+i], "\r\n"))
	}
	return begin, len(s.content) // nothing after it is read
}

// trail takes a trailer, or the dictionary of a cross-reference stream, which
// says the same.
func (s *scanner) trail(d dict) {
	s.trailer = true
	if _, is := d["Encrypt"]; is {
		s.encrypted = true
	}
	if at, ok := d["Info"].(reference); ok {
		s.infoAt = int(at)
	}
	if ids, ok := d["ID"].([]any); ok && len(ids) == 2 {
		if id, ok := ids[0].(text); ok && len(id) > 0 && len(id) <= 64 {
			s.id = hex.EncodeToString([]byte(id))
		}
	}
}

// note keeps a dictionary that says what is asked for.
func (s *scanner) note(number int, d dict) {
	if d["Type"] == name("Page") {
		of, several := d["Contents"].([]any)
		if !several {
			of = []any{d["Contents"]}
		}
		for _, one := range of {
			if at, ok := one.(reference); ok && len(s.contents) < mostParts {
				s.contents = append(s.contents, int(at))
			}
		}
		return
	}
	said := map[name]text{}
	for _, key := range []name{"Author", "Title", "Creator", "Producer", "CreationDate", "ModDate"} {
		if text, is := d[key].(text); is {
			said[key] = text[:min(len(text), mostSaid)]
		}
	}
	if len(said) > 0 && len(s.info) < mostParts {
		s.info[number] = said
	}
}

// unpack looks at the objects of an object stream.
func (s *scanner) unpack(d dict, data []byte) {
	count, _ := d["N"].(int)
	first, _ := d["First"].(int)
	if s.opened >= mostOpened {
		return
	}
	if d["Filter"] == name("FlateDecode") && d["DecodeParms"] == nil {
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return
		}
		opened, _ := io.ReadAll(io.LimitReader(r, int64(min(mostPacked, mostOpened-s.opened)))) // what there is of a broken one
		s.opened += max(len(opened), leastEach)
		data = opened
	} else if d["Filter"] != nil {
		return
	}
	if first < 0 || first > len(data) {
		return
	}
	head := parser{text: data[:first]}
	for range min(max(count, 0), mostParts) {
		number, ok := head.value(0).(int)
		at, ok2 := head.value(0).(int)
		if !ok || !ok2 {
			return
		}
		if s.looked >= mostLooked {
			return
		}
		if at < 0 || at >= len(data)-first {
			continue
		}
		body := parser{text: data[first+at : min(first+at+mostObject, len(data))]}
		if one, ok := body.value(0).(dict); ok {
			s.note(number, one)
		}
		s.looked += body.at
	}
}

// found says what was found.
func (s *scanner) found() Info {
	if s.encrypted || !s.trailer {
		return Info{Encrypted: s.encrypted, Unreadable: !s.trailer}
	}
	info := Info{ID: s.id}
	d := s.info[s.infoAt]
	for key, to := range map[name]*string{"Author": &info.Author, "Title": &info.Title, "Creator": &info.Creator, "Producer": &info.Producer,
		"CreationDate": &info.Created, "ModDate": &info.Modified} {
		*to = d[key].decode()
	}
	for _, number := range s.contents {
		if sum, is := s.hashes[number]; is {
			info.Pages = append(info.Pages, hex.EncodeToString(sum[:]))
		}
	}
	for _, sum := range s.images {
		info.Images = append(info.Images, hex.EncodeToString(sum[:]))
	}
	for _, list := range []*[]string{&info.Pages, &info.Images} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return info
}
