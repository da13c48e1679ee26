package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/store/storetest"
)

// The candidates of a sealed case are published, and the lot is awarded after
// it; the papers say what the rules let them say, and name nobody of the panel.
func TestAward(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "sealed")
		ctx, lot := t.Context(), lots[0]
		as := func(login string) *demo.Client { return as(t, p, login) }
		path := "/api/lots/" + lot + "/award"
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var view api.AwardView
		refused(t, as("witness").Get(ctx, path, nil), "access.role")
		refused(t, as("agent").Get(ctx, "/api/lots/"+lots[1]+"/award", nil), "access.stage")
		do(as("supervisor").Get(ctx, path, &view))
		if len(view.Candidates) < 2 || view.Days != 3 || view.MayEnter || view.MayPublish || len(view.Candidates[0].Before) != 0 || len(view.Candidates[1].Before) != 1 {
			t.Fatalf("%+v", view)
		}
		for _, paper := range []string{"candidates", "letter", "others", "result"} {
			want := "award.missing"
			if paper == "candidates" {
				want = "award.unpublished"
			}
			refused(t, as("staff").Get(ctx, path+"/"+paper+".pdf", nil), want)
		}
		refused(t, as("staff").Get(ctx, path+"/ocds.json", nil), "award.unpublished")
		zone, err := time.LoadLocation("Asia/Shanghai")
		do(err)
		today := time.Now().In(zone)
		on := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
		publication := map[string]any{"on": on(0), "until": on(3), "medium": "省公共资源交易平台", "objectionsTo": "滨河开发局，0571-00000000", "reason": "", "wasMs": 0}
		refused(t, as("supervisor").Post(ctx, path+"/publication", publication, nil), "access.role")
		do(as("agent").Post(ctx, path+"/publication", publication, &view))
		refused(t, as("staff").Post(ctx, path+"/publication", publication, nil), "stale")
		second, first := view.Candidates[1], view.Candidates[0]
		award := map[string]any{"bid": second.Bid, "on": on(0), "objections": "none", "passed": []api.PassedView{{Bid: first.Bid, Ground: "declined", Reason: "书面放弃中标"}}, "reason": "", "wasMs": 0}
		refused(t, as("agent").Post(ctx, path, award, nil), "award.standstill")
		var pdf []byte
		read := func(login, paper, lang string) string {
			t.Helper()
			do(as(login).Get(ctx, path+"/"+paper+".pdf?lang="+lang, &pdf))
			return printed(t, pdf)
		}
		open := func() string {
			t.Helper()
			var text json.RawMessage
			do(as("agent").Get(ctx, path+"/ocds.json", &text))
			return string(text)
		}
		refused(t, as("supervisor").Get(ctx, path+"/ocds.json", nil), "access.role")
		if data := open(); strings.Contains(data, `"awards"`) || !strings.Contains(data, `"rank":2`) {
			t.Errorf("%s", data)
		}
		seen := map[string]string{"candidates zh-CN": read("agent", "candidates", "zh-CN"), "candidates en": read("supervisor", "candidates", "en")}

		// The lot is awarded once the days are over.
		do(c.stop())
		cfg.now = func() time.Time { return time.Now().AddDate(0, 0, 4) }
		c = beginAs(t, cfg)
		p = &demo.Play{Base: c.address()}
		award["on"] = on(4)
		do(as("agent").Post(ctx, path, award, &view))
		for _, lang := range []string{"zh-CN", "en"} {
			for _, paper := range []string{"letter", "others", "result"} {
				seen[paper+" "+lang] = read("agent", paper, lang)
			}
		}
		seen["data"] = open()
		refused(t, as("supervisor").Get(ctx, path+"/result.pdf", nil), "access.role")
		if view.Award.Bid != second.Bid || view.Others == 0 || view.Award.Passed[0].Reason != "书面放弃中标" {
			t.Fatalf("%+v", view.Award)
		}
		var lotView api.LotView
		do(as("staff").Get(ctx, "/api/lots/"+lot, &lotView))
		for paper, text := range seen {
			for _, want := range map[string][]string{"candidates": {first.Bidder, second.Bidder, "省公共资源交易平台", on(3)}, "letter": {second.Bidder}, "others": {first.Bidder, second.Bidder}, "result": {second.Bidder}, "data": {first.Bidder, `"relatedBids":["` + second.Bid + `"]`}}[strings.Fields(paper)[0]] {
				if !strings.Contains(text, want) {
					t.Errorf("%s: no %q", paper, want)
				}
			}
			for _, seat := range lotView.Meeting.Seats {
				if strings.Contains(text, seat.Name) {
					t.Errorf("%s names %s of the panel", paper, seat.Name)
				}
			}
			if strings.Contains(text, "report.") || strings.HasPrefix(paper, "result") && strings.Contains(text, first.Bidder) {
				t.Errorf("%s: a key stands there, or a bidder whom it does not concern", paper)
			}
		}
		replay(t, c, lot)
		for _, full := range []string{"", "--full"} {
			if code, states := statesOf(t, exported(t, cfg, append([]string{lot}, strings.Fields(full)...)...)); code != 0 || states[evidence.PartLog] != evidence.Checked {
				t.Errorf("verify of the file %s: %d %v", full, code, states)
			}
		}
	})
}
