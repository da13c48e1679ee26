package draw_test

import (
	"slices"
	"testing"

	"bidroom/experts/draw"
)

// filled takes the ceremony on until the seats are filled.
func (c *ceremony) filled() {
	c.t.Helper()
	if err := c.d.Reveal(c.pool); err != nil {
		c.t.Fatal(err)
	}
	c.seed()
	fillings, err := c.d.Fill(c.d.Seats)
	if err != nil {
		c.t.Fatal(err)
	}
	c.do("system", "system", &draw.SeatsFilled{Draw: "D", Fillings: fillings})
}

// to carries an invitation to a seat's holder as far as outcomes say.
func (c *ceremony) to(seat int, outcomes ...string) (label string) {
	c.t.Helper()
	label = c.d.Holders[seat-1].Label
	c.do("system", "system", &draw.Invited{Draw: "D", Seat: seat, Label: label, Channel: "sip"})
	for _, outcome := range outcomes {
		c.do("system", "system", &draw.Attempted{Draw: "D", Seat: seat, Label: label, Channel: "sip", Outcome: outcome})
	}
	return label
}

func (c *ceremony) next(seat int, reason string) {
	c.t.Helper()
	fillings, err := c.d.Fill(c.d.Seats[seat-1 : seat])
	if err != nil {
		c.t.Fatal(err)
	}
	c.do("system", "system", &draw.Replaced{Draw: "D", Reason: reason, Filling: fillings[0]})
}

func unattended(from int64) *draw.UnattendedSet {
	return &draw.UnattendedSet{Draw: "D", UnattendedOrder: draw.UnattendedOrder{FromMs: from, Channel: "sip", CheckInMs: 900, UntilMs: 1 << 40, Hours: 6, AnswerMinutes: 2}}
}

// Staff alone leave the invitations to the server, once, and before that the
// program neither invites nor gives anybody up.
func TestUnattendedIsOrdered(t *testing.T) {
	c := newCeremony(t)
	c.refused("draw.stage", "s1", "staff", unattended(0))
	c.filled()
	first := c.d.Holders[0].Label
	invited := &draw.Invited{Draw: "D", Seat: 1, Label: first, Channel: "sip"}
	c.refused("draw.attended", "system", "system", invited)
	for _, role := range []string{"supervisor", "agent", "witness", "system"} {
		c.refused("draw.unattended", "v1", role, unattended(0))
	}
	for what, change := range map[string]func(*draw.UnattendedSet){
		"a person carries":           func(a *draw.UnattendedSet) { a.Channel = draw.Manual },
		"nothing carries":            func(a *draw.UnattendedSet) { a.Channel = "" },
		"it begins at the end":       func(a *draw.UnattendedSet) { a.FromMs = a.UntilMs },
		"the door opens when shut":   func(a *draw.UnattendedSet) { a.CheckInMs = a.UntilMs },
		"it is over":                 func(a *draw.UnattendedSet) { a.CheckInMs, a.UntilMs = 1, c.ms+1 },
		"no hours":                   func(a *draw.UnattendedSet) { a.Hours = 0 },
		"answers before the call":    func(a *draw.UnattendedSet) { a.AnswerMinutes = -1 },
		"waits for more than a week": func(a *draw.UnattendedSet) { a.AnswerMinutes = 10_081 },
	} {
		t.Log(what)
		act := unattended(0)
		change(act)
		c.refused("draw.unattended_order", "s1", "staff", act)
	}
	c.refused("draw.attended", "s1", "staff", &draw.UnattendedEnded{Draw: "D", Why: draw.EndWithdrawn, Reason: "x"})
	begins := c.ms + 4
	c.do("s1", "staff", unattended(begins))
	c.refused("draw.unattended_stands", "s1", "staff", unattended(0))
	c.refused("draw.attended", "system", "system", invited) // one too early
	other := *invited
	other.Channel = "sms"
	c.refused("invitation.channel", "system", "system", &other)
	c.do("system", "system", invited)

	answer := &draw.Answered{Draw: "D", Seat: 1, Label: first, Answer: "unanswered"}
	c.refused("draw.answer", "system", "system", answer)
	for _, outcome := range []string{"again", "busy", "no_answer", "no_key"} { // another attempt follows
		c.do("system", "system", &draw.Attempted{Draw: "D", Seat: 1, Label: first, Channel: "sip", Outcome: outcome})
		c.refused("draw.answer", "system", "system", answer)
	}
	c.do("system", "system", &draw.Attempted{Draw: "D", Seat: 1, Label: first, Channel: "sip", Outcome: "refused"})
	c.refused("draw.answer", "system", "system", &draw.Answered{Draw: "D", Seat: 1, Label: first, Answer: "accepted"})
	c.do("system", "system", answer)
	c.next(1, "unanswered")

	// Whom a message reached has two minutes from then on; without a time nobody is given up.
	answer.Label = c.to(1, "delivered")
	tried := c.d.Holders[0].TriedMs
	c.ms = tried + 2*60_000 - 2
	c.refused("draw.answer_time", "system", "system", answer) // a millisecond early
	c.do("system", "system", answer)
	c.next(1, "unanswered")
	c.do("s1", "staff", &draw.UnattendedEnded{Draw: "D", Why: draw.EndWithdrawn, Reason: "x"})
	without := unattended(0)
	without.AnswerMinutes = 0
	c.do("s1", "staff", without)
	answer.Label = c.to(1, "delivered")
	c.ms += 1 << 30
	c.refused("draw.answer_time", "system", "system", answer)
}

