package notify

import (
	"errors"
	"fmt"
	"time"
)

// Rules are what a centre decides of all its channels. The zero value of each
// field stands for what its comment says.
type Rules struct {
	// Language is that of invitations, "zh-CN" or "en"; zh-CN if empty.
	Language string `json:"language"`
	// From and Until, such as 08:00 and 21:00 in the centre's zone, are when
	// phones may ring; at any hour if both are empty.
	From  string `json:"from"`
	Until string `json:"until"`
	// Tries is how often a message is tried before it is given up and a person
	// must call; 12 if 0, which takes about two hours, with calls four.
	Tries int `json:"tries"`
	// Answer is for how many minutes from the invitation on an expert may take
	// to answer what a machine carried; before that nobody can be entered as
	// not answering. 0 leaves it to staff.
	Answer int `json:"answer"`

	from, until time.Duration // since midnight
}

const (
	usualTries = 12
	mostTries  = 100
	mostAnswer = 7 * 24 * 60 // minutes
)

// Complete checks the rules and puts in what stands for zero.
func (r *Rules) Complete() (err error) {
	if r.Language == "" {
		r.Language = "zh-CN"
	}
	if r.Language != "zh-CN" && r.Language != "en" {
		return fmt.Errorf("rules: no language %q", r.Language)
	}
	if r.Tries == 0 {
		r.Tries = usualTries
	}
	if r.Tries < 1 || r.Tries > mostTries {
		return fmt.Errorf("rules: tries must be 1 to %d", mostTries)
	}
	if r.Answer < 0 || r.Answer > mostAnswer {
		return fmt.Errorf("rules: answer must be 0 to %d minutes", mostAnswer)
	}
	if r.From == "" && r.Until == "" {
		return nil
	}
	if r.from, err = sinceMidnight(r.From); err != nil {
		return err
	}
	if r.until, err = sinceMidnight(r.Until); err != nil {
		return err
	}
	if r.from >= r.until {
		return errors.New("rules: from must come before until, on the same day")
	}
	return nil
}

func sinceMidnight(text string) (time.Duration, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("rules: %q is no time of day such as 08:00", text)
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, nil
}

// quietUntil returns when the quiet hours end that now, in the centre's zone,
// lies in; the zero time if it lies in none.
func (r *Rules) quietUntil(now time.Time) time.Time {
	if r.until == 0 {
		return time.Time{}
	}
	clock := time.Duration(now.Hour())*time.Hour + time.Duration(now.Minute())*time.Minute
	if clock >= r.from && clock < r.until {
		return time.Time{}
	}
	day := now.Day()
	if clock >= r.until {
		day++
	}
	return time.Date(now.Year(), now.Month(), day, int(r.from/time.Hour), int(r.from%time.Hour/time.Minute), 0, 0, now.Location())
}

// Awake returns when so much time is over that began at since, in the centre's
// zone. It passes only while phones may ring: nobody is waited for less because
// night fell.
func (r *Rules) Awake(since time.Time, left time.Duration) time.Time {
	for at := since; ; {
		if quiet := r.quietUntil(at); !quiet.IsZero() {
			at = quiet
		}
		night := time.Date(at.Year(), at.Month(), at.Day(), int(r.until/time.Hour), int(r.until%time.Hour/time.Minute), 0, 0, at.Location())
		if r.until == 0 || !at.Add(left).After(night) {
			return at.Add(left)
		}
		left -= night.Sub(at)
		at = night
	}
}
