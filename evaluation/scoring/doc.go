// Package scoring computes the result of an evaluation by a method that is a
// file: a criteria tree, how the marks of the members become one, and named
// formulas, in exact arithmetic. Every number of a [Result] can be followed
// in its [Derivation].
//
// It is pure: [Load] and [Method.Score] depend on their arguments only, and
// the order in which bids and marks are given changes nothing. The file format
// and the language of formulas are described in docs/methods.md and in
// package formula.
//
// # Numbers
//
// Prices come in fen and stand in formulas in yuan; marks, values and results
// are decimal strings. Nothing is rounded but where the method says so.
//
// # Sets and moments
//
// A formula over the set of bids states which bids: those opened, those that
// passed the preliminary examination, those of them that still stand at the
// tally, or those of them that reach every threshold. It also states the
// moment from which its value no longer changes: the opening, the end of the
// examination, or the tally. A formula may use only what is known at its
// moment, so a benchmark price frozen at the opening cannot depend on a mark
// or on a corrected price, and a bid rejected later does not move it.
package scoring
