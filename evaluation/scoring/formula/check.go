package formula

import (
	"slices"
	"strings"
)

// A Symbol is a name that an expression may use. Its key is the name itself,
// or "marks(id)" or "points(id)" for those two.
type Symbol struct {
	Type   Type
	PerBid bool // it has a value for each bid, not one for the whole set
}

// An Env is what the expressions of a method may refer to.
type Env struct {
	Symbols map[string]Symbol
	Tables  map[string]*Table
}

// A Scope says for what an expression is computed.
type Scope uint8

// The scopes.
const (
	ForSet   Scope = iota // once, over a set of bids
	ForBid                // for each bid
	ForBidIn              // for each bid, which looks at a set of bids too
)

// Check finds the type of every part of the expression and refuses what has
// none. want is the type it must have, or 0 for either. The error is a *[Fault].
func (e *Expr) Check(env *Env, scope Scope, want Type) error {
	c := checker{env: env, expr: e, scope: scope, perBid: scope != ForSet}
	c.node(e.root, want)
	if c.fault != nil {
		return c.fault
	}
	return nil
}

// A checker stops at its first fault.
type checker struct {
	env    *Env
	expr   *Expr
	scope  Scope
	perBid bool // a name may stand for each bid's value here
	inSet  bool // inside an aggregate
	fault  *Fault
}

func (c *checker) fail(n *node, code string, args ...string) {
	if c.fault == nil {
		c.fault = &Fault{n.at, code, args}
	}
}

// node checks n and what is below it; want is 0 if either type will do.
func (c *checker) node(n *node, want Type) {
	if c.fault != nil {
		return
	}
	n.typ = c.typeOf(n, want)
	if c.fault == nil && want != 0 && n.typ != want {
		code := "scoring.expr.want_number"
		if want == Condition {
			code = "scoring.expr.want_condition"
		}
		c.fail(n, code)
	}
}

func (c *checker) typeOf(n *node, want Type) Type {
	switch n.op {
	case opNumber:
		return Number
	case opName:
		return c.name(n)
	case opAggregate:
		c.aggregate(n)
		return Number
	case opRound, opTable, opIrrational:
		c.named(n)
		return Number
	case "if":
		c.node(n.args[0], Condition)
		c.node(n.args[1], want)
		c.node(n.args[2], n.args[1].typ)
		return n.args[1].typ
	case "and", "or", opNot:
		c.all(n.args, Condition)
		return Condition
	case "=", "!=", "<", "<=", ">", ">=":
		c.all(n.args, Number)
		return Condition
	}
	c.all(n.args, Number)
	return Number
}

func (c *checker) all(nodes []*node, want Type) {
	for _, n := range nodes {
		c.node(n, want)
	}
}

func (c *checker) name(n *node) Type {
	symbol, ok := c.env.Symbols[n.name]
	switch {
	case !ok:
		c.fail(n, "scoring.expr.name", "name", n.name)
	case symbol.PerBid && !c.perBid:
		c.fail(n, "scoring.expr.bid_in_set", "name", n.name)
	case n.own && (!c.inSet || !symbol.PerBid || c.scope != ForBidIn):
		c.fail(n, "scoring.expr.own", "name", n.name)
	}
	note(&c.expr.names, n.name)
	switch {
	case symbol.PerBid && c.inSet && !n.own:
		note(&c.expr.inSet, n.name)
	case symbol.PerBid:
		note(&c.expr.ofBid, n.name)
	}
	return symbol.Type
}

func note(names *[]string, name string) {
	if !slices.Contains(*names, name) {
		*names = append(*names, name)
	}
}

// named checks a rounding or a table, which must not hide in an aggregate.
func (c *checker) named(n *node) {
	if c.inSet {
		word := strings.TrimLeft(c.expr.text[n.at:], "( \t\r\n")
		c.fail(n, "scoring.expr.hidden", "name", word[:span(word, wordChars)])
	}
	if n.op == opTable && c.env.Tables[n.name] == nil {
		c.fail(n, "scoring.expr.table", "name", n.name)
	}
	c.all(n.args, Number)
}

func (c *checker) aggregate(n *node) {
	switch {
	case c.inSet:
		c.fail(n, "scoring.expr.nested", "name", n.name)
	case c.scope == ForBid:
		c.fail(n, "scoring.expr.set_in_bid", "name", n.name)
	}
	c.expr.count = true
	inside := &checker{env: c.env, expr: c.expr, scope: c.scope, perBid: true, inSet: true, fault: c.fault}
	inside.all(n.args, Number)
	for i, clause := range n.clauses {
		if clause.where != nil {
			inside.node(clause.where, Condition)
			continue
		}
		inside.node(clause.key, Number)
		inside.trim(n, i)
		if inside.fault == nil {
			c.node(clause.highest, Number)
			c.node(clause.rest, Number)
		}
	}
	if inside.fault != nil {
		c.fault = inside.fault
	}
}

// trim refuses a trim whose outcome could depend on which of two equal bids
// is set aside: its key is a plain name, and after it nothing else of a bid
// is looked at than this name.
func (c *checker) trim(n *node, at int) {
	key := n.clauses[at].key
	if key.op != opName || !c.env.Symbols[key.name].PerBid {
		c.fail(key, "scoring.expr.trim_key")
		return
	}
	later := slices.Clone(n.args)
	for _, clause := range n.clauses[at+1:] {
		if clause.where != nil {
			later = append(later, clause.where)
		} else {
			later = append(later, clause.key)
		}
	}
	for _, l := range later {
		if other := c.otherName(l, key.name); other != nil {
			c.fail(other, "scoring.expr.trim_other", "name", other.name, "key", key.name)
		}
	}
}

// otherName finds a name of a bid's value in n that is not the given one.
func (c *checker) otherName(n *node, name string) *node {
	if n.op == opName && !n.own && n.name != name && c.env.Symbols[n.name].PerBid {
		return n
	}
	for _, arg := range n.args {
		if other := c.otherName(arg, name); other != nil {
			return other
		}
	}
	return nil
}
