package media

import (
	"encoding/binary"

	"github.com/pion/rtp"
)

// NAL unit types (ITU-T H.264 table 7-1) and the packet types that RFC 6184
// section 5.2 adds to them.
const (
	nalIDR   = 5
	nalSPS   = 7
	nalPPS   = 8
	nalSTAPA = 24
	nalFUA   = 28
)

// maxUnit bounds an access unit, in bytes: a 4K keyframe fits many times.
const maxUnit = 4 << 20

// An accessUnit is one picture as it was sent.
type accessUnit struct {
	time  uint32 // RTP timestamp, 90 kHz
	nalus [][]byte
	key   bool // holds an IDR picture
}

// A depacketizer puts access units together from the packets of RFC 6184 in
// their order: single NAL units, STAP-A and FU-A (packetization mode 1).
type depacketizer struct {
	unit   accessUnit
	size   int
	part   []byte // the fragments of a NAL unit so far
	broken bool   // a packet of the unit is missing
	open   bool
	wait   bool // for a keyframe, after a loss
}

// push takes the next packet. It calls out with each unit that is whole, and
// reports whether a keyframe should be asked for. Units between a loss and the
// next keyframe are left out: they would show what was never there.
func (d *depacketizer) push(p *rtp.Packet, lost bool, out func(accessUnit)) (ask bool) {
	if lost {
		d.broken, d.wait, ask = true, true, true
	}
	if len(p.Payload) == 0 {
		return ask // padding: it only moves the sequence on
	}
	if d.open && p.Timestamp != d.unit.time {
		d.finish(out) // the marker was lost or never set
	}
	if !d.open {
		d.unit, d.size, d.part, d.open = accessUnit{time: p.Timestamp}, 0, nil, true
		d.broken = lost
	}
	d.take(p.Payload)
	if p.Marker {
		d.finish(out)
	}
	return ask
}

func (d *depacketizer) finish(out func(accessUnit)) {
	d.open = false
	if d.broken || d.part != nil {
		d.wait = true
		return
	}
	if d.unit.key {
		d.wait = false
	}
	if !d.wait && len(d.unit.nalus) > 0 {
		out(d.unit)
	}
}

func (d *depacketizer) take(payload []byte) {
	switch kind := payload[0] & 0x1f; {
	case kind >= 1 && kind <= 23:
		d.add(payload)
	case kind == nalSTAPA:
		for rest := payload[1:]; len(rest) > 2; {
			size := int(binary.BigEndian.Uint16(rest))
			if rest = rest[2:]; size == 0 || size > len(rest) {
				d.broken = true
				return
			}
			d.add(rest[:size])
			rest = rest[size:]
		}
	case kind == nalFUA && len(payload) > 2:
		d.fragment(payload)
	default:
		d.broken = true // a packet type that mode 1 does not have
	}
}

// fragment takes an FU-A (RFC 6184 section 5.8).
func (d *depacketizer) fragment(payload []byte) {
	start, end := payload[1]&0x80 != 0, payload[1]&0x40 != 0
	if start {
		d.part = append(make([]byte, 0, 4096), payload[0]&0xe0|payload[1]&0x1f)
	}
	if d.part == nil || len(d.part)+len(payload) > maxUnit {
		d.broken = true
		return
	}
	d.part = append(d.part, payload[2:]...)
	if end {
		d.add(d.part)
		d.part = nil
	}
}

func (d *depacketizer) add(nalu []byte) {
	if d.size += len(nalu); d.size > maxUnit {
		d.broken = true
		return
	}
	d.unit.nalus = append(d.unit.nalus, nalu)
	if nalu[0]&0x1f == nalIDR {
		d.unit.key = true
	}
}

// startsKeyframe reports whether a packet begins a keyframe, for a viewer who
// cannot show anything before one.
func startsKeyframe(payload []byte) bool {
	if len(payload) < 2 {
		return false
	}
	switch kind := payload[0] & 0x1f; kind {
	case nalIDR, nalSPS:
		return true
	case nalSTAPA:
		return len(payload) > 3 && (payload[3]&0x1f == nalSPS || payload[3]&0x1f == nalIDR)
	case nalFUA:
		return payload[1]&0x80 != 0 && (payload[1]&0x1f == nalIDR || payload[1]&0x1f == nalSPS)
	}
	return false
}

// codecOf is the codec name of RFC 6381 of the stream a unit begins, empty if
// the unit has no sequence parameter set.
func codecOf(unit accessUnit) string {
	const digits = "0123456789ABCDEF"
	for _, n := range unit.nalus {
		if n[0]&0x1f != nalSPS || len(n) < 4 {
			continue
		}
		name := []byte("avc3.")
		for _, b := range n[1:4] {
			name = append(name, digits[b>>4], digits[b&15])
		}
		return string(name)
	}
	return ""
}
