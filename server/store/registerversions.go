package store

import "strings"

// A RegisterVersion is what the register said of an expert or a company after
// one change, sealed.
type RegisterVersion struct {
	Subject   string `db:"subject"` // id of the expert or company
	Version   int64  `db:"version"`
	AtMs      int64  `db:"at_ms"`
	ByAccount string `db:"by_account"`
	Act       string `db:"act"`
	Sealed    []byte `db:"sealed"`
}

// InsertRegisterVersions keeps versions; [ErrTwice] if one is kept already.
func (tx *Tx) InsertRegisterVersions(list []RegisterVersion) error {
	if len(list) == 0 {
		return nil
	}
	args := make([]any, 0, 6*len(list))
	for _, v := range list {
		args = append(args, v.Subject, v.Version, v.AtMs, v.ByAccount, v.Act, v.Sealed)
	}
	return tx.exec("INSERT INTO register_versions (subject, version, at_ms, by_account, act, sealed) VALUES (?, ?, ?, ?, ?, ?)"+
		strings.Repeat(", (?, ?, ?, ?, ?, ?)", len(list)-1), args...)
}

// HasRegisterVersion reports whether a version of an expert or a company is
// kept.
func (tx *Tx) HasRegisterVersion(subject string, version int64) (bool, error) {
	var n int
	err := tx.get(&n, "SELECT COUNT(*) FROM register_versions WHERE subject = ? AND version = ?", subject, version)
	return n > 0, err
}

// RegisterVersions returns every version of an expert or a company, oldest
// first.
func (tx *Tx) RegisterVersions(subject string) ([]RegisterVersion, error) {
	var list []RegisterVersion
	err := tx.list(&list, "SELECT * FROM register_versions WHERE subject = ? ORDER BY version", subject)
	return list, err
}

// RegisterKeptSince returns the instant of the first change of which a version
// was kept, of anything; 0 if there is none.
func (tx *Tx) RegisterKeptSince() (ms int64, err error) {
	err = tx.get(&ms, "SELECT COALESCE(MIN(at_ms), 0) FROM register_versions WHERE at_ms > 0") // 0 is from before
	return ms, err
}
