package register

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// errEncoding is the fault behind the refusal "import.encoding".
var errEncoding = errors.New("neither UTF-8 nor GB 18030")

// A csvReader reads the lines of a CSV file (RFC 4180).
type csvReader struct {
	*csv.Reader
	taken *counted
}

// counted bounds what is read for one record, which a quote that does not end
// would make as long as the file.
type counted struct {
	r io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.n += n; c.n > maxPiece {
		return 0, errTooLarge
	}
	return n, err
}

func openCSV(r io.ReaderAt, size int64) (*csvReader, error) {
	decoded, err := decode(r, size)
	if err != nil {
		return nil, err
	}
	taken := &counted{r: decoded}
	reader := csv.NewReader(taken)
	reader.FieldsPerRecord = -1 // ends of rows may be missing: Excel leaves them out
	reader.ReuseRecord = true
	return &csvReader{reader, taken}, nil
}

var byteOrderMark = []byte("\ufeff")

// decode finds out how a file is written, by reading all of it, and returns it
// as UTF-8.
func decode(r io.ReaderAt, size int64) (io.Reader, error) {
	whole := func() io.Reader { return io.NewSectionReader(r, 0, size) }
	valid, err := every(whole(), func(c rune, n int) bool { return c != utf8.RuneError || n > 1 })
	if err != nil {
		return nil, err
	}
	if valid {
		buffered := bufio.NewReader(whole())
		if start, _ := buffered.Peek(len(byteOrderMark)); bytes.Equal(start, byteOrderMark) {
			_, err = buffered.Discard(len(byteOrderMark))
		}
		return buffered, err
	}
	chinese := func() io.Reader { return simplifiedchinese.GB18030.NewDecoder().Reader(whole()) }
	valid, err = every(chinese(), func(c rune, _ int) bool { return c != utf8.RuneError })
	if err != nil {
		return nil, err
	}
	if !valid {
		return nil, errEncoding
	}
	return chinese(), nil
}

// every reports whether all characters of r are good, and none is NUL, which
// no text has.
func every(r io.Reader, good func(c rune, size int) bool) (bool, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	for {
		c, size, err := buffered.ReadRune()
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if c == 0 || !good(c, size) {
			return false, nil
		}
	}
}

func (r *csvReader) read() (line, error) {
	r.taken.n = 0
	record, err := r.Read()
	var torn *csv.ParseError
	if errors.As(err, &torn) {
		return line{}, rowError{torn.StartLine, err}
	}
	if err != nil {
		return line{}, err
	}
	if len(record) > maxColumns {
		return line{}, errTooLarge
	}
	number, _ := r.FieldPos(0)
	l := line{number: number, cells: make([]raw, len(record))}
	for i, text := range record {
		l.cells[i].text = text
	}
	return l, nil
}

func (r *csvReader) close() {}

// WriteCSV writes the rows of one sheet as CSV in lang, in UTF-8 with the mark
// by which Excel knows it. Rows of other sheets are left out.
func WriteCSV(w io.Writer, sheet string, rows iter.Seq[Row], lang string) error {
	of, ok := SheetByKey(sheet)
	if !ok {
		return fmt.Errorf("register: no sheet %q", sheet)
	}
	if _, err := w.Write(byteOrderMark); err != nil {
		return fmt.Errorf("register: csv: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, len(of.Columns))
	for i, c := range of.Columns {
		line[i] = c.Head(lang)
	}
	err := out.Write(line)
	for row := range rows {
		if row.Sheet != sheet {
			continue
		}
		for i, c := range of.Columns {
			line[i] = c.written(row.Fields[c.Key], lang)
		}
		err = errors.Join(err, out.Write(line))
	}
	out.Flush()
	if err := errors.Join(err, out.Error()); err != nil {
		return fmt.Errorf("register: csv: %w", err)
	}
	return nil
}
