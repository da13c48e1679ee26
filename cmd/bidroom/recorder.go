package main

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"

	"github.com/google/uuid"

	"bidroom/evaluation"
	"bidroom/server/media"
	"bidroom/server/media/record"
	"bidroom/server/rooms"
)

// A keeper puts what happens to recordings into the log of their lot.
type keeper struct{ rooms *rooms.Service }

func (k keeper) Started(ctx context.Context, r media.Recording) error {
	return k.rooms.StartRecording(ctx, r.Lot, &evaluation.RecordingStarted{Recording: r.ID, Meeting: r.Meeting, Feed: r.Feed,
		File: r.File, StartMs: r.StartMs, Codecs: r.Codecs})
}

func (k keeper) Segment(ctx context.Context, r media.Recording, s record.Segment) error {
	return k.rooms.KeepSegment(ctx, &evaluation.RecordingSegment{Recording: r.ID, N: s.N, Offset: s.Offset, Length: s.Length,
		StartMs: s.StartMs, EndMs: s.EndMs, Hash: s.Hash})
}

func (k keeper) Ended(ctx context.Context, r media.Recording, bytes int64, cause string) error {
	return k.rooms.EndRecording(ctx, &evaluation.RecordingEnded{Recording: r.ID, Bytes: bytes, Cause: cause})
}

func (k keeper) Gap(ctx context.Context, g media.Gap) error {
	return k.rooms.StateGap(ctx, g.Lot, &evaluation.RecordingGap{Feed: g.Feed, FromMs: g.FromMs, ToMs: g.ToMs, Cause: g.Cause})
}

func (k keeper) Unfinished(ctx context.Context) ([]media.Unfinished, error) {
	rows, err := k.rooms.UnfinishedRecordings(ctx)
	list := make([]media.Unfinished, len(rows))
	for i, r := range rows {
		list[i] = media.Unfinished{Segments: r.Segments, Recording: media.Recording{ID: r.ID, Lot: r.LotID, Meeting: r.MeetingID,
			Feed: r.Feed, File: r.File, StartMs: r.StartedAt}}
	}
	return list, err
}

func (k keeper) LastEnds(ctx context.Context, lot, meeting string) (map[string]int64, error) {
	recorded, err := k.rooms.RecordedOf(ctx, lot)
	ends := map[string]int64{}
	for _, r := range recorded.Recordings {
		if r.MeetingID == meeting {
			ends[r.Feed] = max(ends[r.Feed], r.EndMs)
		}
	}
	return ends, err
}

// startMedia opens the socket of all feeds.
func startMedia(ctx context.Context, cfg Config, service *rooms.Service, changed func(lot string), log *slog.Logger) (*media.Server, error) {
	address, err := cfg.mediaAddress()
	if err != nil {
		return nil, err
	}
	conn, err := net.ListenUDP("udp", address)
	if err != nil {
		return nil, err
	}
	return media.New(ctx, media.Config{Dir: filepath.Join(cfg.Data, recordingsDir), Conn: conn, Now: cfg.clock(), NewID: newID,
		Keeper: keeper{service}, Changed: changed, Log: log})
}

// recordingsDir is where recordings are, below the data directory.
const recordingsDir = "recordings"

func newID() string { return uuid.Must(uuid.NewV7()).String() }
