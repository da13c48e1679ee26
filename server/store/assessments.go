package store

import "bidroom/server/access"

// An Assessment is an entry on an assessment with where that was, and the
// sealed sheet that it states, if it states one.
type Assessment struct {
	Tree       string `db:"tree"` // lot
	Seq        int64  `db:"seq"`
	AtMs       int64  `db:"at_ms"`
	Kind       string `db:"kind"`
	Bytes      []byte `db:"bytes"`  // the entry
	Sealed     []byte `db:"sealed"` // the opening of its sheet; nil if it states none, or it was erased
	Stage      string `db:"stage"`  // of the lot now
	CentreID   string `db:"centre_id"`
	LotNumber  string `db:"lot_number"`
	LotName    string `db:"lot_name"`
	TenderName string `db:"tender_name"`
	EntityName string `db:"entity_name"`
}

// Assessments returns the entries on assessments of all lots in which one was
// made since an instant, in UTC milliseconds, in the order of each lot. The
// domain is that of the sheets.
func (tx *Tx) Assessments(domain string, since int64) ([]Assessment, error) {
	var list []Assessment
	err := tx.list(&list, `SELECT e.tree, e.seq, e.at_ms, e.kind, e.bytes, o.sealed,
			l.stage, l.centre_id, l.number AS lot_number, l.name AS lot_name, t.name AS tender_name, t.entity_name
		FROM lots l
		JOIN log_entries e ON e.tree = l.id AND e.kind IN ('assessment.made', 'assessment.replied', 'assessment.answered')
		JOIN tenders t ON t.id = l.tender_id
		LEFT JOIN openings o ON o.tree = e.tree AND o.seq = e.seq AND o.domain = ?
		WHERE EXISTS (SELECT 1 FROM log_entries m WHERE m.tree = l.id AND m.kind = 'assessment.made' AND m.at_ms >= ?)
		ORDER BY e.tree, e.seq`, domain, since)
	return list, err
}

// AssessedLabels returns the labels whose opening is of one of the domains, of
// all lots in which somebody was assessed since an instant.
func (tx *Tx) AssessedLabels(here, elsewhere string, since int64) ([]Unsealed, error) {
	var list []Unsealed
	err := tx.list(&list, `SELECT o.tree, o.seq, o.hash, o.domain, o.sealed, e.bytes
		FROM openings o
		JOIN log_entries e ON e.tree = o.tree AND e.seq = o.seq AND e.kind = 'draw.unsealed'
		WHERE o.domain IN (?, ?) AND EXISTS (SELECT 1 FROM log_entries m
			WHERE m.tree = o.tree AND m.kind = 'assessment.made' AND m.at_ms >= ?)`, here, elsewhere, since)
	return list, err
}

// An AssessmentDue is what a role has still to do with the assessments of a lot.
type AssessmentDue struct {
	LotID   string `db:"lot_id"`
	Role    string `db:"role"`
	Given   int    `db:"given"`
	Of      int    `db:"of_all"`
	Waits   int    `db:"waits"`
	SinceMs int64  `db:"since_ms"`
}

// SetAssessmentsDue writes what is due of a lot, in place of what was.
func (tx *Tx) SetAssessmentsDue(lot string, list []AssessmentDue) error {
	if err := tx.exec("DELETE FROM assessments_due WHERE lot_id = ?", lot); err != nil {
		return err
	}
	for _, due := range list {
		if err := tx.insert("assessments_due", due); err != nil {
			return err
		}
	}
	return nil
}

// AssessmentsDue returns what a role has still to do with lots within a scope,
// oldest first.
func (tx *Tx) AssessmentsDue(scope access.Scope, role string) ([]AssessmentDue, error) {
	seen, args := within("l.centre_id", scope)
	var list []AssessmentDue
	err := tx.list(&list, `SELECT d.lot_id, d.role, d.given, d.of_all, d.waits, d.since_ms
		FROM assessments_due d JOIN lots l ON l.id = d.lot_id WHERE d.role = ?`+seen+" ORDER BY d.since_ms, d.lot_id", append([]any{role}, args...)...)
	return list, err
}
