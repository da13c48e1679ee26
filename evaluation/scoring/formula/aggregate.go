package formula

import (
	"cmp"
	"math/big"
	"slices"
)

// aggregate narrows the set by the clauses, one after the other, and computes
// over what is left.
func (r *runner) aggregate(n *node) (Value, error) {
	kept := slices.Clone(r.data.Set)
	var err error
	for _, c := range n.clauses {
		if c.where != nil {
			kept, err = r.where(c.where, kept)
		} else {
			kept, err = r.trim(n, c, kept)
		}
		if err != nil {
			return Value{}, err
		}
	}
	v, err := r.over(n, kept)
	if err != nil {
		return Value{}, err
	}
	r.workings = append(r.workings, Working{Expr: r.expr.text[n.at:n.end], Text: r.text[n], Value: v, Kept: kept,
		SetAside: slices.DeleteFunc(slices.Clone(r.data.Set), func(bid int) bool { return slices.Contains(kept, bid) })})
	return v, nil
}

// over computes an aggregate of what is left of the set.
func (r *runner) over(n *node, kept []int) (Value, error) {
	if n.name == "count" {
		v := Value{Num: exactInt(len(kept))}
		r.text[n] = v.String()
		return v, nil
	}
	nums := make([]*big.Rat, len(kept))
	for i, bid := range kept {
		v, err := r.forBid(n.args[0], bid)
		if err != nil {
			return Value{}, err
		}
		nums[i] = v.Num
	}
	r.text[n] = list(n.name, nums)
	if len(kept) == 0 && n.name != "sum" {
		return Value{}, r.undefined(n, "scoring.undefined.empty")
	}
	v := Value{Num: combine(n.name, nums)}
	if tooLarge(v.Num) {
		return Value{}, r.undefined(n, "scoring.undefined.large")
	}
	return v, nil
}

// forBid evaluates a part of an aggregate for one bid of the set.
func (r *runner) forBid(n *node, bid int) (Value, error) {
	inside := &runner{expr: r.expr, data: r.data, bid: bid, self: r.bid, text: map[*node]string{}}
	return inside.node(n)
}

func (r *runner) where(condition *node, set []int) ([]int, error) {
	var kept []int
	for _, bid := range set {
		v, err := r.forBid(condition, bid)
		if err != nil {
			return nil, err
		}
		if v.Truth {
			kept = append(kept, bid)
		}
	}
	return kept, nil
}

// trim sets aside the bids with the highest and the lowest keys. Which of two
// equal bids goes does not matter: the checker lets nothing else than the key
// be looked at afterwards.
func (r *runner) trim(n *node, c clause, set []int) ([]int, error) {
	highest, err := r.howMany(n, c.highest, len(set))
	if err != nil {
		return nil, err
	}
	lowest, err := r.howMany(n, c.rest, len(set)-highest)
	if err != nil {
		return nil, err
	}
	type keyed struct {
		bid int
		key *big.Rat
	}
	ordered := make([]keyed, len(set))
	for i, bid := range set {
		v, err := r.forBid(c.key, bid)
		if err != nil {
			return nil, err
		}
		ordered[i] = keyed{bid, v.Num}
	}
	slices.SortStableFunc(ordered, func(a, b keyed) int { return cmp.Or(a.key.Cmp(b.key), cmp.Compare(a.bid, b.bid)) })
	var kept []int
	for _, k := range ordered[lowest : len(set)-highest] {
		kept = append(kept, k.bid)
	}
	slices.Sort(kept)
	return kept, nil
}

// howMany evaluates how many bids a trim sets aside at one end, at most left.
func (r *runner) howMany(aggregate, n *node, left int) (int, error) {
	v, err := r.node(n)
	if err != nil {
		return 0, err
	}
	if !v.Num.IsInt() || v.Num.Sign() < 0 || v.Num.Cmp(new(big.Rat).SetInt64(int64(left))) > 0 {
		r.text[aggregate] = r.write(n)
		return 0, r.undefined(aggregate, "scoring.undefined.trim")
	}
	return int(v.Num.Num().Int64()), nil
}

// combine computes an aggregate of numbers; none at all have the sum 0.
func combine(name string, nums []*big.Rat) *big.Rat {
	result := new(big.Rat)
	switch name {
	case "lowest":
		return slices.MinFunc(nums, (*big.Rat).Cmp)
	case "highest":
		return slices.MaxFunc(nums, (*big.Rat).Cmp)
	case "median":
		sorted := slices.SortedFunc(slices.Values(nums), (*big.Rat).Cmp)
		low, high := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2] // the same one of an odd number
		return result.Quo(result.Add(low, high), exactInt(2))
	}
	for _, num := range nums {
		if result.Add(result, num); tooLarge(result) {
			return result // the caller refuses it
		}
	}
	if name == "mean" {
		result.Quo(result, exactInt(len(nums)))
	}
	return result
}

func exactInt(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }
