package auth

import (
	"bidroom/server/access"
)

// A Way is how a request shows who is asking.
type Way string

const (
	Nobody    Way = ""
	ByAccount Way = "account" // a session's cookie
	ByKiosk   Way = "kiosk"   // a kiosk's token
)

// Who is asking.
type Who struct {
	By      Way
	Role    access.Role
	Kind    access.SupervisorKind
	Account string // account id
	Centre  string // id of the account's or the kiosk's centre; empty for an account of every centre
	Scope   access.Scope
	Keeps   bool   // of those who keep the register, and supervise its keeping
	Name    string // of the person; never logged
	Session string // by which the live hub drops it; not the token
	Device  string // the browser's id, of its signed cookie; empty without one
	Kiosk   string // kiosk id
	Room    string // of the kiosk
	Place   int    // of the kiosk in its room, from 1
	Lot     string // of a member
	Meeting string // of a member
	Seat    int    // of a member, on the panel
	CSRF    string // what an unsafe request must carry, unless it shows a token
}

// AsMember returns w as the member who sits at its kiosk.
func (w Who) AsMember(lot, meeting string, seat int) Who {
	w.Role, w.Lot, w.Meeting, w.Seat = access.Member, lot, meeting, seat
	return w
}

// Credentials are what a request shows.
type Credentials struct {
	Session string // the session's cookie
	Device  string // the device's cookie
	Kiosk   string // a kiosk's token
}
