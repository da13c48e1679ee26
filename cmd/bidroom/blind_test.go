package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// hidden is the file of a method whose technical group is marked blind, and
// whose bids every member is shown in another order.
func hidden(t *testing.T) string {
	t.Helper()
	method, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		t.Fatal(err)
	}
	source := string(method.Source())
	for _, change := range [][2]string{{` "criteria": [`, ` "order": "shuffled",` + "\n" + ` "criteria": [`}, {`{"id": "technical", `, `{"id": "technical", "blind": true, `}} {
		if strings.Count(source, change[0]) != 1 {
			t.Fatalf("where is %q?", change[0])
		}
		source = strings.Replace(source, change[0], change[1], 1)
	}
	return source
}

// Blind parts are asked for before the opening; nothing that a kiosk is sent
// tells whose a code is before the tally; a mark by name is refused; what comes
// out is what the marks under the codes are worth, and the evidence holds.
func TestMarkedBlind(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[0], "/api/lots/"+lots[0]
		staff := as(t, p, "staff")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		blind := func(i int) []byte { return fmt.Appendf(nil, "%%PDF-1.7\nplan %d", i) }
		send := func(i int) error {
			return staff.PostFile(ctx, path+"/bidders/"+view.Bidders[i].ID+"/blind", "暗标.pdf", blind(i), &view)
		}
		if got := reasons(t, send(0)); !slices.Equal(got, []string{"bid.not_blind "}) {
			t.Errorf("a blind part that the method does not ask for: %v", got)
		}
		must(staff.Post(ctx, path+"/method", map[string]string{"source": hidden(t)}, &view))
		must(send(0))
		byName := fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj\n<< /Author (%s) >>\nendobj\ntrailer\n<< /Info 1 0 R >>\n", view.Bidders[1].CreditCode)
		named := []string{"bid.blind_named.author file"}
		if got := reasons(t, staff.PostFile(ctx, path+"/bidders/"+view.Bidders[1].ID+"/blind", "暗标.pdf", byName, &view)); !slices.Equal(got, named) {
			t.Errorf("a blind part that names its bidder: %v", got)
		}
		records, err := demo.Opening(&view)
		must(err)
		missing := slices.Repeat([]string{"opening.blind_missing "}, 5)
		if got := reasons(t, staff.Post(ctx, path+"/opening", map[string]any{"records": records}, &view)); !slices.Equal(got, missing) {
			t.Errorf("an opening without five blind parts: %v", got)
		}
		var parts []demo.File
		for i, bidder := range view.Bidders {
			parts = append(parts, demo.File{Field: "blind", Name: bidder.CreditCode + ".pdf", Content: blind(i)})
		}
		named[0] = "bid.blind_named.author blind"
		whose := slices.Clone(parts)
		whose[1].Content = byName
		if got := reasons(t, as(t, p, "agent").PostFiles(ctx, path+"/delivery", nil, whose, nil)); !slices.Equal(got, named) {
			t.Errorf("a delivery with one: %v", got)
		}
		for range 2 { // the same again changes nothing
			var kept api.DeliveryView
			must(as(t, p, "agent").PostFiles(ctx, path+"/delivery", nil, parts, &kept))
			if len(kept.Bids) != 6 || kept.Bids[5].Part != "blind" || kept.Bids[5].FileSize != int64(len(blind(5))) {
				t.Errorf("delivered %+v", kept)
			}
		}
		steady(t, c, lot, "bid.blind_received", 6)
		parts[0].Content = blind(9)
		refused(t, as(t, p, "agent").PostFiles(ctx, path+"/delivery", nil, parts, nil), "intake.bid_differs")
		must(send(0))
		must(staff.PostFile(ctx, path+"/bidders/"+view.Bidders[5].ID+"/bid", "投标文件.pdf", []byte("%PDF-1.7 anew"), &view))
		if view.Bidders[5].BlindHash != "" {
			t.Error("a bid that came anew kept the blind part of the old")
		}
		must(send(5))
		must(p.Take(ctx, lot, "examining"))
		if _, state := atKiosk(t, p, 1); len(state.Lot.Codes) != 0 {
			t.Errorf("codes before detailed evaluation: %v", state.Lot.Codes)
		}
		must(p.Take(ctx, lot, "evaluating"))
		unnamed(t, p, view, blind)
		refusedByName(t, p)
		noted(t, p)
		must(p.Take(ctx, lot, "tallied"))
		marked(t, c, p, lot)
		must(as(t, p, "supervisor").Post(ctx, path+"/meeting/return", map[string]string{"to": "evaluating", "reason": "复核评分"}, nil))
		dealtAnew(t, p)
		takenBack(t, p)
		for seat := 1; seat <= 5; seat++ {
			must(p.Submit(ctx, seat))
		}
		must(staff.Post(ctx, path+"/meeting/tally", struct{}{}, nil))
		marked(t, c, p, lot)
		must(p.Take(ctx, lot, "sealed"))
		replay(t, c, lot)
		takeOut(t, c, p, lot)
		broken, err := c.handlers.Rooms.DB.Invariants(ctx)
		if err != nil || len(broken) > 0 {
			t.Errorf("after the case: %v %v", broken, err)
		}
	})
}

