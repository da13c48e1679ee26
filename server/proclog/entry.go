package proclog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// Centre is the name of the tree that holds the centre's own acts and the
// lots' checkpoints.
const Centre = "centre"

// Version is the version of the entries' form.
const Version = "1"

// MaxEntry bounds an entry, in bytes: a pool of 100,000 labels and room around
// it, in what MariaDB takes as it is installed.
const MaxEntry = 15 << 20

// MaxValues bounds how many values an entry holds, names not counted: a pool of
// 100,000 has three for each. Text of many empty values takes fifty times its
// size in memory once it is read.
const MaxValues = 1 << 19

// An Entry is one act in a tree.
type Entry struct {
	Tree  string
	Seq   int64 // from 0, without a gap
	Kind  string
	AtMs  int64 // UTC, milliseconds
	Actor string
	Role  string
	Body  json.RawMessage
}

// wire is an entry's JSON form.
type wire struct {
	Actor string          `json:"actor"`
	At    string          `json:"at"`
	Body  json.RawMessage `json:"body"`
	Kind  string          `json:"kind"`
	Role  string          `json:"role"`
	Seq   string          `json:"seq"`
	Tree  string          `json:"tree"`
	V     string          `json:"v"`
}

// Bytes returns the canonical bytes of e, which are what its leaf hashes.
func (e Entry) Bytes() ([]byte, error) {
	body, err := canonicalText(e.Body)
	var text []byte
	if err == nil {
		text, err = e.around(body)
	}
	if err != nil {
		return nil, fmt.Errorf("entry %s/%d %s: %w", e.Tree, e.Seq, e.Kind, err)
	}
	if err := bounded(text); err != nil {
		return nil, fmt.Errorf("entry %s/%d %s: %w", e.Tree, e.Seq, e.Kind, err)
	}
	return text, nil
}

// around writes the canonical bytes of e around its body, which is canonical
// already. The members stand in the order of their names.
func (e Entry) around(body []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(body) + 512)
	var errs []error
	for i, member := range []struct{ name, value string }{
		{"actor", e.Actor}, {"at", strconv.FormatInt(e.AtMs, 10)}, {"body", ""}, {"kind", e.Kind}, {"role", e.Role},
		{"seq", strconv.FormatInt(e.Seq, 10)}, {"tree", e.Tree}, {"v", Version},
	} {
		out.WriteString([]string{"{", ","}[min(i, 1)] + `"` + member.name + `":`)
		if member.name == "body" {
			out.Write(body)
		} else {
			errs = append(errs, writeString(&out, member.value))
		}
	}
	out.WriteByte('}')
	return out.Bytes(), errors.Join(errs...)
}

// ParseEntry reads an entry from its canonical bytes; any other form of the
// same JSON is an error.
func ParseEntry(text []byte) (Entry, error) {
	if err := bounded(text); err != nil {
		return Entry{}, fmt.Errorf("entry: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var w wire
	if err := decoder.Decode(&w); err != nil {
		return Entry{}, fmt.Errorf("entry: %w", err)
	}
	if w.V != Version {
		return Entry{}, fmt.Errorf("entry: version %q", w.V)
	}
	if len(w.Body) == 0 || w.Body[0] != '{' {
		return Entry{}, fmt.Errorf("entry: its body is no object")
	}
	at, err := decimal(w.At)
	if err != nil {
		return Entry{}, fmt.Errorf("entry: at: %w", err)
	}
	seq, err := decimal(w.Seq)
	if err != nil {
		return Entry{}, fmt.Errorf("entry: seq: %w", err)
	}
	e := Entry{Tree: w.Tree, Seq: seq, Kind: w.Kind, AtMs: at, Actor: w.Actor, Role: w.Role, Body: w.Body}
	body, err := canonicalText(e.Body)
	var canonical []byte
	if err == nil {
		canonical, err = e.around(body)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("entry: %w", err)
	}
	if !bytes.Equal(canonical, text) { // another form, a member missing or twice, or text behind it
		return Entry{}, fmt.Errorf("entry: not in canonical form")
	}
	return e, nil
}

// decimal reads a number that is not negative, in its shortest form.
func decimal(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, err
	}
	if n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("%q is no number from 0 in its shortest form", s)
	}
	return n, nil
}

// LeafHash returns the RFC 6962 leaf hash of an entry's bytes.
func LeafHash(text []byte) tlog.Hash { return tlog.RecordHash(text) }
