package media

import (
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

// A feed is one camera with its microphone. It outlives its sessions.
type feed struct {
	key     key
	session *session                  // that publishes now; nil while the feed is away
	viewers atomic.Pointer[[]*viewer] // copied when it changes; read for every packet
	since   time.Time
	cause   string // what ended the last session
	health  []string
}

// feed returns a feed, which nobody may have published yet. It must be called
// with the server's lock held.
func (s *Server) feed(k key) *feed {
	if s.feeds[k] == nil {
		s.feeds[k] = &feed{key: k, since: s.config.Now()}
	}
	return s.feeds[k]
}

// state must be called with the server's lock held.
func (f *feed) state() FeedState {
	return FeedState{Feed: f.key.feed, Live: f.session != nil, SinceMs: f.since.UnixMilli(), Health: f.health}
}

// A packet on its way to a viewer. It is shared and not changed.
type packet struct {
	*rtp.Packet
	video  bool
	source *session // a viewer renumbers when it changes
}

// send gives a packet to every viewer; one that is slow loses it.
func (f *feed) send(p packet) {
	if list := f.viewers.Load(); list != nil {
		for _, v := range *list {
			v.push(p)
		}
	}
}

// addViewer and dropViewer must be called with the server's lock held.
func (f *feed) addViewer(v *viewer) {
	var list []*viewer
	if old := f.viewers.Load(); old != nil {
		list = append(list, *old...)
	}
	list = append(list, v)
	f.viewers.Store(&list)
}

func (f *feed) dropViewer(v *viewer) {
	var list []*viewer
	for _, other := range *f.viewers.Load() {
		if other != v {
			list = append(list, other)
		}
	}
	f.viewers.Store(&list)
}

// What is missing from a feed that is live.
const (
	HealthNoPicture = "no_picture"
	HealthNoSound   = "no_sound"
)

// missingAfter is how long nothing may come before it is said to be missing.
const missingAfter = 3 * time.Second

// judge says what is missing from the session of a feed now.
func (s *session) judge(now time.Time) []string {
	var health []string
	late := func(last int64) bool { return now.Sub(time.UnixMicro(last)) > missingAfter }
	if s.wants.video && late(s.lastVideo.Load()) {
		health = append(health, HealthNoPicture)
	}
	if s.wants.audio && late(s.lastAudio.Load()) {
		health = append(health, HealthNoSound)
	}
	return health
}
