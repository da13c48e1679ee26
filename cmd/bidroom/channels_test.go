package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/notify/siptest"
	"bidroom/server/store/storetest"
)

// A carrier takes what a centre sends, as a gateway would.
type carrier struct {
	*httptest.Server
	mu    sync.Mutex // guards what follows
	takes func(n int) int
	sent  []map[string]string
	hangs chan struct{} // closed when a request is not answered
}

// newCarrier starts a gateway that answers the n-th message, from 0, with the
// code that takes gives, or not at all.
func newCarrier(t *testing.T, takes func(n int) int) *carrier {
	g := &carrier{takes: takes, hangs: make(chan struct{})}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var fields map[string]string
		if err == nil {
			err = json.Unmarshal(body, &fields)
		}
		if err != nil {
			t.Errorf("%s: %v", body, err)
		}
		g.mu.Lock()
		code := g.takes(len(g.sent))
		g.sent = append(g.sent, fields)
		g.mu.Unlock()
		if code == 0 {
			close(g.hangs)
			<-r.Context().Done()
			return
		}
		w.WriteHeader(code)
	}))
	t.Cleanup(g.Close)
	return g
}

// carried returns what was sent.
func (g *carrier) carried() []map[string]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.sent)
}

// channelsFile writes a file for --channels.
func channelsFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "channels.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// attempts returns the entries of attempts in a lot's log, in their order.
func attempts(ctx context.Context, t *testing.T, staff *demo.Client, lot string) (list []draw.Attempted) {
	t.Helper()
	var page api.Page[api.EntryView]
	if err := staff.Get(ctx, "/api/lots/"+lot+"/log?limit=200", &page); err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Items {
		if e.Kind == "draw.attempted" {
			seat, err := strconv.Atoi(e.Body["seat"])
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, draw.Attempted{Seat: seat, Label: e.Body["label"], Channel: e.Body["channel"], Outcome: e.Body["outcome"]})
		}
	}
	return list
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what)
		}
	}
}

// drawnAt brings a lot of a new centre to its draw, in a time zone where it is
// about noon, and returns the path of the draw.
func drawnAt(t *testing.T, base string) (p *demo.Play, lot, path string) {
	t.Helper()
	ahead := 12 - time.Now().UTC().Hour()
	return drawnIn(t, base, fmt.Sprintf("Etc/GMT%+d", -ahead)) // whose sign is that of POSIX
}

func drawnIn(t *testing.T, base, zone string) (p *demo.Play, lot, path string) {
	t.Helper()
	ctx := t.Context()
	p = &demo.Play{Base: base, Zone: zone, Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
	if err := p.SetUp(ctx, 7); err != nil {
		t.Fatal(err)
	}
	lots, err := p.Tender(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Take(ctx, lots[0], "drawn"); err != nil {
		t.Fatal(err)
	}
	var view api.LotView
	if err := as(t, p, "staff").Get(ctx, "/api/lots/"+lots[0], &view); err != nil {
		t.Fatal(err)
	}
	return p, lots[0], "/api/draws/" + view.Draws[0].ID
}

// A server that is killed while it carries invitations carries, after its
// next start, all of them, each under one id, and nothing else.
func TestKilledWhileCarrying(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		ctx := t.Context()
		g := newCarrier(t, func(n int) int {
			if n == 2 {
				return 0
			}
			return http.StatusAccepted
		})
		server := serve(t, db, "--channels", channelsFile(t, fmt.Sprintf(`{"webhook":{"url":%q,"key":"0123456789abcdef0123456789abcdef"}}`, g.URL)))
		p, lot, path := drawnAt(t, server.address())
		staff := as(t, p, "staff")
		late := demo.Offer("webhook")
		late.UntilMs = late.FromMs
		for code, offer := range map[string]api.InvitationOffer{"invitation.channel": demo.Offer("sms"), "invitation.window": late} {
			refused(t, staff.Post(ctx, path+"/invitations", offer, nil), code)
		}
		if err := staff.Post(ctx, path+"/invitations", demo.Offer("webhook"), nil); err != nil {
			t.Fatal(err)
		}
		<-g.hangs
		server.kill()
		server.start()
		eventually(t, "not everything was carried", func() bool { return len(attempts(ctx, t, staff, lot)) == 4 })
		seats, ids := map[int]bool{}, map[string]bool{}
		for _, a := range attempts(ctx, t, staff, lot) {
			if seats[a.Seat] = true; a.Channel != "webhook" || a.Outcome != "delivered" {
				t.Errorf("%+v", a)
			}
		}
		for _, m := range g.carried() {
			ids[m["id"]] = true
		}
		if len(seats) != 4 || len(ids) != 4 || len(g.carried()) != 5 {
			t.Errorf("%d messages under %d ids, for seats %v", len(g.carried()), len(ids), seats)
		}
	})
}

