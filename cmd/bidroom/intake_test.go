package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/document"
	"bidroom/server/store/storetest"
)

// steady holds that nothing is broken, and that the log of a lot has so many
// entries of a kind.
func steady(t *testing.T, c *centre, lot, kind string, want int) {
	t.Helper()
	if broken, err := c.handlers.Rooms.DB.Invariants(t.Context()); err != nil || len(broken) > 0 {
		t.Fatalf("%v %v", broken, err)
	}
	entries, size, err := c.handlers.Rooms.Entries(t.Context(), lot, 0, 100_000)
	if err != nil || int64(len(entries)) != size {
		t.Fatalf("%d of %d entries: %v", len(entries), size, err)
	}
	var again evaluation.Case
	got := 0
	for _, e := range entries {
		if e.Kind == kind {
			got++
		}
		act, err := evaluation.Decode(e.Kind, e.Body)
		if err != nil {
			continue // of a draw
		}
		if err := again.Apply(evaluation.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}, act); err != nil {
			t.Fatalf("entry %d, %s: %v", e.Seq, e.Kind, err)
		}
	}
	if got != want {
		t.Fatalf("%d entries of %s, want %d", got, kind, want)
	}
}

// filled is the template of a lot's opening as somebody fills it in: the cells
// of each row by the place of their column, from the price on.
func filled(t *testing.T, template []byte, cells func(row int) []any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(template))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := f.GetSheetList()[0]
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	for row := 2; row <= len(rows); row++ {
		for i, value := range cells(row) {
			cell, err := excelize.CoordinatesToCellName(i+3, row)
			if err == nil && value != nil {
				err = f.SetCellValue(name, cell, value)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A whole case whose opening came as a table: what is wrong in it is named and
// nothing recorded, what is right is recorded in one entry, corrected by
// another person, and checked to the end by both verifiers.
func TestOpeningFromTable(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, path := t.Context(), "/api/lots/"+lots[0]
		staff, agent := as(t, p, "staff"), as(t, p, "agent")
		var view api.LotView
		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		refused(t, as(t, p, "supervisor").PostFile(ctx, path+"/opening/file", "a.xlsx", nil, nil), "access.role")
		refused(t, as(t, p, "witness").Get(ctx, path+"/opening/template.xlsx", new([]byte)), "access.role")
		for _, lang := range []string{"zh-CN", "en"} {
			client := agent.In(lang)
			var template []byte
			if err := client.Get(ctx, path+"/opening/template.xlsx", &template); err != nil {
				t.Fatal(err)
			}
			wrong := filled(t, template, func(row int) []any {
				switch row {
				case 2:
					return []any{"46880000.005"}
				case 3:
					return []any{"46880000", "肆仟陆佰捌拾捌元整"}
				}
				return []any{nil, nil, "60 日"}
			})
			var preview api.OpeningPreview
			if err := client.PostFile(ctx, path+"/opening/preview", "开标.xlsx", wrong, &preview); err != nil {
				t.Fatal(err)
			}
			var codes []string
			for _, line := range preview.Lines {
				for _, fault := range line.Faults {
					codes = append(codes, fmt.Sprint(fault.Code, " ", fault.Field))
					if fault.Text == "" || !strings.Contains(fault.Text, fmt.Sprint(line.Row)) {
						t.Errorf("row %d is refused with %+v", line.Row, fault)
					}
				}
			}
			want := []string{"intake.cell rows.2.price", "intake.capital rows.3.capital"}
			for row := 4; row < 2+len(view.Bidders); row++ {
				want = append(want, fmt.Sprintf("intake.price_missing rows.%d.price", row))
			}
			if !slices.Equal(codes, want) || preview.Bad != len(view.Bidders) {
				t.Errorf("%s: %q, %d bad", lang, codes, preview.Bad)
			}
			refused(t, client.PostFile(ctx, path+"/opening/file", "开标.xlsx", wrong, nil), "intake.cell")
			steady(t, c, lots[0], "bids.opened", 0)
		}
		refused(t, agent.PostFile(ctx, path+"/opening/preview", "开标.xls", []byte("x"), nil), "import.format")
		refused(t, agent.PostFile(ctx, path+"/opening/preview", "开标.xlsx", []byte("x"), nil), "import.not_excel")
		refused(t, agent.PostFile(ctx, path+"/opening/preview", "开标.json", []byte("{}"), nil), "intake.format")
		refusedWith(t, "more than may be sent", 413, func() error {
			return agent.PostFile(ctx, path+"/opening/preview", "开标.csv", make([]byte, 2<<20), nil)
		})

		var template []byte
		if err := agent.In("en").Get(ctx, path+"/opening/template.xlsx", &template); err != nil {
			t.Fatal(err)
		}
		ceiling, prices := ceilingOf(t, view), []int64{}
		table := filled(t, template, func(row int) []any {
			fen := ceiling/10000*int64(9500-row) + int64(row)
			prices = append(prices, fen)
			yuan := fmt.Sprintf("%d.%02d", fen/100, fen%100)
			if row == 2 {
				return []any{yuan, document.Capital(fen), "420 日历天", "合格", "投标保函", nil, nil, time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)}
			}
			return []any{yuan, nil, "430 日历天", "合格", "投标保函"}
		})
		var preview api.OpeningPreview
		if err := agent.PostFile(ctx, path+"/opening/preview", "开标.xlsx", table, &preview); err != nil {
			t.Fatal(err)
		}
		openedMs := time.Date(2026, 1, 5, 1, 30, 0, 0, time.UTC).UnixMilli() // half past nine in Shanghai
		if preview.Bad != 0 || len(preview.Faults) != 0 || preview.Source.OpenedMs != openedMs {
			t.Fatalf("%+v", preview)
		}
		steady(t, c, lots[0], "bids.opened", 0)
		for range 2 { // the second time nothing changes
			if err := agent.PostFile(ctx, path+"/opening/file", "开标.xlsx", table, &view); err != nil {
				t.Fatal(err)
			}
			steady(t, c, lots[0], "bids.opened", 1)
		}
		for i, bidder := range view.Bidders {
			if bidder.Opening == nil || bidder.Opening.PriceFen != fmt.Sprint(prices[i]) {
				t.Errorf("bid %d: %+v, want %d", i, bidder.Opening, prices[i])
			}
		}
		if view.OpenedFrom == nil || view.OpenedFrom.File != preview.Source.File || view.OpenedFrom.OpenedMs != openedMs || view.MayMend {
			t.Errorf("%+v", view.OpenedFrom)
		}
		other := filled(t, template, func(row int) []any { return []any{"1"} })
		refused(t, agent.PostFile(ctx, path+"/opening/file", "开标.xlsx", other, nil), "intake.opened_differs")
		refused(t, agent.PostFile(ctx, path+"/opening/preview", "开标.xlsx", other, nil), "opening.twice")

		mended := map[string]any{"bid": view.Bidders[0].Bid, "priceFen": view.Bidders[0].Opening.PriceFen, "duration": "400 日历天", "quality": "合格", "security": "投标保函", "values": map[string]string{}}
		mend := map[string]any{"record": mended, "reason": "误读"}
		refused(t, agent.Post(ctx, path+"/opening/corrections", mend, nil), "opening.own_record")
		if err := staff.Post(ctx, path+"/opening/corrections", mend, &view); err != nil {
			t.Fatal(err)
		}
		if err := agent.PostFile(ctx, path+"/opening/file", "开标.xlsx", table, &view); err != nil || view.Bidders[0].Opening.Duration != "400 日历天" {
			t.Errorf("the same file again: %v, %+v", err, view.Bidders[0].Opening)
		}
		steady(t, c, lots[0], "opening.corrected", 1)
		holds(t, "the table", pdf(t, staff, path+"/opening.pdf"), "2026-01-05 09:30", view.OpenedFrom.File, "误读")
		if err := p.Take(ctx, lots[0], "sealed"); err != nil {
			t.Fatal(err)
		}
		replay(t, c, lots[0])
		takeOut(t, c, p, lots[0])
	})
}

func ceilingOf(t *testing.T, view api.LotView) int64 {
	t.Helper()
	fen, err := strconv.ParseInt(view.CeilingFen, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return fen
}
