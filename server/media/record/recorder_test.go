package record_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"bidroom/server/media/record"
)

func TestVideoAndAudio(t *testing.T) {
	path := recorded(t, feed{video: encodeVideo(t, "640x360", 12, 60), audio: encodeAudio(t, 12)})
	decode(t, "-i", path)
	streams, seconds := probe(t, path)
	want := []stream{
		{Codec: "h264", Tag: "avc3", Width: 640, Height: 360, Frames: "360"},
		{Codec: "opus", Tag: "Opus", Rate: "48000", Frames: "600"},
	}
	if !slices.Equal(streams, want) {
		t.Errorf("streams %+v\nwant    %+v", streams, want)
	}
	if math.Abs(seconds-12) > 0.001 {
		t.Errorf("%v seconds, want 12", seconds)
	}
	x := readIndex(t, path)
	if x.Codecs != "avc3.64001E,opus" || x.StartMs != startMs || len(x.Parts) != 12 || len(parts(readFile(t, path), x)) != 120 { // ten in each run of a second
		t.Errorf("codecs %q, start %d, %d parts in %d runs", x.Codecs, x.StartMs, len(parts(readFile(t, path), x)), len(x.Parts))
	}
	// Keyframes come every 2 s: segments of 4 s, each from a keyframe.
	for i, s := range x.Segments {
		if s.StartMs != startMs+4000*int64(i) || s.EndMs != s.StartMs+4000 || !s.Keyframe {
			t.Errorf("segment %d: %+v", i, s)
		}
	}
	if len(x.Segments) != 3 {
		t.Errorf("%d segments, want 3", len(x.Segments))
	}
}

func TestAudioAlone(t *testing.T) {
	path := recorded(t, feed{audio: encodeAudio(t, 12)})
	decode(t, "-i", path)
	streams, seconds := probe(t, path)
	if len(streams) != 1 || streams[0].Codec != "opus" || streams[0].Frames != "600" || math.Abs(seconds-12) > 0.001 {
		t.Errorf("streams %+v, %v seconds", streams, seconds)
	}
	if x := readIndex(t, path); x.Codecs != "opus" || len(x.Segments) != 3 || !x.Segments[2].Keyframe {
		t.Errorf("codecs %q, segments %+v", x.Codecs, x.Segments)
	}
}

func TestVideoAlone(t *testing.T) {
	path := recorded(t, feed{video: encodeVideo(t, "640x360", 12, 60)})
	decode(t, "-i", path)
	if streams, seconds := probe(t, path); len(streams) != 1 || streams[0].Frames != "360" || math.Abs(seconds-12) > 0.001 {
		t.Errorf("streams %+v, %v seconds", streams, seconds)
	}
}

// The sender changes its resolution twice, as browsers do. Every size has to
// come out of the decoder.
func TestResolutionChange(t *testing.T) {
	small, large := encodeVideo(t, "160x90", 7, 60), encodeVideo(t, "640x360", 12, 60)
	path := recorded(t,
		feed{video: small, audio: encodeAudio(t, 7)},
		feed{video: large, audio: encodeAudio(t, 12), at: 7_000_000},
		feed{video: small, audio: encodeAudio(t, 7), at: 19_000_000})
	decode(t, "-i", path)
	sizes := run(t, "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=width,height", "-of", "csv=p=0", path)
	want := strings.Repeat("160,90\n", 210) + strings.Repeat("640,360\n", 360) + strings.Repeat("160,90\n", 210)
	// Where a frame has side data ffprobe adds a comma and an empty line.
	if strings.NewReplacer(",\n\n", "\n").Replace(string(sizes)) != want {
		t.Errorf("sizes of the frames are not those recorded: %d bytes, want %d", len(sizes), len(want))
	}
}

// A browser sends its parameter sets with every keyframe, other senders once.
// Every keyframe must come out with both.
func TestParameterSetsInEveryKeyframe(t *testing.T) {
	video := slices.Clone(encodeVideo(t, "640x360", 12, 60))
	for i := range video {
		if i > 0 {
			video[i].nalus = slices.DeleteFunc(slices.Clone(video[i].nalus), func(nal []byte) bool { return nal[0]&0x1f == 7 || nal[0]&0x1f == 8 })
		}
	}
	// A unit of parameter sets alone is no picture, but they count from there on.
	sets := unit{nalus: video[0].nalus[1:3]}
	video[0].nalus = video[0].nalus[3:]
	path := recorded(t, feed{video: append([]unit{sets}, video...)})
	decode(t, "-i", path)
	for i, p := range packets(t, path, "v") {
		if key := i%60 == 0; key != strings.HasPrefix(p.Flags, "K") {
			t.Errorf("packet %d has flags %s", i, p.Flags)
		}
	}
	data := readFile(t, path)
	for i, nal := range sets.nalus {
		// In the init once, and in the 6 keyframes.
		if n := bytes.Count(data, nal); n != 7 {
			t.Errorf("set %d is in the file %d times, want 7", i, n)
		}
	}
}

