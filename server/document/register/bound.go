package register

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// Bounds of what is read. A register of 100,000 experts is about 20 MB packed
// and 150 MB unpacked.
const (
	MaxSize     = 200 << 20 // bytes of a file
	maxUnpacked = 1 << 30   // bytes of one part of an Excel file
	maxStrings  = 128 << 20 // bytes of all shared texts
	maxParts    = 2000      // files in an Excel file
	maxRows     = 500_000   // rows of a sheet with something in them
	maxColumns  = 200       // of a row
	maxDepth    = 32        // of elements in one another
	maxPiece    = 1 << 20   // bytes of one tag or text
)

// errTooLarge is the fault behind the refusal "import.large".
var errTooLarge = errors.New("more than a register can hold")

// A bounded reader ends with errTooLarge after left bytes, or when one piece
// of XML is longer than the decoder should have to hold.
type bounded struct {
	r     io.Reader
	left  int64
	piece int // bytes since the last < or >
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLarge
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	if i := bytes.LastIndexAny(p[:n], "<>"); i >= 0 {
		b.piece = n - i
	} else if b.piece += n; b.piece > maxPiece {
		return 0, errTooLarge
	}
	return n, err
}

// elements is a decoder that bounds how deep elements nest. It gives io.EOF only
// at the end of a whole document.
type elements struct {
	*xml.Decoder
	depth int
}

func newElements(r io.Reader) *elements {
	d := xml.NewDecoder(&bounded{r: r, left: maxUnpacked})
	return &elements{Decoder: d}
}

// next returns the next start or end of an element, or text.
func (e *elements) next() (xml.Token, error) {
	token, err := e.Token()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if e.depth++; e.depth > maxDepth {
			return nil, errTooLarge
		}
	case xml.EndElement:
		e.depth--
	}
	return token, nil
}

// A source that cannot be read is a fault of the machine, and not of what was
// sent: its errors are told apart by their type.
type ioError struct{ error }

func (e ioError) Unwrap() error { return e.error }

type faults struct{ io.ReaderAt }

func (f faults) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(p, at)
	if err != nil && err != io.EOF {
		err = ioError{err}
	}
	return n, err
}

// attribute returns the value of an attribute by its local name.
func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
