package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
	"bidroom/server"
	"bidroom/server/api"
	"bidroom/server/auth/pass"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// zeros are so many bytes that nobody holds.
type zeros struct{ left int }

// Read implements io.Reader.
func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := min(z.left, len(p))
	clear(p[:n])
	z.left -= n
	return n, nil
}

// Len is what is left to be read.
func (z *zeros) Len() int { return z.left }

// Bad input is refused with the rule, in the reader's language, and changes
// nothing.
func TestBadInput(t *testing.T) {
	storetest.EachDSNAlone(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "evaluating")
		ctx := t.Context()
		if err := p.Submit(ctx, 1); err != nil {
			t.Fatal(err)
		}
		staff := as(t, p, "staff")
		first, _, err := p.Kiosk(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		second, _, err := p.Kiosk(ctx, 2)
		if err != nil {
			t.Fatal(err)
		}
		gone := as(t, &demo.Play{Base: c.address()}, "agent")
		if err := gone.Delete(ctx, "/api/session", struct{}{}, nil); err != nil {
			t.Fatal(err)
		}
		forged, err := demo.NewClient(c.address())
		if err != nil {
			t.Fatal(err)
		}
		strange, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		key, err := ecdh.P256().GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		spare, paired, err := p.Spare(ctx)
		if err != nil {
			t.Fatal(err)
		}
		stale := expiredPass(t, c, lots[0])
		var other api.LotView
		var tenders api.Page[api.TenderBrief]
		if err := errors.Join(staff.Get(ctx, "/api/lots/"+lots[1], &other), staff.Get(ctx, "/api/tenders", &tenders)); err != nil {
			t.Fatal(err)
		}
		bid := "/api/lots/" + lots[1] + "/bidders/" + other.Bidders[0].ID + "/bid"
		sheet := map[string]string{"salt": strings.Repeat("00", 16), "text": "bidroom/sheet/1\n" + lots[0] + "\nm\n3\n", "signature": strings.Repeat("0", 128)}
		form := "multipart/form-data; boundary=x"

		cases := []struct {
			what   string
			who    *demo.Client
			do     func(*demo.Client) error
			status int
			code   string
		}{
			{"a broken Excel file", staff, func(c *demo.Client) error {
				return c.PostFile(ctx, "/api/imports", "专家库.xlsx", []byte("PK\x03\x04 and then nothing"), nil)
			}, 422, "import.not_excel"},
			{"a bid of 300 MB", staff, func(c *demo.Client) error {
				return c.Raw(ctx, http.MethodPost, bid, form, &zeros{300 << 20})
			}, 413, "request.large"},
			{"a bid of 300 MB that does not say so", staff, func(c *demo.Client) error {
				return c.Raw(ctx, http.MethodPost, bid, form, struct{ io.Reader }{&zeros{300 << 20}})
			}, 422, "request.length"},
			{"a form that ends early", staff, func(c *demo.Client) error {
				return c.Raw(ctx, http.MethodPost, bid, form, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7"))
			}, 422, "file.missing"},
			{"a bid that is no form", staff, func(c *demo.Client) error {
				return c.Raw(ctx, http.MethodPost, bid, "application/pdf", strings.NewReader("%PDF-1.7"))
			}, 422, "file.missing"},
			{"a bid that is no PDF", staff, func(c *demo.Client) error {
				return c.PostFile(ctx, bid, "投标文件.pdf", []byte("PK\x03\x04"), nil)
			}, 422, "bid.no_pdf"},
			{"an unknown method", staff, func(c *demo.Client) error {
				return c.Post(ctx, "/api/lots", map[string]any{"tender": tenders.Items[0].ID, "number": "2026-017-03", "name": "三标段", "profile": "cn-tendering-2019",
					"ceilingFen": "100", "budgetFen": "0", "special": "", "method": map[string]string{"id": "best-of-all"}, "seats": []api.SeatPlan{}}, nil)
			}, 404, "method.unknown"},
			{"a field that there is not", staff, func(c *demo.Client) error {
				return c.Post(ctx, "/api/tenders", map[string]string{"numbre": "1"}, nil)
			}, 422, "request.malformed"},
			{"a second submission", first, func(c *demo.Client) error { return c.Post(ctx, "/api/kiosk/sheet", sheet, nil) }, 409, "sheet.submitted"},
			{"someone else's sheet", second, func(c *demo.Client) error { return c.Post(ctx, "/api/kiosk/sheet", sheet, nil) }, 422, "signature.wrong"},
			{"a forged kiosk", forged, func(c *demo.Client) error {
				return c.Post(ctx, "/api/kiosk/challenge", map[string]string{"publicKey": hex.EncodeToString(key.PublicKey().Bytes())}, nil)
			}, 401, "kiosk.unpaired"},
			{"a forged kiosk under a kiosk's key", forged, func(c *demo.Client) error {
				var challenge struct{ Challenge string }
				if err := c.Post(ctx, "/api/kiosk/challenge", map[string]string{"publicKey": paired}, &challenge); err != nil {
					return err
				}
				signed := sha256.Sum256([]byte("bidroom/kiosk/1\n" + challenge.Challenge + "\n"))
				r, s, err := ecdsa.Sign(rand.Reader, strange, signed[:])
				if err != nil {
					return err
				}
				signature := hex.EncodeToString(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
				return c.Post(ctx, "/api/kiosk/session", map[string]string{"publicKey": paired, "challenge": challenge.Challenge, "signature": signature}, nil)
			}, 401, "kiosk.signature"},
			{"an expired pass", spare, func(c *demo.Client) error {
				return c.Post(ctx, "/api/kiosk/checkin", map[string]string{"code": stale, "key": paired}, nil)
			}, 403, "pass.expired"},
			{"a pass with a slip", spare, func(c *demo.Client) error {
				return c.Post(ctx, "/api/kiosk/checkin", map[string]string{"code": "0000-0000-0001", "key": paired}, nil)
			}, 422, "pass.slip"},
			{"a session that is over", gone, func(c *demo.Client) error { return c.Post(ctx, "/api/tenders", struct{}{}, nil) }, 401, "access.sign_in"},
		}
		if err := c.handlers.Rooms.SignGrown(ctx); err != nil {
			t.Fatal(err)
		}
		before := keptState(t, cfg)
		for _, tt := range cases {
			for _, lang := range catalogue.Languages() {
				var start, end runtime.MemStats
				runtime.ReadMemStats(&start)
				err := tt.do(tt.who.In(lang))
				if runtime.ReadMemStats(&end); end.TotalAlloc-start.TotalAlloc > 64<<20 {
					t.Errorf("%s: %d MiB were held", tt.what, (end.TotalAlloc-start.TotalAlloc)>>20)
				}
				inWords(t, tt.what, lang, err, tt.status, tt.code)
			}
		}
		after := keptState(t, cfg)
		for name, was := range before {
			if !bytes.Equal(was, after[name]) {
				t.Errorf("%s has changed", name)
			}
		}
		if len(after) != len(before) {
			t.Errorf("%d tables and files have become %d", len(before), len(after))
		}
	})
}

// expiredPass is the code of a pass for a lot that let somebody in until a
// second ago.
func expiredPass(t *testing.T, c *centre, lot string) string {
	t.Helper()
	p, err := pass.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	box := c.handlers.Rooms.Box
	sealed, err := box.Seal("pass", []byte(`{"Lot":"`+lot+`","Seat":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.handlers.Rooms.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.InsertPass(store.Pass{Hash: p.Hash(box.Index), LotID: lot, Sealed: sealed, ExpiresAt: tx.Now - 1000})
	}); err != nil {
		t.Fatal(err)
	}
	return p.Text()
}

// keptState is all that a centre keeps but for who is signed in and seen.
func keptState(t *testing.T, cfg Config) map[string][]byte {
	t.Helper()
	state := storetest.Dump(t, cfg.DB, filepath.Join(cfg.Data, "bidroom.db"))
	for _, name := range []string{"sessions", "kiosk_sessions", "lockouts"} {
		delete(state, name)
	}
	files, err := os.ReadDir(cfg.filesDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		state["files/"+file.Name()] = nil
	}
	return state
}

// inWords fails the test unless err is a refusal of the status and the code,
// whose text is what the catalogue has in the language.
func inWords(t *testing.T, what, lang string, err error, status int, code string) {
	t.Helper()
	var answer *demo.Answer
	var body struct {
		Reasons []struct {
			Code, Text string
			Args       map[string]string
		}
	}
	if !errors.As(err, &answer) || json.Unmarshal([]byte(answer.Body), &body) != nil || len(body.Reasons) == 0 {
		t.Errorf("%s: %v is no refusal", what, err)
		return
	}
	got := body.Reasons[0]
	if answer.Status != status || got.Code != code {
		t.Errorf("%s: refused with %d %s, want %d %s", what, answer.Status, got.Code, status, code)
	}
	if want := server.Words(catalogue.Text).Reason(lang, rule.Reason{Code: got.Code, Args: got.Args}); got.Text != want || !catalogue.Has("refusal."+got.Code) {
		t.Errorf("%s: in %s it says %q, want %q", what, lang, got.Text, want)
	}
}
