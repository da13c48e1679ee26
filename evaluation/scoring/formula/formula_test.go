package formula_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

// Five bids: price 920 940 950 960 990, quality 5 3 5 8 1.
var (
	prices  = []string{"920", "940", "950", "960", "990"}
	quality = []string{"5", "3", "5", "8", "1"}
	whole   = map[string]string{"m": "1000", "n": "5", "zero": "0", "points(technical)": "30"}
)

func env() *formula.Env {
	e := &formula.Env{Symbols: map[string]formula.Symbol{}, Tables: tables()}
	for name := range whole {
		e.Symbols[name] = formula.Symbol{Type: formula.Number}
	}
	for _, name := range []string{"price", "quality", "marks(technical)"} {
		e.Symbols[name] = formula.Symbol{Type: formula.Number, PerBid: true}
	}
	e.Symbols["good"] = formula.Symbol{Type: formula.Condition, PerBid: true}
	return e
}

func tables() map[string]*formula.Table {
	rows := func(pairs ...int64) (rows []formula.Row) {
		for i := 0; i < len(pairs); i += 2 {
			rows = append(rows, formula.Row{From: big.NewRat(pairs[i], 1), Value: big.NewRat(pairs[i+1], 1)})
		}
		return rows
	}
	return map[string]*formula.Table{
		"line":  {Linear: true, Rows: rows(-10, 50, 0, 60, 5, 50)},
		"steps": {Rows: rows(0, 10, 5, 8, 10, 4), Below: big.NewRat(1, 1)},
		"upper": {Rows: rows(0, 10, 5, 8, 10, 4), Below: big.NewRat(1, 1), Upper: true},
	}
}

// data gives bid 0 and the whole set.
func data(bid int, set []int) *formula.Data {
	return &formula.Data{Tables: tables(), Bid: bid, Set: set, Value: func(name string, bid int) formula.Value {
		text := whole[name]
		switch {
		case name == "price":
			text = prices[bid]
		case name == "quality" || name == "marks(technical)":
			text = quality[bid]
		case name == "good":
			return formula.Value{Truth: bid%2 == 0}
		}
		number, err := exact.Parse(text)
		if err != nil {
			panic(name + " " + err.Error())
		}
		return formula.Value{Num: number}
	}}
}

