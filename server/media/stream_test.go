package media

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"
)

func numbered(seq uint16) *rtp.Packet { return &rtp.Packet{Header: rtp.Header{SequenceNumber: seq}} }

// TestReorder: each case gives packets as they arrive (number, ms) and what
// comes out; a minus before a number says that a hole came before it.
func TestReorder(t *testing.T) {
	type arrival struct {
		seq uint16
		ms  int
	}
	for name, c := range map[string]struct {
		in  []arrival
		out []int
	}{
		"in order":            {[]arrival{{7, 0}, {8, 1}, {9, 2}}, []int{7, 8, 9}},
		"across the wrap":     {[]arrival{{65534, 0}, {0, 1}, {65535, 2}, {1, 3}}, []int{65534, 65535, 0, 1}},
		"twice":               {[]arrival{{7, 0}, {7, 1}, {8, 2}, {7, 3}}, []int{7, 8}},
		"late, and in time":   {[]arrival{{7, 0}, {9, 1}, {10, 399}, {8, 400}}, []int{7, 8, 9, 10}},
		"lost":                {[]arrival{{7, 0}, {9, 1}, {10, 402}}, []int{7, -9, 10}},
		"lost, then late":     {[]arrival{{7, 0}, {9, 1}, {10, 402}, {8, 403}, {11, 404}}, []int{7, -9, 10, 11}},
		"two holes":           {[]arrival{{7, 0}, {9, 1}, {11, 2}, {12, 402}, {13, 804}}, []int{7, -9, -11, 12, 13}},
		"further than it can": {[]arrival{{7, 0}, {7 + 1 + reorderSlots, 1}}, []int{7, -(7 + 1 + reorderSlots)}},
		"as far as it can":    {[]arrival{{7, 0}, {7 + reorderSlots, 1}}, []int{7}},
	} {
		var r reorder
		var out []int
		start := time.UnixMilli(1_763_900_000_000)
		for _, a := range c.in {
			r.push(numbered(a.seq), start.Add(time.Duration(a.ms)*time.Millisecond), func(p *rtp.Packet, lost bool) {
				n := int(p.SequenceNumber)
				if lost {
					n = -n
				}
				out = append(out, n)
			})
		}
		if !slices.Equal(out, c.out) {
			t.Errorf("%s: %v, expected %v", name, out, c.out)
		}
	}
}

// The bytes follow RFC 6184: single NAL unit packets (5.6), STAP-A (5.7.1),
// FU-A (5.8).
func TestDepacketizer(t *testing.T) {
	type in struct {
		time    uint32
		marker  bool
		lost    bool
		payload []byte
	}
	single := func(time uint32, marker bool, b ...byte) in { return in{time, marker, false, b} }
	for name, c := range map[string]struct {
		in    []in
		units int
		nalus [][]byte // of the last
		key   bool
		asked bool
	}{
		"a keyframe alone":     {[]in{single(1, true, 0x65, 1, 2)}, 1, [][]byte{{0x65, 1, 2}}, true, false},
		"nothing before a key": {[]in{single(1, true, 0x41, 1)}, 0, nil, false, false},
		"sets aggregated": {[]in{single(1, false, 24, 0, 2, 0x67, 9, 0, 1, 0x68), single(1, true, 0x65, 1)}, 1,
			[][]byte{{0x67, 9}, {0x68}, {0x65, 1}}, true, false},
		"fragments": {[]in{single(1, false, 0x7c, 0x85, 1, 2), single(1, false, 0x7c, 0x05, 3), single(1, true, 0x7c, 0x45, 4)}, 1,
			[][]byte{{0x65, 1, 2, 3, 4}}, true, false},
		"no marker, a new time": {[]in{single(1, false, 0x65, 1), single(2, true, 0x41, 2)}, 2, [][]byte{{0x41, 2}}, false, false},
		"a hole spoils until the next key": {[]in{single(1, true, 0x65, 1), {2, true, true, []byte{0x41, 2}}, single(3, true, 0x41, 3), single(4, true, 0x65, 4)}, 2,
			[][]byte{{0x65, 4}}, true, true},
		"a fragment without its start": {[]in{single(1, true, 0x7c, 0x45, 4)}, 0, nil, false, false},
		"a fragment without its end":   {[]in{single(1, true, 0x7c, 0x85, 4), single(2, true, 0x65, 1)}, 1, [][]byte{{0x65, 1}}, true, false},
		"aggregate longer than packet": {[]in{single(1, true, 24, 0, 9, 0x65, 1)}, 0, nil, false, false},
		"padding":                      {[]in{single(1, false, 0x65, 1), {1, true, false, nil}, single(2, true, 0x41, 2)}, 2, [][]byte{{0x41, 2}}, false, false},
	} {
		d := depacketizer{wait: true}
		var last accessUnit
		units, asked := 0, false
		for _, p := range c.in {
			packet := &rtp.Packet{Header: rtp.Header{Timestamp: p.time, Marker: p.marker}, Payload: p.payload}
			asked = d.push(packet, p.lost, func(u accessUnit) { last = u; units++ }) || asked
		}
		if units != c.units || asked != c.asked || last.key != c.key || !slices.EqualFunc(last.nalus, c.nalus, slices.Equal[[]byte]) {
			t.Errorf("%s: %d units, the last %v key %v, asked %v", name, units, last.nalus, last.key, asked)
		}
	}
}

