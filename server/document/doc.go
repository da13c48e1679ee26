// Package document makes the papers of a case: the evaluation report, the
// record of a draw, a member's receipt, and the bids of the demo centre. What
// they say is given as plain data, with names already in the reader's
// language; the layout is package paper's.
//
// Times are printed in the Location of the document, money is given in fen
// and printed in yuan with thousands, marks and scores are decimals as
// strings and printed as they are given.
package document
