// Package store is the SQL of bidroom: one text for SQLite and MySQL, one
// file for each group of tables, and every difference between the two
// databases in dialect.go. It knows rows, not rules.
//
// Times are UTC milliseconds, money is fen, ids are UUIDv7 made here. A row
// that is not there is [ErrAbsent]; a row that somebody else has changed since
// it was read is [ErrStale]. Both differ from a failure.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"bidroom/migrations"
)

var (
	// ErrAbsent says that there is no such row.
	ErrAbsent = errors.New("no such row")
	// ErrStale says that the row has changed since it was read.
	ErrStale = errors.New("the row has changed since it was read")
	// ErrTwice says that a row with the same key is there already.
	ErrTwice = errors.New("there is such a row already")
)

// Config says which database to open.
type Config struct {
	Driver string // "sqlite" or "mysql"
	DSN    string // a file's path for SQLite; go-sql-driver's form for MySQL
	Now    func() time.Time
}

// A DB is an open database at the newest version.
type DB struct {
	write, read *sqlx.DB // one connection writes to SQLite; MySQL uses one pool for both
	dialect     dialect
	now         func() time.Time
}

// Open opens a database and brings it to the newest version.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	d, ok := dialects[cfg.Driver]
	if !ok {
		return nil, fmt.Errorf("no database %q: sqlite and mysql are known", cfg.Driver)
	}
	write, read, err := d.open(ctx, cfg.DSN)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	db := &DB{write, read, d, cfg.Now}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) migrate(ctx context.Context) error {
	unlock, err := db.dialect.lockMigrations(ctx, db.write)
	if err != nil {
		return fmt.Errorf("waiting to migrate: %w", err)
	}
	return errors.Join(migrations.Up(ctx, db.write.DB, db.dialect.name), unlock())
}

// Close closes the database.
func (db *DB) Close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// A Tx is one transaction. Now is its one instant: every row and every log
// entry that it writes carries it.
type Tx struct {
	Now     int64 // UTC, milliseconds
	ctx     context.Context
	tx      *sqlx.Tx
	dialect dialect
	marked  string // what register rows that it writes are marked with; empty until it writes one
}

// maxAttempts bounds how often a transaction that lost a race for locks is
// tried.
const maxAttempts = 10

// Write runs do in a transaction and commits it. If the database made it lose
// to another, at any statement or at the commit, all of do runs again; so do
// must not act on anything but the transaction.
func (db *DB) Write(ctx context.Context, do func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := db.once(ctx, db.write, nil, do)
		if err == nil || attempt == maxAttempts || !db.dialect.lostRace(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(time.Duration(attempt) * 5 * time.Millisecond):
		}
	}
}

// Read runs do in a transaction that sees one state of the database and
// writes nothing.
func (db *DB) Read(ctx context.Context, do func(*Tx) error) error {
	return db.once(ctx, db.read, &sql.TxOptions{ReadOnly: true}, do)
}

func (db *DB) once(ctx context.Context, pool *sqlx.DB, options *sql.TxOptions, do func(*Tx) error) error {
	claim, do := claimed(ctx, options == nil, do)
	tx, err := pool.BeginTxx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := do(&Tx{Now: db.now().UnixMilli(), ctx: ctx, tx: tx, dialect: db.dialect}); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			return errors.Join(err, fmt.Errorf("rollback: %w", undo))
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if claim != nil {
		claim.kept.Store(true)
	}
	return nil
}

// Context returns what the transaction is bound to.
func (tx *Tx) Context() context.Context { return tx.ctx }

// NewID returns a new id: a UUIDv7.
func (tx *Tx) NewID() string { return uuid.Must(uuid.NewV7()).String() }

func (tx *Tx) get(dest any, query string, args ...any) error {
	err := tx.tx.GetContext(tx.ctx, dest, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrAbsent
	}
	return err
}

func (tx *Tx) list(dest any, query string, args ...any) error {
	return tx.tx.SelectContext(tx.ctx, dest, query, args...)
}

func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.changed(query, args...)
	return err
}

// changed runs a statement and returns how many rows it found. Columns are
// never NULL: a nil slice is written as no bytes.
func (tx *Tx) changed(query string, args ...any) (int64, error) {
	for i, arg := range args {
		if b, ok := arg.([]byte); ok && b == nil {
			args[i] = []byte{}
		}
	}
	result, err := tx.run(query, args)
	if err != nil {
		if tx.dialect.duplicate(err) {
			return 0, errors.Join(ErrTwice, err)
		}
		return 0, err
	}
	return result.RowsAffected()
}

// run has MariaDB prepare a statement with a long value first: that costs less
// than to write every byte of it as text.
func (tx *Tx) run(query string, args []any) (sql.Result, error) {
	if !slices.ContainsFunc(args, func(arg any) bool { b, ok := arg.([]byte); return ok && len(b) > 64<<10 }) {
		return tx.tx.ExecContext(tx.ctx, query, args...)
	}
	statement, err := tx.tx.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := statement.ExecContext(tx.ctx, args...)
	return result, errors.Join(err, statement.Close())
}

// one runs a statement that must find a row whose version is as it was read.
func (tx *Tx) one(query string, args ...any) error {
	n, err := tx.changed(query, args...)
	if err == nil && n != 1 {
		return ErrStale
	}
	return err
}

// insert writes a row: the fields of a struct with db tags.
func (tx *Tx) insert(table string, row any) error {
	names, values := fields(row)
	return tx.exec("INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES (?"+strings.Repeat(", ?", len(names)-1)+")", values...)
}

// fields returns the names and values of a row's columns.
func fields(row any) (names []string, values []any) {
	v := reflect.ValueOf(row)
	for i := range v.NumField() {
		names, values = append(names, v.Type().Field(i).Tag.Get("db")), append(values, v.Field(i).Interface())
	}
	return names, values
}
