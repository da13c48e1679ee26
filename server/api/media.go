package api

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/media"
	"bidroom/server/rooms"
)

// CameraFeed is the feed of a kiosk's camera and microphone.
func CameraFeed(kiosk string) string { return kiosk + "/camera" }

// feedOf reads the feed of the path, where "/" is written "~".
func feedOf(c *fiber.Ctx) string { return strings.ReplaceAll(c.Params("feed"), "~", "/") }

// refuseMedia turns what package media refuses into words.
func refuseMedia(err error) error {
	switch {
	case errors.Is(err, media.ErrOffer):
		return rule.Refuse(rule.Invalid, "", "media.offer", "")
	case errors.Is(err, media.ErrFull):
		return rule.Refuse(rule.Busy, "", "media.full", "", "seconds", "5")
	case errors.Is(err, media.ErrGone):
		return rule.Refuse(rule.NotFound, "", "media.gone", "")
	}
	return err
}

// Publish takes a kiosk's camera and microphone in (WHIP, RFC 9725 section
// 4.2), while a meeting runs in its room.
func (h *Handlers) Publish(c *fiber.Ctx, by rooms.Actor) error {
	if feedOf(c) != CameraFeed(by.Kiosk) {
		return rule.Refuse(rule.Forbidden, "", "media.other_feed", "feed")
	}
	lot, err := h.Rooms.RunningIn(c.UserContext(), by.Room)
	if err != nil {
		return err
	}
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.FeedPublish)
	if err != nil {
		return err
	}
	id, answer, err := h.Media.Publish(c.UserContext(), media.Publisher{Lot: lot, Meeting: cs.Meeting.ID, Feed: feedOf(c)}, string(c.Body()))
	if err != nil {
		return refuseMedia(err)
	}
	return answered(c, id, answer)
}

// answered sends the answer to an offer with the address of its session.
func answered(c *fiber.Ctx, id, answer string) error {
	c.Set(fiber.HeaderLocation, c.Path()+"/"+id)
	c.Set(fiber.HeaderETag, `"`+id+`"`)
	c.Set(fiber.HeaderContentType, "application/sdp")
	return c.Status(fiber.StatusCreated).SendString(answer)
}

// Published answers a publisher who asks whether its session is still known.
// All candidates are in the offer and the answer, so there is nothing to add.
func (h *Handlers) Published(c *fiber.Ctx, by rooms.Actor) error {
	if feedOf(c) != CameraFeed(by.Kiosk) || !h.Media.Publishing(c.Params("session"), feedOf(c)) {
		return refuseMedia(media.ErrGone)
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// Unpublish ends a publisher's session.
func (h *Handlers) Unpublish(c *fiber.Ctx, by rooms.Actor) error {
	if feedOf(c) != CameraFeed(by.Kiosk) {
		return refuseMedia(media.ErrGone)
	}
	if err := h.Media.Unpublish(c.Params("session"), feedOf(c)); err != nil {
		return refuseMedia(err)
	}
	return c.SendStatus(fiber.StatusOK)
}

// A watch is a viewer as the log has it.
type watch struct {
	by       rooms.Actor
	lot, log string // log: the id of the watch in the log
}

// watches keeps who watches what.
type watches struct {
	mu       sync.Mutex
	viewers  map[string]watch     // by session
	playback map[string]time.Time // when somebody asked for a feed last, by account, lot and feed
}

// View gives a feed out live (WHEP). Who watches is in the log.
func (h *Handlers) View(c *fiber.Ctx, by rooms.Actor) error {
	ctx, lot := c.UserContext(), c.Params("lot")
	cs, _, err := h.Rooms.Case(ctx, lot, by, access.FeedWatch)
	if err != nil {
		return err
	}
	places, err := h.feedPlaces(ctx, cs)
	if err != nil {
		return err
	}
	if _, known := places[feedOf(c)]; !known {
		return rule.Refuse(rule.NotFound, "", "media.unknown", "feed")
	}
	id, answer, err := h.Media.View(ctx, lot, feedOf(c), string(c.Body()), h.viewerLeft)
	if err != nil {
		return refuseMedia(err)
	}
	logged, err := h.Rooms.BeginWatch(ctx, by, lot, feedOf(c), true)
	if err != nil {
		return errors.Join(err, h.Media.Leave(id, lot, feedOf(c)))
	}
	h.watches.mu.Lock()
	if h.watches.viewers == nil {
		h.watches.viewers = map[string]watch{}
	}
	h.watches.viewers[id] = watch{by, lot, logged}
	h.watches.mu.Unlock()
	if !h.Media.Viewing(id, lot, feedOf(c)) {
		h.viewerLeft(id) // it was gone before it was in the list
	}
	return answered(c, id, answer)
}

// viewerLeft logs the end of a watch.
func (h *Handlers) viewerLeft(id string) {
	h.watches.mu.Lock()
	w, ok := h.watches.viewers[id]
	delete(h.watches.viewers, id)
	h.watches.mu.Unlock()
	if !ok {
		return // its coming is not logged yet; View looks again
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.Rooms.EndWatch(ctx, w.by, w.lot, w.log); err != nil {
		h.Fault("the end of a watch", err)
	}
}

// Viewed answers a viewer who asks whether its session is still known.
func (h *Handlers) Viewed(c *fiber.Ctx, _ rooms.Actor) error {
	if !h.Media.Viewing(c.Params("session"), c.Params("lot"), feedOf(c)) {
		return refuseMedia(media.ErrGone)
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// Leave ends a viewer's session.
func (h *Handlers) Leave(c *fiber.Ctx, _ rooms.Actor) error {
	if err := h.Media.Leave(c.Params("session"), c.Params("lot"), feedOf(c)); err != nil {
		return refuseMedia(err)
	}
	return c.SendStatus(fiber.StatusOK)
}

// A playback that is asked for again after this long is a new one.
const playbackPause = 5 * time.Minute

// notePlayback logs that somebody plays a feed back, once for as long as it
// goes on.
func (h *Handlers) notePlayback(ctx context.Context, by rooms.Actor, lot, feed string) error {
	now, key := h.Now(), by.Account+" "+lot+" "+feed
	h.watches.mu.Lock()
	for k, last := range h.watches.playback {
		if now.Sub(last) > playbackPause {
			delete(h.watches.playback, k)
		}
	}
	_, on := h.watches.playback[key]
	if h.watches.playback == nil {
		h.watches.playback = map[string]time.Time{}
	}
	h.watches.playback[key] = now
	h.watches.mu.Unlock()
	if on {
		return nil
	}
	_, err := h.Rooms.BeginWatch(ctx, by, lot, feed, false)
	return err
}
