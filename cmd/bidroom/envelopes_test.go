package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// Prices in second envelopes: nobody can read one or enter a price before the
// marks are locked, and no sheet is given back after it; the coefficient of the
// opening is drawn with the prices; and the evidence holds.
func TestTwoEnvelopes(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[0], "/api/lots/"+lots[0]
		staff, agent := as(t, p, "staff"), as(t, p, "agent")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		refused(t, staff.PostFile(ctx, path+"/bidders/"+view.Bidders[0].ID+"/price", "报价.pdf", demo.Envelope(0), &view), "bid.one_envelope")
		must(staff.Post(ctx, path+"/method", map[string]string{"source": enveloped(t)}, &view))
		must(staff.PostFile(ctx, path+"/bidders/"+view.Bidders[0].ID+"/price", "报价.pdf", demo.Envelope(0), &view))
		delivered(t, c, p, lot, view)
		must(p.Take(ctx, lot, "scheduled"))
		must(staff.Get(ctx, path, &view))
		sealed(t, staff, path, view)
		must(p.Take(ctx, lot, "evaluating"))
		if _, state := atKiosk(t, p, 1); !state.Lot.Envelopes || slices.ContainsFunc(state.Lot.Bidders, func(b api.BidderView) bool { return b.Opening.PriceFen != "" }) {
			t.Errorf("a kiosk is sent prices before the marks are locked: %+v", state.Lot.Bidders)
		}
		refused(t, staff.Post(ctx, path+"/meeting/advance", map[string]string{"to": "pricing"}, nil), "seat.not_submitted")
		for seat := 1; seat <= 5; seat++ {
			must(p.Submit(ctx, seat))
		}
		refused(t, staff.Post(ctx, path+"/meeting/tally", struct{}{}, nil), "stage.wrong")
		must(staff.Post(ctx, path+"/meeting/advance", map[string]string{"to": "pricing"}, &view))
		refused(t, staff.Post(ctx, path+"/seats/1/returned", map[string]string{"reason": "改分"}, nil), "access.stage")
		priced(t, c, p, lot)
		must(p.Take(ctx, lot, "sealed"))
		reported(t, staff, path)
		scored(t, c, lot)
		refused(t, agent.Post(ctx, path+"/delivery", json.RawMessage(strings.Replace(table(t, view, "46880000.50"), "KB", "KX", 1)), nil), "intake.opened_differs")
		replay(t, c, lot)
		takeOut(t, c, p, lot)
		broken, err := c.handlers.Rooms.DB.Invariants(ctx)
		if err != nil || len(broken) > 0 {
			t.Errorf("after the case: %v %v", broken, err)
		}
	})
}

// enveloped is the highway method with what is examined of prices.
func enveloped(t *testing.T) string {
	t.Helper()
	method, err := scoring.Builtin("cn-highway-mix")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(string(method.Source()), ` "criteria": [`, ` "criteria": [
  {"id": "eligibility", "names": {"zh-CN": "资格评审", "en": "Eligibility"}, "items": [{"id": "licence", "kind": "pass", "names": {"zh-CN": "安全生产许可证", "en": "Safety licence"}}, {"id": "signed", "kind": "pass", "names": {"zh-CN": "签字盖章", "en": "Signed"}}]},
  {"id": "prices", "envelope": "second", "names": {"zh-CN": "报价评审", "en": "Prices"}, "items": [{"id": "limit", "kind": "pass", "names": {"zh-CN": "未超最高投标限价", "en": "Within the ceiling"}}]},`, 1)
}

// delivered has a platform deliver the second envelopes: twice alike, and once
// another.
func delivered(t *testing.T, c *centre, p *demo.Play, lot string, view api.LotView) {
	t.Helper()
	agent, path := as(t, p, "agent"), "/api/lots/"+lot+"/delivery"
	var parts []demo.File
	for i, bidder := range view.Bidders {
		parts = append(parts, demo.File{Field: "price", Name: bidder.CreditCode + ".pdf", Content: demo.Envelope(i)})
	}
	for range 2 {
		var kept api.DeliveryView
		if err := agent.PostFiles(t.Context(), path, nil, parts, &kept); err != nil || len(kept.Bids) != len(parts) || kept.Bids[0].Part != "price" {
			t.Fatalf("delivered %+v: %v", kept, err)
		}
	}
	steady(t, c, lot, "bid.price_received", len(parts))
	parts[1].Content = demo.Envelope(99)
	refused(t, agent.PostFiles(t.Context(), path, nil, parts, nil), "intake.bid_differs")
}

// sealed looks for a price where none may be seen yet.
func sealed(t *testing.T, staff *demo.Client, path string, view api.LotView) {
	t.Helper()
	for _, bidder := range view.Bidders {
		if bidder.Opening == nil || bidder.Opening.PriceFen != "" || bidder.Opening.Capital != "" || bidder.PriceHash == "" {
			t.Errorf("before the second envelopes are open: %+v", bidder)
		}
		refused(t, staff.Get(t.Context(), path+"/bids/"+bidder.Bid+"/prices", nil), "prices.sealed")
	}
	if view.Prices == nil || len(view.Prices.Due) != 0 {
		t.Errorf("due before the marks are locked: %+v", view.Prices)
	}
	refused(t, staff.Post(t.Context(), path+"/prices", map[string]any{"records": []any{}}, nil), "access.stage")
}

