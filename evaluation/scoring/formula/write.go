package formula

import (
	"strconv"
	"strings"

	"bidroom/evaluation/scoring/exact"
)

// How tightly what is written binds; an operand that binds looser than its
// operator gets parentheses.
const (
	looseOr = iota
	looseAnd
	looseNot
	looseCompare
	looseSum
	looseProduct
	looseNegate
	loosePower
	tight
)

var tightness = map[string]int{
	"or": looseOr, "and": looseAnd, opNot: looseNot, "=": looseCompare, "!=": looseCompare, "<": looseCompare, "<=": looseCompare,
	">": looseCompare, ">=": looseCompare, "+": looseSum, "-": looseSum, "*": looseProduct, "/": looseProduct,
	opNegate: looseNegate, "^": loosePower,
}

// signsForPeople are the operators that people write otherwise.
var signsForPeople = map[string]string{"*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}

// Write writes the expression for people, with × and ÷, and with each symbol
// replaced by what name makes of its key; a table t has the key "table(t)".
func (e *Expr) Write(name func(key string) string) string {
	w := writer{leaf: func(n *node) (string, bool) { return name(n.name), n.op == opName },
		table: func(id string) string { return name("table(" + id + ")") }}
	w.node(e.root, looseOr)
	return w.String()
}

// write writes a part of the expression with the numbers that were found.
func (r *runner) write(n *node) string {
	w := writer{leaf: func(n *node) (string, bool) { text, ok := r.text[n]; return text, ok }, table: func(id string) string { return id }}
	w.node(n, looseOr)
	return w.String()
}

// A writer turns nodes into text.
type writer struct {
	strings.Builder
	leaf  func(n *node) (string, bool) // text of a node that is not to be written out
	table func(id string) string
}

// node writes n as an operand of something that binds as tightly as given.
func (w *writer) node(n *node, within int) {
	text, leaf := w.leaf(n)
	rank, operator := tightness[n.op]
	switch {
	case leaf && strings.HasPrefix(text, "-"):
		rank = looseSum // so that no two operators touch
	case leaf && n.op != opAggregate && strings.Contains(text, "/"):
		rank = looseProduct
	case leaf || !operator:
		rank = tight
	}
	if rank < within {
		w.WriteByte('(')
		defer w.WriteByte(')')
	}
	switch {
	case leaf && n.own:
		w.WriteString("own(" + text + ")")
	case leaf:
		w.WriteString(text)
	case operator:
		w.operator(n, rank)
	default:
		w.call(n)
	}
}

func (w *writer) operator(n *node, rank int) {
	switch n.op {
	case opNegate:
		w.WriteByte('-')
		w.node(n.args[0], rank+1)
	case opNot:
		w.WriteString("not ")
		w.node(n.args[0], rank)
	case "^":
		w.node(n.args[0], rank+1)
		w.WriteString("^" + strconv.Itoa(n.digits))
	default:
		sign := n.op
		if people, ok := signsForPeople[sign]; ok {
			sign = people
		}
		left := rank
		if rank == looseCompare {
			left++
		}
		w.node(n.args[0], left)
		w.WriteString(" " + sign + " ")
		w.node(n.args[1], rank+1)
	}
}

func (w *writer) call(n *node) {
	switch n.op {
	case opNumber:
		w.WriteString(exact.String(n.num))
		return
	case opRound:
		w.WriteString(map[exact.Mode]string{exact.Floor: "floor", exact.Ceil: "ceil"}[n.mode])
		if n.mode == exact.HalfUp || n.mode == exact.HalfEven {
			w.WriteString("round")
		}
		w.WriteByte('(')
	case opTable:
		w.WriteString("table(" + w.table(n.name) + ", ")
	case opAggregate, opIrrational:
		w.WriteString(n.name + "(")
	default:
		w.WriteString(n.op + "(")
	}
	for i, arg := range n.args {
		if i > 0 {
			w.WriteString(", ")
		}
		w.node(arg, looseOr)
	}
	for i, c := range n.clauses {
		if i > 0 || len(n.args) > 0 {
			w.WriteByte(' ')
		}
		w.clause(c)
	}
	if n.op == opRound || n.op == opIrrational {
		w.WriteString(", " + strconv.Itoa(n.digits))
		if n.mode == exact.HalfEven {
			w.WriteString(", half_even")
		}
	}
	w.WriteByte(')')
}

func (w *writer) clause(c clause) {
	if c.where != nil {
		w.WriteString("where ")
		w.node(c.where, looseOr)
		return
	}
	w.WriteString("trim(")
	for i, n := range []*node{c.key, c.highest, c.rest} {
		if i > 0 {
			w.WriteString(", ")
		}
		w.node(n, looseOr)
	}
	w.WriteByte(')')
}
