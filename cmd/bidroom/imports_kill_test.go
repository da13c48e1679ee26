package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// TestMain is also the program itself, for tests that need a process which
// they can kill.
func TestMain(m *testing.M) {
	if os.Getenv("BIDROOM_AS_PROGRAM") == "1" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// A process is a centre that runs as a program of its own.
type process struct {
	t      testing.TB
	args   []string
	listen string
	cmd    *exec.Cmd
	said   bytes.Buffer // on standard error, all its lives long
}

// serve starts a centre as a process on a free port of loopback.
func serve(t testing.TB, db string, more ...string) *process {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, listen: free.Addr().String()}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	p.args = []string{"serve", "--data", filepath.Join(t.TempDir(), "centre"), "--listen", p.listen}
	p.args = append(p.args, more...)
	if db != "" {
		p.args = append(p.args, "--db", db)
	}
	p.start()
	t.Cleanup(p.kill)
	return p
}

// start starts the process and waits until it serves.
func (p *process) start() {
	p.t.Helper()
	p.cmd = exec.Command(os.Args[0], p.args...)
	p.cmd.Env = append(os.Environ(), "BIDROOM_AS_PROGRAM=1")
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "bidroom is at ") {
			return
		}
	}
	p.t.Fatalf("the server did not start: %s", p.said.String())
}

// kill ends the process as a power cut would, and waits for its end.
func (p *process) kill() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Signal(syscall.SIGKILL)
		_ = p.cmd.Wait() // the error says that it was killed
	}
}

func (p *process) address() string { return "http://" + p.listen }

// manyExperts is a register file of n experts, as CSV.
func manyExperts(t testing.TB, n int) []byte {
	t.Helper()
	var file bytes.Buffer
	file.WriteString("\ufeff姓名,身份证号,手机号,评审专业代码\n")
	for i := range n {
		body := fmt.Sprintf("%06d%04d0301%03d", 330100+i/40_000, 1958+i/1000%40, i%1000)
		fmt.Fprintf(&file, "张三丰,%s%c,139%08d,A080104\n", body, experts.IdentityCheck(body), i)
	}
	return file.Bytes()
}

// A server that is killed while it lets a register in has afterwards let in
// all of it or nothing, and the file is still there to be let in.
func TestKilledImportIsWhole(t *testing.T) {
	const rows, kills = 5000, 4
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	storetest.EachDSN(t, func(t *testing.T, db string) {
		random := mathrand.New(mathrand.NewPCG(seed, uint64(len(db))))
		server := serve(t, db)
		staff := as(t, setUp(t, &demo.Play{Base: server.address()}), "staff")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		var view api.ImportView
		if err := staff.PostFile(ctx, "/api/imports", "专家.csv", manyExperts(t, rows), &view); err != nil {
			t.Fatal(err)
		}
		path := "/api/imports/" + view.ID
		began := time.Now()
		for kill := range kills {
			if view = untilState(t, staff, view.ID, "ready"); view.Good != rows || view.Bad != 0 {
				t.Fatalf("read: %+v", view)
			}
			if err := staff.Post(ctx, path+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(random.IntN(1500)) * time.Millisecond)
			server.kill()
			server.start()
			var there api.Page[api.ExpertBrief]
			if err := staff.Post(ctx, "/api/experts/find", map[string]int{"limit": 1}, &there); err != nil {
				t.Fatal(err)
			}
			if err := staff.Get(ctx, path, &view); err != nil {
				t.Fatal(err)
			}
			if view.State == "done" && there.Total == rows {
				t.Logf("after kill %d everything was in", kill+1)
				return
			}
			if there.Total != 0 || view.State == "done" {
				t.Fatalf("after kill %d the import is %s, and %d of %d experts are in", kill+1, view.State, there.Total, rows)
			}
		}
		untilState(t, staff, view.ID, "ready")
		if err := staff.Post(ctx, path+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
			t.Fatal(err)
		}
		untilState(t, staff, view.ID, "done")
		var there api.Page[api.ExpertBrief]
		if err := staff.Post(ctx, "/api/experts/find", map[string]int{"limit": 1}, &there); err != nil || there.Total != rows {
			t.Errorf("%d of %d experts are in: %v", there.Total, rows, err)
		}
		t.Logf("%d kills, then in after %v", kills, time.Since(began))
	})
}

// BenchmarkImport lets a register of 100,000 rows in, through the API of a
// process of its own, and says what that took.
func BenchmarkImport(b *testing.B) {
	const rows = 100_000
	for b.Loop() {
		server := serve(b, "")
		p := &demo.Play{Base: server.address()}
		if err := p.People(b.Context()); err != nil {
			b.Fatal(err)
		}
		staff, err := p.As(b.Context(), "staff")
		if err != nil {
			b.Fatal(err)
		}
		file := manyExperts(b, rows)
		began := time.Now()
		var view api.ImportView
		if err := staff.PostFile(b.Context(), "/api/imports", "专家.csv", file, &view); err != nil {
			b.Fatal(err)
		}
		await := func(state string) {
			for view.State != state {
				if err := staff.Get(b.Context(), "/api/imports/"+view.ID, &view); err != nil || view.State == "failed" {
					b.Fatalf("%+v %v", view, err)
				}
				time.Sleep(20 * time.Millisecond)
			}
		}
		await("ready")
		b.ReportMetric(time.Since(began).Seconds(), "s/read")
		if view.Good != rows {
			b.Fatalf("%d of %d rows are good: %+v", view.Good, rows, view.Problems[:1])
		}
		began = time.Now()
		if err := staff.Post(b.Context(), "/api/imports/"+view.ID+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
			b.Fatal(err)
		}
		await("done")
		b.ReportMetric(time.Since(began).Seconds(), "s/write")
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", server.cmd.Process.Pid))
		if err != nil {
			b.Fatal(err)
		}
		for line := range strings.Lines(string(status)) {
			if kb := 0.0; strings.HasPrefix(line, "VmHWM:") {
				if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kb); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(kb/1024, "MiB/peak")
			}
		}
		server.kill()
	}
}
