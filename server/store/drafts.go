package store

// A Draft is the last state of one field of a sheet.
type Draft struct {
	MeetingID   string `db:"meeting_id"`
	Seat        int    `db:"seat"`
	BidID       string `db:"bid_id"`
	Criterion   string `db:"criterion"`
	LotID       string `db:"lot_id"`
	ValueSealed []byte `db:"value_sealed"`
	ClientSeq   int64  `db:"client_seq"`
	SavedAt     int64  `db:"saved_at"`
}

// SaveDraft writes a draft unless one of a higher or equal number is there.
func (tx *Tx) SaveDraft(d Draft) error {
	n, err := tx.changed("UPDATE drafts SET value_sealed = ?, client_seq = ?, saved_at = ? WHERE meeting_id = ? AND seat = ? AND bid_id = ? AND criterion = ? AND client_seq < ?",
		d.ValueSealed, d.ClientSeq, d.SavedAt, d.MeetingID, d.Seat, d.BidID, d.Criterion, d.ClientSeq)
	if err != nil || n > 0 {
		return err
	}
	var there int
	if err := tx.get(&there, "SELECT COUNT(*) FROM drafts WHERE meeting_id = ? AND seat = ? AND bid_id = ? AND criterion = ?",
		d.MeetingID, d.Seat, d.BidID, d.Criterion); err != nil || there > 0 {
		return err
	}
	return tx.insert("drafts", d)
}

// Drafts returns the drafts of a seat; of every seat if seat is 0.
func (tx *Tx) Drafts(meeting string, seat int) ([]Draft, error) {
	var list []Draft
	err := tx.list(&list, "SELECT * FROM drafts WHERE meeting_id = ? AND (? = 0 OR seat = ?) ORDER BY seat, bid_id, criterion", meeting, seat, seat)
	return list, err
}

// ForgetDrafts deletes the drafts of a seat.
func (tx *Tx) ForgetDrafts(meeting string, seat int) error {
	return tx.exec("DELETE FROM drafts WHERE meeting_id = ? AND seat = ?", meeting, seat)
}

// ForgetDraftsOf deletes what every seat of a meeting has typed of a bid.
func (tx *Tx) ForgetDraftsOf(meeting, bid string) error {
	return tx.exec("DELETE FROM drafts WHERE meeting_id = ? AND bid_id = ?", meeting, bid)
}