// A gateway that is down is tried again, but for nobody who has answered
// meanwhile; the next by ticket is invited like the first. What it refuses is
// called by hand.
func TestCarriedByMachine(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		ctx := t.Context()
		g := newCarrier(t, func(n int) int {
			switch {
			case n < 4:
				return http.StatusServiceUnavailable
			case n == 4:
				return http.StatusUnprocessableEntity
			}
			return http.StatusOK
		})
		cfg := Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0", DB: db,
			Channels: channelsFile(t, fmt.Sprintf(`{"sms":{"url":%q,"body":"{\"phone\":\"{to}\",\"content\":\"{text}\"}"}}`, g.URL))}
		c := beginAs(t, cfg)
		p, lot, path := drawnAt(t, c.address())
		staff, caller := as(t, p, "staff"), as(t, p, "caller")
		var view api.DrawView
		if err := staff.Post(ctx, path+"/invitations", demo.Offer("sms"), &view); err != nil || !slices.Equal(view.Channels, []string{"manual", "sms"}) {
			t.Fatal(view.Channels, err)
		}
		eventually(t, "the gateway was not tried", func() bool { return len(attempts(ctx, t, staff, lot)) == 4 })
		gone := view.Seats[0].Label
		if err := staff.Post(ctx, path+"/seats/1/answer", map[string]string{"answer": "declined", "reason": "来电谢绝"}, nil); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the gateway was not tried again", func() bool { return len(attempts(ctx, t, staff, lot)) == 7 })
		if err := staff.Post(ctx, path+"/invitations", demo.Offer("sms"), &view); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the next was not invited", func() bool { return len(attempts(ctx, t, staff, lot)) == 8 })
		time.Sleep(time.Second) // nothing more comes
		got := map[string]int{}
		var down int
		for _, a := range attempts(ctx, t, staff, lot) {
			got[a.Outcome]++
			if a.Outcome == "refused" {
				down = a.Seat
			}
			if a.Label == gone && a.Outcome != "again" {
				t.Errorf("after the answer: %+v", a)
			}
		}
		if want := map[string]int{"again": 4, "refused": 1, "delivered": 3}; !maps.Equal(got, want) || len(g.carried()) != 8 {
			t.Fatalf("%d messages, outcomes %v, want %v", len(g.carried()), got, want)
		}
		phones := map[string]bool{}
		for _, m := range g.carried() {
			phones[m["phone"]] = true
			for _, secret := range []string{view.Lot.TenderName, view.Lot.TenderNumber, view.Lot.Name} {
				if strings.Contains(m["content"], secret) {
					t.Errorf("%q says %q", m["content"], secret)
				}
			}
		}
		if len(phones) != 5 {
			t.Errorf("%d phones", len(phones))
		}
		var call api.CallView
		if err := caller.Post(ctx, fmt.Sprintf("%s/seats/%d/call", path, down), struct{}{}, &call); err != nil || !phones[call.Phone] || !strings.Contains(call.Text, call.Pass) {
			t.Errorf("%v, %+v", err, call)
		}
		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		for _, seat := range view.Seats {
			if want := "delivered"; seat.Seat != down && (seat.Channel != "sms" || seat.Outcome != want) || seat.Seat == down && seat.Outcome != "called" {
				t.Errorf("%+v", seat)
			}
		}
		for _, seat := range view.Seats {
			err := staff.Post(ctx, fmt.Sprintf("%s/seats/%d/answer", path, seat.Seat), map[string]string{"answer": "unanswered"}, nil)
			if seat.Seat != down {
				refused(t, err, "invitation.awaited")
			} else if err != nil {
				t.Errorf("who was called is waited for: %v", err)
			}
		}
		holds(t, "the record", pdf(t, staff, path+"/record.pdf"), "短信", "送不出")
	})
}

func TestChannelsFile(t *testing.T) {
	for why, text := range map[string]string{
		"a key that is none":    `{"webhok":{}}`,
		"two objects":           `{}{}`,
		"no JSON":               `url: x`,
		"a webhook half said":   `{"webhook":{"url":"https://gateway.example"}}`,
		"an SMS half said":      `{"sms":{"url":"https://gateway.example"}}`,
		"an exchange half said": `{"sip":{"server":"pbx.example:5060","from":"057188880000"}}`,
		"a mail server's half":  `{"smtp":{"address":"mail.example:587"}}`,
		"a rule of the profile": `{"rules":{"answer":60}}`,
		"a language":            `{"language":"fr"}`,
	} {
		cfg := Config{Channels: channelsFile(t, text)}
		if _, _, err := cfg.channels(); err == nil {
			t.Errorf("%s is taken", why)
		}
	}
	manual, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(manual), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	prompts, _ := siptest.Prompts(t, "zh-CN")
	stated := Config{Channels: channelsFile(t, strings.NewReplacer("AT LEAST 32 BYTES", "0123456789abcdef0123456789abcdef", "/srv/bidroom.prompts", prompts).Replace(example))}
	if language, list, err := stated.channels(); err != nil || len(list) != 4 || language != "zh-CN" {
		t.Errorf("the manual's example: %v, %s, %d channels", err, language, len(list))
	}
	cfg := Config{Channels: filepath.Join(t.TempDir(), "missing")}
	if _, _, err := cfg.channels(); err == nil {
		t.Error("a file that is not there is taken")
	}
}
