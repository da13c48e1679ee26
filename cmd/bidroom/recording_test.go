package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/store/storetest"
)

// A camera is a WHIP publisher that is not ours: ffmpeg makes and encodes the
// picture and the sound, pion sends them.
type camera struct {
	peer    *webrtc.PeerConnection
	ffmpeg  *exec.Cmd
	sockets []net.PacketConn
	running sync.WaitGroup
}

// shoot publishes a test picture with a tone to path.
func shoot(ctx context.Context, t *testing.T, c *demo.Client, path string) *camera {
	t.Helper()
	peer, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	one := &camera{peer: peer}
	video := one.track(t, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeH264, ClockRate: 90000, SDPFmtpLine: "packetization-mode=1;profile-level-id=42e01f"})
	audio := one.track(t, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2})
	offer, err := peer.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered, connected := webrtc.GatheringCompletePromise(peer), make(chan struct{})
	peer.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			close(connected)
		}
	})
	if err := peer.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	<-gathered
	answer, err := c.Offer(ctx, path, peer.LocalDescription().SDP)
	if err != nil {
		t.Fatal(err)
	}
	if err := peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-connected:
	case <-ctx.Done():
		t.Fatal("the camera is not connected: ", ctx.Err())
	}
	one.ffmpeg = exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10",
		"-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
		"-map", "0:v", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-g", "10", "-pix_fmt", "yuv420p",
		"-f", "rtp", "rtp://"+video+"?pkt_size=1200",
		"-map", "1:a", "-c:a", "libopus", "-f", "rtp", "rtp://"+audio)
	var faults bytes.Buffer
	one.ffmpeg.Stderr = &faults
	if err := one.ffmpeg.Start(); err != nil {
		t.Fatal(err)
	}
	return one
}

// track adds a track and returns the address its packets are taken from.
func (one *camera) track(t *testing.T, codec webrtc.RTPCodecCapability) string {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticRTP(codec, codec.MimeType[:5], "camera")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.peer.AddTrack(track); err != nil {
		t.Fatal(err)
	}
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	one.sockets = append(one.sockets, socket)
	one.running.Go(func() {
		buffer := make([]byte, 1600)
		padding := uint16(0) // packets of it so far; browsers send some to find out how much the network takes
		for count := 1; ; count++ {
			n, _, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			var p rtp.Packet
			if p.Unmarshal(buffer[:n]) != nil {
				continue
			}
			p.SequenceNumber += padding
			_ = track.WriteRTP(&p) // a peer that is gone is what the test wants
			if count%5 == 0 {
				padding++
				p.SequenceNumber++
				p.Payload, p.Padding, p.PaddingSize = nil, true, 224
				_ = track.WriteRTP(&p)
			}
		}
	})
	return socket.LocalAddr().String()
}

// cut ends the camera as a pulled plug does: nobody is told.
func (one *camera) cut(t *testing.T) {
	t.Helper()
	_ = one.ffmpeg.Process.Kill()
	_ = one.ffmpeg.Wait()
	for _, socket := range one.sockets {
		_ = socket.Close()
	}
	one.running.Wait()
	if err := one.peer.Close(); err != nil {
		t.Error(err)
	}
}

// until waits for a condition, which a page would learn of by the live socket.
func until(ctx context.Context, t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("%s: %v", what, ctx.Err())
		case <-tick.C:
		}
	}
}