// Results are worked by hand.
var bidTests = []struct{ expr, want, text string }{
	{"price", "920", "920"},
	{"1 + 2 * 3", "7", "1 + 2 × 3"},
	{"(1 + 2) * 3", "9", "(1 + 2) × 3"},
	{"10 - 4 - 3", "3", "10 - 4 - 3"},
	{"10 - (4 - 3)", "9", "10 - (4 - 3)"},
	{"100 / 10 / 5", "2", "100 ÷ 10 ÷ 5"},
	{"100 / (10 / 5)", "50", "100 ÷ (10 ÷ 5)"},
	{"-2^2", "-4", "-2^2"},
	{"(-2)^2", "4", "(-2)^2"},
	{"2^0", "1", "2^0"},
	{"0^0", "1", "0^0"},
	{"2^16", "65536", "2^16"},
	{"--2", "2", "-(-2)"},
	{"2 - -2", "4", "2 - -2"},
	{"60%", "0.6", "0.6"},
	{"price * (1 - 2%)", "901.6", "920 × (1 - 0.02)"},
	{"1 / 3", "1/3", "1 ÷ 3"},
	{"1 / 3 * 3", "1", "1 ÷ 3 × 3"},
	{"abs(price - m)", "80", "abs(920 - 1000)"},
	{"min(price, m, 7)", "7", "min(920, 1000, 7)"},
	{"max(price, m)", "1000", "max(920, 1000)"},
	{"clamp(-1, 0, 10)", "0", "clamp(-1, 0, 10)"},
	{"clamp(11, 0, 10)", "10", "clamp(11, 0, 10)"},
	{"clamp(5, 0, 10)", "5", "clamp(5, 0, 10)"},
	{"round(84.115, 2)", "84.12", "round(84.115, 2)"},
	{"round(84.125, 2, half_even)", "84.12", "round(84.125, 2, half_even)"},
	{"round(84.129, 2, floor)", "84.12", "floor(84.129, 2)"},
	{"round(1250, -2)", "1300", "round(1250, -2)"},
	{"floor(-0.5)", "-1", "floor(-0.5, 0)"},
	{"ceil(2.2)", "3", "ceil(2.2, 0)"},
	{"ceil(0.0001, 3)", "0.001", "ceil(0.0001, 3)"},
	{"points(technical) + marks(technical)", "35", "30 + 5"},
	{"price < m", "yes", "920 < 1000"},
	{"price >= 920", "yes", "920 ≥ 920"},
	{"price > 920", "no", "920 > 920"},
	{"price <= 919.99", "no", "920 ≤ 919.99"},
	{"price != m", "yes", "920 ≠ 1000"},
	{"not price = m and good", "yes", "not 920 = 1000 and yes"},
	{"not (good or good)", "no", "not (yes or …)"},
	{"zero = 1 and 1 / zero = 1", "no", "0 = 1 and …"},
	{"zero = 0 or 1 / zero = 1", "yes", "0 = 0 or …"},
	{"if(zero = 0, 7, 1 / zero)", "7", "if(0 = 0, 7, …)"},
	{"if(good, price, m) * 2", "1840", "if(yes, 920, …) × 2"},
	{"if(good, zero = 0, good)", "yes", "if(yes, 0 = 0, …)"},
	{"m * (price - m)", "-80000", "1000 × (920 - 1000)"},
	// A line through (-10,50) (0,60) (5,50), held beyond its ends.
	{"table(line, -11)", "50", "table(line, -11)"},
	{"table(line, -10)", "50", "table(line, -10)"},
	{"table(line, -2.5)", "57.5", "table(line, -2.5)"},
	{"table(line, 0)", "60", "table(line, 0)"},
	{"table(line, 1)", "58", "table(line, 1)"},
	{"table(line, 6)", "50", "table(line, 6)"},
	// Steps 0:10, 5:8, 10:4; 1 below.
	{"table(steps, -0.1)", "1", "table(steps, -0.1)"},
	{"table(steps, 0)", "10", "table(steps, 0)"},
	{"table(steps, 4.99)", "10", "table(steps, 4.99)"},
	{"table(steps, 5)", "8", "table(steps, 5)"},
	{"table(steps, 100)", "4", "table(steps, 100)"},
	{"table(upper, 0)", "1", "table(upper, 0)"},
	{"table(upper, 5)", "10", "table(upper, 5)"},
	{"table(upper, 5.01)", "8", "table(upper, 5.01)"},
	// By bc -l.
	{"sqrt(2, 6)", "1.414214", "sqrt(2, 6)"},
	{"root(2, 3, 4)", "1.2599", "root(2, 3, 4)"},
	{"power(1.27, 0.35, 6)", "1.087255", "power(1.27, 0.35, 6)"},
	{"ln(1.5, 6)", "0.405465", "ln(1.5, 6)"},
	{"100 * (1 - log(1.27, 3, 4))", "78.24", "100 × (1 - log(1.27, 3, 4))"},
}

func TestBid(t *testing.T) {
	for _, tt := range bidTests {
		trace := evaluate(t, tt.expr, formula.ForBid, data(0, nil))
		if trace == nil {
			continue
		}
		if got := trace.Value.String(); got != tt.want {
			t.Errorf("%s = %s, want %s", tt.expr, got, tt.want)
		}
		if trace.Text != tt.text {
			t.Errorf("%s is written %q, want %q", tt.expr, trace.Text, tt.text)
		}
	}
}

func evaluate(t *testing.T, text string, scope formula.Scope, d *formula.Data) *formula.Trace {
	t.Helper()
	e, err := formula.Parse(text)
	if err == nil {
		err = e.Check(env(), scope, 0)
	}
	if err != nil {
		t.Errorf("%s: %v", text, err)
		return nil
	}
	trace, err := e.Eval(d)
	if err != nil {
		t.Errorf("%s: %v", text, err)
		return nil
	}
	return trace
}

