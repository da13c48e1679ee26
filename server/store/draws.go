package store

// A Draw is a draw with the snapshot of its fold, which names nobody, and
// what is sealed to its key.
type Draw struct {
	ID          string `db:"id"`
	LotID       string `db:"lot_id"`
	Purpose     string `db:"purpose"` // what is drawn; empty for a panel
	CreatedAt   int64  `db:"created_at"`
	Version     int64  `db:"version"`
	State       []byte `db:"state"`        // JSON
	Sealed      []byte `db:"sealed"`       // the openings of every label
	KeyWrapped  []byte `db:"key_wrapped"`  // the draw's key, for the running server
	ShareSealed []byte `db:"share_sealed"` // the server's share, until it is revealed
	Halves      string `db:"halves"`       // the draw's key for two roles together, as keys.Halves writes it
	Unattended  bool   `db:"unattended"`
	BeaconAt    int64  `db:"beacon_at"` // from when on the round is there that it waits for; 0 if for none
	// How likely the pool's experts are to be drawn, JSON; nothing until [Tx.SaveChances].
	ChancesSealed []byte `db:"chances_sealed"`
}

// InsertDraw writes a new draw.
func (tx *Tx) InsertDraw(d Draw) error { return tx.insert("draws", d) }

// Draw returns a draw and holds it until a writing transaction ends.
func (tx *Tx) Draw(id string) (Draw, error) {
	var d Draw
	err := tx.get(&d, "SELECT * FROM draws WHERE id = ?", id)
	return d, err
}

// Draws returns the draws of a lot's panel, oldest first.
func (tx *Tx) Draws(lot string) ([]Draw, error) {
	var list []Draw
	err := tx.list(&list, "SELECT * FROM draws WHERE lot_id = ? AND purpose = '' ORDER BY created_at, id", lot)
	return list, err
}

// Choices returns the draws of a lot that are of no panel, oldest first.
func (tx *Tx) Choices(lot string) ([]Draw, error) {
	var list []Draw
	err := tx.list(&list, "SELECT * FROM draws WHERE lot_id = ? AND purpose <> '' ORDER BY created_at, id", lot)
	return list, err
}

// UnattendedDraws returns the ids of the draws whose invitations the server
// works through by itself.
func (tx *Tx) UnattendedDraws() ([]string, error) {
	var ids []string
	err := tx.list(&ids, "SELECT id FROM draws WHERE unattended ORDER BY id")
	return ids, err
}

// DrawsAwaitingBeacon returns the ids of the draws that wait for a round which
// is there by now.
func (tx *Tx) DrawsAwaitingBeacon() ([]string, error) {
	var ids []string
	err := tx.list(&ids, "SELECT id FROM draws WHERE beacon_at > 0 AND beacon_at <= ? ORDER BY id", tx.Now)
	return ids, err
}

// SaveDraw writes a draw whose version is still the one that was read, else
// [ErrStale].
func (tx *Tx) SaveDraw(d Draw) error {
	return tx.one("UPDATE draws SET state = ?, share_sealed = ?, unattended = ?, beacon_at = ?, version = version + 1 WHERE id = ? AND version = ?", d.State, d.ShareSealed, d.Unattended, d.BeaconAt, d.ID, d.Version)
}

// SaveSealed writes what is sealed to the key of a draw.
func (tx *Tx) SaveSealed(draw string, sealed []byte) error {
	return tx.one("UPDATE draws SET sealed = ? WHERE id = ?", sealed, draw)
}

// InsertDrawRegister keeps a piece of what of the register a pool was formed
// from; they are counted from 0.
func (tx *Tx) InsertDrawRegister(draw string, no int, sealed []byte) error {
	return tx.exec("INSERT INTO draw_register (draw_id, no, sealed) VALUES (?, ?, ?)", draw, no, sealed)
}

// DrawRegister returns the pieces, in order.
func (tx *Tx) DrawRegister(draw string) ([][]byte, error) {
	var pieces [][]byte
	err := tx.list(&pieces, "SELECT sealed FROM draw_register WHERE draw_id = ? ORDER BY no", draw)
	return pieces, err
}

// SaveChances writes the chances of a draw, whatever its version is by now.
func (tx *Tx) SaveChances(draw string, sealed []byte) error {
	return tx.one("UPDATE draws SET chances_sealed = ? WHERE id = ?", sealed, draw)
}

// A Pass lets one invited person check in.
type Pass struct {
	Hash      string `db:"hash"` // of the code
	LotID     string `db:"lot_id"`
	Sealed    []byte `db:"sealed"` // for whom
	ExpiresAt int64  `db:"expires_at"`
}

// InsertPass writes a new pass.
func (tx *Tx) InsertPass(p Pass) error { return tx.insert("passes", p) }

// PutPass keeps a pass in place of one of the same hash.
func (tx *Tx) PutPass(p Pass) error {
	if err := tx.exec("DELETE FROM passes WHERE hash = ?", p.Hash); err != nil {
		return err
	}
	return tx.InsertPass(p)
}

// Pass returns the pass of a code's hash.
func (tx *Tx) Pass(hash string) (Pass, error) {
	var p Pass
	err := tx.get(&p, "SELECT * FROM passes WHERE hash = ?", hash)
	return p, err
}

// A Message waits to be carried to somebody.
type Message struct {
	ID        string `db:"id"`
	DrawID    string `db:"draw_id"`
	Channel   string `db:"channel"`
	Sealed    []byte `db:"sealed"`
	State     string `db:"state"` // waiting, sent, failed, withdrawn
	Attempts  int    `db:"attempts"`
	NextAt    int64  `db:"next_at"`
	CreatedAt int64  `db:"created_at"`
}

// InsertMessage puts a message into the outbox.
func (tx *Tx) InsertMessage(m Message) error { return tx.insert("outbox", m) }

// MessagesOf returns the messages of a draw, the newest first.
func (tx *Tx) MessagesOf(draw string) ([]Message, error) {
	var list []Message
	err := tx.list(&list, "SELECT * FROM outbox WHERE draw_id = ? ORDER BY created_at DESC, id DESC", draw)
	return list, err
}

// DueOn returns up to limit messages that wait for a channel and are due.
func (tx *Tx) DueOn(channel string, limit int) ([]Message, error) {
	var list []Message
	err := tx.list(&list, "SELECT * FROM outbox WHERE state = 'waiting' AND channel = ? AND next_at <= ? ORDER BY next_at, id LIMIT ?", channel, tx.Now, limit)
	return list, err
}

// SaveMessage writes how far a message has come.
func (tx *Tx) SaveMessage(m Message) error {
	return tx.exec("UPDATE outbox SET state = ?, attempts = ?, next_at = ? WHERE id = ?", m.State, m.Attempts, m.NextAt, m.ID)
}