func FuzzDepacketizer(f *testing.F) {
	f.Add([]byte{0x7c, 0x85, 1, 2}, true, false)
	f.Add([]byte{24, 0, 2, 0x67, 9}, false, true)
	f.Fuzz(func(t *testing.T, payload []byte, marker, lost bool) {
		d := depacketizer{}
		for i := range 4 {
			p := &rtp.Packet{Header: rtp.Header{Timestamp: uint32(i / 2), Marker: marker}, Payload: payload}
			d.push(p, lost, func(u accessUnit) {
				for _, n := range u.nalus {
					if len(n) == 0 {
						t.Fatal("an empty unit")
					}
				}
				codecOf(u)
			})
		}
		startsKeyframe(payload)
	})
}

// TestStreamClock sends a stream of 30 pictures a second for some minutes over
// a link, and holds where each picture was put against when it was taken. A
// report comes each second, with the delay of the link only.
func TestStreamClock(t *testing.T) {
	const start = 1_763_900_000_000_000
	for name, c := range map[string]struct {
		drift  int64                 // the sender's clock, parts per million fast
		delay  func(frame int) int64 // µs
		encode int64                 // µs: how long a picture takes before it is sent
		stop   int                   // the frame before which the camera stands still for ten seconds
		quiet  int                   // frames before the first report
		most   int64                 // µs a picture may be out, after ten seconds, or thirty from that report on
	}{
		"a quiet link":      {0, func(int) int64 { return 1000 }, 0, -1, 0, 1_000},
		"one late packet":   {0, func(n int) int64 { return map[bool]int64{true: 300_000}[n == 900] }, 0, -1, 0, 1_000},
		"a jittery link":    {0, func(n int) int64 { return int64(n*7919%40) * 1000 }, 0, -1, 0, 3_000},
		"a fast clock":      {200, func(int) int64 { return 1000 }, 0, -1, 0, 5_000},
		"a slow clock":      {-200, func(int) int64 { return 1000 }, 0, -1, 0, 5_000},
		"a slow encoder":    {0, func(n int) int64 { return int64(n*7919%20) * 1000 }, 300_000, -1, 0, 3_000},
		"first told late":   {0, func(int) int64 { return 1000 }, 1_500_000, -1, 900, 1_100},
		"camera that stops": {0, func(int) int64 { return 1000 }, 0, 1500, 0, 1_000},
	} {
		clock := streamClock{rate: videoRate, slew: videoSlew}
		worst, before := int64(0), int64(0)
		for n := range 6000 {
			taken := start + int64(n)*1_000_000/30
			if c.stop >= 0 && n >= c.stop {
				taken += 10_000_000
			}
			ticks := (taken - start) * videoRate / 1_000_000
			ticks += ticks * c.drift / 1_000_000
			if n%30 == 29 && n >= c.quiet {
				clock.report(uint32(0xfffff000+ticks), taken+c.delay(n))
			}
			clock.hear(uint32(0xfffff000+ticks), taken+c.encode+c.delay(n))
			at := clock.at(uint32(0xfffff000 + ticks))
			if n > 300 && (c.quiet == 0 || n > c.quiet+30*30) {
				worst = max(worst, at-taken, taken-at)
			}
			if at < before-50_000 {
				t.Errorf("%s: frame %d goes back by %d µs", name, n, before-at)
			}
			before = at
		}
		if worst > c.most {
			t.Errorf("%s: out by %d µs", name, worst)
		}
	}
}

// TestStreamClockBegins gives the first pictures of a stream, of which none is
// placed before the last was heard, and holds where the first is put. Times are
// in ms; a report says that it is of one moment and comes at another.
func TestStreamClockBegins(t *testing.T) {
	const start = 1_763_900_000_000
	type report struct{ of, came int64 }
	for name, c := range map[string]struct {
		came    []int64 // after the first was taken; one picture each 100 ms
		reports []report
		want    int64
		heeded  bool
	}{
		"late by its encoding":                  {[]int64{400, 480, 550}, nil, 350, false},
		"a report in between":                   {[]int64{400, 480, 550}, []report{{500, 501}}, 1, true},
		"later than any clock is slewed":        {[]int64{1600, 1680, 1750}, []report{{1700, 1701}}, 1, true},
		"a report just within what is believed": {[]int64{400, 480, 550}, []report{{2149, 500}}, -1649, true},
		"a report of another clock, ahead":      {[]int64{400, 480, 550}, []report{{2150, 500}}, 350, false},
		"a report of another clock, behind":     {[]int64{400, 480, 550}, []report{{-350, 500}}, 350, false},
		"each report ahead of the one before":   {[]int64{400, 480, 550}, []report{{1700, 550}, {3300, 550}, {4900, 550}}, -1150, true},
		"in time":                               {[]int64{1, 101, 201}, []report{{150, 151}}, 1, true},
	} {
		clock := streamClock{rate: videoRate, slew: videoSlew}
		stamp := func(ms int64) uint32 { return uint32(0xfffff000 + ms*90) }
		for n, came := range c.came {
			clock.hear(stamp(int64(n)*100), (start+came)*1000)
		}
		for _, r := range c.reports {
			clock.report(stamp(r.of), (start+r.came)*1000)
		}
		if at := clock.at(stamp(0))/1000 - start; at != c.want {
			t.Errorf("%s: the first picture is put %d ms after it was taken, expected %d", name, at, c.want)
		}
		if clock.reported != c.heeded {
			t.Errorf("%s: reported is %v", name, clock.reported)
		}
	}
}
