package api

import (
	"errors"
	"slices"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// reasonsOf returns the reasons of a refusal; none for any other error.
func reasonsOf(err error) []rule.Reason {
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		return refusal.Reasons
	}
	return nil
}

// steps lists what a case goes through on the desk, with what is owed now.
func (h *Handlers) steps(lang string, c *evaluation.Case, view *LotView) []Step {
	drawn := slices.ContainsFunc(view.Draws, func(d DrawBrief) bool { return d.Stage == "filled" && d.Confirmed == d.Seats })
	done := []struct {
		id   string
		done bool
	}{
		{"bidders", len(c.Bidders) >= 3}, {"draw", drawn}, {"opening", c.OpenedMs != 0}, {"schedule", c.Meeting != nil},
	}
	var steps []Step
	now := false
	add := func(id string, done bool, owed []Reason) {
		state := "later"
		switch {
		case done:
			state = "done"
		case !now:
			state, now = "now", true
		}
		if state != "now" {
			owed = nil
		}
		steps = append(steps, Step{ID: id, State: state, Owed: owed})
	}
	for _, d := range done {
		add(d.id, d.done, nil)
	}
	stages := c.Stages()
	at := slices.Index(stages, c.Stage())
	if c.Meeting != nil && c.Stage() == evaluation.Suspended {
		at = slices.Index(stages, c.Meeting.Held)
	}
	for i, stage := range stages[2:] {
		var owed []Reason
		if c.Stage() == stage {
			owed = h.owed(lang, c.MayAdvance())
		}
		add(string(stage), at > i+2 || c.Stage() == evaluation.Sealed, owed)
	}
	return steps
}

// seatActor is the actor of a member's acts.
func seatActor(seat int) string { return evaluation.SeatActor(seat) }
