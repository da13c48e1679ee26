package scoring_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func load(t testing.TB, src string) *scoring.Method {
	t.Helper()
	m, err := scoring.Load([]byte(src))
	if err != nil {
		t.Fatal(explain(err))
	}
	return m
}

func mark(member, bid, criterion, value string) scoring.Mark {
	return scoring.Mark{Member: member, Bid: bid, Criterion: criterion, Value: value}
}

// smallInput gives the small method two bids and two members.
func smallInput() scoring.Input {
	in := scoring.Input{Params: map[string]string{"ceiling_fen": "100000", "budget_fen": "1"}, Drawn: map[string]string{"delta": "0.01"},
		Bids: []scoring.Bid{
			{ID: "A", PriceFen: 90000, Opened: true, Passed: true},
			{ID: "B", PriceFen: 80000, Opened: true, Passed: true, Values: map[string]string{"days": "31"}},
		}}
	for _, member := range []string{"1", "2"} {
		for _, bid := range []string{"A", "B"} {
			in.Marks = append(in.Marks, mark(member, bid, "depth", "6"), mark(member, bid, "breadth", "3"), mark(member, bid, "staff", member))
		}
	}
	return in
}

// A: 6 + 3 + 1.5 = 10.5; 30 x 800/900 = 26.666..; 30 days: 2; less 0.01:
// 39.1566.. -> 39.16. B: 10.5 + 30 + 1 - 0.01 = 41.49.
func TestSmall(t *testing.T) {
	result, err := load(t, small).Score(smallInput())
	if err != nil {
		t.Fatal(explain(err))
	}
	if a, b := result.Bids[1], result.Bids[0]; a.Bid != "A" || a.Total != "39.16" || a.Rank != 2 || b.Total != "41.49" || b.Rank != 1 {
		t.Errorf("%+v", result.Bids)
	}
	if line := result.Derivation.Line("A", "total"); line.Exact != "11747/300" || line.Approx != "39.156667" ||
		line.Values != "10.5 + 30 × 800 ÷ 900 + table(speed, 30) - 0.01" ||
		line.Formula["en"] != "all criteria + points(Price) × Base ÷ bid price + table(Speed, Days) - Delta" ||
		len(line.Workings) != 1 || line.Workings[0].Result != "2" {
		t.Errorf("%+v", line)
	}
	want := []scoring.SheetTotal{
		{Member: "1", Bid: "A", Group: "technical", Total: "10"}, {Member: "1", Bid: "A", Group: "all", Total: "10"},
		{Member: "2", Bid: "A", Group: "technical", Total: "11"}, {Member: "2", Bid: "A", Group: "all", Total: "11"}}
	if !reflect.DeepEqual(result.Sheets[:4], want) {
		t.Errorf("sheets %+v", result.Sheets)
	}
}

