package record_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"bidroom/server/media/record"
)

// child names what a second process of this test program does, and where.
const (
	childWork = "BIDROOM_RECORD_CHILD"
	childPath = "BIDROOM_RECORD_PATH"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childWork) {
	case "":
		os.Exit(m.Run())
	case "record":
		recordForEver(os.Getenv(childPath))
	case "full":
		recordToFullDisk(os.Getenv(childPath))
	}
}

// childFeed is read from the raw stream that the parent left beside the file.
func childFeed(path string) []unit {
	stream, err := os.ReadFile(filepath.Join(filepath.Dir(path), "stream.h264"))
	if err != nil {
		panic(err)
	}
	return splitUnits(stream)
}

// recordForEver records as fast as the disk takes it and prints each segment.
func recordForEver(path string) {
	units := childFeed(path)
	r, err := record.Create(path, record.Options{Video: true, StartMs: startMs, OnSegment: func(s record.Segment) { fmt.Println(segmentLine(s)) }})
	for i := 0; err == nil; i++ {
		u := units[i%len(units)]
		err = r.WriteVideo(int64(i)*1_000_000/30, u.nalus, u.key)
	}
	panic(err)
}

func segmentLine(s record.Segment) string { return fmt.Sprintf("%+v", s) }

// recordToFullDisk records until the disk takes no more, which a limit on the
// size of files stands for.
func recordToFullDisk(path string) {
	units := childFeed(path)
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 300_000, Max: 300_000}); err != nil {
		panic(err)
	}
	r, err := record.Create(path, record.Options{Video: true, StartMs: startMs, OnSegment: func(s record.Segment) { fmt.Println(segmentLine(s)) }})
	for i := 0; err == nil; i++ {
		u := units[i%len(units)]
		err = r.WriteVideo(int64(i)*1_000_000/30, u.nalus, u.key)
	}
	again := r.WriteVideo(1<<40, units[0].nalus, true)
	closed := r.Close()
	for _, err := range []error{err, again, closed} {
		if !errors.Is(err, syscall.EFBIG) {
			panic(err)
		}
	}
	fmt.Println("closed", r.Bytes(), r.EndMs())
}

// start starts the child at its work on a new recording.
func start(t *testing.T, work string) (path string, cmd *exec.Cmd, lines *bufio.Scanner) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "feed.mp4")
	var stream []byte
	for _, u := range encodeVideo(t, "160x90", 7, 60) {
		for _, nal := range u.nalus {
			stream = append(append(stream, 0, 0, 0, 1), nal...)
		}
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "stream.h264"), stream, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childWork+"="+work, childPath+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return path, cmd, bufio.NewScanner(out)
}

// The recorder is killed, after one segment, two, and so on. What it had
// reported must be found again, and the file must play.
func TestKill(t *testing.T) {
	t.Parallel() // it waits for disks and processes
	for kills := range 5 {
		path, cmd, lines := start(t, "record")
		var reported []string
		for len(reported) <= kills && lines.Scan() {
			reported = append(reported, lines.Text())
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it had printed before it died
			if strings.HasSuffix(lines.Text(), "}") {
				reported = append(reported, lines.Text())
			}
		}
		_ = cmd.Wait() // killed
		segments, err := record.Recover(path)
		if err != nil {
			t.Fatal(err)
		}
		var recovered []string
		for _, s := range segments {
			recovered = append(recovered, segmentLine(s))
		}
		if len(recovered) < len(reported) || !slices.Equal(recovered[:len(reported)], reported) {
			t.Fatalf("recovered\n%v\nreported\n%v", recovered, reported)
		}
		checkFile(t, path, segments)
		decode(t, "-i", path)
	}
}

// When the disk is full, the recording ends with what was whole.
func TestDiskFull(t *testing.T) {
	path, cmd, lines := start(t, "full")
	var printed []string
	for lines.Scan() {
		printed = append(printed, lines.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	x := readIndex(t, path)
	checkFile(t, path, x.Segments)
	var want []string
	for _, s := range x.Segments {
		want = append(want, segmentLine(s))
	}
	last := x.Segments[len(x.Segments)-1]
	want = append(want, fmt.Sprint("closed ", last.Offset+last.Length, " ", last.EndMs))
	if !slices.Equal(printed, want) {
		t.Errorf("printed\n%v\nwant\n%v", printed, want)
	}
	decode(t, "-i", path)
}
