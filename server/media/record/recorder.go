package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
)

// ErrSample is an access unit or packet that cannot be recorded: too large, or
// a first keyframe without usable parameter sets. It was left out; the recording
// goes on. Every other error is of the disk and ends the recording.
var ErrSample = errors.New("sample not recorded")

// Options says what a recording holds.
type Options struct {
	Video, Audio bool  // which tracks the file has
	StartMs      int64 // UTC milliseconds of position 0

	// OnSegment, if not nil, is called for every segment, in order, once its
	// last part is on disk and its line in the index, from the goroutine
	// that called the Recorder.
	OnSegment func(Segment)
}

// A Recorder writes one recording. It is used by one goroutine at a time.
//
// Positions are microseconds since Options.StartMs. They do not go back: one
// that does is set one tick after the last of its track. A position before 0 or
// above 35 years is refused with [ErrSample].
type Recorder struct {
	options Options
	file    *os.File
	index   *os.File

	video, audio track
	sets         sets
	codecs       string // empty until the init is written
	begin        *picture
	from         int64 // audio before this position is dropped; microseconds

	out    boxes  // of the part being written
	run    Part   // of parts on disk that have no line yet
	line   []byte // of the index, that waits for the sync of what it speaks of
	synced int64  // position up to which everything is, microseconds
	bytes  int64  // on disk
	parts  uint32
	cutter cutter
	end    int64 // of the last part on disk, microseconds
	hash   hash.Hash

	listed int64 // bytes of the index
	failed error // what ended the recording
	torn   bool  // file and index do not agree; only Recover may go on
}

// Create makes the files path and path+".idx". It refuses if one of them
// exists. Media come to disk from the first keyframe on when the recording has
// video; audio before that is dropped.
func Create(path string, o Options) (*Recorder, error) {
	if !o.Video && !o.Audio {
		return nil, errors.New("a recording needs a track")
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return nil, fmt.Errorf("create recording: %w", err)
	}
	index, err := os.OpenFile(indexPath(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o640)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("create recording: %w", err), file.Close(), os.Remove(path))
	}
	r := &Recorder{
		options: o, file: file, index: index,
		video: newVideo(), audio: newAudio(),
		cutter: cutter{startMs: o.StartMs}, hash: sha256.New(),
	}
	r.line = appendStart(r.line, o.StartMs)
	if err := errors.Join(r.writeIndex(), syncDir(filepath.Dir(path))); err != nil {
		return nil, errors.Join(fmt.Errorf("create recording: %w", err), file.Close(), index.Close(), os.Remove(path), os.Remove(indexPath(path)))
	}
	return r, nil
}

// syncDir makes the names in a directory last.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// WriteVideo takes one access unit: NAL units without start codes, of which
// key says that they hold an IDR picture. Parameter sets are remembered; a
// keyframe that lacks them gets the last ones. An access unit delimiter is left
// out. The NAL units are copied.
//
// Errors: [ErrSample], or a fault of the disk.
func (r *Recorder) WriteVideo(position int64, nalus [][]byte, key bool) error {
	if r.failed != nil {
		return r.failed
	}
	if !r.options.Video || position < 0 || position > maxPosition {
		return fmt.Errorf("%w: video at %d µs", ErrSample, position)
	}
	u, err := r.examine(nalus, key)
	if err != nil || !u.picture {
		return err
	}
	if r.begin == nil {
		if !u.key {
			return nil
		}
		if err := r.beginWith(u, position); err != nil {
			return err
		}
	}
	at := r.video.arrive(position)
	if len(r.video.samples) > 0 && u.key || r.video.full(at) || r.large(u.size) {
		if err := r.flush(position - longestWait); err != nil {
			return err
		}
	}
	if u.key && r.cutter.keyframeEnds(r.video.micros(at)) {
		if err := r.closeSegment(); err != nil {
			return err
		}
	}
	r.video.samples = append(r.video.samples, sample{at: at, size: uint32(u.size), key: u.key})
	r.video.data = r.appendUnit(r.video.data, nalus, u)
	return nil
}

// WriteAudio takes one Opus packet, which is copied.
//
// Errors: [ErrSample], or a fault of the disk.
func (r *Recorder) WriteAudio(position int64, packet []byte) error {
	if r.failed != nil {
		return r.failed
	}
	if !r.options.Audio || position < 0 || position > maxPosition || len(packet) == 0 || len(packet) > maxPacket {
		return fmt.Errorf("%w: audio of %d bytes at %d µs", ErrSample, len(packet), position)
	}
	if r.options.Video && (r.begin == nil || position < r.from) {
		return nil
	}
	at := r.audio.arrive(position)
	due := r.audio.full(at)
	if len(r.video.samples) > 0 { // pictures say where a part ends, as long as they come
		due = position-r.video.first() > longestPart+grace
	}
	if due || r.large(len(packet)) {
		if err := r.flush(position - longestWait); err != nil {
			return err
		}
	}
	r.audio.samples = append(r.audio.samples, sample{at: at, size: uint32(len(packet)), key: true})
	r.audio.data = append(r.audio.data, packet...)
	return nil
}

// maxPacket bounds an Opus packet: 48 frames of 1275 bytes and their lengths
// (RFC 6716, 3.2.5) fit.
const maxPacket = 64 << 10

