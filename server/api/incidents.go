package api

import (
	"context"
	"fmt"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// incidentViews shows the incidents of a meeting. What a member shares with
// somebody is for those alone who may read the log.
func (h *Handlers) incidentViews(ctx context.Context, by rooms.Actor, c *evaluation.Case) (list []IncidentView, err error) {
	for _, i := range c.Meeting.Incidents {
		view := IncidentView{ID: i.ID, AtMs: i.AtMs, What: i.What, Text: i.Text, Feed: i.Feed, Seat: i.Seat, Grounds: i.Grounds, By: i.By, ClosedMs: i.ClosedMs, Answer: i.Answer}
		if i.What == evaluation.MemberAlert {
			if !may(by, access.LogRead, c) {
				continue
			}
			shared, err := h.Rooms.Shared(ctx, c.Lot.ID, i.Shared)
			if err != nil {
				return nil, err
			}
			for _, one := range shared {
				view.Shared = append(view.Shared, sharedView(one))
			}
		}
		list = append(list, view)
	}
	return list, nil
}

func sharedView(s evaluation.Shared) Shared {
	seat := 0
	if _, err := fmt.Sscanf(s.With, "seat:%d", &seat); err == nil && s.With == evaluation.SeatActor(seat) {
		return Shared{Kind: s.Kind, Seat: seat}
	}
	return Shared{Kind: s.Kind, With: s.With}
}
