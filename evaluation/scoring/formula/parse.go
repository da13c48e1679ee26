package formula

import (
	"maps"
	"math/big"
	"slices"
	"strconv"

	"bidroom/evaluation/scoring/exact"
)

// functions gives for each function how many arguments it takes.
var functions = map[string]struct{ least, most int }{
	"abs": {1, 1}, "min": {2, 16}, "max": {2, 16}, "clamp": {3, 3}, "if": {3, 3},
}

var aggregates = map[string]bool{"mean": true, "median": true, "sum": true, "lowest": true, "highest": true, "count": true}

// irrational gives for each function whose value is rounded how many arguments
// stand before its digits.
var irrational = map[string]int{"sqrt": 1, "root": 2, "power": 2, "ln": 1, "log": 2}

// reserved are the words that cannot be names.
var reserved = map[string]bool{
	"and": true, "or": true, "not": true, "where": true, "trim": true, "round": true, "floor": true, "ceil": true,
	"table": true, "marks": true, "points": true, "own": true, "half_up": true, "half_even": true,
}

// Reserved reports whether the language uses the word, so that it cannot be a
// name.
func Reserved(word string) bool {
	_, function := functions[word]
	return function || aggregates[word] || irrational[word] > 0 || reserved[word]
}

// Words lists the words of the language, sorted.
func Words() []string {
	words := slices.Collect(maps.Keys(reserved))
	words = slices.AppendSeq(words, maps.Keys(functions))
	words = slices.AppendSeq(words, maps.Keys(aggregates))
	return slices.Sorted(slices.Values(slices.AppendSeq(words, maps.Keys(irrational))))
}

// Parse reads an expression. The error is a *[Fault].
func Parse(text string) (*Expr, error) {
	if len(text) > MaxLength {
		return nil, &Fault{MaxLength, "scoring.expr.long", []string{"most", strconv.Itoa(MaxLength)}}
	}
	tokens, fault := scan(text)
	if fault != nil {
		return nil, fault
	}
	p := parser{text: text, tokens: tokens}
	root := p.binary(0)
	if p.fault == nil && p.peek().kind != tokenEnd {
		p.unexpected("")
	}
	if p.fault != nil {
		return nil, p.fault
	}
	return &Expr{text: text, root: root}, nil
}

// A parser stops at its first fault: from then on every token is the end.
type parser struct {
	text   string
	tokens []token
	next   int
	depth  int
	fault  *Fault
}

func (p *parser) peek() token {
	if p.fault != nil {
		return token{}
	}
	return p.tokens[p.next]
}

func (p *parser) take() token {
	t := p.peek()
	if t.kind != tokenEnd {
		p.next++
	}
	return t
}

// is reports whether the next token is the given sign or word, and takes it.
func (p *parser) is(text string) bool {
	t := p.peek()
	if t.kind == tokenEnd || t.kind == tokenNumber || t.text != text {
		return false
	}
	p.next++
	return true
}

func (p *parser) fail(at int, code string, args ...string) {
	if p.fault == nil {
		p.fault = &Fault{at, code, args}
	}
}

// unexpected fails at the next token; wanted is what should stand there, or
// "" where many things could.
func (p *parser) unexpected(wanted string) {
	t := p.peek()
	switch {
	case t.kind == tokenEnd:
		p.fail(t.at, "scoring.expr.ends", "wanted", wanted)
	case wanted == "":
		p.fail(t.at, "scoring.expr.unexpected", "found", t.text)
	default:
		p.fail(t.at, "scoring.expr.wanted", "found", t.text, "wanted", wanted)
	}
}

func (p *parser) want(sign string) {
	if !p.is(sign) {
		p.unexpected(sign)
	}
}

// ranks are the binary operators, the loosest first. Comparisons do not chain:
// "a < b < c" is a fault.
var ranks = [][]string{{"or"}, {"and"}, {"=", "!=", "<", "<=", ">", ">="}, {"+", "-"}, {"*", "/"}}

const (
	rankCompare = 2
	rankNot     = rankCompare // what stands after "not" binds as tightly as a comparison
	rankProduct = 4
)

func (p *parser) binary(rank int) *node {
	if rank == len(ranks) {
		return p.unary()
	}
	if !p.deeper() {
		return nil
	}
	defer func() { p.depth-- }()
	left := p.binary(rank + 1)
	for p.fault == nil {
		op := p.operator(rank)
		if op == "" {
			break
		}
		right := p.binary(rank + 1)
		if p.fault != nil {
			break
		}
		left = &node{op: op, at: left.at, end: right.end, args: []*node{left, right}}
		if rank == rankCompare {
			break
		}
	}
	return left
}

func (p *parser) operator(rank int) string {
	for _, op := range ranks[rank] {
		if p.is(op) {
			return op
		}
	}
	return ""
}

// deeper counts how deep the text nests. A level of parentheses passes
// through every rank, so MaxDepth is counted in those.
func (p *parser) deeper() bool {
	p.depth++
	if p.depth > MaxDepth*(len(ranks)+2) {
		p.fail(p.peek().at, "scoring.expr.deep", "most", strconv.Itoa(MaxDepth))
	}
	return p.fault == nil
}

func (p *parser) unary() *node {
	if !p.deeper() {
		return nil
	}
	defer func() { p.depth-- }()
	t := p.peek()
	var op string
	var arg *node
	switch {
	case p.is("-"):
		op, arg = opNegate, p.unary()
	case p.is("not"):
		op, arg = opNot, p.binary(rankNot)
	default:
		return p.power()
	}
	if p.fault != nil {
		return nil
	}
	return &node{op: op, at: t.at, end: arg.end, args: []*node{arg}}
}

