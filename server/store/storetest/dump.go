package storetest

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
)

// Dump returns every value of every table, by the table's name: what whoever
// steals the database reads. db is as [EachDSN] gives it; file is the embedded
// database's.
func Dump(t testing.TB, db, file string) map[string][]byte {
	t.Helper()
	from, tables := stolen(t, db, file)
	dump := map[string][]byte{}
	for _, name := range values(t, from, tables) {
		var all []byte
		for _, value := range values(t, from, "SELECT * FROM "+string(name)) {
			all = append(append(all, value...), '\n')
		}
		dump[string(name)] = all
	}
	return dump
}

// Column returns what the rows of a table have in one column, as [Dump] does.
func Column(t testing.TB, db, file, table, column string) [][]byte {
	t.Helper()
	from, _ := stolen(t, db, file)
	return values(t, from, "SELECT "+column+" FROM "+table)
}

// Beside opens the database beside the program that runs on it, as whoever
// administers it can. db and file are those of [Dump].
func Beside(t testing.TB, db, file string) *sql.DB {
	t.Helper()
	beside, _ := stolen(t, db, file)
	return beside
}

// stolen opens a database by itself until the test ends, and says how its
// tables are asked for.
func stolen(t testing.TB, db, file string) (from *sql.DB, tables string) {
	t.Helper()
	driver, source, tables := "sqlite", "file:"+file+"?_pragma=busy_timeout(5000)", "SELECT name FROM sqlite_master WHERE type = 'table'"
	if at, ok := strings.CutPrefix(db, "mysql://"); ok {
		driver, source, tables = "mysql", at, "SHOW TABLES"
	}
	from, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := from.Close(); err != nil {
			t.Error(err)
		}
	})
	return from, tables
}

// values lists every column of every row of a query.
func values(t testing.TB, from *sql.DB, query string) (list [][]byte) {
	t.Helper()
	rows, err := from.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for _, value := range row {
			list = append(list, slices.Clone(value))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