var setTests = []struct {
	expr, want, text string
	aside            []int
}{
	{"mean(price)", "952", "mean(920, 940, 950, 960, 990)", nil},
	{"sum(price * quality)", "20840", "sum(4600, 2820, 4750, 7680, 990)", nil},
	{"lowest(price)", "920", "lowest(920, 940, 950, 960, 990)", nil},
	{"highest(quality)", "8", "highest(5, 3, 5, 8, 1)", nil},
	{"count()", "5", "5", nil},
	{"count(where price < 950)", "2", "2", []int{2, 3, 4}},
	{"mean(price trim(price, 1, 1))", "950", "mean(940, 950, 960)", []int{0, 4}},
	{"mean(price trim(price, 2, 1))", "945", "mean(940, 950)", []int{0, 3, 4}},
	{"mean(price trim(price, 0, 4))", "990", "mean(990)", []int{0, 1, 2, 3}},
	{"mean(price where price <= 952)", "2810/3", "mean(920, 940, 950)", []int{3, 4}},
	{"lowest(price trim(price, 0, 1))", "940", "lowest(940, 950, 960, 990)", []int{0}}, // the second lowest
	// From left to right: of the four below 980 the highest goes, 960; or of
	// the four left by the trim, those below 940.
	{"mean(price where price < 980 trim(price, 1, 0))", "2810/3", "mean(920, 940, 950)", []int{3, 4}},
	{"mean(price trim(price, 1, 0) where price < 940)", "920", "mean(920)", []int{1, 2, 3, 4}},
	{"sum(price where price < 0)", "0", "sum()", []int{0, 1, 2, 3, 4}},
	{"median(price)", "950", "median(920, 940, 950, 960, 990)", nil},
	{"median(quality where price > 930)", "4", "median(3, 5, 8, 1)", []int{0}},
	{"median(quality where price = 920)", "5", "median(5)", []int{1, 2, 3, 4}},
	// Squares of -32, -12, -2, 8, 38 from the mean: 1024 + 144 + 4 + 64 + 1444 = 2680, a fifth of it 536; sqrt by bc.
	{"sqrt(sum((price - 952)^2) / n, 4)", "23.1517", "sqrt(sum(1024, 144, 4, 64, 1444) ÷ 5, 4)", nil},
	{"m * 60% + mean(price trim(price, if(n >= 5, 1, 0), if(n >= 5, 1, 0))) * 40%", "980", "1000 × 0.6 + mean(940, 950, 960) × 0.4", []int{0, 4}},
	{"mean(price where good)", "2860/3", "mean(920, 950, 990)", []int{1, 3}},
	{"highest(price) - lowest(price)", "70", "highest(920, 940, 950, 960, 990) - lowest(920, 940, 950, 960, 990)", nil},
}

// Of bid 2, price 950 and quality 5, among the five.
var bidInTests = []struct {
	expr, want, text string
	aside            []int
}{
	{"1 + count(where price < own(price))", "3", "1 + 2", []int{2, 3, 4}},
	{"count(where quality = own(quality) and price != own(price))", "1", "1", []int{1, 2, 3, 4}},
	{"price - mean(price where price != own(price))", "-2.5", "950 - mean(920, 940, 960, 990)", []int{2}},
	{"lowest(price - own(price) where price > own(price))", "10", "lowest(10, 40)", []int{0, 1, 2}},
	{"mean(price - own(quality) trim(price, 1, 1))", "945", "mean(935, 945, 955)", []int{0, 4}},
	{"highest(marks(technical) - own(marks(technical)))", "3", "highest(0, -2, 0, 3, -4)", nil},
}

