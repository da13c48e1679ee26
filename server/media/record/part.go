package record

import (
	"encoding/binary"
	"hash/crc32"
)

// Bounds of a part.
const (
	longestPart = 100_000   // microseconds; a kill costs at most one part, and a gap is stated that much too long
	longestRun  = 1_000_000 // microseconds of parts that the index lists as one
	grace       = 350_000   // microseconds that a due part waits for the sample that ends it
	longestWait = 1_000_000 // microseconds that the newest sample waits for the one after it; and the longest duration
	syncEvery   = 1_000_000 // microseconds of media that a power cut may cost
	maxPart     = 8 << 20   // bytes of media
	maxSamples  = 4096      // of one track
	keptBuffer  = 2 << 20   // bytes of a buffer that outlives a part
)

// maxPosition bounds positions, in microseconds: 35 years.
const maxPosition = 1 << 50

// A sample is one access unit or packet of the part that is being collected.
type sample struct {
	at       int64  // ticks
	duration uint32 // ticks; 0 until the next sample is here
	size     uint32
	key      bool
}

// A track collects the samples of one track until a part is full.
type track struct {
	id       uint32
	num, den int64 // ticks are microseconds × num / den
	second   int64 // ticks of longestWait
	samples  []sample
	data     []byte
	newest   int64 // position of the newest sample ever, in ticks; -1 before
	step     int64 // between the two newest samples, in ticks
}

func newVideo() track {
	return track{id: videoID, num: 9, den: 100, second: videoScale, newest: -1, step: videoScale / 30}
}

func newAudio() track {
	return track{id: audioID, num: 6, den: 125, second: audioScale, newest: -1, step: audioScale / 50}
}

// ticks converts microseconds, up to [maxPosition].
func (t *track) ticks(micros int64) int64 { return (micros*t.num + t.den/2) / t.den }

// micros converts ticks.
func (t *track) micros(ticks int64) int64 { return (ticks*t.den + t.num/2) / t.num }

// arrive returns the place of a new sample, after all before it, and settles
// the duration of the one before.
func (t *track) arrive(position int64) (at int64) {
	at = max(t.ticks(position), t.newest+1)
	if t.newest >= 0 {
		t.step = min(at-t.newest, t.second)
	}
	if n := len(t.samples); n > 0 {
		t.samples[n-1].duration = uint32(t.step)
	}
	t.newest = at
	return at
}

// full reports whether a sample at the given place belongs to the next part.
func (t *track) full(at int64) bool {
	return len(t.samples) > 0 && at+t.step-t.samples[0].at > t.ticks(longestPart)
}

// first returns the position of the first collected sample in microseconds.
func (t *track) first() int64 { return t.micros(t.samples[0].at) }

// ready returns how many samples can go to disk. A sample whose duration is
// not known waits for the next one, but not when it is as old as stale
// (microseconds), and not the keyframe that has to begin the part: then its
// duration is taken to be that of the sample before.
func (t *track) ready(stale int64) int {
	n := len(t.samples)
	if n == 0 || t.samples[n-1].duration > 0 {
		return n
	}
	if last := &t.samples[n-1]; t.micros(last.at) <= stale || t.id == videoID && n == 1 && last.key {
		last.duration = uint32(t.step)
		return n
	}
	return n - 1
}

// span returns where the first n samples begin and end, in microseconds.
func (t *track) span(n int) (from, to int64) {
	last := t.samples[n-1]
	return t.first(), t.micros(last.at + int64(last.duration))
}

// size returns how many bytes the first n samples have.
func (t *track) size(n int) int {
	size := len(t.data)
	for _, s := range t.samples[n:] {
		size -= int(s.size)
	}
	return size
}

// drop forgets the first n samples.
func (t *track) drop(n int) {
	rest := t.data[t.size(n):]
	if cap(t.data) > keptBuffer {
		t.data = nil
	}
	t.data = append(t.data[:0], rest...)
	t.samples = append(t.samples[:0], t.samples[n:]...)
}

// traf appends the track's box for its first n samples and returns where the
// offset of its data has to be written.
func (b *boxes) traf(t *track, n int) (dataOffset int) {
	traf := b.box("traf")
	tfhd := b.full("tfhd", 0, 0x020000) // offsets count from the moof
	b.u32(t.id)
	b.end(tfhd)
	tfdt := b.full("tfdt", 1, 0)
	b.u64(uint64(t.samples[0].at))
	b.end(tfdt)
	trun := b.full("trun", 0, trunFlags)
	b.u32(uint32(n))
	dataOffset = len(*b)
	b.u32(0)
	for _, s := range t.samples[:n] {
		flags := uint32(flagsOther)
		if s.key {
			flags = flagsSync
		}
		b.u32(s.duration, s.size, flags)
	}
	b.end(trun)
	b.end(traf)
	return dataOffset
}

// trunFlags: there are data offset, and duration, size and flags of every
// sample (ISO/IEC 14496-12, 8.8.8.1).
const trunFlags = 0x701

// appendPart appends moof and mdat with the first samples of each track.
func (r *Recorder) appendPart(videos, audios int) {
	b := &r.out
	moof := b.box("moof")
	mfhd := b.full("mfhd", 0, 0)
	b.u32(r.parts + 1)
	b.end(mfhd)
	video, audio := 0, 0
	if videos > 0 {
		video = b.traf(&r.video, videos)
	}
	if audios > 0 {
		audio = b.traf(&r.audio, audios)
	}
	box := b.box("uuid")
	b.text(checkType)
	check := len(*b)
	b.u32(0)
	b.end(box)
	b.end(moof)
	mdat := b.box("mdat")
	if videos > 0 {
		binary.BigEndian.PutUint32((*b)[video:], uint32(len(*b)-moof))
		b.u8(r.video.data[:r.video.size(videos)]...)
	}
	if audios > 0 {
		binary.BigEndian.PutUint32((*b)[audio:], uint32(len(*b)-moof))
		b.u8(r.audio.data[:r.audio.size(audios)]...)
	}
	b.end(mdat)
	sum := crc32.Update(crc32.Checksum((*b)[moof:check], castagnoli), castagnoli, (*b)[check+4:])
	binary.BigEndian.PutUint32((*b)[check:], sum)
}
