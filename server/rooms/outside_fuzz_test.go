package rooms

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/store"
)

// FuzzOutsidePanel takes whatever a library hands over: it is refused, with
// reasons, or it can be imported, and what is sealed of it opens every label.
// The seeds are in testdata/fuzz.
func FuzzOutsidePanel(f *testing.F) {
	seats := []draw.Seat{{No: 1, Specialties: []string{"A0801"}}, {No: 2, Specialties: []string{"A060101"}, Region: "330100"}}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).UnixMilli()
	f.Fuzz(func(t *testing.T, text []byte, supplementary bool) {
		file, err := experts.ReadPanelFile(text)
		if err != nil {
			isRefusal(t, err)
			return
		}
		w := &walk{Tx: &store.Tx{Now: now}, s: &Service{Random: rand.NewChaCha8([32]byte{1})}, row: store.Lot{ID: "lot"}, Case: &evaluation.Case{Lot: evaluation.Lot{Number: "01", Profile: "cn-tendering-2019"}}}
		p := Panel{PanelFile: file, FileHash: sha256Hex(text)}
		if file.Record != nil {
			p.Record = file.Record.Content
		}
		if err := w.check(p, seats, supplementary); err != nil {
			isRefusal(t, err)
			return
		}
		d := &drawn{walk: w, row: store.Draw{ID: "draw"}}
		if supplementary {
			sealed := &outside{Phones: map[string]string{}}
			if list, err := d.substitutes(sealed, p.Substitutes); err != nil || len(list) != len(p.Substitutes) {
				t.Fatalf("%d of %d substitutes: %v", len(list), len(p.Substitutes), err)
			}
			opens(t, sealed, p)
			return
		}
		act, sealed, err := d.imported(p, seats)
		if err != nil {
			t.Fatal(err)
		}
		var again draw.Imported
		if text, err := json.Marshal(act); err != nil || json.Unmarshal(text, &again) != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if err := new(draw.Draw).Apply(draw.Meta{AtMs: now, Actor: "s", Role: "staff"}, &again); err != nil {
			t.Fatalf("what was checked cannot be imported: %+v", err)
		}
		opens(t, sealed, p)
	})
}

func isRefusal(t *testing.T, err error) {
	t.Helper()
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) || len(refusal.Reasons) == 0 {
		t.Fatalf("a fault: %v", err)
	}
}

// opens holds that what is sealed is of the persons of the panel.
func opens(t *testing.T, sealed *outside, p Panel) {
	t.Helper()
	if len(sealed.Persons) != len(p.Seats)+len(p.Substitutes) || len(sealed.Phones) != len(sealed.Persons) {
		t.Fatalf("%d persons and %d numbers are sealed, of %d", len(sealed.Persons), len(sealed.Phones), len(p.Seats)+len(p.Substitutes))
	}
	for _, o := range sealed.Persons {
		if person, err := o.Person(); err != nil || !experts.ValidIdentity(person.Identity) || len(sealed.Phones[o.Label]) != lastDigits {
			t.Errorf("%+v: %v", person, err)
		}
	}
}