// It ends by whom and for what is so.
func TestUnattendedEnds(t *testing.T) {
	c := newCeremony(t)
	c.filled()
	end := func(why string, seat int, reason string) *draw.UnattendedEnded {
		return &draw.UnattendedEnded{Draw: "D", Why: why, Seat: seat, Reason: reason}
	}
	c.do("s1", "staff", unattended(0))
	c.refused("reason.required", "s1", "staff", end(draw.EndWithdrawn, 0, ""))
	c.refused("draw.unattended_why", "a1", "agent", end(draw.EndWithdrawn, 0, "x"))
	c.refused("draw.unattended_why", "system", "system", end(draw.EndWithdrawn, 0, "x"))
	c.refused("draw.unattended_why", "s1", "staff", end(draw.EndFull, 0, "x"))
	c.refused("draw.unattended_why", "system", "system", end("tired", 0, ""))
	c.refused("draw.unattended_why", "system", "system", end(draw.EndFull, 0, ""))
	c.refused("draw.unattended_why", "system", "system", end(draw.EndChannel, 0, ""))
	c.refused("draw.unattended_why", "system", "system", end(draw.EndExhausted, 0, ""))
	c.refused("draw.unattended_why", "system", "system", end(draw.EndExhausted, 3, "")) // no such seat
	c.refused("draw.unattended_why", "system", "system", end(draw.EndExhausted, 1, "")) // somebody is left
	c.do("v1", "supervisor", end(draw.EndWithdrawn, 0, "x"))
	c.do("s1", "staff", unattended(0))

	// Five fit seat 1. Two whom no telephone reached in a row are not three; who did not pick up was reached.
	for _, outcomes := range [][]string{{"refused"}, {"again", "refused"}, {"no_answer", "refused"}, {"refused"}} {
		label := c.to(1, outcomes...)
		c.refused("draw.unattended_why", "system", "system", end(draw.EndChannel, 0, ""))
		c.do("system", "system", &draw.Answered{Draw: "D", Seat: 1, Label: label, Answer: "unanswered"})
		c.next(1, "unanswered")
	}
	c.to(1, "refused")
	c.to(2, "refused")
	c.do("system", "system", end(draw.EndChannel, 0, ""))
	c.do("s1", "staff", unattended(0))
	c.refused("draw.unattended_why", "system", "system", end(draw.EndChannel, 0, "")) // it is counted anew
	c.do("system", "system", end(draw.EndExhausted, 1, ""))
	if !c.d.WantsSupplement() {
		t.Error("no supplementary draw is asked for")
	}
	late := c.d
	late.Holders = slices.Clone(c.d.Holders)
	if late.Holders[0].Answer = "accepted"; late.WantsSupplement() {
		t.Error("a supplementary draw is asked for though the silent expert has accepted")
	}
	c.do("s1", "staff", unattended(0))
	for _, h := range c.d.Holders {
		c.do("s1", "staff", &draw.Answered{Draw: "D", Seat: h.Seat, Label: h.Label, Answer: "accepted"})
	}
	c.do("system", "system", end(draw.EndFull, 0, ""))
}