// priced opens the second envelopes from a file of the agent's, and has staff
// mend one.
func priced(t *testing.T, c *centre, p *demo.Play, lot string) {
	t.Helper()
	ctx, path := t.Context(), "/api/lots/"+lot
	staff, agent := as(t, p, "staff"), as(t, p, "agent")
	var view api.LotView
	if err := agent.Get(ctx, path, &view); err != nil {
		t.Fatal(err)
	}
	refused(t, as(t, p, "supervisor").Post(ctx, path+"/prices", map[string]any{"records": []any{}}, nil), "access.role")
	kiosk, state := atKiosk(t, p, 1)
	if state.Lot.Sealed != len(view.Prices.Due) || state.Duty != "wait" {
		t.Errorf("the kiosk waits for %d envelopes, duty %s", state.Lot.Sealed, state.Duty)
	}
	refused(t, kiosk.Get(ctx, "/api/kiosk/prices/"+view.Prices.Due[0]+"/file", nil), "prices.sealed")
	var preview api.OpeningPreview
	if err := agent.PostFile(ctx, path+"/prices/preview", "opening.json", []byte(table(t, view, "1")), &preview); err != nil || len(preview.Lines) != len(view.Prices.Due) || preview.Bad != 0 {
		t.Fatalf("preview %+v: %v", preview, err)
	}
	for range 2 { // the same again changes nothing
		if err := agent.Post(ctx, path+"/delivery", json.RawMessage(table(t, view, "46880000.50")), nil); err != nil {
			t.Fatal(err)
		}
	}
	steady(t, c, lot, "prices.opened", 1)
	if err := staff.Get(ctx, path, &view); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(view.Bidders, func(b api.BidderView) bool { return b.Opening.PriceFen == "4688000050" })
	if i < 0 || !view.MayMend {
		t.Fatalf("%+v", view.Bidders)
	}
	o := view.Bidders[i].Opening
	mended := map[string]any{"bid": view.Bidders[i].Bid, "priceFen": "4680000000", "duration": o.Duration, "quality": o.Quality, "security": o.Security, "values": map[string]string{}}
	refused(t, agent.Post(ctx, path+"/opening/corrections", map[string]any{"record": mended, "reason": "误录"}, nil), "opening.own_record")
	if err := staff.Post(ctx, path+"/opening/corrections", map[string]any{"record": mended, "reason": "误录"}, nil); err != nil {
		t.Fatal(err)
	}
	var file []byte
	if err := kiosk.Get(ctx, "/api/kiosk/prices/"+view.Bidders[i].Bid+"/file", &file); err != nil || !bytes.Equal(file, demo.Envelope(i)) {
		t.Errorf("a second envelope at the kiosk: %q, %v", file, err)
	}
}

// table is the JSON of an opening of the second envelopes that are due, the
// first of them with this price in yuan.
func table(t *testing.T, view api.LotView, first string) string {
	t.Helper()
	var lines []string
	for _, bidder := range view.Bidders {
		if bidder.Opening == nil || bidder.Rejection != nil {
			continue
		}
		price := first
		if len(lines) > 0 {
			price = strconv.Itoa(47_000_000 + 100_000*len(lines))
		}
		lines = append(lines, fmt.Sprintf(`{"credit_code":%q,"file":%q,"price":%q}`, bidder.CreditCode, bidder.PriceHash, price))
	}
	return fmt.Sprintf(`{"format":"bidroom/opening","v":"1","envelope":"second","record_no":"KB-2","bids":[%s]}`, strings.Join(lines, ","))
}

// reported looks into the report for the second envelopes: when they were
// opened, their hashes, and that of the rejected bid left closed.
func reported(t *testing.T, staff *demo.Client, path string) {
	t.Helper()
	var pdf []byte
	if err := staff.Get(t.Context(), path+"/report.pdf", &pdf); err != nil {
		t.Fatal(err)
	}
	check := exec.Command("pdftotext", "-layout", "-", "-")
	check.Stdin = bytes.NewReader(pdf)
	text, err := check.Output()
	for _, want := range []string{"第二信封（报价文件）于", "第二信封：", "第二信封未开启", "未超最高投标限价"} {
		if err != nil || !bytes.Contains(text, []byte(want)) {
			t.Errorf("the report does not say %q: %v", want, err)
		}
	}
}

// scored computes the benchmark of the highway method by hand, from the prices
// that were read out.
func scored(t *testing.T, c *centre, lot string) {
	t.Helper()
	cs, err := c.handlers.Rooms.CaseOf(t.Context(), lot)
	if err != nil {
		t.Fatal(err)
	}
	var prices []int64
	for _, bid := range cs.Bids {
		if bid.Opening.PriceFen > 0 {
			prices = append(prices, bid.Opening.PriceFen)
		}
	}
	slices.Sort(prices)
	if n := len(prices); n >= 5 { // as the method sets aside
		prices = prices[1 : n-1]
	}
	sum := int64(0)
	for _, price := range prices {
		sum += price
	}
	mean := new(big.Rat).SetFrac64(sum, 100*int64(len(prices)))
	mixed := new(big.Rat).Add(new(big.Rat).Mul(big.NewRat(cs.Lot.CeilingFen, 100), big.NewRat(6, 10)), new(big.Rat).Mul(mean, big.NewRat(4, 10)))
	reduction, ok := new(big.Rat).SetString(cs.Coefficient("reduction").Value)
	if !ok {
		t.Fatal("no reduction was drawn")
	}
	want := mixed.Mul(mixed, new(big.Rat).Sub(big.NewRat(1, 1), reduction)).FloatString(2)
	result, err := cs.Score(cs.Meeting.TieOrder())
	if err != nil {
		t.Fatal(err)
	}
	if line := result.Derivation.Line("", "benchmark"); line == nil || line.Result != want {
		t.Errorf("benchmark %+v, want %s", line, want)
	}
}
