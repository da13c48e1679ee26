//catalogue:data a made-up register

package registry_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"bidroom/experts/conflict"
	"bidroom/server/registry"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

var ctx = context.Background()

// enter writes an expert, whose id is also the identity number's index.
func enter(t testing.TB, tx *store.Tx, id, name, region, status string, specialties []string, jobs ...conflict.Affiliation) error {
	t.Helper()
	facts, err := json.Marshal(conflict.Expert{Name: name, Specialties: specialties, Affiliations: jobs})
	return errors.Join(err, tx.InsertExpert(store.Expert{ID: id, Name: name, IdentityIndex: id, Region: region, Status: status, Facts: facts, Version: 1}, specialties))
}

func unaltered(store.Company) bool { return true }

func untagged(store.Company) string { return "" }

// unborn knows nobody's day of birth.
func unborn([]byte) (conflict.Date, error) { return conflict.Date{}, nil }

func write(t testing.TB, db *store.DB, do func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func found(t testing.TB, r *registry.Registry, q registry.Query) string {
	t.Helper()
	ids, total, err := r.Find(ctx, q, 0, 100)
	if err != nil || total != len(ids) {
		t.Fatal(total, len(ids), err)
	}
	return strings.Join(ids, " ")
}

func TestFind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		bureau := conflict.Affiliation{Company: "江城第一设计院有限公司", CreditCode: "91330100MA00000001"}
		left := bureau
		left.To = conflict.Date{Year: 2020, Month: 1, Day: 1}
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(
				enter(t, tx, "zw", "张伟", "330102", "active", []string{"A080104", "B0101"}, bureau),
				enter(t, tx, "zwq", "张伟强", "330105", "removed", []string{"A0802"}, left),
				enter(t, tx, "lw", "李伟", "330102", "active", []string{"A08"}, conflict.Affiliation{Company: "临江中学"}),
				enter(t, tx, "sx", "单雄信", "", "applied", nil))
		})
		r := registry.New(db, unborn, unaltered)
		for _, tt := range []struct {
			q    registry.Query
			want string
		}{
			{registry.Query{}, "lw sx zw zwq"}, // as they are read: li, shan, zhang
			{registry.Query{Text: "伟"}, "lw zw zwq"}, {registry.Query{Text: "zhangwei"}, "zw zwq"}, {registry.Query{Text: "zwq"}, "zwq"}, {registry.Query{Text: "shan"}, "sx"},
			{registry.Query{Specialty: "A08"}, "lw zw zwq"}, {registry.Query{Specialty: "A0801"}, "zw"}, {registry.Query{Specialty: "B"}, "zw"}, {registry.Query{Specialty: "C"}, ""},
			{registry.Query{Region: "330102"}, "lw zw"}, {registry.Query{Region: "33"}, ""}, {registry.Query{Status: "removed"}, "zwq"}, {registry.Query{Status: "nobody"}, ""},
			{registry.Query{Employer: "第一设计院"}, "zw"}, {registry.Query{Employer: "91330100ma00000001"}, "zw"}, {registry.Query{Employer: "第一 設計院"}, "zw"}, {registry.Query{Employer: "中学"}, "lw"},
			{registry.Query{Text: "伟", Specialty: "A08", Region: "330102", Status: "active", Employer: "中学"}, "lw"},
			{registry.Query{Text: "张", Region: "330105", Status: "active"}, ""},
		} {
			if got := found(t, r, tt.q); got != tt.want {
				t.Errorf("%+v found %q, want %q", tt.q, got, tt.want)
			}
		}
		for _, tt := range []struct {
			offset, limit int
			want          string
		}{{0, 2, "lw sx"}, {2, 2, "zw zwq"}, {3, 2, "zwq"}, {4, 2, ""}} {
			ids, total, err := r.Find(ctx, registry.Query{}, tt.offset, tt.limit)
			if got := strings.Join(ids, " "); err != nil || total != 4 || got != tt.want {
				t.Errorf("from %d: %q of %d, want %q: %v", tt.offset, got, total, tt.want, err)
			}
		}
		write(t, db, func(tx *store.Tx) error {
			for id, facts := range map[string]string{
				"zw": `{"affiliated":"some","related":"none","interested":"","penalised":"none","listed":"stated","title_level":"middle","languages":["英语","法语"]}`,
				"lw": `{"affiliated":"","related":"some","relations":[{"name":"\"penalised\":\"none\""}],"appointed":"none","invested":"some","languages":["英语口语"]}`,
			} {
				row, err := tx.Expert(id)
				if err != nil {
					return err
				}
				row.Facts = []byte(facts)
				if err := tx.SaveExpert(row, nil); err != nil {
					return err
				}
			}
			return nil
		})
		for _, tt := range []struct {
			q    registry.Query
			want string
		}{
			{registry.Query{Language: "英语"}, "zw"}, {registry.Query{Language: " 法語 "}, "zw"}, {registry.Query{Language: "俄语"}, ""}, {registry.Query{Language: "英语口语"}, "lw"},
			{registry.Query{Unasked: "affiliated"}, "lw sx zwq"}, {registry.Query{Unasked: "related"}, "sx zwq"}, {registry.Query{Unasked: "interested"}, "lw sx zw zwq"}, {registry.Query{Unasked: "penalised"}, "lw sx zwq"},
			{registry.Query{Unasked: "listed"}, "lw sx zwq"}, {registry.Query{Unasked: "title_level"}, "lw sx zwq"}, {registry.Query{Unasked: "appointed"}, "sx zw zwq"}, {registry.Query{Unasked: "invested", Language: "英语"}, "zw"},
		} {
			if got := found(t, r, tt.q); got != tt.want {
				t.Errorf("%+v found %q, want %q", tt.q, got, tt.want)
			}
		}
		if regions, err := r.Regions(ctx); err != nil || !slices.Equal(regions, []string{"330102", "330105"}) {
			t.Error(regions, err)
		}
	})
}

