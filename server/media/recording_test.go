package media

import (
	"slices"
	"testing"
)

// TestSettled holds when a recording begins with what is held.
func TestSettled(t *testing.T) {
	const came = 1_763_900_000_000_000
	for name, c := range map[string]struct {
		held     int
		reported bool
		after    int64 // µs since the first came
		want     bool
	}{
		"nothing is held":            {0, false, holdFor, false},
		"just before the time is up": {1, false, holdFor - 1, false},
		"when it is up":              {1, false, holdFor, true},
		"the clock is told":          {1, true, 0, true},
		"one less than is held":      {mostHeld - 1, false, 0, false},
		"as much as is held":         {mostHeld, false, 0, true},
	} {
		tape := tape{held: make([]sample, c.held)}
		for i := range tape.held {
			tape.held[i] = sample{clock: &streamClock{reported: c.reported}, came: came}
		}
		if got := tape.settled(came + c.after); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestHeldFromKeyframe holds that what is held begins with a keyframe, then
// has the sound of its encoding and not that of long before, and that every
// packet is heard by its clock.
func TestHeldFromKeyframe(t *testing.T) {
	one := &session{}
	one.wants.video = true
	tape := tape{one: one}
	video, audio := &streamClock{rate: videoRate, slew: videoSlew}, &streamClock{rate: audioRate, slew: soundSlew}
	sound := func(came int64) sample { return sample{clock: audio, came: came, sound: []byte{1}} }
	tape.take(sound(1))
	tape.take(sound(2))
	tape.take(sample{clock: video, came: 3, video: true})
	tape.take(sound(2 + mostAhead))
	if len(tape.held) != 0 || !video.heard || !audio.heard {
		t.Fatalf("before a keyframe %d are held; heard %v, %v", len(tape.held), video.heard, audio.heard)
	}
	tape.take(sample{clock: video, came: 3 + mostAhead, video: true, unit: accessUnit{key: true}})
	tape.take(sound(4 + mostAhead))
	var came []int64
	for _, m := range tape.held {
		came = append(came, m.came)
	}
	if !slices.Equal(came, []int64{3 + mostAhead, 2, 2 + mostAhead, 4 + mostAhead}) || !tape.held[0].unit.key {
		t.Errorf("held: %v", came)
	}
}
