package media

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// What can end a recording.
const (
	CauseLeft     = "left"     // the page said that it ends
	CauseReplaced = "replaced" // the feed came again
	CauseNetwork  = "network"  // nothing came any more
	CauseServer   = "server"   // the server was stopped, or crashed
)

// Clock rates of RFC 6184 and RFC 7587.
const (
	videoRate = 90_000
	audioRate = 48_000
)

// A session is one publisher's connection.
type session struct {
	id        string
	server    *Server
	feed      *feed
	meeting   string
	peer      *webrtc.PeerConnection
	wants     struct{ video, audio bool }
	video     atomic.Uint32 // SSRC of the video, once it is there
	asked     atomic.Int64  // when a keyframe was asked for last, µs
	wanted    atomic.Bool   // somebody waits for a keyframe, and none has begun since
	lastVideo atomic.Int64  // when the last packet came, µs
	lastAudio atomic.Int64
	samples   chan sample
	over      chan struct{} // closed when the session has been told to end
	whole     chan struct{} // closed when its recording is whole
	once      sync.Once
	cause     string
	reading   sync.Mutex
	readers   sync.WaitGroup // added to under reading, until closed
	closed    bool
}

// A Publisher says who publishes what.
type Publisher struct {
	Lot, Meeting string
	Feed         string // such as "<kiosk>/camera"
}

// Publish answers a WHIP offer. A session that the feed had is ended: the
// newer one is the one that knows that it is up.
func (s *Server) Publish(ctx context.Context, by Publisher, offer string) (id, answer string, err error) {
	one := &session{server: s, meeting: by.Meeting, samples: make(chan sample, 1024), over: make(chan struct{}), whole: make(chan struct{})}
	one.wants.video, one.wants.audio = asks(offer, "m=video"), asks(offer, "m=audio")
	if len(offer) > maxOffer || !one.wants.video && !one.wants.audio {
		return "", "", ErrOffer
	}
	if one.peer, err = s.api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return "", "", err
	}
	one.peer.OnTrack(one.read)
	// An offer that is refused changes nothing: only one that was answered takes the place of the session before.
	if answer, err = answerTo(ctx, one.peer, offer); err != nil {
		_ = one.peer.Close()
		return "", "", err
	}
	former, err := s.enter(one, key{by.Lot, by.Feed})
	if err != nil {
		_ = one.peer.Close()
		return "", "", err
	}
	if former != nil {
		former.end(former.replacedBy(s.config.Now()))
	}
	one.peer.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateFailed || state == webrtc.PeerConnectionStateClosed {
			one.end(CauseNetwork)
		}
	})
	return one.id, startFast(answer), nil
}

// enter makes the session the one of its feed.
func (s *Server) enter(one *session, k key) (former *session, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.sessions) >= maxPublishers {
		return nil, ErrFull
	}
	one.id, one.feed = s.config.NewID(), s.feed(k)
	former, one.feed.session, one.feed.since = one.feed.session, one, s.config.Now()
	now := s.config.Now().UnixMicro()
	one.lastVideo.Store(now)
	one.lastAudio.Store(now)
	s.sessions[one.id] = one
	s.running.Go(func() { one.record(former) })
	return former, nil
}

// asks reports whether an offer has a media section of a kind.
func asks(offer, section string) bool {
	return strings.HasPrefix(offer, section) || strings.Contains(offer, "\n"+section)
}