// Whatever any program commits is found by the next search of every other, and
// what is not committed never is.
func TestFindsWhatIsCommitted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		one, other := registry.New(db, unborn, unaltered), registry.New(db, unborn, unaltered)
		if got := found(t, one, registry.Query{}); got != "" {
			t.Fatal(got)
		}
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(enter(t, tx, "b", "赵乙", "1", "active", nil), enter(t, tx, "a", "钱甲", "1", "active", nil))
		})
		undone := errors.New("undone")
		if err := db.Write(ctx, func(tx *store.Tx) error {
			if err := enter(t, tx, "c", "孙丙", "1", "active", nil); err != nil {
				return err
			}
			return undone
		}); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		for _, r := range []*registry.Registry{one, other} {
			if got := found(t, r, registry.Query{}); got != "a b" {
				t.Errorf("found %q", got)
			}
		}
		for version, name := range []string{"阿丁", "左戊", "阿己"} { // to the front, to the end and back
			write(t, db, func(tx *store.Tx) error {
				return tx.SaveExpert(store.Expert{ID: "b", Name: name, Region: fmt.Sprint(version), Facts: []byte("{}"), Version: int64(version + 1)}, nil)
			})
			for _, r := range []*registry.Registry{one, other} {
				if got, want := found(t, r, registry.Query{}), []string{"b a", "a b", "b a"}[version]; got != want {
					t.Errorf("after %s: %q, want %q", name, got, want)
				}
				if got := found(t, r, registry.Query{Region: fmt.Sprint(version)}); !strings.Contains(got, "b") {
					t.Errorf("the region of %s is not that of before: %q", name, got)
				}
			}
		}
	})
}

// While many write, whoever has committed finds what they wrote.
func TestFindsOwnWriting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := registry.New(db, unborn, unaltered)
		var writers sync.WaitGroup
		for writer := range 4 {
			writers.Go(func() {
				for i := range 10 {
					id := fmt.Sprintf("w%di%d", writer, i)
					if err := db.Write(ctx, func(tx *store.Tx) error { return enter(t, tx, id, "王"+id, id, "active", nil) }); err != nil {
						t.Error(err)
						return
					}
					if ids, _, err := r.Find(ctx, registry.Query{Region: id}, 0, 2); err != nil || !slices.Equal(ids, []string{id}) {
						t.Errorf("%s found %v: %v", id, ids, err)
					}
				}
			})
		}
		writers.Wait()
	})
}

