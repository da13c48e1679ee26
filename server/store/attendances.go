package store

// An Unsealed is a label that was unsealed, because somebody checked in for the
// first time.
type Unsealed struct {
	Opening        // of who stands behind the label
	Bytes   []byte `db:"bytes"` // the entry that unsealed it
}

// UnsealedLabels returns the labels whose opening is of one of the domains, of
// all lots in which somebody has checked in since an instant, in UTC
// milliseconds.
func (tx *Tx) UnsealedLabels(here, elsewhere string, since int64) ([]Unsealed, error) {
	var list []Unsealed
	err := tx.list(&list, `SELECT o.tree, o.seq, o.hash, o.domain, o.sealed, e.bytes
		FROM openings o
		JOIN log_entries e ON e.tree = o.tree AND e.seq = o.seq AND e.kind = 'draw.unsealed'
		WHERE o.domain IN (?, ?) AND EXISTS (SELECT 1 FROM log_entries c
			WHERE c.tree = o.tree AND c.kind = 'member.checked_in' AND c.at_ms >= ?)`, here, elsewhere, since)
	return list, err
}

// An Attendance is a check-in, with where that was.
type Attendance struct {
	Tree       string `db:"tree"` // lot
	Seq        int64  `db:"seq"`
	AtMs       int64  `db:"at_ms"`
	Bytes      []byte `db:"bytes"`     // its entry
	CentreID   string `db:"centre_id"` // of the lot
	Stage      string `db:"stage"`     // of the lot now
	LotNumber  string `db:"lot_number"`
	LotName    string `db:"lot_name"`
	TenderName string `db:"tender_name"`
	EntityName string `db:"entity_name"`
	EntityCode string `db:"entity_code"`
}

// Attendances returns the check-ins of all lots since an instant, in UTC
// milliseconds, oldest first, but for those to a meeting that was void.
func (tx *Tx) Attendances(since int64) ([]Attendance, error) {
	var list []Attendance
	err := tx.list(&list, `SELECT e.tree, e.seq, e.at_ms, e.bytes,
			l.centre_id, l.stage, l.number AS lot_number, l.name AS lot_name, t.name AS tender_name, t.entity_name, t.entity_code
		FROM lots l
		JOIN log_entries e ON e.tree = l.id AND e.kind = 'member.checked_in'
		JOIN tenders t ON t.id = l.tender_id
		WHERE e.at_ms >= ? AND NOT EXISTS (SELECT 1 FROM log_entries v
			WHERE v.tree = e.tree AND v.kind = 'meeting.voided' AND v.seq > e.seq AND NOT EXISTS (SELECT 1 FROM log_entries s
				WHERE s.tree = e.tree AND s.kind = 'meeting.scheduled' AND s.seq > e.seq AND s.seq < v.seq))
		ORDER BY e.at_ms, e.tree, e.seq`, since)
	return list, err
}

// MergedExperts returns the experts that another entry stands for instead.
func (tx *Tx) MergedExperts() ([]Expert, error) {
	var list []Expert
	err := tx.list(&list, "SELECT id, identity_index, merged_into FROM experts WHERE merged_into <> ''")
	return list, err
}
