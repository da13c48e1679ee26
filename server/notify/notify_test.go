package notify

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bidroom/kiosk/catalogue"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

var (
	ctx  = context.Background()
	key  = "0123456789abcdef0123456789abcdef"
	zone = time.FixedZone("CST", 8*3600)
)

func invitation() Message {
	return Message{
		To: "13800138000", City: "杭州市", From: time.Date(2026, 11, 24, 8, 0, 0, 0, zone), Until: time.Date(2026, 11, 24, 9, 0, 0, 0, zone),
		Hours: 6, Pass: "7K2M-9QXA-4TZD",
	}
}

func TestText(t *testing.T) {
	for lang, want := range map[string]string{
		"zh-CN": "邀请您参加评标：2026-11-24，杭州市，签到时间 08:00–09:00，约 6 小时。签到凭证：7K2M-9QXA-4TZD。请携带身份证，并对本通知保密。",
		"en":    "You are invited to evaluate bids: 2026-11-24, 杭州市, check-in 08:00–09:00, about 6 hours. Pass: 7K2M-9QXA-4TZD. Bring your identity card, and keep this to yourself.",
	} {
		if got := invitation().Write(catalogue.Text, lang); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

// TestSignature: openssl computes the same.
func TestSignature(t *testing.T) {
	at := time.UnixMilli(1763900000000)
	body, err := json.Marshal(invitation().fields())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "signed")
	if err := os.WriteFile(file, []byte("1763900000000."+string(body)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("openssl", "dgst", "-sha256", "-hmac", key, "-r", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "t=1763900000000,v1=" + strings.Fields(string(out))[0]
	if got := signature([]byte(key), body, at); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A gateway answers as it is told and keeps what it was sent.
type gateway struct {
	*httptest.Server
	mu       sync.Mutex // guards what follows
	answers  []int      // one after the other; the last stays
	requests []map[string]string
	signed   []string
	bodies   [][]byte
	arrivals chan struct{}
}

func newGateway(t *testing.T, answers ...int) *gateway {
	g := &gateway{answers: answers, arrivals: make(chan struct{}, 1000)}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		var fields map[string]string
		if err := json.Unmarshal(body, &fields); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		g.requests, g.signed, g.bodies = append(g.requests, fields), append(g.signed, r.Header.Get("X-Bidroom-Signature")), append(g.bodies, body)
		if answer := g.answers[0]; answer > 0 {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(answer)
		} else { // hangs up
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				err = conn.Close()
			}
			if err != nil {
				t.Error(err)
			}
		}
		if len(g.answers) > 1 {
			g.answers = g.answers[1:]
		}
		g.arrivals <- struct{}{}
	}))
	t.Cleanup(g.Close)
	return g
}

// sent returns what the gateway was sent.
func (g *gateway) sent() []map[string]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.requests)
}

// A test's post office: an outbox on a real database, whose clock the test moves.
type office struct {
	t     *testing.T
	db    *store.DB
	clock atomic.Int64
	quiet int64 // when quiet hours end; 0 if it is none
	tries int
	pause time.Duration
	mu    sync.Mutex // guards saved
	saved []string
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, tries: 12, pause: 10 * time.Second}
	o.clock.Store(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC).UnixMilli())
	o.db = storetest.SQLiteAt(t, o.now)
	return o
}

func (o *office) now() time.Time { return time.UnixMilli(o.clock.Load()) }

func (o *office) put(id, channel string) {
	o.t.Helper()
	if err := o.db.Write(ctx, func(tx *store.Tx) error {
		return tx.InsertMessage(store.Message{ID: id, Channel: channel, Sealed: []byte(id), State: "waiting", NextAt: tx.Now, CreatedAt: tx.Now})
	}); err != nil {
		o.t.Fatal(err)
	}
}

// webhook opens the webhook of a gateway.
func (o *office) webhook(url string) *Webhook {
	o.t.Helper()
	h := &Webhook{URL: url, Key: key}
	if err := h.Open(o.now); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(h.Close)
	return h
}

func (o *office) config(channels ...Channel) Config {
	o.t.Helper()
	return Config{
		DB: o.db, Channels: channels, Words: catalogue.Text, Language: "zh-CN", Now: o.now, Log: slog.New(slog.DiscardHandler),
		Open: func(_ context.Context, row store.Message) (Message, bool, error) {
			if string(row.Sealed) == "broken" {
				return Message{}, false, errors.New("not sealed by this master key")
			}
			m := invitation()
			m.At, m.Tries, m.Pause = time.UnixMilli(max(o.quiet, o.clock.Load())), o.tries, o.pause
			return m, string(row.Sealed) != "answered", nil
		},
		Save: func(ctx context.Context, row store.Message, began time.Time, outcome Outcome) error {
			if outcome != "" && began.UnixMilli() != o.clock.Load() {
				o.t.Errorf("the attempt began at %s, it is %s", began, o.now())
			}
			o.mu.Lock()
			defer o.mu.Unlock()
			o.saved = append(o.saved, strings.TrimSpace(row.ID+" "+row.State+" "+string(outcome)))
			return o.db.Write(ctx, func(tx *store.Tx) error { return tx.SaveMessage(row) })
		},
	}
}

