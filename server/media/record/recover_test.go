package record_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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
	t.Parallel() // it waits for disks and processes
	data, index := short(t)
	was := parse(t, data, index)
	start := was.Parts[len(was.Parts)-1].Offset
	want := without(data, was)
	path := copyRecording(t, nil, nil)
	for end := start; end < int64(len(data)); end++ {
		for _, lost := range []bool{false, true} {
			if lost && end%5 != 0 {
				continue
			}
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

// A kill or a power cut leaves part of a run: what is whole stays, and the index
// says so, whether it listed the run, or more of it, or nothing.
func TestRecoverCutInRun(t *testing.T) {
	t.Parallel() // it waits for disks and processes
	original := recorded(t, feed{video: encodeVideo(t, "160x90", 7, 60, "-crf", "45")[:170], audio: encodeAudio(t, 7)[:283]})
	data, index := readFile(t, original), readFile(t, original+".idx")
	was := parse(t, data, index)
	last := was.Parts[len(was.Parts)-1]
	ends := []int64{last.Offset} // of the parts of the run
	for _, part := range parts(data, was)[len(parts(data[:last.Offset], record.Index{Parts: was.Parts[:len(was.Parts)-1]})):] {
		ends = append(ends, ends[len(ends)-1]+int64(len(part)))
	}
	if len(ends) < 6 {
		t.Fatalf("%d parts in the last run", len(ends)-1)
	}
	listed := index[:len(index)-len("end\n")]
	listed = listed[:1+lastLine(listed[:len(listed)-1])] // nor was the last segment ended
	unlisted := listed[:1+lastLine(listed[:len(listed)-1])]
	for end := last.Offset; end < int64(len(data)); end += 211 {
		var first record.Index
		for i, lines := range [][]byte{listed, unlisted, nil} {
			path := copyRecording(t, data[:end], lines)
			segments, err := record.Recover(path)
			if err != nil {
				t.Fatalf("cut at %d: %v", end, err)
			}
			x := checkFile(t, path, segments)
			n, _ := slices.BinarySearch(ends, end+1)
			if info, err := os.Stat(path); err != nil || info.Size() != ends[n-1] {
				t.Fatalf("cut at %d: %d bytes left, want %d: %v", end, info.Size(), ends[n-1], err)
			}
			if i == 0 {
				first = x
				decode(t, "-i", path)
			} else if !reflect.DeepEqual(x, first) {
				t.Fatalf("cut at %d: index\n%+v\nwant\n%+v", end, x, first)
			}
		}
	}
}

// short is a recording of two segments; its last part has 3 pictures and 5
// packets.
func short(t testing.TB) (data, index []byte) {
	t.Helper()
	path := recorded(t, feed{video: encodeVideo(t, "160x90", 7, 60, "-crf", "45")[:183], audio: encodeAudio(t, 7)[:305]})
	return readFile(t, path), readFile(t, path+".idx")
}

// The index stops at any byte: between the write of a part and its line, in the
// middle of a line, or it is gone. What is made anew is what was written.
func TestRecoverIndexCutAtEveryByte(t *testing.T) {
	t.Parallel() // it waits for disks and processes
	data, index := short(t)
	path := copyRecording(t, data, nil)
	for end := range len(index) {
		if err := os.WriteFile(path+".idx", index[:end], 0o600); err != nil {
			t.Fatal(err)
		}
		segments, err := record.Recover(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := readFile(t, path+".idx"); string(got) != string(index) {
			t.Fatalf("index cut at %d: now\n%s\nwas\n%s", end, got, index)
		}
		if end%97 == 0 {
			checkFile(t, path, segments)
		}
	}
	if string(readFile(t, path)) != string(data) {
		t.Error("the media changed")
	}
}

// Recover leaves alone what was closed well, and what it mended before.
func TestRecoverTwice(t *testing.T) {
	data, index := short(t)
	x := parse(t, data, index)
	for name, end := range map[string]int64{"whole": int64(len(data)), "torn": int64(len(data)) - 1, "init alone": x.InitLength, "in the init": 100, "empty": 0} {
		t.Run(name, func(t *testing.T) {
			path := copyRecording(t, data[:end], index)
			first, err := record.Recover(path)
			if err != nil {
				t.Fatal(err)
			}
			media, lines := readFile(t, path), readFile(t, path+".idx")
			second, err := record.Recover(path)
			if err != nil || !slices.Equal(first, second) {
				t.Errorf("segments\n%v\nthen\n%v, %v", first, second, err)
			}
			if string(readFile(t, path)) != string(media) || string(readFile(t, path+".idx")) != string(lines) {
				t.Error("the second time changed the files")
			}
			checkFile(t, path, first)
			if name == "whole" && (string(media) != string(data) || string(lines) != string(index)) {
				t.Error("a closed recording changed")
			}
			if end <= x.InitLength && (len(media) != 0 || len(first) != 0) {
				t.Errorf("%d bytes left, segments %v", len(media), first)
			}
		})
	}
}

// parse reads an index beside its media.
func parse(t testing.TB, data, index []byte) record.Index {
	t.Helper()
	return readIndex(t, copyRecording(t, data, index))
}

// After a power cut a part may have its length but not its bytes.
func TestRecoverZeroedTail(t *testing.T) {
	data, index := short(t)
	x := parse(t, data, index)
	last := x.Parts[len(x.Parts)-1]
	listed := index[:len(index)-len("end\n")]
	listed = listed[:1+lastLine(listed[:len(listed)-1])] // nor was the last segment ended
	unlisted := listed[:1+lastLine(listed[:len(listed)-1])]
	want := without(data, x)
	for name, lines := range map[string][]byte{"listed": listed, "not listed": unlisted, "no index": nil} {
		for _, from := range []int64{last.Offset, last.Offset + last.Length/2} {
			torn := slices.Clone(data)
			clear(torn[from:])
			path := copyRecording(t, torn, lines)
			segments, err := record.Recover(path)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got := checkFile(t, path, segments); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, zeros from %d: index\n%+v\nwant\n%+v", name, from, got, want)
			}
		}
	}
}

// lastLine returns where the last line feed is.
func lastLine(b []byte) int {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == '\n' {
			return i
		}
	}
	return -1
}

// What was logged is evidence: a recording that somebody spoiled is not cut.
func TestRecoverLeavesDamage(t *testing.T) {
	data, index := short(t)
	x := parse(t, data, index)
	t.Run("in the middle", func(t *testing.T) {
		spoiled := slices.Clone(data)
		copy(spoiled[x.Parts[2].Offset:], "spoiled!spoiled!")
		path := copyRecording(t, spoiled, index[:len(index)-len("end\n")])
		segments, err := record.Recover(path)
		if err != nil || !slices.Equal(segments, x.Segments) || string(readFile(t, path)) != string(spoiled) {
			t.Errorf("segments %v, %v", segments, err)
		}
	})
	t.Run("at the end of a logged segment", func(t *testing.T) {
		spoiled := slices.Clone(data)
		copy(spoiled[x.Parts[len(x.Parts)-1].Offset:], "spoiled!spoiled!")
		path := copyRecording(t, spoiled, index[:len(index)-len("end\n")])
		if _, err := record.Recover(path); !errors.Is(err, record.ErrDamaged) || string(readFile(t, path)) != string(spoiled) {
			t.Errorf("%v", err)
		}
	})
}

func TestRecoverNoFile(t *testing.T) {
	if _, err := record.Recover(filepath.Join(t.TempDir(), "none.mp4")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// Whatever stands in the two files, Recover ends, and doing it again changes
// nothing.
func FuzzRecover(f *testing.F) {
	// Three parts of two pictures each.
	path := recorded(f, feed{video: encodeVideo(f, "32x32", 1, 2, "-crf", "51")[:6], audio: encodeAudio(f, 7)[:6]})
	data, index := readFile(f, path), readFile(f, path+".idx")
	x := parse(f, data, index)
	f.Add(data, index)
	f.Add(data[:x.Parts[1].Offset], index)
	f.Add(data[:x.Parts[1].Offset+50], []byte{})
	f.Add([]byte{}, []byte("bidroom/recording/1 -5\ninit 1 opus\npart 1 9223372036854775807 0 0 0\n"))
	f.Fuzz(func(t *testing.T, data, index []byte) {
		path := copyRecording(t, data, index)
		segments, err := record.Recover(path)
		if err != nil {
			if string(readFile(t, path)) != string(data) {
				t.Fatalf("refused with %v, and changed", err)
			}
			return
		}
		left := readFile(t, path)
		if !bytes.HasPrefix(data, left) {
			t.Fatal("what is left is not the beginning of what was")
		}
		if x := readIndex(t, path); !slices.Equal(x.Segments, segments) || !x.Closed {
			t.Fatalf("segments %v, index %v", segments, x)
		}
		again, err := record.Recover(path)
		if err != nil || !slices.Equal(again, segments) || !bytes.Equal(readFile(t, path), left) {
			t.Fatalf("again: %v, %v", again, err)
		}
	})
}
