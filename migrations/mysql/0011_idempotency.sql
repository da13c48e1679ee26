-- +goose Up
-- Requests that were carried out, by who sent them and their idempotency key, so that sending one again does it once.
-- The answer is sealed, and empty with status 0 until there is one.
CREATE TABLE IF NOT EXISTS idempotency (
	name       VARCHAR(190) NOT NULL,
	request    VARCHAR(190) NOT NULL,
	status     INT NOT NULL,
	answer     LONGBLOB NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (name),
	KEY idempotency_created_at (created_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
