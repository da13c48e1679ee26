package store_test

import (
	"errors"
	"fmt"
	"testing"

	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// A version is kept once; versions are kept since the first that has an
// instant. Of two who change the same expert, the second is stale.
func TestRegisterVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := db.Read(ctx, func(tx *store.Tx) error {
			since, err := tx.RegisterKeptSince()
			if err == nil && since != 0 {
				err = fmt.Errorf("kept since %d, and nothing is kept", since)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		expert := store.Expert{ID: "e", Name: "龚岚", IdentityIndex: "i", Version: 1, Facts: []byte("{}")}
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.InsertExpert(expert, []string{"A080104"}), tx.InsertRegisterVersions([]store.RegisterVersion{
				{Subject: "e", Version: 1, AtMs: 1000, ByAccount: "a", Act: "import", Sealed: []byte{1}},
				{Subject: "old", Version: 1, Act: "before", Sealed: []byte{8}},
				{Subject: "other", Version: 1, AtMs: 1500, Act: "import", Sealed: []byte{9}},
				{Subject: "e", Version: 2, AtMs: 2000, Act: "edit", Sealed: []byte{2}},
				{Subject: "e", Version: 3, AtMs: 2000, Act: "edit", Sealed: []byte{3}}}))
		})
		if err := db.Read(ctx, func(tx *store.Tx) error {
			since, err := tx.RegisterKeptSince()
			if err != nil || since != 1000 {
				return fmt.Errorf("kept since %d, want 1000: %w", since, err)
			}
			list, err := tx.RegisterVersions("e")
			if err == nil && (len(list) != 3 || list[0].Version != 1 || list[2].Sealed[0] != 3) {
				err = fmt.Errorf("kept %+v", list)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		err := db.Write(ctx, func(tx *store.Tx) error {
			return tx.InsertRegisterVersions([]store.RegisterVersion{{Subject: "e", Version: 3, AtMs: 3000, Act: "edit"}})
		})
		if !errors.Is(err, store.ErrTwice) {
			t.Errorf("a version written over: %v", err)
		}
		expert.Region = "330100"
		write(t, db, func(tx *store.Tx) error { return tx.SaveExpert(expert, nil) })
		err = db.Write(ctx, func(tx *store.Tx) error { return tx.SaveExpert(expert, nil) })
		if !errors.Is(err, store.ErrStale) {
			t.Errorf("the second writer got %v", err)
		}
		expert.ID = "f"
		err = db.Write(ctx, func(tx *store.Tx) error { return tx.InsertExpert(expert, nil) })
		if !errors.Is(err, store.ErrTwice) {
			t.Errorf("a second expert with one identity number: %v", err)
		}
	})
}
