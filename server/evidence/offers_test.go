package evidence_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// A bid that is withdrawn before the final offers is out without the panel, and
// nothing that is owed of the others is owed of it.
func TestWithdrawn(t *testing.T) {
	l := newLot(t)
	l.withdraws = "bid-d"
	linedUp(l)
	if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); !r.Sound() {
		t.Fatalf("%+v", r.Parts)
	}
	again := *l
	again.log.entries = slices.Clone(l.log.entries)
	again.written(again.place("rejection.decided"), "seat:2", "member",
		&evaluation.RejectionDecided{Bid: "bid-d", Ground: "unqualified", Clause: "招标投标法实施条例 第五十一条第三项", Items: []string{}, Reason: "x"}, nil)
	if r := agree(t, pack(t, again.bundle(evidence.Full)), evidence.Options{}); r.Sound() || !strings.Contains(fmt.Sprint(r.Parts), "offers.withdrawn") {
		t.Errorf("a rejection of what was withdrawn: %+v", r.Parts)
	}
	found := *l
	found.log.entries = slices.Clone(l.log.entries)
	found.written(found.place("rejection.decided"), "seat:2", "member", &evaluation.FindingMade{Seat: 2, Bid: "bid-d", Item: "licence", Pass: true}, nil)
	if r := agree(t, pack(t, found.bundle(evidence.Full)), evidence.Options{}); r.Sound() || !strings.Contains(fmt.Sprint(r.Parts), "offers.withdrawn") {
		t.Errorf("a finding on what was withdrawn: %+v", r.Parts)
	}
}

// Nobody takes the final offers out, takes one of a bid that owes none, or lets
// a price be corrected before it is known.
func TestForgedOffers(t *testing.T) {
	l := lined(t)
	final := func(change func(b map[string]any)) func(*lot) {
		return func(f *lot) {
			at := f.place("offers.opened", `"final":"true"`)
			f.log.entries[at] = altered(t, f.log.entries[at], func(_ *proclog.Entry, b map[string]any) { change(b) })
		}
	}
	first := func(b map[string]any) map[string]any { return b["offers"].([]any)[0].(map[string]any) }
	for what, forge := range map[string]struct {
		how   func(*lot)
		finds string
	}{
		"no final offers":         {func(f *lot) { f.taken(f.place("offers.opened", `"final":"true"`)) }, "offers.owed"},
		"none is final":           {final(func(b map[string]any) { b["final"] = "false" }), "offers.owed"},
		"a round too many":        {func(f *lot) { again(t, f) }, "offers.closed"},
		"out of its turn":         {final(func(b map[string]any) { b["round"] = "3" }), "stale"},
		"of a bid that fails":     {final(func(b map[string]any) { first(b)["bid"] = "bid-a" }), "offers.bid"},
		"one is missing":          {final(func(b map[string]any) { b["offers"] = b["offers"].([]any)[:1] }), "offers.incomplete"},
		"one for nothing":         {final(func(b map[string]any) { first(b)["price_fen"] = "0" }), "price.positive"},
		"withdrawn without words": {final(func(b map[string]any) { withdraw(b, first(b), " ") }), "reason.required"},
		"before all have found": {func(f *lot) {
			at := f.place("offers.opened", `"round":"1"`)
			f.log.entries[at-1], f.log.entries[at] = f.log.entries[at], f.log.entries[at-1]
			f.log.entries = renumber(t, f.log.entries, at-1)
		}, "offers.early"},
		"a low price asked about too early": {func(f *lot) {
			at := f.place("offers.opened", `"final":"true"`)
			for k := at; k < f.place("clarification.requested"); k++ {
				f.log.entries[k], f.log.entries[k+1] = f.log.entries[k+1], f.log.entries[k]
				f.log.entries = renumber(t, f.log.entries, k)
				f.openings = moved(f.openings, "swap", int64(k))
			}
		}, "offers.owed"},
		"another round after one that all left": {func(f *lot) {
			at := f.place("offers.opened", `"final":"true"`)
			f.log.entries[at] = altered(t, f.log.entries[at], func(_ *proclog.Entry, b map[string]any) {
				b["offers"], b["withdrawn"] = []any{}, []any{map[string]any{"bid": "bid-c", "reason": "退出"}, map[string]any{"bid": "bid-d", "reason": "退出"}}
			})
			for _, seat := range []string{"1", "2", "3"} {
				finding := f.place("finding.made", `"seat":"`+seat+`"`, `"bid":"bid-a"`, `"pass":"false"`)
				f.log.entries[finding] = altered(t, f.log.entries[finding], func(_ *proclog.Entry, b map[string]any) { b["pass"] = "true" })
			}
			f.written(at+1, "s1", "staff", &evaluation.OffersOpened{Round: 3, Offers: []evaluation.Offer{{Bid: "bid-a", PriceFen: 900_000_00}}}, nil)
		}, "offers."},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			forged := *l
			forged.log.entries, forged.openings = slices.Clone(l.log.entries), slices.Clone(l.openings)
			forge.how(&forged)
			r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
			if said := fmt.Sprint(r.Parts); r.Sound() || !strings.Contains(said, forge.finds) {
				t.Errorf("want %s: %s", forge.finds, said)
			}
		})
	}
}

// again opens a third round after the final one.
func again(t *testing.T, f *lot) {
	t.Helper()
	f.written(f.place("offers.opened", `"final":"true"`)+1, "s1", "staff", &evaluation.OffersOpened{Round: 3, Final: true,
		Offers: []evaluation.Offer{{Bid: "bid-c", PriceFen: 900_000_00}, {Bid: "bid-d", PriceFen: 900_000_00}}}, nil)
}

// withdraw makes an offer a withdrawal.
func withdraw(body, offer map[string]any, reason string) {
	body["offers"] = body["offers"].([]any)[1:]
	body["withdrawn"] = []any{map[string]any{"bid": offer["bid"], "reason": reason}}
}
