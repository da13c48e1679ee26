package record_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"bidroom/server/media/record"
)

// BenchmarkFeedMinute records minutes of 1280x720 at 30 frames a second and 1.5
// Mbit/s with audio of 48 kbit/s, as a camera sends them, and reports CPU
// seconds, also those of the kernel, per minute of the feed.
func BenchmarkFeedMinute(b *testing.B) {
	const seconds = 60
	var unit [30][][]byte // one second; a keyframe as large as 6 other pictures
	unit[0] = append(unit[0], encodeVideo(b, "1280x720", 1, 30)[0].nalus...)
	const picture = 1_500_000 / 8 / 35
	unit[0] = append(unit[0][:3], append([]byte{0x65, 0x88, 0x84}, bytes.Repeat([]byte{0x5a}, 6*picture)...))
	for i := range unit[1:] {
		unit[i+1] = [][]byte{append([]byte{0x41, 0x9a}, bytes.Repeat([]byte{0x5a}, picture)...)}
	}
	packet := bytes.Repeat([]byte{0x5a}, 120)
	dir := b.TempDir()
	b.ReportAllocs()
	before := cpuSeconds(b)
	b.ResetTimer()
	for n := range b.N {
		r, err := record.Create(filepath.Join(dir, time.Duration(n).String()), record.Options{Video: true, Audio: true})
		if err != nil {
			b.Fatal(err)
		}
		at := int64(0)
		for second := range int64(seconds) {
			for i := range 30 {
				at = second*1_000_000 + int64(i)*1_000_000/30
				if err := r.WriteVideo(at, unit[i], i == 0 && second%4 == 0); err != nil {
					b.Fatal(err)
				}
			}
			for i := range 50 {
				if err := r.WriteAudio(second*1_000_000+int64(i)*20_000, packet); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric((cpuSeconds(b)-before)/float64(b.N), "CPU-s/feed-minute")
	b.ReportMetric(0, "ns/op")
}

// cpuSeconds returns what this process has used.
func cpuSeconds(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// BenchmarkPlaylist reads the index of a meeting of three hours and makes its
// playlist, as for every request of a player.
func BenchmarkPlaylist(b *testing.B) {
	path := filepath.Join(b.TempDir(), "feed.mp4")
	index := []byte("bidroom/recording/1 0\ninit 1000 avc3.42E01F,opus\n")
	for i := range 3 * 3600 {
		index = fmt.Appendf(index, "part %d 200000 %d 1000000 %d\n", 1000+i*200000, i*1_000_000, (i+1)%2)
	}
	if err := os.WriteFile(path+".idx", index, 0o600); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		x, err := record.ReadIndex(path)
		if err != nil {
			b.Fatal(err)
		}
		if text, _ := record.Playlist([]record.Item{{URI: "feed.mp4", Index: x}}, false); len(text) < 5000*100 {
			b.Fatalf("%d bytes", len(text))
		}
	}
}
