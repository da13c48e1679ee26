package server_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
	"bidroom/server"
	"bidroom/server/access"
	"bidroom/server/auth"
)

// anywhere lets everybody reach everything.
func anywhere(context.Context, access.Scope, string, string) error { return nil }

// identify knows people by a session cookie that is the role, and kiosks by
// any token.
func identify(_ context.Context, shown auth.Credentials) (auth.Who, error) {
	switch {
	case shown.Kiosk == "over":
		return auth.Who{Role: access.Visitor}, rule.Refuse(rule.Unauthenticated, "", "kiosk.token", "")
	case shown.Kiosk != "":
		return auth.Who{By: auth.ByKiosk, Role: access.Kiosk, Kiosk: shown.Kiosk, Keeps: true}, nil
	case shown.Session == "broken":
		return auth.Who{}, errors.New("the database at 10.1.2.3 is gone")
	case shown.Session != "":
		who := auth.Who{By: auth.ByAccount, Role: access.Role(shown.Session), Name: "王小明", CSRF: "right", Keeps: true}
		if who.Role == access.Supervisor {
			who.Kind = access.Regulator
		}
		return who, nil
	}
	return auth.Who{Role: access.Visitor, CSRF: "visitor"}, nil
}

// diagnostics collects what the server logs.
type diagnostics struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (d *diagnostics) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(p)
}

func (d *diagnostics) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()
}

func echo(c *fiber.Ctx, who auth.Who) error {
	return c.JSON(map[string]any{"role": who.Role, "kiosk": who.Kiosk, "got": len(c.Body()), "id": c.Params("room")})
}

// sum reads a streamed body without holding it.
func sum(c *fiber.Ctx, _ auth.Who) error {
	body, err := server.Body(c)
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, body)
	if err != nil {
		return err
	}
	return c.JSON(map[string]any{"got": n})
}

var testRoutes = []server.Route{
	{Method: "GET", Path: "/api/me", Action: access.SessionRead, By: server.Anybody, Handler: echo},
	{Method: "POST", Path: "/api/session", Action: access.SessionBegin, By: server.Anybody, Handler: echo},
	{Method: "POST", Path: "/api/kiosk/pairings", Action: access.KioskPair, By: server.Anybody, Handler: echo},
	{Method: "POST", Path: "/api/rooms/:room", Action: access.RoomManage, By: server.People, Handler: echo, Limit: 1000},
	{Method: "POST", Path: "/api/bids", Action: access.BidReceive, By: server.People, Handler: sum, Limit: 5 << 20, Stream: true},
	{Method: "GET", Path: "/api/kiosk/state", Action: access.KioskRead, By: server.Kiosks, Handler: echo},
	{Method: "POST", Path: "/api/kiosk/checkin", Action: access.MemberCheckIn, By: server.Kiosks, Handler: echo},
	{Method: "GET", Path: "/api/fault/:match", Action: access.SessionRead, By: server.Anybody, Handler: func(c *fiber.Ctx, who auth.Who) error {
		if c.Params("match") == "panic" {
			panic("a secret in a panic")
		}
		return fmt.Errorf("lots: reading %s: %w", c.Params("match"), errors.New("disk /var/lib/bidroom is full"))
	}},
	{Method: "GET", Path: "/api/refusal/:match", Action: access.SessionRead, By: server.Anybody, Handler: func(c *fiber.Ctx, who auth.Who) error {
		for kind := rule.Invalid; kind <= rule.Busy; kind++ {
			if kind.String() == c.Params("match") {
				return &rule.Refusal{Kind: kind, Reasons: []rule.Reason{
					rule.NewReason("招标投标法 第三十七条第二款", "access.stage", "plan", "action", "sheet.submit", "stage", "examining", "needed", "evaluating,signing"),
					rule.NewReason("", "auth.wait", "", "seconds", "30"),
				}}
			}
		}
		return nil
	}},
	{Method: "GET", Path: "/api/late", Action: access.SessionRead, By: server.Anybody, Time: 50 * time.Millisecond, Handler: func(c *fiber.Ctx, who auth.Who) error {
		<-c.UserContext().Done()
		return fmt.Errorf("reading the register: %w", c.UserContext().Err())
	}},
	{Method: "GET", Path: "/api/slow", Action: access.SessionRead, By: server.Anybody, Time: 50 * time.Millisecond, Handler: func(c *fiber.Ctx, who auth.Who) error {
		<-c.UserContext().Done()
		return c.JSON("timed out")
	}},
}

type centre struct {
	t       *testing.T
	address string
	log     *diagnostics
}

func start(t *testing.T, pages fs.FS) centre {
	t.Helper()
	return startRoutes(t, pages, testRoutes)
}

