package record_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"testing"

	"bidroom/server/media/record"
)

// If no keyframe comes a segment still ends before it is longer than ten
// seconds.
func TestSegmentWithoutKeyframe(t *testing.T) {
	path := recorded(t, feed{video: encodeVideo(t, "160x90", 25, 1000), audio: encodeAudio(t, 25)})
	decode(t, "-i", path)
	x := readIndex(t, path)
	if len(x.Segments) != 3 || !x.Segments[0].Keyframe || x.Segments[1].Keyframe || x.Segments[2].Keyframe {
		t.Fatalf("segments %+v", x.Segments)
	}
	for _, s := range x.Segments[:2] {
		if s.EndMs-s.StartMs < 9000 {
			t.Errorf("segment %d is %d ms long", s.N, s.EndMs-s.StartMs)
		}
	}
}

// A keyframe ends a segment from its fourth second on, not before.
func TestSegmentEndsAtKeyframe(t *testing.T) {
	for _, tt := range []struct {
		name        string
		group, want int
	}{
		{"just before 4 s: at the next one", 119, 7933},
		{"at 4 s", 120, 4000},
		{"just after 4 s", 121, 4033},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := readIndex(t, recorded(t, feed{video: encodeVideo(t, "160x90", 9, tt.group)}))
			if s := x.Segments[0]; s.EndMs-s.StartMs != int64(tt.want) || !x.Segments[1].Keyframe || x.Segments[1].StartMs != s.EndMs {
				t.Errorf("segments %+v", x.Segments)
			}
		})
	}
}

