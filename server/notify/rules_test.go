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

// Hand-worked: an hour that begins at 20:45 has 15 minutes before the night
// and 45 after it; 1,600 minutes are 15 of the first day, two whole days of 780
// and 25 of the fourth.
func TestAwake(t *testing.T) {
	day := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	for _, tt := range []struct {
		answer      int
		since, want time.Time
	}{
		{60, day(23, 9, 0), day(23, 10, 0)},
		{60, day(23, 20, 0), day(23, 21, 0)},
		{60, day(23, 20, 1), day(24, 8, 1)},
		{60, day(23, 20, 45), day(24, 8, 45)},
		{60, day(23, 21, 0), day(24, 9, 0)},
		{60, day(23, 3, 0), day(23, 9, 0)},
		{1600, day(23, 20, 45), day(26, 8, 25)},
	} {
		r := Rules{From: "08:00", Until: "21:00"}
		if err := r.Complete(); err != nil {
			t.Fatal(err)
		}
		if got := r.Awake(tt.since, time.Duration(tt.answer)*time.Minute); !got.Equal(tt.want) {
			t.Errorf("%d minutes from %s: by %s, want %s", tt.answer, tt.since, got, tt.want)
		}
	}
	var always Rules
	if err := always.Complete(); err != nil || !always.Awake(day(23, 23, 30), time.Hour).Equal(day(24, 0, 30)) {
		t.Errorf("without hours the time passes at night, too: %v", err)
	}
}
