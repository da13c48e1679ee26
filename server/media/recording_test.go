package media

import "testing"

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

// TestHeldFromKeyframe holds that what is held begins with a keyframe, and that
// every packet is heard by its clock all the same.
func TestHeldFromKeyframe(t *testing.T) {
	one := &session{}
	one.wants.video = true
	tape := tape{one: one}
	video, audio := &streamClock{rate: videoRate, slew: videoSlew}, &streamClock{rate: audioRate, slew: soundSlew}
	sound := sample{clock: audio, came: 1, sound: []byte{1}}
	tape.take(sound)
	tape.take(sample{clock: video, came: 2, video: true})
	if len(tape.held) != 0 || !video.heard || !audio.heard {
		t.Fatalf("before a keyframe %d are held; heard %v, %v", len(tape.held), video.heard, audio.heard)
	}
	tape.take(sample{clock: video, came: 3, video: true, unit: accessUnit{key: true}})
	tape.take(sound)
	if len(tape.held) != 2 || !tape.held[0].unit.key {
		t.Errorf("held: %+v", tape.held)
	}
}
