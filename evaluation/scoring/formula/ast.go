package formula

import (
	"fmt"
	"math/big"

	"bidroom/evaluation/scoring/exact"
)

// Bounds of one expression.
const (
	MaxLength   = 2000 // bytes of text
	MaxDepth    = 40   // parentheses and operators inside each other
	MaxExponent = 16
	MaxBits     = 1 << 13 // of a numerator or denominator that occurs
)

// A Type is what an expression gives.
type Type uint8

// The types of the language.
const (
	Number Type = iota + 1
	Condition
)

// A Fault is an error in the text of an expression.
type Fault struct {
	Offset int      // byte in the text, 0-based
	Code   string   // key in the catalogue, below "refusal."
	Args   []string // name, value pairs for the catalogue's text
}

// Error is for diagnostics; the words for people are in the catalogue.
func (f *Fault) Error() string {
	return fmt.Sprintf("formula: at byte %d: %s %v", f.Offset, f.Code, f.Args)
}

// op is what a node does: an operator as it is written, or one of these, or
// the name of a function.
const (
	opNumber    = "number"
	opName      = "name"
	opNegate    = "negate"
	opNot       = "not"
	opAggregate = "aggregate" // name holds which
	opTable     = "table"     // name holds which
	opRound     = "round"     // also floor and ceil: the mode tells
	// opIrrational is a root, power or logarithm; name holds which.
	opIrrational = "irrational"
)

type node struct {
	op      string
	at, end int // bytes of the text
	num     *big.Rat
	name    string
	args    []*node
	clauses []clause // of an aggregate
	digits  int      // of a rounding or an exponent
	own     bool     // of a name in an aggregate: that of the bid itself, not of the bids of the set
	mode    exact.Mode
	typ     Type // known after Check
}

// A clause narrows the set of an aggregate.
type clause struct {
	where         *node // nil in a trim
	key           *node // of a trim: a plain name
	highest, rest *node // of a trim: how many to set aside at the top and at the bottom
}

// An Expr is a parsed expression. It does not change once it is checked.
type Expr struct {
	text  string
	root  *node
	names []string // of symbols used, in order of appearance, known after Check
	ofBid []string // those of them taken of the bid itself
	inSet []string // those of them used per bid inside an aggregate
	count bool     // an aggregate occurs
}

// Text returns the expression as it was written.
func (e *Expr) Text() string { return e.text }

// Type returns what the expression gives; it must have been checked.
func (e *Expr) Type() Type { return e.root.typ }

// Names returns the keys of the symbols that the expression uses, each once,
// in order of appearance. See [Symbol] for keys.
func (e *Expr) Names() []string { return e.names }

// OfBid returns those of [Expr.Names] that have a value for each bid and are
// taken of the bid that the expression is computed for.
func (e *Expr) OfBid() []string { return e.ofBid }

// Aggregated returns those of [Expr.Names] that are taken of each bid of the
// set inside an aggregate.
func (e *Expr) Aggregated() []string { return e.inSet }

// Aggregates reports whether the expression looks at the set of bids.
func (e *Expr) Aggregates() bool { return e.count }
