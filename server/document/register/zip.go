package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
)

// errManyEntries is of a ZIP with more entries than it may have.
var errManyEntries = errors.New("too many entries")

// openZip is zip.NewReader for at most so many entries: that makes something of
// every header of the directory, of which 200 MB hold millions, before anybody
// can count them. Whatever looks like a header counts, also within a workbook
// that is stored in the ZIP.
func openZip(r io.ReaderAt, size int64, most int) (*zip.Reader, error) {
	headers, err := countHeaders(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	if headers > most {
		return nil, errManyEntries
	}
	return zip.NewReader(r, size)
}

// countHeaders counts where a header of a ZIP's directory can begin (.ZIP file
// format specification 6.3, 4.3.12).
func countHeaders(r io.Reader) (count int, err error) {
	signature := []byte("PK\x01\x02")
	room := make([]byte, 64<<10)
	kept := 0 // of the block before: the beginning of a signature can stand there
	for {
		n, err := io.ReadFull(r, room[kept:])
		block := room[:kept+n]
		count += bytes.Count(block, signature)
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return count, nil
		case err != nil:
			return 0, err
		}
		kept = copy(room, block[len(block)-len(signature)+1:])
	}
}
