package live_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidroom/evaluation/rule"
	"bidroom/server/live"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func everything(string) error { return nil }

// read takes everything that waits for the client.
func read(t testing.TB, c *live.Client) []live.Message {
	t.Helper()
	var list []live.Message
	for {
		select {
		case line := <-c.Queue():
			var m live.Message
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			list = append(list, m)
		default:
			return list
		}
	}
}

func gone(c *live.Client) bool {
	select {
	case <-c.Gone():
		return true
	default:
		return false
	}
}

func publish(t testing.TB, h *live.Hub, topic string, n int) {
	t.Helper()
	for i := range n {
		if err := h.Publish(topic, "changed", map[string]int{"n": i}); err != nil {
			t.Fatal(err)
		}
	}
}

func kinds(list []live.Message) string {
	var b strings.Builder
	for _, m := range list {
		fmt.Fprintf(&b, "%s ", m.Kind)
	}
	return strings.TrimSpace(b.String())
}

func TestFollow(t *testing.T) {
	h := live.NewHub(func() time.Time { return noon })
	defer h.Close()
	c := h.Attach(live.Presence{Role: "staff"}, everything)
	publish(t, h, "lot:1", 3) // before it follows
	h.Subscribe(c, "lot:1", 0)
	publish(t, h, "lot:1", 2)
	publish(t, h, "lot:2", 2) // which it does not follow
	got := read(t, c)
	if kinds(got) != "subscribed presence changed changed" {
		t.Fatalf("got %s", kinds(got))
	}
	for i, m := range got[1:] {
		if m.Topic != "lot:1" || m.Seq != got[0].Seq+int64(i)+1 {
			t.Errorf("message %d is %s number %d after %d", i, m.Topic, m.Seq, got[0].Seq)
		}
	}
	if string(got[3].Data) != `{"n":1}` {
		t.Errorf("data %s", got[3].Data)
	}
	h.Unsubscribe(c, "lot:1")
	publish(t, h, "lot:1", 1)
	if rest := read(t, c); len(rest) != 0 {
		t.Errorf("after unsubscribing: %s", kinds(rest))
	}
}

// TestResume stands on both sides of what is kept for a client, 256 places in its queue, one
// of which the answer itself takes.
func TestResume(t *testing.T) {
	for _, tt := range []struct {
		missed int
		want   string // of the first message
		more   int
	}{
		{0, "subscribed", 0}, {1, "subscribed", 1}, {200, "subscribed", 200}, {254, "subscribed", 254},
		{256, "resync", 0}, {2000, "resync", 0}, {-1, "resync", 0},
	} {
		t.Run(fmt.Sprint(tt.missed), func(t *testing.T) {
			h := live.NewHub(func() time.Time { return noon })
			defer h.Close()
			publish(t, h, "room:1", 1)
			seen := h.Seq("room:1")
			if tt.missed < 0 {
				seen += 5 // numbers of a server whose clock was ahead
			}
			publish(t, h, "room:1", max(tt.missed, 0))
			c := h.Attach(live.Presence{}, everything)
			h.Subscribe(c, "room:1", seen)
			got := read(t, c)
			if got[0].Kind != tt.want || got[0].Seq != h.Seq("room:1")-1 { // -1: its own presence
				t.Fatalf("answered %s %d, want %s", got[0].Kind, got[0].Seq, tt.want)
			}
			if len(got) != tt.more+2 {
				t.Fatalf("%d messages, want %d", len(got)-2, tt.more)
			}
			for i, m := range got[1:] {
				if tt.want == "subscribed" && m.Seq != seen+int64(i)+1 {
					t.Errorf("message %d has number %d", i, m.Seq)
				}
			}
		})
	}
}

