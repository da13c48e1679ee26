package media

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"

	"bidroom/server/media/record"
)

// Config is what a media server is made of. All fields are needed.
type Config struct {
	Dir     string       // of the recordings
	Conn    *net.UDPConn // all media, in and out; it is closed by Close
	Now     func() time.Time
	NewID   func() string
	Keeper  Keeper
	Changed func(lot string) // a feed came, went, or changed its health
	Log     *slog.Logger
}

// A Recording is one publish session of a feed as it is kept.
type Recording struct {
	ID, Lot, Meeting string
	Feed             string
	File             string // below the directory of the recordings
	StartMs          int64  // UTC
	Codecs           string // as RFC 6381 names them
}

// An Unfinished recording was cut off when the server was.
type Unfinished struct {
	Recording
	Segments int // that are known
}

// A Gap is an interval without media. The causes are network, device and
// server.
type Gap struct {
	Lot, Feed    string
	FromMs, ToMs int64
	Cause        string
}

// A Keeper puts what happens to recordings into the process log. Calls for
// one recording come one after another.
type Keeper interface {
	Started(ctx context.Context, r Recording) error
	Segment(ctx context.Context, r Recording, s record.Segment) error
	Ended(ctx context.Context, r Recording, bytes int64, cause string) error
	Gap(ctx context.Context, g Gap) error
	// Unfinished lists the recordings that were begun and not ended.
	Unfinished(ctx context.Context) ([]Unfinished, error)
	// LastEnds returns by feed when the last recording of it ended, in a meeting.
	LastEnds(ctx context.Context, lot, meeting string) (map[string]int64, error)
}

// What one server takes, so that it refuses before it breaks: past these a
// machine of the kind a centre has loses packets.
const (
	maxPublishers = 120
	maxViewers    = 240
	maxOffer      = 64 << 10
	socketBuffer  = 4 << 20 // the kernel's default loses packets at a hundred feeds
)

// Refusals of an offer.
var (
	ErrOffer = errors.New("media: the offer cannot be answered")
	ErrFull  = errors.New("media: no more sessions")
	ErrGone  = errors.New("media: no such session")
)

// A Server takes feeds in and gives them out.
type Server struct {
	config   Config
	api      *webrtc.API
	mux      *ice.UDPMuxDefault
	ctx      context.Context
	stop     context.CancelFunc
	root     *os.Root
	mu       sync.Mutex
	feeds    map[key]*feed
	sessions map[string]*session
	viewers  map[string]*viewer
	closed   bool
	running  sync.WaitGroup
}

// A key names a feed: that of a kiosk in one lot's meeting.
type key struct{ lot, feed string }

// New starts a server on config.Conn, after it has finished the recordings
// that an earlier one was cut off in.
func New(ctx context.Context, config Config) (s *Server, err error) {
	if err := os.MkdirAll(config.Dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(config.Dir)
	if err != nil {
		return nil, err
	}
	s = &Server{config: config, root: root, feeds: map[key]*feed{}, sessions: map[string]*session{}, viewers: map[string]*viewer{}}
	s.ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.finishAll(ctx); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	_ = config.Conn.SetReadBuffer(socketBuffer) // a kernel that allows less serves fewer feeds
	_ = config.Conn.SetWriteBuffer(socketBuffer)
	if s.api, s.mux, err = newAPI(config.Conn, pionLogs{config.Log}); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	s.running.Go(s.watch)
	return s, nil
}

// newAPI joins pion's parts: one socket for all sessions, H.264 and Opus and
// nothing else.
func newAPI(conn *net.UDPConn, logs logging.LoggerFactory) (*webrtc.API, *ice.UDPMuxDefault, error) {
	engine := &webrtc.MediaEngine{}
	feedback := []webrtc.RTCPFeedback{{Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	for i, profile := range []string{"42e01f", "42001f", "4d001f", "640c1f"} {
		codec := webrtc.RTPCodecParameters{PayloadType: webrtc.PayloadType(102 + i), RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeH264, ClockRate: videoRate, RTCPFeedback: feedback,
			SDPFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile}}
		if err := engine.RegisterCodec(codec, webrtc.RTPCodecTypeVideo); err != nil {
			return nil, nil, err
		}
	}
	opus := webrtc.RTPCodecParameters{PayloadType: 111, RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: audioRate, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1"}}
	if err := engine.RegisterCodec(opus, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, nil, err
	}
	registry := &interceptor.Registry{}
	registry.Add(budgets{}) // first, so that it stands between what asks and the wire
	if err := webrtc.RegisterDefaultInterceptorsWithOptions(engine, registry, webrtc.WithInterceptorLoggerFactory(logs)); err != nil {
		return nil, nil, err
	}
	mux := ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: conn, Logger: logs.NewLogger("ice")})
	settings := webrtc.SettingEngine{LoggerFactory: logs}
	settings.SetICEUDPMux(mux)
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	settings.SetICETimeouts(5*time.Second, 10*time.Second, 2*time.Second)
	return webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithInterceptorRegistry(registry), webrtc.WithSettingEngine(settings)), mux, nil
}

