package media

import (
	"context"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// viewerQueue bounds what waits for one viewer, in packets: about a second.
const viewerQueue = 512

// A viewer is one WHEP connection. It has a bounded queue of its own, so that
// it can slow nobody; when it is full it is caught up at the next keyframe.
type viewer struct {
	id      string
	server  *Server
	feed    *feed
	peer    *webrtc.PeerConnection
	queue   chan packet
	video   line
	audio   line
	behind  bool // pictures are left out until a keyframe; of the pushing goroutine under mu
	mu      sync.Mutex
	over    chan struct{}
	once    sync.Once
	started bool // the connection stands; under mu, as is shown
	shown   bool // something was on its way to it
	drains  sync.WaitGroup
	left    func(id string)
}

// A line renumbers the packets of one track, so that a feed which comes back
// goes on for the viewer where it stopped.
type line struct {
	track  *webrtc.TrackLocalStaticRTP
	rate   int64
	source *session
	seq    uint16 // added to the sequence numbers
	time   uint32 // added to the timestamps
	last   rtp.Header
	at     time.Time
}

// View answers a WHEP offer for a feed. A viewer may come before the feed
// does, and stays while it is away: pictures flow as soon as there are some.
//
// left is called once with the id when the viewer has gone.
func (s *Server) View(ctx context.Context, lot, feedName, offer string, left func(id string)) (id, answer string, err error) {
	if len(offer) > maxOffer {
		return "", "", ErrOffer
	}
	v := &viewer{server: s, left: left, queue: make(chan packet, viewerQueue), over: make(chan struct{}), behind: true}
	if v.peer, err = s.api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return "", "", err
	}
	if err = v.prepare(offer); err == nil {
		err = s.admit(v, key{lot, feedName})
	}
	if err != nil {
		v.close()
		return "", "", err
	}
	v.peer.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		switch state {
		case webrtc.PeerConnectionStateConnected:
			v.begin()
		case webrtc.PeerConnectionStateFailed, webrtc.PeerConnectionStateClosed:
			v.end()
		}
	})
	if answer, err = answerTo(ctx, v.peer, offer); err != nil {
		v.end()
		return "", "", err
	}
	return v.id, answer, nil
}

// prepare adds the tracks that the offer asks for.
func (v *viewer) prepare(offer string) (err error) {
	add := func(line *line, codec webrtc.RTPCodecCapability, name string, rate int64) error {
		if line.track, err = webrtc.NewTrackLocalStaticRTP(codec, name, "feed"); err != nil {
			return err
		}
		line.rate = rate
		sender, err := v.peer.AddTrack(line.track)
		if err != nil {
			return err
		}
		v.drains.Go(func() { drain(sender) })
		return nil
	}
	if asks(offer, "m=video") {
		err = add(&v.video, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeH264, ClockRate: videoRate,
			SDPFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"}, "video", videoRate)
	}
	if err == nil && asks(offer, "m=audio") {
		err = add(&v.audio, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: audioRate, Channels: 2}, "audio", audioRate)
	}
	return err
}

// drain reads a sender's RTCP, which its interceptors live on, until it ends.
func drain(sender *webrtc.RTPSender) {
	buffer := make([]byte, 1500)
	for {
		if _, _, err := sender.Read(buffer); err != nil {
			return
		}
	}
}

func (s *Server) admit(v *viewer, k key) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.viewers) >= maxViewers {
		return ErrFull
	}
	v.id, v.feed = s.config.NewID(), s.feed(k)
	s.viewers[v.id] = v
	v.feed.addViewer(v)
	s.running.Go(v.send)
	return nil
}

// begin lets pictures flow, from the next keyframe on.
func (v *viewer) begin() {
	v.mu.Lock()
	v.started = true
	v.mu.Unlock()
	v.server.mu.Lock()
	one := v.feed.session
	v.server.mu.Unlock()
	if one != nil {
		one.wantKeyframe()
	}
}

// served reports whether pictures or sound have been on their way to the
// viewer.
func (v *viewer) served() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.shown
}

// push takes a packet from the feed's reader and never waits.
func (v *viewer) push(p packet) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.started {
		return
	}
	if p.video && v.behind {
		if !startsKeyframe(p.Payload) {
			return
		}
		v.behind = false
	}
	select {
	case v.queue <- p:
		v.shown = true
	default:
		v.behind = true
	}
}

// send is the goroutine that writes to the viewer and owns its connection.
func (v *viewer) send() {
	for over := false; !over; {
		select {
		case p := <-v.queue:
			if p.video {
				v.video.write(p, v.server.config.Now())
			} else {
				v.audio.write(p, v.server.config.Now())
			}
		case <-v.over:
			over = true
		}
	}
	v.close()
	v.left(v.id)
}

func (v *viewer) close() {
	_ = v.peer.Close()
	v.drains.Wait()
}

func (l *line) write(p packet, now time.Time) {
	if l.track == nil {
		return // the viewer did not ask for this
	}
	if l.source != p.source {
		if l.source != nil {
			passed := uint32(now.Sub(l.at).Microseconds() * l.rate / 1_000_000)
			l.seq = l.last.SequenceNumber + 1 - p.SequenceNumber
			l.time = l.last.Timestamp + passed - p.Timestamp
		}
		l.source = p.source
	}
	out := rtp.Packet{Header: p.Header, Payload: p.Payload}
	out.Extension, out.Extensions = false, nil // they are of the other connection
	out.Padding, out.PaddingSize = false, 0
	out.SequenceNumber += l.seq
	out.Timestamp += l.time
	l.last, l.at = out.Header, now
	_ = l.track.WriteRTP(&out) // a connection that is gone ends the viewer by its state
}

// end ends the viewer once. It does not wait.
func (v *viewer) end() {
	v.once.Do(func() {
		close(v.over)
		v.server.mu.Lock()
		delete(v.server.viewers, v.id)
		if v.feed != nil {
			v.feed.dropViewer(v)
		}
		v.server.mu.Unlock()
	})
}

// Leave ends a viewer at the word of its page.
func (s *Server) Leave(id, lot, feedName string) error {
	v := s.viewer(id, lot, feedName)
	if v == nil {
		return ErrGone
	}
	v.end()
	return nil
}

// Viewing reports whether a viewer is still known.
func (s *Server) Viewing(id, lot, feedName string) bool { return s.viewer(id, lot, feedName) != nil }

func (s *Server) viewer(id, lot, feedName string) *viewer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.viewers[id]; v != nil && v.feed.key == (key{lot, feedName}) {
		return v
	}
	return nil
}
