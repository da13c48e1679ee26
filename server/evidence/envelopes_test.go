package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// inTwoEnvelopes makes a method one of two envelopes, of which the second is
// examined for the price's limit.
func inTwoEnvelopes(source []byte) []byte {
	source = bytes.Replace(source, []byte(` "offers": "rounds",`), []byte(` "envelopes": "two",`), 1)
	return bytes.Replace(source, []byte(` "criteria": [`), []byte(` "criteria": [{"id": "prices", "envelope": "second", "names": {"zh-CN": "报价评审", "en": "Prices"}, "items": [{"id": "limit", "kind": "pass", "names": {"zh-CN": "未超限价", "en": "Within the limit"}}]},`), 1)
}

// closeEnvelopes plays a lot whose prices are sealed until the marks are locked
// to its report: one price is mended, two are inquired into and corrected.
func closeEnvelopes(t *testing.T) *lot {
	t.Helper()
	l := newLot(t)
	l.sealed, l.rules = true, explaining
	l.foundCentre()
	l.setUp()
	l.imported("draw-0")
	l.draw("s1", "staff", &draw.Voided{Draw: "draw-0", Reason: "导入了另一标段的名单"})
	l.drawPanel()
	l.propose()
	l.seatPanel()
	l.examine()
	l.code()
	for _, bid := range l.c.PassedBids() {
		l.do("s1", "staff", &evaluation.HearingBegan{Group: "commercial", Bid: bid.ID}, &evaluation.HearingEnded{Group: "commercial", Bid: bid.ID})
	}
	for seat := 1; seat <= 5; seat++ {
		l.submit(seat, false)
	}
	l.do("s1", "staff", &evaluation.MeetingAdvanced{To: evaluation.Pricing},
		&evaluation.PricesOpened{Records: []evaluation.PriceRecord{{Bid: "bid-d", PriceFen: 95_000_00}, {Bid: "bid-c", PriceFen: 950_000_00}}})
	mended := *l.c.Bid("bid-d").Opening
	mended.PriceFen = 950_000_00
	l.do("a1", "agent", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "漏录一位"})
	l.drawCoefficient()
	for seat := 1; seat <= 5; seat++ {
		for _, bid := range []string{"bid-c", "bid-d"} {
			l.do(evaluation.SeatActor(seat), "member", &evaluation.FindingMade{Seat: seat, Bid: bid, Item: "limit", Pass: true})
		}
	}
	l.clarify()
	l.tally() // two bids are equal
	l.untie()
	l.tally()
	return l
}

func TestTwoEnvelopesAreSound(t *testing.T) {
	l := closeEnvelopes(t)
	for _, scope := range []evidence.Scope{evidence.Public, evidence.Full} {
		if r := agree(t, pack(t, l.bundle(scope)), evidence.Options{}); !r.Sound() {
			t.Errorf("%+v", r.Parts)
		}
	}
}

// Nobody opens a second envelope before the marks are locked, gives a sheet back
// after it, or reads out another price than every one that is due.
func TestForgedEnvelopes(t *testing.T) {
	l := closeEnvelopes(t)
	body := func(kind string, change func(b map[string]any)) func(*lot) {
		return func(f *lot) {
			at := f.place(kind)
			f.log.entries[at] = altered(t, f.log.entries[at], func(_ *proclog.Entry, b map[string]any) { change(b) })
		}
	}
	prices := func(change func(b map[string]any)) func(*lot) { return body("prices.opened", change) }
	first := func(b map[string]any) map[string]any { return b["records"].([]any)[0].(map[string]any) }
	for what, forge := range map[string]struct {
		how   func(*lot)
		finds string
	}{
		"never opened": {func(f *lot) { f.taken(f.place("prices.opened")) }, ""},
		"opened twice": {func(f *lot) {
			f.written(f.place("prices.opened")+1, "a1", "agent", &evaluation.PricesOpened{Records: []evaluation.PriceRecord{{Bid: "bid-c", PriceFen: 1}, {Bid: "bid-d", PriceFen: 2}}}, nil)
		}, "prices.open"},
		"one is missing":       {prices(func(b map[string]any) { b["records"] = b["records"].([]any)[:1] }), "prices.incomplete"},
		"of a rejected bid":    {prices(func(b map[string]any) { first(b)["bid"] = "bid-a" }), "prices.bid"},
		"for nothing":          {prices(func(b map[string]any) { first(b)["price_fen"] = "0" }), "price.positive"},
		"known at the opening": {body("bids.opened", func(b map[string]any) { first(b)["price_fen"] = "95000000" }), "prices.sealed"},
		"without its envelope": {func(f *lot) { f.taken(f.place("bid.price_received")) }, "opening.price_missing"},
		"mended by who read it": {func(f *lot) {
			at := f.place("opening.corrected", "漏录一位")
			f.log.entries[at] = altered(t, f.log.entries[at], func(e *proclog.Entry, _ map[string]any) { e.Actor, e.Role = "s1", "staff" })
		}, "opening.own_record"},
		"a sheet given back": {func(f *lot) {
			f.written(f.place("prices.opened"), "s1", "staff", &evaluation.SheetReturned{Seat: 1, Reason: "x"}, nil)
		}, "stage.wrong"},
		"asked before it": {func(f *lot) {
			f.written(f.place("prices.opened"), "seat:3", "member", &evaluation.FindingMade{Seat: 3, Bid: "bid-c", Item: "limit", Pass: true}, nil)
		}, "prices.sealed"},
		"rejected before it": {func(f *lot) {
			f.written(f.place("prices.opened"), "seat:2", "member", &evaluation.RejectionDecided{Bid: "bid-c", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: []string{}, Reason: "x"}, nil)
		}, "prices.owed"},
	} {
		forged := *l
		forged.log.entries = slices.Clone(l.log.entries)
		forge.how(&forged)
		r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
		if r.Sound() || !strings.Contains(fmt.Sprint(r.Parts), forge.finds) {
			t.Errorf("%s: %+v", what, r.Parts)
		}
	}
}
