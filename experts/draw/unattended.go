package draw

import "slices"

// Unattended is what staff said once for a time when nobody attends: from then
// on the server invites, waits, gives up and goes on to the next ticket by
// itself, until the panel is full.
type Unattended struct {
	By      string // account
	SetMs   int64
	Order   UnattendedOrder
	EndedMs int64
	EndedBy string // account, or "system"
	Why     string // one of [EndWhys]; empty while it stands
	Seat    int    // of [EndExhausted]
	Reason  string // of [EndWithdrawn]
}

// An UnattendedOrder is from when on, and what the invitations say. Instants
// are UTC milliseconds.
type UnattendedOrder struct {
	FromMs    int64  `json:"from_ms,string"`
	Channel   string `json:"channel"` // of a machine
	CheckInMs int64  `json:"check_in_ms,string"`
	UntilMs   int64  `json:"until_ms,string"` // of the check-in
	Hours     int    `json:"hours,string"`
	// AnswerMinutes is how long whom a message reached may take to answer, at
	// least: hours at which no phone may ring can make it longer. 0: nobody is
	// given up for silence.
	AnswerMinutes int `json:"answer_minutes,string"`
}

// Manual is the channel of what a person carries.
const Manual = "manual"

// mostAnswer bounds the time to answer, in minutes: a week.
const mostAnswer = 7 * 24 * 60

// Why the server stops.
const (
	EndWithdrawn = "withdrawn" // by staff or a supervisor
	EndFull      = "full"      // everybody comes
	EndExhausted = "exhausted" // nobody is left for a seat: a supplementary draw is a supervisor's to approve
	EndChannel   = "channel"   // the channel takes nothing
	EndUnset     = "unset"     // the centre has the channel no more
	EndOver      = "over"      // the check-in is over, or the meeting has gone on
)

// EndWhys lists why the server can stop.
var EndWhys = []string{EndWithdrawn, EndFull, EndExhausted, EndChannel, EndUnset, EndOver}

// MostUnreached is how many experts in a row a channel may refuse before the
// server stops: else a channel that is out of order would use up the pool.
const MostUnreached = 3

// Attends reports whether the server works through the invitations, now or
// from the set time on.
func (d *Draw) Attends() bool {
	return d.Stage == Filled && d.Unattended != nil && d.Unattended.Why == ""
}

// WantsSupplement reports whether the server stopped because nobody is left for
// a seat, so that a supplementary draw waits for a supervisor; no more once who
// holds it comes after all.
func (d *Draw) WantsSupplement() bool {
	return d.Stage == Filled && d.Unattended != nil && d.Unattended.Why == EndExhausted && !d.holder(d.Unattended.Seat).Comes()
}

// attends refuses what the server may do by itself only while nobody attends.
func (d *Draw) attends(meta Meta) error {
	if !d.Attends() || meta.AtMs < d.Unattended.Order.FromMs {
		return refuse("draw.attended")
	}
	return nil
}

// invites refuses an invitation by the program that nobody asked for.
func (d *Draw) invites(meta Meta, channel string) error {
	if err := d.attends(meta); err != nil {
		return err
	}
	if channel != d.Unattended.Order.Channel {
		return refuse("invitation.channel", "channel", channel)
	}
	return nil
}

// lastOutcomes are those of the last attempt: every other is followed by one.
var lastOutcomes = []string{"delivered", "refused", "called"}

// silent refuses an answer that the program enters by itself and that is not
// silence after the last attempt, for as long as was said if that reached
// somebody.
func (d *Draw) silent(meta Meta, h *Holder, answer string) error {
	if err := d.attends(meta); err != nil {
		return err
	}
	if answer != "unanswered" || !slices.Contains(lastOutcomes, h.Outcome) {
		return refuse("draw.answer")
	}
	minutes := d.Unattended.Order.AnswerMinutes
	if h.Outcome != "refused" && (minutes == 0 || meta.AtMs < max(h.AtMs, h.TriedMs)+int64(minutes)*60_000) {
		return refuse("draw.answer_time")
	}
	return nil
}

// UnattendedSet says that the server is to work through the invitations by
// itself.
type UnattendedSet struct {
	Draw string `json:"draw"`
	UnattendedOrder
}

// Kind implements [Act].
func (*UnattendedSet) Kind() string { return "draw.unattended" }

// Of implements [Act].
func (a *UnattendedSet) Of() string { return a.Draw }

func (a *UnattendedSet) apply(d *Draw, meta Meta) error {
	if err := d.at(Filled); err != nil {
		return err
	}
	o := a.UnattendedOrder
	switch {
	case meta.Role != "staff" || d.Source != nil:
		return refuse("draw.unattended")
	case d.Attends():
		return refuse("draw.unattended_stands")
	case o.Channel == "" || o.Channel == Manual || o.FromMs < 0 || o.FromMs >= o.UntilMs || o.CheckInMs >= o.UntilMs || o.UntilMs <= meta.AtMs || o.Hours < 1 || o.AnswerMinutes < 0 || o.AnswerMinutes > mostAnswer:
		return refuse("draw.unattended_order")
	}
	d.Unreached = 0
	d.Unattended = &Unattended{By: meta.Actor, SetMs: meta.AtMs, Order: o}
	return nil
}

// UnattendedEnded says that the server no longer does, and why.
type UnattendedEnded struct {
	Draw   string `json:"draw"`
	Why    string `json:"why"`
	Seat   int    `json:"seat,string"`      // that nobody is left for; 0 for another why
	Reason string `json:"reason,omitempty"` // of whoever withdraws it
}

// Kind implements [Act].
func (*UnattendedEnded) Kind() string { return "draw.unattended_ended" }

// Of implements [Act].
func (a *UnattendedEnded) Of() string { return a.Draw }

func (a *UnattendedEnded) apply(d *Draw, meta Meta) error {
	if !d.Attends() {
		return refuse("draw.attended")
	}
	people := meta.Role == "staff" || meta.Role == "supervisor"
	if !slices.Contains(EndWhys, a.Why) || (a.Why == EndWithdrawn) != people || !people && meta.Role != "system" || (a.Why == EndExhausted) != (a.Seat != 0) {
		return refuse("draw.unattended_why")
	}
	if a.Why == EndWithdrawn && a.Reason == "" {
		return refuse("reason.required")
	}
	so, err := d.ends(a.Why, a.Seat)
	if err != nil {
		return err
	}
	if !so {
		return refuse("draw.unattended_why")
	}
	u := d.Unattended
	u.EndedMs, u.EndedBy, u.Why, u.Seat, u.Reason = meta.AtMs, meta.Actor, a.Why, a.Seat, a.Reason
	return nil
}

// ends reports whether a why is so, as far as the draw itself can tell.
func (d *Draw) ends(why string, seat int) (bool, error) {
	switch why {
	case EndFull:
		return d.full(), nil
	case EndChannel:
		return d.Unreached >= MostUnreached, nil
	case EndExhausted:
		h := d.holder(seat)
		if h == nil || h.Comes() {
			return false, nil
		}
		return d.exhausted(seat)
	}
	return true, nil
}

// exhausted reports whether nobody is left for a seat; it takes that as stated
// if what stands behind the labels is not at hand.
func (d *Draw) exhausted(seat int) (bool, error) {
	if !d.Complete() {
		d.FillUnchecked = true
		return true, nil
	}
	fillings, err := d.Fill([]Seat{d.seat(seat)})
	return fillings == nil && err != nil, nil
}

// full reports whether everybody who holds a seat comes.
func (d *Draw) full() bool {
	return !slices.ContainsFunc(d.Holders, func(h Holder) bool { return !h.Comes() })
}
