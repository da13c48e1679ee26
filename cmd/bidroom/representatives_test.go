package main

import (
	"slices"
	"strconv"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// A company that holds 51 % of a bidder procures. In Chongqing it may send
// nobody; elsewhere it may.
func TestRepresentativesOfATiedEntity(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, _ := people(t, db)
		ctx, staff := t.Context(), as(t, p, "staff")
		var companies api.Page[api.CompanyView]
		if err := staff.Get(ctx, "/api/companies?limit=200", &companies); err != nil {
			t.Fatal(err)
		}
		registered := func(n int) api.CompanyView {
			return companies.Items[slices.IndexFunc(companies.Items, func(c api.CompanyView) bool { return c.CreditCode == demo.CreditCode(n) })]
		}
		var tender struct{ ID string }
		in := map[string]any{"number": "CQ2026-001", "name": "江北水厂扩建", "startedOn": "2026-09-01", "noticeMedia": "中国招标投标公共服务平台",
			"entity": api.PartyView{Name: registered(0).Name, CreditCode: registered(0).CreditCode}, "agency": api.PartyView{Name: "明衡招标代理有限公司"}}
		if err := staff.Post(ctx, "/api/tenders", in, &tender); err != nil {
			t.Fatal(err)
		}
		for profile, code := range map[string]string{"cn-chongqing-tendering-2018": "representative.blocked", "cn-tendering-2019": ""} {
			seats := []api.SeatPlan{{No: 1, Representative: true}}
			for no := 2; no <= 5; no++ {
				seats = append(seats, api.SeatPlan{No: no, Specialties: []string{"A080104"}})
			}
			var lot api.LotView
			in := map[string]any{"tender": tender.ID, "number": profile, "name": "土建", "profile": profile, "ceilingFen": "1000000000", "budgetFen": "0",
				"method": map[string]string{"id": "cn-works-baseline"}, "seats": seats}
			if err := staff.Post(ctx, "/api/lots", in, &lot); err != nil {
				t.Fatal(err)
			}
			for n := 1; n <= 3; n++ {
				bidder := map[string]string{"name": registered(n).Name, "creditCode": registered(n).CreditCode, "legalRepresentative": registered(n).LegalRepresentative}
				if err := staff.Post(ctx, "/api/lots/"+lot.Brief.ID+"/bidders", bidder, &lot); err != nil {
					t.Fatal(err)
				}
			}
			for _, bidder := range lot.Bidders {
				if err := staff.PostFile(ctx, "/api/lots/"+lot.Brief.ID+"/bidders/"+bidder.ID+"/bid", "投标文件.pdf", []byte("%PDF-1.7\n%%EOF\n"), &lot); err != nil {
					t.Fatal(err)
				}
			}
			if err := p.Take(ctx, lot.Brief.ID, "scheduled"); err != nil {
				t.Fatal(err)
			}
			err := staff.Post(ctx, "/api/lots/"+lot.Brief.ID+"/seats/1/representative", map[string]string{"name": "韩立新", "letter": "授权函〔2026〕17 号"}, nil)
			switch {
			case code != "":
				refused(t, err, code)
			case err != nil:
				t.Errorf("%s: %v", profile, err)
			}
		}
	})
}

// A representative who recused does not come back, neither with the same pass nor
// with another; the entity sends somebody else.
func TestRepresentativeDoesNotComeBack(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx := t.Context()
		if err := p.Take(ctx, lots[0], "declaring"); err != nil {
			t.Fatal(err)
		}
		var lot api.LotView
		staff := as(t, p, "staff")
		if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
			t.Fatal(err)
		}
		seat := 1 + slices.IndexFunc(lot.Plan, func(s api.SeatPlan) bool { return s.Representative })
		kiosk, state := atKiosk(t, p, seat)
		if err := kiosk.Post(ctx, "/api/kiosk/recuse", map[string]string{"ground": "kin", "reason": "投标人的负责人是我的近亲属"}, nil); err != nil {
			t.Fatal(err)
		}
		enter := func(name string) error {
			return staff.Post(ctx, "/api/lots/"+lots[0]+"/seats/"+strconv.Itoa(seat)+"/representative", map[string]string{"name": name, "letter": "授权函〔2026〕18 号"}, nil)
		}
		refused(t, p.Sit(ctx, seat), "representative.gone")
		refused(t, enter(state.Member.Name), "representative.gone")
		if err := enter("韩立春"); err != nil {
			t.Error(err)
		}
		if err := c.handlers.Rooms.SignGrown(ctx); err != nil {
			t.Fatal(err)
		}
		checkTrees(t, c)
	})
}
