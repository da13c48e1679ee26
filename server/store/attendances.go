package store

// An Attendance is a label that was unsealed, because somebody checked in, with
// where that was.
type Attendance struct {
	Opening           // of who stands behind the label
	AtMs       int64  `db:"at_ms"`
	Bytes      []byte `db:"bytes"` // the entry that unsealed it
	LotNumber  string `db:"lot_number"`
	LotName    string `db:"lot_name"`
	TenderName string `db:"tender_name"`
	EntityName string `db:"entity_name"`
	EntityCode string `db:"entity_code"`
}

// Attendances returns the labels whose opening is of one of the domains, of all
// lots, oldest first, but for those of a meeting that was void.
func (tx *Tx) Attendances(here, elsewhere string) ([]Attendance, error) {
	var list []Attendance
	err := tx.list(&list, `SELECT o.tree, o.seq, o.hash, o.domain, o.sealed, e.at_ms, e.bytes,
			l.number AS lot_number, l.name AS lot_name, t.name AS tender_name, t.entity_name, t.entity_code
		FROM openings o
		JOIN log_entries e ON e.tree = o.tree AND e.seq = o.seq AND e.kind = 'draw.unsealed'
		JOIN lots l ON l.id = o.tree
		JOIN tenders t ON t.id = l.tender_id
		WHERE o.domain IN (?, ?) AND NOT EXISTS (SELECT 1 FROM log_entries v
			WHERE v.tree = o.tree AND v.kind = 'meeting.voided' AND v.seq > o.seq AND NOT EXISTS (SELECT 1 FROM log_entries s
				WHERE s.tree = o.tree AND s.kind = 'meeting.scheduled' AND s.seq > o.seq AND s.seq < v.seq))
		ORDER BY e.at_ms, o.tree, o.seq`, here, elsewhere)
	return list, err
}

// MergedExperts returns the experts that another entry stands for instead.
func (tx *Tx) MergedExperts() ([]Expert, error) {
	var list []Expert
	err := tx.list(&list, "SELECT id, identity_index, merged_into FROM experts WHERE merged_into <> ''")
	return list, err
}
