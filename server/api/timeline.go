package api

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/media/record"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Timeline shows when each feed of a lot's meeting was recorded.
func (h *Handlers) Timeline(c *fiber.Ctx, by rooms.Actor) error {
	ctx, lot := c.UserContext(), c.Params("lot")
	cs, _, err := h.Rooms.Case(ctx, lot, by, access.PlaybackView)
	if err != nil {
		return err
	}
	recorded, err := h.Rooms.RecordedOf(ctx, lot)
	if err != nil {
		return err
	}
	places, err := h.feedPlaces(ctx, cs)
	if err != nil {
		return err
	}
	view := TimelineView{FromMs: cs.Meeting.OpenedMs, ToMs: h.Now().UnixMilli()}
	if cs.Meeting.SealedMs > 0 {
		view.ToMs = cs.Meeting.SealedMs
	}
	for _, feed := range feedsOf(recorded) {
		line := FeedTimeline{ID: feed, Name: places[feed].name, Seat: places[feed].seat, Playlist: "/api/lots/" + lot + "/feeds/" + pathFeed(feed) + "/playlist.m3u8"}
		if line.Spans, err = h.spans(recorded, feed); err != nil {
			return err
		}
		for _, span := range line.Spans {
			view.FromMs, view.ToMs = min(view.FromMs, span.FromMs), max(view.ToMs, span.ToMs)
		}
		for _, g := range recorded.Gaps {
			if g.Feed == feed {
				line.Gaps = append(line.Gaps, GapView{g.FromMs, g.ToMs, g.Cause})
			}
		}
		view.Feeds = append(view.Feeds, line)
	}
	slices.SortStableFunc(view.Feeds, func(a, b FeedTimeline) int { return a.Seat - b.Seat })
	return render(c, view)
}

// feedsOf lists the feeds that were recorded, in the order of their ids.
func feedsOf(recorded rooms.Recorded) []string {
	var feeds []string
	for _, r := range recorded.Recordings {
		if !slices.Contains(feeds, r.Feed) {
			feeds = append(feeds, r.Feed)
		}
	}
	return feeds
}

// A feedPlace says whose feed one is.
type feedPlace struct {
	name string
	seat int
}

// feedPlaces names the feeds of a meeting's kiosks, after their room too where
// it has two; the seat is that of the member who sits at the kiosk, else the
// kiosk's own.
func (h *Handlers) feedPlaces(ctx context.Context, c *evaluation.Case) (map[string]feedPlace, error) {
	places := map[string]feedPlace{}
	err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		kiosks, err := tx.Kiosks()
		if err != nil {
			return err
		}
		for _, k := range kiosks {
			places[CameraFeed(k.ID)] = feedPlace{k.Name, k.Seat}
		}
		if c.Meeting.Remote == "" {
			return nil
		}
		for _, id := range c.Meeting.Rooms() {
			room, err := tx.Room(id)
			if err != nil {
				return err
			}
			for _, k := range kiosks {
				if k.RoomID == id {
					places[CameraFeed(k.ID)] = feedPlace{room.Name + " " + k.Name, k.Seat}
				}
			}
		}
		return nil
	})
	for _, seat := range c.Meeting.Seats {
		if seat.Member != nil {
			feed := CameraFeed(seat.Member.Kiosk)
			places[feed] = feedPlace{places[feed].name, seat.No}
		}
	}
	return places, err
}

// playlist makes the playlist of a feed from the indexes of its recordings.
func (h *Handlers) playlist(recorded rooms.Recorded, feed string, ended bool) (text []byte, starts []int64, items []record.Item, rows []store.Recording, err error) {
	for _, r := range recorded.Recordings {
		if r.Feed != feed {
			continue
		}
		index, err := h.Media.Index(r.File)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(index.Parts) == 0 {
			continue // nothing is on disk yet, or any more
		}
		if err != nil {
			return nil, nil, nil, nil, err
		}
		items, rows = append(items, record.Item{URI: r.ID + ".mp4", Index: index}), append(rows, r)
	}
	text, starts = record.Playlist(items, ended)
	return text, starts, items, rows, nil
}

func (h *Handlers) spans(recorded rooms.Recorded, feed string) ([]SpanView, error) {
	_, starts, items, rows, err := h.playlist(recorded, feed, false)
	if err != nil {
		return nil, err
	}
	spans := make([]SpanView, len(rows))
	for i, r := range rows {
		parts := items[i].Index.Parts
		end := int64(0) // the sound of a part can last longer than the one behind it
		for _, p := range parts {
			end = max(end, p.Position+p.Duration)
		}
		spans[i] = SpanView{Recording: r.ID, FromMs: r.StartedAt + parts[0].Position/1000, ToMs: r.StartedAt + end/1000}
		if i < len(starts) { // the playlist leaves out what follows a recording that is not closed yet
			spans[i].StartSec = float64(starts[i]) / 1e6
		}
	}
	return spans, nil
}

// Playlist gives the HLS playlist of a feed, growing while it is recorded.
func (h *Handlers) Playlist(c *fiber.Ctx, by rooms.Actor) error {
	ctx, lot, feed := c.UserContext(), c.Params("lot"), feedOf(c)
	cs, _, err := h.Rooms.Case(ctx, lot, by, access.PlaybackView)
	if err != nil {
		return err
	}
	recorded, err := h.Rooms.RecordedOf(ctx, lot)
	if err != nil {
		return err
	}
	over := cs.Stage() == evaluation.Sealed || cs.Stage() == evaluation.Void
	text, _, items, _, err := h.playlist(recorded, feed, over)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return rule.Refuse(rule.NotFound, "", "recording.none", "feed")
	}
	if err := h.notePlayback(ctx, by, lot, feed); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.apple.mpegurl")
	return c.Send(text)
}

// longestRange bounds what one request for a part of a recording gets; the
// reader asks for the rest.
const longestRange = 4 << 20

// Recording sends a recording's file, in part if the request asks for a range.
func (h *Handlers) Recording(c *fiber.Ctx, by rooms.Actor) error {
	ctx, lot := c.UserContext(), c.Params("lot")
	if _, _, err := h.Rooms.Case(ctx, lot, by, access.PlaybackView); err != nil {
		return err
	}
	recorded, err := h.Rooms.RecordedOf(ctx, lot)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(recorded.Recordings, func(r store.Recording) bool { return r.ID == c.Params("recording") && r.Feed == feedOf(c) })
	if i < 0 {
		return rule.Refuse(rule.NotFound, "", "recording.unknown", "recording")
	}
	file, err := h.Media.Open(recorded.Recordings[i].File)
	if errors.Is(err, fs.ErrNotExist) {
		return rule.Refuse(rule.NotFound, "", "recording.none", "recording")
	}
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	c.Set(fiber.HeaderContentType, "video/mp4")
	if c.Get(fiber.HeaderRange) == "" {
		c.Set(fiber.HeaderAcceptRanges, "bytes")
		c.Context().SetBodyStream(&sectionCloser{io.NewSectionReader(file, 0, info.Size()), file}, int(info.Size()))
		return nil
	}
	defer file.Close()
	return copyFile(c, file, info.Size())
}

// A sectionCloser is a file as long as it was when it was opened; fasthttp
// closes it when it is sent.
type sectionCloser struct {
	*io.SectionReader
	io.Closer
}
