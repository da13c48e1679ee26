package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"bidroom/server/store"
)

// A database that is new has been through every migration, one after the
// other. Tests need many: each process makes one of either kind so, and copies
// it.

// freshFile is the file of an embedded database that is new.
var freshFile = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "bidroom-fresh-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "bidroom.db")
	if err := migrated(store.Config{Driver: "sqlite", DSN: path, Now: time.Now}); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrated(cfg store.Config) error {
	db, err := store.Open(context.Background(), cfg)
	if err != nil {
		return err
	}
	return db.Close()
}

// A script makes an empty database on a server what migrations make of it.
type script struct {
	made []string // the statements of its tables and triggers
	rows []insert // what migrations have written
}

type insert struct {
	statement string
	values    []any
}

var freshScript = sync.OnceValues(func() (*script, error) { return learn(os.Getenv("BIDROOM_TEST_MYSQL")) })

// freshen makes an empty database on a server a new one.
func freshen(server, name string) error {
	s, err := freshScript()
	if err != nil {
		return err
	}
	db, err := sql.Open("mysql", server+name+"?multiStatements=true&interpolateParams=true")
	if err != nil {
		return err
	}
	return errors.Join(s.run(db), db.Close())
}

func (s *script) run(db *sql.DB) error {
	if _, err := db.Exec(strings.Join(s.made, ";\n")); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, row := range s.rows {
		if _, err := tx.Exec(row.statement, row.values...); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// learn migrates a database of its own and reads what came of it.
func learn(server string) (s *script, err error) {
	admin, err := sql.Open("mysql", server)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	name := newName()
	if err := create(admin, name); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, drop(admin, name)) }()
	if err := migrated(store.Config{Driver: "mysql", DSN: server + name, Now: time.Now}); err != nil {
		return nil, err
	}
	db, err := sql.Open("mysql", server+name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s = new(script)
	tables, err := texts(db, "SHOW TABLES", 0)
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		made, err := texts(db, "SHOW CREATE TABLE "+table, 1)
		if err != nil {
			return nil, err
		}
		s.made = append(s.made, made...)
		if err := s.learnRows(db, table); err != nil {
			return nil, err
		}
	}
	triggers, err := texts(db, "SHOW TRIGGERS", 0)
	if err != nil {
		return nil, err
	}
	for _, trigger := range triggers {
		made, err := texts(db, "SHOW CREATE TRIGGER "+trigger, 2)
		if err != nil {
			return nil, err
		}
		s.made = append(s.made, made...)
	}
	return s, nil
}

// learnRows reads what migrations have written into a table.
func (s *script) learnRows(db *sql.DB, table string) error {
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		return err
	}
	columns, err := rows.Columns()
	if err != nil {
		return errors.Join(err, rows.Close())
	}
	statement := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return errors.Join(err, rows.Close())
		}
		s.rows = append(s.rows, insert{statement, values})
	}
	return errors.Join(rows.Err(), rows.Close())
}

// texts returns one column of a query's rows.
func texts(db *sql.DB, query string, column int) (list []string, err error) {
	rows, err := db.Query(query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		into := make([]any, len(columns))
		for i := range into {
			into[i] = new(sql.RawBytes)
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		list = append(list, string(*into[column].(*sql.RawBytes)))
	}
	return list, rows.Err()
}

func newName() string { return "t" + fmt.Sprintf("%x", uuid.New())[:20] }

func create(admin *sql.DB, name string) error {
	_, err := admin.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	return err
}

func drop(admin *sql.DB, name string) error {
	_, err := admin.Exec("DROP DATABASE " + name)
	return err
}
