package evaluation

import (
	"strconv"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(RecordingStarted) }, func() Act { return new(RecordingSegment) },
		func() Act { return new(RecordingEnded) }, func() Act { return new(RecordingGap) },
	)
}

// longestSegment bounds a segment, in milliseconds: ten seconds, and a second
// for the keyframe that ends it to arrive.
const longestSegment = 11_000

// A Recording is how far one recording has come in the log.
type Recording struct {
	ID        string
	Feed      string // such as "kiosk-3/camera"
	File      string // path below the recordings directory
	StartedMs int64
	Segments  int    // how many are in the log
	Bytes     int64  // where the next segment begins
	EndMs     int64  // end of the last segment
	Chain     string // of the last segment, hex; [ChainStart] before the first
	Ended     bool
}

// ChainStart is what the first segment of a recording is chained to: 32 zero
// bytes in hex.
const ChainStart = "0000000000000000000000000000000000000000000000000000000000000000"

// RecordingStarted opens the recording of one publish session of a feed.
type RecordingStarted struct {
	Recording string `json:"recording"`
	Meeting   string `json:"meeting"`
	Feed      string `json:"feed"`
	File      string `json:"file"`
	StartMs   int64  `json:"start_ms,string"`
	Codecs    string `json:"codecs"`
}

// Kind implements [Act].
func (*RecordingStarted) Kind() string { return "recording.started" }

func (a *RecordingStarted) apply(c *Case, _ Meta) error {
	if a.Recording == "" || a.Feed == "" || a.File == "" {
		return rule.Refuse(rule.Invalid, "", "field.required", "recording")
	}
	if _, ok := c.recordings[a.Recording]; ok {
		return rule.Refuse(rule.Stale, "", "recording.twice", "recording")
	}
	if c.recordings == nil {
		c.recordings = map[string]*Recording{}
	}
	c.recordings[a.Recording] = &Recording{ID: a.Recording, Feed: a.Feed, File: a.File, StartedMs: a.StartMs, Chain: ChainStart}
	return nil
}

// RecordingSegment is a byte range of a recording with its hash, chained to
// the segment before.
type RecordingSegment struct {
	Recording string `json:"recording"`
	N         int    `json:"n,string"` // from 0
	Offset    int64  `json:"offset,string"`
	Length    int64  `json:"length,string"`
	StartMs   int64  `json:"start_ms,string"` // UTC
	EndMs     int64  `json:"end_ms,string"`
	Hash      string `json:"hash"`  // SHA-256 of the bytes, hex
	Chain     string `json:"chain"` // see [RecordingSegment.ChainHash]
}

// ChainHash returns what Chain must be after prev: the SHA-256 hash of the
// ASCII lines "bidroom/segment/1", recording, n, offset, length, start, end,
// hash, prev, each ended by a line feed.
func (a *RecordingSegment) ChainHash(prev string) string {
	return hashHex("bidroom/segment/1\n" + a.Recording + "\n" + strconv.Itoa(a.N) + "\n" +
		strconv.FormatInt(a.Offset, 10) + "\n" + strconv.FormatInt(a.Length, 10) + "\n" +
		strconv.FormatInt(a.StartMs, 10) + "\n" + strconv.FormatInt(a.EndMs, 10) + "\n" + a.Hash + "\n" + prev + "\n")
}

// Kind implements [Act].
func (*RecordingSegment) Kind() string { return "recording.segment" }

func (a *RecordingSegment) apply(c *Case, _ Meta) error {
	r := c.recordings[a.Recording]
	if r == nil || r.Ended {
		return rule.Refuse(rule.NotFound, "", "recording.unknown", "recording")
	}
	var refusals rule.Collect
	if a.N != r.Segments || a.Offset != r.Bytes || a.Length <= 0 {
		refusals.Add("", "segment.order", "n", "n", strconv.Itoa(a.N), "expected", strconv.Itoa(r.Segments))
	}
	if a.StartMs < r.EndMs || a.EndMs < a.StartMs || a.EndMs-a.StartMs > longestSegment {
		refusals.Add("", "segment.time", "start_ms", "n", strconv.Itoa(a.N))
	}
	if !isHex(a.Hash, 32) || a.Chain != a.ChainHash(r.Chain) {
		refusals.Add("", "segment.chain", "chain", "n", strconv.Itoa(a.N))
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	r.Segments, r.Bytes, r.EndMs, r.Chain = a.N+1, a.Offset+a.Length, a.EndMs, a.Chain
	return nil
}

// Causes lists why a recording can have ended, or a gap have come about: the
// publisher left, another session of its took over, the network broke, the
// camera or microphone failed, the server stood still, the meeting was paused.
func Causes() []string {
	return []string{"left", "replaced", "network", "device", "server", "paused"}
}

// RecordingEnded closes a recording.
type RecordingEnded struct {
	Recording string `json:"recording"`
	Bytes     int64  `json:"bytes,string"`
	Cause     string `json:"cause"` // one of [Causes]
}

// Kind implements [Act].
func (*RecordingEnded) Kind() string { return "recording.ended" }

func (a *RecordingEnded) apply(c *Case, _ Meta) error {
	r := c.recordings[a.Recording]
	if r == nil || r.Ended {
		return rule.Refuse(rule.NotFound, "", "recording.unknown", "recording")
	}
	if a.Bytes != r.Bytes {
		return rule.Refuse(rule.Invalid, "", "recording.bytes", "bytes")
	}
	r.Ended = true
	return nil
}

// RecordingGap states an interval in which a feed that should have been
// recorded was not.
type RecordingGap struct {
	Feed   string `json:"feed"`
	FromMs int64  `json:"from_ms,string"`
	ToMs   int64  `json:"to_ms,string"`
	Cause  string `json:"cause"` // one of [Causes]
}

// Kind implements [Act].
func (*RecordingGap) Kind() string { return "recording.gap" }

func (a *RecordingGap) apply(c *Case, _ Meta) error {
	if a.Feed == "" || a.ToMs <= a.FromMs || a.Cause == "" {
		return rule.Refuse(rule.Invalid, "", "gap.form", "feed")
	}
	c.gaps = append(c.gaps, *a)
	return nil
}

// Recordings returns how far each recording has come, by id. The map is the
// case's own.
func (c *Case) Recordings() map[string]*Recording { return c.recordings }

// Gaps returns the stated gaps in the order they were stated.
func (c *Case) Gaps() []RecordingGap { return c.gaps }

// RecordingCase returns a case that holds nothing but one recording, so that
// a segment can be checked without the whole case at hand. recording may be
// nil, for its start.
func RecordingCase(lot string, recording *Recording) *Case {
	c := &Case{Lot: Lot{ID: lot}}
	if recording != nil {
		c.recordings = map[string]*Recording{recording.ID: recording}
	}
	return c
}
