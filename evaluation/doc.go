// Package evaluation is the bid evaluation itself: a lot with its bidders and
// bids, the meeting of its panel stage by stage, how score sheets become a
// ranking, and what must hold before a report is signed and sealed.
//
// It is pure. It opens no file, database or connection, and asks neither the
// clock nor a random source. A [Case] is a fold over acts: whoever holds the
// acts of a case in their order holds the case, and [Case.Apply] is both the
// place where an act is allowed or refused and the place where a verifier
// runs it again years later.
//
// # Stages
//
// A meeting moves through the stages in one direction:
//
//	scheduled -> assembling -> declaring -> electing -> examining ->
//	evaluating -> tallied -> reporting -> signing -> sealed
//
// beside them stand suspended and void. Going back is an act of its own,
// [MeetingReturned], ordered by a supervisor with a reason; it voids what was
// found after the stage it returns to. A re-evaluation is a new meeting that
// names the old.
//
// # Numbers
//
// Money is in fen (1/100 yuan), int64. Marks and scores are decimal strings;
// package scoring computes with exact rationals and rounds only where the
// method says so. No act holds a JSON number: RFC 8785 would make it a float.
package evaluation
