-- +goose Up
-- What the register said of an expert or a company, whole and sealed, after each change.
CREATE TABLE IF NOT EXISTS register_versions (
	subject    TEXT NOT NULL,
	version    BIGINT NOT NULL,
	at_ms      BIGINT NOT NULL,
	by_account TEXT NOT NULL,
	act        TEXT NOT NULL,
	sealed     BLOB NOT NULL,
	PRIMARY KEY (subject, version)
);
