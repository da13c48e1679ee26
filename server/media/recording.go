package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"time"

	"bidroom/server/media/record"
)

// A sample is a picture, a packet of sound, or a report of a sender about its
// clock.
type sample struct {
	clock  *streamClock // of its stream; the recorder's
	stamp  uint32       // its time by that clock
	came   int64        // UTC in µs
	report bool
	video  bool
	unit   accessUnit
	sound  []byte
}

// How the recorder's time passes.
const (
	tickEvery = 100 * time.Millisecond
	holeAfter = 1_000_000        // µs without a picture that are stated as a gap
	keepFor   = 20 * time.Second // for the last acts of a recording at the end

	// The first pictures of a busy kiosk come late by tenths of a second, and
	// nothing would say so but the first report about their clock, which Chromium
	// sends within half a second. So long a recording waits for it in memory; a
	// kill meanwhile costs what has come of it.
	holdFor  = 800_000 // µs
	mostHeld = 1024
)

// A tape is the recording of one session while it runs.
type tape struct {
	one      *session
	kept     Recording
	recorder *record.Recorder
	early    []sample         // sound of before the first keyframe
	held     []sample         // that wait until the recording begins
	pending  []record.Segment // that are on disk and not in the log yet
	origin   int64            // UTC in µs; position 0 of the recorder
	lastUnit int64            // µs; of the last picture
	failed   bool
}

// record is the goroutine that owns a session: it writes what the readers
// offer, and when the session is over it closes the connection, waits for the
// readers and makes the recording whole. former is the session before, whose
// recording is whole before this one begins.
func (one *session) record(former *session) {
	defer close(one.whole)
	if former != nil {
		<-former.whole
	}
	t := &tape{one: one}
	tick := time.NewTicker(tickEvery)
	defer tick.Stop()
	keyframes := time.NewTicker(keyframeFor)
	defer keyframes.Stop()
	for over := false; !over; {
		select {
		case m := <-one.samples:
			t.take(m)
		case <-tick.C:
			t.tick()
			one.askKeyframe()
		case <-keyframes.C:
			one.wantKeyframe()
		case <-one.over:
			over = true
		}
	}
	_ = one.peer.Close() // the readers end with it
	one.reading.Lock()
	one.closed = true
	one.reading.Unlock()
	one.readers.Wait()
	for {
		select {
		case m := <-one.samples:
			t.take(m)
			continue
		default:
		}
		break
	}
	t.close()
}

// fault logs what went wrong with a recording, once for each.
func (t *tape) fault(what string, err error) {
	if !t.failed {
		t.one.server.config.Log.Error(what, "recording", t.kept.ID, "feed", t.one.feed.key.feed, "error", err)
	}
	t.failed = true
}

// take hears what a sample says of its clock, and writes it or holds it until
// the recording begins.
func (t *tape) take(m sample) {
	switch {
	case m.report:
		m.clock.report(m.stamp, m.came)
	default:
		m.clock.hear(m.stamp, m.came)
		t.hold(m)
	}
	if t.recorder != nil || t.settled(m.came) {
		t.release()
	}
}

// hold puts a sample behind those that wait. The first is a keyframe, if there
// is a picture; then comes what was heard while it was encoded, which belongs
// to its time.
func (t *tape) hold(m sample) {
	if t.recorder == nil && len(t.held) == 0 && t.one.wants.video {
		if !m.unit.key {
			if !m.video {
				t.early = append(slices.DeleteFunc(t.early, func(one sample) bool { return m.came-one.came > mostAhead }), m)
				t.early = t.early[max(0, len(t.early)-mostHeld):]
			}
			return
		}
		t.held = append(append(t.held, m), t.early...)
		t.early = nil
		return
	}
	t.held = append(t.held, m)
}

// settled reports whether the clock of what is held can be told, or has been
// waited for long enough at now (µs).
func (t *tape) settled(now int64) bool {
	return len(t.held) > 0 && (t.held[0].clock.reported || now-t.held[0].came >= holdFor || len(t.held) >= mostHeld)
}

// release writes what is held.
func (t *tape) release() {
	for _, m := range t.held {
		t.write(m, m.clock.at(m.stamp))
	}
	clear(t.held)
	t.held = t.held[:0]
}

// write puts a sample of the time at (UTC in µs) into the recording, which
// begins with the first keyframe if there is a picture.
func (t *tape) write(m sample, at int64) {
	if t.recorder == nil {
		if t.one.wants.video && !m.unit.key {
			return
		}
		if err := t.begin(m, at); err != nil {
			t.fault("a recording cannot begin", err)
			t.recorder = nil
			return
		}
	}
	position := at - t.origin
	if position < 0 { // heard before the first picture, and arrived after it
		return
	}
	var err error
	if m.video {
		t.hole(at)
		err = t.recorder.WriteVideo(position, m.unit.nalus, m.unit.key)
	} else {
		err = t.recorder.WriteAudio(position, m.sound)
	}
	t.check(err)
	t.keepSegments()
}

