-- +goose Up
-- Acts that were answered already, so that sending one again does it once.
CREATE TABLE IF NOT EXISTS idempotency (
	name       VARCHAR(190) NOT NULL,
	account_id VARCHAR(190) NOT NULL,
	status     INT NOT NULL,
	answer     LONGBLOB NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (name),
	KEY idempotency_created_at (created_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