// What is next, with the time to answer 100 from the last attempt on.
func TestNext(t *testing.T) {
	const now = 500
	for what, tt := range map[string]struct {
		from, until int64
		holders     []draw.Holder
		carried     map[int]draw.Carriage
		unreached   int
		ends        bool
		want        draw.Step
	}{
		"not begun":             {from: 501, holders: []draw.Holder{{Seat: 1}}, want: draw.Step{Do: draw.StepBegin, AtMs: 501}},
		"begun":                 {from: 500, holders: []draw.Holder{{Seat: 1}}, want: draw.Step{Do: draw.StepInvite, Seat: 1}},
		"over":                  {until: 500, holders: []draw.Holder{{Seat: 1}}, want: draw.Step{Do: draw.StepEnd, Why: draw.EndOver}},
		"everybody comes":       {holders: []draw.Holder{{Seat: 1, Answer: "accepted"}}, want: draw.Step{Do: draw.StepEnd, Why: draw.EndFull}},
		"two unreached":         {unreached: 2, holders: []draw.Holder{{Seat: 1}}, want: draw.Step{Do: draw.StepInvite, Seat: 1}},
		"three unreached":       {unreached: 3, holders: []draw.Holder{{Seat: 1}}, want: draw.Step{Do: draw.StepEnd, Why: draw.EndChannel}},
		"who fell out":          {holders: []draw.Holder{{Seat: 1, Answer: "declined"}}, want: draw.Step{Do: draw.StepGiveUp, Seat: 1}},
		"left to a caller":      {holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "manual"}}, want: draw.Step{Do: draw.StepInvite, Seat: 1}},
		"nothing carried it":    {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sms", AtMs: 1}}, want: draw.Step{Do: draw.StepInvite, Seat: 1}},
		"called, and no more":   {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sip", Outcome: "busy", Calls: 1, TriedMs: 1}}, want: draw.Step{Do: draw.StepInvite, Seat: 1}},
		"called by hand":        {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "manual", Outcome: "called", Calls: 1, TriedMs: 450}}, want: draw.Step{Do: draw.StepAnswer, Seat: 1, AtMs: 550}},
		"called once":           {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sip", Outcome: "no_answer", Calls: 1, TriedMs: 10}}, carried: map[int]draw.Carriage{1: {Waiting: true, NextMs: 900}}, want: draw.Step{Do: draw.StepTry, Seat: 1, AtMs: 900}},
		"just called":           {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sms", Outcome: "delivered", Calls: 1, TriedMs: 401}}, want: draw.Step{Do: draw.StepAnswer, Seat: 1, AtMs: 501}},
		"silent":                {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sms", Outcome: "delivered", Calls: 1, TriedMs: 400}}, want: draw.Step{Do: draw.StepGiveUp, Seat: 1, AtMs: 500}},
		"the time is staff's":   {holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sms", Outcome: "delivered", Calls: 1, TriedMs: 1}}, want: draw.Step{Do: draw.StepAnswer, Seat: 1}},
		"refused":               {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sip", Outcome: "refused", Calls: 3, TriedMs: 499}}, want: draw.Step{Do: draw.StepGiveUp, Seat: 1}},
		"one due, one waiting":  {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sms", Outcome: "delivered", TriedMs: 450}, {Seat: 2}}, want: draw.Step{Do: draw.StepInvite, Seat: 2}},
		"the earlier of two":    {ends: true, holders: []draw.Holder{{Seat: 1, Answer: "invited", Outcome: "delivered", Channel: "sms", TriedMs: 450}, {Seat: 2, Answer: "invited", Outcome: "delivered", Channel: "sms", TriedMs: 449}}, want: draw.Step{Do: draw.StepAnswer, Seat: 2, AtMs: 549}},
		"nobody can say of one": {holders: []draw.Holder{{Seat: 1, Answer: "invited", Outcome: "delivered", Channel: "sms"}, {Seat: 2, Answer: "invited", Channel: "sip"}}, carried: map[int]draw.Carriage{2: {Waiting: true, NextMs: 700}}, want: draw.Step{Do: draw.StepTry, Seat: 2, AtMs: 700}},
		"no word of the other":  {holders: []draw.Holder{{Seat: 1, Answer: "invited", Channel: "sip"}, {Seat: 2, Answer: "invited", Outcome: "delivered", Channel: "sms"}}, carried: map[int]draw.Carriage{1: {Waiting: true, NextMs: 700}}, want: draw.Step{Do: draw.StepTry, Seat: 1, AtMs: 700}},
	} {
		order := draw.UnattendedOrder{FromMs: tt.from, UntilMs: max(tt.until, 500), Channel: "sip"}
		if tt.until == 0 {
			order.UntilMs = 1000
		}
		d := draw.Draw{Stage: draw.Filled, Holders: tt.holders, Unreached: tt.unreached, Unattended: &draw.Unattended{Order: order}}
		ends := func(since int64) int64 {
			if !tt.ends {
				return 0
			}
			return since + 100
		}
		if got := d.Next(now, tt.carried, ends); got != tt.want {
			t.Errorf("%s: %+v, want %+v", what, got, tt.want)
		}
	}
}
