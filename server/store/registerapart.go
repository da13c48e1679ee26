package store

// An Apart is a pair of entries of the register, the lesser id first, that
// somebody held not to be the same.
type Apart struct {
	One       string `db:"one"`
	Other     string `db:"other"`
	Signs     string `db:"signs"`  // hash of what they agreed in, hex
	Reason    []byte `db:"reason"` // sealed
	ByAccount string `db:"by_account"`
	AtMs      int64  `db:"at_ms"`
}

// SaveApart keeps that a pair is held not to be the same, instead of what was
// held of it before.
func (tx *Tx) SaveApart(a Apart) error {
	return tx.exec("INSERT INTO register_apart (one, other, signs, reason, by_account, at_ms) VALUES (?, ?, ?, ?, ?, ?)"+
		tx.dialect.upsert([]string{"one", "other"}, []string{"signs", "reason", "by_account", "at_ms"}), a.One, a.Other, a.Signs, a.Reason, a.ByAccount, a.AtMs)
}

// AllApart returns every pair that was held not to be the same, newest first.
func (tx *Tx) AllApart() ([]Apart, error) {
	var list []Apart
	err := tx.list(&list, "SELECT * FROM register_apart ORDER BY at_ms DESC, one, other")
	return list, err
}
