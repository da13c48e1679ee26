// Package migrations carries the numbered SQL of both databases: the same
// names, tables and columns in sqlite/ and mysql/. MySQL commits each DDL
// statement by itself, so every statement can be run again.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed sqlite/*.sql mysql/*.sql
var files embed.FS

// Up brings a database to the newest version. driver is "sqlite" or "mysql".
// A database that is newer than this program is refused.
func Up(ctx context.Context, db *sql.DB, driver string) error {
	dialect, ok := map[string]goose.Dialect{"sqlite": goose.DialectSQLite3, "mysql": goose.DialectMySQL}[driver]
	if !ok {
		return fmt.Errorf("migrations: no database %q", driver)
	}
	dir, err := fs.Sub(files, driver)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(dialect, db, dir)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; version > newest {
		return fmt.Errorf("migrations: the database is at version %d, this program knows %d: it needs the newer program", version, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}
