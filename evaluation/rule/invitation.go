package rule

import (
	"errors"
	"fmt"
	"regexp"
)

// Invitation is what a profile says of how a drawn expert is reached. It binds
// machines; a person who calls by hand may do so at any hour.
type Invitation struct {
	Clause Clause `json:"clause"`
	// From and Until, such as 08:00 and 21:00 in the lot's zone, are when a
	// machine may ring or write; at any hour if both are empty.
	From  string `json:"from"`
	Until string `json:"until"`
	// AnswerMinutes is how long an expert whom a machine reached may take to
	// answer, counted between From and Until; 0 leaves it to staff.
	AnswerMinutes int    `json:"answer_minutes"`
	Call          Trying `json:"call"`    // by a machine that calls
	Message       Trying `json:"message"` // by every other machine
}

// Trying is how often one kind of channel tries to reach somebody.
type Trying struct {
	Tries        int `json:"tries"`         // before it is given up and a person must call
	PauseSeconds int `json:"pause_seconds"` // before the first retry
}

const (
	mostTries   = 100
	mostPause   = 1800        // seconds; no pause gets longer
	mostMinutes = 7 * 24 * 60 // to answer
)

// By returns how often a channel tries, named as in an entry of the log.
func (i Invitation) By(channel string) Trying {
	if channel == "sip" {
		return i.Call
	}
	return i.Message
}

// Hours returns From and Until in minutes since midnight; some is false if a
// machine may ring at any hour.
func (i Invitation) Hours() (from, until int, some bool) {
	from, errFrom := sinceMidnight(i.From)
	until, errUntil := sinceMidnight(i.Until)
	return from, until, errFrom == nil && errUntil == nil
}

var timeOfDay = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

func sinceMidnight(text string) (minutes int, err error) {
	if !timeOfDay.MatchString(text) {
		return 0, fmt.Errorf("%q is no time of day such as 08:00", text)
	}
	digit := func(i int) int { return int(text[i] - '0') }
	return (digit(0)*10+digit(1))*60 + digit(3)*10 + digit(4), nil
}

// check refuses what no invitation can be held to.
func (i Invitation) check() error {
	for _, t := range []Trying{i.Call, i.Message} {
		if t.Tries < 1 || t.Tries > mostTries || t.PauseSeconds < 1 || t.PauseSeconds > mostPause {
			return fmt.Errorf("invitations: %d tries and a pause of %d seconds", t.Tries, t.PauseSeconds)
		}
	}
	if i.AnswerMinutes < 0 || i.AnswerMinutes > mostMinutes {
		return fmt.Errorf("invitations: %d minutes to answer", i.AnswerMinutes)
	}
	if i.From == "" && i.Until == "" {
		return nil
	}
	from, err := sinceMidnight(i.From)
	if err != nil {
		return fmt.Errorf("invitations: %w", err)
	}
	until, err := sinceMidnight(i.Until)
	if err != nil {
		return fmt.Errorf("invitations: %w", err)
	}
	if from >= until {
		return errors.New("invitations: from must come before until, on the same day")
	}
	return nil
}
