package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// A register that is older than the tables it is found by is found like any
// other after one pass, however many transactions that takes; what the pass
// has done it does not do again.
func TestMakeFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		long := strings.Repeat("长", 500) // was let in once
		company, err := companyRow(conflict.Company{Name: "蜀江控股有限公司", CreditCode: "A", FormerNames: []string{"江源公司", long}})
		if err != nil {
			t.Fatal(err)
		}
		company.ID = "c"
		if err := db.Write(ctx, func(tx *store.Tx) error {
			err := tx.InsertCompany(company)
			for i := range foundAtOnce + 1 {
				jobs := []conflict.Affiliation{{Company: "江源有限公司一分公司"}}
				if i == 0 {
					jobs = append(jobs, conflict.Affiliation{Company: long, CreditCode: long})
				}
				facts, wrong := json.Marshal(conflict.Expert{Affiliations: jobs})
				id := fmt.Sprintf("%05d", i)
				err = errors.Join(err, wrong, tx.InsertExpert(store.Expert{ID: id, Name: id, IdentityIndex: id, Facts: facts}, nil))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		found := func() (experts int64) {
			t.Helper()
			if err := db.Read(ctx, func(tx *store.Tx) (err error) {
				_, experts, _, err = tx.Employees([]string{"A"}, []string{"江源"}, "2026-05-04", 1)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return experts
		}
		if experts := found(); experts != 0 {
			t.Fatalf("found before: %d", experts)
		}
		if err := s.MakeFound(ctx); err != nil {
			t.Fatal(err)
		}
		// "江源有限公司一分公司" is a branch of what was 江源公司.
		if experts := found(); experts != foundAtOnce+1 {
			t.Errorf("found %d experts", experts)
		}
		if list, _, _, err := s.Employees(ctx, Actor{Role: access.Staff}, "c", conflict.Date{Year: 2026, Month: 5, Day: 4}, foundAtOnce+3); err != nil || len(list) != foundAtOnce+2 {
			t.Errorf("%d work for a company with a long name: %v", len(list), err)
		}
		if err := db.Write(ctx, func(tx *store.Tx) error { return tx.SetEmployers("00000", nil) }); err != nil {
			t.Fatal(err)
		}
		if err := s.MakeFound(ctx); err != nil {
			t.Fatal(err)
		}
		if experts := found(); experts != foundAtOnce {
			t.Error("the pass was made twice")
		}
	})
}
