package server

import (
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/auth"
	"bidroom/server/live"
)

// Live is the route of the pages' socket.
func Live(h *api.Handlers, timing live.Timing) Route {
	return Route{Method: get, Path: "/api/live", Action: access.LiveFollow, By: SignedIn, Handler: func(c *fiber.Ctx, who auth.Who) error {
		if !auth.IsUpgrade(c) {
			return rule.Refuse(rule.Invalid, "", "live.upgrade", "")
		}
		presence := live.Presence{Role: string(who.Role), Kiosk: who.Kiosk, Seat: who.Seat, Centre: string(who.Scope), Session: who.Session, Account: who.Account}
		return websocket.New(func(conn *websocket.Conn) {
			h.Hub.Serve(conn, presence, h.MayFollow(who), timing)
		}, websocket.Config{Subprotocols: []string{"bidroom"}})(c)
	}}
}