// check looks at what the recorder says: a sample that cannot be recorded is
// left out, a disk that cannot be written to ends the session, so that the
// publisher comes again and its page shows the fault.
func (t *tape) check(err error) {
	if err == nil {
		return
	}
	t.fault("a recording cannot be written", err)
	if !errors.Is(err, record.ErrSample) {
		t.one.end(CauseServer)
	}
}

// begin opens the recording: its start is in the log before its first byte is
// on disk, and so is the gap since the feed was last recorded.
func (t *tape) begin(m sample, at int64) error {
	s, f := t.one.server, t.one.feed
	if !plainName(f.key.lot) || !plainName(t.one.meeting) {
		return fmt.Errorf("lot %q, meeting %q: no names of directories", f.key.lot, t.one.meeting)
	}
	codecs := "opus"
	if t.one.wants.video {
		codecs = codecOf(m.unit)
		if codecs == "" {
			return errors.New("the first keyframe has no parameter set")
		}
		if t.one.wants.audio {
			codecs += ",opus"
		}
	}
	id := s.config.NewID()
	t.kept = Recording{ID: id, Lot: f.key.lot, Meeting: t.one.meeting, Feed: f.key.feed,
		File: path.Join(f.key.lot, t.one.meeting, id+".mp4"), StartMs: at / 1000, Codecs: codecs}
	if err := s.root.MkdirAll(path.Dir(t.kept.File), 0o700); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), keepFor)
	defer cancel()
	ends, err := s.config.Keeper.LastEnds(ctx, f.key.lot, t.one.meeting)
	if err != nil {
		return err
	}
	if err := s.stateGap(ctx, f.key, ends[f.key.feed], t.kept.StartMs); err != nil {
		return err
	}
	if err := s.config.Keeper.Started(ctx, t.kept); err != nil {
		return err
	}
	recorder, err := record.Create(s.path(t.kept.File), record.Options{Video: t.one.wants.video, Audio: t.one.wants.audio,
		StartMs: t.kept.StartMs, OnSegment: func(g record.Segment) { t.pending = append(t.pending, g) }})
	if err != nil {
		return err
	}
	// Not StartMs*1000: what is left of the millisecond, rounded to the ticks of
	// a track, could make a whole one, and the first picture late by it.
	t.origin = at
	t.recorder, t.lastUnit, t.failed = recorder, at, false
	s.config.Changed(f.key.lot)
	return nil
}

// hole states a gap inside a recording: the connection held, and no picture
// came.
func (t *tape) hole(at int64) {
	last := t.lastUnit
	t.lastUnit = at
	if at-last < holeAfter {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.one.server.ctx), keepFor)
	defer cancel()
	gap := Gap{Lot: t.kept.Lot, Feed: t.kept.Feed, FromMs: last / 1000, ToMs: at / 1000, Cause: CauseNetwork}
	if err := t.one.server.config.Keeper.Gap(ctx, gap); err != nil {
		t.fault("a gap cannot be stated", err)
	}
}

func (t *tape) tick() {
	now := t.one.server.config.Now().UnixMicro()
	if t.recorder == nil && t.settled(now) {
		t.release()
	}
	if t.recorder == nil {
		return
	}
	t.check(t.recorder.Tick(now - t.origin))
	t.keepSegments()
}

// keepSegments puts segments into the log. What cannot be put there now is
// tried again with the next; after a crash it is found on disk.
func (t *tape) keepSegments() {
	for len(t.pending) > 0 {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.one.server.ctx), keepFor)
		err := t.one.server.config.Keeper.Segment(ctx, t.kept, t.pending[0])
		cancel()
		if err != nil {
			t.fault("a segment cannot be logged", err)
			return
		}
		t.pending = t.pending[1:]
	}
}

// close makes the recording whole and ends it in the log.
func (t *tape) close() {
	t.release()
	if t.recorder == nil {
		return
	}
	t.failed = false
	if err := t.recorder.Close(); err != nil {
		t.fault("a recording cannot be closed", err)
		return // it is finished at the next start
	}
	t.keepSegments()
	if len(t.pending) > 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.one.server.ctx), keepFor)
	defer cancel()
	if err := t.one.server.config.Keeper.Ended(ctx, t.kept, t.recorder.Bytes(), t.one.cause); err != nil {
		t.fault("a recording cannot be ended", err)
	}
}

// Index reads the index of a recording's file, also while it is written.
func (s *Server) Index(file string) (record.Index, error) { return record.ReadIndex(s.path(file)) }

// Open opens a recording's file for reading.
func (s *Server) Open(file string) (*os.File, error) { return s.root.Open(file) }
