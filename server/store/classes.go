package store

// A Class is what a specialty is called that somebody imported.
type Class struct {
	Code   string `db:"code"`
	Name   string `db:"name"`
	NameEn string `db:"name_en"` // empty if the import had none
}

// PutClass writes what a specialty is called, in place of what was written
// before.
func (tx *Tx) PutClass(c Class) error {
	if err := tx.exec("DELETE FROM specialties WHERE code = ?", c.Code); err != nil {
		return err
	}
	return tx.insert("specialties", c)
}

// Classes returns all that were imported, by code.
func (tx *Tx) Classes() (list []Class, err error) {
	err = tx.list(&list, "SELECT * FROM specialties ORDER BY code")
	return list, err
}
