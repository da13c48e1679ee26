package rooms

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// A failure is told when it begins, when it becomes another and when it ends,
// however long it lasts; the last try is told by itself.
func TestRepeat(t *testing.T) {
	down, full := errors.New("the database is down"), errors.New("the disk is full")
	results := []error{nil, down, down, down, full, full, down, nil, nil, down, nil}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	n := 0
	repeat(ctx, time.Millisecond, log, "work", func(context.Context) error {
		if n == len(results) {
			return full // at the end
		}
		if n++; n == len(results) {
			defer cancel()
		}
		return results[n-1]
	})
	want := []string{
		`level=ERROR msg=work error="the database is down"`,
		`level=ERROR msg=work error="the disk is full"`,
		`level=ERROR msg=work error="the database is down"`,
		`level=INFO msg="work: works again"`,
		`level=ERROR msg=work error="the database is down"`,
		`level=ERROR msg="work, at the end" error="the disk is full"`,
	}
	if got := strings.TrimSpace(out.String()); got != strings.Join(want, "\n") {
		t.Errorf("%s", got)
	}
}
