// Package live tells pages what has changed. A [Hub] numbers every change of
// a topic, keeps the last of them, and hands them to whoever follows the
// topic; a page that comes back says the last number it saw and gets the rest,
// or is told to read everything again.
//
// Nobody is waited for: each client has a bounded queue, and one whose queue
// is full is dropped with the message "resync".
//
// # Messages
//
// A page sends {"op":"subscribe","topic":T,"since":N}, {"op":"unsubscribe",
// "topic":T} and {"op":"beat"}. since is the last number seen; without it, or
// with 0, only what comes from now on is sent. The server sends
// {"topic":T,"seq":N,"kind":K,"data":D}: the kinds of the callers, and its own:
//
//	subscribed  N is the topic's present number; what was missed follows
//	resync      N is the topic's present number; more was missed than is kept
//	            (with an empty topic: this client was too slow and is dropped)
//	refused     D is why this topic may not be followed
//	presence    somebody came to the topic or left it: D is a [Presence] and "here"
//
// The numbers of a topic have no gap, and go on upwards over a restart, since
// they begin at the time of the start: an old number is then older than
// anything kept, and the page reads everything again.
package live

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// The topics.
//
// Pages know one topic "centre". Each client has its own: that of the centre
// of its people, or of every centre for who sees them all; see [Hub.Publish].
const (
	TopicCentre = "centre"
	TopicLot    = "lot:"  // and a lot's id
	TopicRoom   = "room:" // and a room's id
)

const (
	keep     = 512       // changes kept for each topic, at the least
	queueLen = 256       // messages that may wait for one client
	idleFor  = time.Hour // after which a topic that nobody follows is forgotten
	maxTopic = 32        // topics that one client may follow
)

// A Message is one change as it is sent.
type Message struct {
	Topic string          `json:"topic"`
	Seq   int64           `json:"seq"`
	Kind  string          `json:"kind"`
	Data  json.RawMessage `json:"data,omitempty"`
}

// A Presence is somebody who is connected. It goes to whoever follows the
// same topic, so it holds no name.
type Presence struct {
	Role  string `json:"role"`
	Kiosk string `json:"kiosk,omitempty"` // id of the kiosk, or of the one the member sits at
	Seat  int    `json:"seat,omitempty"`  // of the member

	Centre string `json:"-"` // whose changes the topic "centre" holds for it: an id, or [Everywhere]

	// By either of these the client is dropped; see [Hub.Drop].
	Session string `json:"-"`
	Account string `json:"-"`
}

// A Hub is the meeting place of those who publish and those who follow.
type Hub struct {
	now func() time.Time

	mu      sync.Mutex // guards what follows, and everything of topics and clients but the channels
	topics  map[string]*topic
	clients map[*Client]bool
	left    []*Client // dropped, but still among the followers; see settle
	base    int64     // a topic that is made now goes on from here
	closed  bool

	serving sync.WaitGroup // see Serve
}

// A topic holds the newest messages, encoded, in order.
type topic struct {
	seq       int64    // of the newest
	kept      [][]byte // up to twice keep
	followers map[*Client]bool
	changed   time.Time
}

// NewHub returns a hub. now is its clock.
func NewHub(now func() time.Time) *Hub {
	return &Hub{
		now:     now,
		topics:  make(map[string]*topic),
		clients: make(map[*Client]bool),
		base:    now().UnixMilli() * 1000, // below 2^53, JavaScript's bound, until the year 2255
	}
}

// Publish numbers a change and sends it to all who follow the topic. It waits
// for nobody. data is sent as JSON; it must hold nothing that any follower of
// the topic may not see. After Close it does nothing.
//
// What is published to "centre:" and a centre's id reaches who follows "centre"
// there, and who does so everywhere; what is published to "centre" is of no one
// centre and reaches all of them.
func (h *Hub) Publish(name, kind string, data any) error {
	encoded, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("live: %s of %s: %w", kind, name, err)
	}
	h.mu.Lock()
	defer h.unlock()
	for _, key := range h.keys(name) {
		h.publish(key, kind, encoded)
	}
	return nil
}

