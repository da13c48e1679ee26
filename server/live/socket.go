package live

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/gofiber/contrib/websocket"
)

// Timing bounds how long a silent connection is taken for alive.
type Timing struct {
	Ping  time.Duration // between pings of the server
	Alive time.Duration // without a sign of life; more than Ping
	Write time.Duration // for one message to leave
}

// DefaultTiming notices a kiosk without power within a quarter of a minute.
var DefaultTiming = Timing{Ping: 5 * time.Second, Alive: 15 * time.Second, Write: 5 * time.Second}

// maxRequest bounds what a page sends at once, in bytes.
const maxRequest = 1 << 10

type request struct {
	Op    string `json:"op"`
	Topic string `json:"topic"`
	Since int64  `json:"since"`
}

// Serve speaks with one page over its socket until either side ends it. The
// role "kiosk" or "member" must send a beat within timing.Alive: a browser
// answers pings for a page that hangs, and a kiosk that hangs is not there.
//
// Serve owns the goroutine that writes, and waits for it.
func (h *Hub) Serve(conn *websocket.Conn, who Presence, may func(topic string) error, timing Timing) {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return
	}
	h.serving.Add(1)
	h.mu.Unlock()
	defer h.serving.Done()

	c := h.Attach(who, may)
	var writing sync.WaitGroup
	writing.Go(func() { c.write(conn, timing) })
	h.read(conn, c, timing)
	h.Detach(c)
	writing.Wait()
}

// read takes requests until the connection ends or is ended by write.
func (h *Hub) read(conn *websocket.Conn, c *Client, timing Timing) {
	alive := func() error { return conn.SetReadDeadline(time.Now().Add(timing.Alive)) }
	device := c.who.Role == "kiosk" || c.who.Role == "member"
	conn.SetReadLimit(maxRequest)
	conn.SetPongHandler(func(string) error {
		if device {
			return nil
		}
		return alive()
	})
	for alive() == nil {
		_, data, err := conn.ReadMessage()
		if err != nil {
			return
		}
		var r request
		if json.Unmarshal(data, &r) != nil {
			return // not one of our pages
		}
		switch r.Op {
		case "subscribe":
			h.Subscribe(c, r.Topic, r.Since)
		case "unsubscribe":
			h.Unsubscribe(c, r.Topic)
		}
	}
}

// write sends what is queued. It ends the connection when the client is gone,
// so that read returns too.
func (c *Client) write(conn *websocket.Conn, timing Timing) {
	defer conn.Close()
	ping := time.NewTicker(timing.Ping)
	defer ping.Stop()
	send := func(kind int, data []byte) error {
		if err := conn.SetWriteDeadline(time.Now().Add(timing.Write)); err != nil {
			return err
		}
		return conn.WriteMessage(kind, data)
	}
	for {
		var err error
		select {
		case line := <-c.queue:
			err = send(websocket.TextMessage, line)
		case <-ping.C:
			err = send(websocket.PingMessage, nil)
		case <-c.gone:
			code := websocket.CloseGoingAway
			if c.slow {
				code = websocket.CloseTryAgainLater
				if send(websocket.TextMessage, line(Message{Kind: "resync"})) != nil {
					return
				}
			}
			// The connection is closed next; a page that does not hear why learns it by that.
			_ = send(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
			return
		}
		if err != nil {
			return
		}
	}
}
