package record_test

import (
	"math"
	"os"
	"slices"
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
	if x.Codecs != "avc3.64001E,opus" || x.StartMs != startMs || len(x.Parts) != 12 {
		t.Errorf("codecs %q, start %d, %d parts", x.Codecs, x.StartMs, len(x.Parts))
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

func TestCreateRefusesExistingFile(t *testing.T) {
	for _, there := range []string{"", ".idx"} {
		path := t.TempDir() + "/feed.mp4"
		if err := os.WriteFile(path+there, []byte("kept"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := record.Create(path, record.Options{Video: true}); err == nil {
			t.Fatalf("created over %q", there)
		}
		if data, err := os.ReadFile(path + there); err != nil || string(data) != "kept" {
			t.Errorf("file is now %q, %v", data, err)
		}
		if entries, err := os.ReadDir(path[:len(path)-len("/feed.mp4")]); err != nil || len(entries) != 1 {
			t.Errorf("files %v, %v", entries, err)
		}
	}
}
