package main

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// reasons fails the test unless err is a refusal, and returns the code and the
// field of each of its reasons.
func reasons(t *testing.T, err error) (list []string) {
	t.Helper()
	var answer *demo.Answer
	if !errors.As(err, &answer) {
		t.Fatalf("%v is no refusal", err)
	}
	var body struct{ Reasons []api.Reason }
	if err := json.Unmarshal([]byte(answer.Body), &body); err != nil {
		t.Fatal(err)
	}
	for _, reason := range body.Reasons {
		list = append(list, reason.Code+" "+reason.Field)
	}
	return list
}

// fictive is the file of a method by which the value of quality is taken from
// the price, with items to examine.
func fictive(t *testing.T) string {
	t.Helper()
	method, err := scoring.Builtin("price-minus-quality")
	if err != nil {
		t.Fatal(err)
	}
	const group = ` "criteria": [`
	source := string(method.Source())
	if strings.Count(source, group) != 1 {
		t.Fatal("where are the criteria?")
	}
	return strings.Replace(source, group, group+`{"id": "form", "names": {"zh-CN": "形式评审"}, "items": [`+
		`{"id": "licence", "kind": "pass", "names": {"zh-CN": "营业执照"}}, {"id": "sealed", "kind": "pass", "names": {"zh-CN": "签字盖章"}}]},`, 1)
}