// Tick ends a part that is overdue at position, the present time, and syncs, so
// that received media do not stay in memory when the line goes silent. The newest sample of a track may wait as long again for the one after
// it, which gives its duration.
func (r *Recorder) Tick(position int64) error {
	if r.failed != nil {
		return r.failed
	}
	old := func(t *track) bool { return len(t.samples) > 0 && position-t.first() > longestPart+grace }
	if old(&r.video) || old(&r.audio) {
		if err := r.flush(position - longestWait); err != nil {
			return err
		}
	}
	if (len(r.line) > 0 || r.run.Length > 0) && position-r.synced > syncEvery+grace {
		r.list(Part{})
		if err := r.sync(); err != nil {
			return err
		}
	}
	if r.cutter.open() && position-r.cutter.position > silentSegment && len(r.video.samples)+len(r.audio.samples) == 0 {
		return r.closeSegment()
	}
	return nil
}

// Close puts what is left on disk, ends the last segment, and closes the files.
// If a fault of the disk ended the recording before, it ends what had come to
// disk and reports the fault. A recording that never had a keyframe leaves an
// empty file.
func (r *Recorder) Close() error {
	if r.file == nil {
		return os.ErrClosed
	}
	err := r.failed
	if err == nil {
		err = r.flush(maxPosition)
	}
	if r.cutter.open() && !r.torn {
		err = errors.Join(err, r.closeSegment())
	}
	if !r.torn {
		r.line = appendEnd(r.line)
		err = errors.Join(err, r.writeIndex())
	}
	err = errors.Join(err, r.file.Sync(), r.index.Sync(), r.file.Close(), r.index.Close())
	r.file, r.failed = nil, os.ErrClosed
	return err
}

// Bytes returns the length of the file on disk.
func (r *Recorder) Bytes() int64 { return r.bytes }

// EndMs returns where the media on disk end, UTC milliseconds.
func (r *Recorder) EndMs() int64 { return r.options.StartMs + r.end/1000 }

// Codecs returns the codecs (RFC 6381), such as "avc3.42E01F,opus", once the
// init is on disk, and "" before.
func (r *Recorder) Codecs() string { return r.codecs }

// large reports whether one more sample of size bytes is too much for a part.
func (r *Recorder) large(size int) bool {
	return len(r.video.data)+len(r.audio.data)+size > maxPart ||
		len(r.video.samples) == maxSamples || len(r.audio.samples) == maxSamples
}

// flush puts the collected samples on disk as one part. See [track.ready] for
// the ones that wait.
func (r *Recorder) flush(stale int64) error {
	videos, audios := r.video.ready(stale), r.audio.ready(stale)
	if videos+audios == 0 {
		return nil
	}
	r.out = r.out[:0]
	codecs := ""
	if r.codecs == "" {
		codecs = r.appendStart()
	}
	init := int64(len(r.out))
	part := Part{Offset: r.bytes + init, Keyframe: true}
	r.appendPart(videos, audios)
	part.Length = int64(len(r.out)) - init
	from, to := int64(0), int64(0)
	if videos > 0 {
		from, to = r.video.span(videos)
		part.Keyframe = r.video.samples[0].key
	} else {
		from, to = r.audio.span(audios)
		part.Keyframe = !r.options.Video
	}
	part.Position, part.Duration = from, to-from
	if r.cutter.ends(part) {
		if err := r.closeSegment(); err != nil {
			return err
		}
	}
	if err := r.write(); err != nil {
		return err
	}
	if codecs != "" {
		r.codecs = codecs
		r.line = appendInitLine(r.line, init, codecs)
	}
	r.cutter.add(part)
	r.end = max(r.end, to)
	r.video.drop(videos)
	r.audio.drop(audios)
	if cap(r.out) > keptBuffer {
		r.out = nil
	}
	if r.run.takes(part) {
		r.run = r.run.with(part)
	} else {
		r.list(part)
	}
	if r.end-r.synced < syncEvery {
		return nil
	}
	return r.sync()
}

// appendStart appends the init and returns the codecs.
func (r *Recorder) appendStart() (codecs string) {
	appendInit(&r.out, r.options.StartMs, r.begin, r.options.Audio)
	return codecsOf(r.begin, r.options.Audio)
}

// write puts r.out at the end of the file. If the disk is full the file is cut
// back to what was whole.
func (r *Recorder) write() error {
	if _, err := r.file.Write(r.out); err != nil {
		cut := r.file.Truncate(r.bytes)
		r.torn = cut != nil
		return r.fail(errors.Join(err, cut))
	}
	r.hash.Write(r.out)
	r.bytes += int64(len(r.out))
	r.parts++
	return nil
}

// list gives the run its line, and begins the next with a part, or none.
func (r *Recorder) list(next Part) {
	if r.run.Length > 0 {
		r.line = appendPartLine(r.line, r.run)
	}
	r.run = next
}

// sync makes what was written last a power cut, and only then lists it.
func (r *Recorder) sync() error {
	if err := fdatasync(r.file); err != nil {
		r.torn = true // nobody knows what is on disk
		return r.fail(err)
	}
	r.synced = r.end
	return r.writeIndex()
}

// fail ends the recording.
func (r *Recorder) fail(err error) error {
	r.failed = fmt.Errorf("recording: %w", err)
	return r.failed
}

// writeIndex appends r.line to the index.
func (r *Recorder) writeIndex() error {
	n, err := r.index.Write(r.line)
	r.line = r.line[:0]
	if err != nil {
		r.torn = true
		return r.fail(fmt.Errorf("index: %w", errors.Join(err, r.index.Truncate(r.listed))))
	}
	r.listed += int64(n)
	return nil
}

// closeSegment ends the open segment, all of which is written.
func (r *Recorder) closeSegment() error {
	s := r.cutter.close()
	r.list(Part{})
	var sum [sha256.Size]byte
	s.Hash = hex.EncodeToString(r.hash.Sum(sum[:0]))
	r.hash.Reset()
	r.line = appendSegmentLine(r.line, s)
	if err := r.sync(); err != nil {
		return err
	}
	if r.options.OnSegment != nil {
		r.options.OnSegment(s)
	}
	return nil
}