// Each change of the input is refused with these reasons, all at once.
var refusalTests = []struct {
	name   string
	change func(in *scoring.Input)
	want   []string // code below "scoring." and field
}{
	{"a mark missing", func(in *scoring.Input) { in.Marks = in.Marks[1:] }, []string{"mark.missing marks.1.A.depth"}},
	{"a mark twice", func(in *scoring.Input) { in.Marks = append(in.Marks, in.Marks[0]) }, []string{"mark.twice marks.1.A.depth"}},
	{"a mark out of range", func(in *scoring.Input) { in.Marks[0].Value = "10.5" }, []string{"mark.range marks.1.A.depth"}},
	{"a mark off the step", func(in *scoring.Input) { in.Marks[0].Value = "6.25" }, []string{"mark.step marks.1.A.depth"}},
	{"a mark of an unknown bid", func(in *scoring.Input) { in.Marks[0].Bid = "C" }, []string{"mark.bid marks.1.C.depth", "mark.missing marks.1.A.depth"}},
	{"a mark on an unknown criterion", func(in *scoring.Input) { in.Marks[0].Criterion = "width" }, []string{"mark.criterion marks.1.A.width", "mark.missing marks.1.A.depth"}},
	{"a mark by no one", func(in *scoring.Input) { in.Marks[0].Member = "" }, []string{"mark.member marks..A.depth", "mark.missing marks.1.A.depth"}},
	{"a member with one mark only", func(in *scoring.Input) { in.Marks = append(in.Marks[:6:6], in.Marks[6]) },
		[]string{"mark.missing marks.2.A.breadth", "mark.missing marks.2.A.staff", "mark.missing marks.2.B.depth", "mark.missing marks.2.B.breadth", "mark.missing marks.2.B.staff"}},
	{"no marks", func(in *scoring.Input) { in.Marks = nil }, []string{"mark.none marks"}},
	{"an objective mark that differs", func(in *scoring.Input) { in.Marks[1].Value = "3.5" }, []string{"mark.objective marks.A.breadth"}},
	{"a bid twice", func(in *scoring.Input) { in.Bids = append(in.Bids, in.Bids[0]) }, []string{"bid.twice bids.A"}},
	{"no price", func(in *scoring.Input) { in.Bids[0].PriceFen = 0 }, []string{"bid.price bids.A.price_fen"}},
	{"passed and not opened", func(in *scoring.Input) { in.Bids[0].Opened = false }, []string{"bid.state bids.A"}},
	{"rejected late and never passed", func(in *scoring.Input) { in.Bids[0].Passed, in.Bids[0].RejectedLate = false, true }, []string{"bid.state bids.A"}},
	{"a parameter missing", func(in *scoring.Input) { in.Params = nil }, []string{"input.missing params.ceiling_fen"}},
	{"half a fen", func(in *scoring.Input) { in.Params["ceiling_fen"] = "100000.5" }, []string{"input.fen params.ceiling_fen"}},
	{"a parameter below its least", func(in *scoring.Input) { in.Params["ceiling_fen"] = "99" }, []string{"input.range params.ceiling_fen"}},
	{"a value that is no number", func(in *scoring.Input) { in.Bids[1].Values["days"] = "thirty" }, []string{"input.number bids.B.values.days"}},
	{"a value above its most", func(in *scoring.Input) { in.Bids[1].Values["days"] = "91" }, []string{"input.range bids.B.values.days"}},
	{"nothing drawn", func(in *scoring.Input) { in.Drawn = nil }, []string{"input.missing drawn.delta"}},
	{"drawn what was not in the urn", func(in *scoring.Input) { in.Drawn["delta"] = "0.015" }, []string{"input.range drawn.delta"}},
	{"a drawn order of an unknown bid", func(in *scoring.Input) { in.TieOrder = []string{"A", "C"} }, []string{"tie.bid tie_order"}},
	{"a drawn order with a bid twice", func(in *scoring.Input) { in.TieOrder = []string{"A", "A"} }, []string{"tie.bid tie_order"}},
	{"several at once", func(in *scoring.Input) {
		in.Params, in.Drawn, in.Marks[0].Value, in.Bids[0].PriceFen = nil, nil, "x", -1
	},
		[]string{"input.missing params.ceiling_fen", "input.missing drawn.delta", "bid.price bids.A.price_fen", "mark.number marks.1.A.depth"}},
}

func TestScoreRefusals(t *testing.T) {
	m := load(t, small)
	for _, tt := range refusalTests {
		t.Run(tt.name, func(t *testing.T) {
			in := smallInput()
			tt.change(&in)
			result, err := m.Score(in)
			var refusal *rule.Refusal
			if !errors.As(err, &refusal) || refusal.Kind != rule.Invalid || result != nil {
				t.Fatalf("%+v, %v", result, err)
			}
			var got []string
			for _, reason := range refusal.Reasons {
				got = append(got, strings.TrimPrefix(reason.Code, "scoring.")+" "+reason.Field)
				checkArgs(t, reason)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("reasons %v, want %v", got, tt.want)
			}
		})
	}
	var refusal *rule.Refusal
	if _, err := m.Score(scoring.Input{Bids: make([]scoring.Bid, scoring.MaxBids+1)}); !errors.As(err, &refusal) || refusal.Kind != rule.TooLarge {
		t.Errorf("too many bids: %v", err)
	}
}