// What the tender documents give a method is given with the lot: the page is told
// what is asked for, each slip is refused at its field, and the case is decided by
// it. Worked by hand: A and E earn 0.94 of the plan's 20 million, B 0.84, C 0.74
// and D 0.64; F is rejected. By the price alone B would be first.
func TestMethodParams(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, lot, path := t.Context(), lots[0], "/api/lots/"+lots[0]
		staff, witness := as(t, p, "staff"), as(t, p, "witness")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var builtin api.Page[api.MethodBrief]
		must(staff.Get(ctx, "/api/methods", &builtin))
		param := func(method, key string) api.MethodParam {
			t.Helper()
			params := builtin.Items[slices.IndexFunc(builtin.Items, func(m api.MethodBrief) bool { return m.ID == method })].Params
			return params[slices.IndexFunc(params, func(p api.MethodParam) bool { return p.Key == key })]
		}
		if one := param("cn-works-twice-average", "variant"); one.Default != "1" || !slices.Equal(one.OneOf, []string{"1", "2", "3"}) || one.OfLot {
			t.Errorf("the variant is %+v", one)
		}
		if one := param("cn-works-baseline", "ceiling_fen"); one.Default != "" || one.Min != "1" || one.Max != "" || one.Unit != "money" || !one.OfLot {
			t.Errorf("the ceiling price is %+v", one)
		}
		if one := param("cn-works-baseline", "reduction"); one.Default != "0.02" || one.Min != "0" || one.Max != "0.2" || one.Unit != "ratio" {
			t.Errorf("the reduction is %+v", one)
		}

		// A file is checked, and nothing of it is kept.
		var brief api.MethodBrief
		must(staff.Post(ctx, "/api/methods/check", map[string]string{"source": fictive(t)}, &brief))
		if len(brief.Params) != 1 || brief.Params[0].Key != "plan_value_fen" || brief.Params[0].Default != "" || brief.Params[0].Min != "0" || brief.Params[0].Given != "" {
			t.Errorf("the file asks for %+v", brief.Params)
		}
		if got := reasons(t, staff.Post(ctx, "/api/methods/check", map[string]string{"source": "{\n\"format\": \"bidroom/method/1\""}, nil)); len(got) != 1 || !strings.HasPrefix(got[0], "scoring.file.json 2:") {
			t.Errorf("a file that ends early: %v", got)
		}
		refused(t, staff.Post(ctx, "/api/methods/check", map[string]string{"source": strings.Repeat(" ", 256<<10+1)}, nil), "scoring.file.large")
		refused(t, staff.Post(ctx, "/api/methods/check", map[string]string{"source": strings.Repeat(" ", 1<<20)}, nil), "request.large")
		refused(t, witness.Post(ctx, "/api/methods/check", map[string]string{"source": fictive(t)}, nil), "access.role")

		type given = map[string]string
		var view api.LotView
		must(staff.Get(ctx, path, &view))
		before := view.Version
		for _, tt := range []struct {
			params given
			want   []string
		}{
			{nil, []string{"scoring.input.missing params.plan_value_fen"}},
			{given{"plan_value_fen": "0.5", "ceiling_fen": "1", "worth": "1"}, []string{"method.param_of_lot params.ceiling_fen", "method.param_unknown params.worth", "scoring.input.fen params.plan_value_fen"}},
			{given{"plan_value_fen": "-1"}, []string{"scoring.input.range params.plan_value_fen"}},
			{given{"plan_value_fen": "两千万"}, []string{"scoring.input.number params.plan_value_fen"}},
		} {
			if got := reasons(t, staff.Post(ctx, path+"/method", map[string]any{"source": fictive(t), "params": tt.params}, nil)); !slices.Equal(got, tt.want) {
				t.Errorf("with %v: %v, want %v", tt.params, got, tt.want)
			}
		}
		must(staff.Get(ctx, path, &view))
		if view.Version != before || view.Method.ID != "cn-works-baseline" || view.Method.Params[0].Key != "ceiling_fen" || view.Method.Params[0].Given != "4860000000" {
			t.Errorf("after the refusals it is version %d with %+v", view.Version, view.Method)
		}

		// A lot is set up with what its method needs.
		var tenders api.Page[api.TenderBrief]
		must(staff.Get(ctx, "/api/tenders", &tenders))
		third := func(params given) map[string]any {
			return map[string]any{"tender": tenders.Items[0].ID, "number": "2026-017-03", "name": "三标段", "profile": "cn-tendering-2019", "ceilingFen": "0", "budgetFen": "0", "special": "",
				"method": map[string]any{"id": "kr-eligibility-ratio", "params": params}, "seats": view.Plan}
		}
		if got := reasons(t, staff.Post(ctx, "/api/lots", third(nil), nil)); !slices.Equal(got, []string{"scoring.input.missing params.planned_price_fen"}) {
			t.Errorf("without its planned price: %v", got)
		}
		var set api.LotView
		must(staff.Post(ctx, "/api/lots", third(given{"planned_price_fen": "12822682500"}), &set))
		if set.Method.Params[0].Given != "12822682500" {
			t.Errorf("set up with %+v", set.Method)
		}

		// A default of the method that the lot has is changed without a file, and is one again.
		must(staff.Post(ctx, path+"/method", map[string]any{"params": given{"ceiling_share": "0.6"}}, &view))
		if one := view.Method.Params[1]; view.Method.ID != "cn-works-baseline" || one.Key != "ceiling_share" || one.Given != "0.6" || one.Default != "0.4" {
			t.Errorf("changed to %+v", view.Method)
		}
		must(staff.Post(ctx, path+"/method", struct{}{}, &view))
		if view.Method.Params[1].Given != "" {
			t.Errorf("changed back to %+v", view.Method)
		}
		must(staff.Post(ctx, path+"/method", map[string]any{"source": fictive(t), "params": given{"plan_value_fen": "2000000000"}}, &view))
		var log api.Page[api.EntryView]
		must(as(t, p, "supervisor").Get(ctx, path+"/log", &log))
		if i := slices.IndexFunc(log.Items, func(e api.EntryView) bool {
			return e.Kind == "lot.method_set" && e.Body["params"] == "plan_value_fen 2000000000"
		}); i < 0 {
			t.Errorf("the log does not show what was given: %+v", log.Items)
		}
		records, err := demo.Opening(&view)
		must(err)
		records[1]["priceFen"] = "4376060000"
		must(staff.Post(ctx, path+"/opening", map[string]any{"records": records}, &view))
		refused(t, staff.Post(ctx, path+"/method", map[string]any{"params": given{"plan_value_fen": "0"}}, nil), "method.after_opening")

		must(p.Take(ctx, lot, "sealed"))
		cs, err := c.handlers.Rooms.CaseOf(ctx, lot)
		must(err)
		called := map[string]string{}
		for _, bidder := range view.Bidders {
			called[bidder.Bid] = bidder.Letter
		}
		var got []string
		for _, line := range cs.Meeting.Tally.Ranking {
			got = append(got, called[line.Bid]+" "+line.Total)
		}
		if want := []string{"E 25085800.00", "A 25960600.00", "B 26960600.00", "C 31467200.00", "D 34196200.00", "F "}; !slices.Equal(got, want) {
			t.Errorf("ranked %v, want %v", got, want)
		}
		if got := cs.Method.Params; len(got) != 1 || got["plan_value_fen"] != "2000000000" {
			t.Errorf("the case holds %v", got)
		}
		cs.Method.Params = given{"plan_value_fen": "0"}
		result, err := cs.Score(nil)
		must(err)
		if first := evaluation.NewTally(result, nil).Ranking[0]; called[first.Bid] != "B" || first.Total != "43760600.00" {
			t.Errorf("without the value of the plan %+v is first", first)
		}
		holds(t, "the report", pdf(t, staff, path+"/report.pdf"), "方案价值", "20,000,000.00")
		replay(t, c, lot)
		takeOut(t, c, p, lot)
	})
}
