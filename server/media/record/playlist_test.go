package record_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bidroom/server/media/record"
)

// A listed entry is what a playlist says of one.
type listed struct {
	seconds        float64
	offset, length int64
	at             time.Time
	uri, init      string
	discontinuity  bool
}

// parsePlaylist reads a playlist as RFC 8216 has it.
func parsePlaylist(t testing.TB, text []byte) (tags map[string]string, list []listed) {
	t.Helper()
	tags = map[string]string{}
	var next listed
	init := ""
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		tag, value, _ := strings.Cut(line, ":")
		var err error
		switch {
		case i == 0:
			if line != "#EXTM3U" {
				t.Fatalf("first line %q", line)
			}
		case tag == "#EXTINF":
			next.seconds, err = strconv.ParseFloat(strings.TrimSuffix(value, ","), 64)
		case tag == "#EXT-X-BYTERANGE":
			_, err = fmt.Sscanf(value, "%d@%d", &next.length, &next.offset)
		case tag == "#EXT-X-PROGRAM-DATE-TIME":
			next.at, err = time.Parse(time.RFC3339Nano, value)
		case tag == "#EXT-X-DISCONTINUITY":
			next.discontinuity = true
		case tag == "#EXT-X-MAP":
			init = value
		case strings.HasPrefix(line, "#"):
			tags[tag] = value
		default:
			next.uri, next.init = line, init
			list = append(list, next)
			next = listed{}
		}
		if err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
	}
	if next != (listed{}) {
		t.Fatalf("tags without an entry: %+v", next)
	}
	return tags, list
}

// twoFiles are two recordings of one feed in one folder, of different sizes.
func twoFiles(t testing.TB) (dir string, items []record.Item) {
	t.Helper()
	dir = t.TempDir()
	for i, f := range []feed{
		{video: encodeVideo(t, "640x360", 12, 60), audio: encodeAudio(t, 12), at: 300_000},
		{video: encodeVideo(t, "160x90", 7, 60), audio: encodeAudio(t, 7)},
	} {
		name := fmt.Sprintf("%d.mp4", i)
		r, err := record.Create(filepath.Join(dir, name), record.Options{Video: true, Audio: true, StartMs: startMs + 20_000*int64(i)})
		if err != nil {
			t.Fatal(err)
		}
		f.write(t, r)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		items = append(items, record.Item{URI: name, Index: readIndex(t, filepath.Join(dir, name))})
	}
	return dir, items
}

func TestPlaylist(t *testing.T) {
	dir, items := twoFiles(t)
	text, starts := record.Playlist(items, true)
	tags, list := parsePlaylist(t, text)
	for tag, want := range map[string]string{"#EXT-X-VERSION": "7", "#EXT-X-PLAYLIST-TYPE": "VOD", "#EXT-X-TARGETDURATION": "10", "#EXT-X-MEDIA-SEQUENCE": "0"} {
		if tags[tag] != want {
			t.Errorf("%s:%s, want %s", tag, tags[tag], want)
		}
	}
	for _, tag := range []string{"#EXT-X-ENDLIST", "#EXT-X-INDEPENDENT-SEGMENTS"} {
		if _, ok := tags[tag]; !ok {
			t.Errorf("no %s", tag)
		}
	}
	// Keyframes every 2 s: 6 entries of 2 s, then 3 of 2 s and one of 1 s.
	if len(list) != 10 || !slices.Equal(starts, []int64{0, 12_000_000}) {
		t.Fatalf("%d entries, starts %v\n%s", len(list), starts, text)
	}
	for i, e := range list {
		file, n, want := 0, i, 2.0
		if i >= 6 {
			file, n = 1, i-6
		}
		if i == 9 {
			want = 1
		}
		x := items[file].Index
		if e.uri != items[file].URI || math.Abs(e.seconds-want) > 0.0001 || e.discontinuity != (i == 6) {
			t.Errorf("entry %d: %+v", i, e)
		}
		if e.init != fmt.Sprintf(`URI="%d.mp4",BYTERANGE="%d@0"`, file, x.InitLength) {
			t.Errorf("entry %d: map %s", i, e.init)
		}
		wall := startMs + 20_000*int64(file) + 2000*int64(n)
		if file == 0 {
			wall += 300
		}
		if e.at.UnixMilli() != wall {
			t.Errorf("entry %d is at %v, want %d", i, e.at, wall)
		}
		if before := x.InitLength; n > 0 && e.offset != list[i-1].offset+list[i-1].length || n == 0 && e.offset != before {
			t.Errorf("entry %d begins at %d", i, e.offset)
		}
		if !slices.ContainsFunc(x.Parts, func(p record.Part) bool { return p.Offset == e.offset && p.Keyframe }) {
			t.Errorf("entry %d does not begin at a keyframe", i)
		}
	}
	path := filepath.Join(dir, "all.m3u8")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	decode(t, "-i", path)
	if n := len(packets(t, path, "v")); n != 360+210 {
		t.Errorf("%d pictures, want 570", n)
	}
	if n := len(packets(t, path, "a")); n != 600+350 {
		t.Errorf("%d packets of audio, want 950", n)
	}
}

