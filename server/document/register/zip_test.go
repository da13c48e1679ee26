package register

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// directory is a ZIP of nothing but headers of its directory, each of an empty
// file without a name.
func directory(entries int) []byte {
	header := append([]byte("PK\x01\x02"), make([]byte, 42)...)
	end := append([]byte("PK\x05\x06"), make([]byte, 18)...)
	binary.LittleEndian.PutUint16(end[8:], uint16(entries))
	binary.LittleEndian.PutUint16(end[10:], uint16(entries))
	binary.LittleEndian.PutUint32(end[12:], uint32(entries*len(header)))
	return append(bytes.Repeat(header, entries), end...)
}

func TestOpenZip(t *testing.T) {
	for entries, refused := range map[int]bool{0: false, 10: false, 11: true, 70_000: true} { // 70,000 are more than the end can say
		file := directory(entries)
		archive, err := openZip(bytes.NewReader(file), int64(len(file)), 10)
		if refused != errors.Is(err, errManyEntries) || !refused && (err != nil || len(archive.File) != entries) {
			t.Errorf("%d entries: %v", entries, err)
		}
	}
	file := directory(100_000)
	for name, code := range map[string]string{"register.zip": "import.photos", "register.xlsx": "import.large"} {
		if _, err := Open(bytes.NewReader(file), int64(len(file)), name); err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v, want %s", name, err, code)
		}
	}
}

// A header is counted wherever it begins, also across two blocks that are read.
func TestCountHeaders(t *testing.T) {
	for before := range 8 {
		text := append(bytes.Repeat([]byte("P"), 64<<10-before), "PK\x01\x02 PK\x01\x01 PK\x01\x02"...)
		if got, err := countHeaders(bytes.NewReader(text)); err != nil || got != 2 {
			t.Errorf("%d before the end of a block: %d, %v", before, got, err)
		}
	}
}
