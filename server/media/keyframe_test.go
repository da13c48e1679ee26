package media

import (
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
)

// A keyframe that is wanted is asked for until one begins, no more often than
// keyframeEvery, and by nobody after that.
func TestKeyframeWanted(t *testing.T) {
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
	began := func() { one.wanted.Store(false) }
	for _, step := range []struct {
		at    int64 // ms
		do    func()
		asked int64 // ms; when the last was asked for, after it
	}{
		{0, one.wantKeyframe, 0},
		{499, one.askKeyframe, 0},
		{500, one.askKeyframe, 500}, // none has begun
		{550, one.wantKeyframe, 500},
		{600, began, 500},
		{1000, one.askKeyframe, 500}, // nobody wants another
		{1100, one.wantKeyframe, 1100},
		{1150, began, 1100},
		{1200, one.wantKeyframe, 1100}, // who came after it began
		{1599, one.askKeyframe, 1100},
		{1600, one.askKeyframe, 1600},
	} {
		now = start.Add(time.Duration(step.at) * time.Millisecond)
		step.do()
		if got := time.UnixMicro(one.asked.Load()).Sub(start).Milliseconds(); got != step.asked {
			t.Errorf("after %d ms the last keyframe was asked for at %d ms, not %d", step.at, got, step.asked)
		}
	}
}
