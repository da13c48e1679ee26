-- +goose Up
-- Every photo of an expert, sealed, by the SHA-256 hash of its bytes, and the first version of the expert that had it.
CREATE TABLE IF NOT EXISTS expert_photos (
	hash      TEXT     NOT NULL,
	expert_id TEXT     NOT NULL,
	version   BIGINT   NOT NULL,
	sealed    BLOB     NOT NULL,
	PRIMARY KEY (hash, expert_id)
);
