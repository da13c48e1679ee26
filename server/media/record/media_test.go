package record_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"bidroom/server/media/record"
)

// startMs is 2025-11-23T12:13:20Z.
const startMs = 1763900000000

// A unit is one access unit that an encoder made.
type unit struct {
	nalus [][]byte
	key   bool
}

// run runs a program and returns what it printed.
func run(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

var encoded struct {
	sync.Mutex
	video map[string][]unit
	audio map[int][][]byte
}

// encodeVideo has x264 make a test picture of the given size, such as
// "1280x720", 30 frames a second, a keyframe every group frames.
func encodeVideo(t testing.TB, size string, seconds, group int, options ...string) []unit {
	t.Helper()
	encoded.Lock()
	defer encoded.Unlock()
	key := strings.Join(append(options, size, strconv.Itoa(seconds), strconv.Itoa(group)), " ")
	if units, ok := encoded.video[key]; ok {
		return units
	}
	args := []string{"-v", "error", "-f", "lavfi", "-i", "testsrc=size=" + size + ":rate=30:duration=" + strconv.Itoa(seconds),
		"-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-pix_fmt", "yuv420p", "-threads", "1",
		"-x264-params", "aud=1:scenecut=0:keyint=" + strconv.Itoa(group) + ":min-keyint=" + strconv.Itoa(group)}
	units := splitUnits(run(t, "ffmpeg", append(append(args, options...), "-f", "h264", "-")...))
	if len(units) != 30*seconds {
		t.Fatalf("%d access units, want %d", len(units), 30*seconds)
	}
	if encoded.video == nil {
		encoded.video = map[string][]unit{}
	}
	encoded.video[key] = units
	return units
}

// splitUnits splits a byte stream (H.264, annex B) at its delimiters.
func splitUnits(stream []byte) []unit {
	var units []unit
	for _, nal := range bytes.Split(bytes.ReplaceAll(stream, []byte{0, 0, 0, 1}, []byte{0, 0, 1}), []byte{0, 0, 1})[1:] {
		if nal[0]&0x1f == 9 {
			units = append(units, unit{})
		}
		u := &units[len(units)-1]
		u.nalus = append(u.nalus, nal)
		u.key = u.key || nal[0]&0x1f == 5
	}
	return units
}

// encodeAudio has libopus make a tone, 20 ms a packet.
func encodeAudio(t testing.TB, seconds int) [][]byte {
	t.Helper()
	encoded.Lock()
	defer encoded.Unlock()
	if packets, ok := encoded.audio[seconds]; ok {
		return packets
	}
	packets := splitOgg(t, run(t, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration="+strconv.Itoa(seconds),
		"-ac", "2", "-c:a", "libopus", "-b:a", "48k", "-frame_duration", "20", "-f", "ogg", "-"))
	if len(packets) < 50*seconds {
		t.Fatalf("%d packets, want %d", len(packets), 50*seconds)
	}
	packets = packets[:50*seconds]
	if encoded.audio == nil {
		encoded.audio = map[int][][]byte{}
	}
	encoded.audio[seconds] = packets
	return packets
}

// splitOgg returns the packets of an Ogg file (RFC 3533) after its two headers
// (RFC 7845).
func splitOgg(t testing.TB, file []byte) [][]byte {
	t.Helper()
	var packets [][]byte
	var packet []byte
	for len(file) > 0 {
		if string(file[:4]) != "OggS" {
			t.Fatal("no Ogg page")
		}
		lacing := file[27 : 27+int(file[26])]
		file = file[27+len(lacing):]
		for _, n := range lacing {
			packet = append(packet, file[:n]...)
			file = file[n:]
			if n < 255 {
				packets = append(packets, packet)
				packet = nil
			}
		}
	}
	if !bytes.HasPrefix(packets[0], []byte("OpusHead")) || !bytes.HasPrefix(packets[1], []byte("OpusTags")) {
		t.Fatal("not Opus")
	}
	return packets[2:]
}

// A feed is what one test records: video of 30 frames a second and audio of 50
// packets a second, in step, from position at on.
type feed struct {
	video []unit
	audio [][]byte
	at    int64
}

// write writes the feed in order of time.
func (f feed) write(t testing.TB, r *record.Recorder) {
	t.Helper()
	v, a := 0, 0
	for v < len(f.video) || a < len(f.audio) {
		atVideo, atAudio := f.at+int64(v)*1_000_000/30, f.at+int64(a)*20_000
		var err error
		if v < len(f.video) && (a == len(f.audio) || atVideo <= atAudio) {
			err = r.WriteVideo(atVideo, f.video[v].nalus, f.video[v].key)
			v++
		} else {
			err = r.WriteAudio(atAudio, f.audio[a])
			a++
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// create makes a recording in a folder of the test; the segments it reports
// are appended to the list.
func create(t testing.TB, video, audio bool) (path string, r *record.Recorder, segments *[]record.Segment) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "feed.mp4")
	segments = new([]record.Segment)
	r, err := record.Create(path, record.Options{Video: video, Audio: audio, StartMs: startMs,
		OnSegment: func(s record.Segment) { *segments = append(*segments, s) }})
	if err != nil {
		t.Fatal(err)
	}
	return path, r, segments
}

// recorded records feeds one after another into one file and closes it.
func recorded(t testing.TB, feeds ...feed) (path string) {
	t.Helper()
	video, audio := false, false
	for _, f := range feeds {
		video, audio = video || f.video != nil, audio || f.audio != nil
	}
	path, r, segments := create(t, video, audio)
	for _, f := range feeds {
		f.write(t, r)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	checkFile(t, path, *segments)
	return path
}

// checkFile checks what holds of every closed recording: the index covers the
// file, segments and parts follow one another without a hole, within their
// bounds, and the hashes are those of the bytes.
func checkFile(t testing.TB, path string, segments []record.Segment) record.Index {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x := readIndex(t, path)
	if !x.Closed || !slices.Equal(x.Segments, segments) {
		t.Fatalf("closed %v, segments of the index\n%v\nreported\n%v", x.Closed, x.Segments, segments)
	}
	end, endMs := int64(0), int64(0)
	for i, s := range segments {
		if s.N != i || s.Offset != end || s.Length <= 0 || s.StartMs < endMs || s.EndMs < s.StartMs || s.EndMs-s.StartMs > 10_000 {
			t.Fatalf("segment %d: %+v after byte %d, %d ms", i, s, end, endMs)
		}
		sum := sha256.Sum256(data[s.Offset : s.Offset+s.Length])
		if hex.EncodeToString(sum[:]) != s.Hash {
			t.Fatalf("segment %d: hash is not that of its bytes", i)
		}
		end, endMs = s.Offset+s.Length, s.EndMs
	}
	if end != int64(len(data)) {
		t.Fatalf("segments end at %d, file at %d", end, len(data))
	}
	end = x.InitLength
	for i, p := range x.Parts {
		if p.Offset != end || string(data[p.Offset+4:p.Offset+8]) != "moof" || p.Duration <= 0 || p.Duration > 1_060_000 {
			t.Fatalf("part %d: %+v after byte %d", i, p, end)
		}
		end = p.Offset + p.Length
	}
	if end != int64(len(data)) {
		t.Fatalf("parts end at %d, file at %d", end, len(data))
	}
	return x
}

func readIndex(t testing.TB, path string) record.Index {
	t.Helper()
	x, err := record.ReadIndex(path)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// A stream is what ffprobe says of one.
type stream struct {
	Codec  string `json:"codec_name"`
	Tag    string `json:"codec_tag_string"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Frames string `json:"nb_read_frames"`
	Rate   string `json:"sample_rate"`
}

// probe asks ffprobe for the streams of a file, all frames decoded, and its
// duration in seconds. It fails if ffprobe complains.
func probe(t testing.TB, path string) (streams []stream, seconds float64) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", path)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("ffprobe: %v\n%s", err, stderr.Bytes())
	}
	var answer struct {
		Streams []stream
		Format  struct{ Duration string }
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	seconds, err = strconv.ParseFloat(answer.Format.Duration, 64)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Streams, seconds
}

// decode decodes all of an input with ffmpeg, which must not complain.
func decode(t testing.TB, args ...string) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("ffmpeg", append(append([]string{"-v", "error"}, args...), "-f", "null", "-")...)
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil || stderr.Len() > 0 {
		t.Fatalf("ffmpeg %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
}

// A packet is what ffprobe says of one sample.
type packet struct {
	Pts   int64  `json:"pts"`
	Flags string `json:"flags"`
}

// packets asks ffprobe for the samples of one stream, in order.
func packets(t testing.TB, path, stream string) []packet {
	t.Helper()
	var answer struct{ Packets []packet }
	if err := json.Unmarshal(run(t, "ffprobe", "-v", "error", "-select_streams", stream, "-show_packets", "-of", "json", path), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Packets
}

// parts returns the parts of a file one by one, each a moof and an mdat.
func parts(data []byte, x record.Index) [][]byte {
	var list [][]byte
	for _, run := range x.Parts {
		for left := data[run.Offset : run.Offset+run.Length]; len(left) > 0; {
			length := binary.BigEndian.Uint32(left)
			length += binary.BigEndian.Uint32(left[length:])
			list, left = append(list, left[:length]), left[length:]
		}
	}
	return list
}

// checkSeamless checks that each track goes on in a part where its durations
// in the parts before ended.
func checkSeamless(t testing.TB, path string, x record.Index) {
	t.Helper()
	data := readFile(t, path)
	ends := map[uint32]uint64{}
	for n, part := range parts(data, x) {
		moof := part[:binary.BigEndian.Uint32(part)]
		for _, traf := range bytes.Split(moof, []byte("traf"))[1:] {
			id := binary.BigEndian.Uint32(traf[bytes.Index(traf, []byte("tfhd"))+8:])
			at := binary.BigEndian.Uint64(traf[bytes.Index(traf, []byte("tfdt"))+8:])
			if end, ok := ends[id]; ok && at != end {
				t.Errorf("part %d: track %d goes on at %d, ended at %d", n, id, at, end)
			}
			samples := traf[bytes.Index(traf, []byte("trun"))+8:]
			for i := range int(binary.BigEndian.Uint32(samples)) {
				at += uint64(binary.BigEndian.Uint32(samples[8+12*i:]))
			}
			ends[id] = at
		}
	}
}