func (p *parser) power() *node {
	base := p.primary()
	if p.fault != nil || !p.is("^") {
		return base
	}
	t := p.take()
	exponent, err := strconv.Atoi(t.text)
	if t.kind != tokenNumber || err != nil || exponent > MaxExponent {
		p.fail(t.at, "scoring.expr.exponent", "most", strconv.Itoa(MaxExponent))
		return nil
	}
	return &node{op: "^", at: base.at, end: t.end, args: []*node{base}, digits: exponent}
}

func (p *parser) primary() *node {
	t := p.peek()
	switch {
	case t.kind == tokenNumber:
		return p.number()
	case p.is("("):
		n := p.binary(0)
		end := p.peek().end
		if p.want(")"); p.fault == nil {
			n.at, n.end = t.at, end
		}
		return n
	case t.kind == tokenWord:
		p.next++
		if p.is("(") {
			return p.call(t)
		}
		if Reserved(t.text) {
			p.fail(t.at, "scoring.expr.unexpected", "found", t.text)
			return nil
		}
		return &node{op: opName, at: t.at, end: t.end, name: t.text}
	}
	p.unexpected("")
	return nil
}

func (p *parser) number() *node {
	t := p.take()
	num, err := exact.Parse(t.text)
	if err != nil {
		p.fail(t.at, "scoring.expr.number", "found", t.text)
		return nil
	}
	n := &node{op: opNumber, at: t.at, end: t.end, num: num}
	if sign := p.peek(); p.is("%") {
		n.num, n.end = new(big.Rat).Quo(num, big.NewRat(100, 1)), sign.end
	}
	return n
}

// call reads the arguments of the function named by t, after the parenthesis.
func (p *parser) call(t token) *node {
	n := &node{op: t.text, at: t.at}
	_, function := functions[t.text]
	switch {
	case function:
		p.arguments(n)
	case aggregates[t.text]:
		p.aggregate(n)
	case t.text == "marks" || t.text == "points":
		n.op, n.name = opName, t.text+"("+p.word()+")"
	case irrational[t.text] > 0:
		p.irrational(n)
	case t.text == "own":
		p.own(n)
	case t.text == "round" || t.text == "floor" || t.text == "ceil":
		p.rounding(n)
	case t.text == "table":
		n.op, n.name = opTable, p.word()
		p.want(",")
		n.args = []*node{p.binary(0)}
	default:
		p.fail(t.at, "scoring.expr.function", "name", t.text)
	}
	n.end = p.peek().end
	p.want(")")
	if p.fault != nil {
		return nil
	}
	return n
}

func (p *parser) arguments(n *node) {
	takes := functions[n.op]
	for p.fault == nil {
		n.args = append(n.args, p.binary(0))
		if !p.is(",") {
			break
		}
	}
	if len(n.args) < takes.least || len(n.args) > takes.most {
		p.fail(n.at, "scoring.expr.arguments", "name", n.op, "given", strconv.Itoa(len(n.args)),
			"least", strconv.Itoa(takes.least), "most", strconv.Itoa(takes.most))
	}
}

// word takes the id that marks, points and table name.
func (p *parser) word() string {
	t := p.take()
	if t.kind != tokenWord {
		p.fail(t.at, "scoring.expr.id", "found", t.text)
	}
	return t.text
}

func (p *parser) rounding(n *node) {
	n.mode = map[string]exact.Mode{"round": exact.HalfUp, "floor": exact.Floor, "ceil": exact.Ceil}[n.op]
	plain := n.op != "round"
	n.op = opRound
	n.args = []*node{p.binary(0)}
	if plain && p.peek().text == ")" {
		return
	}
	p.want(",")
	negative := p.is("-")
	if n.digits = p.places(); negative {
		n.digits = -n.digits
	}
	if !plain && p.is(",") {
		t := p.take()
		if n.mode = exact.Mode(t.text); !n.mode.Valid() {
			p.fail(t.at, "scoring.expr.mode", "found", t.text)
		}
	}
}

// places takes how many decimal places something is rounded to.
func (p *parser) places() int {
	t := p.take()
	digits, err := strconv.Atoi(t.text)
	if t.kind != tokenNumber || err != nil || digits > exact.MaxDigits {
		p.fail(t.at, "scoring.expr.digits", "most", strconv.Itoa(exact.MaxDigits))
	}
	return digits
}

func (p *parser) irrational(n *node) {
	n.op, n.name = opIrrational, n.op
	for range irrational[n.name] {
		n.args = append(n.args, p.binary(0))
		p.want(",")
	}
	n.digits = p.places()
}

// own takes the name of a number of the bid itself, among those of the set.
func (p *parser) own(n *node) {
	n.op, n.own = opName, true
	t := p.take()
	switch {
	case t.text == "marks" && p.is("("):
		n.name = "marks(" + p.word() + ")"
		p.want(")")
	case t.kind != tokenWord || Reserved(t.text):
		p.fail(t.at, "scoring.expr.id", "found", t.text)
	default:
		n.name = t.text
	}
}

func (p *parser) aggregate(n *node) {
	n.op, n.name = opAggregate, n.op
	if n.name != "count" {
		n.args = []*node{p.binary(0)}
	}
	for p.fault == nil {
		switch {
		case p.is("where"):
			n.clauses = append(n.clauses, clause{where: p.binary(0)})
		case p.is("trim"):
			p.want("(")
			c := clause{key: p.binary(0)}
			p.want(",")
			c.highest = p.binary(0)
			p.want(",")
			c.rest = p.binary(0)
			p.want(")")
			n.clauses = append(n.clauses, c)
		default:
			return
		}
	}
}
