package rooms

import (
	"context"

	"bidroom/experts"
	"bidroom/server/store"
)

// ReadClasses reads what the register's specialties are called: at the start,
// and after an import.
func (s *Service) ReadClasses(ctx context.Context) error {
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Classes()
		imported := make([]experts.Specialty, len(rows))
		for i, row := range rows {
			imported[i] = experts.Specialty{Code: row.Code, Names: map[string]string{"zh-CN": row.Name, "en": row.NameEn}}
		}
		s.classes.Store(experts.NewClasses(imported))
		return err
	})
}

// Classes names the specialties as they were read last. They are words for
// people: nothing is decided by them.
func (s *Service) Classes() *experts.Classes { return s.classes.Load() }

// takeClasses lets the names of an import in.
func takeClasses(tx *store.Tx, classes []experts.Specialty) error {
	for _, c := range classes {
		if err := tx.PutClass(store.Class{Code: c.Code, Name: c.Names["zh-CN"], NameEn: c.Names["en"]}); err != nil {
			return err
		}
	}
	return nil
}