// unnamed holds what kiosks are sent while bids are marked under codes.
func unnamed(t *testing.T, p *demo.Play, lot api.LotView, blind func(int) []byte) {
	t.Helper()
	orders := map[string]bool{}
	for seat := 1; seat <= 5; seat++ {
		kiosk, state := atKiosk(t, p, seat)
		text, err := json.Marshal(state)
		if err != nil {
			t.Fatal(err)
		}
		for _, bidder := range lot.Bidders {
			if bidder.BlindHash != "" && bytes.Contains(text, []byte(bidder.BlindHash)) {
				t.Errorf("seat %d is sent the hash of a blind part", seat)
			}
		}
		var letters string
		for _, bidder := range state.Lot.Bidders {
			letters += bidder.Letter
			if bidder.Code != "" || bidder.BlindSize != 0 {
				t.Errorf("seat %d is told that %s is %q", seat, bidder.Letter, bidder.Code)
			}
		}
		orders[letters], orders[strings.Join(state.Lot.Codes, " ")] = true, true
		left := 0
		for _, bidder := range state.Lot.Bidders {
			if bidder.Bid != "" && bidder.Rejection == nil {
				left++
			}
		}
		if got := slices.Sorted(slices.Values(state.Lot.Codes)); len(got) != left || got[0] != "01" {
			t.Errorf("seat %d has the codes %v for %d bids", seat, got, left)
		}
		files := map[string]bool{}
		for _, code := range state.Lot.Codes {
			var file []byte
			if err := kiosk.Get(t.Context(), "/api/kiosk/blind/"+code+"/file", &file); err != nil {
				t.Fatal(err)
			}
			files[string(file)] = true
		}
		if len(files) != left {
			t.Errorf("%d blind parts for %d bids", len(files), left)
		}
		if got := reasons(t, kiosk.Get(t.Context(), "/api/kiosk/blind/99/file", nil)); !slices.Equal(got, []string{"bid.unknown code"}) {
			t.Errorf("a code that is none: %v", got)
		}
	}
	if len(orders) < 6 { // of ten, each one of 120 or more
		t.Errorf("five members were shown the bids in the orders %v", orders)
	}
}

// refusedByName types and submits marks that call bids by what they may not.
func refusedByName(t *testing.T, p *demo.Play) {
	t.Helper()
	kiosk, state := atKiosk(t, p, 1)
	bid, code := "", state.Lot.Codes[0]
	for _, bidder := range state.Lot.Bidders {
		if bidder.Bid != "" && bidder.Rejection == nil {
			bid = bidder.Bid
		}
	}
	for _, wrong := range [][2]string{{bid, "construction"}, {code, "company_works"}, {"07", "construction"}} {
		draft := map[string]any{"drafts": []api.DraftView{{Bid: wrong[0], Criterion: wrong[1], Value: "1", Seq: 1}}}
		if got := reasons(t, kiosk.Put(t.Context(), "/api/kiosk/drafts", draft, nil)); !slices.Equal(got, []string{"bid.not_evaluated " + wrong[0] + " " + wrong[1]}) {
			t.Errorf("a stroke on %v: %v", wrong, got)
		}
	}
}