// answerTo answers an offer with all of the server's candidates in it.
func answerTo(ctx context.Context, peer *webrtc.PeerConnection, offer string) (string, error) {
	if err := peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", fmt.Errorf("%w: %w", ErrOffer, err)
	}
	answer, err := peer.CreateAnswer(nil)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrOffer, err)
	}
	gathered := webrtc.GatheringCompletePromise(peer)
	if err := peer.SetLocalDescription(answer); err != nil {
		return "", fmt.Errorf("%w: %w", ErrOffer, err)
	}
	select {
	case <-gathered:
		return peer.LocalDescription().SDP, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// startFast asks Chromium to begin with the full picture: left alone it sends
// a small one first and changes its size every few seconds.
func startFast(answer string) string {
	return strings.ReplaceAll(answer, "packetization-mode=1;profile", "packetization-mode=1;x-google-start-bitrate=1500;profile")
}

// end ends the session once; the first cause counts. It does not wait.
func (one *session) end(cause string) {
	one.once.Do(func() {
		one.cause = cause
		close(one.over)
		s := one.server
		s.mu.Lock()
		delete(s.sessions, one.id)
		if one.feed.session == one {
			one.feed.session, one.feed.cause, one.feed.since = nil, cause, s.config.Now()
		}
		s.mu.Unlock()
		s.config.Changed(one.feed.key.lot)
	})
}

// replacedBy says why a session was replaced: one that had gone silent had
// lost its network, one that was well was left by its page.
func (one *session) replacedBy(now time.Time) string {
	last := max(one.lastVideo.Load(), one.lastAudio.Load())
	if now.Sub(time.UnixMicro(last)) > time.Second {
		return CauseNetwork
	}
	return CauseReplaced
}

// read takes the packets of one track until the connection ends. It is called
// by pion in a goroutine of its own.
func (one *session) read(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	one.reading.Lock()
	if one.closed {
		one.reading.Unlock()
		return
	}
	one.readers.Add(1)
	one.reading.Unlock()
	defer one.readers.Done()
	video := track.Kind() == webrtc.RTPCodecTypeVideo
	clock := &streamClock{rate: audioRate, slew: soundSlew}
	take := one.sound(clock)
	last := &one.lastAudio
	if video {
		one.video.Store(uint32(track.SSRC()))
		clock = &streamClock{rate: videoRate, slew: videoSlew}
		take, last = one.picture(clock), &one.lastVideo
		one.wantKeyframe()
	}
	one.readers.Go(func() { one.reports(receiver, uint32(track.SSRC()), clock) })
	buffer := make([]byte, 1600)
	for {
		n, _, err := track.Read(buffer)
		if err != nil {
			return
		}
		p := &rtp.Packet{}
		if p.Unmarshal(append(make([]byte, 0, n), buffer[:n]...)) != nil {
			continue
		}
		now := one.server.config.Now()
		if len(p.Payload) > 0 { // padding is neither seen nor heard
			last.Store(now.UnixMicro())
			if video && startsKeyframe(p.Payload) {
				one.wanted.Store(false) // before it is sent on: whoever comes later wants another
			}
		}
		one.feed.send(packet{p, video, one}) // padding too: a viewer would wait for the number that it has
		take(p, now)
	}
}

// reports takes the sender reports of one track until the connection ends.
func (one *session) reports(receiver *webrtc.RTPReceiver, ssrc uint32, clock *streamClock) {
	for {
		packets, _, err := receiver.ReadRTCP()
		if err != nil {
			return
		}
		now := one.server.config.Now().UnixMicro()
		for _, p := range packets {
			if report, ok := p.(*rtcp.SenderReport); ok && report.SSRC == ssrc {
				one.offer(sample{clock: clock, stamp: report.RTPTime, came: now, report: true})
			}
		}
	}
}

// picture returns what turns the packets of the video into samples.
func (one *session) picture(clock *streamClock) func(*rtp.Packet, time.Time) {
	var order reorder
	var units depacketizer
	units.wait = true
	return func(p *rtp.Packet, now time.Time) {
		order.push(p, now, func(p *rtp.Packet, lost bool) {
			ask := units.push(p, lost, func(u accessUnit) {
				one.offer(sample{clock: clock, stamp: u.time, came: now.UnixMicro(), video: true, unit: u})
			})
			if ask {
				one.wantKeyframe()
			}
		})
	}
}

// sound returns what turns the packets of the audio into samples.
func (one *session) sound(clock *streamClock) func(*rtp.Packet, time.Time) {
	var order reorder
	return func(p *rtp.Packet, now time.Time) {
		order.push(p, now, func(p *rtp.Packet, _ bool) {
			if len(p.Payload) > 0 {
				one.offer(sample{clock: clock, stamp: p.Timestamp, came: now.UnixMicro(), sound: p.Payload})
			}
		})
	}
}

// offer hands a sample to the recorder. A disk that has not kept up for
// seconds loses it, and the recording shows the gap.
func (one *session) offer(m sample) {
	select {
	case one.samples <- m:
	default:
	}
}

// keyframeEvery bounds how often a keyframe is asked for because of losses and
// viewers; keyframeFor is how far apart they are for seeking.
const (
	keyframeEvery = 500 * time.Millisecond
	keyframeFor   = 2 * time.Second
)

// wantKeyframe asks the publisher for a keyframe, again and again until one
// begins.
func (one *session) wantKeyframe() {
	one.wanted.Store(true)
	one.askKeyframe()
}

// askKeyframe asks for a keyframe that is wanted (RFC 4585 section 6.3.1), at
// most once in keyframeEvery. The recorder calls it at each of its ticks: what
// is asked may be lost, and Chromium answers nobody just after a keyframe.
func (one *session) askKeyframe() {
	ssrc := one.video.Load()
	if ssrc == 0 || !one.wanted.Load() {
		return
	}
	now, last := one.server.config.Now().UnixMicro(), one.asked.Load()
	if now-last < keyframeEvery.Microseconds() || !one.asked.CompareAndSwap(last, now) {
		return
	}
	_ = one.peer.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: ssrc}}) // a connection that is gone has ended the session
}

// Unpublish ends a session at its publisher's word.
func (s *Server) Unpublish(id, feed string) error {
	s.mu.Lock()
	one := s.sessions[id]
	s.mu.Unlock()
	if one == nil || one.feed.key.feed != feed {
		return ErrGone
	}
	one.end(CauseLeft)
	return nil
}

// Publishing reports whether a session is still known, for a publisher who
// asks after a restart.
func (s *Server) Publishing(id, feed string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.sessions[id]
	return one != nil && one.feed.key.feed == feed
}
