package media

import (
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
)

// What a feed may be asked to send again, in packets: as many as a room's
// network loses on a bad day. Past it a resend only adds to the load that
// loses the packets, until nothing else is sent.
const (
	resendsPerSecond = 100
	resendsAtOnce    = 200
)

// budgets gives each connection a budget of its own.
type budgets struct{}

// NewInterceptor implements [interceptor.Factory].
func (budgets) NewInterceptor(string) (interceptor.Interceptor, error) {
	return &budget{now: time.Now, left: map[uint32]allowance{}}, nil
}

// A budget leaves out the requests to send again (RFC 4585 section 6.2.1) that
// a feed's allowance does not cover.
type budget struct {
	interceptor.NoOp
	now  func() time.Time
	mu   sync.Mutex
	left map[uint32]allowance // by SSRC
}

type allowance struct {
	packets float64
	at      time.Time
}

// BindRTCPWriter implements [interceptor.Interceptor].
func (b *budget) BindRTCPWriter(next interceptor.RTCPWriter) interceptor.RTCPWriter {
	return interceptor.RTCPWriterFunc(func(packets []rtcp.Packet, attributes interceptor.Attributes) (int, error) {
		kept := make([]rtcp.Packet, 0, len(packets))
		for _, p := range packets {
			if nack, ok := p.(*rtcp.TransportLayerNack); ok && !b.covers(nack) {
				continue
			}
			kept = append(kept, p)
		}
		if len(kept) == 0 {
			return 0, nil
		}
		return next.Write(kept, attributes)
	})
}

// covers takes what a request costs off the allowance of its feed.
func (b *budget) covers(nack *rtcp.TransportLayerNack) bool {
	asked := 0.0
	for i := range nack.Nacks {
		asked += float64(len(nack.Nacks[i].PacketList()))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	a, known := b.left[nack.MediaSSRC]
	if !known {
		a = allowance{resendsAtOnce, now}
	}
	a.packets = min(resendsAtOnce, a.packets+now.Sub(a.at).Seconds()*resendsPerSecond)
	a.at = now
	covered := asked <= a.packets
	if covered {
		a.packets -= asked
	}
	b.left[nack.MediaSSRC] = a
	return covered
}
