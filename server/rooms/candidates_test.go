package rooms

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"

	"bidroom/experts/conflict"
	"bidroom/server/keys"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// Whoever holds several of the specialties that are asked for is a candidate once,
// however many questions that takes, and all stand in order.
func TestCandidatesComeOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		box, err := keys.Master{1}.Box(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for i := range 450 {
			codes = append(codes, fmt.Sprintf("A08%04d", i))
		}
		s := &Service{DB: db, Box: box}
		var found []conflict.Expert
		if err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
			for id, held := range map[string][]string{"c": {codes[0], codes[449]}, "a": {codes[300]}, "b": {codes[10], codes[200], codes[401]}, "d": {"B01"}} {
				row := store.Expert{ID: id, Name: id, IdentityIndex: id, Status: "active", Facts: []byte("{}"), Version: 1}
				row.Tag = expertTag(box, row)
				err = errors.Join(err, tx.InsertExpert(row, held))
			}
			if err == nil {
				found, err = s.readCandidates(tx, codes)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		var ids string
		for _, e := range found {
			ids += e.ID
		}
		if ids != "abc" {
			t.Errorf("the candidates are %s", ids)
		}
	})
}
