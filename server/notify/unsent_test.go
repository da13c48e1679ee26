package notify

import (
	"slices"
	"testing"
	"time"
)

// TestNoAttempt: what cannot be opened, or waits for nothing any more, is no
// attempt and does not hold up the others. The database may be there again
// when it is opened the next time; what never opens is given up.
func TestNoAttempt(t *testing.T) {
	g, o := newGateway(t, 200), newOffice(t)
	for _, id := range []string{"answered", "broken", "good"} {
		o.put(id, "webhook")
	}
	hook := o.webhook(g.URL)
	w := &Worker{Config: o.config(hook)}
	if err := w.carry(ctx, hook); err != nil {
		t.Fatal(err)
	}
	if sent := g.sent(); len(sent) != 1 || sent[0]["id"] != "good" {
		t.Errorf("sent %v", sent)
	}
	if want := []string{"answered withdrawn", "broken waiting", "good sent delivered"}; !slices.Equal(o.saved, want) {
		t.Errorf("saved %v, want %v", o.saved, want)
	}
	for range openTries - 1 {
		left := o.waiting("webhook")
		if len(left) != 1 {
			t.Fatalf("%d wait", len(left))
		}
		o.clock.Store(left[0].NextAt)
		if err := w.carry(ctx, hook); err != nil {
			t.Fatal(err)
		}
	}
	if last := o.saved[len(o.saved)-1]; last != "broken failed" || len(o.waiting("webhook")) != 0 {
		t.Errorf("at last %q", last)
	}
}

// TestQuietHours: nothing is sent at night, and everything in the morning.
func TestQuietHours(t *testing.T) {
	g, o := newGateway(t, 200), newOffice(t)
	hook := o.webhook(g.URL)
	w := &Worker{Config: o.config(hook)}
	night := time.Date(2026, 11, 23, 21, 0, 0, 0, zone)
	o.clock.Store(night.UnixMilli())
	o.put("m", "webhook")
	morning := time.Date(2026, 11, 24, 8, 30, 0, 0, zone).UnixMilli()
	o.quiet = morning
	for _, at := range []int64{night.UnixMilli(), morning - 1} {
		o.clock.Store(at)
		if err := w.carry(ctx, hook); err != nil {
			t.Fatal(err)
		}
		if left := o.waiting("webhook"); len(g.sent()) != 0 || len(left) != 1 || left[0].NextAt != morning || left[0].Attempts != 0 {
			t.Fatalf("at %d: sent %v, waiting %+v", at, g.sent(), left)
		}
	}
	o.clock.Store(morning)
	if err := w.carry(ctx, hook); err != nil || len(g.sent()) != 1 {
		t.Errorf("in the morning: sent %v, %v", g.sent(), err)
	}
}
