package api

import (
	"context"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/live"
)

// MayFollow says whether somebody may follow a topic: people their centre,
// every lot and room of it, and the room of another where one of its lots has its remote seats; a kiosk its own room, the lots of its centre, and
// those whose remote seats are in its room.
func (h *Handlers) MayFollow(who auth.Who) func(topic string) error {
	return func(topic string) error {
		prefix, id, err := live.Topic(topic)
		if err != nil {
			return err
		}
		if err := access.Ever(who.Role, who.Kind, access.LiveFollow); err != nil {
			return err
		}
		switch {
		case who.By != auth.ByAccount && (prefix == live.TopicCentre || prefix == live.TopicRoom && id != who.Room):
			return rule.Refuse(rule.Forbidden, "", "live.topic", "topic")
		case prefix == live.TopicLot:
			return h.Rooms.ReachLot(context.Background(), who.Scope, who.Room, id)
		case prefix == live.TopicRoom:
			return h.Rooms.ReachRoom(context.Background(), who.Scope, id)
		}
		return nil
	}
}
