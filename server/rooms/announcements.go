package rooms

import (
	"context"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// Announce tells the rooms of a running meeting something; room is either of
// them. Their kiosks show it until it is read there.
func (s *Service) Announce(ctx context.Context, by Actor, room, text string) (made evaluation.Announcement, err error) {
	lot, err := s.RunningIn(ctx, room)
	if err != nil {
		return made, err
	}
	if lot == "" {
		return made, rule.Refuse(rule.Premature, "", "announcement.room", "room")
	}
	if err := s.Reach(ctx, by.Scope, string(store.NounLot), lot); err != nil {
		return made, rule.Refuse(rule.Forbidden, "", "announcement.guest", "room") // another centre's meeting
	}
	var held []string
	err = s.on(ctx, lot, by, access.AnnouncementMake, func(w *walk) error {
		if err := w.do(&evaluation.AnnouncementMade{Announcement: w.NewID(), Text: text}); err != nil {
			return err
		}
		held = w.rooms()
		made = w.Case.Meeting.Announcements[len(w.Case.Meeting.Announcements)-1]
		return nil
	})
	for _, one := range held {
		s.Tell("room:"+one, "announce", map[string]string{"announcement": made.ID})
	}
	return made, err
}

// SeeAnnouncement notes that an announcement was read at the kiosk that acts.
func (s *Service) SeeAnnouncement(ctx context.Context, by Actor, announcement string) error {
	lot, err := s.RunningIn(ctx, by.Room)
	if err != nil {
		return err
	}
	if lot == "" {
		return rule.Refuse(rule.Premature, "", "announcement.room", "room")
	}
	return s.on(ctx, lot, by, access.AnnouncementSee, func(w *walk) error {
		return w.do(&evaluation.AnnouncementSeen{Announcement: announcement, Kiosk: by.Kiosk})
	})
}