func TestBidInASet(t *testing.T) {
	for _, tt := range bidInTests {
		if trace := evaluate(t, tt.expr, formula.ForBidIn, data(2, []int{0, 1, 2, 3, 4})); trace != nil {
			if got := trace.Value.String(); got != tt.want || trace.Text != tt.text {
				t.Errorf("%s = %s, written %q; want %s and %q", tt.expr, got, trace.Text, tt.want, tt.text)
			}
			if aside := trace.Workings[0].SetAside; !slices.Equal(aside, tt.aside) {
				t.Errorf("%s sets aside %v, want %v", tt.expr, aside, tt.aside)
			}
		}
	}
}

// What is taken of the bid itself is told apart from what is of the set.
func TestNamesOfABidInASet(t *testing.T) {
	e, err := formula.Parse("quality * mean(price where price < own(price) * m)")
	if err == nil {
		err = e.Check(env(), formula.ForBidIn, formula.Number)
	}
	if err != nil {
		t.Fatal(err)
	}
	if own, set := e.OfBid(), e.Aggregated(); !slices.Equal(own, []string{"quality", "price"}) || !slices.Equal(set, []string{"price"}) {
		t.Errorf("of the bid %v, of the set %v", own, set)
	}
	want := "质量 × mean(报价 where 报价 < own(报价) × 限价)"
	if got := e.Write(func(key string) string {
		return map[string]string{"price": "报价", "quality": "质量", "m": "限价"}[key]
	}); got != want {
		t.Errorf("written %q, want %q", got, want)
	}
}

func TestSet(t *testing.T) {
	for _, tt := range setTests {
		trace := evaluate(t, tt.expr, formula.ForSet, data(formula.Whole, []int{0, 1, 2, 3, 4}))
		if trace == nil {
			continue
		}
		if got := trace.Value.String(); got != tt.want {
			t.Errorf("%s = %s, want %s", tt.expr, got, tt.want)
		}
		if trace.Text != tt.text {
			t.Errorf("%s is written %q, want %q", tt.expr, trace.Text, tt.text)
		}
		if w := trace.Workings[0]; !slices.Equal(w.SetAside, tt.aside) || len(w.Kept)+len(w.SetAside) != 5 {
			t.Errorf("%s kept %v, set aside %v, want %v", tt.expr, w.Kept, w.SetAside, tt.aside)
		}
	}
}

