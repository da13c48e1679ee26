package record

// Bounds of a segment, in microseconds.
const (
	shortestSegment = 4_000_000  // before a keyframe ends it
	longestSegment  = 10_000_000 // whatever comes
	silentSegment   = 15_000_000 // when no media come at all
)

// A Segment is a byte range of a recording.
type Segment struct {
	N              int    // from 0
	Offset, Length int64  // bytes
	StartMs, EndMs int64  // UTC milliseconds; never before the end of the segment before
	Keyframe       bool   // it begins with a keyframe
	Hash           string // SHA-256 of the bytes, hex
}

// A Part is one moof and mdat of a recording; in an index it is a run of them,
// one after another.
type Part struct {
	Offset, Length     int64 // bytes
	Position, Duration int64 // microseconds from the start of the recording
	Keyframe           bool  // its first picture is a keyframe; always in a file without video
}

// end is where the part ends, in microseconds.
func (p Part) end() int64 { return p.Position + p.Duration }

// takes reports whether a part that follows in the same segment is of the run
// p, if p is one.
func (p Part) takes(next Part) bool {
	return p.Length > 0 && !next.Keyframe && next.end()-p.Position <= longestRun
}

// with returns the run p with a part that follows.
func (p Part) with(next Part) Part {
	p.Length += next.Length
	p.Duration = max(p.end(), next.end()) - p.Position
	return p
}

// A cutter puts parts together to segments.
type cutter struct {
	startMs  int64 // of the recording
	next     Segment
	position int64 // of the segment's first part
	end      int64
	endMs    int64 // of the segment before
}

// open reports whether there is a segment that has parts.
func (c *cutter) open() bool { return c.next.Length > 0 }

// keyframeEnds reports whether a keyframe at position ends the open segment.
func (c *cutter) keyframeEnds(position int64) bool {
	return c.open() && position-c.position >= shortestSegment
}

// ends reports whether the open segment ends before p.
func (c *cutter) ends(p Part) bool {
	return c.open() && (p.end()-c.position > longestSegment || p.Keyframe && c.keyframeEnds(p.Position))
}

// add puts p, which begins where the last part ended, into the open segment.
func (c *cutter) add(p Part) {
	if !c.open() {
		c.next.Keyframe = p.Keyframe
		c.position, c.end = p.Position, p.Position
	}
	c.next.Length = p.Offset + p.Length - c.next.Offset
	c.end = max(c.end, p.end())
}

// close ends the open segment and returns it without its hash.
func (c *cutter) close() Segment {
	s := c.next
	s.StartMs = max(c.startMs+c.position/1000, c.endMs)
	s.EndMs = max(c.startMs+c.end/1000, s.StartMs)
	c.after(s)
	return s
}

// after makes the next segment the one that follows s.
func (c *cutter) after(s Segment) {
	c.next = Segment{N: s.N + 1, Offset: s.Offset + s.Length}
	c.endMs = s.EndMs
}