// A meeting's feed is published, watched, cut, published again, played back
// and verified, second for second.
func TestRecording(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "electing")
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		lot := lots[0]
		kiosk, feed, err := p.Kiosk(ctx, 1)
		if err != nil || feed == "" {
			t.Fatalf("the kiosk is to publish %q: %v", feed, err)
		}
		whip := "/api/whip/" + strings.ReplaceAll(feed, "/", "~")
		other, otherFeed, err := p.Kiosk(ctx, 2)
		if err != nil {
			t.Fatal(err)
		}
		refusedWith(t, "another kiosk's feed", 403, func() error { _, err := other.Offer(ctx, whip, "v=0\r\nm=video 9\r\n"); return err })
		refusedWith(t, "an offer that is none", 422, func() error { _, err := kiosk.Offer(ctx, whip, "hello"); return err })
		wall, err := p.As(ctx, "supervisor")
		if err != nil {
			t.Fatal(err)
		}
		whep := "/api/whep/" + lot + "/"
		refusedWith(t, "a feed that is none", 404, func() error {
			_, err := wall.Offer(ctx, whep+"nobody~camera", "v=0\r\nm=video 9\r\n")
			return err
		})
		early := watchFeed(ctx, t, wall, whep+strings.ReplaceAll(feed, "/", "~")) // there is no picture yet
		waiting := watchFeed(ctx, t, wall, whep+strings.ReplaceAll(otherFeed, "/", "~"))

		timeline := func() (line api.FeedTimeline) {
			var view api.TimelineView
			if err := wall.Get(ctx, "/api/lots/"+lot+"/timeline", &view); err != nil {
				t.Fatal(err)
			}
			for _, f := range view.Feeds {
				if f.ID == feed {
					line = f
				}
			}
			return line
		}
		seconds := func(n int, least int64) func() bool {
			return func() bool {
				spans := timeline().Spans
				return len(spans) == n && spans[n-1].ToMs-spans[n-1].FromMs >= least
			}
		}
		first := shoot(ctx, t, kiosk, whip)
		until(ctx, t, "the first recording", seconds(1, 6000))
		early.seen(ctx, t)
		watchFeed(ctx, t, wall, whep+strings.ReplaceAll(feed, "/", "~")).seen(ctx, t)
		cutAt := time.Now()
		first.cut(t)
		until(ctx, t, "the end of whoever saw the last picture", early.gone)
		if waiting.gone() {
			t.Error("a viewer that waits for its first picture was let go")
		}
		brief := shoot(ctx, t, kiosk, whip)
		backAt := time.Now()
		watchFeed(ctx, t, wall, whep+strings.ReplaceAll(feed, "/", "~")).seen(ctx, t)
		brief.cut(t) // while what has come of it is still held in memory
		until(ctx, t, "the recording that was over before it was begun", seconds(2, 1))
		second := shoot(ctx, t, kiosk, whip)
		until(ctx, t, "the third recording", seconds(3, 3000))

		line := timeline()
		if len(line.Gaps) != 2 {
			t.Fatalf("after two cuts the gaps are %+v", line.Gaps)
		}
		gap := line.Gaps[0]
		near(t, "the gap's begin", gap.FromMs, cutAt)
		near(t, "the gap's end", gap.ToMs, backAt)
		if gap.FromMs != line.Spans[0].ToMs || gap.ToMs != line.Spans[1].FromMs || gap.Cause == "" {
			t.Errorf("the gap %+v is not between the spans %+v", gap, line.Spans)
		}
		playBack(ctx, t, wall, line)
		if err := p.Take(ctx, lot, "sealed"); err != nil {
			t.Fatal(err)
		}
		second.cut(t)
		until(ctx, t, "the end of whoever waited when the meeting was over", waiting.gone)
		verifyRecordings(ctx, t, c, cfg, lot)
		endsNamed(ctx, t, wall, lot, feed)
	})
}

// endsNamed holds that the log says of the end of each of three recordings
// which feed it is of.
func endsNamed(ctx context.Context, t *testing.T, wall *demo.Client, lot, feed string) {
	t.Helper()
	ends := 0
	for from, size := int64(0), int64(1); from < size; {
		var page api.Page[api.EntryView]
		if err := wall.Get(ctx, fmt.Sprintf("/api/lots/%s/log?limit=200&from=%d", lot, from), &page); err != nil {
			t.Fatal(err)
		}
		size, from = page.Total, from+200
		for _, e := range page.Items {
			if e.Kind != "recording.ended" {
				continue
			}
			if ends++; e.Feed != feed {
				t.Errorf("the end of recording %s is of feed %q", e.Body["recording"], e.Feed)
			}
		}
	}
	if ends != 3 {
		t.Errorf("%d recordings ended", ends)
	}
}

