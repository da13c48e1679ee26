package live_test

import (
	"bytes"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	wire "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"

	"bidroom/server/live"
)

// quickly is a timing for tests on a slow machine.
var quickly = live.Timing{Ping: 50 * time.Millisecond, Alive: time.Second, Write: 300 * time.Millisecond}

// serve starts a real server with a hub; ?role= and ?kiosk= say who comes.
func serve(t *testing.T, timing live.Timing) (h *live.Hub, address string, serving *atomic.Int32) {
	t.Helper()
	h = live.NewHub(time.Now)
	serving = new(atomic.Int32)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/live", websocket.New(func(c *websocket.Conn) {
		serving.Add(1)
		defer serving.Add(-1)
		h.Serve(c, live.Presence{Role: c.Query("role"), Kiosk: c.Query("kiosk")}, everything, timing)
	}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- app.Listener(listener) }()
	t.Cleanup(func() {
		h.Close()
		if err := app.Shutdown(); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return h, "ws://" + listener.Addr().String() + "/live", serving
}

type page struct {
	*wire.Conn
	t *testing.T
}

func dial(t *testing.T, address string) page {
	t.Helper()
	conn, _, err := wire.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return page{conn, t}
}

func (p page) send(m map[string]any) {
	p.t.Helper()
	if err := p.WriteJSON(m); err != nil {
		p.t.Fatal(err)
	}
}

// until reads until a message of that kind whose data holds text.
func (p page) until(kind, text string) live.Message {
	p.t.Helper()
	for {
		var m live.Message
		if err := p.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			p.t.Fatal(err)
		}
		if err := p.ReadJSON(&m); err != nil {
			p.t.Fatalf("waiting for %s: %v", kind, err)
		}
		if m.Kind == kind && strings.Contains(string(m.Data), text) {
			return m
		}
	}
}

func TestReconnect(t *testing.T) {
	h, address, _ := serve(t, quickly)
	p := dial(t, address)
	p.send(map[string]any{"op": "subscribe", "topic": "lot:1"})
	p.until("subscribed", "")
	publish(t, h, "lot:1", 1)
	seen := p.until("changed", "").Seq
	p.Close()
	publish(t, h, "lot:1", 20)
	p = dial(t, address)
	p.send(map[string]any{"op": "subscribe", "topic": "lot:1", "since": seen})
	p.until("subscribed", "")
	for want := 0; want < 20; {
		var m live.Message
		if err := p.ReadJSON(&m); err != nil {
			t.Fatal(err)
		}
		if seen++; m.Seq != seen {
			t.Fatalf("number %d, want %d", m.Seq, seen)
		}
		if m.Kind == "changed" { // a presence may stand between
			want++
		}
	}
}

// TestSlowSocket: a page that does not read holds nobody up, and is told to
// read everything again when it is back.
func TestSlowSocket(t *testing.T) {
	h, address, _ := serve(t, quickly)
	quick, slow := dial(t, address), dial(t, address+"?kiosk=slow")
	quick.send(map[string]any{"op": "subscribe", "topic": "room:9"})
	quick.until("subscribed", "")
	slow.send(map[string]any{"op": "subscribe", "topic": "room:9"})
	seen := quick.until("presence", `"kiosk":"slow","here":true`).Seq
	big := string(bytes.Repeat([]byte("x"), 64<<10)) // fills the buffers of the network
	for dropped := false; !dropped; {
		if err := h.Publish("room:9", "changed", big); err != nil {
			t.Fatal(err)
		}
		m := quick.until("changed", "") // the quick one is never more than one behind
		if m.Seq < seen+1 {
			t.Fatalf("number %d after %d", m.Seq, seen)
		}
		dropped = len(h.Present("room:9")) == 1
	}
	publish(t, h, "room:9", 300) // the quick one need not keep up with this
	slow.Close()
	slow = dial(t, address+"?kiosk=slow")
	slow.send(map[string]any{"op": "subscribe", "topic": "room:9", "since": seen})
	slow.until("resync", "")
}

// TestHangingKiosk: a kiosk whose page sends no beat is not there, though its
// browser answers every ping; a desk need not beat.
func TestHangingKiosk(t *testing.T) {
	_, address, _ := serve(t, quickly)
	desk, kiosk := dial(t, address+"?role=staff"), dial(t, address+"?role=kiosk&kiosk=k1")
	desk.send(map[string]any{"op": "subscribe", "topic": "room:1"})
	desk.until("subscribed", "")
	kiosk.send(map[string]any{"op": "subscribe", "topic": "room:1"})
	desk.until("presence", `"kiosk":"k1","here":true`)
	pongs := make(chan struct{})
	go func() { // answers pings, as a browser does for a page that hangs
		defer close(pongs)
		for {
			if _, _, err := kiosk.ReadMessage(); err != nil {
				return
			}
		}
	}()
	desk.until("presence", `"kiosk":"k1","here":false`)
	<-pongs
}

func TestBeatingKiosk(t *testing.T) {
	timing := quickly
	timing.Alive = 400 * time.Millisecond
	_, address, _ := serve(t, timing)
	kiosk := dial(t, address+"?role=kiosk")
	ends := time.Now().Add(3 * timing.Alive)
	beat := time.NewTicker(timing.Ping)
	defer beat.Stop()
	for time.Now().Before(ends) {
		<-beat.C
		kiosk.send(map[string]any{"op": "beat"})
	}
	kiosk.send(map[string]any{"op": "subscribe", "topic": "room:1"})
	kiosk.until("subscribed", "")
}

func TestNonsenseEndsTheConnection(t *testing.T) {
	_, address, _ := serve(t, quickly)
	for _, text := range []string{"hello", `{"op":"subscribe","topic":"` + strings.Repeat("x", 2000) + `"}`} {
		p := dial(t, address)
		if err := p.WriteMessage(wire.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := p.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.ReadMessage(); err == nil || strings.Contains(err.Error(), "timeout") {
			t.Errorf("after %.20q: %v", text, err)
		}
	}
}

func TestCloseWaits(t *testing.T) {
	h, address, serving := serve(t, quickly)
	for range 20 {
		p := dial(t, address)
		p.send(map[string]any{"op": "subscribe", "topic": "room:9"})
		p.until("subscribed", "")
	}
	h.Close()
	if n := len(h.Present("room:9")); n != 0 {
		t.Errorf("%d are present after Close", n)
	}
	// Each handler has only its own deferred count left to do; a new page is turned away.
	p := dial(t, address)
	if _, _, err := p.ReadMessage(); err == nil {
		t.Error("a page was served after Close")
	}
	for deadline := time.Now().Add(10 * time.Second); serving.Load() != 0; {
		if time.Now().After(deadline) {
			t.Fatalf("%d handlers still run", serving.Load())
		}
	}
}
