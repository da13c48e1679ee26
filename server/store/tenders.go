package store

import (
	"strings"

	"bidroom/server/access"
	"bidroom/server/proclog"
)

// A Tender is one procurement put out to bid.
type Tender struct {
	ID          string `db:"id"`
	CentreID    string `db:"centre_id"`
	Number      string `db:"number"`
	Name        string `db:"name"`
	EntityName  string `db:"entity_name"`
	EntityCode  string `db:"entity_code"`
	AgencyName  string `db:"agency_name"`
	AgencyCode  string `db:"agency_code"`
	StartedOn   string `db:"started_on"`
	NoticeMedia string `db:"notice_media"`
	CreatedAt   int64  `db:"created_at"`
}

// A Lot is a lot with the sealed snapshot of its case.
type Lot struct {
	ID        string `db:"id"`
	CentreID  string `db:"centre_id"` // of its tender
	TenderID  string `db:"tender_id"`
	Number    string `db:"number"`
	Name      string `db:"name"`
	Regime    string `db:"regime"`
	Stage     string `db:"stage"`
	RoomID    string `db:"room_id"`
	RemoteID  string `db:"remote_room_id"` // of the remote seats; empty if there are none
	PlannedAt int64  `db:"planned_at"`
	CreatedAt int64  `db:"created_at"`
	Version   int64  `db:"version"`
	State     []byte `db:"state_sealed"`
}

const lotColumns = "id, centre_id, tender_id, number, name, regime, stage, room_id, remote_room_id, planned_at, created_at, version, state_sealed"

// InsertTender writes a new tender; [ErrTwice] if its centre has its number.
func (tx *Tx) InsertTender(t Tender) error { return tx.insert("tenders", t) }

// Tender returns a tender.
func (tx *Tx) Tender(id string) (Tender, error) {
	var t Tender
	err := tx.get(&t, "SELECT * FROM tenders WHERE id = ?", id)
	return t, err
}

// A TenderCount is a tender with how many lots it has.
type TenderCount struct {
	Tender
	Lots int `db:"lots"`
}

// Tenders returns a page of the tenders within a scope whose number or name
// holds the text, newest first, and how many there are in all.
func (tx *Tx) Tenders(scope access.Scope, text string, offset, limit int) (list []TenderCount, total int64, err error) {
	like := contains(text)
	seen, args := within("t.centre_id", scope)
	where, args := " FROM tenders t WHERE (t.number LIKE ? ESCAPE '!' OR t.name LIKE ? ESCAPE '!')"+seen, append([]any{like, like}, args...)
	if err := tx.get(&total, "SELECT COUNT(*)"+where, args...); err != nil {
		return nil, 0, err
	}
	err = tx.list(&list, "SELECT t.*, (SELECT COUNT(*) FROM lots l WHERE l.tender_id = t.id) AS lots"+where+
		" ORDER BY t.created_at DESC, t.id DESC LIMIT ? OFFSET ?", append(args, limit, offset)...)
	return list, total, err
}

// InsertLot writes a new lot; [ErrTwice] if the tender has its number.
func (tx *Tx) InsertLot(l Lot) error { return tx.insert("lots", l) }

// Lot returns a lot.
func (tx *Tx) Lot(id string) (Lot, error) {
	var l Lot
	err := tx.get(&l, "SELECT "+lotColumns+" FROM lots WHERE id = ?", id)
	return l, err
}

// LotByNumber returns the lot with a number; [ErrTwice] if more than one
// tender has a lot of that number.
func (tx *Tx) LotByNumber(number string) (Lot, error) {
	var list []Lot
	switch err := tx.list(&list, "SELECT "+lotColumns+" FROM lots WHERE number = ? ORDER BY id LIMIT 2", number); {
	case err != nil:
		return Lot{}, err
	case len(list) == 0:
		return Lot{}, ErrAbsent
	case len(list) > 1:
		return Lot{}, ErrTwice
	}
	return list[0], nil
}

// LotsOf returns the lots of a tender, by id.
func (tx *Tx) LotsOf(tender string) ([]Lot, error) {
	var list []Lot
	err := tx.list(&list, "SELECT "+lotColumns+" FROM lots WHERE tender_id = ? ORDER BY id", tender)
	return list, err
}

