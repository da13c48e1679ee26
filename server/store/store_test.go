package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"

	"bidroom/server/proclog"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

var ctx = context.Background()

func write(t *testing.T, db *store.DB, do func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func entry(tree string, n int) proclog.Entry {
	return proclog.Entry{Tree: tree, Kind: "test.done", Actor: "a", Role: "staff", Body: json.RawMessage(fmt.Sprintf(`{"n":"%d"}`, n))}
}

// The tree that the database holds must be the one that another
// implementation of RFC 6962 computes from the entries' bytes.
func TestLogAgreesWithAnotherImplementation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const n = 70 // past a power of two
		for i := range n {
			write(t, db, func(tx *store.Tx) error {
				seq, err := tx.Append(entry("lot", i))
				if err == nil && seq != int64(i) {
					err = fmt.Errorf("entry %d was given number %d", i, seq)
				}
				return err
			})
		}
		if err := db.Read(ctx, func(tx *store.Tx) error {
			entries, err := tx.Entries("lot", 0, n)
			if err != nil {
				return err
			}
			tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
			for _, e := range entries {
				text, err := e.Bytes()
				if err != nil {
					return err
				}
				if err := tree.Append(rfc6962.DefaultHasher.HashLeaf(text), nil); err != nil {
					return err
				}
			}
			want, err := tree.GetRootHash(nil)
			if err != nil {
				return err
			}
			got, err := tx.Tree("lot")
			if err == nil && string(got.Root) != string(want) {
				err = fmt.Errorf("root %x, want %x", got.Root, want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// A reader may leave out kinds, and the numbers of what is left stay.
func TestEntriesWithoutKinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(tx *store.Tx) error {
			for i, kind := range []string{"a.done", "b.done", "c.done", "a.done", "c.done", "b.done"} {
				e := entry("lot", i)
				e.Kind = kind
				if _, err := tx.Append(e); err != nil {
					return err
				}
			}
			return nil
		})
		for _, tt := range []struct {
			from    int64
			limit   int
			without []string
			want    []int64
		}{
			{0, 10, nil, []int64{0, 1, 2, 3, 4, 5}},
			{0, 10, []string{"a.done"}, []int64{1, 2, 4, 5}},
			{2, 2, []string{"a.done"}, []int64{2, 4}},
			{0, 10, []string{"a.done", "c.done"}, []int64{1, 5}},
			{0, 10, []string{"a.done", "b.done", "c.done"}, nil},
			{0, 10, []string{"d.done"}, []int64{0, 1, 2, 3, 4, 5}},
		} {
			if err := db.Read(ctx, func(tx *store.Tx) error {
				entries, err := tx.Entries("lot", tt.from, tt.limit, tt.without...)
				var got []int64
				for _, e := range entries {
					got = append(got, e.Seq)
				}
				if err == nil && !slices.Equal(got, tt.want) {
					err = fmt.Errorf("from %d, at most %d, without %v: %v, want %v", tt.from, tt.limit, tt.without, got, tt.want)
				}
				return err
			}); err != nil {
				t.Error(err)
			}
		}
	})
}

// Many writers on one tree, of a lot and of its recordings: no number is given
// twice, no change is lost, and nobody has to begin again.
func TestWritersAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(tx *store.Tx) error {
			if err := tx.InsertTender(store.Tender{ID: "t", Number: "1"}); err != nil {
				return err
			}
			if _, err := tx.Append(entry("l", 0)); err != nil {
				return err
			}
			return tx.InsertLot(store.Lot{ID: "l", TenderID: "t", Number: "1"})
		})
		const writers, each = 6, 12
		var wait sync.WaitGroup
		var tries atomic.Int64
		repeat := func(do func(tx *store.Tx, i int) error) {
			wait.Go(func() {
				for i := range each {
					if err := db.Write(ctx, func(tx *store.Tx) error {
						tries.Add(1)
						return do(tx, i)
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for n := range writers {
			recording := fmt.Sprint("r", n)
			write(t, db, func(tx *store.Tx) error { return tx.InsertRecording(store.Recording{ID: recording, LotID: "l"}) })
			repeat(func(tx *store.Tx, i int) error {
				lot, err := tx.LotForUpdate("l")
				if err != nil {
					return err
				}
				if _, err := tx.Lot("l"); err != nil { // reads what stands now, before it appends
					return err
				}
				time.Sleep(2 * time.Millisecond)
				lot.PlannedAt++
				if _, err := tx.Append(entry("l", i)); err != nil {
					return err
				}
				return tx.SaveLot(lot)
			})
			repeat(func(tx *store.Tx, i int) error {
				r, err := tx.RecordingForUpdate(recording)
				if err != nil {
					return err
				}
				time.Sleep(time.Millisecond)
				r.Segments++
				if _, err := tx.Append(entry("l", i)); err != nil {
					return err
				}
				return tx.SaveRecording(r)
			})
		}
		wait.Wait()
		if tries.Load() != 2*writers*each {
			t.Errorf("%d transactions took %d tries", 2*writers*each, tries.Load())
		}
		if err := db.Read(ctx, func(tx *store.Tx) error {
			lot, err := tx.Lot("l")
			if err == nil && (lot.PlannedAt != writers*each || lot.Version != writers*each) {
				err = fmt.Errorf("%d of %d changes are there, version %d", lot.PlannedAt, writers*each, lot.Version)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// What a walk on a lot reads of the register is in the centre's log at its own
// instant, though it waited for the lot while the other wrote, or that one's
// clock is ahead.
func TestLotFollowsTheCentre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var later int64
		write(t, db, func(tx *store.Tx) error {
			if err := tx.InsertTender(store.Tender{ID: "t", Number: "1"}); err != nil {
				return err
			}
			return tx.InsertLot(store.Lot{ID: "l", TenderID: "t", Number: "1"})
		})
		held := func(tx *store.Tx) (err error) {
			_, err = tx.LotForUpdate("l")
			return err
		}
		write(t, db, held) // nothing is in the centre's log yet
		write(t, db, func(tx *store.Tx) error {
			tx.Now += time.Minute.Milliseconds()
			later = tx.Now
			_, err := tx.Append(entry(proclog.Centre, 0))
			return err
		})
		write(t, db, func(tx *store.Tx) error {
			if err := held(tx); err != nil {
				return err
			}
			if tx.Now != later {
				t.Errorf("a walk is at %d, what it reads at %d", tx.Now, later)
			}
			return nil
		})
	})
}

func TestStaleVersionIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(tx *store.Tx) error { return tx.InsertRoom(store.Room{ID: "r", Name: "一", Seats: 5}) })
		write(t, db, func(tx *store.Tx) error { return tx.SaveRoom(store.Room{ID: "r", Name: "二", Seats: 5}) })
		err := db.Write(ctx, func(tx *store.Tx) error { return tx.SaveRoom(store.Room{ID: "r", Name: "三", Seats: 5}) })
		if !errors.Is(err, store.ErrStale) {
			t.Errorf("the second writer got %v", err)
		}
		err = db.Write(ctx, func(tx *store.Tx) error { return tx.InsertRoom(store.Room{ID: "s", Name: "二", Seats: 5}) })
		if !errors.Is(err, store.ErrTwice) {
			t.Errorf("a second room of one name: %v", err)
		}
		err = db.Read(ctx, func(tx *store.Tx) error { _, err := tx.Room("none"); return err })
		if !errors.Is(err, store.ErrAbsent) {
			t.Errorf("a room that is not there: %v", err)
		}
	})
}

func TestOlderStrokeDoesNotWin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, seq := range []int64{1, 3, 2, 3} {
			write(t, db, func(tx *store.Tx) error {
				return tx.SaveDraft(store.Draft{MeetingID: "m", Seat: 1, BidID: "b", Criterion: "c", ClientSeq: seq, ValueSealed: []byte{byte(seq)}})
			})
		}
		if err := db.Read(ctx, func(tx *store.Tx) error {
			drafts, err := tx.Drafts("m", 1)
			if err == nil && (len(drafts) != 1 || drafts[0].ClientSeq != 3 || drafts[0].ValueSealed[0] != 3) {
				err = fmt.Errorf("kept %+v", drafts)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

var tableOrColumn = regexp.MustCompile(`(?m)^(?:CREATE TABLE IF NOT EXISTS|\t)\s*([a-z_]+) `)

// Both databases must have the same files, tables and columns.
func TestMigrationsAgree(t *testing.T) {
	dir := filepath.Join("..", "..", "migrations")
	sqlite, err := filepath.Glob(filepath.Join(dir, "sqlite", "*.sql"))
	if err != nil || len(sqlite) == 0 {
		t.Fatal("no migrations", err)
	}
	mysql, err := filepath.Glob(filepath.Join(dir, "mysql", "*.sql"))
	if err != nil || len(mysql) != len(sqlite) {
		t.Fatal("the two databases have different numbers of migrations", err)
	}
	for i, file := range sqlite {
		twin := filepath.Join(dir, "mysql", filepath.Base(file))
		if !slices.Contains(mysql, twin) || !strings.HasPrefix(filepath.Base(file), fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("%s has no twin or leaves a gap", file)
			continue
		}
		if one, other := names(t, file), names(t, twin); !slices.Equal(one, other) {
			t.Errorf("%s:\n%v\n%v", filepath.Base(file), one, other)
		}
	}
}

func names(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, match := range tableOrColumn.FindAllStringSubmatch(string(text), -1) {
		list = append(list, match[1])
	}
	return list
}

// A lot is found by its number where only one tender has a lot of that number.
func TestLotByNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(tx *store.Tx) error {
			for i, l := range []store.Lot{{ID: "a", TenderID: "t1", Number: "1"}, {ID: "b", TenderID: "t1", Number: "2"}, {ID: "c", TenderID: "t2", Number: "2"}} {
				if i != 1 {
					if err := tx.InsertTender(store.Tender{ID: l.TenderID, Number: l.TenderID}); err != nil {
						return err
					}
				}
				if err := tx.InsertLot(l); err != nil {
					return err
				}
				if _, err := tx.Append(entry(l.ID, i)); err != nil {
					return err
				}
			}
			if lot, err := tx.LotByNumber("1"); err != nil || lot.ID != "a" {
				t.Errorf("lot 1 is %q: %v", lot.ID, err)
			}
			if _, err := tx.LotByNumber("2"); !errors.Is(err, store.ErrTwice) {
				t.Errorf("the number of two lots: %v", err)
			}
			if _, err := tx.LotByNumber("3"); !errors.Is(err, store.ErrAbsent) {
				t.Errorf("the number of no lot: %v", err)
			}
			return nil
		})
	})
}

// Of a request that is sent twice, also at once, only one is carried out; one
// that was rolled back was not.
func TestClaims(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		claim := func() *store.Claim { return &store.Claim{Name: "account a key", Request: "r"} }
		failed := errors.New("refused")
		first := claim()
		if err := db.Write(store.Claiming(ctx, first), func(tx *store.Tx) error { return failed }); !errors.Is(err, failed) || first.Kept() {
			t.Fatalf("%v, kept %v", err, first.Kept())
		}
		const times = 8
		var done, repeated int
		var mutex sync.Mutex
		var sent sync.WaitGroup
		for range times {
			sent.Go(func() {
				one := claim()
				claiming := store.Claiming(ctx, one)
				err := db.Write(claiming, func(tx *store.Tx) error {
					_, err := tx.Append(entry("lot", 0))
					return err
				})
				mutex.Lock()
				defer mutex.Unlock()
				switch {
				case err == nil && one.Kept():
					done++
					if err := db.Write(claiming, func(tx *store.Tx) error { return tx.SaveSetting("a", []byte("b")) }); err != nil {
						t.Errorf("a second transaction of the same request: %v", err)
					}
				case errors.Is(err, store.ErrRepeated) && !one.Kept():
					repeated++
				default:
					t.Errorf("%v, kept %v", err, one.Kept())
				}
			})
		}
		sent.Wait()
		if done != 1 || repeated != times-1 {
			t.Errorf("%d were carried out and %d told that they repeat", done, repeated)
		}
		write(t, db, func(tx *store.Tx) error {
			if tree, err := tx.Tree("lot"); err != nil || tree.Size != 1 {
				t.Errorf("the log holds %d entries: %v", tree.Size, err)
			}
			if err := tx.SaveAnswer("account a key", 200, []byte("sealed")); err != nil {
				return err
			}
			if a, err := tx.Answered("account a key"); err != nil || a.Status != 200 || string(a.Answer) != "sealed" || a.Request != "r" {
				t.Errorf("%+v %v", a, err)
			}
			if err := tx.ForgetAnswers(tx.Now - 3_600_000); err != nil {
				return err
			}
			if _, err := tx.Answered("account a key"); err != nil {
				t.Errorf("forgotten too early: %v", err)
			}
			if err := tx.ForgetAnswers(tx.Now + 1); err != nil {
				return err
			}
			if _, err := tx.Answered("account a key"); !errors.Is(err, store.ErrAbsent) {
				t.Errorf("not forgotten: %v", err)
			}
			return nil
		})
	})
}