// Whatever the index was when it was read, a playlist only grows, and the last
// one says all.
func TestPlaylistGrows(t *testing.T) {
	_, items := twoFiles(t)
	var before []byte
	for file := range items {
		x := items[file].Index
		for n := range len(x.Parts) + 1 {
			now := slices.Clone(items)
			now[file].Index.Parts, now[file].Index.Closed = x.Parts[:n], false
			if file == 0 { // the next session has begun before this one was closed
				now[1].Index.Parts, now[1].Index.Closed = now[1].Index.Parts[:3], false
			}
			text, starts := record.Playlist(now, false)
			if !bytes.HasPrefix(text, bytes.TrimSuffix(before, []byte("#EXT-X-ENDLIST\n"))) || !bytes.Contains(text, []byte("TYPE:EVENT\n")) || len(starts) != 2 {
				t.Fatalf("after %d parts of file %d:\n%s\nbefore:\n%s", n, file, text, before)
			}
			before = text
		}
	}
	open, _ := record.Playlist(items, false)
	ended, _ := record.Playlist(items, true)
	if !bytes.HasPrefix(open, before) || string(ended) != strings.Replace(string(open), "TYPE:EVENT", "TYPE:VOD", 1)+"#EXT-X-ENDLIST\n" {
		t.Errorf("at last\n%s\nthen\n%s", open, ended)
	}
}

// Without media, and with a recording that never had a keyframe between others.
func TestPlaylistEmpty(t *testing.T) {
	_, items := twoFiles(t)
	text, starts := record.Playlist(nil, false)
	if _, list := parsePlaylist(t, text); len(list) != 0 || len(starts) != 0 {
		t.Errorf("%s", text)
	}
	text, starts = record.Playlist([]record.Item{{URI: "a.mp4", Index: record.Index{Closed: true}}, items[0], {URI: "b.mp4", Index: record.Index{Closed: true}}, items[1]}, true)
	if !slices.Equal(starts, []int64{0, 0, 12_000_000, 12_000_000}) || bytes.Count(text, []byte("#EXT-X-DISCONTINUITY")) != 1 || bytes.Count(text, []byte("#EXT-X-MAP")) != 2 {
		t.Errorf("starts %v\n%s", starts, text)
	}
}

// No media for 20 s in the middle of a file: the playlist keeps the file's time.
func TestPlaylistKeepsGap(t *testing.T) {
	path, r, _ := create(t, true, false)
	feed{video: encodeVideo(t, "160x90", 7, 60)[:120]}.write(t, r)
	if err := r.Tick(6_000_000); err != nil {
		t.Fatal(err)
	}
	feed{video: encodeVideo(t, "160x90", 7, 60)[:120], at: 24_000_000}.write(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	text, _ := record.Playlist([]record.Item{{URI: "feed.mp4", Index: readIndex(t, path)}}, true)
	tags, list := parsePlaylist(t, text)
	if len(list) != 4 || math.Abs(list[1].seconds-22) > 0.001 || tags["#EXT-X-TARGETDURATION"] != "22" || list[2].at.UnixMilli() != startMs+24_000 {
		t.Errorf("%s", text)
	}
}

// A player follows a playlist while it is recorded, over the end of one file
// into the next, to the end.
func TestPlaylistIsFollowed(t *testing.T) {
	t.Parallel() // it waits for disks and processes
	dir, items := twoFiles(t)
	path := filepath.Join(dir, "live.m3u8")
	write := func(items []record.Item, ended bool) {
		text, _ := record.Playlist(items, ended)
		if err := os.WriteFile(path+".new", text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	half := items[0]
	half.Index.Parts, half.Index.Closed = half.Index.Parts[:6], false
	write([]record.Item{half}, false)
	var stderr bytes.Buffer
	cmd := exec.Command("ffmpeg", "-v", "error", "-live_start_index", "0", "-i", path, "-progress", "pipe:1", "-stats_period", "0.1", "-f", "null", "-")
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	frames, grown := 0, false
	var line [4096]byte
	for {
		n, err := out.Read(line[:])
		if i := bytes.LastIndex(line[:n], []byte("frame=")); i >= 0 {
			fmt.Sscan(string(line[i+len("frame="):n]), &frames)
		}
		if frames > 0 && !grown { // it plays what there is
			grown = true
			write(items, true)
		}
		if err != nil {
			break
		}
	}
	// ffmpeg reads both files as one and does not show the first part of the
	// second, because its times go back (mov.c, mov_read_trun, 5.1).
	if err := cmd.Wait(); err != nil || stderr.Len() > 0 || frames != 570-3 || !grown {
		t.Errorf("%d frames, want 567: %v\n%s", frames, err, stderr.Bytes())
	}
}
