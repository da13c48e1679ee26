package store

// A Reading is what a member keeps of a file: a note at a page, or how long
// the file was open in a stage.
type Reading struct {
	MeetingID   string `db:"meeting_id"`
	Seat        int    `db:"seat"`
	File        string `db:"file"`
	Place       string `db:"place"` // the page's number, or the stage
	LotID       string `db:"lot_id"`
	ValueSealed []byte `db:"value_sealed"`
	ClientSeq   int64  `db:"client_seq"`
	SavedAt     int64  `db:"saved_at"`
}

// SaveReading writes a reading unless one of a higher or equal number is there.
func (tx *Tx) SaveReading(r Reading) error {
	n, err := tx.changed("UPDATE readings SET value_sealed = ?, client_seq = ?, saved_at = ? WHERE meeting_id = ? AND seat = ? AND file = ? AND place = ? AND client_seq < ?",
		r.ValueSealed, r.ClientSeq, r.SavedAt, r.MeetingID, r.Seat, r.File, r.Place, r.ClientSeq)
	if err != nil || n > 0 {
		return err
	}
	var there int
	if err := tx.get(&there, "SELECT COUNT(*) FROM readings WHERE meeting_id = ? AND seat = ? AND file = ? AND place = ?",
		r.MeetingID, r.Seat, r.File, r.Place); err != nil || there > 0 {
		return err
	}
	return tx.insert("readings", r)
}

// Readings returns what a seat keeps.
func (tx *Tx) Readings(meeting string, seat int) ([]Reading, error) {
	var list []Reading
	err := tx.list(&list, "SELECT * FROM readings WHERE meeting_id = ? AND seat = ? ORDER BY file, place", meeting, seat)
	return list, err
}

// ForgetReadings deletes what a seat keeps; of every seat if seat is 0.
func (tx *Tx) ForgetReadings(meeting string, seat int) error {
	return tx.exec("DELETE FROM readings WHERE meeting_id = ? AND (? = 0 OR seat = ?)", meeting, seat, seat)
}
