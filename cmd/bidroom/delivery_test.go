package main

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/document"
	"bidroom/server/store/storetest"
)

// example is the record of an opening that docs/opening.md gives.
func example(t *testing.T) *evaluation.OpeningFile {
	t.Helper()
	text, err := os.ReadFile("../../docs/opening.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(text), "```json\n")
	block, _, ended := strings.Cut(block, "```")
	f, err := evaluation.ReadOpeningFile([]byte(block))
	if err != nil || !found || !ended || len(f.Bids) != 2 {
		t.Fatalf("the example: %+v %v", f, err)
	}
	return f
}

// A whole case that a platform delivers: a bid before the opening, sealed, and
// the record at the opening, by the example of the documents. The same delivery
// again changes nothing and is answered the same; another is refused; in the
// end both verifiers find all in order.
func TestDelivery(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "tender")
		kept := func() int {
			t.Helper()
			files, err := os.ReadDir(cfg.filesDir())
			if err != nil {
				t.Fatal(err)
			}
			return len(files)
		}
		ctx, path := t.Context(), "/api/lots/"+lots[0]
		staff, agent := as(t, p, "staff"), as(t, p, "agent")
		const code = "91510000MA6200000N"
		var view api.LotView
		if err := staff.Post(ctx, path+"/bidders", map[string]string{"name": "蜀江建设集团有限公司", "creditCode": code, "legalRepresentative": "张卫东"}, &view); err != nil {
			t.Fatal(err)
		}
		before := len(view.Bidders) - 1 // bids that were uploaded
		at := path + "/delivery"
		bid := func(name, content string) demo.File {
			return demo.File{Field: "bid", Name: name, Content: []byte(content)}
		}
		deliver := func(out *api.DeliveryView, files ...demo.File) error {
			if out == nil {
				out = new(api.DeliveryView)
			}
			return agent.PostFiles(ctx, at, nil, files, out)
		}
		files := kept()
		refused(t, as(t, p, "supervisor").PostFiles(ctx, at, nil, []demo.File{bid(code+".pdf", "%PDF-1.7")}, nil), "access.role")
		refused(t, deliver(nil), "file.missing")
		refused(t, deliver(nil, bid(code+".pdf", "PK")), "intake.bid_no_pdf")
		refused(t, deliver(nil, bid(code, "%PDF-1.7")), "intake.bid_no_pdf")
		refused(t, deliver(nil, bid(code+".pdf", "%PDF-1.7"), bid(strings.ToLower(code)+".PDF", "%PDF-1.7")), "intake.bid_twice")
		refused(t, deliver(nil, bid(code+".pdf", "%PDF-1.7"), bid("91330100MA2H300110.pdf", "%PDF-1.7")), "intake.bid_unknown")
		steady(t, c, lots[0], "bid.received", before)
		if now := kept(); now != files {
			t.Errorf("%d files of refused bids are kept", now-files)
		}

		var first, again api.DeliveryView
		sent := bid(code+".pdf", "%PDF-1.7 投标文件")
		if err := deliver(&first, sent); err != nil || len(first.Bids) != 1 || first.Bids[0].CreditCode != code || first.RecordedMs != 0 {
			t.Fatalf("%+v %v", first, err)
		}
		again = api.DeliveryView{}
		if err := deliver(&again, sent); err != nil || !reflect.DeepEqual(first, again) {
			t.Errorf("the same again: %+v %v, was %+v", again, err, first)
		}
		steady(t, c, lots[0], "bid.received", before+1)
		refused(t, deliver(nil, bid(code+".pdf", "%PDF-1.7 另一份")), "intake.bid_differs")
		if now := kept(); now != files+1 {
			t.Errorf("of one bid %d files are kept", now-files)
		}
		refused(t, staff.Get(ctx, path+"/bids/"+first.Bids[0].Bid+"/file", new([]byte)), "opening.missing")

		// The record: of the first bidder and of the delivered bid as in the example, of the others likewise.
		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		f := example(t)
		now := time.Now().Add(-time.Minute).Truncate(time.Second)
		f.OpenedAt = now.Format(time.RFC3339)
		read, lost := f.Bids[0], f.Bids[1]
		f.Bids, read.Capital = nil, ""
		ceiling := ceilingOf(t, view)
		for i, bidder := range view.Bidders {
			line := read
			if bidder.CreditCode == code {
				line = lost
			} else {
				fen := ceiling/1000*int64(950-i) + int64(i)
				line.Price, line.Capital = fmt.Sprintf("%d.%02d", fen/100, fen%100), document.Capital(fen)
				line.Name, line.File = bidder.Name, bidder.FileHash
			}
			line.CreditCode = bidder.CreditCode
			f.Bids = append(f.Bids, line)
		}
		record := func(change func(*evaluation.OpeningFile)) *evaluation.OpeningFile {
			other := *f
			other.Bids = slices.Clone(f.Bids)
			change(&other)
			return &other
		}
		for wants, change := range map[string]func(*evaluation.OpeningFile){
			"intake.lot":           func(f *evaluation.OpeningFile) { f.Lot = "2026-017-02" },
			"intake.format":        func(f *evaluation.OpeningFile) { f.V = "2" },
			"intake.opened_at":     func(f *evaluation.OpeningFile) { f.OpenedAt = "09:30" },
			"opening.later":        func(f *evaluation.OpeningFile) { f.OpenedAt = time.Now().Add(time.Hour).Format(time.RFC3339) },
			"intake.capital":       func(f *evaluation.OpeningFile) { f.Bids[0].Capital = "壹元整" },
			"intake.file_differs":  func(f *evaluation.OpeningFile) { f.Bids[0].File = strings.Repeat("0", 64) },
			"intake.price_missing": func(f *evaluation.OpeningFile) { f.Bids[0].Price = "" },
			"intake.row_missing":   func(f *evaluation.OpeningFile) { f.Bids = f.Bids[1:] },
		} {
			refused(t, agent.Post(ctx, at, record(change), nil), wants)
			steady(t, c, lots[0], "bids.opened", 0)
		}
		refused(t, agent.Post(ctx, at, map[string]string{"format": "bidroom/opening", "v": "1", "more": ""}, nil), "intake.json")

		var opened api.DeliveryView
		for i := range 3 {
			opened = api.DeliveryView{}
			if err := agent.Post(ctx, at, f, &opened); err != nil {
				t.Fatal(err)
			}
			if i > 0 && !reflect.DeepEqual(opened, again) {
				t.Errorf("the same again: %+v, was %+v", opened, again)
			}
			again = opened
			steady(t, c, lots[0], "bids.opened", 1)
		}
		if opened.RecordedMs == 0 || opened.Opening.Platform != f.Platform || opened.Opening.RecordNo != f.RecordNo || opened.Opening.OpenedMs != now.UnixMilli() {
			t.Errorf("%+v", opened)
		}
		again = api.DeliveryView{}
		if err := deliver(&again, sent); err != nil || !reflect.DeepEqual(first, again) {
			t.Errorf("the bid again, after the opening: %+v %v", again, err)
		}
		refused(t, deliver(nil, bid(code+".pdf", "%PDF-1.7 另一份")), "intake.bid_differs")
		refused(t, agent.Post(ctx, at, record(func(f *evaluation.OpeningFile) { f.Bids[0].Quality = "优良" }), nil), "intake.opened_differs")
		steady(t, c, lots[0], "bid.received", before+1)

		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		for i, bidder := range view.Bidders {
			if bidder.CreditCode == code && (bidder.Unopened == nil || bidder.Unopened.Fault != "other") {
				t.Errorf("%+v", bidder)
			}
			if bidder.CreditCode != code && bidder.Opening.PriceFen != fmt.Sprint(ceiling/1000*int64(950-i)+int64(i)) {
				t.Errorf("%+v", bidder.Opening)
			}
		}
		if err := p.Take(ctx, lots[0], "sealed"); err != nil {
			t.Fatal(err)
		}
		again = api.DeliveryView{}
		if err := agent.Post(ctx, at, f, &again); err != nil || !reflect.DeepEqual(opened, again) {
			t.Errorf("the same again, after the seal: %+v %v", again, err)
		}
		replay(t, c, lots[0])
		takeOut(t, c, p, lots[0])
	})
}

// The example's capitals are those of its price.
func TestDeliveryExample(t *testing.T) {
	line := example(t).Bids[0]
	if document.Miswritten(4688000050, line.Capital) != "" || line.Price != "46880000.50" {
		t.Errorf("%+v", line)
	}
}
