package evidence

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"regexp"

	"bidroom/server/proclog"
)

// What is read is bounded: a member is stored, so a file holds no more than
// its own size; a line is no longer than an entry and what stands around it.
const (
	maxMembers  = 4096
	maxLine     = proclog.MaxEntry + 64<<10
	maxText     = 64 << 10 // manifest, notes
	maxInMemory = 1 << 30  // openings and draws, which are not read as a stream
)

// members are the names that a file may hold.
var members = regexp.MustCompile(`^(?:manifest\.json|log\.jsonl|leaves\.txt|checkpoint\.txt|centre\.txt|centre\.jsonl|openings\.jsonl|` +
	`draws/[A-Za-z0-9-]{1,64}/(?:(?:pool|persons|candidates|companies|others|services)\.jsonl|record-[0-9])|files/[0-9a-f]{64}\.pdf)$`)

var needed = []string{"manifest.json", "log.jsonl", "leaves.txt", "checkpoint.txt", "centre.txt", "centre.jsonl", "openings.jsonl"}

// A FormatError says why something is not an evidence file. Code is a
// catalogue key below "verify.format.".
type FormatError struct {
	Code   string
	Member string
	Err    error
}

// Error implements error.
func (e *FormatError) Error() string {
	text := "evidence file: " + e.Code
	if e.Member != "" {
		text += " (" + e.Member + ")"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns what was found.
func (e *FormatError) Unwrap() error { return e.Err }

// A File is an evidence file that is open to be read.
type File struct {
	Manifest Manifest
	members  map[string]*zip.File
	names    []string // in the order of the file
	closer   io.Closer
}

// Open opens the evidence file at path. The error is a *[FormatError] if it is
// none.
func Open(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("evidence file: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("evidence file: %w", err), file.Close())
	}
	f, err := Read(file, info.Size())
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f.closer = file
	return f, nil
}

// Close closes a file that was opened with [Open].
func (f *File) Close() error { return f.closer.Close() }

// Read reads an evidence file of size bytes. The error is a *[FormatError] if
// it is none.
func Read(r io.ReaderAt, size int64) (*File, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &FormatError{Code: "zip", Err: err}
	}
	f := &File{members: map[string]*zip.File{}}
	if len(archive.File) > maxMembers {
		return nil, &FormatError{Code: "members"}
	}
	left := uint64(size)
	for _, member := range archive.File {
		name := member.Name
		switch {
		case !members.MatchString(name):
			return nil, &FormatError{Code: "name", Member: name}
		case f.members[name] != nil:
			return nil, &FormatError{Code: "twice", Member: name}
		case member.Method != zip.Store || member.CompressedSize64 != member.UncompressedSize64 || member.Flags&1 != 0:
			return nil, &FormatError{Code: "stored", Member: name}
		case member.UncompressedSize64 > left: // members that overlap
			return nil, &FormatError{Code: "size", Member: name}
		}
		left -= member.UncompressedSize64
		f.members[name] = member
		f.names = append(f.names, name)
	}
	for _, name := range needed {
		if f.members[name] == nil {
			return nil, &FormatError{Code: "missing", Member: name}
		}
	}
	return f, f.manifest()
}

func (f *File) manifest() error {
	text, err := f.text("manifest.json")
	if err != nil {
		return err
	}
	if err := strict([]byte(text), &f.Manifest); err != nil {
		return &FormatError{Code: "manifest", Member: "manifest.json", Err: err}
	}
	m := f.Manifest
	if m.Format != Format || m.V != Version || m.Scope != Public && m.Scope != Full {
		return &FormatError{Code: "manifest", Member: "manifest.json", Err: fmt.Errorf("%s %s %s", m.Format, m.V, m.Scope)}
	}
	return nil
}

// text returns a short member.
func (f *File) text(name string) (string, error) {
	if f.members[name].UncompressedSize64 > maxText {
		return "", &FormatError{Code: "size", Member: name}
	}
	content, err := f.members[name].Open()
	if err != nil {
		return "", &FormatError{Code: "zip", Member: name, Err: err}
	}
	text, err := io.ReadAll(content)
	if err := errors.Join(err, content.Close()); err != nil {
		return "", &FormatError{Code: "zip", Member: name, Err: err}
	}
	return string(text), nil
}

// lines yields the lines of a member, each without its line feed and good
// until the next. A member that is not there has none. The last value can be
// an error: a *[FormatError] for a line that is too long or has no end, or for
// content that its checksum does not fit.
func (f *File) lines(name string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		member := f.members[name]
		if member == nil {
			return
		}
		content, err := member.Open()
		if err != nil {
			yield(nil, &FormatError{Code: "zip", Member: name, Err: err})
			return
		}
		defer content.Close() // reading tells what there is to tell
		scanner := bufio.NewScanner(content)
		scanner.Buffer(nil, maxLine)
		scanner.Split(wholeLines)
		for scanner.Scan() {
			if !yield(scanner.Bytes(), nil) {
				return
			}
		}
		if err := scanner.Err(); err != nil {
			yield(nil, &FormatError{Code: "line", Member: name, Err: err})
		}
	}
}

// wholeLines is a bufio.SplitFunc: every line, also the last, ends with a line
// feed.
func wholeLines(data []byte, atEnd bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEnd && len(data) > 0 {
		return 0, nil, errors.New("the last line has no end")
	}
	return 0, nil, nil
}

// objects reads every line of a member as a T in canonical form.
func objects[T any](f *File, name string) ([]T, error) {
	if member := f.members[name]; member != nil && member.UncompressedSize64 > maxInMemory {
		return nil, &FormatError{Code: "size", Member: name}
	}
	var list []T
	for line, err := range f.lines(name) {
		if err != nil {
			return nil, err
		}
		var v T
		if err := strict(line, &v); err != nil {
			return nil, &FormatError{Code: "line", Member: name, Err: fmt.Errorf("line %d: %w", len(list)+1, err)}
		}
		list = append(list, v)
	}
	return list, nil
}

// strict decodes JSON and refuses members that v does not have.
func strict(text []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("text after the value")
	}
	return nil
}
