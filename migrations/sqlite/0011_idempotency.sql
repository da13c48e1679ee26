-- +goose Up
-- Requests that were carried out, by who sent them and their idempotency key, so that sending one again does it once.
-- The answer is sealed, and empty with status 0 until there is one.
CREATE TABLE IF NOT EXISTS idempotency (
	name       TEXT NOT NULL,
	request    TEXT NOT NULL,
	status     INTEGER NOT NULL,
	answer     BLOB NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (name)
);
CREATE INDEX IF NOT EXISTS idempotency_created_at ON idempotency (created_at);
