package store_test

import (
	"testing"

	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// Something goes on in a centre while a meeting is planned or held, or the
// server works through invitations; of another centre's it is nothing to it.
func TestRunningIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		want := int64(0)
		write(t, db, func(tx *store.Tx) error { return tx.InsertTender(store.Tender{ID: "t", CentreID: "c", Number: "1"}) })
		for stage, goesOn := range map[string]bool{"preparing": false, "scheduled": true, "assembling": true, "signing": true, "suspended": true, "sealed": false, "void": false} {
			for _, unattended := range []bool{false, true} {
				id := stage + map[bool]string{true: "-left"}[unattended]
				write(t, db, func(tx *store.Tx) error {
					if err := tx.InsertLot(store.Lot{ID: id, TenderID: "t", CentreID: "c", Number: id, Stage: stage}); err != nil {
						return err
					}
					if _, err := tx.Append(entry(id, 0)); err != nil {
						return err
					}
					return tx.InsertDraw(store.Draw{ID: "d-" + id, LotID: id, State: []byte("{}"), Unattended: unattended})
				})
				if goesOn || unattended {
					want++
				}
			}
		}
		write(t, db, func(tx *store.Tx) error {
			for centre, want := range map[string]int64{"c": want, "other": 0} {
				if got, err := tx.RunningIn(centre); err != nil || got != want {
					t.Errorf("in %s: %d, %v, want %d", centre, got, err, want)
				}
			}
			return nil
		})
	})
}
