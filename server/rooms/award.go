package rooms

import (
	"context"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
)

// PublishCandidates enters when and where a lot's candidates are published. was
// is when that was entered last, as the actor saw it; 0 if it never was.
func (s *Service) PublishCandidates(ctx context.Context, by Actor, lot string, said evaluation.CandidatesPublished, was int64) error {
	return s.on(ctx, lot, by, access.AwardEnter, func(w *walk) error {
		last := int64(0)
		if m := w.Case.Meeting; m.Published != nil {
			last = m.Published.AtMs
		}
		if last != was {
			return rule.Refuse(rule.Stale, "", "stale", "was")
		}
		said.Medium, said.ObjectionsTo, said.Reason = strings.TrimSpace(said.Medium), strings.TrimSpace(said.ObjectionsTo), strings.TrimSpace(said.Reason)
		return w.do(&said)
	})
}

// DecideAward enters to whom the procuring entity awards a lot; was as in
// [Service.PublishCandidates].
func (s *Service) DecideAward(ctx context.Context, by Actor, lot string, said evaluation.AwardDecided, was int64) error {
	return s.on(ctx, lot, by, access.AwardEnter, func(w *walk) error {
		last := int64(0)
		if m := w.Case.Meeting; m.Award != nil {
			last = m.Award.AtMs
		}
		if last != was {
			return rule.Refuse(rule.Stale, "", "stale", "was")
		}
		for i := range said.Passed {
			said.Passed[i].Reason = strings.TrimSpace(said.Passed[i].Reason)
		}
		said.Reason = strings.TrimSpace(said.Reason)
		return w.do(&said)
	})
}
