package api

import (
	"reflect"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/document"
)

// Money that a method reads out of the bids is given in fen and printed in yuan, as
// read out and as corrected.
func TestOpeningTableOfMoney(t *testing.T) {
	method, err := scoring.Builtin("life-cycle-cost")
	if err != nil {
		t.Fatal(err)
	}
	cs := prepared(t)
	cs.Method.Source = string(method.Source())
	record := func(operating string) evaluation.OpeningRecord {
		return evaluation.OpeningRecord{Bid: "bid-a", PriceFen: 100, Values: map[string]string{"operating_fen": operating, "maintenance_fen": "5", "preferred": "1"}}
	}
	now := record("123456")
	cs.Bidders = []evaluation.Bidder{{ID: "a", Name: "公司甲"}}
	cs.Bids = []evaluation.Bid{{ID: "bid-a", Bidder: "a", Opening: &now}}
	cs.Corrections = []evaluation.OpeningCorrection{{Was: record("12345600"), Reason: "误读", By: "s1"}}
	table, err := openingTable(cs)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"1234.56", "0.05", "", "1"}; !reflect.DeepEqual(table.Bids[0].Values, want) {
		t.Errorf("read out: %q, want %q", table.Bids[0].Values, want)
	}
	if len(table.Notes) != 1 || !strings.Contains(table.Notes[0], "123456") || !strings.Contains(table.Notes[0], "1234.56") || strings.Contains(table.Notes[0], "12345600") {
		t.Errorf("corrected: %q", table.Notes)
	}
}

// What is printed of a ranking is what the page shows of it, in the reader's
// language.
func TestAnalysisPrintsWhatThePageShows(t *testing.T) {
	words := func(zh, en string) Words { return Words{"zh-CN": zh, "en": en} }
	result := &ResultView{Unit: "points", Ranking: []RankView{{Bid: "b", Letter: "B", Bidder: "公司乙", Rank: 1, Total: "92.4"}, {Bid: "a", Letter: "A", Bidder: "公司甲", Rank: 2, Total: "92.3"}, {Bid: "c", Letter: "C", Bidder: "公司丙"}},
		Hangs: &HangsView{Margins: []MarginView{{First: "b", Other: "a", By: "0.1"}},
			Without:  []WithoutView{{Seat: 1, Ranking: []WithoutBid{{"a", 1, "93"}, {"b", 2, "92"}}, Changed: true, Why: "untrimmed"}, {Seat: 2, Why: "few"}},
			Spreads:  []SpreadView{{Bid: "a", Criterion: words("方案", "Plan"), Max: "10", Least: "4", Mean: "5.5", Greatest: "7"}, {Bid: "b", Criterion: words("方案", "Plan"), Max: "10", Least: "8", Mean: "9", Greatest: "10"}},
			Extremes: []ExtremeView{{Seat: 3, Bid: "a", Criterion: words("方案", "Plan"), Value: "4", Mean: "5.50", Reason: "缺少关键工序"}}}}
	got, err := analysis(prepared(t), result, "en")
	if err != nil {
		t.Fatal(err)
	}
	got.Heading = document.Heading{}
	want := document.Analysis{Ranking: []string{"1. B 公司乙 92.4 points", "2. A 公司甲 92.3 points"}, Margins: []string{"B 公司乙 is ahead of A 公司甲 by 0.1 points"},
		Totals: []document.BidTotal{{Bidder: "B 公司乙", Total: "92.4", Printed: "92.4 points"}, {Bidder: "A 公司甲", Total: "92.3", Printed: "92.3 points"}},
		Without: []document.WithoutSeat{{Member: "Seat 1", Ranking: []string{"1. A 公司甲 93 points", "2. B 公司乙 92 points"}, Changed: true, Why: "With one fewer the method no longer sets the highest and lowest aside; the mean of all is taken."},
			{Member: "Seat 2", Why: "No member whose marks count is left: it cannot be computed."}},
		Extremes: []document.Extreme{{Member: "Seat 3", Bidder: "A 公司甲", Criterion: "Plan", Mark: "4", Mean: "5.50", Reason: "缺少关键工序"}},
		Spreads: []document.BidSpread{{Bidder: "B 公司乙", Criteria: []document.CriterionSpread{{Name: "Plan", Max: "10", Least: "8", Mean: "9", Greatest: "10"}}},
			{Bidder: "A 公司甲", Criteria: []document.CriterionSpread{{Name: "Plan", Max: "10", Least: "4", Mean: "5.5", Greatest: "7"}}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want\n%+v", got, want)
	}
}
