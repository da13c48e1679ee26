-- +goose Up
-- The process log. A row is written in the transaction of the act it records, and never again.
CREATE TABLE IF NOT EXISTS log_trees (
	tree TEXT NOT NULL,
	size BIGINT NOT NULL,
	root BLOB NOT NULL,
	PRIMARY KEY (tree)
);
CREATE TABLE IF NOT EXISTS log_entries (
	tree  TEXT NOT NULL,
	seq   BIGINT NOT NULL,
	kind  TEXT NOT NULL,
	actor TEXT NOT NULL,
	role  TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (tree, seq)
);
CREATE INDEX IF NOT EXISTS log_entries_tree_kind ON log_entries (tree, kind);
CREATE TABLE IF NOT EXISTS log_hashes (
	tree TEXT NOT NULL,
	idx  BIGINT NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (tree, idx)
);
CREATE TABLE IF NOT EXISTS checkpoints (
	tree       TEXT NOT NULL,
	size       BIGINT NOT NULL,
	note       TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (tree, size)
);
CREATE TABLE IF NOT EXISTS openings (
	tree   TEXT NOT NULL,
	seq    BIGINT NOT NULL,
	hash   TEXT NOT NULL,
	domain TEXT NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (tree, seq, hash)
);
CREATE INDEX IF NOT EXISTS openings_hash ON openings (hash);
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_entries_no_update BEFORE UPDATE ON log_entries BEGIN
	SELECT RAISE(ABORT, 'the process log is only appended to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_entries_no_delete BEFORE DELETE ON log_entries BEGIN
	SELECT RAISE(ABORT, 'the process log is only appended to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_hashes_no_update BEFORE UPDATE ON log_hashes BEGIN
	SELECT RAISE(ABORT, 'the process log is only appended to');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_hashes_no_delete BEFORE DELETE ON log_hashes BEGIN
	SELECT RAISE(ABORT, 'the process log is only appended to');
END;
-- +goose StatementEnd