// LotForUpdate returns a lot and holds it, and its log, until the transaction
// ends. The transaction's instant is none before what the centre's log holds by
// now: what changed in the register while another held the lot is read, and an
// entry is not decided by what is later than it.
func (tx *Tx) LotForUpdate(id string) (Lot, error) {
	var l Lot
	if _, err := tx.lockTree(id); err != nil {
		return l, err
	}
	if err := tx.follow(proclog.Centre); err != nil {
		return l, err
	}
	err := tx.get(&l, "SELECT "+lotColumns+" FROM lots WHERE id = ?"+tx.dialect.forUpdate, id)
	return l, err
}

// SaveLot writes a lot whose version is still the one that was read, else
// [ErrStale].
func (tx *Tx) SaveLot(l Lot) error {
	return tx.one("UPDATE lots SET stage = ?, room_id = ?, remote_room_id = ?, planned_at = ?, state_sealed = ?, version = version + 1 WHERE id = ? AND version = ?",
		l.Stage, l.RoomID, l.RemoteID, l.PlannedAt, l.State, l.ID, l.Version)
}

// Lots returns the lots within a scope whose number or name, or whose
// tender's, holds the text, newest first, and how many there are in all.
func (tx *Tx) Lots(scope access.Scope, text string, offset, limit int) (list []Lot, total int64, err error) {
	seen, args := within("l.centre_id", scope)
	where := ` FROM lots l JOIN tenders t ON t.id = l.tender_id
		WHERE (l.number LIKE ? ESCAPE '!' OR l.name LIKE ? ESCAPE '!' OR t.number LIKE ? ESCAPE '!' OR t.name LIKE ? ESCAPE '!')` + seen
	like := contains(text)
	args = append([]any{like, like, like, like}, args...)
	if err := tx.get(&total, "SELECT COUNT(*)"+where, args...); err != nil {
		return nil, 0, err
	}
	err = tx.list(&list, `SELECT l.id, l.centre_id, l.tender_id, l.number, l.name, l.regime, l.stage, l.room_id, l.remote_room_id, l.planned_at, l.created_at, l.version, l.state_sealed`+
		where+" ORDER BY l.created_at DESC, l.id DESC LIMIT ? OFFSET ?", append(args, limit, offset)...)
	return list, total, err
}

// runningStages are the stages at which a meeting holds its room.
var runningStages = func() string {
	quoted := make([]string, len(access.Running))
	for i, stage := range access.Running {
		quoted[i] = "'" + string(stage) + "'"
	}
	return "(" + strings.Join(quoted, ", ") + ")"
}()

// RunningLots returns the lots whose meeting holds a room, as its main or its
// remote one; any room if room is empty.
func (tx *Tx) RunningLots(room string) ([]string, error) {
	var ids []string
	err := tx.list(&ids, "SELECT id FROM lots WHERE (? = '' OR room_id = ? OR remote_room_id = ?) AND stage IN "+runningStages+" ORDER BY id", room, room, room)
	return ids, err
}

// RoomsTaken returns the rooms of the meetings of other lots that are planned
// for a time between two instants, and, if the first is past, those in which a
// meeting runs now.
func (tx *Tx) RoomsTaken(lot string, fromMs, toMs int64) ([]string, error) {
	held := "id <> ? AND ((stage = 'scheduled' OR stage IN " + runningStages + ") AND planned_at > ? AND planned_at < ? OR stage IN " + runningStages + " AND ? < ?)"
	args := []any{lot, fromMs, toMs, fromMs, tx.Now}
	var rooms []string
	err := tx.list(&rooms, "SELECT room_id FROM lots WHERE room_id <> '' AND "+held+" UNION SELECT remote_room_id FROM lots WHERE remote_room_id <> '' AND "+held+" ORDER BY 1",
		append(args, args...)...)
	return rooms, err
}

// Actors returns the accounts that have acted on a lot, by its log, but for
// those that only carried invitations.
func (tx *Tx) Actors(lot string) ([]string, error) {
	var actors []string
	err := tx.list(&actors, "SELECT DISTINCT actor FROM log_entries WHERE tree = ? AND kind NOT IN ('draw.answered', 'draw.attempted') ORDER BY actor", lot)
	return actors, err
}
