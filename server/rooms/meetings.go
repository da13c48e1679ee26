package rooms

import (
	"context"
	"slices"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// ScheduleMeeting plans the meeting of a lot's panel in a room, or, where the
// plan has the room drawn, without one, and in a second one for the remote
// seats of the plan. Of act the rooms, the time and the reason are read. After
// a meeting that was sealed or void it is a re-evaluation, with a reason.
func (s *Service) ScheduleMeeting(ctx context.Context, by Actor, lot string, act evaluation.MeetingScheduled) error {
	return s.on(ctx, lot, by, access.MeetingSchedule, func(w *walk) error {
		if err := w.ownRoom(act.Room); act.Room != "" && err != nil {
			return absent(err, "room.unknown", "room")
		}
		if act.Remote != "" {
			if err := w.mayBeRemote(act.Remote); err != nil {
				return err
			}
		}
		if err := w.placeDrawn(); err != nil {
			return err
		}
		act := &evaluation.MeetingScheduled{Meeting: w.NewID(), Room: act.Room, Remote: act.Remote, PlannedMs: act.PlannedMs, Reason: act.Reason}
		if m := w.Case.Meeting; m != nil && (m.Stage == evaluation.Sealed || m.Stage == evaluation.Void) {
			act.Names = m.ID
		}
		return w.do(act)
	})
}

// ownRoom returns [store.ErrAbsent] for a room that is not of the lot's centre.
func (w *walk) ownRoom(id string) error {
	room, err := w.Room(id)
	if err == nil && room.CentreID != w.row.CentreID {
		return store.ErrAbsent
	}
	return err
}

// OpenMeeting opens the rooms of a meeting. A room holds one running meeting at
// a time.
func (s *Service) OpenMeeting(ctx context.Context, by Actor, lot string) error {
	return s.on(ctx, lot, by, access.MeetingOpen, func(w *walk) error {
		for _, room := range w.rooms() {
			running, err := w.RunningLots(room)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(running, func(other string) bool { return other != lot }) {
				return w.roomTaken(room)
			}
		}
		return w.do(&evaluation.MeetingOpened{Meeting: w.Case.Meeting.ID})
	})
}

// roomTaken refuses a room of the meeting in which another meeting runs.
func (w *walk) roomTaken(room string) error {
	if room == w.Case.Meeting.Remote {
		return rule.Refuse(rule.Busy, "", "room.remote_taken", "remote")
	}
	return rule.Refuse(rule.Busy, "", "room.taken", "room")
}

// Advance moves a meeting to its next stage.
func (s *Service) Advance(ctx context.Context, by Actor, lot string, to evaluation.Stage) error {
	return s.on(ctx, lot, by, access.MeetingAdvance, func(w *walk) error {
		if by.Role == access.Member && w.Case.Meeting.Chair != by.Seat {
			return rule.Refuse(rule.Forbidden, "", "chair.only", "")
		}
		if err := w.read(); err != nil {
			return err
		}
		if err := w.do(&evaluation.MeetingAdvanced{To: to}); err != nil {
			return err
		}
		return w.code()
	})
}

// Hear begins or ends the hearing of a bid.
func (s *Service) Hear(ctx context.Context, by Actor, lot string, act evaluation.Act) error {
	return s.on(ctx, lot, by, access.HearingHold, func(w *walk) error { return w.do(act) })
}

// Return goes back to an earlier stage by a supervisor's order.
func (s *Service) Return(ctx context.Context, by Actor, lot string, to evaluation.Stage, reason string) error {
	return s.on(ctx, lot, by, access.MeetingReturn, func(w *walk) error {
		if err := w.read(); err != nil {
			return err
		}
		var codes *evaluation.Codes
		if w.Case.Meeting != nil {
			codes = w.Case.Meeting.Codes
		}
		if err := w.do(&evaluation.MeetingReturned{To: to, Reason: reason}); err != nil {
			return err
		}
		if err := w.uncode(codes); err != nil {
			return err
		}
		return w.code()
	})
}

// Suspend pauses a meeting.
func (s *Service) Suspend(ctx context.Context, by Actor, lot, reason string) error {
	return s.on(ctx, lot, by, access.MeetingSuspend, func(w *walk) error {
		return w.do(&evaluation.MeetingSuspended{Reason: reason})
	})
}

// Resume ends a pause. What a supervisor ordered, a supervisor ends.
func (s *Service) Resume(ctx context.Context, by Actor, lot, reason string) error {
	return s.on(ctx, lot, by, access.MeetingResume, func(w *walk) error {
		pause := w.Case.Meeting.Pauses[len(w.Case.Meeting.Pauses)-1]
		if by.Role != access.Supervisor {
			account, err := w.Account(pause.By)
			if err != nil {
				return absent(err, "account.unknown", "")
			}
			if account.Role == string(access.Supervisor) {
				return rule.Refuse(rule.Forbidden, "", "meeting.supervised_pause", "")
			}
		}
		return w.do(&evaluation.MeetingResumed{Reason: reason})
	})
}

// Void ends a meeting without a result.
func (s *Service) Void(ctx context.Context, by Actor, lot, reason string, clause rule.Clause) error {
	return s.on(ctx, lot, by, access.MeetingVoid, func(w *walk) error {
		if err := w.read(); err != nil {
			return err
		}
		if err := w.do(&evaluation.MeetingVoided{Reason: reason, Clause: clause}); err != nil {
			return err
		}
		return w.ForgetReadings(w.Case.Meeting.ID, 0)
	})
}

// Tally counts the submitted sheets. Where bids are tied and the method has
// their order drawn, it states that, and the draw comes first.
func (s *Service) Tally(ctx context.Context, by Actor, lot string) error {
	return s.on(ctx, lot, by, access.MeetingTally, func(w *walk) error {
		if err := w.Case.MayTally(); err != nil {
			return err
		}
		act, err := w.Case.NextTally()
		if err != nil {
			return err
		}
		if _, tallied := act.(*evaluation.MeetingTallied); tallied {
			if err := w.read(); err != nil {
				return err
			}
		}
		return w.do(act)
	})
}

// ReturnSheet gives a sheet back to its member to mend.
func (s *Service) ReturnSheet(ctx context.Context, by Actor, lot string, seat int, reason string) error {
	return s.on(ctx, lot, by, access.SheetReturn, func(w *walk) error {
		return w.do(&evaluation.SheetReturned{Seat: seat, Reason: reason})
	})
}

// IssueReport lays a report, whose files are already kept under their hashes,
// before the panel.
func (s *Service) IssueReport(ctx context.Context, by Actor, lot string, report *evaluation.ReportIssued) error {
	return s.on(ctx, lot, by, access.ReportIssue, func(w *walk) error {
		if err := w.intact(); err != nil {
			return err
		}
		return w.do(report)
	})
}

// DeemAgreed states that a member's silence counts as agreement.
func (s *Service) DeemAgreed(ctx context.Context, by Actor, lot string, seat int, reason string) error {
	return s.on(ctx, lot, by, access.ReportDeem, func(w *walk) error {
		return w.do(&evaluation.ReportDeemedAgreed{Seat: seat, Reason: reason})
	})
}

// Seal closes a meeting for good with its signed report, whose files are
// already kept.
func (s *Service) Seal(ctx context.Context, by Actor, lot string, report *evaluation.MeetingSealed) error {
	return s.on(ctx, lot, by, access.MeetingSeal, func(w *walk) error {
		if err := w.intact(); err != nil {
			return err
		}
		if err := w.do(report); err != nil {
			return err
		}
		return w.ForgetReadings(w.Case.Meeting.ID, 0)
	})
}

// MemberLeft states that a member left the panel; the next ticket takes the
// seat.
func (s *Service) MemberLeft(ctx context.Context, by Actor, lot string, seat int, reason string) error {
	return s.on(ctx, lot, by, access.MemberLeave, func(w *walk) error {
		return w.vacate(seat, &evaluation.MemberLeft{Seat: seat, Reason: reason}, "absent")
	})
}

// RaiseIncident notes something out of order in a meeting.
func (s *Service) RaiseIncident(ctx context.Context, by Actor, lot, what, text, feed string) error {
	return s.on(ctx, lot, by, access.IncidentRaise, func(w *walk) error {
		return w.do(&evaluation.IncidentRaised{Incident: w.NewID(), What: what, Text: text, Feed: feed})
	})
}

// CloseIncident says how an incident was settled.
func (s *Service) CloseIncident(ctx context.Context, by Actor, lot, incident, answer string) error {
	return s.on(ctx, lot, by, access.IncidentClose, func(w *walk) error {
		return w.do(&evaluation.IncidentClosed{Incident: incident, Answer: answer})
	})
}

// RunningIn returns the lot whose meeting runs in a room, or "" if none does.
func (s *Service) RunningIn(ctx context.Context, room string) (lot string, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		running, err := tx.RunningLots(room)
		if len(running) > 0 {
			lot = running[0]
		}
		return err
	})
	return lot, err
}
