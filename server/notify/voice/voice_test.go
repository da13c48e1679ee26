package voice

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// ffmpeg converts raw sound as it is told.
func ffmpeg(t *testing.T, in []byte, from, to string) []byte {
	t.Helper()
	command := exec.Command("ffmpeg", "-v", "error", "-f", from, "-ar", "8000", "-ac", "1", "-i", "-", "-f", to, "-")
	command.Stdin = bytes.NewReader(in)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestG711: ffmpeg reads every octet as this package writes it, and the
// decision values between them are those of ITU-T G.711, tables 1 and 2.
func TestG711(t *testing.T) {
	octets := make([]byte, 256)
	for i := range octets {
		octets[i] = byte(i)
	}
	for from, write := range map[string]func(int16) byte{"alaw": linearToALaw, "mulaw": linearToMuLaw} {
		raw := ffmpeg(t, octets, from, "s16le")
		value := func(octet byte) int16 { return int16(binary.LittleEndian.Uint16(raw[2*int(octet):])) }
		for i := range 256 {
			if from == "alaw" && alawToLinear(byte(i)) != value(byte(i)) {
				t.Errorf("A-law %#x is %d, want %d", i, alawToLinear(byte(i)), value(byte(i)))
			}
			if written := write(value(byte(i))); value(written) != value(byte(i)) {
				t.Errorf("%s: %d is written %#x, want %#x", from, value(byte(i)), written, i)
			}
		}
		last := value(write(-1 << 15))
		for sample := -1 << 15; sample < 1<<15; sample++ {
			now := value(write(int16(sample)))
			if now < last {
				t.Fatalf("%s: at %d it falls from %d to %d", from, sample, last, now)
			}
			last = now
		}
	}
	for _, at := range []int16{16, 512, 1024, 2048, 4096, 8192, 16384} { // the segments of A-law, times 8
		if alawToLinear(linearToALaw(at-1)) >= at || alawToLinear(linearToALaw(at)) < at || alawToLinear(linearToALaw(-at)) < -at || alawToLinear(linearToALaw(-at-1)) >= -at {
			t.Errorf("A-law does not decide at %d", at)
		}
	}
	for sample, want := range map[int16]byte{0: 0xff, 8031 * 4: 0x80, -8031 * 4: 0x00, 4063 * 4: 0x8f, 4062 * 4: 0x90} {
		if got := linearToMuLaw(sample); got != want {
			t.Errorf("µ-law of %d is %#x, want %#x", sample, got, want)
		}
	}
}

// spoken returns a voice whose clips are their own names, so that what is said can be read.
func spoken(t *testing.T, lang string) *Voice {
	t.Helper()
	names, err := Names(lang)
	if err != nil {
		t.Fatal(err)
	}
	v := &Voice{lang: lang, clips: map[string][]byte{}}
	for _, name := range names {
		v.clips[name] = []byte(name + " ")
	}
	return v
}

// TestInvitation: the words, in the order of each language.
func TestInvitation(t *testing.T) {
	day := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, time.UTC)
	}
	for _, tt := range []struct {
		lang        string
		from, until time.Time
		hours       int
		want        string
	}{
		{"zh-CN", day(11, 24, 8, 0), day(11, 24, 9, 5), 6, "greeting date month11 n20 n4 day place from n8 hour to n9 hour n0 n5 minute about n6 hours bring choose"},
		{"zh-CN", day(2, 2, 2, 2), day(2, 2, 20, 30), 2, "greeting date month2 n2 day place from two hour n0 n2 minute to n20 hour n30 minute about two hours bring choose"},
		{"zh-CN", day(1, 10, 0, 59), day(1, 10, 12, 45), 99, "greeting date month1 n10 day place from n0 hour n50 n9 minute to n12 hour n40 n5 minute about n90 n9 hours bring choose"},
		{"en", day(11, 24, 8, 0), day(11, 24, 9, 5), 6, "greeting date month11 n20 n4 place from n8 hour to n9 n0 n5 about n6 hours bring choose"},
		{"en", day(2, 2, 2, 2), day(2, 2, 20, 30), 2, "greeting date month2 n2 place from n2 n0 n2 to n20 n30 about n2 hours bring choose"},
	} {
		if got := strings.TrimSpace(string(spoken(t, tt.lang).Invitation(tt.from, tt.until, tt.hours))); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.lang, got, tt.want)
		}
	}
	if got := string(spoken(t, "en").Pass("7K2M-9QXA-4TZ0")); got != "n7 K n2 M n9 Q X A n4 T Z n0 " {
		t.Errorf("the pass is said as %s", got)
	}
}

