// Package evidence is what leaves a centre and can be re-run by a stranger:
// the evidence file of one lot, and its verifier.
//
// The file is a ZIP archive without compression:
//
//	manifest.json     {"version":"1","centre":…,"lot":…,"contents":"public"|"full","key":verifier key}
//	lot.jsonl         the lot's entries, a line each, in their canonical bytes
//	lot.checkpoint    a signed note over lot.jsonl
//	centre.entry      the entry of the centre's tree that holds that checkpoint
//	centre.checkpoint a signed note over the centre's tree
//	centre.proof      the inclusion proof of centre.entry, a base64 hash a line
//	openings.jsonl    {"domain":…,"salt":…,"value":…} a line each
//	pool-ID.jsonl     what stands behind the labels of draw ID; in the full file only
//
// The public file opens the sheets of marks. The full file, which goes to the
// authority, opens every datum and every pool.
package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"bidroom/evaluation"
	"bidroom/experts/draw"
)

// Contents says how much a file opens.
type Contents string

const (
	Public Contents = "public"
	Full   Contents = "full"
)

// A Manifest says what a file is.
type Manifest struct {
	Version  string   `json:"version"`
	Centre   string   `json:"centre"`
	Lot      string   `json:"lot"`
	Contents Contents `json:"contents"`
	Key      string   `json:"key"` // the log's verifier key
}

// A Bundle is a file's contents.
type Bundle struct {
	Manifest         Manifest
	Entries          [][]byte // canonical bytes
	Checkpoint       string
	CentreEntry      []byte
	CentreCheckpoint string
	CentreProof      []string // base64
	Openings         []evaluation.Opening
	Pools            map[string][]draw.Opened // by draw
}

// Write writes a bundle as an evidence file. Equal bundles give equal bytes.
func Write(w io.Writer, b *Bundle) error {
	archive := zip.NewWriter(w)
	put := func(name string, content []byte) error {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		_, err = part.Write(content)
		return err
	}
	manifest, err := json.Marshal(b.Manifest)
	if err != nil {
		return err
	}
	openings, err := jsonLines(b.Openings)
	if err != nil {
		return err
	}
	parts := []struct {
		name    string
		content []byte
	}{
		{"manifest.json", manifest},
		{"lot.jsonl", append(bytes.Join(b.Entries, []byte("\n")), '\n')},
		{"lot.checkpoint", []byte(b.Checkpoint)},
		{"centre.entry", b.CentreEntry},
		{"centre.checkpoint", []byte(b.CentreCheckpoint)},
		{"centre.proof", []byte(strings.Join(b.CentreProof, "\n"))},
		{"openings.jsonl", openings},
	}
	for _, part := range parts {
		if err := put(part.name, part.content); err != nil {
			return fmt.Errorf("evidence file: %s: %w", part.name, err)
		}
	}
	for id, pool := range b.Pools {
		text, err := jsonLines(pool)
		if err != nil {
			return err
		}
		if err := put("pool-"+id+".jsonl", text); err != nil {
			return fmt.Errorf("evidence file: %w", err)
		}
	}
	return archive.Close()
}

func jsonLines[T any](list []T) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	for _, one := range list {
		if err := encoder.Encode(one); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// maxPart bounds a part of a file, in bytes: a case of a hundred thousand
// entries.
const maxPart = 256 << 20

// Read reads an evidence file.
func Read(r io.ReaderAt, size int64) (*Bundle, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("not an evidence file: %w", err)
	}
	b := &Bundle{Pools: map[string][]draw.Opened{}}
	for _, file := range archive.File {
		content, err := readPart(file)
		if err != nil {
			return nil, err
		}
		if err := b.take(file.Name, content); err != nil {
			return nil, fmt.Errorf("evidence file: %s: %w", file.Name, err)
		}
	}
	if b.Manifest.Version != "1" {
		return nil, fmt.Errorf("evidence file: version %q is not known", b.Manifest.Version)
	}
	return b, nil
}

func readPart(file *zip.File) ([]byte, error) {
	if file.Method != zip.Store || file.UncompressedSize64 > maxPart {
		return nil, fmt.Errorf("evidence file: %s is compressed or too large", file.Name)
	}
	part, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("evidence file: %w", err)
	}
	content, err := io.ReadAll(io.LimitReader(part, maxPart))
	return content, errors.Join(err, part.Close())
}

func (b *Bundle) take(name string, content []byte) (err error) {
	switch name {
	case "manifest.json":
		return json.Unmarshal(content, &b.Manifest)
	case "lot.jsonl":
		for line := range bytes.Lines(content) {
			b.Entries = append(b.Entries, bytes.TrimSuffix(line, []byte("\n")))
		}
	case "lot.checkpoint":
		b.Checkpoint = string(content)
	case "centre.entry":
		b.CentreEntry = content
	case "centre.checkpoint":
		b.CentreCheckpoint = string(content)
	case "centre.proof":
		b.CentreProof = strings.Fields(string(content))
	case "openings.jsonl":
		b.Openings, err = readLines[evaluation.Opening](content)
	default:
		id, isPool := strings.CutPrefix(strings.TrimSuffix(name, ".jsonl"), "pool-")
		if !isPool {
			return errors.New("not a part of an evidence file")
		}
		b.Pools[id], err = readLines[draw.Opened](content)
	}
	return err
}

func readLines[T any](content []byte) (list []T, err error) {
	for line := range bytes.Lines(content) {
		var one T
		if err := json.Unmarshal(line, &one); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}
