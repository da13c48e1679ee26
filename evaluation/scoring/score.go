package scoring

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

// Score computes the result. The error is a *rule.Refusal of kind Invalid with
// everything that is wrong with the input, or that a formula has no value for
// it, or of kind TooLarge beyond [MaxBids]. The order of bids and of marks
// does not matter.
func (m *Method) Score(in Input) (*Result, error) {
	return m.ScoreWhile(in, func(Line) bool { return true })
}

// ErrStopped is what [Method.ScoreWhile] returns when it was told to stop.
var ErrStopped = errors.New("scoring: stopped")

// ScoreWhile is [Method.Score] that asks after each line of a formula whether to
// go on: a method that is still being written can take longer, and say more, than
// anybody waits for.
func (m *Method) ScoreWhile(in Input, goOn func(Line) bool) (*Result, error) {
	f, err := m.check(in)
	if err != nil {
		return nil, err
	}
	c := &computation{m: m, f: f, goOn: goOn, result: &Result{Unit: m.symbols[m.ranking.by].unit, Candidates: []string{}},
		whole: map[string]formula.Value{}, own: make([]map[string]formula.Value, len(f.bids)),
		shown: make([]map[string]string, len(f.bids)), failed: make([]string, len(f.bids))}
	c.given()
	c.marks()
	for _, d := range m.formulas {
		if err := c.formula(d); err != nil {
			return nil, err
		}
	}
	if err := c.rank(); err != nil {
		return nil, err
	}
	c.arrange()
	return c.result, nil
}

// arrange brings the lines of each bid together.
func (c *computation) arrange() {
	place := map[string]int{"": -1}
	for i, bid := range c.result.Bids {
		place[bid.Bid] = i
	}
	slices.SortStableFunc(c.result.Derivation, func(a, b Line) int { return cmp.Compare(place[a.Bid], place[b.Bid]) })
}

// A computation is one call of Score.
type computation struct {
	m      *Method
	f      *facts
	result *Result
	whole  map[string]formula.Value   // of the whole set, by name
	own    []map[string]formula.Value // of each bid
	shown  []map[string]string        // the same for reading, as the lines give it
	failed []string                   // the first threshold that the bid does not reach, or ""
	goOn   func(Line) bool            // asked after each line of a formula
}

func (c *computation) add(line Line) { c.result.Derivation = append(c.result.Derivation, line) }

// put keeps a number of a bid, and its line if the derivation needs it.
func (c *computation) put(bid int, line Line, v formula.Value, derived bool) {
	c.own[bid][line.Name], c.shown[bid][line.Name] = v, line.Result
	if derived {
		c.add(line)
	}
}

// members returns the bids of a set, as far as the thresholds were looked at.
func (c *computation) members(s Set) []int {
	var set []int
	for i, bid := range c.f.bids {
		if bid.in(s) && (s != SetQualified || c.failed[i] == "") {
			set = append(set, i)
		}
	}
	return set
}

// given puts down the numbers that were given.
func (c *computation) given() {
	for _, kind := range []inputKind{ofTender, ofDraw} {
		for _, q := range c.m.inputs[kind] {
			c.whole[q.ID] = formula.Value{Num: c.f.whole[q.ID]}
			c.add(inputLine("", q.ID, q.Names, q.Unit, c.f.whole[q.ID]))
		}
	}
	used := c.m.used()
	for _, id := range sortedKeys(c.m.points) {
		points, _ := exact.Parse(c.m.points[id])
		name := "points(" + id + ")"
		c.whole[name] = formula.Value{Num: points}
		if used[name] {
			c.add(inputLine("", name, c.m.symbols[name].names, UnitPoints, points))
		}
	}
	for i, bid := range c.f.bids {
		c.own[i], c.shown[i] = map[string]formula.Value{}, map[string]string{}
		if !bid.Opened {
			continue
		}
		opening := bid.PriceFen
		if bid.OpeningFen != 0 {
			opening = bid.OpeningFen
		}
		for _, price := range []struct {
			name string
			fen  int64
		}{{symbolOpeningPrice, opening}, {symbolPrice, bid.PriceFen}} {
			line := inputLine(bid.ID, price.name, c.m.symbols[price.name].names, UnitMoney, yuan(price.fen))
			c.put(i, line, formula.Value{Num: yuan(price.fen)}, used[price.name])
		}
		for _, q := range c.m.inputs[ofBid] {
			line := inputLine(bid.ID, q.ID, q.Names, q.Unit, c.f.values[i][q.ID])
			c.put(i, line, formula.Value{Num: c.f.values[i][q.ID]}, true)
		}
	}
}