func (o *office) waiting(channel string) []store.Message {
	o.t.Helper()
	var list []store.Message
	was := o.clock.Load()
	o.clock.Store(was + 24*3600*1000) // due or not
	defer o.clock.Store(was)
	if err := o.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.DueOn(channel, 100)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return list
}

func TestCarry(t *testing.T) {
	g, o := newGateway(t, 202), newOffice(t)
	for i := range batch + 3 {
		o.put("m"+string(rune('a'+i)), "webhook")
	}
	o.put("by hand", "manual")
	w := Start(o.config(o.webhook(g.URL)))
	for range batch + 3 {
		<-g.arrivals
	}
	o.put("later", "webhook")
	w.Wake()
	<-g.arrivals
	w.Close()
	ids := make(map[string]bool)
	for i, r := range g.sent() {
		ids[r["id"]] = true
		want := map[string]string{
			"id": r["id"], "to": "13800138000", "text": invitation().Write(catalogue.Text, "zh-CN"), "date": "2026-11-24", "city": "杭州市",
			"from": "08:00", "until": "09:00", "hours": "6", "pass": "7K2M-9QXA-4TZD",
		}
		for name, value := range want {
			if r[name] != value {
				t.Errorf("%s is %q, want %q", name, r[name], value)
			}
		}
		if len(r) != len(want) {
			t.Errorf("fields beyond those of the protocol: %v", r)
		}
		if want := signature([]byte(key), g.bodies[i], o.now()); g.signed[i] != want {
			t.Errorf("signed %s, want %s", g.signed[i], want)
		}
	}
	if len(ids) != batch+4 || ids["by hand"] {
		t.Errorf("%d messages were carried", len(ids))
	}
	if left := o.waiting("manual"); len(left) != 1 {
		t.Errorf("%d wait for a call", len(left))
	}
	// The last one's answer may have come when Close had begun: then it still waits, and comes again.
	if left := o.waiting("webhook"); len(left) > 1 {
		t.Errorf("%d still wait", len(left))
	}
}

// TestRetries goes through every kind of answer, one step of the worker at a time.
func TestRetries(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []int
		waits   []time.Duration // after each answer but the last
		state   string
	}{
		{"at once", []int{200}, nil, "sent delivered"},
		{"after it was down", []int{503, 0, 429, 408, 204}, []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second}, "sent delivered"},
		{"a wrong number", []int{422}, nil, "failed refused"},
		{"a wrong key", []int{401}, nil, "failed refused"},
		{"a redirect is not followed", []int{302}, nil, "failed refused"},
		{"down for good", []int{500}, []time.Duration{
			10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second, 320 * time.Second, 640 * time.Second,
			1280 * time.Second, 30 * time.Minute, 30 * time.Minute, 30 * time.Minute,
		}, "failed refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, o := newGateway(t, tt.answers...), newOffice(t)
			o.put("m", "webhook")
			w, hook := &Worker{Config: o.config(o.webhook(g.URL))}, o.webhook(g.URL)
			for i := 0; ; i++ {
				if err := w.carry(ctx, hook); err != nil {
					t.Fatal(err)
				}
				left := o.waiting("webhook")
				if len(left) == 0 {
					if i != len(tt.waits) {
						t.Errorf("it ended after %d retries, want %d", i, len(tt.waits))
					}
					break
				}
				if i >= len(tt.waits) {
					t.Fatalf("it still waits after %d retries", i)
				}
				if wait := time.Duration(left[0].NextAt-o.clock.Load()) * time.Millisecond; wait != tt.waits[i] {
					t.Fatalf("after attempt %d it waits %s, want %s", i+1, wait, tt.waits[i])
				}
				o.clock.Store(left[0].NextAt - 1)
				if err := w.carry(ctx, hook); err != nil {
					t.Fatal(err)
				}
				if len(g.sent()) != i+1 {
					t.Fatalf("it was sent before its time")
				}
				o.clock.Store(left[0].NextAt)
			}
			want := append(slices.Repeat([]string{"m waiting again"}, len(tt.waits)), "m "+tt.state)
			if !slices.Equal(o.saved, want) {
				t.Errorf("saved %v, want %v", o.saved, want)
			}
		})
	}
}

// TestCloseWaits: Close cuts off a gateway that does not answer, and the message is not lost.
func TestCloseWaits(t *testing.T) {
	o := newOffice(t)
	asked, release := make(chan struct{}, 1), make(chan struct{})
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-release
	}))
	defer hangs.Close()
	defer close(release)
	o.put("m", "webhook")
	w := Start(o.config(o.webhook(hangs.URL)))
	<-asked
	w.Close()
	if left := o.waiting("webhook"); len(left) != 1 || left[0].Attempts != 0 {
		t.Errorf("after Close %+v wait", left)
	}
}

func TestGateway(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://sms.city.example/send": true, "http://127.0.0.1:9000": true, "http://localhost/x": true, "http://[::1]:9000": true,
		"http://sms.city.example/send": false, "http://192.168.1.5": false, "ftp://127.0.0.1": false, "": false, "sms.city.example": false,
		"https://user:secret@sms.city.example": false, "https://": false, "::": false,
	} {
		if err := (&Webhook{URL: address, Key: key}).Open(time.Now); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
	if (&Webhook{URL: "https://sms.city.example", Key: key[:31]}).Open(time.Now) == nil {
		t.Error("a key of 31 bytes is taken")
	}
}
