package evidence

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"bidroom/server/proclog"
)

// Write writes an evidence file. The same bundle gives the same bytes. What a
// public file may not hold is left out whatever the bundle holds. It does not
// judge the log: a log that is broken is written as it is, to be found so.
func Write(w io.Writer, b Bundle) error {
	if b.Scope != Public && b.Scope != Full {
		return fmt.Errorf("evidence: no scope %q", b.Scope)
	}
	out := &writer{zip: zip.NewWriter(w)}
	out.object("manifest.json", Manifest{b.Centre, Format, b.LogKey, b.Lot, b.MadeAtMs, b.Scope, Version})
	sheets := out.log(b)
	out.text("checkpoint.txt", b.Checkpoint)
	out.text("centre.txt", b.CentreCheckpoint)
	out.centre(b.CentreEntries)
	out.openings(b, sheets)
	if b.Scope == Full {
		out.draws(b.Draws)
		out.files(b.Files)
	}
	if err := errors.Join(out.err, out.zip.Close()); err != nil {
		return fmt.Errorf("evidence of lot %s: %w", b.Lot, err)
	}
	return nil
}

// A writer writes members until the first error, which it keeps.
type writer struct {
	zip *zip.Writer
	now io.Writer // the member that is being written
	err error
}

// member begins a member. Its time is none, so that equal content gives equal
// bytes.
func (w *writer) member(name string) {
	if w.err == nil {
		w.now, w.err = w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	}
}

func (w *writer) line(text []byte) {
	if w.err == nil && bytes.IndexByte(text, '\n') >= 0 {
		w.err = errors.New("a line holds a line feed")
	}
	if w.err == nil {
		_, w.err = w.now.Write(append(text[:len(text):len(text)], '\n'))
	}
}

func (w *writer) objectLine(v any) {
	if w.err != nil {
		return
	}
	text, err := proclog.Canonical(v)
	if err != nil {
		w.err = err
		return
	}
	w.line(text)
}

func (w *writer) object(name string, v any) {
	w.member(name)
	w.objectLine(v)
}

func (w *writer) text(name, text string) {
	w.member(name)
	if w.err == nil {
		_, w.err = io.WriteString(w.now, text)
	}
}

func (w *writer) log(b Bundle) (sheets sheetsTallied) {
	w.member("log.jsonl")
	for text, err := range b.Log {
		if err != nil {
			w.err = errors.Join(w.err, err)
		}
		if w.err != nil {
			return sheets
		}
		if b.Scope == Public { // a full file opens everything
			if e, err := proclog.ParseEntry(text); err == nil {
				sheets.next(e.Kind, e.Seq)
			}
		}
		w.line(text)
	}
	w.member("leaves.txt")
	for leaf, err := range b.Leaves {
		if err != nil {
			w.err = errors.Join(w.err, err)
		}
		if w.err != nil {
			return sheets
		}
		w.line([]byte(leaf.String()))
	}
	return sheets
}

// An excerptLine is a line of centre.jsonl.
type excerptLine struct {
	Entry rawObject `json:"entry"`
	Proof []string  `json:"proof"` // base64
}

// A rawObject is JSON that is kept as it is.
type rawObject []byte

// MarshalJSON implements json.Marshaler.
func (r rawObject) MarshalJSON() ([]byte, error) { return r, nil }

// UnmarshalJSON implements json.Unmarshaler.
func (r *rawObject) UnmarshalJSON(text []byte) error {
	*r = bytes.Clone(text)
	return nil
}

func (w *writer) centre(entries []Excerpt) {
	w.member("centre.jsonl")
	for _, e := range entries {
		line := excerptLine{Entry: e.Entry, Proof: make([]string, len(e.Proof))}
		for i, hash := range e.Proof {
			line.Proof[i] = hash.String()
		}
		w.objectLine(line)
	}
}

func (w *writer) openings(b Bundle, sheets sheetsTallied) {
	w.member("openings.jsonl")
	for _, o := range b.Openings {
		if b.Scope == Full || sheets.public(o) {
			w.objectLine(o)
		}
	}
}

func (w *writer) draws(draws []Draw) {
	for _, d := range draws {
		dir := "draws/" + d.ID + "/"
		if len(d.Persons) > 0 {
			w.panel(dir, d)
		} else {
			w.member(dir + "pool.jsonl")
			for _, o := range d.Pool {
				w.objectLine(o)
			}
		}
		w.member(dir + "candidates.jsonl")
		for _, e := range d.Candidates {
			w.objectLine(e)
		}
		w.member(dir + "companies.jsonl")
		for _, c := range d.Companies {
			w.objectLine(c)
		}
		w.member(dir + "others.jsonl")
		for _, c := range d.Others {
			w.objectLine(c)
		}
		if len(d.Services) > 0 {
			w.member(dir + "services.jsonl")
		}
		for _, s := range d.Services {
			w.objectLine(s)
		}
	}
}

// panel writes who stands behind the labels of a panel that was drawn
// elsewhere, and the records of its libraries.
func (w *writer) panel(dir string, d Draw) {
	w.member(dir + "persons.jsonl")
	for _, o := range d.Persons {
		w.objectLine(o)
	}
	for i, record := range d.Records {
		w.text(dir+"record-"+strconv.Itoa(i), string(record))
	}
}

func (w *writer) files(files []Attachment) {
	for _, f := range files {
		w.member("files/" + f.Hash + ".pdf")
		if w.err != nil {
			return
		}
		source, err := f.Open()
		if err != nil {
			w.err = err
			return
		}
		_, err = io.Copy(w.now, source)
		w.err = errors.Join(err, source.Close())
	}
}