// A bid without a mark that is not ranked is no fault, and its marks are not
// used if it has some.
func TestNotRanked(t *testing.T) {
	in := smallInput()
	in.Bids = append(in.Bids, scoring.Bid{ID: "C"}, scoring.Bid{ID: "D", Opened: true, PriceFen: 100},
		scoring.Bid{ID: "E", Opened: true, Passed: true, RejectedLate: true, PriceFen: 100})
	in.Marks = append(in.Marks, mark("1", "E", "depth", "10"))
	in.Marks[0].Value, in.Marks[6].Value = "2", "2" // A's plan: 2 + 3 = 5, just enough
	result, err := load(t, small).Score(in)
	if err != nil {
		t.Fatal(explain(err))
	}
	var got []string
	for _, bid := range result.Bids {
		got = append(got, bid.Bid+" "+strconv.Itoa(bid.Rank)+" "+bid.Unranked)
	}
	if !slices.Equal(got, []string{"B 1 ", "A 2 ", "C 0 not_opened", "D 0 not_passed", "E 0 rejected_late"}) {
		t.Errorf("%q", got)
	}
	if base := result.Derivation.Line("", "base"); base.Result != "800" {
		t.Errorf("base %+v", base)
	}

	in.Marks[1].Value, in.Marks[7].Value = "2.99", "2.99" // 4.99 is not
	if result, err = load(t, small).Score(in); err != nil {
		t.Fatal(explain(err))
	}
	if a := result.Bids[1]; a.Bid != "A" || a.Rank != 0 || a.Unranked != "threshold:enough" || a.Total != "" {
		t.Errorf("%+v", a)
	}
}

