-- +goose Up
-- Files kept under their SHA-256 hash; the bytes are in the data directory.
CREATE TABLE IF NOT EXISTS files (
	hash       VARCHAR(190) NOT NULL,
	name       VARCHAR(190) NOT NULL,
	media_type VARCHAR(190) NOT NULL,
	size       BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (hash)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