// refusedWith holds that a request is refused with a status, and in words.
func refusedWith(t *testing.T, what string, status int, do func() error) {
	t.Helper()
	var answer *demo.Answer
	if err := do(); !errors.As(err, &answer) || answer.Status != status || !strings.Contains(answer.Body, "text") {
		t.Errorf("%s: %v", what, err)
	}
}

// near holds that a time in the log is that of the test, but for the second
// that a session may take to come up.
func near(t *testing.T, what string, ms int64, at time.Time) {
	t.Helper()
	if off := time.UnixMilli(ms).Sub(at); off > 2*time.Second || off < -2*time.Second {
		t.Errorf("%s is out by %v", what, off)
	}
}

// playBack plays the feed's whole playlist with ffmpeg, from the server's
// answers laid into a directory.
func playBack(ctx context.Context, t *testing.T, wall *demo.Client, line api.FeedTimeline) {
	t.Helper()
	dir := t.TempDir()
	keep := func(path, name, end string) {
		var body []byte
		if err := wall.Get(ctx, path, &body); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), append(body, end...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The playlist first: what it names is in the files that are read after it.
	keep(line.Playlist, "playlist.m3u8", "#EXT-X-ENDLIST\n") // else ffmpeg waits for more
	for _, span := range line.Spans {
		keep(strings.TrimSuffix(line.Playlist, "playlist.m3u8")+span.Recording+".mp4", span.Recording+".mp4", "")
	}
	out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-live_start_index", "0", "-i", filepath.Join(dir, "playlist.m3u8"),
		"-map", "0:v", "-f", "framemd5", "-").CombinedOutput()
	if err != nil {
		t.Fatalf("the playlist does not play: %v: %s", err, out)
	}
	frames := 0
	for text := range strings.Lines(string(out)) {
		switch {
		case strings.HasPrefix(text, "0,"):
			frames++
		case !strings.HasPrefix(text, "#"):
			t.Errorf("ffmpeg says: %s", text)
		}
	}
	if frames < 80 { // nine seconds of ten pictures, less the ends
		t.Errorf("%d pictures were played", frames)
	}
}

// verifyRecordings exports the case with the command and verifies it beside
// the recordings, and again when one byte of them has changed.
func verifyRecordings(ctx context.Context, t *testing.T, c *centre, cfg Config, lot string) {
	t.Helper()
	recorded, err := c.handlers.Rooms.RecordedOf(ctx, lot)
	if err != nil {
		t.Fatal(err)
	}
	recordings := filepath.Join(cfg.Data, recordingsDir)
	for _, r := range recorded.Recordings {
		out, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", filepath.Join(recordings, r.File)).CombinedOutput()
		if err != nil || string(out) != "h264\nopus\n" {
			t.Errorf("ffprobe of %s: %v: %s", r.File, err, out)
		}
		if !r.Ended || r.Segments == 0 {
			t.Errorf("a recording is left as %+v", r)
		}
	}
	name := exported(t, cfg, lot, "--full")
	if code, states := statesOf(t, name, "--recordings", recordings); code != 0 || states[evidence.PartRecordings] != evidence.Checked {
		t.Errorf("verify beside the recordings ended with %d: %v", code, states)
	}
	flip(t, filepath.Join(recordings, recorded.Recordings[1].File))
	if code, states := statesOf(t, name, "--recordings", recordings); code != 1 || states[evidence.PartRecordings] != evidence.Broken {
		t.Errorf("verify beside a changed recording ended with %d: %v", code, states)
	}
}

// flip changes one bit in the middle of a file.
func flip(t *testing.T, name string) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