// Marks of seven members, vector 4 of the domain reference: without 80 and 99
// (82 + 85 + 85 + 88 + 90)/5 = 86.
func TestMembers(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "members", "names": {"en": "Members"}, "source": "none",
 "criteria": [{"id": "technical", "names": {"en": "Technical"}, "items": [
  {"id": "one", "max": "60", "names": {"en": "One"}}, {"id": "two", "max": "60", "names": {"en": "Two"}}]}],
 "members": MEMBERS, "ranking": {"by": "marks(all)", "on": "raw"}}`
	score := func(members string, one, two []string) *scoring.Line {
		in := scoring.Input{Bids: []scoring.Bid{{ID: "A", PriceFen: 1, Opened: true, Passed: true}}}
		for i := range one {
			member := strconv.Itoa(i + 1)
			in.Marks = append(in.Marks, mark(member, "A", "one", one[i]), mark(member, "A", "two", two[i]))
		}
		result, err := load(t, strings.Replace(method, "MEMBERS", members, 1)).Score(in)
		if err != nil {
			t.Fatal(explain(err))
		}
		return result.Derivation.Line("A", "marks(all)")
	}
	forty := []string{"40", "40", "40", "40", "40", "40", "40"}
	seven := []string{"40", "42", "45", "45", "48", "50", "59"}
	trimmed := `{"average": "trimmed", "from": "7", "digits": "2", "level": "total"}`
	line := score(trimmed, seven, forty)
	if line.Result != "86.00" || line.Values != "(82 + 85 + 85 + 88 + 90) ÷ 5" || !slices.Equal(line.Workings[0].SetAside, []string{"1", "7"}) {
		t.Errorf("vector 4: %+v", line)
	}
	// Six members are fewer than seven: 510/6 = 85.
	if line := score(trimmed, seven[:6], forty[:6]); line.Result != "85.00" || line.Workings != nil {
		t.Errorf("six: %+v", line)
	}
	// The level matters: extremes of each criterion, or of the totals. One:
	// 10 20 30, two: 40 30 50. Criterion: 20 + 40. Total: 50 50 80: 50.
	one, two := []string{"10", "20", "30"}, []string{"40", "30", "50"}
	for level, want := range map[string]string{"criterion": "60", "group": "50", "total": "50"} {
		if line := score(`{"average": "trimmed", "from": "3", "level": "`+level+`"}`, one, two); line.Result != want {
			t.Errorf("%s: %+v, want %s", level, line, want)
		}
	}
	// Three members, 10 10 11: 31/3 exactly, 10.33 with two digits, 10.4 with
	// one digit up.
	for members, want := range map[string]string{
		`{"level": "total"}`:                                    "61/3",
		`{"level": "total", "digits": "2"}`:                     "20.33",
		`{"level": "total", "digits": "1", "mode": "ceil"}`:     "20.4",
		`{"level": "total", "digits": "1", "mode": "floor"}`:    "20.3",
		`{"level": "criterion", "digits": "0"}`:                 "20",
		`{"level": "criterion", "digits": "0", "mode": "ceil"}`: "21",
	} {
		if line := score(members, []string{"10", "10", "11"}, []string{"10", "10", "10"}); line.Result != want {
			t.Errorf("%s: %+v, want %s", members, line, want)
		}
	}
}

// What else the members' marks become, of one criterion of sixty points. Bounds of
// "replaced" from both sides: the mean of 40 40 40 56 is 44, 30 % of it 13.2.
func TestAverages(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "members", "names": {"en": "Members"}, "source": "none",
 "criteria": [{"id": "technical", "names": {"en": "Technical"}, "items": [{"id": "one", "max": "60", "names": {"en": "One"}}]}],
 "members": MEMBERS, "ranking": {"by": "marks(all)", "on": "raw"}}`
	for _, tt := range []struct {
		members string
		marks   []string
		want    string
		values  string
		aside   []string
	}{
		{`{"average": "median"}`, []string{"50", "10", "30"}, "30", "(30) ÷ 1", []string{"1", "2"}},
		{`{"average": "median"}`, []string{"50", "10", "30", "20"}, "25", "(30 + 20) ÷ 2", []string{"1", "2"}},
		{`{"average": "median"}`, []string{"50"}, "50", "(50) ÷ 1", nil},
		{`{"average": "median"}`, []string{"50", "20"}, "35", "(50 + 20) ÷ 2", nil},
		{`{"average": "replaced", "beyond_percent": "30"}`, []string{"40", "40", "40", "56"}, "44", "(40 + 40 + 40 + 56) ÷ 4", nil},
		{`{"average": "replaced", "beyond_percent": "27"}`, []string{"40", "40", "40", "56"}, "40", "(40 + 40 + 40) ÷ 3", []string{"4"}},
		// 12 from the mean is 12/44 = 27.27..%: with 27.3 % it is near.
		{`{"average": "replaced", "beyond_percent": "27.3"}`, []string{"40", "40", "40", "56"}, "44", "(40 + 40 + 40 + 56) ÷ 4", nil},
		{`{"average": "replaced", "beyond_points": "12"}`, []string{"40", "40", "40", "56"}, "44", "(40 + 40 + 40 + 56) ÷ 4", nil},
		{`{"average": "replaced", "beyond_points": "11.99"}`, []string{"40", "40", "40", "56"}, "40", "(40 + 40 + 40) ÷ 3", []string{"4"}},
		// Further than both: 3 points or 30 %, whichever is more.
		{`{"average": "replaced", "beyond_percent": "30", "beyond_points": "3"}`, []string{"4", "4", "4", "8"}, "5", "(4 + 4 + 4 + 8) ÷ 4", nil},
		{`{"average": "replaced", "beyond_percent": "30", "beyond_points": "2.99"}`, []string{"4", "4", "4", "8"}, "4", "(4 + 4 + 4) ÷ 3", []string{"4"}},
		// 20 is 7.5 from 12.5, which is 60 % of it.
		{`{"average": "replaced", "beyond_percent": "60"}`, []string{"10", "10", "10", "20"}, "12.5", "(10 + 10 + 10 + 20) ÷ 4", nil},
		{`{"average": "replaced", "beyond_percent": "59.99"}`, []string{"10", "10", "10", "20"}, "10", "(10 + 10 + 10) ÷ 3", []string{"4"}},
		// Nobody is near: 0 and 60 are 30 from 30, and both stay.
		{`{"average": "replaced", "beyond_percent": "50"}`, []string{"0", "60"}, "30", "(0 + 60) ÷ 2", nil},
	} {
		in := scoring.Input{Bids: []scoring.Bid{{ID: "A", Opened: true, Passed: true}}}
		for i, value := range tt.marks {
			in.Marks = append(in.Marks, mark(strconv.Itoa(i+1), "A", "one", value))
		}
		result, err := load(t, strings.Replace(method, "MEMBERS", tt.members, 1)).Score(in)
		if err != nil {
			t.Fatal(explain(err))
		}
		line := result.Derivation.Line("A", "marks(one)")
		var aside []string
		if line.Workings != nil {
			aside = line.Workings[0].SetAside
		}
		if line.Result != tt.want || line.Values != tt.values || !slices.Equal(aside, tt.aside) {
			t.Errorf("%s of %v: %+v, want %s = %s without %v", tt.members, tt.marks, line, tt.values, tt.want, tt.aside)
		}
	}
}

