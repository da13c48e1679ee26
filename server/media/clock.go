package media

import "sync"

// How a stream's clock is followed.
const (
	lookEvery = 5_000_000 // µs: the least delay is taken over one to two of these
	jumpAfter = 500_000   // µs: a larger difference is a clock that was set, and is not slewed

	// The clock is slewed by at most this part of the time that passes, as a
	// power of two: a picture may be shown a sixteenth faster and nobody sees it,
	// but sound would be heard.
	videoSlew = 4
	soundSlew = 7
)

// A streamClock puts the timestamps of one RTP stream onto the server's clock.
// What had the least delay of the last seconds says how the two stand to one
// another, so that a burst or a late packet does not move a picture in time; a
// difference is slewed away, never jumped over and never reset, unless the
// sender's clock was set.
//
// A packet comes late by as long as the sender took to encode it, which is a
// tenth of a second and more on a busy kiosk. A sender report (RFC 3550 section
// 6.4.1) names the timestamp of the moment in which it is sent, and is not
// encoded: it has the delay of the network only.
type streamClock struct {
	rate int64 // ticks a second
	slew int

	mu      sync.Mutex // a report is read beside the packets
	started bool
	last    uint32
	ticks   int64 // since the first packet
	offset  int64 // µs: server time minus stream time, as it is used
	low     int64 // least of the present window
	before  int64 // least of the window before
	window  int64 // server time of the window's end
}

// at returns when the picture or sound of a timestamp was, in µs of the
// server's clock, for a packet that arrived at now (µs).
func (c *streamClock) at(timestamp uint32, now int64) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.started {
		c.started, c.last, c.offset = true, timestamp, now
		c.low, c.before, c.window = now, now, now+lookEvery
		return now
	}
	step := int64(int32(timestamp - c.last)) // wraps as RFC 3550 section 5.1 has it
	c.ticks += step
	c.last = timestamp
	stream := c.ticks * 1_000_000 / c.rate
	delay := now - stream
	c.hear(delay, now)
	want := min(c.low, c.before)
	if delay-want > jumpAfter && c.low-c.before > jumpAfter {
		want = c.low // the sender's clock stood still: the old window says nothing any more
	}
	switch difference := want - c.offset; {
	case difference > jumpAfter || difference < -jumpAfter:
		c.offset = want
	default:
		most := max(step*1_000_000/c.rate>>c.slew, 0)
		c.offset += min(max(difference, -most), most)
	}
	return stream + c.offset
}

// report takes a sender report that arrived at now (µs). One that says
// something else than the packets do, by more than a clock may be slewed, is
// left out: they will say so too.
func (c *streamClock) report(timestamp uint32, now int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delay := now - (c.ticks+int64(int32(timestamp-c.last)))*1_000_000/c.rate
	if difference := delay - c.offset; c.started && difference < jumpAfter && difference > -jumpAfter {
		c.hear(delay, now)
	}
}

// hear notes a delay.
func (c *streamClock) hear(delay, now int64) {
	if now >= c.window {
		c.before, c.low, c.window = c.low, delay, now+lookEvery
	}
	c.low = min(c.low, delay)
}
