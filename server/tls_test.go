package server_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/kiosk/catalogue"
	"bidroom/server"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/keys"
	"bidroom/server/store/storetest"
	"bidroom/server/tlsca"
)

// A desk is a browser without a window: it trusts the centre's root, keeps cookies, and sends
// what a browser sends.
type desk struct {
	t       *testing.T
	client  *http.Client
	address string
	csrf    string
}

func (d *desk) do(method, path, body string) (int, map[string]string, *http.Response) {
	d.t.Helper()
	request, err := http.NewRequest(method, d.address+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Origin", d.address)
	request.Header.Set("X-CSRF", d.csrf)
	response, err := d.client.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	var fields map[string]string
	if err := json.NewDecoder(response.Body).Decode(&fields); err != nil && response.StatusCode == 200 {
		d.t.Fatal(err)
	}
	if fields["csrf"] != "" {
		d.csrf = fields["csrf"]
	}
	return response.StatusCode, fields, response
}

// TestSignInOverTLS goes the whole way with real parts: the centre's authority, its database, its
// cookies.
func TestSignInOverTLS(t *testing.T) {
	ctx := context.Background()
	master, err := keys.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	box, err := master.Box(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	hasher, err := auth.NewHasher(true)
	if err != nil {
		t.Fatal(err)
	}
	accounts := auth.New(auth.Config{DB: storetest.SQLite(t), Box: box, Hasher: hasher, Device: master.DeviceKey(), Random: rand.Reader, Now: time.Now})
	var list []auth.NewAccount
	for i, role := range []access.Role{access.SysAdmin, access.SecAdmin, access.Auditor, access.Staff} {
		list = append(list, auth.NewAccount{Login: string(role), Name: fmt.Sprint("person ", i), Role: role, Password: "the heron waits by the ford"})
	}
	list = append(list, auth.NewAccount{Login: "super", Name: "person 9", Role: access.Supervisor, Kind: access.Monitor, Password: "the heron waits by the ford"})
	if _, err := accounts.SetUp(ctx, auth.First{Name: "centre", TimeZone: "Asia/Shanghai", LogKey: "key", Accounts: list}); err != nil {
		t.Fatal(err)
	}
	me := func(c *fiber.Ctx, who auth.Who) error {
		who, cookie, err := accounts.EnsureDevice(who)
		if err != nil {
			return err
		}
		if cookie != "" {
			auth.SetDevice(c, true, cookie)
		}
		return c.JSON(map[string]string{"role": string(who.Role), "csrf": who.CSRF})
	}
	authority, err := tlsca.Open(t.TempDir(), tlsca.Names{Centre: "centre"}, box, rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(server.Config{
		Hosts: []string{"localhost", "127.0.0.1"}, TLS: true, Pages: fstest.MapFS{}, Identify: accounts.Identify, Words: catalogue.Text,
		Random: rand.Reader, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Routes: []server.Route{
			{Method: "GET", Path: "/api/me", Action: access.SessionRead, By: server.Anybody, Handler: me},
			{Method: "POST", Path: "/api/session", Action: access.SessionBegin, By: server.Anybody, Handler: func(c *fiber.Ctx, who auth.Who) error {
				token, who, err := accounts.SignIn(c.UserContext(), "staff", string(c.Body()), "", who.Device, c.IP())
				if err != nil {
					return err
				}
				auth.SetSession(c, true, token)
				return me(c, who)
			}},
			{Method: "DELETE", Path: "/api/session", Action: access.SessionEnd, By: server.People, Handler: func(c *fiber.Ctx, who auth.Who) error {
				auth.SetSession(c, true, "")
				return errors.Join(accounts.SignOut(c.UserContext(), who), c.JSON(map[string]string{}))
			}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(tls.NewListener(plain, authority.TLS())) }()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority.RootPEM())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := errors.Join(s.Close(), <-done); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, client: &http.Client{Transport: transport, Jar: jar}, address: "https://" + plain.Addr().String()}

	if status, _, _ := d.do("POST", "/api/session", "the heron waits by the ford"); status != 403 {
		t.Errorf("signing in before the page was read: %d", status)
	}
	_, fields, response := d.do("GET", "/api/me", "")
	if fields["role"] != "visitor" {
		t.Errorf("at first: %v", fields)
	}
	checkCookie(t, response, "__Host-bidroom-device")
	if status, _, _ := d.do("POST", "/api/session", "the heron waits by the fort"); status != 401 {
		t.Errorf("a wrong password: %d", status)
	}
	before := d.csrf
	status, fields, response := d.do("POST", "/api/session", "the heron waits by the ford")
	if status != 200 || fields["role"] != "staff" || d.csrf == before {
		t.Fatalf("signing in: %d %v", status, fields)
	}
	checkCookie(t, response, "__Host-bidroom-session")
	if _, fields, _ := d.do("GET", "/api/me", ""); fields["role"] != "staff" {
		t.Errorf("signed in: %v", fields)
	}
	after := d.csrf
	d.csrf = before
	if status, _, _ := d.do("DELETE", "/api/session", ""); status != 403 {
		t.Errorf("with the visitor's token: %d", status)
	}
	d.csrf = after
	if status, _, _ := d.do("DELETE", "/api/session", ""); status != 200 {
		t.Errorf("signing out: %d", status)
	}
	if _, fields, _ := d.do("GET", "/api/me", ""); fields["role"] != "visitor" {
		t.Errorf("signed out: %v", fields)
	}
}

func checkCookie(t *testing.T, response *http.Response, name string) {
	t.Helper()
	for _, cookie := range response.Cookies() {
		if cookie.Name == name {
			if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" {
				t.Errorf("cookie %s", cookie.Raw)
			}
			return
		}
	}
	t.Errorf("no cookie %s", name)
}