// The marks of who represents the procuring entity are asked for, and do not
// count where the method says so.
func TestWhoseMarksCount(t *testing.T) {
	for whose, want := range map[string]string{"all": "3", "experts": "1"} {
		m := load(t, strings.Replace(small, `"average": "mean"`, `"average": "mean", "whose": "`+whose+`"`, 1))
		in := smallInput() // staff: 1 of member 1, 2 of member 2, 6 of member 3
		for _, bid := range []string{"A", "B"} {
			in.Marks = append(in.Marks, mark("3", bid, "depth", "6"), mark("3", bid, "breadth", "3"), mark("3", bid, "staff", "5"))
		}
		in.Marks = slices.DeleteFunc(in.Marks, func(m scoring.Mark) bool { return m.Member == "2" }) // (1 + 5)/2 = 3
		in.Representatives = []string{"3"}
		result, err := m.Score(in)
		if err != nil {
			t.Fatal(explain(err))
		}
		if got := result.Derivation.Line("A", "marks(staff)").Result; got != want || len(result.Sheets) != 2*2*2 {
			t.Errorf("%s: %s, want %s; %d sheets", whose, got, want, len(result.Sheets))
		}
		in.Representatives = []string{"1", "3"}
		if _, err := m.Score(in); (err != nil) != (whose == "experts") || err != nil && !slices.Equal(codes(err), []string{"scoring.mark.no_expert"}) {
			t.Errorf("%s, of representatives alone: %v", whose, explain(err))
		}
	}
}

// A bid is looked at among the others: its place by price gives its points, 30
// for the lowest and 5 less for each place; and it must not be more than a fifth
// below the mean of the others. D did not pass, and E does not reach that: 100 is
// less than 80% of (200 + 210 + 220)/3 = 210, that is 168.
func TestAmongOthers(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "places", "names": {"en": "Places"}, "source": "none",
 "formulas": [
  {"id": "others", "over": "passed", "frozen": "examination", "unit": "money", "names": {"en": "Mean of the others"}, "expr": "mean(price where price != own(price))"},
  {"id": "sound", "threshold": true, "names": {"en": "Sound"}, "expr": "price >= 80% * others"},
  {"id": "place", "over": "qualified", "frozen": "tally", "unit": "count", "names": {"en": "Place"}, "expr": "1 + count(where price < own(price))"},
  {"id": "score", "names": {"en": "Score"}, "expr": "max(0, 35 - 5 * place)"}],
 "parts": ["place"], "ranking": {"by": "score", "on": "raw"}}`
	bids := opened(20000, 21000, 22000, 15000, 10000)
	bids[3].Passed = false
	result, err := load(t, method).Score(scoring.Input{Bids: bids})
	if err != nil {
		t.Fatal(explain(err))
	}
	for bid, want := range map[string]string{"A": "30", "B": "25", "C": "20"} {
		if line := result.Derivation.Line(bid, "score"); line == nil || line.Result != want {
			t.Errorf("%s: %+v, want %s", bid, line, want)
		}
	}
	if line := result.Derivation.Line("C", "place"); line.Values != "1 + 2" || line.Over != "qualified" || line.Frozen != "tally" || !slices.Equal(line.Workings[0].SetAside, []string{"C"}) {
		t.Errorf("%+v", line)
	}
	if line := result.Derivation.Line("E", "others"); line.Result != "210" {
		t.Errorf("%+v", line)
	}
	if last := result.Bids[len(result.Bids)-1]; last.Bid != "E" || last.Unranked != "threshold:sound" {
		t.Errorf("%+v", result.Bids)
	}
}

// What a formula of a bid looks at in the others is computed for all of its set,
// one rejected late among them, and of the bid itself for those alone that need it.
// Prices less 10% are 90, 180 and 270, the mean 180.
func TestAmongOthersByAFormula(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "less", "names": {"en": "Less"}, "source": "none",
 "formulas": [
  {"id": "less", "unit": "money", "names": {"en": "Less"}, "expr": "price * 90%"},
  {"id": "apart", "over": "passed", "frozen": "examination", "unit": "money", "names": {"en": "Apart"}, "expr": "less - mean(less)"}],
 "ranking": {"by": "apart", "order": "asc", "on": "raw"}}`
	bids := opened(10000, 20000, 30000)
	bids[2].RejectedLate = true
	result, err := load(t, method).Score(scoring.Input{Bids: bids})
	if err != nil {
		t.Fatal(explain(err))
	}
	if result.Bids[0].Total != "-90" || result.Bids[1].Total != "0" || result.Bids[2].Unranked != "rejected_late" {
		t.Errorf("%+v", result.Bids)
	}
	if result.Derivation.Line("C", "less") == nil || result.Derivation.Line("C", "apart") != nil {
		t.Errorf("of the bid rejected late: %+v", result.Derivation.Follow("C"))
	}
}