func startRoutes(t *testing.T, pages fs.FS, routes []server.Route) centre {
	t.Helper()
	log := new(diagnostics)
	s, err := server.New(server.Config{
		Hosts: []string{"127.0.0.1", "desk.centre"}, Pages: pages, Routes: routes, Identify: identify, Reach: anywhere, Words: catalogue.Text,
		Random: rand.Reader, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), <-done); err != nil {
			t.Error(err)
		}
	})
	return centre{t, "http://" + listener.Addr().String(), log}
}

type answer struct {
	*http.Response
	text string
}

// do sends a request; headers are name, value pairs.
func (c centre) do(method, path string, body io.Reader, headers ...string) answer {
	c.t.Helper()
	request, err := http.NewRequest(method, c.address+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
		request.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{response, string(text)}
}

type refusalBody struct {
	Kind    string
	Reasons []struct {
		Clause, Code, Field, Text string
		Args                      map[string]string
	}
	Fault string
}

func (a answer) refusal(t *testing.T) refusalBody {
	t.Helper()
	var body refusalBody
	if err := json.Unmarshal([]byte(a.text), &body); err != nil {
		t.Fatalf("%d %s: %v", a.StatusCode, a.text, err)
	}
	return body
}

const staff = "bidroom-session=staff"

// TestGate goes through everything that is asked before a handler runs.
func TestGate(t *testing.T) {
	c := start(t, fstest.MapFS{})
	ours := c.address
	for _, tt := range []struct {
		name, method, path string
		headers            []string
		status             int
		code               string
	}{
		{"anybody reads", "GET", "/api/me", nil, 200, ""},
		{"staff", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "right", "Origin", ours}, 200, ""},
		{"staff by a program", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "right"}, 200, ""},
		{"nobody", "POST", "/api/rooms/1", []string{"X-CSRF", "visitor", "Origin", ours}, 401, "access.sign_in"},
		{"another role", "POST", "/api/rooms/1", []string{"Cookie", "bidroom-session=witness", "X-CSRF", "right", "Origin", ours}, 403, "access.role"},
		{"a role of no table", "POST", "/api/rooms/1", []string{"Cookie", "bidroom-session=root", "X-CSRF", "right", "Origin", ours}, 403, "access.role"},
		{"no token", "POST", "/api/rooms/1", []string{"Cookie", staff, "Origin", ours}, 403, "request.csrf"},
		{"a wrong token", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "wrong", "Origin", ours}, 403, "request.csrf"},
		{"another origin", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "right", "Origin", "http://evil.example"}, 403, "request.origin"},
		{"another port", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "right", "Origin", "http://127.0.0.1:1"}, 403, "request.origin"},
		{"the null origin", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "right", "Origin", "null"}, 403, "request.origin"},
		{"a cross-site form", "POST", "/api/rooms/1", []string{"Cookie", staff, "X-CSRF", "right", "Sec-Fetch-Site", "cross-site"}, 403, "request.origin"},
		{"a visitor without a token", "POST", "/api/session", []string{"Origin", ours}, 403, "request.csrf"},
		{"a visitor signs in", "POST", "/api/session", []string{"X-CSRF", "visitor", "Origin", ours}, 200, ""},
		{"a kiosk asks to be paired", "POST", "/api/kiosk/pairings", []string{"Origin", ours}, 200, ""},
		{"a kiosk by its token", "GET", "/api/kiosk/state", []string{"Authorization", "Kiosk k1"}, 200, ""},
		{"a kiosk acts without a CSRF token", "POST", "/api/kiosk/checkin", []string{"Authorization", "Kiosk k1", "Origin", ours}, 200, ""},
		{"a kiosk whose token is over", "GET", "/api/kiosk/state", []string{"Authorization", "Kiosk over"}, 401, "kiosk.token"},
		{"the same, for the next one", "POST", "/api/kiosk/pairings", []string{"Authorization", "Kiosk over", "Origin", ours}, 200, ""},
		{"staff in a kiosk's place", "GET", "/api/kiosk/state", []string{"Cookie", staff}, 403, "access.role"},
		{"another scheme of authorization", "GET", "/api/kiosk/state", []string{"Authorization", "Bearer k1"}, 401, "access.sign_in"},
		{"a token in a socket's protocol", "GET", "/api/kiosk/state", []string{"Upgrade", "websocket", "Sec-WebSocket-Protocol", "bidroom, kiosk.k1"}, 200, ""},
		{"a socket of another origin", "GET", "/api/me", []string{"Upgrade", "websocket", "Origin", "http://evil.example"}, 403, "request.origin"},
		{"a name of the centre", "GET", "/api/me", []string{"Host", "DESK.centre:8443"}, 200, ""},
		{"another host", "GET", "/api/me", []string{"Host", "evil.example"}, 403, "request.host"},
		{"no such address", "GET", "/api/nothing", nil, 404, "request.unknown"},
		{"no such method", "DELETE", "/api/me", []string{"Origin", ours}, 404, "request.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := c.do(tt.method, tt.path, nil, tt.headers...)
			if a.StatusCode != tt.status {
				t.Fatalf("%d %s, want %d", a.StatusCode, a.text, tt.status)
			}
			if tt.code != "" {
				if body := a.refusal(t); body.Reasons[0].Code != tt.code || body.Reasons[0].Text == "" || strings.HasPrefix(body.Reasons[0].Text, "refusal.") {
					t.Errorf("refused with %+v, want %s", body, tt.code)
				}
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	c := start(t, fstest.MapFS{"desk.html": {Data: []byte("<!doctype html>")}})
	for _, path := range []string{"/desk", "/api/me", "/api/nothing", "/api/fault/x"} {
		a := c.do("GET", path, nil)
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe-inline") {
			t.Errorf("%s: policy %q", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if !strings.Contains(a.Header.Get("Permissions-Policy"), "camera=(self), microphone=(self), display-capture=(self)") {
			t.Errorf("%s: permissions %q", path, a.Header.Get("Permissions-Policy"))
		}
		if strings.HasPrefix(path, "/api") && a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be stored", path)
		}
	}
}

// An address that is printed is the centre's, whatever a request says that it
// was forwarded from.
func TestForwardedHost(t *testing.T) {
	c := startRoutes(t, fstest.MapFS{}, []server.Route{{Method: "GET", Path: "/api/me", Action: access.SessionRead, By: server.Anybody,
		Handler: func(c *fiber.Ctx, _ auth.Who) error { return c.SendString(c.BaseURL()) }}})
	if a := c.do("GET", "/api/me", nil, "Host", "desk.centre", "X-Forwarded-Host", "elsewhere.example", "X-Forwarded-Proto", "https"); a.text != "http://desk.centre" {
		t.Errorf("it is called %q", a.text)
	}
}

func TestRefusalsAndLanguages(t *testing.T) {
	c := start(t, fstest.MapFS{})
	for kind, status := range map[string]int{
		"invalid": 422, "unauthenticated": 401, "forbidden": 403, "premature": 409, "stale": 409, "not_found": 404, "too_large": 413, "busy": 503,
	} {
		a := c.do("GET", "/api/refusal/"+kind, nil)
		body := a.refusal(t)
		if a.StatusCode != status || body.Kind != kind || len(body.Reasons) != 2 {
			t.Errorf("%s: %d %+v", kind, a.StatusCode, body)
		}
		if kind == "busy" && a.Header.Get("Retry-After") != "30" {
			t.Errorf("Retry-After is %q", a.Header.Get("Retry-After"))
		}
	}
	const chinese = "当前阶段为“初步评审”，不能提交评分表。可以办理的阶段：详细评审、签字。"
	const english = "The stage is “Preliminary examination”: it is not possible to submit a score sheet. Possible at: Detailed evaluation, Signing."
	for _, tt := range []struct{ cookie, accept, want string }{
		{"", "", chinese}, {"", "en", english}, {"", "en-GB,zh;q=0.5", english}, {"", "zh-TW", chinese}, {"", "fr, en;q=0.3", english},
		{"", "fr", chinese}, {"lang=en", "zh-CN", english}, {"lang=zh-CN", "en", chinese}, {"lang=xx", "en", english}, {"", ";;,,", chinese},
	} {
		a := c.do("GET", "/api/refusal/invalid", nil, "Cookie", tt.cookie, "Accept-Language", tt.accept)
		first := a.refusal(t).Reasons[0]
		if first.Text != tt.want {
			t.Errorf("%+v: %q", tt, first.Text)
		}
		if first.Args["stage"] != "examining" || first.Clause != "招标投标法 第三十七条第二款" || first.Field != "plan" {
			t.Errorf("the reason itself: %+v", first)
		}
	}
}

// TestFault: the person gets a number, the diagnostics the chain, and neither gets what is not
// theirs.
func TestFault(t *testing.T) {
	c := start(t, fstest.MapFS{})
	for path, want := range map[string]string{
		"/api/fault/lot-7": "lots: reading lot-7: disk /var/lib/bidroom is full", "/api/fault/panic": "a secret in a panic",
	} {
		a := c.do("GET", path, nil)
		body := a.refusal(t)
		if a.StatusCode != 500 || len(body.Fault) != 12 || strings.Contains(a.text, "disk") || strings.Contains(a.text, "secret") {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.text)
		}
		if log := c.log.String(); !strings.Contains(log, body.Fault) || !strings.Contains(log, want) {
			t.Errorf("the diagnostics do not hold %s with %q:\n%s", body.Fault, want, log)
		}
	}
	if a := c.do("GET", "/api/me", nil, "Cookie", "bidroom-session=broken"); a.StatusCode != 500 || strings.Contains(a.text, "10.1.2.3") {
		t.Errorf("when it is not to be found out who asks: %d %s", a.StatusCode, a.text)
	}
}

