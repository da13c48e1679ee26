// Package storetest opens databases for tests: SQLite always, and MySQL or
// MariaDB too where BIDROOM_TEST_MYSQL names a server, such as
// "root@tcp(127.0.0.1:33061)/". Each test has a database of its own.
package storetest

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bidroom/server/store"
)

// Each runs a test once on every database at hand.
func Each(t *testing.T, run func(t *testing.T, db *store.DB)) {
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t)) })
	if server := os.Getenv("BIDROOM_TEST_MYSQL"); server != "" {
		t.Run("mysql", func(t *testing.T) { run(t, MySQL(t, server)) })
	}
}

// EachBeside measures once on every database at hand, with a handle of its own
// for statements that stand beside.
func EachBeside(b *testing.B, run func(b *testing.B, db *store.DB, beside *sql.DB)) {
	places := []store.Config{{Driver: "sqlite", DSN: filepath.Join(b.TempDir(), "bidroom.db"), Now: time.Now}}
	if server := os.Getenv("BIDROOM_TEST_MYSQL"); server != "" {
		places = append(places, store.Config{Driver: "mysql", DSN: database(b, server), Now: time.Now})
	}
	for _, place := range places {
		b.Run(place.Driver, func(b *testing.B) {
			db := open(b, place)
			beside, err := sql.Open(place.Driver, place.DSN)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() {
				if err := beside.Close(); err != nil {
					b.Error(err)
				}
			})
			run(b, db, beside)
		})
	}
}

// EachPlace measures as [EachDSN] tests, one database after the other.
func EachPlace(b *testing.B, run func(b *testing.B, db string)) {
	b.Run("sqlite", func(b *testing.B) { run(b, "") })
	if server := os.Getenv("BIDROOM_TEST_MYSQL"); server != "" {
		b.Run("mysql", func(b *testing.B) { run(b, "mysql://"+database(b, server)) })
	}
}

// SQLite opens a new embedded database.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return SQLiteAt(t, time.Now)
}

// SQLiteAt is [SQLite] under a clock of the test's own.
func SQLiteAt(t testing.TB, now func() time.Time) *store.DB {
	t.Helper()
	file, err := freshFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bidroom.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, store.Config{Driver: "sqlite", DSN: path, Now: now})
}

// MySQL opens a new database on a server.
func MySQL(t testing.TB, server string) *store.DB {
	t.Helper()
	return open(t, store.Config{Driver: "mysql", DSN: database(t, server), Now: time.Now})
}

// database makes a new database on a server, which goes with the test, and
// returns its address.
func database(t testing.TB, server string) string {
	t.Helper()
	admin, err := sql.Open("mysql", server)
	if err != nil {
		t.Fatal(err)
	}
	name := newName()
	if err := create(admin, name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(admin, name); err != nil {
			t.Error(err)
		}
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := freshen(server, name); err != nil {
		t.Fatal(err)
	}
	return server + name
}

func open(t testing.TB, cfg store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		Sound(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Sound fails the test if an invariant of the database does not hold.
func Sound(t testing.TB, db *store.DB) {
	t.Helper()
	broken, err := db.Invariants(context.Background())
	if err != nil {
		t.Error(err)
	}
	for _, b := range broken {
		t.Error("invariant broken: " + b)
	}
}

// EachDSN runs a test once with the embedded database, named by "", and once
// with the address of a new database on the server that BIDROOM_TEST_MYSQL
// names, in the form of bidroom's --db. Other tests run meanwhile: one that
// plays a case waits as much as it works.
func EachDSN(t *testing.T, run func(t *testing.T, db string)) {
	t.Parallel()
	EachDSNAlone(t, run)
}

// EachDSNAlone is [EachDSN] for what measures the whole process: no other test
// runs meanwhile.
func EachDSNAlone(t *testing.T, run func(t *testing.T, db string)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		run(t, "")
	})
	if server := os.Getenv("BIDROOM_TEST_MYSQL"); server != "" {
		t.Run("mysql", func(t *testing.T) {
			t.Parallel()
			run(t, "mysql://"+database(t, server))
		})
	}
}