// Companies are what the transaction that asks for them sees, by name, also
// where they were renamed; what it has written itself and then undone is seen
// by nobody else.
func TestCompanies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := registry.New(db, unborn, unaltered)
		names := func(tx *store.Tx) (names string) {
			all, err := r.Companies(tx)
			if err != nil {
				t.Error(err)
				return ""
			}
			for _, c := range all.List {
				names += c.Name + c.LegalRepresentative + " "
			}
			return names
		}
		row := func(id, name, head string, version int64) store.Company {
			facts, err := json.Marshal(conflict.Company{Name: name, LegalRepresentative: head})
			if err != nil {
				t.Fatal(err)
			}
			return store.Company{ID: id, Name: name, CreditCode: id, Facts: facts, Version: version}
		}
		expect := func(want string) {
			t.Helper()
			if err := db.Read(ctx, func(tx *store.Tx) error {
				if got := names(tx); got != want {
					t.Errorf("%q, want %q", got, want)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		expect("")
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.InsertCompany(row("1", "B", "x", 1)), tx.InsertCompany(row("2", "D", "y", 1)))
		})
		expect("Bx Dy ")
		undone := errors.New("undone")
		if err := db.Write(ctx, func(tx *store.Tx) error {
			if err := tx.InsertCompany(row("3", "C", "z", 1)); err != nil {
				return err
			}
			if got := names(tx); got != "Bx Cz Dy " {
				t.Errorf("within: %q", got)
			}
			return undone
		}); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		expect("Bx Dy ")
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.SaveCompany(row("1", "E", "w", 1)), tx.InsertCompany(row("4", "A", "v", 1)))
		})
		expect("Av Dy Ew ")

		// Whoever began before others renewed what is kept does not see more of it than of everything else.
		older := func(then func(tx *store.Tx)) {
			if err := db.Read(ctx, func(tx *store.Tx) error {
				if _, err := tx.RegisterMarks(0); err != nil { // the transaction's state is that of its first question
					return err
				}
				then(tx)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		older(func(tx *store.Tx) {
			write(t, db, func(tx *store.Tx) error {
				return errors.Join(tx.SaveCompany(row("2", "F", "y", 1)), tx.InsertCompany(row("5", "B", "u", 1)))
			})
			expect("Av Bu Ew Fy ")
			if got := names(tx); got != "Av Dy Ew " {
				t.Errorf("an older transaction has %q", got)
			}
		})
		expect("Av Bu Ew Fy ")
	})
}