// Positions are not even, and one track is ahead of the other; a clock ticks in
// between. ffprobe must find the samples where they were put.
func TestPositions(t *testing.T) {
	type event struct {
		at, arrival   int64
		video, ticker bool
		n             int
	}
	for name, skew := range map[string]int64{"level": 0, "audio first": -150_000, "video first": 150_000} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			video, audio := encodeVideo(t, "640x360", 12, 60), encodeAudio(t, 12)
			var events []event
			for i := range video {
				at := int64(i)*1_000_000/30 + random.Int64N(20_000)
				events = append(events, event{at: at, arrival: at + 200_000, video: true, n: i})
			}
			for i := range audio {
				events = append(events, event{at: int64(i) * 20_000, arrival: int64(i)*20_000 + 200_000 + skew, n: i})
			}
			for at := int64(0); at < 12_500_000; at += 100_000 {
				events = append(events, event{at: at, arrival: at, ticker: true})
			}
			slices.SortStableFunc(events, func(a, b event) int { return int(a.arrival - b.arrival) })
			path, r, segments := create(t, true, true)
			var wantVideo, wantAudio []int64
			for _, e := range events {
				var err error
				switch {
				case e.ticker:
					err = r.Tick(e.at)
				case e.video:
					wantVideo = append(wantVideo, (e.at*90+500)/1000)
					err = r.WriteVideo(e.at, video[e.n].nalus, video[e.n].key)
				default:
					if len(wantVideo) > 0 && e.at*90/1000 >= wantVideo[0] {
						wantAudio = append(wantAudio, e.at*48/1000)
					}
					err = r.WriteAudio(e.at, audio[e.n])
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			x := checkFile(t, path, *segments)
			if n := len(parts(readFile(t, path), x)); n > 160 || len(x.Parts) > 20 {
				t.Errorf("%d parts in %d runs in 12 s", n, len(x.Parts))
			}
			checkSeamless(t, path, x)
			decode(t, "-i", path)
			for stream, want := range map[string][]int64{"v": wantVideo, "a": wantAudio} {
				got := packets(t, path, stream)
				if len(got) != len(want) {
					t.Fatalf("%s: %d packets, want %d", stream, len(got), len(want))
				}
				for i, p := range got {
					if p.Pts != want[i] {
						t.Fatalf("%s: packet %d is at %d, want %d", stream, i, p.Pts, want[i])
					}
				}
			}
		})
	}
}

// A position that goes back is put one tick after the last.
func TestPositionGoesBack(t *testing.T) {
	video := encodeVideo(t, "160x90", 7, 60)
	path, r, segments := create(t, true, false)
	for i, at := range []int64{0, 33_333, 20_000, 33_000, 100_000} {
		if err := r.WriteVideo(at, video[i].nalus, video[i].key); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	checkFile(t, path, *segments)
	want := []int64{0, 3000, 3001, 3002, 9000}
	for i, p := range packets(t, path, "v") {
		if p.Pts != want[i] {
			t.Errorf("packet %d at %d, want %d", i, p.Pts, want[i])
		}
	}
}

// Nothing is a recording before the first keyframe; a file that never had one
// stays empty.
func TestBeforeFirstKeyframe(t *testing.T) {
	video, audio := encodeVideo(t, "160x90", 7, 60), encodeAudio(t, 7)
	path, r, segments := create(t, true, true)
	for i := 1; i < 60; i++ {
		if err := errors.Join(r.WriteVideo(int64(i)*33_333, video[i].nalus, false), r.WriteAudio(int64(i)*20_000, audio[i]), r.Tick(int64(i)*33_333)); err != nil {
			t.Fatal(err)
		}
	}
	if r.Bytes() != 0 || r.Codecs() != "" || r.EndMs() != startMs {
		t.Errorf("%d bytes, codecs %q, end %d", r.Bytes(), r.Codecs(), r.EndMs())
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if x := readIndex(t, path); len(readFile(t, path)) != 0 || !x.Closed || len(x.Parts) != 0 || len(*segments) != 0 {
		t.Errorf("index %+v", x)
	}
	if got, err := record.Recover(path); err != nil || len(got) != 0 {
		t.Errorf("recovered %v, %v", got, err)
	}
	if err := r.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
	if err := r.WriteAudio(0, audio[0]); !errors.Is(err, os.ErrClosed) {
		t.Errorf("write after Close: %v", err)
	}
}

func TestCreateRefusesExistingFile(t *testing.T) {
	for _, there := range []string{"", ".idx"} {
		dir := t.TempDir()
		path := dir + "/feed.mp4"
		if err := os.WriteFile(path+there, []byte("kept"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := record.Create(path, record.Options{Video: true}); err == nil {
			t.Fatalf("created over %q", there)
		}
		if data := readFile(t, path+there); string(data) != "kept" {
			t.Errorf("file is now %q", data)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("files %v, %v", entries, err)
		}
	}
}
