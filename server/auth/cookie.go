package auth

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Cookies. The prefix __Host- binds a cookie to this host and to TLS, which
// loopback without TLS cannot give.
const (
	sessionCookie = "bidroom-session"
	deviceCookie  = "bidroom-device"
	hostPrefix    = "__Host-"
)

// deviceAge is as long as browsers let a cookie live.
const deviceAge = 400 * 24 * time.Hour

func cookieName(name string, tls bool) string {
	if tls {
		return hostPrefix + name
	}
	return name
}

// Shown takes from a request what shows who asks. A live socket can carry no
// header of its own, so a kiosk's token is then its second subprotocol.
func Shown(c *fiber.Ctx, tls bool) Credentials {
	shown := Credentials{
		Session: c.Cookies(cookieName(sessionCookie, tls)),
		Device:  c.Cookies(cookieName(deviceCookie, tls)),
	}
	if token, ok := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Kiosk "); ok {
		shown.Kiosk = token
	} else if IsUpgrade(c) {
		for _, protocol := range strings.Split(c.Get("Sec-WebSocket-Protocol"), ",") {
			if token, ok := strings.CutPrefix(strings.TrimSpace(protocol), "kiosk."); ok {
				shown.Kiosk = token
			}
		}
	}
	return shown
}

// SetSession gives the browser a session, or takes it away if token is empty.
func SetSession(c *fiber.Ctx, tls bool, token string) {
	cookie := &fiber.Cookie{
		Name: cookieName(sessionCookie, tls), Value: token, Path: "/", Secure: tls, HTTPOnly: true, SameSite: fiber.CookieSameSiteStrictMode,
		SessionOnly: true,
	}
	if token == "" {
		cookie.SessionOnly, cookie.Expires = false, time.Unix(0, 0)
	}
	c.Cookie(cookie)
}

// SetDevice names the browser, for as long as it keeps cookies.
func SetDevice(c *fiber.Ctx, tls bool, device string) {
	c.Cookie(&fiber.Cookie{
		Name: cookieName(deviceCookie, tls), Value: device, Path: "/", Secure: tls, HTTPOnly: true, SameSite: fiber.CookieSameSiteStrictMode,
		MaxAge: int(deviceAge.Seconds()),
	})
}

// IsUpgrade reports whether a request asks for a live socket.
func IsUpgrade(c *fiber.Ctx) bool {
	return strings.EqualFold(c.Get(fiber.HeaderUpgrade), "websocket")
}
