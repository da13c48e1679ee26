// Package server is the process as seen from the network: one table of
// routes, one place where a refusal becomes an HTTP answer, and what holds for
// every answer (security headers, limits, language, the access log).
//
// A request takes this way: its host is one of the centre's; who asks is
// found out; the access table says whether such a one ever may; an unsafe
// request shows that it comes from our own page (Origin, and a token in
// X-CSRF); what its path names is the caller's centre's; its body is counted; the handler runs, bounded in time.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/auth"
)

// Config is what a server is made of. Every field is needed.
type Config struct {
	Hosts    []string // names and addresses it is reached by, without a port
	TLS      bool     // it listens with TLS: cookies are bound to the host
	Pages    fs.FS    // the built pages
	Routes   []Route
	Identify func(context.Context, auth.Credentials) (auth.Who, error)
	Reach    func(ctx context.Context, scope access.Scope, noun, id string) error // refuses what is not within the scope
	Answers  *auth.Service                                                        // remembers the answers of requests with an idempotency key
	Words    Words
	Random   io.Reader
	Now      func() time.Time
	Log      *slog.Logger
}

// Timeouts of a connection. A body of 300 MB over 100 Mbit/s takes half a
// minute, an hour of recording over the same takes six.
const (
	readTimeout  = 3 * time.Minute
	writeTimeout = 15 * time.Minute
	idleTimeout  = 75 * time.Second
	closeTimeout = 10 * time.Second
)

// A Server answers requests.
type Server struct {
	config Config
	app    *fiber.App
}

// New makes a server. It returns an error if the route table has a hole or
// the pages cannot be read.
func New(config Config) (*Server, error) {
	s := &Server{config: config}
	s.app = fiber.New(fiber.Config{
		Immutable:         true, // what a handler keeps must stay what it was
		StreamRequestBody: true, // bodies are counted by body.go; see there
		BodyLimit:         1,
		// Else a form is read to its end, whoever sends it, before anything here is asked.
		DisablePreParseMultipartForm: true,
		EnableTrustedProxyCheck:      true, // and no proxy is trusted: what a request says of its host is not asked of X-Forwarded-Host
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		ReadBufferSize:               16 << 10, // bounds the headers of a request
		DisableStartupMessage:        true,
		ErrorHandler:                 s.answerError,
	})
	s.app.Use(s.frame)
	for _, route := range config.Routes {
		if err := route.check(); err != nil {
			return nil, err
		}
		s.app.Add(route.Method, route.Path, s.serve(route))
	}
	pages, err := readPages(config.Pages)
	if err != nil {
		return nil, err
	}
	s.app.Get("/*", pages.serve)
	return s, nil
}

// Serve answers on the listener until Close. With Config.TLS the listener is
// one of TLS.
func (s *Server) Serve(listener net.Listener) error {
	if err := s.app.Listener(listener); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

// Close stops listening and waits, up to ten seconds, for requests that run.
// Live sockets are the hub's to close, before.
func (s *Server) Close() error {
	if err := s.app.ShutdownWithTimeout(closeTimeout); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

// Names under which the frame leaves what a handler may ask for.
const (
	localNumber = "number" // of the request
	localWho    = "who"    // of type auth.Who
	localBody   = "body"   // of a streamed body: io.Reader
)

// frame is around every request: its number, its language, the headers of its
// answer, and its line in the access log.
func (s *Server) frame(c *fiber.Ctx) (err error) {
	start := s.config.Now()
	number, err := s.number()
	if err != nil {
		return err
	}
	c.Locals(localNumber, number)
	c.Set("X-Request-Id", number)
	setSecurityHeaders(c)
	if err = s.checkHost(c); err == nil {
		err = s.guarded(c)
	}
	if err != nil {
		if broken := drain(c); broken != nil {
			s.config.Log.Debug("a refused body broke off", "number", number, slog.Any("error", broken))
		}
		if err := s.answerError(c, err); err != nil {
			return err
		}
	}
	who, _ := c.Locals(localWho).(auth.Who)
	// The pattern of the route and not the address, which can hold a person's search; no address of a person's machine.
	s.config.Log.LogAttrs(c.UserContext(), slog.LevelInfo, "request",
		slog.String("number", number), slog.String("method", c.Method()), slog.String("route", c.Route().Path),
		slog.Int("status", c.Response().StatusCode()), slog.String("role", string(who.Role)),
		slog.Duration("took", s.config.Now().Sub(start)))
	return nil
}

// guarded runs what comes next and makes a panic a fault.
func (s *Server) guarded(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, stack())
		}
	}()
	return c.Next()
}

// checkHost refuses a request for a host that is not the centre's: a page of
// elsewhere whose name was made to point here is not one of ours.
func (s *Server) checkHost(c *fiber.Ctx) error {
	host := string(c.Request().Host())
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	for _, ours := range s.config.Hosts {
		if strings.EqualFold(host, ours) {
			return nil
		}
	}
	return rule.Refuse(rule.Forbidden, "", "request.host", "")
}

// A fault that fiber itself finds becomes a refusal where it is the
// request's.
func asRefusal(err error) *rule.Refusal {
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		return refusal
	}
	var e *fiber.Error
	if !errors.As(err, &e) || e.Code >= fiber.StatusInternalServerError {
		return nil
	}
	switch e.Code {
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return rule.Refuse(rule.NotFound, "", "request.unknown", "")
	case fiber.StatusRequestEntityTooLarge, fiber.StatusRequestHeaderFieldsTooLarge:
		return rule.Refuse(rule.TooLarge, "", "request.headers", "")
	}
	return rule.Refuse(rule.Invalid, "", "request.malformed", "", "detail", e.Message)
}