// TestNumbersGoOn: a number of before a restart, or of before a topic was
// forgotten, is never taken for one of the present.
func TestNumbersGoOn(t *testing.T) {
	now := noon
	first := live.NewHub(func() time.Time { return now })
	publish(t, first, "lot:1", 700)
	old := first.Seq("lot:1")
	first.Close()
	now = now.Add(time.Second)
	h := live.NewHub(func() time.Time { return now })
	defer h.Close()
	c := h.Attach(live.Presence{}, everything)
	h.Subscribe(c, "lot:1", old)
	if got := read(t, c); got[0].Kind != "resync" {
		t.Errorf("after a restart: %s", kinds(got))
	}

	publish(t, h, "lot:2", 30)
	last := h.Seq("lot:2")
	now = now.Add(2 * time.Hour)
	publish(t, h, "lot:3", 1) // forgets lot:2
	if again := h.Seq("lot:2"); again < last {
		t.Fatalf("lot:2 went from %d back to %d", last, again)
	}
	h.Subscribe(c, "lot:2", last-1)
	if got := read(t, c); got[0].Kind != "resync" {
		t.Errorf("one change was missed and forgotten: %s", kinds(got))
	}
}

func TestSlowClientIsDropped(t *testing.T) {
	h := live.NewHub(func() time.Time { return noon })
	defer h.Close()
	slow, quick := h.Attach(live.Presence{Kiosk: "slow"}, everything), h.Attach(live.Presence{Kiosk: "quick"}, everything)
	h.Subscribe(quick, "room:9", 0)
	h.Subscribe(slow, "room:9", 0)
	var seen []live.Message
	for range 300 {
		publish(t, h, "room:9", 1)
		seen = append(seen, read(t, quick)...)
	}
	if !gone(slow) || gone(quick) {
		t.Fatalf("slow gone: %t, quick gone: %t", gone(slow), gone(quick))
	}
	for i, m := range seen {
		if m.Seq != seen[0].Seq+int64(i) {
			t.Fatalf("out of order: number %d at place %d after %d", m.Seq, i, seen[0].Seq)
		}
	}
	var left bool
	for _, m := range seen {
		left = left || m.Kind == "presence" && strings.Contains(string(m.Data), `"kiosk":"slow","here":false`)
	}
	if present := h.Present("room:9"); !left || len(present) != 1 || present[0].Kiosk != "quick" {
		t.Errorf("told of the leaving: %t; present: %+v", left, present)
	}
}

func TestRefusedTopic(t *testing.T) {
	h := live.NewHub(func() time.Time { return noon })
	defer h.Close()
	c := h.Attach(live.Presence{}, func(topic string) error {
		switch topic {
		case "lot:secret":
			return rule.Refuse(rule.Forbidden, "", "access.role", "", "role", "agent")
		case "lot:broken":
			return errors.New("the database at 10.1.2.3 is gone")
		}
		return nil
	})
	h.Subscribe(c, "lot:secret", 0)
	h.Subscribe(c, "lot:broken", 0)
	publish(t, h, "lot:secret", 3)
	got := read(t, c)
	if kinds(got) != "refused refused" || !strings.Contains(string(got[0].Data), `"access.role"`) {
		t.Fatalf("got %s %s", kinds(got), got[0].Data)
	}
	if strings.Contains(string(got[1].Data), "10.1.2.3") {
		t.Errorf("a fault's text went out: %s", got[1].Data)
	}
	for i := range 40 {
		h.Subscribe(c, fmt.Sprintf("lot:%d", i), 0)
	}
	if got := read(t, c); got[len(got)-1].Kind != "refused" {
		t.Errorf("a client follows 40 topics")
	}
}

func TestDropSession(t *testing.T) {
	h := live.NewHub(func() time.Time { return noon })
	defer h.Close()
	a, b := h.Attach(live.Presence{Session: "a"}, everything), h.Attach(live.Presence{Session: "b"}, everything)
	h.Drop("a")
	if !gone(a) || gone(b) {
		t.Errorf("a gone: %t, b gone: %t", gone(a), gone(b))
	}
}