// noted keeps a note on a blind part, which goes by its code.
func noted(t *testing.T, p *demo.Play) {
	t.Helper()
	kiosk, state := atKiosk(t, p, 1)
	note := api.ReadingView{File: state.Lot.Codes[0], Place: "3", Value: "横道图缺关键线路", Seq: 1}
	if err := keep(t, kiosk, note); err != nil {
		t.Error(err)
	}
	if _, state = atKiosk(t, p, 1); !slices.Equal(state.Member.Readings, []api.ReadingView{note}) {
		t.Errorf("kept is %+v", state.Member.Readings)
	}
	for _, wrong := range []string{"00", "99", state.Lot.Codes[0][1:]} {
		refused(t, keep(t, kiosk, api.ReadingView{File: wrong, Place: "3", Value: "x", Seq: 2}), "bid.unknown")
	}
}

// takenBack sends a note under a code that a return took back: it is not kept,
// and holds up no other.
func takenBack(t *testing.T, p *demo.Play) {
	t.Helper()
	kiosk, state := atKiosk(t, p, 1)
	note := api.ReadingView{File: state.Lot.Codes[0], Place: "4", Value: "进度计划可行", Seq: 3}
	if err := keep(t, kiosk, api.ReadingView{File: "01", Place: "3", Value: "x", Seq: 2}, note); err != nil {
		t.Error(err)
	}
	if _, state = atKiosk(t, p, 1); !slices.Contains(state.Member.Readings, note) || slices.ContainsFunc(state.Member.Readings, func(r api.ReadingView) bool { return r.Value == "x" }) {
		t.Errorf("kept is %+v", state.Member.Readings)
	}
}

// marked holds the tally against the sheets as they were signed: the opened
// codes say whose the marks are.
func marked(t *testing.T, c *centre, p *demo.Play, lot string) {
	t.Helper()
	cs, err := c.handlers.Rooms.CaseOf(t.Context(), lot)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(cs.Meeting.Seat(1).Sheet.Text), "\n")[4:] {
		subject, rest, _ := strings.Cut(line, " ")
		criterion, value, _ := strings.Cut(rest, " ")
		if byCode := len(subject) == 2; byCode != slices.Contains([]string{"construction", "quality_plan", "safety_plan", "environment", "schedule", "resources"}, criterion) {
			t.Errorf("the sheet has %q", line)
		}
		if bid := cs.Meeting.Codes.Bid(subject); bid != "" {
			subject = bid
		}
		named[subject+" "+criterion] = value
	}
	for _, mark := range cs.Marks() {
		if mark.Member == evaluation.SeatActor(1) && named[mark.Bid+" "+mark.Criterion] != mark.Value {
			t.Errorf("%+v is not on the sheet", mark)
		}
	}
	_, state := atKiosk(t, p, 1)
	for _, bidder := range state.Lot.Bidders {
		if want := cs.Meeting.Codes.Code(bidder.Bid); bidder.Code != want || bidder.Rejection == nil && bidder.Bid != "" && want == "" {
			t.Errorf("after the tally %s is shown as %q, and is %q", bidder.Letter, bidder.Code, want)
		}
	}
}

// dealtAnew holds what a member finds after a return from the tally: other codes,
// and of what was typed under the old ones nothing.
func dealtAnew(t *testing.T, p *demo.Play) {
	t.Helper()
	_, state := atKiosk(t, p, 1)
	got := slices.Sorted(slices.Values(state.Lot.Codes))
	if first := fmt.Sprintf("%02d", len(got)+1); len(got) < 3 || got[0] != first {
		t.Errorf("after the tally the codes are %v, want them from %s on", got, first)
	}
	for _, draft := range state.Member.Drafts {
		if len(draft.Bid) == 2 {
			t.Errorf("kept of a code that stands no more: %+v", draft)
		}
	}
	for _, bidder := range state.Lot.Bidders {
		if bidder.Code != "" {
			t.Errorf("%s is told to be %q", bidder.Letter, bidder.Code)
		}
	}
}
