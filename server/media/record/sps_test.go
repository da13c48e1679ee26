package record

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"
)

// encodeSPS has x264 encode a frame and returns the stream and its sequence
// parameter set.
func encodeSPS(t testing.TB, args ...string) (stream, nal []byte) {
	t.Helper()
	all := append([]string{"-v", "error", "-f", "lavfi", "-i"}, args...)
	stream, err := exec.Command("ffmpeg", append(all, "-frames:v", "1", "-c:v", "libx264", "-preset", "superfast", "-threads", "1", "-f", "h264", "-")...).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, nal := range bytes.Split(stream, []byte{0, 0, 1}) {
		if nal[0]&0x1f == 7 {
			return stream, bytes.TrimRight(nal, "\x00")
		}
	}
	t.Fatal("no sequence parameter set")
	return nil, nil
}

// The sizes come from ffprobe.
func TestParseSPS(t *testing.T) {
	for name, args := range map[string][]string{
		"baseline":       {"testsrc=size=640x360", "-pix_fmt", "yuv420p", "-profile:v", "baseline"},
		"main":           {"testsrc=size=1280x720", "-pix_fmt", "yuv420p", "-profile:v", "main"},
		"high, cropped":  {"testsrc=size=1918x1078", "-pix_fmt", "yuv420p"},
		"interlaced":     {"testsrc=size=1920x1080", "-pix_fmt", "yuv420p", "-flags", "+ildct+ilme"},
		"interlaced 2":   {"testsrc=size=720x572", "-pix_fmt", "yuv420p", "-flags", "+ildct+ilme"},
		"4:2:2":          {"testsrc=size=322x242", "-pix_fmt", "yuv422p"},
		"4:4:4":          {"testsrc=size=321x241", "-pix_fmt", "yuv444p"},
		"4:4:4 lossless": {"testsrc=size=321x241", "-pix_fmt", "yuv444p", "-qp", "0"},
		"grey":           {"testsrc=size=322x241", "-pix_fmt", "gray"},
		"10 bit":         {"testsrc=size=642x362", "-pix_fmt", "yuv420p10le"},
		"scaling lists":  {"testsrc=size=642x362", "-pix_fmt", "yuv420p", "-x264-params", "cqm=jvt"},
		"tiny":           {"testsrc=size=16x16", "-pix_fmt", "yuv420p"},
		"wide":           {"testsrc=size=4096x2304", "-pix_fmt", "yuv420p"},
	} {
		t.Run(name, func(t *testing.T) {
			stream, nal := encodeSPS(t, args...)
			probe := exec.Command("ffprobe", "-v", "error", "-show_entries", "stream=width,height,level", "-of", "json", "-f", "h264", "-")
			probe.Stdin = bytes.NewReader(stream)
			out, err := probe.Output()
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Streams []struct{ Width, Height, Level int }
			}
			if err := json.Unmarshal(out, &want); err != nil {
				t.Fatal(err)
			}
			got, err := parseSPS(nal)
			if err != nil {
				t.Fatal(err)
			}
			if w := want.Streams[0]; got.width != w.Width || got.height != w.Height || int(got.level) != w.Level {
				t.Errorf("%dx%d level %d, want %+v", got.width, got.height, got.level, w)
			}
			// Cut anywhere it is refused or, behind the cropping, the same.
			for n := range nal {
				if cut, err := parseSPS(nal[:n]); err == nil && cut != got {
					t.Errorf("first %d bytes of %d: %+v", n, len(nal), cut)
				}
			}
		})
	}
}

// The numbers are those of H.264, table 9-2 and table 9-3.
func TestExpGolomb(t *testing.T) {
	for _, tt := range []struct {
		bits   byte
		ue     uint32
		se     int32
		length int
	}{
		{0b10000000, 0, 0, 1}, {0b01000000, 1, 1, 3}, {0b01100000, 2, -1, 3}, {0b00100000, 3, 2, 5},
		{0b00101000, 4, -2, 5}, {0b00110000, 5, 3, 5}, {0b00111000, 6, -3, 5}, {0b00010000, 7, 4, 7}, {0b00011110, 14, -7, 7},
	} {
		b := bits{data: []byte{tt.bits}}
		if got := b.ue(); got != tt.ue || b.at != tt.length || b.short {
			t.Errorf("ue of %08b = %d after %d bits", tt.bits, got, b.at)
		}
		b = bits{data: []byte{tt.bits}}
		if got := b.se(); got != tt.se {
			t.Errorf("se of %08b = %d", tt.bits, got)
		}
	}
	for _, data := range [][]byte{nil, {0}, {0, 0, 0, 0, 0, 0, 0, 0, 0xff}, {0b00001000}} {
		b := bits{data: data}
		if b.ue(); !b.short {
			t.Errorf("ue of %x is not short", data)
		}
	}
}

func FuzzParseSPS(f *testing.F) {
	_, nal := encodeSPS(f, "testsrc=size=642x362", "-pix_fmt", "yuv420p", "-x264-params", "cqm=jvt")
	f.Add(nal)
	f.Fuzz(func(t *testing.T, nal []byte) {
		s, err := parseSPS(nal)
		if err == nil && (s.width < 1 || s.width > maxExtent || s.height < 1 || s.height > maxExtent || s.id >= maxSPS) {
			t.Errorf("%x: %+v", nal, s)
		}
	})
}
