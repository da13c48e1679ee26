// Package notify carries invitations to people's phones. What is to be
// carried waits in the outbox, a table that an act writes into in its own
// transaction, so that nothing is promised and then forgotten.
//
// An invitation says when and where to come, for how long, and with which
// pass; never for what tender, which bidders, or which procuring entity.
//
// A [Worker] carries what waits for one of its channels: a [Webhook], a mail
// server ([SMTP]), an SMS gateway ([SMS]) or a telephone exchange ([SIP]). What waits for any other channel
// it leaves alone: a person calls. The same message can be carried twice, for
// an answer can be lost and a machine can lose its power between the sending
// and the writing; its id is then the same.
package notify

import (
	"context"
	"strconv"
	"time"
)

// An Outcome is what an attempt came to.
type Outcome string

// The outcomes, in the words of the process log.
const (
	Delivered Outcome = "delivered" // the channel has the message
	Again     Outcome = "again"     // it is to be tried again later
	Refused   Outcome = "refused"   // it will not be taken, however often it is tried

	// A call that is made again later.
	Busy     Outcome = "busy"      // busy, or turned away
	NoAnswer Outcome = "no_answer" // nobody took it
	NoKey    Outcome = "no_key"    // somebody took it, and said nothing by a key

	// The answer of the person who was reached. The log has it as an attempt that
	// was [Delivered], and the answer.
	Accepted Outcome = "accepted"
	Declined Outcome = "declined"
)

// again reports whether a message is tried again after an attempt.
func (o Outcome) again() bool { return o == Again || o == Busy || o == NoAnswer || o == NoKey }

// A Channel carries messages. Send may be called by several goroutines at
// once, takes its time, and returns soon after its context ends. Its error says why the
// outcome is none that was wished for, in words that hold neither the number nor the
// pass nor anything that the other side said, which could repeat them.
type Channel interface {
	Name() string
	Send(ctx context.Context, m Message) (Outcome, error)
	// Close lets go of what is kept between messages.
	Close()
}

// A Message is an invitation on its way.
type Message struct {
	ID    string
	To    string    // phone number
	City  string    // where to come
	From  time.Time // of the check-in, in the centre's zone
	Until time.Time
	Hours int    // how long it will take, about
	Pass  string // as it is typed
	// At is when it may be sent: now, as the clock was when the message was
	// opened, or when the quiet hours end.
	At    time.Time
	Tries int           // before it is given up
	Pause time.Duration // before the first retry
	Text  string        // what the person reads
}

// Words returns the text of a catalogue key, with its placeholders filled.
type Words func(lang, key string, args map[string]string) string

// Write returns what the person reads.
func (m Message) Write(words Words, lang string) string {
	return words(lang, "notify.invitation", map[string]string{
		"date": m.date(), "city": m.City, "from": m.from(), "until": m.until(), "hours": strconv.Itoa(m.Hours), "pass": m.Pass,
	})
}

// Script returns what somebody who calls by hand says, line by line.
func (m Message) Script(words Words, lang, name string) string {
	return words(lang, "notify.script", map[string]string{"name": name,
		"date": m.date(), "city": m.City, "from": m.from(), "until": m.until(), "hours": strconv.Itoa(m.Hours), "pass": m.Pass,
	})
}

func (m Message) date() string  { return m.From.Format(time.DateOnly) }
func (m Message) from() string  { return m.From.Format("15:04") }
func (m Message) until() string { return m.Until.Format("15:04") }

// fields are what a gateway is told, by the names of the webhook's protocol
// and of the placeholders in a body.
func (m Message) fields() map[string]string {
	return map[string]string{"id": m.ID, "to": m.To, "text": m.Text, "date": m.date(), "city": m.City,
		"from": m.from(), "until": m.until(), "hours": strconv.Itoa(m.Hours), "pass": m.Pass}
}