// Everywhere is the centre of a client that sees every centre.
const Everywhere = "*"

// keys lists the topics, as they are kept, that a change goes to. Called locked.
func (h *Hub) keys(name string) []string {
	if name == TopicCentre {
		var all []string
		for key := range h.topics {
			if strings.HasPrefix(key, centreKey) {
				all = append(all, key)
			}
		}
		return all // one that is not kept has no followers, and its next begins above its last
	}
	if strings.HasPrefix(name, centreKey) {
		return []string{name, centreKey + Everywhere}
	}
	return []string{name}
}

// centreKey and a centre are what a topic "centre" is kept by.
const centreKey = TopicCentre + ":"

// key is what a topic is kept by for a client that calls it by name.
func (c *Client) key(name string) string {
	if name == TopicCentre {
		return centreKey + c.who.Centre
	}
	return name
}

// nameOf is what pages call a topic.
func nameOf(key string) string {
	if strings.HasPrefix(key, centreKey) {
		return TopicCentre
	}
	return key
}

// unlock settles what the holder of the lock has left behind, and unlocks.
func (h *Hub) unlock() {
	h.settle()
	h.mu.Unlock()
}

// publish is called locked. Whoever proves too slow is only marked: to tell
// of it here would reach some followers before this change and some after.
func (h *Hub) publish(name, kind string, data json.RawMessage) {
	if h.closed {
		return
	}
	t := h.topic(name)
	t.seq++
	t.changed = h.now()
	line := line(Message{Topic: nameOf(name), Seq: t.seq, Kind: kind, Data: data})
	if len(t.kept) == 2*keep {
		t.kept = slices.Clone(t.kept[keep:])
	}
	t.kept = append(t.kept, line)
	for c := range t.followers {
		h.offer(c, line)
	}
}

// Seq returns the number of the newest change of a topic, for an answer that
// a page goes on from.
func (h *Hub) Seq(name string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.topic(name).seq
}

// Present lists who follows a topic.
func (h *Hub) Present(name string) []Presence {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []Presence
	if t, ok := h.topics[name]; ok {
		for c := range t.followers {
			list = append(list, c.who)
		}
	}
	return list
}

// Drop ends the connections of a session that is over, or of an account that
// was changed.
func (h *Hub) Drop(id string) {
	h.mu.Lock()
	defer h.unlock()
	for c := range h.clients {
		if c.who.Session == id || c.who.Account == id {
			h.leave(c)
		}
	}
}

// DropCentre ends the connections of everybody of a centre.
func (h *Hub) DropCentre(centre string) {
	h.mu.Lock()
	defer h.unlock()
	for c := range h.clients {
		if c.who.Centre == centre {
			h.leave(c)
		}
	}
}

// Close drops every client and waits until every [Hub.Serve] has returned.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	for c := range h.clients {
		h.leave(c)
	}
	h.unlock()
	h.serving.Wait()
}

// topic returns the topic of that name, called locked. When it makes one, it
// first forgets those that nobody has followed or changed for long.
func (h *Hub) topic(name string) *topic {
	if t, ok := h.topics[name]; ok {
		return t
	}
	for old, t := range h.topics {
		if len(t.followers) == 0 && h.now().Sub(t.changed) > idleFor {
			h.base = max(h.base, t.seq) // so that its numbers never come twice
			delete(h.topics, old)
		}
	}
	t := &topic{seq: h.base, followers: make(map[*Client]bool), changed: h.now()}
	h.topics[name] = t
	return t
}

// line encodes what cannot fail to encode.
func line(m Message) []byte {
	encoded, err := json.Marshal(m)
	if err != nil {
		panic(err) // Data is JSON that was made by json.Marshal
	}
	return encoded
}