// TestEverythingSaid: there is a clip for whatever can be said, and none that is never said.
func TestEverythingSaid(t *testing.T) {
	for _, lang := range []string{"zh-CN", "en"} {
		v, said := spoken(t, lang), map[string]bool{}
		note := func(sound []byte) {
			for _, name := range strings.Fields(string(sound)) {
				said[name] = true
			}
		}
		at := time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)
		for i := range 24 * 60 {
			note(v.Invitation(at.AddDate(0, 0, -i%366).Add(time.Duration(i)*time.Minute), at, 1+i%99))
		}
		note(v.Pass("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"))
		note(v.Sentences("wrong", "accepted", "again", "keep", "declined", "unheard", "goodbye"))
		for name := range v.clips {
			if !said[name] {
				t.Errorf("%s: %s is never said", lang, name)
			}
			delete(said, name)
		}
		for name := range said {
			t.Errorf("%s: %s is said and is no clip", lang, name)
		}
	}
}

// TestLoad: the program's own clips are whole, a centre's stand before them,
// and a mistake in one is found when the server starts.
func TestLoad(t *testing.T) {
	good, alaw := wav(t, "pcm_s16le", 8000, 1, 1), wav(t, "pcm_alaw", 8000, 1, 1)
	bad := map[string][]byte{
		"16 kHz": wav(t, "pcm_s16le", 16000, 1, 1), "two channels": wav(t, "pcm_s16le", 8000, 2, 1), "µ-law": wav(t, "pcm_mulaw", 8000, 1, 1),
		"31 seconds": wav(t, "pcm_alaw", 8000, 1, 31), "cut off": good[:len(good)-1], "no sound": good[:44], "a header alone": good[:30], "nothing": nil, "another file": []byte("ID3 not a WAVE"),
	}
	for _, lang := range []string{"zh-CN", "en"} {
		dir := t.TempDir()
		if _, err := Load(lang, dir); err == nil || !strings.Contains(err.Error(), "place.wav") {
			t.Errorf("without a place: %v", err)
		}
		write(t, dir, "place.wav", good)
		v, err := Load(lang, dir)
		if err != nil {
			t.Fatal(err)
		}
		for name, sound := range v.clips {
			if len(sound) < Rate/20 {
				t.Errorf("%s: %s has %d samples", lang, name, len(sound))
			}
		}
		at := time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)
		if took := time.Duration(len(v.Invitation(at, at.Add(time.Hour), 6))) * time.Second / Rate; took < 15*time.Second || took > 45*time.Second {
			t.Errorf("%s: the invitation takes %s", lang, took)
		}
		write(t, dir, "greeting.wav", alaw)
		if v, err = Load(lang, dir); err != nil || !bytes.Equal(v.clips["greeting"], alaw[len(alaw)-Rate:]) {
			t.Errorf("a greeting of the centre's own: %v", err)
		}
		for why, file := range bad {
			write(t, dir, "bring.wav", file)
			if _, err := Load(lang, dir); err == nil || !strings.Contains(err.Error(), "bring.wav") {
				t.Errorf("%s: %v", why, err)
			}
		}
		write(t, dir, "bring.wav", good)
		write(t, dir, "greting.wav", good)
		if _, err := Load(lang, dir); err == nil || !strings.Contains(err.Error(), "greting.wav") {
			t.Errorf("a wrong name: %v", err)
		}
	}
	if _, err := Load("de", t.TempDir()); err == nil {
		t.Error("a language that there are no clips of is taken")
	}
}

func write(t *testing.T, dir, name string, file []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// wav has ffmpeg make a file of a tone.
func wav(t *testing.T, codec string, rate, channels, seconds int) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tone.wav")
	tone := "sine=frequency=440:sample_rate=" + strconv.Itoa(rate) + ":duration=" + strconv.Itoa(seconds)
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, "-ac", strconv.Itoa(channels), "-c:a", codec, "-bitexact", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