func TestTopic(t *testing.T) {
	for name, want := range map[string]string{
		"centre": "centre ", "lot:7": "lot: 7", "room:" + strings.Repeat("x", 64): "room: " + strings.Repeat("x", 64),
		"": "", "lot:": "", "lot": "", "draw:1": "", "room:" + strings.Repeat("x", 65): "", "centre:1": "",
	} {
		prefix, id, err := live.Topic(name)
		if (err != nil) != (want == "") || err == nil && prefix+" "+id != want {
			t.Errorf("Topic(%q) = %q, %q, %v", name, prefix, id, err)
		}
	}
}

// TestEveryNumberOnce: whatever comes and goes, a follower sees each number of its topic in
// order and once, until it is gone.
func TestEveryNumberOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := live.NewHub(func() time.Time { return noon })
		defer h.Close()
		clients := make([]*live.Client, 4)
		last := make([]int64, 4)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			i := rapid.IntRange(0, 3).Draw(rt, "client")
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0:
				if clients[i] != nil {
					h.Detach(clients[i])
				}
				clients[i] = h.Attach(live.Presence{}, everything)
				h.Subscribe(clients[i], "room:9", last[i])
			case 1, 2:
				publish(t, h, "room:9", rapid.SampledFrom([]int{1, 3, 100}).Draw(rt, "changes"))
			default:
				if clients[i] == nil {
					continue
				}
				for _, m := range read(t, clients[i]) {
					switch m.Kind {
					case "resync":
						last[i] = m.Seq
					case "subscribed":
						if last[i] == 0 {
							last[i] = m.Seq
						}
					default:
						if m.Seq != last[i]+1 {
							rt.Fatalf("number %d after %d", m.Seq, last[i])
						}
						last[i] = m.Seq
					}
				}
			}
		}
	})
}

func TestDropAccount(t *testing.T) {
	h := live.NewHub(func() time.Time { return noon })
	defer h.Close()
	a := h.Attach(live.Presence{Session: "a", Account: "x"}, everything)
	b := h.Attach(live.Presence{Session: "b", Account: "x"}, everything)
	other := h.Attach(live.Presence{Session: "c", Account: "y"}, everything)
	h.Drop("x")
	if !gone(a) || !gone(b) || gone(other) {
		t.Errorf("a gone: %t, b gone: %t, the other's: %t", gone(a), gone(b), gone(other))
	}
}

// What is of one centre reaches the people there and who sees every centre;
// what is of none reaches all. To each it is the topic "centre", whose numbers
// have no gap.
func TestCentresApart(t *testing.T) {
	h := live.NewHub(func() time.Time { return noon })
	defer h.Close()
	here, there, wide := h.Attach(live.Presence{Centre: "a"}, everything), h.Attach(live.Presence{Centre: "b"}, everything), h.Attach(live.Presence{Centre: live.Everywhere}, everything)
	for _, c := range []*live.Client{here, there, wide} {
		h.Subscribe(c, "centre", 0)
	}
	for _, topic := range []string{"centre:a", "centre:b", "centre:b", "centre"} {
		publish(t, h, topic, 1)
	}
	for c, want := range map[*live.Client]string{here: "subscribed presence changed changed", there: "subscribed presence changed changed changed", wide: "subscribed presence changed changed changed changed"} {
		got := read(t, c)
		if kinds(got) != want {
			t.Errorf("got %s, want %s", kinds(got), want)
		}
		for i, m := range got {
			if m.Topic != "centre" || m.Seq != got[0].Seq+int64(i) {
				t.Errorf("message %d is %s number %d after %d", i, m.Topic, m.Seq, got[0].Seq)
			}
		}
	}
	h.DropCentre("b")
	select {
	case <-there.Gone():
	default:
		t.Error("who is of a closed centre is still connected")
	}
	if _, _, err := live.Topic("centre:a"); err == nil {
		t.Error("a page names another centre's topic")
	}
}
