package invite

import (
	"testing"
	"time"

	"bidroom/evaluation/rule"
)

var zone = time.FixedZone("", 8*3600)

func TestQuietUntil(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := Rules{rule.Invitation{From: "08:00", Until: "21:00"}, zone}
	for now, want := range map[time.Time]time.Time{
		time.Date(2026, 11, 23, 7, 59, 59, 0, zone):  time.Date(2026, 11, 23, 8, 0, 0, 0, zone),
		time.Date(2026, 11, 23, 8, 0, 0, 0, zone):    {},
		time.Date(2026, 11, 23, 20, 59, 59, 0, zone): {},
		time.Date(2026, 12, 31, 21, 0, 0, 0, zone):   time.Date(2027, 1, 1, 8, 0, 0, 0, zone),
		time.Date(2026, 3, 28, 23, 0, 0, 0, berlin):  time.Date(2026, 3, 29, 6, 0, 0, 0, time.UTC), // the clocks go forward in between
	} {
		end := int64(0)
		if !want.IsZero() {
			end = want.UnixMilli()
		}
		r.zone = now.Location()
		if got := r.QuietUntil(now.UnixMilli()); got != end {
			t.Errorf("at %s: until %s, want %s", now, time.UnixMilli(got), want)
		}
	}
	if (Rules{zone: zone}).QuietUntil(time.Date(2026, 11, 23, 3, 0, 0, 0, zone).UnixMilli()) != 0 {
		t.Error("without hours it is quiet at three in the morning")
	}
}

// Hand-worked: an hour that begins at 20:45 has 15 minutes before the night
// and 45 after it; 1,600 minutes are 15 of the first day, two whole days of 780
// and 25 of the fourth.
func TestAnswered(t *testing.T) {
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
		r := Rules{rule.Invitation{From: "08:00", Until: "21:00", AnswerMinutes: tt.answer}, zone}
		if got := r.Answered(tt.since.UnixMilli()); got != tt.want.UnixMilli() {
			t.Errorf("%d minutes from %s: by %s, want %s", tt.answer, tt.since, time.UnixMilli(got), tt.want)
		}
	}
	if always := (Rules{rule.Invitation{AnswerMinutes: 60}, zone}); always.Answered(day(23, 23, 30).UnixMilli()) != day(24, 0, 30).UnixMilli() {
		t.Error("without hours the time passes at night, too")
	}
}
