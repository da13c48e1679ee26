package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// Who holds one of the specialties or one below is found, once each, however
// many are asked for.
func TestExpertsWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		held := map[string][]string{"a": {"A080104"}, "b": {"A0801"}, "c": {"A0802", "B011400"}, "d": {"A08"}, "e": {"C990100"}, "f": nil}
		write(t, db, func(tx *store.Tx) (err error) {
			for id, codes := range held {
				err = errors.Join(err, tx.InsertExpert(store.Expert{ID: id, Name: id, IdentityIndex: id, Version: 1, Facts: []byte("{}")}, codes))
			}
			return err
		})
		many := []string{"A0802", "A080104"}
		for i := range 1500 {
			many = append(many, fmt.Sprintf("B%06d", 10000+i))
		}
		for _, tt := range []struct {
			codes []string
			want  string
		}{
			{nil, ""}, {[]string{"A080104"}, "a"}, {[]string{"A0801"}, "a b"}, {[]string{"A08"}, "a b c d"}, {[]string{"A"}, "a b c d"},
			{[]string{"A0802", "B011400"}, "c"}, {[]string{"B"}, "c"}, {[]string{"D"}, ""}, {many, "a c"},
		} {
			if err := db.Read(ctx, func(tx *store.Tx) error {
				var ids []string
				err := tx.ExpertsWith(tt.codes, func(some []store.Holder) {
					for _, e := range some {
						ids = append(ids, e.ID)
					}
				})
				slices.Sort(ids)
				ids = slices.Compact(ids)
				if got := strings.Join(ids, " "); got != tt.want {
					t.Errorf("with %d codes from %v: %q, want %q", len(tt.codes), tt.codes[:min(len(tt.codes), 2)], got, tt.want)
				}
				return err
			}); err != nil {
				t.Error(err)
			}
		}
	})
}
