package register

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
)

// experts writes n experts, as Excel would: texts shared, phones as numbers.
func experts(tb testing.TB, n int) []byte {
	tb.Helper()
	var out bytes.Buffer
	err := Write(&out, func(yield func(Row) bool) {
		for i := range n {
			if !yield(Row{Sheet: "experts", Number: i + 2, Fields: map[string]string{"identity": fmt.Sprintf("110101%08d%04d", 19600101+i/1000, i%1000), "name": fmt.Sprintf("专家%d", i),
				"phone": fmt.Sprintf("138%08d", i), "specialties": "A080104;A080107", "region": "510100", "title": "高级工程师", "status": "active", "until": "2027-06-30"}}) {
				return
			}
		}
	}, "zh-CN")
	if err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// Reading many rows keeps a few rows in memory, not all of them.
func TestStreams(t *testing.T) {
	const rows = 30_000
	file := experts(t, rows)
	r := open(t, file, "a.xlsx")
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for _, problems := range r.Rows() {
		if n++; len(problems) > 0 {
			t.Fatal(problems)
		}
		if n%(rows/5) == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
		}
	}
	if err := r.Err(); err != nil || n != rows {
		t.Fatalf("%d rows, %v", n, err)
	}
	if most > 8<<20 {
		t.Errorf("%d bytes are held while rows are read, want a few MB", most)
	}
}

func BenchmarkRead100000(b *testing.B) {
	file := experts(b, 100_000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		r, err := Open(bytes.NewReader(file), int64(len(file)), "a.xlsx")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for range r.Rows() {
			n++
		}
		if r.Err() != nil || n != 100_000 {
			b.Fatal(n, r.Err())
		}
	}
}
