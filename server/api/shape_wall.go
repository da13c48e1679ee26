package api

// EntryView is one entry of a lot's log as a page lists it.
type EntryView struct {
	Seq   int64             `json:"seq"`
	Kind  string            `json:"kind"`
	Text  string            `json:"text"` // the kind in words
	AtMs  int64             `json:"atMs"`
	Actor string            `json:"actor"`
	Role  string            `json:"role"`
	Body  map[string]string `json:"body"` // the plain fields worth showing
	Feed  string            `json:"feed"` // of the seat that acted, for seeking
}

// CheckpointView is a tree's newest checkpoint, with the proof from an older.
type CheckpointView struct {
	Note  string   `json:"note"`
	Proof []string `json:"proof"` // base64, from the asked size
}

// WallView is all rooms that have a meeting, and what needs a person.
type WallView struct {
	Rooms []WallRoom  `json:"rooms"`
	Queue []QueueItem `json:"queue"`
}

// WallRoom is one room on the wall.
type WallRoom struct {
	Room    RoomView     `json:"room"`
	Remote  *RoomView    `json:"remote"` // of the remote seats; null if there are none
	Lot     *LotBrief    `json:"lot"`
	Meeting *MeetingView `json:"meeting"`
	Feeds   []FeedView   `json:"feeds"`
}

// FeedView is one feed and its health.
type FeedView struct {
	ID      string   `json:"id"` // such as "kiosk-3/camera"
	Name    string   `json:"name"`
	Seat    int      `json:"seat"`
	Live    bool     `json:"live"`
	Health  []string `json:"health"` // catalogue keys below "health."
	SinceMs int64    `json:"sinceMs"`
}

// QueueItem is something that needs a person, most urgent first.
type QueueItem struct {
	ID     string            `json:"id"`
	Lot    string            `json:"lot"`
	Room   string            `json:"room"`
	What   string            `json:"what"` // catalogue key below "incident."
	Args   map[string]string `json:"args"`
	AtMs   int64             `json:"atMs"`
	Weight int               `json:"weight"`
}

// TimelineView is a meeting's feeds over time.
type TimelineView struct {
	FromMs int64          `json:"fromMs"`
	ToMs   int64          `json:"toMs"`
	Feeds  []FeedTimeline `json:"feeds"`
}

// FeedTimeline is when a feed was recorded, and when not.
type FeedTimeline struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Seat     int        `json:"seat"`
	Playlist string     `json:"playlist"` // address
	Spans    []SpanView `json:"spans"`
	Gaps     []GapView  `json:"gaps"`
}

// SpanView is one recording of a feed.
type SpanView struct {
	Recording string  `json:"recording"`
	FromMs    int64   `json:"fromMs"`
	ToMs      int64   `json:"toMs"`
	StartSec  float64 `json:"startSec"` // where it begins in the playlist's own time
}

// GapView is a stated gap.
type GapView struct {
	FromMs int64  `json:"fromMs"`
	ToMs   int64  `json:"toMs"`
	Cause  string `json:"cause"`
}
