package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// A dialect is what differs between the two databases.
type dialect struct {
	name string
	// forUpdate locks the rows of a SELECT until the end of the transaction.
	// SQLite has one writer, so a writing transaction holds the lock already.
	forUpdate      string
	open           func(ctx context.Context, dsn string) (write, read *sqlx.DB, err error)
	lockMigrations func(ctx context.Context, db *sqlx.DB) (unlock func() error, err error)
	lostRace       func(error) bool
	duplicate      func(error) bool
	// upsert returns the end of an INSERT that updates the given columns if
	// the key is there already.
	upsert func(key, columns []string) string
}

var dialects = map[string]dialect{
	"sqlite": {
		name: "sqlite",
		open: openSQLite,
		lockMigrations: func(context.Context, *sqlx.DB) (func() error, error) {
			return func() error { return nil }, nil
		},
		lostRace: func(err error) bool { return sqliteCode(err)&0xff == sqlite3.SQLITE_BUSY },
		duplicate: func(err error) bool {
			code := sqliteCode(err)
			return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
		},
		upsert: func(key, columns []string) string {
			sets := make([]string, len(columns))
			for i, column := range columns {
				sets[i] = column + " = excluded." + column
			}
			return " ON CONFLICT (" + strings.Join(key, ", ") + ") DO UPDATE SET " + strings.Join(sets, ", ")
		},
	},
	"mysql": {
		name:           "mysql",
		forUpdate:      " FOR UPDATE",
		open:           openMySQL,
		lockMigrations: lockMySQL,
		lostRace: func(err error) bool {
			switch mysqlCode(err) {
			case 1213, 1205, 1020: // deadlock, lock wait timeout, record has changed (MariaDB snapshot isolation)
				return true
			}
			return false
		},
		duplicate: func(err error) bool { return mysqlCode(err) == 1062 },
		upsert: func(_, columns []string) string {
			sets := make([]string, len(columns))
			for i, column := range columns {
				sets[i] = column + " = VALUES(" + column + ")"
			}
			return " ON DUPLICATE KEY UPDATE " + strings.Join(sets, ", ")
		},
	},
}

func openSQLite(ctx context.Context, path string) (write, read *sqlx.DB, err error) {
	pragmas := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)"}}
	pragmas.Set("_txlock", "immediate")
	if write, err = sqlx.ConnectContext(ctx, "sqlite", "file:"+path+"?"+pragmas.Encode()); err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	pragmas.Set("_txlock", "deferred")
	pragmas["_pragma"] = append(pragmas["_pragma"], "query_only(1)")
	if read, err = sqlx.ConnectContext(ctx, "sqlite", "file:"+path+"?"+pragmas.Encode()); err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(4)
	return write, read, nil
}

func openMySQL(ctx context.Context, dsn string) (write, read *sqlx.DB, err error) {
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, nil, err
	}
	cfg.ClientFoundRows, cfg.InterpolateParams = true, true
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	cfg.Params["time_zone"] = "'+00:00'"
	cfg.Params["sql_mode"] = "'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION'"
	cfg.MaxAllowedPacket = 64 << 20
	db, err := connectMySQL(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	var version string
	if err := db.GetContext(ctx, &version, "SELECT VERSION()"); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	// MariaDB lets a transaction write over a row that changed after it was
	// read, unless it is told otherwise; MySQL has no such variable.
	if strings.Contains(version, "MariaDB") {
		if err := db.Close(); err != nil {
			return nil, nil, err
		}
		cfg.Params["innodb_snapshot_isolation"] = "1"
		if db, err = connectMySQL(ctx, cfg); err != nil {
			return nil, nil, err
		}
	}
	return db, db, nil
}

func connectMySQL(ctx context.Context, cfg *mysql.Config) (*sqlx.DB, error) {
	db, err := sqlx.ConnectContext(ctx, "mysql", cfg.FormatDSN())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(32)
	return db, nil
}

// lockMySQL lets one program migrate at a time. The lock belongs to a
// connection, which is kept until unlock.
func lockMySQL(ctx context.Context, db *sqlx.DB) (unlock func() error, err error) {
	connection, err := db.Connx(ctx)
	if err != nil {
		return nil, err
	}
	var got int
	if err := connection.GetContext(ctx, &got, "SELECT COALESCE(GET_LOCK('bidroom.migrations', 60), 0)"); err != nil || got != 1 {
		return nil, errors.Join(fmt.Errorf("another program holds the lock"), err, connection.Close())
	}
	return func() error {
		_, err := connection.ExecContext(ctx, "SELECT RELEASE_LOCK('bidroom.migrations')")
		return errors.Join(err, connection.Close())
	}, nil
}

func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

func mysqlCode(err error) uint16 {
	var e *mysql.MySQLError
	if errors.As(err, &e) {
		return e.Number
	}
	return 0
}