// faultTests gives for each expression the byte of the fault and its code
// below "scoring.expr.". A leading "=" marks an expression over the set.
var faultTests = []struct {
	expr string
	at   int
	code string
}{
	{"", 0, "ends"},
	{"1 +", 3, "ends"},
	{"1 + )", 4, "unexpected"},
	{"(1", 2, "ends"},
	{"1 2", 2, "unexpected"},
	{"1 $ 2", 2, "character"},
	{"1 + 价", 4, "character"},
	{"Price", 0, "character"},
	{"1.", 0, "number"},
	{"01", 0, "number"},
	{strings.Repeat("9", 33), 0, "number"},
	{"1 < 2 < 3", 6, "unexpected"},
	{"pric", 0, "name"},
	{"1 + pric", 4, "name"},
	{"where", 0, "unexpected"},
	{"mean", 0, "unexpected"},
	{"foo(1)", 0, "function"},
	{"abs()", 4, "unexpected"},
	{"abs(1, 2)", 0, "arguments"},
	{"min(1)", 0, "arguments"},
	{"if(good, 1)", 0, "arguments"},
	{"if(1, 1, 2)", 3, "want_condition"},
	{"if(good, 1, good)", 12, "want_number"},
	{"good + 1", 0, "want_number"},
	{"not 1", 4, "want_condition"},
	{"1 and good", 0, "want_condition"},
	{"good = good", 0, "want_number"},
	{"2^17", 2, "exponent"},
	{"2^n", 2, "exponent"},
	{"2^-1", 2, "exponent"},
	{"2^0.5", 2, "exponent"},
	{"2^3^2", 3, "unexpected"},
	{"round(1)", 7, "wanted"},
	{"round(1, n)", 9, "digits"},
	{"round(1, 13)", 9, "digits"},
	{"round(1, 2, up)", 12, "mode"},
	{"floor(1, 2, ceil)", 10, "wanted"},
	{"marks(other)", 0, "name"},
	{"marks(1)", 6, "id"},
	{"table(none, 1)", 0, "table"},
	{"table(line, good)", 12, "want_number"},
	{"mean(price)", 0, "set_in_bid"},
	{"1 + count()", 4, "set_in_bid"},
	{"sqrt(2)", 6, "wanted"},
	{"root(2, 3)", 9, "wanted"},
	{"power(2, 3, n)", 12, "digits"},
	{"ln(2, 13)", 6, "digits"},
	{"ln(2, -1)", 6, "digits"},
	{"log(good, 2, 3)", 4, "want_number"},
	{"=mean(sqrt(price, 2))", 5, "hidden"},
	{"own(price)", 0, "own"},
	{"=count(where price < own(price))", 20, "own"},
	{"~own(price) + count()", 0, "own"},
	{"~count(where price < own(m))", 20, "own"},
	{"~count(where price < own(1))", 24, "id"},
	{"~count(where price < own(mean))", 24, "id"},
	{"~count(where price < own(other))", 20, "name"},
	{"~mean(quality trim(price, 1, 1))", 5, "trim_other"},
	{"=price", 0, "bid_in_set"},
	{"=mean(price) + price", 14, "bid_in_set"},
	{"=mean(lowest(price))", 5, "nested"},
	{"=mean(round(price, 0))", 5, "hidden"},
	{"=mean(price where table(line, price) > 1)", 17, "hidden"},
	{"=mean(price where price)", 17, "want_condition"},
	{"=mean(good)", 5, "want_number"},
	{"=mean()", 5, "unexpected"},
	{"=count(price)", 6, "wanted"},
	{"=mean(price trim(price, 1))", 24, "wanted"},
	{"=mean(price trim(price + 1, 1, 1))", 16, "trim_key"},
	{"=mean(price trim(m, 1, 1))", 16, "trim_key"},
	{"=mean(quality trim(price, 1, 1))", 5, "trim_other"},
	{"=mean(price trim(price, 1, 1) where quality > 1)", 35, "trim_other"},
	{"=mean(price trim(price, price, 1))", 23, "bid_in_set"},
	{strings.Repeat("1+", 1000) + "1", 2000, "long"},
	{strings.Repeat("(", 60) + "1" + strings.Repeat(")", 60), 0, "deep"},
	{strings.Repeat("-", 900) + "1", 0, "deep"},
}

// scoped takes off what says for what an expression is computed: "=" for the set,
// "~" for a bid that looks at the set.
func scoped(text string) (string, formula.Scope) {
	if set, ok := strings.CutPrefix(text, "="); ok {
		return set, formula.ForSet
	}
	if both, ok := strings.CutPrefix(text, "~"); ok {
		return both, formula.ForBidIn
	}
	return text, formula.ForBid
}

func TestFaults(t *testing.T) {
	for _, tt := range faultTests {
		text, scope := scoped(tt.expr)
		e, err := formula.Parse(text)
		if err == nil {
			err = e.Check(env(), scope, 0)
		}
		var fault *formula.Fault
		if !errors.As(err, &fault) {
			t.Errorf("%.40s: %v, want a fault", tt.expr, err)
			continue
		}
		if fault.Code != "scoring.expr."+tt.code || (fault.Offset != tt.at && tt.code != "deep") {
			t.Errorf("%.40s: %s at %d, want %s at %d", tt.expr, fault.Code, fault.Offset, tt.code, tt.at)
		}
	}
}

// The longest, deepest and largest that is taken.
func TestBounds(t *testing.T) {
	evaluate(t, strings.Repeat("(", formula.MaxDepth)+"1"+strings.Repeat(")", formula.MaxDepth), formula.ForBid, data(0, nil))
	evaluate(t, strings.Repeat("1+", 999)+"1", formula.ForBid, data(0, nil))
	evaluate(t, "((2^16)^16)^16", formula.ForBid, data(0, nil)) // 2^4096
}

