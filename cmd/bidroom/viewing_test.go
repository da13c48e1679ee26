package main

import (
	"context"
	"testing"

	"github.com/pion/webrtc/v4"

	"bidroom/cmd/bidroom/demo"
)

// A viewing is a feed as a wall watches it.
type viewing struct {
	peer  *webrtc.PeerConnection
	kinds chan string // of the tracks of which something has come
}

// watchFeed views a feed until the test ends, or the server lets it go.
func watchFeed(ctx context.Context, t *testing.T, wall *demo.Client, path string) *viewing {
	t.Helper()
	peer, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := peer.Close(); err != nil {
			t.Error(err)
		}
	})
	kinds := make(chan string, 2)
	peer.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		var last uint16
		for n := range 20 {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			if n > 0 && p.SequenceNumber != last+1 {
				t.Errorf("%s packet %d follows %d: a browser would wait for what is between", track.Kind(), p.SequenceNumber, last)
			}
			last = p.SequenceNumber
		}
		kinds <- track.Kind().String()
	})
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo, webrtc.RTPCodecTypeAudio} {
		if _, err := peer.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			t.Fatal(err)
		}
	}
	offer, err := peer.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(peer)
	if err := peer.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	<-gathered
	answer, err := wall.Offer(ctx, path, peer.LocalDescription().SDP)
	if err != nil {
		t.Fatal(err)
	}
	if err := peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		t.Fatal(err)
	}
	return &viewing{peer, kinds}
}

// seen waits until pictures and sound have come.
func (v *viewing) seen(ctx context.Context, t *testing.T) {
	t.Helper()
	for range 2 {
		select {
		case <-v.kinds:
		case <-ctx.Done():
			t.Fatal("nothing to be seen: ", ctx.Err())
		}
	}
}

// gone reports whether the server has ended it.
func (v *viewing) gone() bool { return v.peer.ConnectionState() == webrtc.PeerConnectionStateClosed }
