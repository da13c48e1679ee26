// Package formula is the language in which a method states its formulas:
// small, typed, exact and total. An expression has no side effects and no
// loops, so it always ends, with a value or with [Undefined] (a division by
// zero, the mean of no bids). It is checked before it is ever evaluated, and
// a [Fault] says at which character it is wrong.
//
// # The language
//
//	0.6   60%                 exact decimal; a percent sign divides by 100
//	price   base_price        a name: see [Symbol]
//	marks(technical)          what the members gave a criterion or a group
//	points(technical)         what it can earn at most
//	+ - * / ^                 the usual ranks; ^ takes a whole number up to 16
//	= != < <= > >=            compare two numbers
//	and or not                join conditions
//	if(c, a, b)               a where c holds, else b; the other is not computed
//	abs(x)  min(x, y, …)  max(x, y, …)  clamp(x, low, high)
//	round(x, 2)               to two places, a half away from zero;
//	round(x, 2, half_even)    or half_up, half_even, floor, ceil by name;
//	floor(x, 2)  ceil(x, 2)   two places down or up; without digits to a whole
//	table(t, x)               looks x up in [Table] t
//	sqrt(x, 6)  root(x, n, 6)  power(x, y, 6)  ln(x, 6)  log(x, base, 6)
//	                          to six places, a half away from zero
//
// Over a set of bids, and only there:
//
//	mean(x)  median(x)  sum(x)  lowest(x)  highest(x)  count()
//	mean(x where c)           only the bids for which c holds
//	mean(x trim(x, 1, 2))     without the highest and the two lowest by x
//
// An expression that is computed for each bid may look at a set of bids as well;
// there own(x) is x of the bid itself: count(where price < own(price)).
//
// Clauses work from left to right. Inside the parentheses stands an
// expression for each bid of the set; what is rounded or looked up there needs
// a formula of its own, so that it gets its own line in the derivation.
//
// A word beginning with a letter and made of lower-case letters, digits and
// underscores is a name, unless the language uses it.
package formula