// used returns the names that the method looks at.
func (m *Method) used() map[string]bool {
	used := map[string]bool{m.ranking.by: true}
	for _, tie := range m.ranking.ties {
		used[tie.by] = true
	}
	for _, id := range m.parts {
		used[id] = true
	}
	for _, d := range m.formulas {
		for _, name := range d.expr.Names() {
			used[name] = true
		}
	}
	return used
}

// inputLine writes a given number; money always with its fen.
func inputLine(bid, name string, names map[string]string, unit Unit, number *big.Rat) Line {
	line := Line{Kind: LineInput, Bid: bid, Name: name, Names: names, Unit: unit, Exact: exact.String(number)}
	if line.Result = line.Exact; unit == UnitMoney {
		line.Result = exact.Fixed(number, 2)
	}
	return line
}

// formula computes one formula for the set, or for each bid that needs it.
func (c *computation) formula(d *definition) error {
	if !d.perBid {
		return c.evaluate(d, formula.Whole, c.members(d.over))
	}
	set := c.members(d.over)
	for _, bid := range c.members(d.needed) {
		if err := c.evaluate(d, bid, set); err != nil {
			return err
		}
	}
	return nil
}

func (c *computation) evaluate(d *definition, bid int, set []int) error {
	line := Line{Kind: LineFormula, Name: d.id, Names: d.names, Unit: d.unit, Expr: d.expr.Text(), Formula: c.m.written(d)}
	if bid != formula.Whole {
		line.Bid = c.f.bids[bid].ID
	}
	trace, err := d.expr.Eval(&formula.Data{Value: c.value, Tables: c.m.tables, Bid: bid, Set: set})
	if err != nil {
		var undefined *formula.Undefined
		if !errors.As(err, &undefined) {
			return err
		}
		return rule.Refuse(rule.Invalid, "", undefined.Code, "formulas."+d.id, "name", d.id, "bid", line.Bid, "expr", undefined.Expr, "values", undefined.Text)
	}
	line.Values = trace.Text
	line.Exact, line.Approx, line.Rounding, line.Digits, line.Result = outcome(trace.Value, trace.Rounding)
	if d.set {
		line.Over = d.over.String()
	}
	if d.set || !d.perBid {
		line.Frozen = d.moment.String()
	}
	for _, w := range trace.Workings {
		if w.Expr == line.Expr && len(w.SetAside) == 0 {
			continue // it says what the line says
		}
		line.Workings = append(line.Workings, c.working(w))
	}
	if !c.goOn(line) {
		return ErrStopped
	}
	if d.threshold {
		line.Kind = LineThreshold
		if !trace.Value.Truth && c.failed[bid] == "" {
			c.failed[bid] = d.id
		}
	}
	if bid != formula.Whole {
		c.put(bid, line, trace.Value, true)
		return nil
	}
	c.whole[d.id] = trace.Value
	c.add(line)
	return nil
}

func (c *computation) value(name string, bid int) formula.Value {
	if bid != formula.Whole {
		if v, ok := c.own[bid][name]; ok {
			return v
		}
	}
	return c.whole[name]
}

func (c *computation) working(w formula.Working) Working {
	out := Working{Expr: w.Expr, Values: w.Text}
	out.Exact, out.Approx, out.Rounding, out.Digits, out.Result = outcome(w.Value, w.Rounding)
	for _, bid := range w.SetAside {
		out.SetAside = append(out.SetAside, c.f.bids[bid].ID)
	}
	return out
}

// outcome writes a value, and what rounding did to it. A number rounded to
// decimal places is written with all of them.
func outcome(v formula.Value, r *formula.Rounding) (before, approximate, mode, digits, result string) {
	if r == nil {
		if v.Num != nil {
			approximate = exact.Approximate(v.Num)
		}
		return v.String(), approximate, "", "", v.String()
	}
	result = exact.Fixed(v.Num, r.Digits)
	if r.Exact == nil { // it has no number that could be written
		return result, "", string(r.Mode), strconv.Itoa(r.Digits), result
	}
	return exact.String(r.Exact), exact.Approximate(r.Exact), string(r.Mode), strconv.Itoa(r.Digits), result
}

// written gives the formula in each language that names the formula.
func (m *Method) written(d *definition) map[string]string {
	texts := make(map[string]string, len(d.names))
	for language := range d.names {
		texts[language] = d.expr.Write(func(key string) string {
			id, table := strings.CutPrefix(key, "table(")
			names := m.symbols[key].names
			if id = strings.TrimSuffix(id, ")"); table {
				key, names = id, m.tableNames[id]
			}
			switch {
			case names[language] == "":
				return key
			case strings.HasPrefix(key, "points("): // what a criterion can earn is not what it is called
				return "points(" + names[language] + ")"
			}
			return names[language]
		})
	}
	return texts
}