func TestAccessLogHoldsNoPerson(t *testing.T) {
	c := start(t, fstest.MapFS{})
	c.do("POST", "/api/rooms/330106199001011234?q=13800138000", strings.NewReader("{}"), "Cookie", staff, "X-CSRF", "right")
	log := c.log.String()
	if !strings.Contains(log, "route=/api/rooms/:room") || !strings.Contains(log, "status=200") || !strings.Contains(log, "role=staff") {
		t.Errorf("log %s", log)
	}
	for _, private := range []string{"330106199001011234", "13800138000", "王小明", "127.0.0.1", "right"} {
		if strings.Contains(log, private) {
			t.Errorf("the log holds %q:\n%s", private, log)
		}
	}
}

// unsized hides a body's length, so that it is sent in chunks.
type unsized struct{ io.Reader }

func TestBodies(t *testing.T) {
	c := start(t, fstest.MapFS{})
	signed := []string{"Cookie", staff, "X-CSRF", "right"}
	for _, tt := range []struct {
		name, path string
		size       int
		chunked    bool
		status     int
	}{
		{"at the limit", "/api/rooms/1", 1000, false, 200},
		{"one over", "/api/rooms/1", 1001, false, 413},
		{"at the limit, in chunks", "/api/rooms/1", 1000, true, 200},
		{"one over, in chunks", "/api/rooms/1", 1001, true, 413},
		{"stream at the limit", "/api/bids", 5 << 20, false, 200},
		{"stream one over", "/api/bids", 5<<20 + 1, false, 413},
		{"stream at the limit, in chunks", "/api/bids", 5 << 20, true, 200},
		{"stream one over, in chunks", "/api/bids", 5<<20 + 1, true, 413},
		{"stream empty", "/api/bids", 0, false, 200},
		{"stream far over", "/api/bids", 100 << 20, false, 413},
		{"stream far over, in chunks", "/api/bids", 60 << 20, true, 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var body io.Reader = bytes.NewReader(make([]byte, tt.size))
			if tt.chunked {
				body = unsized{body}
			}
			a := c.do("POST", tt.path, body, signed...)
			if a.StatusCode != tt.status {
				t.Fatalf("%d %s, want %d", a.StatusCode, a.text, tt.status)
			}
			if tt.status == 200 && !strings.Contains(a.text, fmt.Sprintf(`"got":%d`, tt.size)) {
				t.Errorf("the handler read %s", a.text)
			}
			if tt.status == 413 && a.refusal(t).Reasons[0].Code != "request.large" {
				t.Errorf("refused with %s", a.text)
			}
		})
	}
}

