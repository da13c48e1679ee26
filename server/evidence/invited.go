package evidence

import (
	"slices"

	"bidroom/experts/draw"
	"bidroom/server/invite"
	"bidroom/server/proclog"
)

// invited holds an act of a draw against what the lot's rules say of
// invitations: no machine tries in the quiet hours, and nobody is said not to
// answer who may still do so. before are the holders before the act.
func (r *replay) invited(e proclog.Entry, d *redrawn, act draw.Act, before []draw.Holder) {
	if r.c.Lot.ID == "" {
		return // the lot's first act was refused
	}
	rules, err := invite.Of(&r.c)
	if err != nil {
		f := at(e, "act")
		f.Detail = err.Error()
		r.drawBroken(f)
		return
	}
	switch a := act.(type) {
	case *draw.Attempted:
		if a.Channel != draw.Manual && rules.QuietUntil(a.BeganMs) != 0 {
			r.drawBroken(at(e, "quiet_hours"))
		}
	case *draw.Answered:
		i := slices.IndexFunc(before, func(h draw.Holder) bool { return h.Seat == a.Seat })
		if i < 0 || a.Answer != "unanswered" {
			return
		}
		if from, tried := rules.MaySilent(&d.Draw, before[i]); !tried || e.AtMs < from {
			r.drawBroken(at(e, "silent_early"))
		}
	case *draw.UnattendedSet:
		if a.AnswerMinutes != rules.AnswerMinutes {
			r.drawBroken(at(e, "answer_minutes"))
		}
	}
}
