-- +goose Up
-- Acts that were answered already, so that sending one again does it once.
CREATE TABLE IF NOT EXISTS idempotency (
	name       TEXT NOT NULL,
	account_id TEXT NOT NULL,
	status     INTEGER NOT NULL,
	answer     BLOB NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (name)
);
CREATE INDEX IF NOT EXISTS idempotency_created_at ON idempotency (created_at);
