package paper

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

//go:embed font/*.ttf.gz font/plane2.txt font/OFL.txt
var fontFiles embed.FS

// A face is one font file and what it can write.
type face struct {
	family string // as fpdf knows it
	ttf    []byte

	// advance holds, for each code of the file, its width in thousandths of
	// the size plus one, and 0 for what the file does not have.
	advance [1 << 16]uint16
}

var (
	regular = lazyFace("regular")
	bold    = lazyFace("bold")
	rare    = lazyFace("rare")
	rarest  = lazyFace("rarest")
)

// lazyFace returns a function that unpacks a font at its first call. A font
// that cannot be read is a broken build.
func lazyFace(name string) func() *face {
	return sync.OnceValue(func() *face {
		f, err := loadFace(name)
		if err != nil {
			panic(err)
		}
		return f
	})
}

func loadFace(name string) (*face, error) {
	packed, err := fontFiles.ReadFile("font/" + name + ".ttf.gz")
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	ttf, err := io.ReadAll(unzip)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	f := &face{family: name, ttf: ttf}
	if err := f.readAdvances(); err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return f, nil
}

// plane2 gives the code under which font rare has a character above U+FFFF.
var plane2 = sync.OnceValue(func() map[rune]rune {
	list, err := fontFiles.ReadFile("font/plane2.txt")
	if err != nil {
		panic(err)
	}
	moved := make(map[rune]rune)
	for _, r := range strings.TrimSpace(string(list)) {
		moved[r] = 0xE000 + rune(len(moved))
	}
	return moved
})

// has returns the width of a code in thousandths of the size.
func (f *face) has(code rune) (int, bool) {
	if code < 0 || code > 0xFFFF || f.advance[code] == 0 {
		return 0, false
	}
	return int(f.advance[code]) - 1, true
}

// readAdvances reads the character map and the widths (OpenType 1.9: cmap
// format 4, hhea, hmtx). The fonts have 1000 units to the size.
func (f *face) readAdvances() error {
	tables, err := f.tables()
	if err != nil {
		return err
	}
	be := binary.BigEndian
	if len(tables["head"]) < 20 || be.Uint16(tables["head"][18:]) != 1000 {
		return errors.New("not 1000 units to the size")
	}
	hhea, hmtx := tables["hhea"], tables["hmtx"]
	if len(hhea) < 36 {
		return errors.New("no hhea")
	}
	wide := int(be.Uint16(hhea[34:]))
	if wide == 0 || len(hmtx) < 4*wide {
		return errors.New("hmtx too short")
	}
	segments, err := characterMap(tables["cmap"])
	if err != nil {
		return err
	}
	return segments.each(func(code, glyph int) {
		f.advance[code] = be.Uint16(hmtx[4*min(glyph, wide-1):]) + 1
	})
}

// tables cuts the file into its tables.
func (f *face) tables() (map[string][]byte, error) {
	be := binary.BigEndian
	if len(f.ttf) < 12 {
		return nil, io.ErrUnexpectedEOF
	}
	tables := make(map[string][]byte)
	for i := range int(be.Uint16(f.ttf[4:])) {
		entry := f.ttf[12+16*i:]
		from, size := be.Uint32(entry[8:]), be.Uint32(entry[12:])
		if uint64(from)+uint64(size) > uint64(len(f.ttf)) {
			return nil, io.ErrUnexpectedEOF
		}
		tables[string(entry[:4])] = f.ttf[from : from+size]
	}
	return tables, nil
}

// A cmap4 is a character map of format 4, from its segment count on.
type cmap4 struct {
	n    int    // segments
	data []byte // the subtable
}

// characterMap finds the format 4 map of a cmap table.
func characterMap(cmap []byte) (cmap4, error) {
	be := binary.BigEndian
	if len(cmap) < 4 {
		return cmap4{}, errors.New("no cmap")
	}
	for i := range int(be.Uint16(cmap[2:])) {
		sub := cmap[be.Uint32(cmap[4+8*i+4:]):]
		if be.Uint16(sub) == 4 {
			return cmap4{n: int(be.Uint16(sub[6:])) / 2, data: sub}, nil
		}
	}
	return cmap4{}, errors.New("no character map of format 4")
}

// each calls f for each code that has a glyph.
func (m cmap4) each(f func(code, glyph int)) error {
	be := binary.BigEndian
	at := func(array, i int) int { return 14 + array*2*m.n + 2*i + min(array, 1)*2 }
	for i := range m.n {
		end, start := int(be.Uint16(m.data[at(0, i):])), int(be.Uint16(m.data[at(1, i):]))
		delta, offset := int(be.Uint16(m.data[at(2, i):])), int(be.Uint16(m.data[at(3, i):]))
		for code := start; code <= end && code < 0xFFFF; code++ {
			glyph := code
			if offset != 0 {
				place := at(3, i) + offset + 2*(code-start)
				if place+2 > len(m.data) {
					return io.ErrUnexpectedEOF
				}
				if glyph = int(be.Uint16(m.data[place:])); glyph == 0 {
					continue
				}
			}
			if glyph = (glyph + delta) & 0xFFFF; glyph != 0 {
				f(code, glyph)
			}
		}
	}
	return nil
}
