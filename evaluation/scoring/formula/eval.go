package formula

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"bidroom/evaluation/scoring/exact"
)

// A Value is what an expression gave: a number, or the truth of a condition
// where Num is nil. Numbers are shared and must not be changed.
type Value struct {
	Num   *big.Rat
	Truth bool
}

// String writes v exactly: see [exact.String]; a condition as "yes" or "no".
func (v Value) String() string {
	switch {
	case v.Num != nil:
		return exact.String(v.Num)
	case v.Truth:
		return "yes"
	}
	return "no"
}

// Whole is the bid of a number that belongs to no bid.
const Whole = -1

// Data is what an expression is evaluated over.
type Data struct {
	// Value returns the value of a symbol, for a bid by its index or for
	// [Whole]. It is asked only for names that were checked.
	Value  func(name string, bid int) Value
	Tables map[string]*Table
	Bid    int   // the bid it is evaluated for, or Whole
	Set    []int // the bids that aggregates look at
}

// Undefined is an expression that has no value for the given numbers.
type Undefined struct {
	Code string // key in the catalogue, below "refusal."
	Expr string // the part that has no value, as it was written
	Text string // the same with numbers put in
}

// Error is for diagnostics.
func (u *Undefined) Error() string {
	return fmt.Sprintf("formula: %s: %s, that is %s", u.Code, u.Expr, u.Text)
}

// A Rounding says what was rounded, and how.
type Rounding struct {
	Exact  *big.Rat // before; nil of a root, power or logarithm
	Digits int
	Mode   exact.Mode
}

// A Working is an intermediate result that the reader of a derivation needs:
// a rounding inside an expression, an aggregate, a look-up.
type Working struct {
	Expr     string // as it was written
	Text     string // with numbers put in
	Value    Value
	Rounding *Rounding // nil if it is none
	Kept     []int     // of an aggregate: the bids it looked at
	SetAside []int     // of an aggregate: bids of the set that a clause left out
}

// A Trace is a value and how it came about.
type Trace struct {
	Value    Value
	Text     string    // the expression with numbers put in; "…" where a branch was not taken
	Rounding *Rounding // of the whole expression, nil if it is not a rounding
	Workings []Working // in the order of computation, without the rounding of the whole
}

// Eval computes a checked expression. The error is *[Undefined].
func (e *Expr) Eval(d *Data) (*Trace, error) {
	r := &runner{expr: e, data: d, bid: d.Bid, text: map[*node]string{}}
	v, err := r.node(e.root)
	if err != nil {
		return nil, err
	}
	t := &Trace{Value: v, Text: r.write(e.root), Workings: r.workings}
	if e.root.op == opRound || e.root.op == opIrrational {
		last := len(t.Workings) - 1
		t.Rounding, t.Workings = t.Workings[last].Rounding, t.Workings[:last]
	}
	return t, nil
}

// A runner evaluates one expression for one bid, or for the whole set.
type runner struct {
	expr     *Expr
	data     *Data
	bid      int
	self     int              // inside an aggregate: the bid that looks at the set
	text     map[*node]string // how a node is written with numbers put in
	workings []Working
}

func (r *runner) undefined(n *node, code string) error {
	return &Undefined{Code: code, Expr: r.expr.text[n.at:n.end], Text: r.write(n)}
}

func (r *runner) node(n *node) (Value, error) {
	switch n.op {
	case opNumber:
		return Value{Num: n.num}, nil
	case opName:
		bid := r.bid
		if n.own {
			bid = r.self
		}
		v := r.data.Value(n.name, bid)
		r.text[n] = v.String()
		return v, nil
	case opAggregate:
		return r.aggregate(n)
	case "if", "and", "or":
		return r.branch(n)
	}
	args := make([]Value, len(n.args))
	for i, arg := range n.args {
		v, err := r.node(arg)
		if err != nil {
			return Value{}, err
		}
		args[i] = v
	}
	return r.apply(n, args)
}

// branch computes what evaluates only a part of its arguments. The part that
// was not needed is written as an ellipsis.
func (r *runner) branch(n *node) (Value, error) {
	first, err := r.node(n.args[0])
	if err != nil {
		return Value{}, err
	}
	if n.op != "if" {
		if first.Truth == (n.op == "or") {
			r.text[n.args[1]] = "…"
			return first, nil
		}
		return r.node(n.args[1])
	}
	taken, other := n.args[1], n.args[2]
	if !first.Truth {
		taken, other = other, taken
	}
	r.text[other] = "…"
	return r.node(taken)
}

