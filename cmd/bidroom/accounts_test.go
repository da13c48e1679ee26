package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/kiosk/catalogue"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// people starts a centre with its accounts, rooms and a small register.
func people(t *testing.T, db string) (*demo.Play, *centre) {
	t.Helper()
	c, _ := begin(t, db)
	p := &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(3, 3))}
	if err := p.SetUp(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	return p, c
}

// setUp makes a centre's accounts and nothing else.
func setUp(t *testing.T, p *demo.Play) *demo.Play {
	t.Helper()
	if err := p.People(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func as(t *testing.T, p *demo.Play, login string) *demo.Client {
	t.Helper()
	c, err := p.As(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// refused fails the test unless err is a refusal with a code, whose words are
// in the catalogue.
func refused(t *testing.T, err error, code string) {
	t.Helper()
	var answer *demo.Answer
	if !errors.As(err, &answer) {
		t.Fatalf("%v, want a refusal with %s", err, code)
	}
	var body struct {
		Reasons []struct{ Code, Text string }
	}
	if err := json.Unmarshal([]byte(answer.Body), &body); err != nil || len(body.Reasons) == 0 {
		t.Fatalf("%d %s is no refusal", answer.Status, answer.Body)
	}
	if body.Reasons[0].Code != code || !catalogue.Has("refusal."+code) || body.Reasons[0].Text == "" {
		t.Fatalf("refused with %+v, want %s in words", body.Reasons, code)
	}
}

// A new account can do nothing until another administrator has enabled it;
// whoever resets it disables it; its sessions end with every change.
func TestAccounts(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		ctx := t.Context()
		sys, sec, auditor, staff := as(t, p, "sysadmin"), as(t, p, "secadmin"), as(t, p, "auditor"), as(t, p, "staff")
		fresh := map[string]string{"login": "new", "name": "许青", "role": "staff", "kind": "", "password": "seven-lamps-under-snow"}
		for _, other := range []*demo.Client{sec, auditor, staff} {
			refused(t, other.Post(ctx, "/api/accounts", fresh, nil), "access.role")
		}
		refused(t, staff.Get(ctx, "/api/accounts", nil), "access.role")
		var made api.Account
		if err := sys.Post(ctx, "/api/accounts", fresh, &made); err != nil {
			t.Fatal(err)
		}
		refused(t, sys.Post(ctx, "/api/accounts", fresh, nil), "account.twice")
		if !made.Disabled || made.Login != "new" || made.Role != "staff" {
			t.Errorf("made %+v", made)
		}
		path := "/api/accounts/" + made.ID
		signIn := func(password string) error {
			c, err := demo.NewClient(p.Base)
			if err != nil {
				t.Fatal(err)
			}
			return c.SignIn(ctx, "new", password, "")
		}
		refused(t, signIn(fresh["password"]), "auth.wrong")
		on, off := map[string]any{"version": made.Version, "disabled": false}, map[string]any{"version": made.Version + 1, "disabled": true}
		refused(t, sys.Patch(ctx, path, on, nil), "access.role")
		refused(t, auditor.Patch(ctx, path, on, nil), "access.role")
		if err := sec.Patch(ctx, path, on, &made); err != nil || made.Disabled {
			t.Fatalf("%+v %v", made, err)
		}
		refused(t, sec.Patch(ctx, path, on, nil), "account.stale")
		if err := signIn(fresh["password"]); err != nil {
			t.Fatal(err)
		}
		if err := sys.Patch(ctx, path, off, &made); err != nil || !made.Disabled {
			t.Fatalf("%+v %v", made, err)
		}
		reset := map[string]any{"version": made.Version, "password": "eight-lamps-under-rain", "name": "许 青"}
		if err := sys.Patch(ctx, path, reset, &made); err != nil || !made.Disabled || made.Name != "许 青" {
			t.Fatalf("%+v %v", made, err)
		}
		role := map[string]any{"version": made.Version, "disabled": false, "role": "supervisor", "kind": "monitor"}
		if err := sec.Patch(ctx, path, role, &made); err != nil || made.Kind != "monitor" {
			t.Fatalf("%+v %v", made, err)
		}
		if err := signIn("eight-lamps-under-rain"); err != nil {
			t.Fatal(err)
		}
		refused(t, sys.Patch(ctx, "/api/accounts/none", map[string]any{"version": 1, "disabled": true}, nil), "account.unknown")
		var page api.Page[api.Account]
		if err := auditor.Get(ctx, "/api/accounts", &page); err != nil || page.Total != int64(len(demo.Accounts)+1) {
			t.Errorf("%d accounts: %v", page.Total, err)
		}
	})
}

// digits is the code of RFC 6238 that an authenticator shows for an address.
func digits(t *testing.T, uri string, at time.Time) string {
	t.Helper()
	parsed, err := url.Parse(uri)
	if err != nil || parsed.Scheme != "otpauth" || parsed.Host != "totp" {
		t.Fatalf("%q: %v", uri, err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(parsed.Query().Get("secret"))
	if err != nil || len(secret) < 16 {
		t.Fatalf("%q: %v", uri, err)
	}
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/30)))
	sum := mac.Sum(nil)
	from := sum[19] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[from:from+4])&0x7fffffff)%1_000_000)
}

// A person changes the own password, which ends the person's other sessions,
// and sets up a second factor, which is asked for from then on.
func TestOwnAccount(t *testing.T) {
	c, _ := begin(t, "")
	p := setUp(t, &demo.Play{Base: c.address()})
	ctx := t.Context()
	here := as(t, p, "witness")
	elsewhere, err := demo.NewClient(p.Base)
	if err != nil {
		t.Fatal(err)
	}
	if err := elsewhere.SignIn(ctx, "witness", demo.Password, ""); err != nil {
		t.Fatal(err)
	}
	const password = "nine-lamps-under-wind"
	refused(t, here.Post(ctx, "/api/account/password", map[string]string{"old": "wrong", "password": password}, nil), "password.old")
	refused(t, here.Post(ctx, "/api/account/password", map[string]string{"old": demo.Password, "password": "short"}, nil), "password.short")
	if err := here.Post(ctx, "/api/account/password", map[string]string{"old": demo.Password, "password": password}, nil); err != nil {
		t.Fatal(err)
	}
	refused(t, elsewhere.Get(ctx, "/api/account", nil), "access.sign_in")
	refused(t, here.Post(ctx, "/api/account/second", map[string]string{"password": demo.Password}, nil), "password.old")
	var offer api.SecondOffer
	if err := here.Post(ctx, "/api/account/second", map[string]string{"password": password}, &offer); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	wrong := map[string]string{"offer": offer.Offer, "code": digits(t, offer.URI, now.Add(-time.Hour))}
	refused(t, here.Post(ctx, "/api/account/second/confirm", wrong, nil), "second.code")
	refused(t, here.Post(ctx, "/api/account/second/confirm", map[string]string{"offer": strings.ToLower(offer.Offer), "code": "123456"}, nil), "second.offer")
	var own api.Account
	if err := here.Post(ctx, "/api/account/second/confirm", map[string]string{"offer": offer.Offer, "code": digits(t, offer.URI, now)}, &own); err != nil || !own.Second {
		t.Fatalf("%+v %v", own, err)
	}
	again, err := demo.NewClient(p.Base)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, again.SignIn(ctx, "witness", password, ""), "auth.wrong")
	refused(t, again.SignIn(ctx, "witness", password, digits(t, offer.URI, now)), "auth.wrong") // used already
	if err := again.SignIn(context.Background(), "witness", password, digits(t, offer.URI, now.Add(30*time.Second))); err != nil {
		t.Fatal(err)
	}
}
