package store_test

import (
	"errors"
	"fmt"
	"testing"

	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// Of more ids than one query asks for, every expert is found, in their order.
func TestExpertsOfMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var ids []string
		write(t, db, func(tx *store.Tx) (err error) {
			ids = nil
			for i := range 401 {
				id := fmt.Sprintf("e%03d", 401-i)
				ids = append(ids, id)
				err = errors.Join(err, tx.InsertExpert(store.Expert{ID: id, Name: id, IdentityIndex: id, Version: 1, Facts: []byte("{}")}, nil))
			}
			return err
		})
		if err := db.Read(ctx, func(tx *store.Tx) error {
			for _, n := range []int{0, 1, 199, 200, 201, 400, 401} {
				list, err := tx.ExpertsOf(ids[:n])
				if err != nil || len(list) != n {
					return fmt.Errorf("of %d experts %d are found: %w", n, len(list), err)
				}
				for i, e := range list {
					if e.ID != ids[i] {
						return fmt.Errorf("expert %d of %d is %s, want %s", i, n, e.ID, ids[i])
					}
				}
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	})
}
