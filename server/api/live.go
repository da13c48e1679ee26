package api

import (
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/live"
)

// MayFollow says whether somebody may follow a topic: people every lot and
// room that they may read, a kiosk its own room and the lot that runs there.
func (h *Handlers) MayFollow(who auth.Who) func(topic string) error {
	return func(topic string) error {
		if who.By == auth.ByAccount {
			return access.Ever(who.Role, who.Kind, access.LiveFollow)
		}
		room, isRoom := strings.CutPrefix(topic, live.TopicRoom)
		if isRoom && room == who.Room || strings.HasPrefix(topic, live.TopicLot) {
			return nil
		}
		return rule.Refuse(rule.Forbidden, "", "live.topic", "topic")
	}
}
