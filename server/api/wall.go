package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/media"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

func pathFeed(feed string) string { return strings.ReplaceAll(feed, "/", "~") }

// Wall shows every room that a meeting runs in, and what needs a person.
func (h *Handlers) Wall(c *fiber.Ctx, by rooms.Actor) error {
	ctx := c.UserContext()
	view := WallView{}
	var places []store.Room
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) (err error) {
		places, err = tx.Rooms(by.Scope)
		return err
	}); err != nil {
		return err
	}
	for _, place := range places {
		room, queue, err := h.wallRoom(ctx, h.Language(c), by, place)
		if err != nil {
			return err
		}
		if room.Lot != nil {
			view.Rooms = append(view.Rooms, room)
			view.Queue = append(view.Queue, queue...)
		}
	}
	slices.SortStableFunc(view.Queue, func(a, b QueueItem) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.AtMs, b.AtMs))
	})
	return render(c, view)
}

func (h *Handlers) wallRoom(ctx context.Context, lang string, by rooms.Actor, place store.Room) (room WallRoom, queue []QueueItem, err error) {
	var row store.Lot
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		if room.Room, err = h.roomView(tx, by, place); err != nil || room.Room.Lot == "" {
			return err
		}
		if row, err = tx.Lot(room.Room.Lot); err != nil || row.RoomID != place.ID {
			return err // a remote room is shown with the main one
		}
		if room.Remote, err = h.remoteView(tx, by, row); err != nil {
			return err
		}
		lot, err := brief(tx, row)
		room.Lot = &lot
		return err
	}); err != nil || room.Lot == nil {
		return room, nil, err
	}
	cs, err := h.Rooms.CaseOf(ctx, row.ID)
	if err != nil {
		return room, nil, err
	}
	if room.Meeting, err = h.meetingView(ctx, lang, by, cs); err != nil {
		return room, nil, err
	}
	places, err := h.feedPlaces(ctx, cs)
	if err != nil {
		return room, nil, err
	}
	room.Feeds = h.feedViews(room.Room, cs, places)
	if room.Remote != nil {
		room.Feeds = append(room.Feeds, h.feedViews(*room.Remote, cs, places)...)
	}
	return room, queueOf(room, cs), nil
}

// remoteView shows the room of a meeting's remote seats; nil if it has none.
func (h *Handlers) remoteView(tx *store.Tx, by rooms.Actor, row store.Lot) (*RoomView, error) {
	if row.RemoteID == "" {
		return nil, nil
	}
	place, err := tx.Room(row.RemoteID)
	if err != nil {
		return nil, err
	}
	view, err := h.roomView(tx, by, place)
	return &view, err
}

// feedViews shows the feed of each kiosk of a room.
func (h *Handlers) feedViews(room RoomView, c *evaluation.Case, places map[string]feedPlace) []FeedView {
	states := map[string]media.FeedState{}
	for _, state := range h.Media.Feeds(c.Lot.ID) {
		states[state.Feed] = state
	}
	list := make([]FeedView, len(room.Kiosks))
	for i, k := range room.Kiosks {
		feed := CameraFeed(k.ID)
		state, known := states[feed]
		if !known {
			state.SinceMs = c.Meeting.OpenedMs
		}
		list[i] = FeedView{ID: feed, Name: places[feed].name, Seat: places[feed].seat, Live: state.Live, Health: state.Health, SinceMs: state.SinceMs}
	}
	slices.SortStableFunc(list, func(a, b FeedView) int { return a.Seat - b.Seat })
	return list
}

// Weights of what needs eyes: a log that was rewritten before all, and what is
// being lost before what was noted.
const (
	weightFork     = 120
	weightLost     = 100
	weightMissing  = 80
	weightIncident = 60
)

// queueOf lists what needs a person in a room: feeds that a member sits at
// and that are lost or show nothing, and incidents that are open.
func queueOf(room WallRoom, c *evaluation.Case) []QueueItem {
	var queue []QueueItem
	add := func(id, what string, weight int, atMs int64, args map[string]string) {
		queue = append(queue, QueueItem{ID: id, Lot: room.Lot.ID, Room: room.Room.ID, What: what, Args: args, AtMs: atMs, Weight: weight})
	}
	seated := map[string]bool{}
	for _, seat := range c.Meeting.Seats {
		if seat.Member != nil {
			seated[CameraFeed(seat.Member.Kiosk)] = true
		}
	}
	for _, feed := range room.Feeds {
		args := map[string]string{"feed": feed.Name}
		switch {
		case !seated[feed.ID]:
		case !feed.Live:
			add(feed.ID, "feed_lost", weightLost, feed.SinceMs, args)
		default:
			for _, word := range feed.Health {
				add(feed.ID+" "+word, word, weightMissing, feed.SinceMs, args)
			}
		}
	}
	for _, incident := range room.Meeting.Incidents {
		if incident.ClosedMs == 0 {
			weight := weightIncident
			if incident.What == evaluation.LogFork {
				weight = weightFork
			}
			add(incident.ID, incident.What, weight, incident.AtMs, map[string]string{"feed": room.nameOf(incident.Feed), "text": incident.Text, "seat": strconv.Itoa(incident.Seat)})
		}
	}
	return queue
}

func (r WallRoom) nameOf(feed string) string {
	for _, f := range r.Feeds {
		if f.ID == feed {
			return f.Name
		}
	}
	return ""
}

// feedToPublish is the feed that a kiosk should send now.
func feedToPublish(by rooms.Actor, c *evaluation.Case) string {
	if !may(by, access.FeedPublish, c) {
		return ""
	}
	return CameraFeed(by.Kiosk)
}
