package main

import (
	"bytes"
	"math/big"
	"os/exec"
	"slices"
	"strconv"
	"testing"

	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// A consultation: the offers of whoever is left are opened in two rounds, once
// all have found; who may not is refused; the panel evaluates by the last, and
// the evidence holds.
func TestConsultation(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[1], "/api/lots/"+lots[1]
		staff := as(t, p, "staff")
		var view api.LotView
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(staff.Post(ctx, path+"/method", map[string]string{"id": "cn-gp-consultation"}, &view))
		must(p.Take(ctx, lot, "examining"))
		must(staff.Get(ctx, path, &view))
		if view.Offers == nil || len(view.Offers.Due) != 0 {
			t.Errorf("before anybody has found: %+v", view.Offers)
		}
		first := map[string]any{"round": 1, "final": true, "offers": []map[string]string{}}
		refused(t, staff.Post(ctx, path+"/offers", first, nil), "offers.early")
		refused(t, as(t, p, "supervisor").Post(ctx, path+"/offers", first, nil), "access.role")
		must(p.Take(ctx, lot, "evaluating"))
		must(staff.Get(ctx, path, &view))
		if n := len(view.Offers.Rounds); n != 2 || view.Offers.Rounds[0].Final || !view.Offers.Rounds[1].Final || len(view.Offers.Rounds[1].Offers) != 5 || len(view.Offers.Due) != 0 {
			t.Fatalf("after the final offers: %+v", view.Offers)
		}
		steady(t, c, lot, "offers.opened", 2)
		refused(t, staff.Post(ctx, path+"/offers", first, nil), "access.stage")
		lowest, rejected := int64(0), ""
		for _, bidder := range view.Bidders {
			read, err := strconv.ParseInt(bidder.Opening.PriceFen, 10, 64)
			must(err)
			if bidder.Rejection != nil {
				rejected = bidder.Name
				continue
			}
			if want := strconv.FormatInt(read/100*98, 10); bidder.Opening.OfferedFen != want || bidder.Opening.CorrectedFen != "" {
				t.Errorf("%s offered %+v last, want %s", bidder.Letter, bidder.Opening, want)
			}
			if offer := read / 100 * 98; lowest == 0 || offer < lowest {
				lowest = offer
			}
		}
		if rejected == "" {
			t.Error("nobody was rejected: nothing tells who owes no offer")
		}
		must(p.Take(ctx, lot, "sealed"))
		cs, err := c.handlers.Rooms.CaseOf(ctx, lot)
		must(err)
		result, err := cs.Score(nil)
		must(err)
		i := slices.IndexFunc(result.Derivation, func(l scoring.Line) bool { return l.Name == "benchmark" })
		if want := big.NewRat(lowest, 100); i < 0 || result.Derivation[i].Exact != want.RatString() && result.Derivation[i].Exact != want.FloatString(2) {
			t.Errorf("the benchmark is %+v, want the lowest last offer, %s yuan", result.Derivation, want.FloatString(2))
		}
		var pdf []byte
		must(staff.Get(ctx, path+"/report.pdf", &pdf))
		check := exec.Command("pdftotext", "-layout", "-", "-")
		check.Stdin = bytes.NewReader(pdf)
		if text, err := check.Output(); err != nil || !bytes.Contains(text, []byte("最后报价（第 2 轮）")) {
			t.Errorf("the report does not list the final offers: %v", err)
		}
		replay(t, c, lot)
		takeOut(t, c, p, lot)
	})
}
