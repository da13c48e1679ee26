package rooms

import (
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/keys"
	"bidroom/server/registry"
	"bidroom/server/registry/registrytest"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

const (
	cityBidders   = 20
	writtenAtOnce = 20_000
)

// city writes the register of a city.
func city(b *testing.B, db *store.DB, box *keys.Box) (bidders []evaluation.Bidder) {
	fill(b, db, registrytest.Companies, func(tx *store.Tx, i int) error {
		row, err := companyRow(registrytest.Company(i))
		if err != nil {
			return err
		}
		row.ID, row.Version = tx.NewID(), 1
		row.Tag = companyTag(box, row)
		return tx.InsertCompany(row)
	})
	people := registrytest.NewPeople()
	fill(b, db, registrytest.Experts, func(tx *store.Tx, i int) error {
		e, _ := people.Next()
		facts, err := json.Marshal(e)
		if err != nil {
			return err
		}
		row := store.Expert{ID: tx.NewID(), Name: e.Name, IdentitySealed: []byte(e.Identity), IdentityIndex: fmt.Sprintf("%064d", i), PhoneSealed: []byte(e.Identity), PhoneIndex: fmt.Sprintf("%064d", i), Region: e.Region, Status: string(e.Status), Facts: facts, Version: 1}
		row.Tag = expertTag(box, row)
		return errors.Join(tx.InsertExpert(row, e.Specialties), tx.InsertRegisterVersions([]store.RegisterVersion{{Subject: row.ID, Version: 1}}))
	})
	for i := range cityBidders {
		at := i*registrytest.Companies/cityBidders + 7
		bidders = append(bidders, evaluation.Bidder{ID: fmt.Sprint("b", i), Name: registrytest.CompanyName(at), CreditCode: registrytest.CompanyCode(at)})
	}
	return bidders
}

func fill(b *testing.B, db *store.DB, size int, write func(tx *store.Tx, i int) error) {
	for from := 0; from < size; from += writtenAtOnce {
		if err := db.Write(b.Context(), func(tx *store.Tx) error {
			for i := from; i < min(size, from+writtenAtOnce); i++ {
				if err := write(tx, i); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// openedByTwo gives the centre the openers of two roles.
func openedByTwo(b *testing.B, db *store.DB) {
	public := keys.Openers{}
	for _, role := range []string{"staff", "supervisor"} {
		opener, err := keys.NewOpener(rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		if public[role], err = opener.Public(); err != nil {
			b.Fatal(err)
		}
	}
	text, err := json.Marshal(public)
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Write(b.Context(), func(tx *store.Tx) error { return tx.SaveSetting(keys.OpenersSetting, text) }); err != nil {
		b.Fatal(err)
	}
}

var errUndone = errors.New("undone")

// BenchmarkPool1000000 forms the pool of a panel, with every check against 20
// bidders, seals it and lays it down, in a register of a million experts and
// 200,000 companies. Beside it stands the bare statement that draws as many
// from the same specialties by chance.
func BenchmarkPool1000000(b *testing.B) {
	storetest.EachBeside(b, func(b *testing.B, db *store.DB, beside *sql.DB) {
		box, err := keys.Master{1}.Box(rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		bidders := city(b, db, box)
		openedByTwo(b, db)
		s := &Service{DB: db, Registry: registry.New(db, func([]byte) (conflict.Date, error) { return conflict.Date{}, nil }, CompanyStated(box)), Box: box, Centre: "c", Random: rand.Reader}
		defer s.Registry.Close()
		if err := s.Registry.Warm(b.Context()); err != nil {
			b.Fatal(err)
		}
		profile, err := rule.LoadProfile("cn-tendering-2019")
		if err != nil {
			b.Fatal(err)
		}
		for _, leaves := range []int{1, 4} {
			plan := evaluation.PlanSet{MeetingOn: "2026-12-01"}
			codes := make([]any, leaves)
			for i := range 4 {
				plan.Seats = append(plan.Seats, evaluation.SeatPlan{No: i + 1, Specialties: []string{registrytest.Leaf(i % leaves)}})
				codes[i%leaves] = registrytest.Leaf(i % leaves)
			}
			b.Run(fmt.Sprintf("specialties=%d", leaves), func(b *testing.B) {
				considered := 0
				for b.Loop() {
					err := db.Write(b.Context(), func(tx *store.Tx) error {
						cs := &evaluation.Case{Lot: evaluation.Lot{ID: "L", Profile: profile.ID, ProfileText: profile.Text(), StartedOn: "2026-11-01", TimeZone: "Asia/Shanghai"}, Plan: plan, Bidders: bidders}
						d := &drawn{walk: &walk{Tx: tx, s: s, Case: cs, row: store.Lot{ID: "L", TenderID: "T"}, by: SystemActor}, row: store.Draw{ID: tx.NewID(), LotID: "L"}}
						begun, err := d.form("", "", nil)
						if considered = len(begun.pool); err != nil {
							return err
						}
						return errUndone
					})
					if !errors.Is(err, errUndone) {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(considered), "eligible")
				var memory runtime.MemStats
				runtime.ReadMemStats(&memory)
				b.ReportMetric(float64(memory.HeapInuse)/(1<<20), "MiB-heap")
			})
			b.Run(fmt.Sprintf("specialties=%d/bare", leaves), func(b *testing.B) {
				random := "RAND()"
				if b.Name()[len("BenchmarkPool1000000/")] == 's' {
					random = "RANDOM()"
				}
				in := "?"
				for range leaves - 1 {
					in += ", ?"
				}
				for b.Loop() {
					rows, err := beside.QueryContext(b.Context(), "SELECT id FROM experts WHERE id IN (SELECT expert_id FROM expert_specialties WHERE code IN ("+in+")) ORDER BY "+random+" LIMIT 4", codes...)
					if err != nil {
						b.Fatal(err)
					}
					for rows.Next() {
					}
					if err := errors.Join(rows.Err(), rows.Close()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}
