package store

// A Recording is how far one recording has come.
type Recording struct {
	ID        string `db:"id"`
	LotID     string `db:"lot_id"`
	MeetingID string `db:"meeting_id"`
	Feed      string `db:"feed"`
	File      string `db:"file"`
	StartedAt int64  `db:"started_at"`
	EndMs     int64  `db:"end_ms"`
	Segments  int    `db:"segments"`
	Bytes     int64  `db:"bytes"`
	Chain     string `db:"chain"`
	Ended     bool   `db:"ended"`
}

// InsertRecording writes a new recording.
func (tx *Tx) InsertRecording(r Recording) error { return tx.insert("recordings", r) }

// RecordingForUpdate returns a recording and holds it until the transaction
// ends.
func (tx *Tx) RecordingForUpdate(id string) (Recording, error) {
	var r Recording
	err := tx.get(&r, "SELECT * FROM recordings WHERE id = ?"+tx.dialect.forUpdate, id)
	return r, err
}

// SaveRecording writes how far a recording has come.
func (tx *Tx) SaveRecording(r Recording) error {
	return tx.exec("UPDATE recordings SET end_ms = ?, segments = ?, bytes = ?, chain = ?, ended = ? WHERE id = ?",
		r.EndMs, r.Segments, r.Bytes, r.Chain, r.Ended, r.ID)
}

// Recordings returns the recordings of a lot, by feed and time.
func (tx *Tx) Recordings(lot string) ([]Recording, error) {
	var list []Recording
	err := tx.list(&list, "SELECT * FROM recordings WHERE lot_id = ? ORDER BY feed, started_at, id", lot)
	return list, err
}

// A Gap is a stated gap of a feed.
type Gap struct {
	ID     string `db:"id"`
	LotID  string `db:"lot_id"`
	Feed   string `db:"feed"`
	FromMs int64  `db:"from_ms"`
	ToMs   int64  `db:"to_ms"`
	Cause  string `db:"cause"`
}

// InsertGap writes a gap.
func (tx *Tx) InsertGap(g Gap) error { return tx.insert("gaps", g) }

// Gaps returns the gaps of a lot, by feed and time.
func (tx *Tx) Gaps(lot string) ([]Gap, error) {
	var list []Gap
	err := tx.list(&list, "SELECT * FROM gaps WHERE lot_id = ? ORDER BY feed, from_ms", lot)
	return list, err
}

// UnfinishedRecordings returns the recordings that were not ended, by time.
func (tx *Tx) UnfinishedRecordings() ([]Recording, error) {
	var list []Recording
	err := tx.list(&list, "SELECT * FROM recordings WHERE ended = 0 ORDER BY started_at, id")
	return list, err
}
