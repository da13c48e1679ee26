package server

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// policy is the content security policy of every page. There are no inline
// scripts and styles; pdf.js needs its decoders as WebAssembly, and media are
// played from memory.
var policy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"style-src 'self'",
	"img-src 'self' blob:",
	"media-src 'self' blob:",
	"font-src 'self'",
	"connect-src 'self'",
	"worker-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
}, "; ")

// permissions allows the kiosk's own page what it records with, and nothing
// else. It names only what Chromium knows: of any other name it complains on
// every page.
var permissions = strings.Join([]string{
	"camera=(self)", "microphone=(self)", "display-capture=(self)", "fullscreen=(self)", "autoplay=(self)",
	"geolocation=()", "midi=()", "payment=()", "usb=()", "serial=()", "hid=()",
}, ", ")

func setSecurityHeaders(c *fiber.Ctx) {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderPermissionsPolicy, permissions)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
}
