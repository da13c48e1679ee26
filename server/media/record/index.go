package record

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// An Index says what a recording holds so far.
type Index struct {
	InitLength int64  // bytes before the first part; 0 while there is none
	Codecs     string // RFC 6381
	StartMs    int64  // UTC milliseconds of position 0
	Parts      []Part
	Segments   []Segment // those that have ended
	Closed     bool      // nothing follows
}

const indexMagic = "bidroom/recording/1"

// indexPath returns where the index of a recording is.
func indexPath(path string) string { return path + ".idx" }

func appendFields(line []byte, word string, fields ...int64) []byte {
	line = append(line, word...)
	for _, f := range fields {
		line = strconv.AppendInt(append(line, ' '), f, 10)
	}
	return line
}

func appendStart(line []byte, startMs int64) []byte {
	return append(appendFields(line, indexMagic, startMs), '\n')
}

func appendInitLine(line []byte, length int64, codecs string) []byte {
	line = append(appendFields(line, "init", length), ' ')
	return append(append(line, codecs...), '\n')
}

func appendPartLine(line []byte, p Part) []byte {
	return append(appendFields(line, "part", p.Offset, p.Length, p.Position, p.Duration, bit(p.Keyframe)), '\n')
}

func appendSegmentLine(line []byte, s Segment) []byte {
	line = appendFields(line, "segment", int64(s.N), s.Offset, s.Length, s.StartMs, s.EndMs, bit(s.Keyframe))
	return append(append(append(line, ' '), s.Hash...), '\n')
}

func appendEnd(line []byte) []byte { return append(line, "end\n"...) }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ReadIndex reads the index of the recording at path, which may be in the
// course of being written. It returns an error that names the line if the index
// is not one, or does not go on where the line before ended.
func ReadIndex(path string) (Index, error) {
	f, err := os.Open(indexPath(path))
	if err != nil {
		return Index{}, err
	}
	defer f.Close()
	return parseIndex(f)
}

// parseIndex reads an index. Beside an error it returns what stands in the lines
// before.
func parseIndex(from io.Reader) (Index, error) {
	var x Index
	lines := bufio.NewReader(from)
	for n := 1; ; n++ {
		line, err := lines.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			return x, nil
		}
		if err == nil {
			err = x.take(n, string(line[:len(line)-1]))
		}
		if err != nil {
			return x, fmt.Errorf("recording index: line %d: %w", n, err)
		}
	}
}

var errIndex = errors.New("malformed or out of order")

// end is where the last part ends in the file.
func (x *Index) end() int64 {
	if n := len(x.Parts); n > 0 {
		return x.Parts[n-1].Offset + x.Parts[n-1].Length
	}
	return x.InitLength
}

// segmented is where the last segment ends in the file.
func (x *Index) segmented() int64 {
	if n := len(x.Segments); n > 0 {
		return x.Segments[n-1].Offset + x.Segments[n-1].Length
	}
	return 0
}

// take takes line n, from 1.
func (x *Index) take(n int, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	if (n == 1) != (word == indexMagic) || x.Closed {
		return errIndex
	}
	switch word {
	case indexMagic:
		_, err := numbers(rest, &x.StartMs)
		return err
	case "init":
		codecs, err := numbers(rest, &x.InitLength)
		if err != nil || codecs == "" || x.Codecs != "" || x.InitLength <= 0 || x.InitLength > maxInit {
			return errIndex
		}
		x.Codecs = codecs
		return nil
	case "part":
		return x.takePart(rest)
	case "segment":
		return x.takeSegment(rest)
	case "end":
		x.Closed = true
		return nil
	}
	return errIndex
}

func (x *Index) takePart(fields string) error {
	var p Part
	var key int64
	rest, err := numbers(fields, &p.Offset, &p.Length, &p.Position, &p.Duration, &key)
	if err != nil || rest != "" || x.InitLength == 0 || p.Offset != x.end() ||
		p.Length <= 0 || p.Length > math.MaxUint32 || p.Position < 0 || p.Position > maxPosition || p.Duration < 0 || p.Duration > maxPosition {
		return errIndex
	}
	p.Keyframe = key == 1
	x.Parts = append(x.Parts, p)
	return nil
}

func (x *Index) takeSegment(fields string) error {
	var s Segment
	var n, key int64
	rest, err := numbers(fields, &n, &s.Offset, &s.Length, &s.StartMs, &s.EndMs, &key)
	if err != nil || n != int64(len(x.Segments)) || s.Offset != x.segmented() || s.Length <= 0 || s.Offset+s.Length != x.end() || len(rest) != 64 {
		return errIndex
	}
	s.N, s.Keyframe, s.Hash = int(n), key == 1, rest
	x.Segments = append(x.Segments, s)
	return nil
}

// numbers reads the first fields of a line and returns what follows them.
func numbers(line string, to ...*int64) (rest string, err error) {
	for _, v := range to {
		var field string
		field, line, _ = strings.Cut(line, " ")
		if *v, err = strconv.ParseInt(field, 10, 64); err != nil {
			return "", errIndex
		}
	}
	return line, nil
}
