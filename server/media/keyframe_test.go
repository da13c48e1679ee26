package media

import (
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
)

// Whoever wants a keyframe just after another was asked for gets one of their
// own as soon as keyframeEvery allows, and not earlier.
func TestKeyframeWantedTooSoon(t *testing.T) {
	peer, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := peer.Close(); err != nil {
			t.Error(err)
		}
	}()
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	now := start
	one := &session{peer: peer, server: &Server{config: Config{Now: func() time.Time { return now }}}}
	one.video.Store(1)
	step := func(at time.Duration, do func(), wantAskedAt time.Duration) {
		t.Helper()
		now = start.Add(at)
		do()
		if got := time.UnixMicro(one.asked.Load()).Sub(start); got != wantAskedAt {
			t.Errorf("at %v the last keyframe was asked for at %v, not %v", at, got, wantAskedAt)
		}
	}
	ms := time.Millisecond
	step(0, one.askKeyframe, 0)
	step(100*ms, one.askWanted, 0)
	step(500*ms, one.askWanted, 0) // nobody wants another
	step(600*ms, one.askKeyframe, 600*ms)
	step(700*ms, one.askKeyframe, 600*ms)
	step(1099*ms, one.askWanted, 600*ms)
	step(1100*ms, one.askWanted, 1100*ms)
	step(1700*ms, one.askWanted, 1100*ms)
}