// A method that does not look at prices needs none.
func TestWithoutPrices(t *testing.T) {
	m := load(t, `{"format": "bidroom/method/1", "id": "rate", "names": {"en": "Rate"}, "source": "none",
 "values": [{"id": "rate", "unit": "percent", "names": {"en": "Rate"}}], "ranking": {"by": "rate", "digits": "4"}}`)
	in := scoring.Input{Bids: []scoring.Bid{{ID: "A", Opened: true, Passed: true, Values: map[string]string{"rate": "-1.25"}}}}
	if result, err := m.Score(in); err != nil || result.Bids[0].Total != "-1.2500" {
		t.Errorf("%+v, %v", result, explain(err))
	}
	in.Bids[0].PriceFen = -1
	if _, err := m.Score(in); !slices.Equal(codes(err), []string{"scoring.bid.price"}) {
		t.Errorf("%v", explain(err))
	}
}

// The price read out at the opening and the corrected one are two numbers.
func TestOpeningPrice(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "opening", "names": {"en": "Opening"}, "source": "none",
 "formulas": [{"id": "base", "scope": "set", "over": "opened", "frozen": "opening", "names": {"en": "Base"}, "expr": "mean(opening_price)"},
  {"id": "apart", "names": {"en": "Apart"}, "expr": "abs(price - base)"}],
 "ranking": {"by": "apart", "order": "asc", "on": "raw"}}`
	bids := opened(1000, 2000, 6000)
	bids[0].OpeningFen, bids[2].Passed = 4000, false
	result, err := load(t, method).Score(scoring.Input{Bids: bids}) // base (40 + 20 + 60)/3 = 40
	if err != nil {
		t.Fatal(explain(err))
	}
	if result.Derivation.Line("", "base").Result != "40" || result.Bids[0].Bid != "B" || result.Bids[0].Total != "20" || result.Bids[1].Total != "30" {
		t.Errorf("%+v", result.Bids)
	}
}

// A formula without a value is refused by name, with the numbers.
func TestUndefined(t *testing.T) {
	const method = `{"format": "bidroom/method/1", "id": "undefined", "names": {"en": "Undefined"}, "source": "none",
 "formulas": [{"id": "spread", "scope": "set", "over": "passed", "frozen": "examination", "names": {"en": "Spread"}, "expr": "highest(price) - lowest(price)"},
  {"id": "place", "names": {"en": "Place"}, "expr": "1 / spread"}],
 "ranking": {"by": "place", "on": "raw"}}`
	_, err := load(t, method).Score(scoring.Input{Bids: opened(100, 100)})
	var refusal *rule.Refusal
	want := rule.NewReason("", "scoring.undefined.division", "formulas.place", "name", "place", "bid", "A", "expr", "1 / spread", "values", "1 ÷ 0")
	if !errors.As(err, &refusal) || !reflect.DeepEqual(refusal.Reasons, []rule.Reason{want}) {
		t.Errorf("%+v", explain(err))
	}
}

func TestObjectiveMismatch(t *testing.T) {
	m := load(t, small)
	marks := []scoring.Mark{
		mark("1", "B", "breadth", "3"), mark("2", "B", "breadth", "3.00"), // the same
		mark("1", "A", "breadth", "3"), mark("2", "A", "breadth", "3.01"), mark("3", "A", "breadth", "3"),
		mark("1", "A", "depth", "3"), mark("2", "A", "depth", "4"), // subjective
		mark("1", "C", "breadth", "1"), mark("2", "C", "breadth", "2"), mark("1", "C", "nothing", "2"),
	}
	want := []scoring.Mismatch{{Bid: "A", Criterion: "breadth"}, {Bid: "C", Criterion: "breadth"}}
	if got := m.ObjectiveMismatch(marks); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// No number in the JSON of a result is a JSON number: the log and the export
// take strings only.
func TestResultJSON(t *testing.T) {
	c := readCase(t, "testdata/cases/cn-works-baseline.json")
	m, err := scoring.Builtin(c.Method)
	if err != nil {
		t.Fatal(err)
	}
	result, err := m.Score(c.Runs[0].Input)
	if err != nil {
		t.Fatal(explain(err))
	}
	src, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(src, &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case float64:
			t.Errorf("the number %v", v)
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(tree)
	for _, line := range result.Derivation {
		if line.Result == "" || line.Exact == "" || len(line.Names) != 2 {
			t.Errorf("%+v", line)
		}
	}
}
