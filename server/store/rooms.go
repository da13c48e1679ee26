package store

import "bidroom/server/access"

// A Room is an evaluation room.
type Room struct {
	ID       string `db:"id"`
	CentreID string `db:"centre_id"`
	Name     string `db:"name"`
	Seats    int    `db:"seats"`
	Offered  bool   `db:"offered"` // to meetings of other centres, as their remote room
	Version  int64  `db:"version"`
}

const roomColumns = "id, centre_id, name, seats, offered, version"

// InsertRoom writes a new room; [ErrTwice] if its centre has its name.
func (tx *Tx) InsertRoom(r Room) error { return tx.insert("eval_rooms", r) }

// Room returns a room.
func (tx *Tx) Room(id string) (Room, error) {
	var r Room
	err := tx.get(&r, "SELECT "+roomColumns+" FROM eval_rooms WHERE id = ?", id)
	return r, err
}

// Rooms returns the rooms within a scope, by centre and name.
func (tx *Tx) Rooms(scope access.Scope) ([]Room, error) {
	var list []Room
	seen, args := within("centre_id", scope)
	err := tx.list(&list, "SELECT "+roomColumns+" FROM eval_rooms WHERE 1 = 1"+seen+" ORDER BY centre_id, name", args...)
	return list, err
}

// RoomsOffered returns the rooms that a centre's meetings can have for their
// remote seats: its own, and those that others offer, by centre and name.
func (tx *Tx) RoomsOffered(centre string) ([]Room, error) {
	var list []Room
	err := tx.list(&list, "SELECT "+roomColumns+" FROM eval_rooms WHERE centre_id = ? OR offered AND centre_id IN (SELECT id FROM centres WHERE closed = 0) ORDER BY centre_id, name", centre)
	return list, err
}

// Lent returns in how many meetings of other centres a room is the remote one,
// planned or held.
func (tx *Tx) Lent(room string) (n int64, err error) {
	err = tx.get(&n, "SELECT COUNT(*) FROM lots l JOIN eval_rooms r ON r.id = l.remote_room_id WHERE r.id = ? AND r.centre_id <> l.centre_id AND (l.stage = 'scheduled' OR l.stage IN "+runningStages+")", room)
	return n, err
}

// SaveRoom writes a room whose version is still the one that was read, else
// [ErrStale].
func (tx *Tx) SaveRoom(r Room) error {
	return tx.one("UPDATE eval_rooms SET name = ?, seats = ?, offered = ?, version = version + 1 WHERE id = ? AND version = ?", r.Name, r.Seats, r.Offered, r.ID, r.Version)
}

// A Kiosk is a scoring terminal that was paired.
type Kiosk struct {
	ID          string `db:"id"`
	RoomID      string `db:"room_id"`
	Seat        int    `db:"seat"`
	Name        string `db:"name"`
	PublicKey   string `db:"public_key"`
	Fingerprint string `db:"fingerprint"`
	PairedAt    int64  `db:"paired_at"`
	PairedBy    string `db:"paired_by"`
	RevokedAt   int64  `db:"revoked_at"` // 0 while it stands
}

// InsertKiosk writes a new kiosk.
func (tx *Tx) InsertKiosk(k Kiosk) error { return tx.insert("kiosks", k) }

// Kiosk returns a kiosk.
func (tx *Tx) Kiosk(id string) (Kiosk, error) {
	var k Kiosk
	err := tx.get(&k, "SELECT * FROM kiosks WHERE id = ?", id)
	return k, err
}

// KioskByKey returns the kiosk that stands under a public key.
func (tx *Tx) KioskByKey(publicKey string) (Kiosk, error) {
	var k Kiosk
	err := tx.get(&k, "SELECT * FROM kiosks WHERE public_key = ? AND revoked_at = 0 ORDER BY paired_at DESC LIMIT 1", publicKey)
	return k, err
}

// Kiosks returns the kiosks that stand, by room and seat.
func (tx *Tx) Kiosks() ([]Kiosk, error) {
	var list []Kiosk
	err := tx.list(&list, "SELECT * FROM kiosks WHERE revoked_at = 0 ORDER BY room_id, seat, id")
	return list, err
}

// RevokeKiosk ends a kiosk and its sessions.
func (tx *Tx) RevokeKiosk(id string) error {
	if err := tx.exec("DELETE FROM kiosk_sessions WHERE kiosk_id = ?", id); err != nil {
		return err
	}
	return tx.one("UPDATE kiosks SET revoked_at = ? WHERE id = ? AND revoked_at = 0", tx.Now, id)
}

// A Pairing is a kiosk that asks to be paired.
type Pairing struct {
	ID          string `db:"id"`
	PublicKey   string `db:"public_key"`
	Fingerprint string `db:"fingerprint"`
	CreatedAt   int64  `db:"created_at"`
	KioskID     string `db:"kiosk_id"` // once confirmed
}

// InsertPairing writes a new request.
func (tx *Tx) InsertPairing(p Pairing) error { return tx.insert("pairings", p) }

// Pairing returns a request.
func (tx *Tx) Pairing(id string) (Pairing, error) {
	var p Pairing
	err := tx.get(&p, "SELECT * FROM pairings WHERE id = ?", id)
	return p, err
}

// PairingsSince returns the requests that are not confirmed and not older
// than an instant.
func (tx *Tx) PairingsSince(atMs int64) ([]Pairing, error) {
	var list []Pairing
	err := tx.list(&list, "SELECT * FROM pairings WHERE created_at >= ? AND kiosk_id = '' ORDER BY created_at, id", atMs)
	return list, err
}

// ForgetPairings deletes the requests older than an instant that nobody
// confirmed: a kiosk that is left alone asks again every two minutes.
func (tx *Tx) ForgetPairings(beforeMs int64) error {
	return tx.exec("DELETE FROM pairings WHERE created_at < ? AND kiosk_id = ''", beforeMs)
}

// ConfirmPairing notes the kiosk that a request became; of two who confirm at
// once, the second finds none to note.
func (tx *Tx) ConfirmPairing(id, kiosk string) error {
	return tx.one("UPDATE pairings SET kiosk_id = ? WHERE id = ? AND kiosk_id = ''", kiosk, id)
}

// A KioskSession is a kiosk's proof of its key, and the seat whose member
// checked in there.
type KioskSession struct {
	TokenHash string `db:"token_hash"`
	KioskID   string `db:"kiosk_id"`
	LotID     string `db:"lot_id"`
	MeetingID string `db:"meeting_id"`
	Seat      int    `db:"seat"` // 0 without a member
	SeenAt    int64  `db:"seen_at"`
}

// InsertKioskSession writes a new session.
func (tx *Tx) InsertKioskSession(s KioskSession) error { return tx.insert("kiosk_sessions", s) }

// KioskSession returns the session of a token's hash.
func (tx *Tx) KioskSession(tokenHash string) (KioskSession, error) {
	var s KioskSession
	err := tx.get(&s, "SELECT * FROM kiosk_sessions WHERE token_hash = ?", tokenHash)
	return s, err
}

// SeeKioskSession notes that a session is in use.
func (tx *Tx) SeeKioskSession(tokenHash string) error {
	return tx.exec("UPDATE kiosk_sessions SET seen_at = ? WHERE token_hash = ?", tx.Now, tokenHash)
}
