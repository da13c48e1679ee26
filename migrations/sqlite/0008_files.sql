-- +goose Up
-- Files kept under their SHA-256 hash; the bytes are in the data directory.
CREATE TABLE IF NOT EXISTS files (
	hash       TEXT NOT NULL,
	name       TEXT NOT NULL,
	media_type TEXT NOT NULL,
	size       BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (hash)
);
