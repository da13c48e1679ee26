package api

import (
	"context"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/live"
	"bidroom/server/store"
)

// MayFollow says whether somebody may follow a topic: people their centre and
// every lot and room of it, a kiosk its own room and the lots of its centre.
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
			return h.Rooms.Reach(context.Background(), who.Scope, string(store.NounLot), id)
		case prefix == live.TopicRoom:
			return h.Rooms.Reach(context.Background(), who.Scope, string(store.NounRoom), id)
		}
		return nil
	}
}