// The packed lists are the companies, after each change too, and a change
// leaves the others as they were packed.
func TestPackedCompanies(t *testing.T) {
	const size = 6000
	db := storetest.SQLite(t)
	r := registry.New(db, unborn, unaltered)
	row := func(i int, name string) store.Company {
		id := fmt.Sprintf("id%d", i)
		facts, err := json.Marshal(conflict.Company{Name: name, CreditCode: id})
		if err != nil {
			t.Fatal(err)
		}
		return store.Company{ID: id, Name: name, CreditCode: id, Facts: facts, Version: 1}
	}
	packed := func() (lists [][]byte) {
		t.Helper()
		if err := db.Read(ctx, func(tx *store.Tx) error {
			all, err := r.Companies(tx)
			if err != nil {
				return err
			}
			if lists, err = all.Packed(); err != nil {
				return err
			}
			values := registry.NewUnpacked(slices.Concat(lists...))
			got, err := registry.List[conflict.Company](values, len(all.List))
			if err := errors.Join(err, values.End()); err != nil {
				return err
			}
			if !reflect.DeepEqual(got, all.List) {
				t.Errorf("%d companies are packed, and there are %d", len(got), len(all.List))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return lists
	}
	write(t, db, func(tx *store.Tx) error {
		for i := range size {
			if err := tx.InsertCompany(row(i, fmt.Sprintf("N%06d", 2*i))); err != nil {
				return err
			}
		}
		return nil
	})
	before := packed()
	if len(before) < 4 {
		t.Fatalf("%d lists", len(before))
	}
	renewed := func(after [][]byte) (n int) {
		for _, list := range after {
			if !slices.ContainsFunc(before, func(old []byte) bool { return &old[0] == &list[0] }) {
				n++
			}
		}
		before = after
		return n
	}
	for what, change := range map[string]func(tx *store.Tx) error{
		"changed": func(tx *store.Tx) error {
			c := row(2000, "N004000")
			c.Facts = []byte(`{"name":"N004000","credit_code":"id2000","legal_representative":"x"}`)
			return tx.SaveCompany(c)
		},
		"new":    func(tx *store.Tx) error { return tx.InsertCompany(row(size, "N005001")) },
		"merged": func(tx *store.Tx) error { return tx.MergeCompany(row(3000, ""), "id3001", untagged) },
	} {
		write(t, db, change)
		if n := renewed(packed()); n < 1 || n > 2 { // one that ended a run joins two
			t.Errorf("one is %s, and %d of %d lists are packed anew", what, n, len(before))
		}
	}
	if n := renewed(packed()); n != 0 {
		t.Errorf("nothing is changed, and %d lists are packed anew", n)
	}
}

// Companies are found by the names that they bear and bore, in characters of
// either kind, by how these are read, and by credit code; what another program
// changed is found by the next search.
func TestFindCompanies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		row := func(id, code, name string, former ...string) store.Company {
			facts, err := json.Marshal(conflict.Company{Name: name, CreditCode: code, FormerNames: former, FormerCodes: []string{"OLD" + code}})
			if err != nil {
				t.Fatal(err)
			}
			return store.Company{ID: id, Name: name, CreditCode: code, Facts: facts, Version: 1}
		}
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.InsertCompany(row("qh", "9133A", "清河建设集团有限公司", "重庆路桥工程公司")), tx.InsertCompany(row("jb", "9133B", "江北（集團）工程諮詢有限公司")),
				tx.InsertCompany(row("pe", "9144C", "Pacific Engineering Co., Ltd.")), tx.InsertCompany(row("pc", "9155D", "100%公司")))
		})
		r := registry.New(db, unborn, unaltered)
		check := func(text, want string) {
			t.Helper()
			if err := db.Read(ctx, func(tx *store.Tx) error {
				all, err := r.Companies(tx)
				if err != nil {
					return err
				}
				at, total := all.Find(text, 0, 100)
				var ids []string
				for _, i := range at {
					ids = append(ids, all.IDs[i])
				}
				slices.Sort(ids)
				if got := strings.Join(ids, " "); got != want || total != len(at) {
					t.Errorf("%q finds %q, want %q", text, got, want)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		for text, want := range map[string]string{
			"": "jb pc pe qh", "清河": "qh", "建设": "qh", "清河建设集团股份有限公司": "qh", "清河 建设": "qh", "工程": "jb qh", "路桥": "qh", "没有": "",
			"qinghe": "qh", "qhjs": "qh", "jsjt": "qh", "jianshe": "qh", "qing he j": "qh", "qhlq": "", // no name goes on in another
			"chongqing": "qh", "zhongqing": "qh", "cqlq": "qh", "luqiao": "qh", // a former one, 重 in either reading
			"江北集团": "jb", "工程咨询": "jb", "jiangbei": "jb", "gczx": "jb", "pacific": "pe", "engineering": "pe", "ＰＡＣＩＦＩＣ": "pe", "xyz": "",
			"9133": "jb qh", "9133a": "qh", "33A": "", "old9144": "pe", "100%": "pc", "%": "", "_": "",
		} {
			check(text, want)
		}
		changed := row("jb", "9133B", "江南咨询有限公司", "江北工程咨询有限公司")
		write(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.SaveCompany(changed), tx.InsertCompany(row("zz", "9166E", "中州监理有限公司")), tx.MergeCompany(row("qh", "", ""), "pc", untagged))
		})
		for text, want := range map[string]string{"jiangnan": "jb", "jiangbei": "jb", "zzjl": "zz", "qinghe": "", "": "jb pc pe zz"} {
			check(text, want)
		}
	})
}
