-- +goose Up
-- Every photo of an expert, sealed, by the SHA-256 hash of its bytes, and the first version of the expert that had it.
CREATE TABLE IF NOT EXISTS expert_photos (
	hash      CHAR(64) NOT NULL,
	expert_id CHAR(36) NOT NULL,
	version   BIGINT   NOT NULL,
	sealed    LONGBLOB NOT NULL,
	PRIMARY KEY (hash, expert_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
