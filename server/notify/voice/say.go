package voice

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Pauses, by the voice's own measure.
const (
	shortPause = 1 // between the parts of a sentence
	slowPause  = 3 // between what is written down
	longPause  = 5 // between sentences
)

// Invitation returns what is said first: when to come, where, and for how
// long, and which keys answer. hours is 1 to 99.
func (v *Voice) Invitation(from, until time.Time, hours int) []byte {
	return v.join(longPause,
		v.words("greeting"),
		v.join(shortPause, v.words("date"), v.words(v.date(from)...)),
		v.words(placeClip),
		v.join(shortPause, v.words("from"), v.words(v.clock(from)...), v.words("to"), v.words(v.clock(until)...)),
		v.join(shortPause, v.words("about"), v.words(v.count(hours)...), v.words("hours")),
		v.words("bring"), v.words("choose"))
}

// Pass returns a pass, its characters one by one, in the groups that it is
// written in.
func (v *Voice) Pass(text string) []byte {
	var groups [][]byte
	for group := range strings.SplitSeq(text, "-") {
		var said [][]byte
		for _, r := range group {
			name := string(r)
			if r >= '0' && r <= '9' {
				name = "n" + name
			}
			said = append(said, v.clips[name])
		}
		groups = append(groups, v.join(slowPause, said...))
	}
	return v.join(2*longPause, groups...)
}

// Sentences returns clips, one after the other.
func (v *Voice) Sentences(names ...string) []byte {
	parts := make([][]byte, len(names))
	for i, name := range names {
		parts[i] = v.clips[name]
	}
	return v.join(longPause, parts...)
}

func (v *Voice) date(at time.Time) []string {
	names := append([]string{fmt.Sprintf("month%d", at.Month())}, number(at.Day())...)
	if v.lang == "zh-CN" {
		names = append(names, "day")
	}
	return names
}

// clock returns a time of day: 八点, 八点零五分; eight o'clock, eight zero five.
func (v *Voice) clock(at time.Time) []string {
	hour, minute := at.Hour(), at.Minute()
	names := number(hour)
	chinese := v.lang == "zh-CN"
	if chinese {
		names = v.count(hour)
	}
	if chinese || minute == 0 {
		names = append(names, "hour")
	}
	if minute == 0 {
		return names
	}
	if minute < 10 {
		names = append(names, "n0")
	}
	names = append(names, number(minute)...)
	if chinese {
		names = append(names, "minute")
	}
	return names
}

// count returns a number of something: in Chinese two is 两 then.
func (v *Voice) count(n int) []string {
	if n == 2 && v.lang == "zh-CN" {
		return []string{"two"}
	}
	return number(n)
}

// number returns 0 to 99.
func number(n int) []string {
	if n <= 20 || n%10 == 0 {
		return []string{"n" + strconv.Itoa(n)}
	}
	return []string{"n" + strconv.Itoa(n/10*10), "n" + strconv.Itoa(n%10)}
}

// words returns clips with nothing between them.
func (v *Voice) words(names ...string) []byte {
	var sound []byte
	for _, name := range names {
		sound = append(sound, v.clips[name]...)
	}
	return sound
}

func (v *Voice) join(pause int, parts ...[]byte) []byte {
	return bytes.Join(parts, bytes.Repeat([]byte{Silence}, pause*v.Pause))
}