var undefinedTests = []struct{ expr, code, part, text string }{
	{"1 / zero", "division", "1 / zero", "1 ÷ 0"},
	{"sqrt(zero - 1, 2)", "domain", "sqrt(zero - 1, 2)", "sqrt(0 - 1, 2)"},
	{"root(m, zero, 2)", "domain", "root(m, zero, 2)", "root(1000, 0, 2)"},
	{"root(m, 1.5, 2)", "domain", "root(m, 1.5, 2)", "root(1000, 1.5, 2)"},
	{"power(zero, -1, 2)", "domain", "power(zero, -1, 2)", "power(0, -1, 2)"},
	{"power(m, 0.333, 2)", "exponent", "power(m, 0.333, 2)", "power(1000, 0.333, 2)"},
	{"root(m, 101, 2)", "exponent", "root(m, 101, 2)", "root(1000, 101, 2)"},
	{"power(m, 1000000, 2)", "large", "power(m, 1000000, 2)", "power(1000, 1000000, 2)"},
	{"ln(zero, 2)", "domain", "ln(zero, 2)", "ln(0, 2)"},
	{"log(m, 1, 2)", "domain", "log(m, 1, 2)", "log(1000, 1, 2)"},
	{"median(price where price < 0)", "empty", "median(price where price < 0)", "median()"},
	{"1 + m / (n - 5)", "division", "m / (n - 5)", "1000 ÷ (5 - 5)"},
	{"mean(price where price < 0)", "empty", "mean(price where price < 0)", "mean()"},
	{"lowest(price where price < 0)", "empty", "lowest(price where price < 0)", "lowest()"},
	{"mean(price trim(price, 3, 2))", "empty", "mean(price trim(price, 3, 2))", "mean()"},
	{"mean(price trim(price, 3, 3))", "trim", "mean(price trim(price, 3, 3))", "3"},
	{"mean(price trim(price, 0 - 1, 0))", "trim", "mean(price trim(price, 0 - 1, 0))", "0 - 1"},
	{"mean(price trim(price, 0.5, 0))", "trim", "mean(price trim(price, 0.5, 0))", "0.5"},
	{"(((2^16)^16)^16)^16", "large", "(((2^16)^16)^16)^16", "((2^16)^16)^16^16"},
}

func TestUndefined(t *testing.T) {
	for _, tt := range undefinedTests {
		e, err := formula.Parse(tt.expr)
		if err == nil {
			err = e.Check(env(), formula.ForSet, 0)
		}
		if err != nil {
			t.Fatalf("%s: %v", tt.expr, err)
		}
		trace, err := e.Eval(data(formula.Whole, []int{0, 1, 2, 3, 4}))
		var undefined *formula.Undefined
		if !errors.As(err, &undefined) {
			t.Errorf("%s = %v, %v, want undefined", tt.expr, trace, err)
			continue
		}
		if undefined.Code != "scoring.undefined."+tt.code || (undefined.Expr != tt.part && tt.code != "large") {
			t.Errorf("%s: %v", tt.expr, undefined)
		}
		if undefined.Text != tt.text && tt.code != "large" {
			t.Errorf("%s is written %q, want %q", tt.expr, undefined.Text, tt.text)
		}
	}
}

// What rounding did, inside and outside.
func TestRoundingShown(t *testing.T) {
	trace := evaluate(t, "round(100 - 5 * abs(0.91 - round(price / m / 3, 4)) * 100, 1)", formula.ForBid, data(0, nil))
	// 920/1000/3 = 0.30666.. -> 0.3067; 100 - 5 x 0.6033 x 100 = -201.65 -> -201.7
	if r := trace.Rounding; trace.Value.String() != "-201.7" || r == nil || exact.String(r.Exact) != "-201.65" || r.Digits != 1 || r.Mode != exact.HalfUp {
		t.Errorf("outside: %+v", trace)
	}
	if len(trace.Workings) != 1 {
		t.Fatalf("workings %+v", trace.Workings)
	}
	w := trace.Workings[0]
	if w.Expr != "round(price / m / 3, 4)" || w.Text != "round(920 ÷ 1000 ÷ 3, 4)" || w.Value.String() != "0.3067" || exact.String(w.Rounding.Exact) != "23/75" {
		t.Errorf("inside: %+v", w)
	}
}

