package store

import "bidroom/server/access"

// A Centre is one trading centre that this server serves.
type Centre struct {
	ID        string `db:"id"`
	Name      string `db:"name"`     // as the pages show it
	Printed   string `db:"printed"`  // as it stands on paper
	Region    string `db:"region"`   // code of GB/T 2260
	Code      string `db:"code"`     // a short code of the city's own
	Register  bool   `db:"register"` // it keeps the register for all
	Closed    bool   `db:"closed"`
	CreatedAt int64  `db:"created_at"`
	Version   int64  `db:"version"`
}

// InsertCentre writes a new centre; [ErrTwice] if its name is taken.
func (tx *Tx) InsertCentre(c Centre) error { return tx.insert("centres", c) }

// Centre returns a centre.
func (tx *Tx) Centre(id string) (Centre, error) {
	var c Centre
	err := tx.get(&c, "SELECT * FROM centres WHERE id = ?", id)
	return c, err
}

// Centres returns all centres, the one that keeps the register first.
func (tx *Tx) Centres() ([]Centre, error) {
	var list []Centre
	err := tx.list(&list, "SELECT * FROM centres ORDER BY register DESC, code, name")
	return list, err
}

// SaveCentre writes a centre whose version is still the one that was read,
// else [ErrStale]; [ErrTwice] if its name is taken.
func (tx *Tx) SaveCentre(c Centre) error {
	return tx.one("UPDATE centres SET name = ?, printed = ?, region = ?, code = ?, closed = ?, version = version + 1 WHERE id = ? AND version = ?",
		c.Name, c.Printed, c.Region, c.Code, c.Closed, c.ID, c.Version)
}

// RunningIn returns in how many lots something goes on in a centre: a meeting
// is planned or held, be it of another centre with its remote seats there, or
// the server works through the invitations.
func (tx *Tx) RunningIn(centre string) (n int64, err error) {
	err = tx.get(&n, "SELECT COUNT(*) FROM lots WHERE centre_id = ? AND (stage = 'scheduled' OR stage IN "+runningStages+" OR EXISTS (SELECT 1 FROM draws d WHERE d.lot_id = lots.id AND d.unattended))"+
		" OR centre_id <> ? AND (stage = 'scheduled' OR stage IN "+runningStages+") AND remote_room_id IN (SELECT id FROM eval_rooms WHERE centre_id = ?)", centre, centre, centre)
	return n, err
}

// A Noun is something that belongs to a centre.
type Noun string

// The nouns, as the paths of routes name them.
const (
	NounLot   Noun = "lot"
	NounDraw  Noun = "draw"
	NounRoom  Noun = "room"
	NounKiosk Noun = "kiosk"
)

var centreOf = map[Noun]string{
	NounLot:   "SELECT centre_id FROM lots WHERE id = ?",
	NounDraw:  "SELECT l.centre_id FROM draws d JOIN lots l ON l.id = d.lot_id WHERE d.id = ?",
	NounRoom:  "SELECT centre_id FROM eval_rooms WHERE id = ?",
	NounKiosk: "SELECT r.centre_id FROM kiosks k JOIN eval_rooms r ON r.id = k.room_id WHERE k.id = ?",
}

// CentreOf returns the id of the centre that something belongs to.
func (tx *Tx) CentreOf(noun Noun, id string) (centre string, err error) {
	err = tx.get(&centre, centreOf[noun], id)
	return centre, err
}

// within narrows a query to what a scope sees: the end of its WHERE, to which
// the column belongs, and its arguments.
func within(column string, scope access.Scope) (where string, args []any) {
	if scope == access.Everywhere {
		return "", nil
	}
	return " AND " + column + " = ?", []any{string(scope)}
}
