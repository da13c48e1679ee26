package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// Whoever writes a method tries it on made-up bids; no case is touched. Worked by
// hand: of 70 points for the price the lowest of 9.0, 9.6 and 10.0 million earns 70,
// the others 70 × 9.0 / 9.6 = 65.625 and 70 × 9.0 / 10.0 = 63; each plan earns 100.
func TestMethodTrial(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		_, _, p, lots := played(t, db, "tender")
		ctx, path := t.Context(), "/api/lots/"+lots[0]
		staff, witness, auditor := as(t, p, "staff"), as(t, p, "witness"), as(t, p, "auditor")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var before, after api.LotView
		must(staff.Get(ctx, path, &before))

		// The files that a method can be begun from.
		var file api.MethodFile
		must(staff.Get(ctx, path+"/method", &file))
		if baseline, err := scoring.Builtin("cn-works-baseline"); err != nil || file.Source != string(baseline.Source()) {
			t.Errorf("the lot's method is %d bytes (%v)", len(file.Source), err)
		}
		must(staff.Get(ctx, "/api/methods/lowest-price-ratio-200", &file))
		refused(t, staff.Get(ctx, "/api/methods/none", nil), "method.unknown")
		refused(t, witness.Get(ctx, "/api/methods/lowest-price-ratio-200", nil), "access.role")
		refused(t, auditor.Get(ctx, path+"/method", nil), "access.role")

		bid := func(id, fen string) map[string]any {
			return map[string]any{"id": id, "price_fen": fen, "opened": true, "passed": true}
		}
		three := []map[string]any{bid("A", "960000000"), bid("B", "900000000"), bid("C", "1000000000")}
		trial := func(source string, input map[string]any) map[string]any {
			return map[string]any{"source": source, "input": input}
		}
		marks := ratioMarks("A", "B", "C")
		var view api.TrialView
		must(staff.Post(ctx, "/api/methods/trial", trial(file.Source, map[string]any{"bids": three, "marks": marks}), &view))
		var ranking []string
		for _, one := range view.Ranking {
			i := slices.IndexFunc(view.Derivation, func(l api.DerivationLine) bool { return l.Bid == one.Bid && l.Name == "price_score" })
			if i < 0 {
				t.Fatalf("the price score of %s is not derived", one.Bid)
			}
			ranking = append(ranking, fmt.Sprintf("%d %s %s of %s", one.Rank, one.Letter, view.Derivation[i].Result, one.Total))
		}
		if want := []string{"1 B 70 of 170", "2 A 65.625 of 165.625", "3 C 63 of 163"}; !slices.Equal(ranking, want) || !slices.Equal(view.Candidates, []string{"B", "A", "C"}) {
			t.Errorf("tried: %v with candidates %v, want %v", ranking, view.Candidates, want)
		}

		// What is wrong is said at its place, in the file or in the bids.
		broken := strings.Replace(file.Source, "points(price)", "points(prise)", 1)
		if got := reasons(t, staff.Post(ctx, "/api/methods/trial", trial(broken, map[string]any{"bids": three}), nil)); len(got) != 1 || !strings.HasPrefix(got[0], "scoring.expr.name ") || !strings.Contains(got[0], ":") {
			t.Errorf("a name that is not there: %v", got)
		}
		free := []map[string]any{bid("A", "0"), bid("B", "900000000")}
		if got := reasons(t, staff.Post(ctx, "/api/methods/trial", trial(file.Source, map[string]any{"bids": free, "marks": ratioMarks("A", "B")}), nil)); !slices.Equal(got, []string{"scoring.bid.price bids.A.price_fen"}) {
			t.Errorf("a bid without a price: %v", got)
		}
		many := make([]map[string]any, 13)
		for i := range many {
			many[i] = bid(fmt.Sprint(i), "1")
		}
		refused(t, staff.Post(ctx, "/api/methods/trial", trial(file.Source, map[string]any{"bids": many}), nil), "scoring.input.bids")
		refused(t, staff.Post(ctx, "/api/methods/trial", trial(swollen(), map[string]any{"bids": three}), nil), "method.trial_long")
		refused(t, witness.Post(ctx, "/api/methods/trial", trial(file.Source, map[string]any{"bids": three}), nil), "access.role")

		// What the pages' own tests show as an answer of the server is one.
		var shown struct {
			Method string
			Input  any
			Answer api.TrialView
		}
		text, err := os.ReadFile("../../kiosk/e2e/gallery/trial.json")
		must(err)
		must(json.Unmarshal(text, &shown))
		must(staff.Get(ctx, "/api/methods/"+shown.Method, &file))
		view = api.TrialView{}
		must(staff.Post(ctx, "/api/methods/trial", map[string]any{"source": file.Source, "input": shown.Input}, &view))
		if !reflect.DeepEqual(view, shown.Answer) {
			t.Errorf("trial.json is not what the server answers: %+v", view)
		}

		must(staff.Get(ctx, path, &after))
		if after.Version != before.Version || after.Method.Hash != before.Method.Hash {
			t.Errorf("the trials left the lot at version %d with %s", after.Version, after.Method.ID)
		}
	})
}

// ratioMarks are those of one member who gives every bid 100 points by the method
// lowest-price-ratio-200.
func ratioMarks(bids ...string) (marks []scoring.Mark) {
	for _, bid := range bids {
		for criterion, value := range map[string]string{"experience": "50", "quality_control": "30", "completion": "20"} {
			marks = append(marks, scoring.Mark{Member: "1", Bid: bid, Criterion: criterion, Value: value})
		}
	}
	return marks
}

// swollen is a method whose derivation would fill megabytes: sums of a long number
// with itself, many times over.
func swollen() string {
	formulas := []string{`{"id": "long", "names": {"en": "long"}, "expr": "price^16"}`}
	for i := range 150 {
		formulas = append(formulas, fmt.Sprintf(`{"id": "f%d", "names": {"en": "f%d"}, "expr": "long%s"}`, i, i, strings.Repeat("+long", 300)))
	}
	return `{"format": "bidroom/method/1", "id": "swollen", "names": {"en": "swollen"}, "source": "none", "formulas": [` + strings.Join(formulas, ",") +
		`], "ranking": {"by": "f149", "on": "raw"}}`
}
