package server

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/auth"
)

// A Handler serves a route for somebody who may call it. What the access
// table says of the stage of a case is asked again when the case is loaded.
type Handler func(c *fiber.Ctx, who auth.Who) error

// A Route is one line of the route table.
type Route struct {
	Method  string
	Path    string        // as fiber writes it
	Action  access.Action // what the access table is asked for
	By      []auth.Way    // how a caller may show who it is
	Limit   int64         // of the body, in bytes; [DefaultLimit] if 0
	Stream  bool          // the body is read by the handler; see Body
	Time    time.Duration // for the handler's context; [DefaultTime] if 0
	Handler Handler
}

// What holds for a route that says nothing else.
const (
	DefaultLimit = 1 << 20
	DefaultTime  = 30 * time.Second
)

// Ways in which a route can be called, for the table.
var (
	Anybody  = []auth.Way{auth.Nobody, auth.ByAccount, auth.ByKiosk}
	People   = []auth.Way{auth.ByAccount}
	Kiosks   = []auth.Way{auth.ByKiosk}
	SignedIn = []auth.Way{auth.ByAccount, auth.ByKiosk}
)

// check returns an error if the route does not say who may call it.
func (r Route) check() error {
	switch {
	case r.Method == "" || r.Path == "" || r.Handler == nil:
		return fmt.Errorf("server: route %s %s has no method, path or handler", r.Method, r.Path)
	case !slices.Contains(access.Actions(), r.Action):
		return fmt.Errorf("server: route %s %s: %q is no action of the access table", r.Method, r.Path, r.Action)
	case len(r.By) == 0:
		return fmt.Errorf("server: route %s %s does not say how its callers show who they are", r.Method, r.Path)
	case r.Stream && r.Limit == 0:
		return fmt.Errorf("server: route %s %s streams a body without a limit", r.Method, r.Path)
	}
	return r.checkPlaced()
}

// Routes returns the method and path of everything that is served beside the
// pages, for a test that holds it against the table.
func (s *Server) Routes() []string {
	var list []string
	for _, r := range s.app.GetRoutes(true) {
		if r.Method != fiber.MethodHead {
			list = append(list, r.Method+" "+r.Path)
		}
	}
	return list
}

// serve wraps a route's handler in what every route needs.
func (s *Server) serve(r Route) fiber.Handler {
	if r.Limit == 0 {
		r.Limit = DefaultLimit
	}
	if r.Time == 0 {
		r.Time = DefaultTime
	}
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(context.Background(), r.Time)
		defer cancel()
		c.SetUserContext(ctx)
		c.Set(fiber.HeaderCacheControl, "no-store")

		who, err := s.config.Identify(ctx, auth.Shown(c, s.config.TLS))
		if err != nil && !mayBeAnybody(r, err) {
			return err
		}
		c.Locals(localWho, who)
		if err := access.Ever(who.Role, who.Kind, r.Action); err != nil {
			return err
		}
		if !slices.Contains(r.By, who.By) {
			return rule.Refuse(rule.Unauthenticated, "", "request.way", "")
		}
		if err := access.KeepsRegister(r.Action, who.Keeps); err != nil {
			return err
		}
		if err := checkOrigin(c, s.config.TLS); err != nil {
			return err
		}
		if err := checkCSRF(c, r, who); err != nil {
			return err
		}
		if err := s.reach(c, r, who); err != nil {
			return err
		}
		if err := takeBody(c, r); err != nil {
			return err
		}
		return s.once(c, who, s.inTime(ctx, r.Handler))
	}
}

// inTime says of a request that the server could not finish in its time what
// to do, in place of a fault: nothing is broken, the machine is slow.
func (s *Server) inTime(ctx context.Context, handler Handler) Handler {
	return func(c *fiber.Ctx, who auth.Who) error {
		err := handler(c, who)
		if err == nil || ctx.Err() == nil || asRefusal(err) != nil || auth.Repeated(err) {
			return err
		}
		s.config.Log.Error("not done in time", "route", c.Route().Path, slog.Any("error", err))
		return rule.Refuse(rule.Busy, "", "request.time", "", "seconds", "10")
	}
}

// mayBeAnybody reports whether a route is open to whoever shows nothing, and
// so to somebody whose token is over: a kiosk asks it for the next one.
func mayBeAnybody(r Route, err error) bool {
	var refusal *rule.Refusal
	return errors.As(err, &refusal) && refusal.Kind == rule.Unauthenticated && slices.Contains(r.By, auth.Nobody)
}

func safe(method string) bool {
	return method == fiber.MethodGet || method == fiber.MethodHead || method == fiber.MethodOptions
}

// checkOrigin refuses what another page's script sends: an unsafe request, or
// a live socket, whose Origin is not ours. A program that is no browser sends
// none.
func checkOrigin(c *fiber.Ctx, tls bool) error {
	if safe(c.Method()) && !auth.IsUpgrade(c) {
		return nil
	}
	scheme := "http://"
	if tls {
		scheme = "https://"
	}
	origin, site := c.Get(fiber.HeaderOrigin), c.Get("Sec-Fetch-Site")
	if origin == scheme+string(c.Request().Host()) || origin == "" && (site == "" || site == "same-origin" || site == "none") {
		return nil
	}
	return rule.Refuse(rule.Forbidden, "", "request.origin", "")
}

// checkCSRF refuses an unsafe request without the token that only our own
// page can read. A kiosk's token is not sent by a browser by itself, and a
// kiosk that is not paired yet has nothing to lose: those need none.
func checkCSRF(c *fiber.Ctx, r Route, who auth.Who) error {
	if safe(c.Method()) || who.By == auth.ByKiosk || r.Action == access.KioskPair || r.Action == access.KioskBegin {
		return nil
	}
	if who.CSRF == "" || subtle.ConstantTimeCompare([]byte(c.Get("X-CSRF")), []byte(who.CSRF)) != 1 {
		return rule.Refuse(rule.Forbidden, "", "request.csrf", "")
	}
	return nil
}
