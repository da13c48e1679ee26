package main

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation/scoring"
	"bidroom/server/api"
)

// BenchmarkLargestCase plays a lot of 200 bids and sixty criteria to its report,
// and says what a member and the centre wait for, in milliseconds.
func BenchmarkLargestCase(b *testing.B) {
	ctx := b.Context()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		c, _ := begin(b, "")
		p := &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
		must(p.SetUp(ctx, 7))
		lots, err := p.Tender(ctx)
		must(err)
		lot, path := lots[0], "/api/lots/"+lots[0]
		staff, err := p.As(ctx, "staff")
		must(err)
		took := func(what string, act func() error) {
			b.Helper()
			from := time.Now()
			must(act())
			b.ReportMetric(float64(time.Since(from).Milliseconds()), what+"-ms")
		}
		var view api.LotView
		must(staff.Post(ctx, path+"/method", map[string]string{"source": sixty(b)}, &view))
		took("bidders", func() error {
			for i := range 194 {
				in := map[string]string{"name": fmt.Sprintf("第%d投标有限责任公司", i+7), "creditCode": demo.CreditCode(2000 + i), "legalRepresentative": "王某"}
				if err := staff.Post(ctx, path+"/bidders", in, &view); err != nil {
					return err
				}
				bidder := view.Bidders[len(view.Bidders)-1]
				if err := staff.PostFile(ctx, path+"/bidders/"+bidder.ID+"/bid", "投标文件.pdf", fmt.Appendf(nil, "%%PDF-1.7\nbid %d", i), &view); err != nil {
					return err
				}
			}
			return nil
		})
		took("to-examining", func() error { return p.Take(ctx, lot, "examining") })
		took("findings", func() error { return p.Take(ctx, lot, "evaluating") })
		for seat := 1; seat <= 5; seat++ {
			took(fmt.Sprint("sheet-", seat), func() error { return p.Submit(ctx, seat) })
		}
		kiosk, _, err := p.Kiosk(ctx, 1)
		must(err)
		took("state", func() error { return kiosk.Get(ctx, "/api/kiosk/state", new(api.KioskState)) })
		took("tally", func() error { return p.Take(ctx, lot, "tallied") })
		supervisor, err := p.As(ctx, "supervisor")
		must(err)
		took("lot-page", func() error { return supervisor.Get(ctx, path, &view) })
		took("report", func() error { return p.Take(ctx, lot, "signing") })
		took("sealed", func() error { return p.Take(ctx, lot, "sealed") })
	}
}

// sixty is the construction method with sixty criteria.
func sixty(b *testing.B) string {
	b.Helper()
	built, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		b.Fatal(err)
	}
	source := strings.Replace(string(built.Source()), ` "points": "100",`, "", 1)
	groups := []string{`{"id": "form", "names": {"zh-CN": "形式评审", "en": "Form"}, "items": [{"id": "a", "kind": "pass", "names": {"zh-CN": "甲", "en": "A"}}, {"id": "b", "kind": "pass", "names": {"zh-CN": "乙", "en": "B"}}]}`,
		`{"id": "price", "points": "60", "names": {"zh-CN": "报价", "en": "Price"}, "items": []}`}
	for _, group := range []string{"technical", "commercial"} {
		items := make([]string, 30)
		for i := range items {
			items[i] = fmt.Sprintf(`{"id": "%s_%d", "max": "4", "step": "0.5", "names": {"zh-CN": "评分项%d", "en": "Item %d"}}`, group, i+1, i+1, i+1)
		}
		groups = append(groups, fmt.Sprintf(`{"id": %q, "points": "120", "names": {"zh-CN": "评审", "en": "Review"}, "items": [%s]}`, group, strings.Join(items, ",\n")))
	}
	from, to := strings.Index(source, ` "criteria": [`), strings.Index(source, ` "members":`)
	return source[:from] + ` "criteria": [` + strings.Join(groups, ",\n") + "],\n" + source[to:]
}
