package registry

import (
	"bytes"
	"slices"
)

// Subjects are what experts are asked for, and what has to be known of who may be
// drawn, by the names that the answers have in their facts.
var Subjects = []string{"affiliated", "appointed", "invested", "related", "interested", "penalised", "listed", "title_level"}

// unaskedBit is the bit of a subject; 0 of what is none.
func unaskedBit(subject string) uint8 {
	if i := slices.Index(Subjects, subject); i >= 0 {
		return 1 << i
	}
	return 0
}

// unaskedIn reads from the JSON of an expert's facts what the expert was never
// asked: what has no answer there, or an empty one. As in [listIn], what looks
// like a name is it.
func unaskedIn(facts []byte) (unasked uint8) {
	for i, subject := range Subjects {
		_, answer, there := bytes.Cut(facts, []byte(`"`+subject+`":"`))
		if !there || bytes.HasPrefix(answer, []byte(`"`)) {
			unasked |= 1 << i
		}
	}
	return unasked
}
