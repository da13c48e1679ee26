package store

// A Photo is a photo of an expert, sealed.
type Photo struct {
	Hash     string `db:"hash"` // SHA-256 of the bytes, hex
	ExpertID string `db:"expert_id"`
	Version  int64  `db:"version"` // the first of the expert that had it
	Sealed   []byte `db:"sealed"`
}

// KeepPhoto keeps a photo of an expert, if it is not kept already.
func (tx *Tx) KeepPhoto(p Photo) error {
	var n int
	if err := tx.get(&n, "SELECT COUNT(*) FROM expert_photos WHERE hash = ? AND expert_id = ?", p.Hash, p.ExpertID); n > 0 || err != nil {
		return err
	}
	return tx.insert("expert_photos", p)
}

// Photo returns the photo with a hash, of whichever expert: an entry that was
// merged into another gives it its photo. [ErrAbsent] if there is none.
func (tx *Tx) Photo(hash string) (p Photo, err error) {
	err = tx.get(&p, "SELECT * FROM expert_photos WHERE hash = ? ORDER BY expert_id LIMIT 1", hash)
	return p, err
}
