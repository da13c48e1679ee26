package scoring_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
)

// large is the construction method with sixty criteria, and 200 bids that nine
// members have marked.
func large(tb testing.TB) (*scoring.Method, scoring.Input) {
	tb.Helper()
	built, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		tb.Fatal(err)
	}
	source := strings.Replace(string(built.Source()), ` "points": "100",`, "", 1)
	groups := []string{`{"id": "price", "points": "60", "names": {"zh-CN": "报价", "en": "Price"}, "items": []}`}
	for _, group := range []string{"technical", "commercial"} {
		items := make([]string, 30)
		for i := range items {
			items[i] = fmt.Sprintf(`{"id": "%s_%d", "max": "1", "step": "0.1", "names": {"zh-CN": "评分项%d", "en": "Item %d"}}`, group, i+1, i+1, i+1)
		}
		groups = append(groups, fmt.Sprintf(`{"id": %q, "points": "30", "names": {"zh-CN": "评审", "en": "Review"}, "items": [%s]}`, group, strings.Join(items, ",\n")))
	}
	from, to := strings.Index(source, ` "criteria": [`), strings.Index(source, ` "members":`)
	m, err := scoring.Load([]byte(source[:from] + ` "criteria": [` + strings.Join(groups, ",\n") + "],\n" + source[to:]))
	if err != nil {
		tb.Fatal(explain(err))
	}
	in := scoring.Input{Params: map[string]string{"ceiling_fen": "1000000000"}}
	for i := range 200 {
		id := "bid-" + strconv.Itoa(i)
		in.Bids = append(in.Bids, scoring.Bid{ID: id, PriceFen: 900000000 + int64(i)*123457, Opened: true, Passed: true})
		for member := range 9 {
			for n, c := range m.Criteria() {
				in.Marks = append(in.Marks, mark("seat:"+strconv.Itoa(member+1), id, c.ID, fmt.Sprintf("0.%d", (i*7+member*3+n)%10)))
			}
		}
	}
	return m, in
}

// 200 bids, nine members and sixty criteria, with every line of the derivation.
func BenchmarkScoreLarge(b *testing.B) {
	m, in := large(b)
	for b.Loop() {
		if _, err := m.Score(in); err != nil {
			b.Fatal(explain(err))
		}
	}
}
