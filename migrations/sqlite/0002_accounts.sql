-- +goose Up
-- People who can sign in, and their sessions. A session is found by the hash of its token.
CREATE TABLE IF NOT EXISTS accounts (
	id            TEXT NOT NULL,
	login         TEXT NOT NULL,
	name          TEXT NOT NULL,
	role          TEXT NOT NULL,
	kind          TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	second_sealed BLOB NOT NULL,
	disabled      INTEGER NOT NULL,
	created_at    BIGINT NOT NULL,
	version       BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (login)
);
CREATE TABLE IF NOT EXISTS sessions (
	token_hash TEXT NOT NULL,
	account_id TEXT NOT NULL,
	device     TEXT NOT NULL,
	csrf       TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	PRIMARY KEY (token_hash)
);
CREATE INDEX IF NOT EXISTS sessions_account_id ON sessions (account_id);
CREATE TABLE IF NOT EXISTS lockouts (
	name     TEXT NOT NULL,
	failures INTEGER NOT NULL,
	until_at BIGINT NOT NULL,
	PRIMARY KEY (name)
);
