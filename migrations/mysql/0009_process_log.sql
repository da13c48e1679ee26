-- +goose Up
-- The process log. A row is written in the transaction of the act it records, and never again.
CREATE TABLE IF NOT EXISTS log_trees (
	tree VARCHAR(190) NOT NULL,
	size BIGINT NOT NULL,
	root BINARY(32) NOT NULL,
	PRIMARY KEY (tree)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS log_entries (
	tree  VARCHAR(190) NOT NULL,
	seq   BIGINT NOT NULL,
	kind  VARCHAR(190) NOT NULL,
	actor VARCHAR(190) NOT NULL,
	role  VARCHAR(190) NOT NULL,
	at_ms BIGINT NOT NULL,
	bytes LONGBLOB NOT NULL,
	PRIMARY KEY (tree, seq),
	KEY log_entries_tree_kind (tree, kind)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS log_hashes (
	tree VARCHAR(190) NOT NULL,
	idx  BIGINT NOT NULL,
	hash BINARY(32) NOT NULL,
	PRIMARY KEY (tree, idx)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS checkpoints (
	tree       VARCHAR(190) NOT NULL,
	size       BIGINT NOT NULL,
	note       TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (tree, size)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS openings (
	tree   VARCHAR(190) NOT NULL,
	seq    BIGINT NOT NULL,
	hash   VARCHAR(190) NOT NULL,
	domain VARCHAR(190) NOT NULL,
	sealed LONGBLOB NOT NULL,
	PRIMARY KEY (tree, seq, hash),
	KEY openings_hash (hash)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_entries_no_update BEFORE UPDATE ON log_entries FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the process log is only appended to';
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_entries_no_delete BEFORE DELETE ON log_entries FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the process log is only appended to';
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_hashes_no_update BEFORE UPDATE ON log_hashes FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the process log is only appended to';
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS log_hashes_no_delete BEFORE DELETE ON log_hashes FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the process log is only appended to';
-- +goose StatementEnd
