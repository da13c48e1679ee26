package live

import (
	"encoding/json"
	"errors"
	"strings"

	"bidroom/evaluation/rule"
)

// A Client is one connection. Its owner reads Queue until Gone is closed.
type Client struct {
	who    Presence
	may    func(topic string) error
	topics map[string]*topic
	queue  chan []byte
	gone   chan struct{} // closed when the client is dropped
	slow   bool          // why it was dropped; read after gone is closed
}

// Attach adds a client. may returns nil if it may follow the topic of that
// name, a *[rule.Refusal] if not; any other error is taken as a no as well.
func (h *Hub) Attach(who Presence, may func(topic string) error) *Client {
	c := &Client{
		who: who, may: may, topics: make(map[string]*topic),
		queue: make(chan []byte, queueLen), gone: make(chan struct{}),
	}
	h.mu.Lock()
	defer h.unlock()
	h.clients[c] = true
	if h.closed {
		h.leave(c)
	}
	return c
}

// Detach ends the client; more than once does no harm.
func (h *Hub) Detach(c *Client) {
	h.mu.Lock()
	defer h.unlock()
	h.leave(c)
}

// Queue holds what is to be sent, encoded.
func (c *Client) Queue() <-chan []byte { return c.queue }

// Gone is closed when the client is dropped; nothing is queued afterwards.
func (c *Client) Gone() <-chan struct{} { return c.gone }

// Subscribe lets the client follow a topic from the change after since on; 0
// is from now on. The answer is queued: subscribed with what was missed,
// resync, or refused.
func (h *Hub) Subscribe(c *Client, name string, since int64) {
	err := c.may(name) // may ask a database: not under the lock
	key := c.key(name)
	h.mu.Lock()
	defer h.unlock()
	if !h.clients[c] {
		return
	}
	if _, already := c.topics[key]; err == nil && !already && len(c.topics) == maxTopic {
		err = rule.Refuse(rule.Busy, "", "live.topics", "topic")
	}
	if err != nil {
		h.offer(c, line(Message{Topic: name, Kind: "refused", Data: reasons(err)}))
		return
	}
	t := h.topic(key)
	missed, kept := t.seq-since, int64(len(t.kept))
	if since == 0 {
		missed = 0
	}
	if missed < 0 || missed > kept || missed >= int64(cap(c.queue)-len(c.queue)) {
		h.offer(c, line(Message{Topic: name, Seq: t.seq, Kind: "resync"}))
	} else {
		h.offer(c, line(Message{Topic: name, Seq: t.seq, Kind: "subscribed"}))
		for _, line := range t.kept[kept-missed:] {
			h.offer(c, line)
		}
	}
	if _, already := c.topics[key]; !already && h.clients[c] {
		c.topics[key] = t
		t.followers[c] = true
		h.presence(key, c, true)
	}
}

// Unsubscribe ends the following of a topic.
func (h *Hub) Unsubscribe(c *Client, name string) {
	h.mu.Lock()
	defer h.unlock()
	key := c.key(name)
	if t, ok := c.topics[key]; ok {
		delete(c.topics, key)
		delete(t.followers, c)
		h.presence(key, c, false)
	}
}

// offer queues a line for a client and drops the client if it is too slow.
// Called locked.
func (h *Hub) offer(c *Client, line []byte) {
	if !h.clients[c] {
		return
	}
	select {
	case c.queue <- line:
	default:
		c.slow = true
		h.leave(c)
	}
}

// leave drops a client; settle takes it out of its topics. Called locked.
func (h *Hub) leave(c *Client) {
	if h.clients[c] {
		delete(h.clients, c)
		close(c.gone)
		h.left = append(h.left, c)
	}
}

// settle takes those who were dropped out of their topics and tells the
// others, which can prove further ones too slow. Called locked.
func (h *Hub) settle() {
	for len(h.left) > 0 {
		c := h.left[0]
		h.left = h.left[1:]
		for name, t := range c.topics {
			delete(t.followers, c)
			h.presence(name, c, false)
		}
		clear(c.topics)
	}
}

// presence tells a topic that somebody came or left. Called locked.
func (h *Hub) presence(name string, c *Client, here bool) {
	data, err := json.Marshal(struct {
		Presence
		Here bool `json:"here"`
	}{c.who, here})
	if err != nil {
		panic(err) // strings, a number and a bool
	}
	h.publish(name, "presence", data)
}

// reasons encodes why a topic may not be followed. The text of a fault stays
// in the server.
func reasons(err error) json.RawMessage {
	var refusal *rule.Refusal
	list := []rule.Reason{{Code: "live.fault"}}
	if errors.As(err, &refusal) {
		list = refusal.Reasons
	}
	encoded, err := json.Marshal(map[string]any{"reasons": list})
	if err != nil {
		panic(err) // strings only
	}
	return encoded
}

// Topic splits the name of a topic into its prefix, one of the constants, and
// the id behind it. It refuses every other name.
func Topic(name string) (prefix, id string, err error) {
	if name == TopicCentre {
		return TopicCentre, "", nil
	}
	for _, prefix := range []string{TopicLot, TopicRoom} {
		if id, ok := strings.CutPrefix(name, prefix); ok && id != "" && len(id) <= 64 {
			return prefix, id, nil
		}
	}
	return "", "", rule.Refuse(rule.NotFound, "", "live.topic", "topic")
}
