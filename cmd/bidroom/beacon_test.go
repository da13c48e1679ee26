package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// What drand publishes of its chain quicknet, and its round 123, which its
// documentation gives (see server/evidence/beacon/testdata).
const (
	quicknetInfo = `{"public_key":"83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",` +
		`"period":3,"genesis_time":1692803367,"hash":"52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971","groupHash":"f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",` +
		`"schemeID":"bls-unchained-g1-rfc9380","metadata":{"beaconID":"quicknet"}`
	round123 = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"
	due123   = (1692803367 + 122*3) * 1000
)

// beaconFile writes a file for --beacon.
func beaconFile(t *testing.T, more string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "beacon.json")
	if err := os.WriteFile(name, []byte(quicknetInfo+more+"}"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// A round that is named lies in the future, and its signature is the public
// share: brought by anybody of the ceremony, or fetched by the server. Whoever
// has the record can check it without a network.
func TestDrawByBeacon(t *testing.T) {
	t.Parallel() // it waits more than it works
	for _, fetched := range []bool{false, true} {
		t.Run(fmt.Sprintf("fetched %t", fetched), func(t *testing.T) {
			storetest.EachDSN(t, func(t *testing.T, db string) { drawByBeacon(t, db, fetched) })
		})
	}
}

func drawByBeacon(t *testing.T, db string, fetched bool) {
	ctx := t.Context()
	var ahead atomic.Int64
	began := time.Now()
	now := func() time.Time {
		return time.UnixMilli(due123 - 300_000).Add(time.Since(began) + time.Duration(ahead.Load()))
	}
	asked, more := atomic.Int64{}, ""
	if fetched {
		source := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 1 || r.URL.Path != "/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/123" {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			fmt.Fprintf(w, `{"round":123,"randomness":"00","signature":%q}`, round123)
		}))
		t.Cleanup(source.Close)
		more = fmt.Sprintf(`,"url":%q`, source.URL)
	}
	c := beginAs(t, Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0", DB: db, now: now, Beacon: beaconFile(t, more)})
	p := &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
	if err := p.SetUp(ctx, 7); err != nil {
		t.Fatal(err)
	}
	lots, err := p.Tender(ctx)
	if err != nil {
		t.Fatal(err)
	}
	lot := "/api/lots/" + lots[0]
	staff, witness := as(t, p, "staff"), as(t, p, "witness")
	var of api.LotView
	if err := staff.Get(ctx, lot, &of); err != nil || of.Beacon != "quicknet" {
		t.Fatal(of.Beacon, err)
	}
	refused(t, staff.Post(ctx, lot+"/draws", map[string]any{"beaconRound": 1}, nil), "draw.beacon_past")
	refused(t, staff.Post(ctx, lot+"/draws", map[string]any{"beaconAtMs": now().UnixMilli() - 10_000}, nil), "draw.beacon_past")
	var view api.DrawView
	if err := staff.Post(ctx, lot+"/draws", map[string]any{"beaconAtMs": due123 - 1}, &view); err != nil {
		t.Fatal(err)
	}
	if b := view.Beacon; b == nil || b.Round != "123" || b.DueMs != due123 || b.Missing != "parties" || b.MayGive || b.Fetched != fetched {
		t.Fatalf("%+v", view.Beacon)
	}
	path := "/api/draws/" + view.ID
	give := map[string]string{"signature": round123}
	refused(t, witness.Post(ctx, path+"/beacon", give, nil), "draw.too_few_parties")
	shares := map[string]demo.Share{}
	for _, who := range []string{"staff", "supervisor"} {
		if shares[who], err = p.Commit(ctx, view.ID, who); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, witness.Post(ctx, path+"/beacon", give, nil), "draw.beacon_early")
	if err := staff.Get(ctx, path, &view); err != nil || view.Beacon.Missing != "time" || view.MayPublic {
		t.Fatalf("%+v %v", view.Beacon, err)
	}
	ahead.Add(int64(time.UnixMilli(due123).Sub(now())))
	if fetched {
		eventually(t, "the round was not fetched", func() bool { return staff.Get(ctx, path, &view) == nil && view.Stage == "revealing" })
		if asked.Load() < 2 || view.PublicBy != "" {
			t.Errorf("asked %d times, by %q", asked.Load(), view.PublicBy)
		}
	} else {
		if err := witness.Get(ctx, path, &view); err != nil || view.Beacon.Missing != "signature" || !view.Beacon.MayGive || view.Stage != "committing" {
			t.Fatalf("%+v %v", view.Beacon, err)
		}
		refused(t, witness.Post(ctx, path+"/public-share", map[string]string{"value": strings.Repeat("3", 25)}, nil), "draw.beacon")
		refused(t, witness.Post(ctx, path+"/beacon", map[string]string{"signature": "c" + round123[1:]}, nil), "beacon.signature")
		// Round 124 of nobody, and a round of another chain.
		refused(t, witness.Post(ctx, path+"/beacon", map[string]string{"signature": "ac7c3ca14bc88bd014260f22dc016b4fe586f9313c3a549c83d195811a99a5d2d4999d4df6daec73ff51fafadd6d5bb5"}, nil), "beacon.signature")
		if err := staff.Post(ctx, path+"/beacon", map[string]string{"signature": " " + strings.ToUpper(round123) + "\n"}, &view); err != nil || view.PublicBy == "" {
			t.Fatal(view.PublicBy, err)
		}
	}
	if view.PublicShare != round123 || view.Beacon.Signature != round123 || view.Beacon.Missing != "" {
		t.Errorf("%q %+v", view.PublicShare, view.Beacon)
	}
	for who, s := range shares {
		if err := as(t, p, who).Post(ctx, path+"/reveals", s, &view); err != nil {
			t.Fatal(err)
		}
	}
	if view.Stage != "filled" {
		t.Fatalf("the draw stands at %s", view.Stage)
	}
	checkedByStranger(t, staff, path)
	holds(t, "the record", pdf(t, staff, path+"/record.pdf"), "公共随机信标", "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971 123")
}

// checkedByStranger checks the record of a draw as whoever has it does, and
// again with what somebody changed in it.
func checkedByStranger(t *testing.T, staff *demo.Client, path string) {
	t.Helper()
	var text []byte
	if err := staff.Get(t.Context(), path+"/record.json", &text); err != nil {
		t.Fatal(err)
	}
	for what, tt := range map[string]struct {
		change func(*draw.Record)
		beacon draw.State
		code   int
	}{
		"as it is":      {func(*draw.Record) {}, draw.Checked, 0},
		"without a key": {func(r *draw.Record) { r.BeaconChain = "" }, draw.NotContained, 0},
		"another key":   {func(r *draw.Record) { r.BeaconChain = strings.Replace(r.BeaconChain, "83cf", "93cf", 1) }, draw.Broken, 1},
		"another signature": {func(r *draw.Record) {
			r.Signature, r.Public = strings.Replace(r.Signature, "b75c", "b75d", 1), strings.Replace(r.Public, "b75c", "b75d", 1)
		}, draw.Broken, 1},
	} {
		r, err := draw.ReadRecord(text)
		if err != nil {
			t.Fatal(err)
		}
		tt.change(r)
		changed, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "record.json")
		if err := os.WriteFile(name, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, said bytes.Buffer
		if code := run([]string{"draw", "verify", name, "--json"}, &out, &said); code != tt.code {
			t.Errorf("%s: code %d: %s%s", what, code, &out, &said)
		}
		var found draw.Found
		if err := json.Unmarshal(out.Bytes(), &found); err != nil {
			t.Fatal(err)
		}
		for _, part := range found.Parts {
			if part.Part == "beacon" && part.State != tt.beacon {
				t.Errorf("%s: %+v", what, part)
			}
		}
	}
}

// Where too few committed before the round was there, nobody commits any more;
// nothing is void by itself.
func TestBeaconTooLate(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	var ahead atomic.Int64
	began := time.Now()
	now := func() time.Time {
		return time.UnixMilli(due123 - 300_000).Add(time.Since(began) + time.Duration(ahead.Load()))
	}
	c := beginAs(t, Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0", now: now, Beacon: beaconFile(t, "")})
	p := &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
	if err := p.SetUp(ctx, 7); err != nil {
		t.Fatal(err)
	}
	lots, err := p.Tender(ctx)
	if err != nil {
		t.Fatal(err)
	}
	staff := as(t, p, "staff")
	var view api.DrawView
	if err := staff.Post(ctx, "/api/lots/"+lots[0]+"/draws", map[string]any{"beaconRound": 123}, &view); err != nil {
		t.Fatal(err)
	}
	ahead.Add(int64(time.UnixMilli(due123).Sub(now())))
	path := "/api/draws/" + view.ID
	refused(t, staff.Post(ctx, path+"/commitments", map[string]string{"commitment": strings.Repeat("0", 64)}, nil), "draw.beacon_due")
	if err := staff.Get(ctx, path, &view); err != nil || view.Stage != "committing" || view.Beacon.Missing != "late" || view.Beacon.MayGive {
		t.Errorf("%s %+v %v", view.Stage, view.Beacon, err)
	}
	_, _, other, others := played(t, "", "tender")
	refused(t, as(t, other, "staff").Post(ctx, "/api/lots/"+others[0]+"/draws", map[string]any{"beaconRound": 123}, nil), "beacon.none")
}

func TestBeaconFile(t *testing.T) {
	for why, more := range map[string]string{
		"a key that is none":  `,"urls":"x"`,
		"an address in clear": `,"url":"http://beacon.example"`,
		"with a user":         `,"url":"https://me@beacon.example"`,
		"two objects":         `}{`,
	} {
		cfg := Config{Beacon: beaconFile(t, more)}
		if _, err := cfg.beacon(); err == nil {
			t.Errorf("%s is taken", why)
		}
	}
	for why, change := range map[string][2]string{"another period": {`"period":3`, `"period":30`}, "another key": {"83cf", "93cf"}, "a chained scheme": {"bls-unchained-g1-rfc9380", "pedersen-bls-chained"}} {
		name := filepath.Join(t.TempDir(), "beacon.json")
		if err := os.WriteFile(name, []byte(strings.Replace(quicknetInfo+"}", change[0], change[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg := Config{Beacon: name}
		if _, err := cfg.beacon(); err == nil {
			t.Errorf("%s is taken", why)
		}
	}
	cfg := Config{Beacon: beaconFile(t, `,"url":"https://api.drand.sh"`)}
	if b, err := cfg.beacon(); err != nil || b.Fetch == nil {
		t.Errorf("%+v %v", b, err)
	}
}
