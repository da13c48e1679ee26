package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrDamaged is a recording of which a part cannot be read that was on disk
// and in an ended segment. No power cut does that; the file is left as it is.
var ErrDamaged = errors.New("recording damaged")

// Recover mends the recording at path after a crash: it cuts the file behind its
// last whole part, completes the index, and returns all segments; the last one
// ends with the file. A file without a whole part has no segments and is cut
// to nothing. Nobody may be writing the recording.
//
// It may be called any number of times, also for a recording that was closed
// well, which it leaves as it is. What the index lists is taken as it stands
// where the file is long enough; what it does not list is read from the file, so
// a lost index is made anew.
//
// Errors: [ErrDamaged], or a fault of the disk.
func Recover(path string) ([]Segment, error) {
	segments, err := recoverFile(path)
	if err != nil {
		return nil, fmt.Errorf("recover recording: %w", err)
	}
	return segments, nil
}

func recoverFile(path string) (segments []Segment, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	was, err := os.ReadFile(indexPath(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	x, err := parseIndex(bytes.NewReader(was)) // a broken line ends what counts
	if err == nil && x.Closed && x.end() == size && x.segmented() == size {
		return x.Segments, nil
	}
	listed, err := x.scan(f, size)
	if err != nil {
		return nil, err
	}
	if x.end() < size {
		if err := f.Truncate(x.end()); err != nil {
			return nil, err
		}
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	if err := x.finish(f); err != nil {
		return nil, err
	}
	x.join(listed)
	if is := x.appendLines(nil); !bytes.Equal(is, was) {
		if err := replace(indexPath(path), is); err != nil {
			return nil, err
		}
	}
	return x.Segments, nil
}

// scan makes the parts of x those that are whole in the file, and returns how
// many of its lines stand.
func (x *Index) scan(f io.ReaderAt, size int64) (listed int, err error) {
	if x.InitLength == 0 {
		init, err := readInit(f, size)
		if errors.Is(err, errTorn) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		init.Parts = nil
		*x = init
	}
	video := strings.HasPrefix(x.Codecs, "avc3")
	for n := len(x.Parts); n > 0; n = len(x.Parts) {
		last := x.Parts[n-1]
		if x.end() <= size {
			p, err := readRun(f, last, size, video)
			if err == nil && p == last {
				break
			}
			if err != nil && !errors.Is(err, errTorn) {
				return 0, err
			}
			if x.end() <= x.segmented() {
				return 0, fmt.Errorf("%w: part at byte %d", ErrDamaged, last.Offset)
			}
		}
		x.Parts = x.Parts[:n-1]
	}
	listed = len(x.Parts)
	for {
		p, err := readPart(f, x.end(), size, video)
		if errors.Is(err, errTorn) {
			break
		}
		if err != nil {
			return 0, err
		}
		x.Parts = append(x.Parts, p)
	}
	if len(x.Parts) == 0 {
		x.InitLength, x.Codecs = 0, ""
	}
	return listed, nil
}

// readRun reads the parts where the index has a run, and returns the run that
// they are.
func readRun(f io.ReaderAt, listed Part, size int64, video bool) (run Part, err error) {
	for run.Length < listed.Length {
		p, err := readPart(f, listed.Offset+run.Length, size, video)
		if err != nil {
			return Part{}, err
		}
		if run.Length == 0 {
			run = p
		} else {
			run = run.with(p)
		}
	}
	return run, nil
}

// finish ends the segments of all parts.
func (x *Index) finish(f io.ReaderAt) error {
	end := x.end()
	for x.segmented() > end {
		x.Segments = x.Segments[:len(x.Segments)-1]
	}
	c := cutter{startMs: x.StartMs}
	if n := len(x.Segments); n > 0 {
		c.after(x.Segments[n-1])
	}
	for _, p := range x.Parts {
		if p.Offset < c.next.Offset {
			continue
		}
		if c.ends(p) {
			if err := x.addSegment(c.close(), f); err != nil {
				return err
			}
		}
		c.add(p)
	}
	if c.open() {
		if err := x.addSegment(c.close(), f); err != nil {
			return err
		}
	}
	x.Closed = true
	return nil
}

// join puts the parts behind the listed ones together to runs. What was listed
// stays as players know it.
func (x *Index) join(listed int) {
	runs, segments := x.Parts[:min(listed, len(x.Parts))], x.Segments
	for _, p := range x.Parts[len(runs):] {
		for len(segments) > 0 && segments[0].Offset+segments[0].Length < p.Offset {
			segments = segments[1:]
		}
		begins := len(segments) > 0 && segments[0].Offset+segments[0].Length == p.Offset
		if n := len(runs); n > listed && !begins && runs[n-1].takes(p) {
			runs[n-1] = runs[n-1].with(p)
		} else {
			runs = append(runs, p)
		}
	}
	x.Parts = runs
}

// addSegment adds s with the hash of its bytes.
func (x *Index) addSegment(s Segment, f io.ReaderAt) error {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f, s.Offset, s.Length)); err != nil {
		return err
	}
	s.Hash = hex.EncodeToString(h.Sum(nil))
	x.Segments = append(x.Segments, s)
	return nil
}

// appendLines appends the lines of the whole index.
func (x *Index) appendLines(lines []byte) []byte {
	lines = appendStart(lines, x.StartMs)
	if x.InitLength > 0 {
		lines = appendInitLine(lines, x.InitLength, x.Codecs)
	}
	segments := x.Segments
	for _, p := range x.Parts {
		lines = appendPartLine(lines, p)
		if len(segments) > 0 && segments[0].Offset+segments[0].Length == p.Offset+p.Length {
			lines = appendSegmentLine(lines, segments[0])
			segments = segments[1:]
		}
	}
	if x.Closed {
		lines = appendEnd(lines)
	}
	return lines
}

// replace writes a file anew so that after a crash it is the old or the new.
func replace(path string, data []byte) error {
	fresh := path + ".new"
	f, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