// When the line goes silent all that was received comes to disk, and later the
// segment ends.
func TestTick(t *testing.T) {
	video, audio := encodeVideo(t, "160x90", 7, 60), encodeAudio(t, 7)
	path, r, segments := create(t, true, true)
	feed{video: video[:3], audio: audio[:4]}.write(t, r)
	for _, tt := range []struct{ position, bytes int64 }{{400_000, 0}, {450_000, 0}} {
		if err := r.Tick(tt.position); err != nil || r.Bytes() != tt.bytes {
			t.Fatalf("Tick(%d): %d bytes, %v", tt.position, r.Bytes(), err)
		}
	}
	if err := r.Tick(460_000); err != nil || r.Bytes() == 0 {
		t.Fatalf("nothing on disk after nearly half a second: %v", err)
	}
	if err := r.Tick(1_720_000); err != nil || r.EndMs() != startMs+100 {
		t.Fatalf("on disk to %d, want %d: %v", r.EndMs(), startMs+100, err)
	}
	if x := readIndex(t, path); x.Closed || len(x.Segments) != 0 || x.Codecs != r.Codecs() || r.Codecs() == "" {
		t.Errorf("index %+v, codecs %q", x, r.Codecs())
	}
	if err := r.Tick(15_000_000); err != nil || len(*segments) != 0 {
		t.Fatalf("segments %v after 15 s, %v", *segments, err)
	}
	if err := r.Tick(15_010_000); err != nil || len(*segments) != 1 || (*segments)[0].EndMs != startMs+100 {
		t.Fatalf("segments %v after more than 15 s, %v", *segments, err)
	}
	feed{video: video[60:], audio: audio[100:], at: 20_000_000}.write(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	checkFile(t, path, *segments)
	decode(t, "-i", path)
}

// A part is cut before it has more than 8 MiB of media; what is larger by
// itself is refused, and the recording goes on.
func TestLargeSamples(t *testing.T) {
	video := encodeVideo(t, "160x90", 7, 60)
	path, r, segments := create(t, true, false)
	filler := append([]byte{12}, bytes.Repeat([]byte{0xff}, 3<<20)...)
	for i := range 10 {
		if err := r.WriteVideo(int64(i)*33_333, append([][]byte{filler}, video[i].nalus...), video[i].key); err != nil {
			t.Fatal(err)
		}
	}
	huge := append([]byte{12}, bytes.Repeat([]byte{0xff}, 8<<20)...)
	if err := r.WriteVideo(400_000, append([][]byte{huge}, video[10].nalus...), false); !errors.Is(err, record.ErrSample) {
		t.Errorf("huge access unit: %v", err)
	}
	if err := r.WriteVideo(433_333, video[10].nalus, false); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, part := range parts(readFile(t, path), checkFile(t, path, *segments)) {
		if len(part) > 8<<20+1<<10 {
			t.Errorf("part of %d bytes", len(part))
		}
	}
	if got := packets(t, path, "v"); len(got) != 11 {
		t.Errorf("%d packets, want 11", len(got))
	}
}

// What cannot be recorded is refused by name, and what comes after it is
// recorded.
func TestRefusedSamples(t *testing.T) {
	video, audio := encodeVideo(t, "160x90", 7, 60), encodeAudio(t, 7)
	path, r, segments := create(t, true, true)
	idr := video[0].nalus[len(video[0].nalus)-1]
	for name, err := range map[string]error{
		"keyframe without sets": r.WriteVideo(0, [][]byte{idr}, true),
		"broken set":            r.WriteVideo(0, [][]byte{{0x67, 0xff, 0xff, 0xff}, idr}, true),
		"negative position":     r.WriteVideo(-1, video[0].nalus, true),
		"far position":          r.WriteVideo(1<<50+1, video[0].nalus, true),
		"empty packet":          r.WriteAudio(0, nil),
		"large packet":          r.WriteAudio(0, make([]byte, 64<<10+1)),
		"negative audio":        r.WriteAudio(-1, audio[0]),
	} {
		if !errors.Is(err, record.ErrSample) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, nalus := range map[string][][]byte{"nothing": nil, "empty": {nil, {}}, "one byte": {{0x65}}, "aggregate": {{24, 1, 2}}, "forbidden bit": {{0xe5, 1, 2}}} {
		if err := r.WriteVideo(0, nalus, true); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// An access unit that only claims to be a keyframe does not begin a file.
	if err := r.WriteVideo(0, append(video[0].nalus[:3:3], video[1].nalus...), true); err != nil || r.Tick(5_000_000) != nil || r.Bytes() != 0 {
		t.Errorf("false keyframe: %d bytes, %v", r.Bytes(), err)
	}
	feed{video: video, audio: audio}.write(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	checkFile(t, path, *segments)
	decode(t, "-i", path)
}

// Whatever comes over the network, the recorder goes on or refuses it by name,
// and what is on disk in the end is a whole recording.
func FuzzWrite(f *testing.F) {
	video, audio := encodeVideo(f, "32x32", 1, 2, "-crf", "51"), encodeAudio(f, 7)
	var stream []byte
	for i := range 4 {
		for _, nal := range video[i].nalus {
			stream = append(append(stream, 0xff, 0xff), nal...)
		}
		stream = append(append(stream, 0xff, 0xff, 0, 0xff, 0xff), audio[i]...)
	}
	f.Add(stream, int64(33_333))
	f.Add(stream, int64(-5))
	f.Add(stream, int64(1)<<48)
	f.Fuzz(func(t *testing.T, stream []byte, step int64) {
		path, r, segments := create(t, true, true)
		var nalus [][]byte
		key, at := false, int64(0)
		for _, b := range bytes.Split(stream, []byte{0xff, 0xff}) {
			var err error
			switch {
			case len(b) == 1: // ends the access unit
				err = r.WriteVideo(at, nalus, key)
				nalus, key, at = nil, false, at+step
			case len(nalus) == 0 && len(b) > 0 && b[0]&0x80 != 0:
				err = errors.Join(r.WriteAudio(at, b), r.Tick(at))
			default:
				nalus = append(nalus, b)
				key = key || len(b) > 0 && b[0]&0x1f == 5
			}
			if err != nil && !errors.Is(err, record.ErrSample) {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil || int64(len(data)) != r.Bytes() {
			t.Fatalf("%d bytes, said %d, %v", len(data), r.Bytes(), err)
		}
		index := readFile(t, path+".idx")
		if err := os.Remove(path + ".idx"); err != nil {
			t.Fatal(err)
		}
		found, err := record.Recover(path)
		if err != nil || !slices.Equal(found, *segments) {
			t.Fatalf("found %v, were %v, %v", found, *segments, err)
		}
		if again := readFile(t, path+".idx"); len(data) > 0 && !bytes.Equal(again, index) {
			t.Fatalf("index made anew\n%s\nwas\n%s", again, index)
		}
	})
}
