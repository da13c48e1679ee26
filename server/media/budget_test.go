package media

import (
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
)

// A feed that loses everything is asked for what its allowance covers, and
// another one, and every other report, goes through.
func TestResendBudget(t *testing.T) {
	now := time.UnixMilli(1_763_900_000_000)
	asked := map[uint32]int{}
	others := 0
	b := &budget{now: func() time.Time { return now }, left: map[uint32]allowance{}}
	writer := b.BindRTCPWriter(interceptor.RTCPWriterFunc(func(packets []rtcp.Packet, _ interceptor.Attributes) (int, error) {
		for _, p := range packets {
			switch p := p.(type) {
			case *rtcp.TransportLayerNack:
				for i := range p.Nacks {
					asked[p.MediaSSRC] += len(p.Nacks[i].PacketList())
				}
			default:
				others++
			}
		}
		return len(packets), nil
	}))
	lost := func(ssrc uint32, n int) *rtcp.TransportLayerNack {
		sequence := make([]uint16, n)
		for i := range sequence {
			sequence[i] = uint16(i)
		}
		return &rtcp.TransportLayerNack{MediaSSRC: ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(sequence)}
	}
	const seconds = 30
	for range seconds * 10 { // every 100 ms, as pion asks
		now = now.Add(100 * time.Millisecond)
		for _, p := range []rtcp.Packet{lost(1, 50), lost(2, 3), &rtcp.PictureLossIndication{MediaSSRC: 1}} {
			if _, err := writer.Write([]rtcp.Packet{p}, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	if most := resendsAtOnce + seconds*resendsPerSecond; asked[1] > most || asked[1] < most/2 {
		t.Errorf("%d packets were asked for of the feed that loses all, at most %d may be", asked[1], most)
	}
	if asked[2] != seconds*10*3 {
		t.Errorf("%d packets were asked for of the other feed, it lost %d", asked[2], seconds*10*3)
	}
	if others != seconds*10 {
		t.Errorf("%d other reports went through, of %d", others, seconds*10)
	}
}
