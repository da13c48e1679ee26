package store

import (
	"errors"
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

// RegisterVersionBefore returns the version that held just before an instant;
// nothing if there was none yet.
func (tx *Tx) RegisterVersionBefore(subject string, ms int64) (*RegisterVersion, error) {
	var v RegisterVersion
	err := tx.get(&v, "SELECT * FROM register_versions WHERE subject = ? AND at_ms < ? ORDER BY version DESC LIMIT 1", subject, ms)
	if errors.Is(err, ErrAbsent) {
		return nil, nil
	}
	return &v, err
}
