package record_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"bidroom/server/media/record"
)

// copyRecording copies the first bytes of a recording and, if index is not nil,
// an index.
func copyRecording(t testing.TB, data []byte, index []byte) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "torn.mp4")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if index != nil {
		if err := os.WriteFile(path+".idx", index, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// without returns the index of a file from which the last part is cut off.
func without(data []byte, x record.Index) record.Index {
	n := len(x.Parts) - 1
	x.Parts = slices.Clone(x.Parts[:n])
	end := x.Parts[n-1].Offset + x.Parts[n-1].Length
	x.Segments = slices.Clone(x.Segments)
	last := &x.Segments[len(x.Segments)-1]
	last.Length = end - last.Offset
	last.EndMs = x.StartMs + (x.Parts[n-1].Position+x.Parts[n-1].Duration)/1000
	sum := sha256.Sum256(data[last.Offset:end])
	last.Hash = hex.EncodeToString(sum[:])
	return x
}

func TestRecoverCutAtEveryByte(t *testing.T) {
	// The last part is short: 6 pictures and 10 packets.
	source := recorded(t, feed{video: encodeVideo(t, "160x90", 7, 60, "-crf", "40")[:186], audio: encodeAudio(t, 7)[:310]})
	data, index := readFile(t, source), readFile(t, source+".idx")
	was := readIndex(t, source)
	start := was.Parts[len(was.Parts)-1].Offset
	want := without(data, was)
	path := copyRecording(t, nil, nil)
	for end := start; end < int64(len(data)); end++ {
		for _, lost := range []bool{false, true} {
			if err := os.WriteFile(path, data[:end], 0o600); err != nil {
				t.Fatal(err)
			}
			err := os.WriteFile(path+".idx", index, 0o600)
			if lost {
				err = os.Remove(path + ".idx")
			}
			if err != nil {
				t.Fatal(err)
			}
			segments, err := record.Recover(path)
			if err != nil {
				t.Fatalf("cut at %d: %v", end, err)
			}
			if !slices.Equal(segments, want.Segments) {
				t.Fatalf("cut at %d: segments\n%+v\nwant\n%+v", end, segments, want.Segments)
			}
			if got := readIndex(t, path); !reflect.DeepEqual(got, want) {
				t.Fatalf("cut at %d: index\n%+v\nwant\n%+v", end, got, want)
			}
			if info, err := os.Stat(path); err != nil || info.Size() != start {
				t.Fatalf("cut at %d: %d bytes left, %v", end, info.Size(), err)
			}
			if !lost && (end-start)%401 == 0 {
				checkFile(t, path, segments)
				decode(t, "-i", path)
				probe(t, path)
			}
		}
	}
}
