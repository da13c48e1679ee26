// Package invite says what the rules of a lot allow of invitations, by the
// clock of the lot's time zone: the server keeps to it, and a verifier holds the
// server's log to it.
package invite

import (
	"fmt"
	"slices"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
)

// Rules are those of one lot, in its zone. Instants are UTC milliseconds.
type Rules struct {
	rule.Invitation
	zone *time.Location
}

// Of returns the rules of a case.
func Of(c *evaluation.Case) (r Rules, err error) {
	profile, err := c.Profile()
	if err != nil {
		return r, err
	}
	r.Invitation = profile.Invitation
	if r.zone, err = time.LoadLocation(c.Lot.TimeZone); err != nil {
		return r, fmt.Errorf("time zone of lot %s: %w", c.Lot.ID, err)
	}
	return r, nil
}

// QuietUntil returns when the quiet hours end that an instant lies in; 0 if it
// lies in none.
func (r Rules) QuietUntil(ms int64) int64 {
	if end, quiet := r.quiet(time.UnixMilli(ms).In(r.zone)); quiet {
		return end.UnixMilli()
	}
	return 0
}

func (r Rules) quiet(now time.Time) (end time.Time, quiet bool) {
	from, until, some := r.Hours()
	clock := now.Hour()*60 + now.Minute()
	switch {
	case !some || clock >= from && clock < until:
		return now, false
	case clock >= until:
		return onDay(now, now.Day()+1, from), true
	}
	return onDay(now, now.Day(), from), true
}

// Answered returns when the time to answer is over that began at an instant.
// It passes only while machines may ring: nobody is waited for less because
// night fell.
func (r Rules) Answered(sinceMs int64) int64 {
	left := time.Duration(r.AnswerMinutes) * time.Minute
	_, until, some := r.Hours()
	for at := time.UnixMilli(sinceMs).In(r.zone); ; {
		at, _ = r.quiet(at)
		night := onDay(at, at.Day(), until)
		if !some || !at.Add(left).After(night) {
			return at.Add(left).UnixMilli()
		}
		left -= night.Sub(at)
		at = night
	}
}

// onDay returns a time of a day, in minutes since midnight.
func onDay(at time.Time, day, minutes int) time.Time {
	return time.Date(at.Year(), at.Month(), day, minutes/60, minutes%60, 0, 0, at.Location())
}

// MaySilent returns the instant from which the holder of a seat may be entered
// as not answering: at once whom nothing reaches, or a person called, and who
// was invited by a library. tried is false as long as nobody and nothing has
// tried.
func (r Rules) MaySilent(d *draw.Draw, h draw.Holder) (fromMs int64, tried bool) {
	switch {
	case d.Source != nil || slices.Contains([]string{"refused", "called"}, h.Outcome):
		return 0, true
	case h.Outcome == "":
		return 0, false
	case r.AnswerMinutes == 0:
		return 0, true
	case h.Outcome == "delivered":
		return r.Answered(max(h.AtMs, h.TriedMs)), true
	}
	return r.Answered(h.AtMs), true
}
