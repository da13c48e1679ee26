package rooms

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/keys"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// What is older than the versions is known from the first of them on: what was
// never changed since, or later, said then what it said at the beginning.
func TestRecordBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		box, err := keys.Master{1}.Box(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s := &Service{DB: db, Box: box}
		ids := map[string]string{}
		at := func(ms int64, do func(k *keeper) error) {
			t.Helper()
			if err := db.Write(context.Background(), func(tx *store.Tx) error {
				tx.Now = ms
				k := &keeper{Tx: tx, s: s, act: ByEdit}
				return errors.Join(do(k), k.flush())
			}); err != nil {
				t.Fatal(err)
			}
		}
		titled := func(name, title string) *Person {
			return &Person{Expert: conflict.Expert{Name: name, Identity: name}, Title: title}
		}
		change := func(name, title string) func(k *keeper) error {
			return func(k *keeper) error {
				row, err := k.Expert(ids[name])
				if err == nil {
					_, err = k.changePerson(row, titled(name, title))
				}
				return err
			}
		}
		for _, name := range []string{"never changed", "changed first", "changed later"} {
			at(1000, func(k *keeper) error {
				row, err := s.personRow(titled(name, "one"))
				row.ID, row.Version = k.NewID(), 1
				row.Tag = expertTag(s.Box, row)
				ids[name] = row.ID
				for domain, sealed := range map[string]*[]byte{identityDomain: &row.IdentitySealed, phoneDomain: &row.PhoneSealed} {
					*sealed, _ = s.Box.Seal(domain, []byte(name))
				}
				return errors.Join(err, k.InsertExpert(row, nil))
			})
		}
		says := func(name string, ms int64, want string) {
			t.Helper()
			if err := db.Read(context.Background(), func(tx *store.Tx) error {
				row, err := tx.Expert(ids[name])
				if err != nil {
					return err
				}
				now, err := s.recordOf(row)
				if err != nil {
					return err
				}
				history, err := s.History(tx, row.ID)
				if err != nil {
					return err
				}
				record, err := recordBefore(tx, now, history, ms)
				got, refusal := "nothing", (*rule.Refusal)(nil)
				if errors.As(err, &refusal) {
					got, err = refusal.Reasons[0].Code, nil
				} else if record != nil {
					got = record.Title
				}
				if got != want {
					t.Errorf("%s: before %d the register said %s, want %s", name, ms, got, want)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		says("never changed", 9000, "register.not_kept")
		at(2000, change("changed first", "two"))
		at(3000, func(k *keeper) error {
			_, err := k.addPerson(titled("imported", "one"))
			ids["imported"] = k.held[0].Subject
			return err
		})
		at(4000, change("changed first", "three"))
		at(4000, change("imported", "two"))
		at(5000, change("changed later", "two"))
		for name, when := range map[string]map[int64]string{
			"never changed": {1500: "register.not_kept", 2000: "register.not_kept", 2001: "one", 9000: "one"},
			"changed first": {1999: "register.not_kept", 2000: "register.not_kept", 2001: "two", 4000: "two", 4001: "three"},
			"changed later": {2000: "register.not_kept", 2001: "one", 5000: "one", 5001: "two"},
			"imported":      {2000: "nothing", 3000: "nothing", 3001: "one", 4000: "one", 4001: "two"},
		} {
			for ms, want := range when {
				says(name, ms, want)
			}
		}
	})
}
