package evidence

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"

	"bidroom/evaluation"
	"bidroom/server/proclog"
)

// recordedFiles is the index of the recordings that the log gives.
type recordedFiles struct {
	files []*recordedFile
	gaps  []Gap
}

// A recordedFile is one recording with the entries of its segments.
type recordedFile struct {
	id, name string
	segments []recordedSegment
	ended    *recordedSegment // the entry that closed it; its length is the file's
}

type recordedSegment struct {
	entry          proclog.Entry // without its body
	offset, length int64
	hash           string
}

// next takes an act of a recording that was accepted.
func (r *recordedFiles) next(e proclog.Entry, act evaluation.Act) {
	e.Body = nil
	find := func(id string) *recordedFile {
		for _, f := range r.files {
			if f.id == id {
				return f
			}
		}
		return nil
	}
	switch act := act.(type) {
	case *evaluation.RecordingStarted:
		r.files = append(r.files, &recordedFile{id: act.Recording, name: act.File})
	case *evaluation.RecordingSegment:
		f := find(act.Recording)
		f.segments = append(f.segments, recordedSegment{e, act.Offset, act.Length, act.Hash})
	case *evaluation.RecordingEnded:
		find(act.Recording).ended = &recordedSegment{entry: e, length: act.Bytes}
	case *evaluation.RecordingGap:
		r.gaps = append(r.gaps, Gap{act.Feed, act.FromMs, act.ToMs, act.Cause})
	}
}

// recordings hashes the bytes of every segment again.
func (v *verifier) recordings() error {
	index := &v.replay.files
	v.report.Gaps = index.gaps
	if len(index.files) == 0 || v.options.Recordings == "" {
		v.report.say(PartRecordings, NotContained)
		v.report.note(PartRecordings, "index", "files", strconv.Itoa(len(index.files)), "gaps", strconv.Itoa(len(index.gaps)))
		return nil
	}
	root, err := os.OpenRoot(v.options.Recordings)
	if err != nil {
		return fmt.Errorf("recordings: %w", err)
	}
	checked, segments := 0, 0
	for _, f := range index.files {
		there, err := v.recording(root, f)
		if err != nil {
			return errors.Join(fmt.Errorf("recording %s: %w", f.name, err), root.Close())
		}
		if !there {
			v.report.note(PartRecordings, "no_file", "file", f.name)
			continue
		}
		checked++
		segments += len(f.segments)
	}
	if checked < len(index.files) {
		v.report.say(PartRecordings, NotContained)
	} else {
		v.report.say(PartRecordings, Checked)
	}
	v.report.note(PartRecordings, "segments", "segments", strconv.Itoa(segments), "files", strconv.Itoa(checked), "of", strconv.Itoa(len(index.files)))
	return root.Close()
}

// recording hashes one file; there is false if it is not in the directory. A
// path that leads out of the directory is not there either.
func (v *verifier) recording(root *os.Root, f *recordedFile) (there bool, err error) {
	file, err := root.Open(f.name)
	if errors.Is(err, fs.ErrNotExist) || err != nil && !fs.ValidPath(f.name) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	info, err := file.Stat()
	if err != nil {
		return false, errors.Join(err, file.Close())
	}
	for _, s := range f.segments {
		hash, length, err := sum(io.NewSectionReader(file, s.offset, s.length))
		if err != nil {
			return false, errors.Join(err, file.Close())
		}
		if length != s.length || hash != s.hash {
			finding := at(s.entry, "segment")
			finding.Detail = fmt.Sprintf("%s, bytes %d to %d", f.name, s.offset, s.offset+s.length)
			v.report.broken(PartRecordings, finding)
		}
	}
	if f.ended != nil && info.Size() > f.ended.length {
		finding := at(f.ended.entry, "longer")
		finding.Detail = fmt.Sprintf("%s has %d bytes", f.name, info.Size())
		v.report.broken(PartRecordings, finding)
	}
	return true, file.Close()
}
