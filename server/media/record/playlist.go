package record

import (
	"strconv"
	"time"
)

// Bounds of a playlist's entries, in microseconds.
const (
	shortestEntry = 2_000_000  // before a keyframe ends it
	longestEntry  = 10_000_000 // if no keyframe comes
)

// An Item is one recording of a playlist.
type Item struct {
	URI   string // where the file is, relative to the playlist
	Index Index
}

// An entry is a byte range of a playlist.
type entry struct {
	offset, length     int64
	position, duration int64 // microseconds
	keyframe           bool
}

// Playlist returns an HLS media playlist (RFC 8216, version 7) of byte ranges
// of the recordings, which follow one another in time: of type EVENT, to which
// later calls only append, or VOD if ended. Its entries begin at keyframes, two
// seconds or more apart, or after ten seconds if no keyframe comes; each has its
// UTC time. A recording behind one that is not closed is left out until that one
// is.
//
// starts has one number for each item: where its first entry begins in the
// playlist's time, in microseconds, or would begin if it has none. A moment of a
// recording is in the playlist at its position, plus this, less the Position
// of its first part.
func Playlist(items []Item, ended bool) (text []byte, starts []int64) {
	var body []byte
	total, target := int64(0), int64(longestEntry/1_000_000)
	independent, files, open := true, 0, false
	for _, item := range items {
		starts = append(starts, total)
		if open {
			continue
		}
		whole := ended || item.Index.Closed
		list := entries(item.Index.Parts, whole)
		open = !whole
		for i, e := range list {
			if i == 0 {
				if files++; files > 1 {
					body = append(body, "#EXT-X-DISCONTINUITY\n"...)
				}
				body = append(body, `#EXT-X-MAP:URI="`+item.URI+`",BYTERANGE="`...)
				body = append(strconv.AppendInt(body, item.Index.InitLength, 10), "@0\"\n"...)
			}
			body = append(body, "#EXT-X-PROGRAM-DATE-TIME:"...)
			body = time.UnixMilli(item.Index.StartMs+e.position/1000).UTC().AppendFormat(body, "2006-01-02T15:04:05.000Z")
			body = append(body, "\n#EXTINF:"...)
			body = appendSeconds(body, e.duration)
			body = append(body, ",\n#EXT-X-BYTERANGE:"...)
			body = strconv.AppendInt(body, e.length, 10)
			body = strconv.AppendInt(append(body, '@'), e.offset, 10)
			body = append(append(append(body, '\n'), item.URI...), '\n')
			total += e.duration
			target = max(target, (e.duration+500_000)/1_000_000)
			independent = independent && e.keyframe
		}
	}
	text = append(text, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:"...)
	text = append(strconv.AppendInt(text, target, 10), "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:"...)
	if ended {
		text = append(text, "VOD\n"...)
	} else {
		text = append(text, "EVENT\n"...)
	}
	if independent {
		text = append(text, "#EXT-X-INDEPENDENT-SEGMENTS\n"...)
	}
	text = append(text, body...)
	if ended {
		text = append(text, "#EXT-X-ENDLIST\n"...)
	}
	return text, starts
}

// entries puts parts together. The last group is left out unless whole: it may
// still grow. An entry lasts until the next one begins, also when there is a
// gap between them, so that the times of a file stay in step.
func entries(parts []Part, whole bool) []entry {
	var list []entry
	for _, p := range parts {
		if n := len(list); n > 0 {
			e := &list[n-1]
			long := p.Position - e.position
			if !(p.Keyframe && long >= shortestEntry || p.end()-e.position > longestEntry) {
				e.length = p.Offset + p.Length - e.offset
				e.duration = max(e.duration, p.end()-e.position)
				continue
			}
			e.duration = max(long, 1)
		}
		list = append(list, entry{p.Offset, p.Length, p.Position, max(p.Duration, 1), p.Keyframe})
	}
	if n := len(list); n > 0 && !whole {
		list = list[:n-1]
	}
	return list
}

// appendSeconds appends microseconds as seconds.
func appendSeconds(b []byte, micros int64) []byte {
	b = strconv.AppendInt(b, micros/1_000_000, 10)
	fraction := strconv.AppendInt(nil, 1_000_000+micros%1_000_000, 10)
	fraction[0] = '.'
	return append(b, fraction...)
}
