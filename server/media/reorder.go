package media

import (
	"time"

	"github.com/pion/rtp"
)

// What the reorder buffer waits for: packets that were sent again after a
// loss come within a few round trips, and a room's network has short ones.
const (
	reorderSlots = 1024
	reorderWait  = 400 * time.Millisecond
)

// A reorder puts the packets of one stream into the order of their sequence
// numbers (RFC 3550 section 5.1) and says where one never came.
type reorder struct {
	slots   [reorderSlots]*rtp.Packet
	next    uint16
	held    int
	since   time.Time // when the hole before the held ones was seen first; zero if there is none
	started bool
}

// push takes a packet as it arrived and calls out for each packet that is next
// now; lost is true for the first one after a hole.
func (r *reorder) push(p *rtp.Packet, now time.Time, out func(p *rtp.Packet, lost bool)) {
	if !r.started {
		r.started, r.next = true, p.SequenceNumber
	}
	ahead := p.SequenceNumber - r.next
	if ahead >= 1<<15 {
		return // it came before, or too late
	}
	lost := false
	if ahead >= reorderSlots {
		r.slots, r.held = [reorderSlots]*rtp.Packet{}, 0
		r.next, lost = p.SequenceNumber, true
	}
	if slot := &r.slots[p.SequenceNumber%reorderSlots]; *slot == nil {
		*slot = p
		r.held++
	}
	r.pop(lost, out)
	if r.held > 0 && !r.since.IsZero() && now.Sub(r.since) > reorderWait {
		for r.slots[r.next%reorderSlots] == nil {
			r.next++
		}
		r.pop(true, out)
	}
	if r.held > 0 && r.since.IsZero() {
		r.since = now
	}
}

// pop gives out what follows without a hole.
func (r *reorder) pop(lost bool, out func(*rtp.Packet, bool)) {
	for {
		slot := &r.slots[r.next%reorderSlots]
		p := *slot
		if p == nil {
			return
		}
		*slot = nil
		r.held--
		r.next++
		r.since = time.Time{}
		out(p, lost)
		lost = false
	}
}
