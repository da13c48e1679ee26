package server

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/server/auth"
)

// What the parameters of paths name. A route whose path has another is refused
// when the server is made, so that nobody can forget to say whose it is.
var (
	// placed belong to a centre: to whoever is not of it they are not there.
	placed = []string{"lot", "draw", "room", "kiosk"}
	// inner are part of what stands before them in the path, or of the lot that
	// runs at the kiosk that calls.
	inner = []string{"bidder", "change", "subject", "bid", "seat", "incident", "feed", "recording", "session", "announcement", "clarification", "code", "lead"}
	// common are of no one centre: accounts and centres are the administrators',
	// experts and companies the register's, and a kiosk that asks to be paired
	// stands nowhere yet. A record is what a draw shows to anybody, and a method by
	// its id is built in.
	common = []string{"account", "centre", "expert", "other", "match", "proposal", "company", "import", "pairing", "record", "method"}
)

var parameter = regexp.MustCompile(`:([a-z]+)`)

func parametersOf(path string) []string {
	var names []string
	for _, match := range parameter.FindAllStringSubmatch(path, -1) {
		names = append(names, match[1])
	}
	return names
}

// checkPlaced returns an error if it is not known whose something is that the
// route's path names.
func (r Route) checkPlaced() error {
	held := slices.Equal(r.By, Kiosks)
	for _, name := range parametersOf(r.Path) {
		switch {
		case slices.Contains(placed, name):
			held = true
		case slices.Contains(common, name), slices.Contains(inner, name) && held:
		default:
			return fmt.Errorf("server: route %s %s: whose is a %q? Say so in reach.go", r.Method, r.Path, name)
		}
	}
	return nil
}

// reach refuses what the path names of another centre as if it did not exist.
func (s *Server) reach(c *fiber.Ctx, r Route, who auth.Who) error {
	for _, name := range parametersOf(r.Path) {
		if slices.Contains(placed, name) {
			if err := s.config.Reach(c.UserContext(), who.Scope, name, c.Params(name)); err != nil {
				return err
			}
		}
	}
	return nil
}
