package notify

import (
	"testing"
	"time"
)

func TestQuietUntil(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := Rules{From: "08:00", Until: "21:00"}
	if err := r.Complete(); err != nil {
		t.Fatal(err)
	}
	for now, want := range map[time.Time]time.Time{
		time.Date(2026, 11, 23, 7, 59, 59, 0, zone):  time.Date(2026, 11, 23, 8, 0, 0, 0, zone),
		time.Date(2026, 11, 23, 8, 0, 0, 0, zone):    {},
		time.Date(2026, 11, 23, 20, 59, 59, 0, zone): {},
		time.Date(2026, 12, 31, 21, 0, 0, 0, zone):   time.Date(2027, 1, 1, 8, 0, 0, 0, zone),
		time.Date(2026, 3, 28, 23, 0, 0, 0, berlin):  time.Date(2026, 3, 29, 6, 0, 0, 0, time.UTC), // the clocks go forward in between
	} {
		if got := r.quietUntil(now); !got.Equal(want) {
			t.Errorf("at %s: until %s, want %s", now, got, want)
		}
	}
	always := Rules{}
	if err := always.Complete(); err != nil || !always.quietUntil(time.Date(2026, 11, 23, 3, 0, 0, 0, zone)).IsZero() {
		t.Errorf("without hours it is quiet at three in the morning: %v", err)
	}
}

func TestRules(t *testing.T) {
	for _, r := range []Rules{
		{From: "21:00", Until: "08:00"}, {From: "08:00"}, {Until: "21:00"}, {From: "8", Until: "21:00"}, {From: "08:00", Until: "24:00"},
		{Tries: -1}, {Tries: 101}, {Answer: -1}, {Answer: 10081}, {Language: "fr"},
	} {
		if err := r.Complete(); err == nil {
			t.Errorf("%+v is taken", r)
		}
	}
}