// finishAll finishes what was cut off: the file loses its torn tail, its
// segments that are not in the log yet get there, and the recording is ended.
func (s *Server) finishAll(ctx context.Context) error {
	list, err := s.config.Keeper.Unfinished(ctx)
	if err != nil {
		return err
	}
	for _, u := range list {
		if err := s.finish(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) finish(ctx context.Context, u Unfinished) error {
	segments, err := record.Recover(s.path(u.File))
	if errors.Is(err, os.ErrNotExist) {
		s.config.Log.Error("a recording's file is missing", "recording", u.ID)
		segments, err = nil, nil
	}
	if err != nil {
		return err
	}
	bytes := int64(0)
	for _, segment := range segments {
		bytes = segment.Offset + segment.Length
		if segment.N < u.Segments {
			continue
		}
		if err := s.config.Keeper.Segment(ctx, u.Recording, segment); err != nil {
			return err
		}
	}
	return s.config.Keeper.Ended(ctx, u.Recording, bytes, CauseServer)
}

// Close ends every session, waits until each recording is whole, and closes
// the socket.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	sessions, viewers := values(s.sessions), values(s.viewers)
	s.mu.Unlock()
	for _, v := range viewers {
		v.end()
	}
	for _, one := range sessions {
		one.end(CauseServer)
	}
	s.stop()
	s.running.Wait()
	err := s.mux.Close()
	if closing := s.config.Conn.Close(); !errors.Is(closing, net.ErrClosed) {
		err = errors.Join(err, closing)
	}
	return errors.Join(err, s.root.Close())
}

func values[K comparable, V any](m map[K]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

// A FeedState is how a feed stands now.
type FeedState struct {
	Feed    string
	Live    bool
	SinceMs int64    // when it became live or was lost
	Health  []string // no_picture, no_sound: what should be there and is not
}

// Feeds lists the feeds of a lot that have ever been live here, by name.
func (s *Server) Feeds(lot string) []FeedState {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []FeedState
	for k, f := range s.feeds {
		if k.lot == lot {
			list = append(list, f.state())
		}
	}
	slices.SortFunc(list, func(a, b FeedState) int { return cmp.Compare(a.Feed, b.Feed) })
	return list
}

// EndMeeting ends the sessions of a meeting that is over, waits until their
// recordings are whole, states the gap of each feed that had been recorded
// and was not live at the end, and lets whoever watched go.
func (s *Server) EndMeeting(ctx context.Context, lot, meeting string) error {
	now := s.config.Now().UnixMilli()
	s.mu.Lock()
	live := map[string]*session{}
	for k, f := range s.feeds {
		if k.lot == lot && f.session != nil {
			live[k.feed] = f.session
		}
	}
	s.mu.Unlock()
	for _, one := range live {
		one.end(CauseLeft)
	}
	for _, one := range live {
		select {
		case <-one.whole:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	ends, err := s.config.Keeper.LastEnds(ctx, lot, meeting)
	if err != nil {
		return err
	}
	for name, from := range ends {
		if live[name] == nil {
			err = errors.Join(err, s.stateGap(ctx, key{lot, name}, from, now))
		}
	}
	s.dismiss(lot)
	return err
}

// dismiss forgets the feeds of a lot that nobody publishes, and ends whoever
// waits to see them.
func (s *Server) dismiss(lot string) {
	s.mu.Lock()
	var waiting []*viewer
	for k, f := range s.feeds {
		if k.lot == lot && f.session == nil {
			delete(s.feeds, k)
			if list := f.viewers.Load(); list != nil {
				waiting = append(waiting, *list...)
			}
		}
	}
	s.mu.Unlock()
	for _, v := range waiting {
		v.end()
	}
}

// stateGap states the time since the last recording of a feed ended.
func (s *Server) stateGap(ctx context.Context, k key, from, to int64) error {
	if from == 0 || to <= from {
		return nil
	}
	s.mu.Lock()
	cause := CauseServer // a feed that is not known was live before the server came up
	if f := s.feeds[k]; f != nil && f.cause != "" {
		cause = f.cause
	}
	s.mu.Unlock()
	return s.config.Keeper.Gap(ctx, Gap{Lot: k.lot, Feed: k.feed, FromMs: from, ToMs: to, Cause: gapCause(cause)})
}

// gapCause says of what ended a recording why nothing was recorded after it.
func gapCause(ended string) string {
	switch ended {
	case CauseLeft, CauseReplaced:
		return "device"
	}
	return ended
}

func (s *Server) path(file string) string { return s.root.Name() + "/" + file }

// plainName reports whether an id can be part of a path.
func plainName(id string) bool {
	return id != "" && len(id) <= 64 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
}
