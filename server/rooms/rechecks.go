package rooms

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/store"
)

// rechecked are the stages at which a change of the register matters to who
// was drawn.
var rechecked = func() (stages []string) {
	for _, stage := range access.Stages {
		if access.Allow(access.System, "", access.PanelUnseal, stage) == nil {
			stages = append(stages, string(stage))
		}
	}
	return stages
}()

// KeepRechecking checks who was drawn for open lots again after the register
// has changed, every so often until ctx ends, and once more then.
func (s *Service) KeepRechecking(ctx context.Context, every time.Duration, log *slog.Logger) {
	repeat(ctx, every, log, "checks after a change of the register", s.Recheck)
}

// Recheck checks who was drawn for the lots that a change of the register
// asked for. The change does not wait for it, and it outlives a stop. Every
// open lot is checked, so that its log does not tell whom the change concerned.
func (s *Service) Recheck(ctx context.Context) error {
	var lots []string
	asked := false
	rechecks := func(tx *store.Tx) (err error) {
		lots, asked, err = tx.Rechecks()
		return err
	}
	err := s.DB.Read(ctx, rechecks)
	if asked {
		err = s.DB.Write(ctx, func(tx *store.Tx) error { return errors.Join(tx.BeginRechecks(rechecked), rechecks(tx)) })
	}
	for _, lot := range lots {
		one := s.on(ctx, lot, SystemActor, access.PanelUnseal, func(w *walk) error {
			if was, err := w.EndRecheck(lot); err != nil || !was {
				return err // somebody else has checked it meanwhile
			}
			return w.recheckHolders()
		})
		var refusal *rule.Refusal
		if errors.As(one, &refusal) && refusal.Kind == rule.Premature { // the meeting has gone on since
			one = s.DB.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.EndRecheck(lot)
				return err
			})
		}
		err = errors.Join(err, one)
	}
	return err
}

// warn raises an incident for every one of the seats whose holder has a
// conflict still: somebody has to see to it, because the member sits already or
// because nobody is left who could follow.
func (d *drawn) warn(seats []int, checker *conflict.Checker) error {
	if d.Case.Meeting == nil {
		return nil
	}
	for _, seat := range seats {
		grounds, _, err := d.checkHolder(seat, checker)
		if isAltered(err) {
			continue // that was raised
		}
		if err != nil {
			return err
		}
		known := slices.ContainsFunc(d.Case.Meeting.Incidents, func(i evaluation.Incident) bool {
			return i.ClosedMs == 0 && i.What == evaluation.MemberConflict && i.Seat == seat && slices.Equal(i.Grounds, grounds)
		})
		if len(grounds) == 0 || known {
			continue
		}
		act := &evaluation.IncidentRaised{Incident: d.NewID(), What: evaluation.MemberConflict, Seat: seat, Grounds: grounds}
		if err := d.asSystem(func() error { return d.walk.do(act) }); err != nil {
			return err
		}
	}
	return nil
}
