package store

import (
	"slices"
	"strings"
)

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

// NewestRegisterVersion returns the number of the newest version of an expert or
// a company that is kept; 0 if none is.
func (tx *Tx) NewestRegisterVersion(subject string) (version int64, err error) {
	err = tx.get(&version, "SELECT COALESCE(MAX(version), 0) FROM register_versions WHERE subject = ?", subject)
	return version, err
}

const outdated = "EXISTS (SELECT 1 FROM register_versions v WHERE v.subject = r.id AND v.version > r.version)"

// CompaniesOutdated returns the companies of which a version is kept that is
// newer than the row: of those that bear one of the marks, or with no marks of
// all.
func (tx *Tx) CompaniesOutdated(marks []string) (ids []string, err error) {
	if len(marks) == 0 {
		err = tx.list(&ids, "SELECT r.id FROM companies r WHERE r.merged_into = '' AND "+outdated)
		return ids, err
	}
	for some := range slices.Chunk(marks, mostCodes) {
		args := make([]any, len(some))
		for i, mark := range some {
			args[i] = mark
		}
		var found []string
		if err := tx.list(&found, "SELECT r.id FROM companies r WHERE r.mark IN (?"+strings.Repeat(", ?", len(some)-1)+") AND "+outdated, args...); err != nil {
			return nil, err
		}
		ids = append(ids, found...)
	}
	return ids, nil
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