func TestOlderReadingDoesNotWin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		save := func(seat int, place string, seq int64) {
			write(t, db, func(tx *store.Tx) error {
				return tx.SaveReading(store.Reading{MeetingID: "m", Seat: seat, File: "01@00000000", Place: place, ClientSeq: seq, ValueSealed: []byte{byte(seq)}})
			})
		}
		for _, seq := range []int64{1, 3, 2, 3} {
			save(1, "84", seq)
		}
		save(1, "evaluating", 1)
		save(2, "84", 1)
		kept := func(seat int) (said string) {
			if err := db.Read(ctx, func(tx *store.Tx) error {
				rows, err := tx.Readings("m", seat)
				for _, row := range rows {
					said += fmt.Sprintf("%s=%d,%d ", row.Place, row.ClientSeq, row.ValueSealed[0])
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return said
		}
		if got := kept(1); got != "84=3,3 evaluating=1,1 " {
			t.Errorf("kept %s", got)
		}
		write(t, db, func(tx *store.Tx) error { return tx.ForgetReadings("m", 1) })
		if got := kept(1) + "|" + kept(2); got != "|84=1,1 " {
			t.Errorf("after one seat is forgotten: %s", got)
		}
		write(t, db, func(tx *store.Tx) error { return tx.ForgetReadings("m", 0) })
		if got := kept(2); got != "" {
			t.Errorf("after all are forgotten: %s", got)
		}
	})
}
