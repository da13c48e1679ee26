package rooms

import (
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/keys"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// BenchmarkAttendances15000 unseals who checked in at 3,000 lots, five at each:
// what a pool asks of a whole history, and the page of an expert.
func BenchmarkAttendances15000(b *testing.B) {
	storetest.EachBeside(b, func(b *testing.B, db *store.DB, _ *sql.DB) {
		box, err := keys.Master{1}.Box(rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		s := &Service{DB: db, Box: box, Random: rand.Reader}
		const lots, members = 3000, 5
		fill(b, db, lots, func(tx *store.Tx, i int) error {
			tender := store.Tender{ID: tx.NewID(), Number: fmt.Sprint(i), Name: fmt.Sprint("项目", i), EntityName: "江城建设局"}
			lot := store.Lot{ID: tx.NewID(), TenderID: tender.ID, Number: "1", Stage: string(evaluation.Sealed)}
			if err := tx.InsertTender(tender); err != nil {
				return err
			}
			if err := tx.InsertLot(lot); err != nil {
				return err
			}
			w := &walk{Tx: tx, s: s, row: lot, by: SystemActor}
			for seat := range members {
				if err := w.attends(lot.ID, seat+1); err != nil {
					return err
				}
			}
			return nil
		})
		for b.Loop() {
			if err := db.Read(b.Context(), func(tx *store.Tx) error {
				list, err := s.attendances(tx, 0)
				if err == nil && len(list) != lots*members {
					err = fmt.Errorf("%d of %d are found", len(list), lots*members)
				}
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// attends has an expert of a draw check in, as far as the log says so.
func (w *walk) attends(lot string, seat int) error {
	opened := draw.Open("d", [16]byte{byte(seat)}, w.NewID(), []string{"A080104"}, "330100", []string{"91330000000000000X"})
	text, err := json.Marshal(opened)
	if err != nil {
		return err
	}
	o, err := newOpening(w.s.Random, draw.ExpertDomain, string(text))
	if err != nil {
		return err
	}
	unsealed := &draw.Unsealed{Draw: "d", Seat: seat, Label: opened.Label, Expert: string(o.DatumHash())}
	seq, err := w.append(unsealed.Kind(), unsealed)
	if err != nil {
		return err
	}
	if err := w.keep(seq, o); err != nil {
		return err
	}
	in := &evaluation.MemberCheckedIn{Seat: seat, Label: opened.Label}
	_, err = w.append(in.Kind(), in)
	return err
}