func (r *runner) apply(n *node, args []Value) (Value, error) {
	switch n.op {
	case opNot:
		return Value{Truth: !args[0].Truth}, nil
	case "=", "!=", "<", "<=", ">", ">=":
		return Value{Truth: compare(n.op, args[0].Num.Cmp(args[1].Num))}, nil
	case opTable:
		v := Value{Num: r.data.Tables[n.name].At(args[0].Num)}
		r.note(n, v, nil)
		return v, nil
	case opRound:
		v := Value{Num: exact.Round(args[0].Num, n.digits, n.mode)}
		r.note(n, v, &Rounding{args[0].Num, n.digits, n.mode})
		return v, nil
	case opIrrational:
		return r.irrational(n, args)
	case "/":
		if args[1].Num.Sign() == 0 {
			return Value{}, r.undefined(n, "scoring.undefined.division")
		}
	}
	v := calculate(n, args)
	if tooLarge(v) {
		return Value{}, r.undefined(n, "scoring.undefined.large")
	}
	return Value{Num: v}, nil
}

// irrational computes a root, a power or a logarithm to the digits stated.
func (r *runner) irrational(n *node, args []Value) (Value, error) {
	x := args[0].Num
	var num *big.Rat
	var err error
	switch n.name {
	case "sqrt":
		num, err = exact.Power(x, big.NewRat(1, 2), n.digits)
	case "root":
		if y := args[1].Num; y.Sign() <= 0 || !y.IsInt() {
			err = exact.ErrDomain
		} else {
			num, err = exact.Power(x, new(big.Rat).Inv(y), n.digits)
		}
	case "power":
		num, err = exact.Power(x, args[1].Num, n.digits)
	case "ln":
		num, err = exact.Ln(x, n.digits)
	case "log":
		num, err = exact.Log(x, args[1].Num, n.digits)
	}
	switch {
	case errors.Is(err, exact.ErrDomain):
		return Value{}, r.undefined(n, "scoring.undefined.domain")
	case errors.Is(err, exact.ErrExponent):
		return Value{}, r.undefined(n, "scoring.undefined.exponent")
	case err != nil || tooLarge(num):
		return Value{}, r.undefined(n, "scoring.undefined.large")
	}
	v := Value{Num: num}
	r.note(n, v, &Rounding{nil, n.digits, exact.HalfUp})
	return v, nil
}

func (r *runner) note(n *node, v Value, rounding *Rounding) {
	r.workings = append(r.workings, Working{Expr: r.expr.text[n.at:n.end], Text: r.write(n), Value: v, Rounding: rounding})
}

// tooLarge reports whether a number has outgrown [MaxBits].
func tooLarge(r *big.Rat) bool { return r.Num().BitLen() > MaxBits || r.Denom().BitLen() > MaxBits }

func compare(op string, order int) bool {
	switch op {
	case "=":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// calculate computes the operators that always have a value.
func calculate(n *node, args []Value) *big.Rat {
	result := new(big.Rat).Set(args[0].Num)
	switch n.op {
	case opNegate:
		return result.Neg(result)
	case "abs":
		return result.Abs(result)
	case "clamp":
		return least(greatest(result, args[1].Num), args[2].Num)
	case "^":
		result.SetInt64(1)
		for range n.digits {
			result.Mul(result, args[0].Num)
		}
		return result
	}
	for _, arg := range args[1:] {
		switch n.op {
		case "+":
			result.Add(result, arg.Num)
		case "-":
			result.Sub(result, arg.Num)
		case "*":
			result.Mul(result, arg.Num)
		case "/":
			result.Quo(result, arg.Num)
		case "min":
			result = least(result, arg.Num)
		case "max":
			result = greatest(result, arg.Num)
		}
	}
	return result
}

func least(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func greatest(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// list joins the numbers of an aggregate for reading.
func list(name string, nums []*big.Rat) string {
	texts := make([]string, len(nums))
	for i, num := range nums {
		texts[i] = exact.String(num)
	}
	return name + "(" + strings.Join(texts, ", ") + ")"
}