func TestWrite(t *testing.T) {
	names := map[string]string{"price": "报价", "m": "限价", "marks(technical)": "技术得分", "table(line)": "折线"}
	for _, tt := range []struct{ expr, want string }{
		{"m / price * marks(technical)", "限价 ÷ 报价 × 技术得分"},
		{"m / (price * 2)", "限价 ÷ (报价 × 2)"},
		{"if(price >= m, table(line, price), -1)", "if(报价 ≥ 限价, table(折线, 报价), -1)"},
		{"(m - 1)^2", "(限价 - 1)^2"},
		{"not (price = m or price < 1) and price > 2", "not (报价 = 限价 or 报价 < 1) and 报价 > 2"},
	} {
		e, err := formula.Parse(tt.expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Write(func(key string) string { return names[key] }); got != tt.want {
			t.Errorf("%s is written %s, want %s", tt.expr, got, tt.want)
		}
	}
	e, err := formula.Parse("mean(price trim(price, 1, 2) where price < m)")
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Write(func(key string) string { return names[key] }); got != "mean(报价 trim(报价, 1, 2) where 报价 < 限价)" {
		t.Error(got)
	}
}

// Names in order, each once; those of the set apart.
func TestNames(t *testing.T) {
	e, err := formula.Parse("m + mean(price + n where price < m) * n")
	if err == nil {
		err = e.Check(env(), formula.ForSet, formula.Number)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Names(); !slices.Equal(got, []string{"m", "price", "n"}) {
		t.Errorf("names %v", got)
	}
	if got := e.Aggregated(); !slices.Equal(got, []string{"price"}) || !e.Aggregates() {
		t.Errorf("aggregated %v", got)
	}
}

// Whatever parses and checks also evaluates without a panic, always to the
// same, and what is written for people keeps every name.
func FuzzExpression(f *testing.F) {
	for _, tt := range bidTests {
		f.Add(tt.expr, uint8(formula.ForBid))
	}
	for _, tt := range setTests {
		f.Add(tt.expr, uint8(formula.ForSet))
	}
	for _, tt := range bidInTests {
		f.Add(tt.expr, uint8(formula.ForBidIn))
	}
	for _, tt := range faultTests {
		text, scope := scoped(tt.expr)
		f.Add(text, uint8(scope))
	}
	f.Fuzz(func(t *testing.T, text string, scope uint8) {
		e, err := formula.Parse(text)
		if err == nil {
			err = e.Check(env(), formula.Scope(scope%3), 0)
		}
		if err != nil {
			var fault *formula.Fault
			if !errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(text) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		bid := formula.Whole
		if formula.Scope(scope%3) != formula.ForSet {
			bid = 0
		}
		first, err := e.Eval(data(bid, []int{0, 1, 2, 3, 4}))
		if err != nil {
			var undefined *formula.Undefined
			if !errors.As(err, &undefined) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, err := e.Eval(data(bid, []int{0, 1, 2, 3, 4}))
		if err != nil || again.Value.String() != first.Value.String() || again.Text != first.Text {
			t.Fatalf("%q: %v then %v, %v", text, first, again, err)
		}
		if (first.Value.Num == nil) != (e.Type() == formula.Condition) {
			t.Fatalf("%q has the type %v and the value %v", text, e.Type(), first.Value)
		}
		written := e.Write(func(key string) string { return key })
		for _, name := range e.Names() {
			if !strings.Contains(written, name) {
				t.Fatalf("%q is written %q without %s", text, written, name)
			}
		}
	})
}
