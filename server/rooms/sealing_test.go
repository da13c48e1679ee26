//catalogue:data a made-up register

package rooms

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/keys"
	"bidroom/server/registry"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

// drawnFrom is the pool of a made-up register of so many experts, all of whom
// could take a seat, and as many companies.
func drawnFrom(t testing.TB, size int) (sealedPool, []conflict.Expert, []conflict.Company) {
	t.Helper()
	random := mathrand.New(mathrand.NewPCG(1, 2))
	pick := func(from string, n int) string {
		runes := []rune(from)
		picked := make([]rune, n)
		for i := range picked {
			picked[i] = runes[random.IntN(len(runes))]
		}
		return string(picked)
	}
	person := func() string {
		return pick("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", 1) + pick("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉萍建华文", 2)
	}
	day := func() conflict.Date {
		return conflict.Date{Year: 2000 + random.IntN(26), Month: 1 + random.IntN(12), Day: 1 + random.IntN(28)}
	}
	companies := make([]conflict.Company, size)
	for i := range companies {
		signal := sha256.Sum256([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		companies[i] = conflict.Company{Name: pick("江河湖海山川东南西北华中安泰宏达", 4) + fmt.Sprint(i) + "建设工程有限公司", CreditCode: "91330100MA" + pick("0123456789ABCDEFGHJKLMNPQRTUWXY", 8),
			LegalRepresentative: person(), People: []conflict.Post{{Name: person(), Office: "director", Period: conflict.Period{From: day()}}, {Name: person(), Office: "supervisor", Period: conflict.Period{From: day()}}},
			Shareholders: []conflict.Shareholder{{Name: person(), Percent: conflict.Whole / 100 * 60, Period: conflict.Period{From: day()}}}, Signals: []conflict.Signal{{Kind: "phone", Hash: hex.EncodeToString(signal[:])}}}
	}
	people := make([]conflict.Expert, size)
	for i := range people {
		employer := companies[random.IntN(size)]
		people[i] = conflict.Expert{ID: fmt.Sprintf("0193e5c0-%04x-7%03x-8%03x-%012x", random.IntN(1<<16), random.IntN(1<<12), random.IntN(1<<12), random.Int64N(1<<48)), Name: person(),
			Identity: pick("0123456789", 18), Region: "330" + pick("1234", 1) + "00", Specialties: []string{"A080104", "A0802" + pick("01234", 2)}, Status: conflict.Active, Affiliated: conflict.DeclaredSome,
			Affiliations: []conflict.Affiliation{{Company: employer.Name, CreditCode: employer.CreditCode, Position: "高级工程师", Period: conflict.Period{From: day()}}},
			Related:      conflict.DeclaredSome, Relations: []conflict.Relation{{Kind: "spouse", Name: person(), Company: employer.Name, DeclaredOn: day()}}, Interested: conflict.DeclaredNone}
	}
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	today := conflict.Date{Year: 2026, Month: 5, Day: 4}
	facts := conflict.Facts{Rules: profile.Recusal, Bidders: companies[:min(size, 20)], Register: conflict.NewRegister(companies), Started: today, Today: today}
	pool, err := experts.NewPool("draw", []string{"A08"}, people, conflict.NewChecker(facts), experts.Served{}, func() (salt [16]byte, err error) {
		for i := range salt {
			salt[i] = byte(random.Uint32())
		}
		return salt, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sealedPool{Opened: pool.Opened}, people, companies
}

// What of the register a pool was formed from comes back from any number of
// pieces, each of which stands for itself, and not without one.
func TestSealedRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		_, considered, companies := drawnFrom(t, 40)
		said, err := json.Marshal([]any{considered, companies})
		if err != nil {
			t.Fatal(err)
		}
		var lists [][]byte
		for some := range slices.Chunk(companies, 15) {
			list, err := registry.Pack(some)
			if err != nil {
				t.Fatal(err)
			}
			lists = append(lists, list)
		}
		box, err := keys.Master{1}.Box(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		key, _, err := box.NewDrawKey("d")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Write(t.Context(), func(tx *store.Tx) error {
			d := &drawn{walk: &walk{Tx: tx, s: &Service{Box: box}}, row: store.Draw{ID: "d"}}
			return d.sealRegister(key, sealedRegister{Candidates: considered, Companies: len(companies)}, lists, 1000)
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.Read(t.Context(), func(tx *store.Tx) error {
			register, back, err := openRegister(tx, key, "d")
			if err != nil {
				t.Fatal(err)
			}
			if again, err := json.Marshal([]any{register.Candidates, back}); err != nil || !bytes.Equal(again, said) {
				t.Errorf("%d experts and %d companies come back: %v", len(register.Candidates), len(back), err)
			}
			pieces, err := tx.DrawRegister("d")
			if err != nil || len(pieces) < 2 {
				t.Fatalf("%d pieces: %v", len(pieces), err)
			}
			if _, err := key.OpenDraw(pieceName("d", 1), pieces[0]); err == nil {
				t.Error("a piece takes the place of another")
			}
			packed, err := key.OpenDraw(pieceName("d", 0), pieces[0])
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := unpackRegister(packed); err == nil {
				t.Error("the first piece passes for the whole")
			}
			head, err := registry.Pack(sealedRegister{Considered: len(considered), Companies: len(companies)})
			if err != nil {
				t.Fatal(err)
			}
			people, err := registry.PackList(considered)
			if err != nil {
				t.Fatal(err)
			}
			for _, some := range [][][]byte{lists[:2], append(lists, lists[0])} { // whole lists, and not as many as there were
				if _, _, err := unpackRegister(slices.Concat(append([][]byte{head, people}, some...)...)); err == nil {
					t.Errorf("%d lists pass for %d", len(some), len(lists))
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkSealed20000 packs what is sealed of the pool of 20,000 experts in a
// register of as many companies.
func BenchmarkSealed20000(b *testing.B) {
	pool, considered, companies := drawnFrom(b, 20_000)
	for name, value := range map[string]any{"pool": pool.Opened, "considered": considered, "companies": companies} {
		b.Run(name, func(b *testing.B) {
			text, err := json.Marshal(value)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(text)))
			var packed []byte
			for b.Loop() {
				if packed, err = registry.Pack(value); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(text)), "plain-B")
			b.ReportMetric(float64(len(packed)), "packed-B")
		})
	}
}
