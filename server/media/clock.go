package media

// How a stream's clock is followed.
const (
	lookEvery = 5_000_000 // µs: the least delay is taken over one to two of these
	jumpAfter = 500_000   // µs: a larger difference is a clock that was set, and is not slewed
	mostAhead = 2_000_000 // µs: no encoder takes longer, so no report is further ahead of all packets

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

	heard    bool
	newest   uint32 // the timestamp heard last, and its ticks since the first
	ticks    int64
	packets  least // server time minus stream time, of packets only
	all      least // and of reports too
	want     int64 // µs: what the offset should be
	reported bool  // a report has been taken

	placed bool
	last   int64 // ticks of what was placed last
	offset int64 // µs: the delay that is taken off
}

// A least is the least delay of the last seconds, in µs.
type least struct {
	low    int64 // of the present window
	before int64 // of the window before
	end    int64 // of the present window, server time
}

// note takes the delay of what came at now (µs).
func (l *least) note(delay, now int64) {
	switch {
	case l.end == 0:
		l.low, l.before, l.end = delay, delay, now+lookEvery
	case now >= l.end:
		l.before, l.low, l.end = l.low, delay, now+lookEvery
	}
	l.low = min(l.low, delay)
}

// delay returns the least of both windows; only of the present one if the
// sender's clock stood still since, after which the one before says nothing any
// more.
func (l *least) delay(stood bool) int64 {
	if stood {
		return l.low
	}
	return min(l.low, l.before)
}

// hear notes a packet with a timestamp that came at now, µs of the server's
// clock.
func (c *streamClock) hear(timestamp uint32, now int64) {
	if !c.heard {
		c.heard, c.newest = true, timestamp
	}
	c.ticks, c.newest = c.since(timestamp), timestamp
	delay := now - c.stream(c.ticks)
	c.packets.note(delay, now)
	c.all.note(delay, now)
	c.want = c.all.delay(c.stood())
}

// stood reports whether all packets of the present window say that the
// sender's clock stood still, or was set back.
func (c *streamClock) stood() bool { return c.packets.low-c.packets.before > jumpAfter }

// report notes a sender report that came at now (µs). One that says something
// else than the packets do is left out; they alone are what it is held against,
// so that no row of reports leads away from them.
func (c *streamClock) report(timestamp uint32, now int64) {
	delay := now - c.stream(c.since(timestamp))
	if difference := delay - c.packets.delay(c.stood()); c.heard && difference < jumpAfter && difference > -mostAhead {
		c.all.note(delay, now)
		c.want = c.all.delay(c.stood())
		c.reported = true
	}
}

// at returns when the picture or sound of a timestamp was, in µs of the
// server's clock. It is asked in the order in which packets were heard, by then
// or later: the first is placed by all that was heard before it is asked.
func (c *streamClock) at(timestamp uint32) int64 {
	ticks := c.since(timestamp)
	// Packets that are that far ahead come from a clock that was set; a report that is comes from a slow encoder.
	set := c.packets.delay(c.stood())-c.offset < -jumpAfter
	switch difference := c.want - c.offset; {
	case !c.placed || set || difference > jumpAfter:
		c.offset = c.want
	default:
		most := max(c.stream(ticks-c.last)>>c.slew, 0)
		c.offset += min(max(difference, -most), most)
	}
	c.placed, c.last = true, ticks
	return c.stream(ticks) + c.offset
}

// since returns the ticks of a timestamp since the first; timestamps wrap as
// RFC 3550 section 5.1 has it.
func (c *streamClock) since(timestamp uint32) int64 {
	return c.ticks + int64(int32(timestamp-c.newest))
}

// stream returns ticks in µs.
func (c *streamClock) stream(ticks int64) int64 { return ticks * 1_000_000 / c.rate }