func TestContextEnds(t *testing.T) {
	c := start(t, fstest.MapFS{})
	if a := c.do("GET", "/api/slow", nil); a.StatusCode != 200 {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
	a := c.do("GET", "/api/late", nil)
	if body := a.refusal(t); a.StatusCode != 503 || a.Header.Get("Retry-After") != "10" || body.Reasons[0].Code != "request.time" {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
	if log := c.log.String(); !strings.Contains(log, "reading the register") {
		t.Errorf("the diagnostics do not say what took so long:\n%s", log)
	}
}

func TestEveryRouteStatesItsAction(t *testing.T) {
	whole := server.Route{Method: "GET", Path: "/api/x", Action: access.SessionRead, By: server.Anybody, Handler: echo}
	for name, spoil := range map[string]func(*server.Route){
		"no action":              func(r *server.Route) { r.Action = "" },
		"an action of no table":  func(r *server.Route) { r.Action = "vault.open" },
		"nobody may call":        func(r *server.Route) { r.By = nil },
		"no handler":             func(r *server.Route) { r.Handler = nil },
		"no method":              func(r *server.Route) { r.Method = "" },
		"a stream without limit": func(r *server.Route) { r.Stream = true },
	} {
		route := whole
		spoil(&route)
		if _, err := server.New(server.Config{Routes: []server.Route{route}, Pages: fstest.MapFS{}}); err == nil {
			t.Errorf("a server was made of a route with %s", name)
		}
	}
	s, err := server.New(server.Config{Routes: []server.Route{whole}, Pages: fstest.MapFS{}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Routes(); len(got) != 2 || got[0] != "GET /api/x" || got[1] != "GET /*" {
		t.Errorf("routes %v", got)
	}
}
