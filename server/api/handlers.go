package api

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/auth"
	"bidroom/server/live"
	"bidroom/server/media"
	"bidroom/server/notify"
	"bidroom/server/rooms"
	"bidroom/server/store/files"
)

// Handlers serves the API of one centre. Its fields are set before the first
// use and not changed after.
type Handlers struct {
	Rooms      *rooms.Service
	Auth       *auth.Service
	Hub        *live.Hub
	Files      *files.Store
	Media      *media.Server
	Carrier    *notify.Worker
	TLS        bool
	Demo       bool
	Policy     func() ([]byte, error) // the policy file of a kiosk's browser
	LogKey     string                 // the log's verifier key, as a note has it
	OCIDPrefix string                 // of open contracting ids; empty if the centre has registered none
	Paper      []string               // the master key for paper, shown once at the first start; nil after
	Words      func(lang, key string, args map[string]string) string
	Reason     func(lang string, r rule.Reason) string
	Now        func() time.Time
	Fault      func(what string, err error) // to the diagnostics
	Language   func(*fiber.Ctx) string

	imports imports
	watches watches
	records sync.Mutex // held while a public record is made
	trials  sync.Mutex // held while a method is tried: meetings run beside it
}

// Actor is who acts, as rooms knows it.
func Actor(who auth.Who) rooms.Actor {
	by := rooms.Actor{Account: who.Account, Name: who.Name, Role: who.Role, Kind: who.Kind, Centre: who.Centre, Scope: who.Scope, Device: who.Device, Kiosk: who.Kiosk, Room: who.Room, Lot: who.Lot, Seat: who.Seat}
	switch {
	case who.Seat > 0:
		by.Account = seatActor(who.Seat)
	case who.Kiosk != "":
		by.Account = who.Kiosk
	}
	return by
}
