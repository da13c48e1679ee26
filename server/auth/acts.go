package auth

import "bidroom/server/keys"

// The acts of the centre's own log: who can sign in, who did, which kiosks
// are trusted. Names, passwords, keys that open something, addresses and
// tokens are never in them; a login is personal data and stands as an
// account's id.

// CentreCreated is the first act of a centre.
type CentreCreated struct {
	Centre   string `json:"centre"`
	TimeZone string `json:"time_zone"` // IANA name
	LogKey   string `json:"log_key"`   // the log's public key, as a note verifier
	// Openers are the public keys of the two roles who together open a draw:
	// stated here, they cannot be exchanged for others unseen.
	Openers keys.Openers `json:"openers"`
}

// Kind names the act in the log.
func (*CentreCreated) Kind() string { return "centre.created" }

// AccountCreated is a new account.
type AccountCreated struct {
	Account string `json:"account"`
	Centre  string `json:"centre,omitempty"` // absent for one of every centre
	Role    string `json:"role"`
	Of      string `json:"of,omitempty"` // the kind of a supervisor
}

// Kind names the act in the log.
func (*AccountCreated) Kind() string { return "account.created" }

// AccountChanged says what of an account was changed, not to what unless it
// is a right.
type AccountChanged struct {
	Account string   `json:"account"`
	Changed []string `json:"changed"`          // name, password, second, disabled, enabled, role, centre
	Centre  string   `json:"centre,omitempty"` // absent for every centre
	Role    string   `json:"role,omitempty"`
	Of      string   `json:"of,omitempty"`
}

// Kind names the act in the log.
func (*AccountChanged) Kind() string { return "account.changed" }

// SessionBegan is a sign-in.
type SessionBegan struct {
	Account string `json:"account"`
	Second  bool   `json:"second,string"` // with a second factor
}

// Kind names the act in the log.
func (*SessionBegan) Kind() string { return "session.began" }

// SessionFailed is a sign-in that was refused. Account is empty when there is
// no account of that login; what was typed is not kept, for it can be a
// password.
type SessionFailed struct {
	Account string `json:"account,omitempty"`
	Why     string `json:"why"` // password, second, disabled, unknown
}

// Kind names the act in the log.
func (*SessionFailed) Kind() string { return "session.failed" }

// SessionEnded is a sign-out, or a session that was ended for its account.
type SessionEnded struct {
	Account string `json:"account"`
}

// Kind names the act in the log.
func (*SessionEnded) Kind() string { return "session.ended" }

// KioskPaired says that staff confirmed a kiosk's key.
type KioskPaired struct {
	Kiosk       string `json:"kiosk"`
	Room        string `json:"room"`
	Seat        int    `json:"seat,string"` // its place in the room, from 1
	PublicKey   string `json:"public_key"`  // P-256, uncompressed, hex
	Fingerprint string `json:"fingerprint"` // as it was compared
}

// Kind names the act in the log.
func (*KioskPaired) Kind() string { return "kiosk.paired" }

// KioskRevoked ends the trust in a kiosk's key.
type KioskRevoked struct {
	Kiosk  string `json:"kiosk"`
	Reason string `json:"reason,omitempty"`
}

// Kind names the act in the log.
func (*KioskRevoked) Kind() string { return "kiosk.revoked" }

// Kinds lists every kind of act that this package logs, sorted.
func Kinds() []string {
	return []string{
		"account.changed", "account.created", "centre.created", "centre.set", "kiosk.paired", "kiosk.revoked",
		"session.began", "session.ended", "session.failed",
	}
}
