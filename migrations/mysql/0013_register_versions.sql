-- +goose Up
-- What the register said of an expert or a company, whole and sealed, after each change.
CREATE TABLE IF NOT EXISTS register_versions (
	subject    CHAR(36) NOT NULL,
	version    BIGINT NOT NULL,
	at_ms      BIGINT NOT NULL,
	by_account CHAR(36) NOT NULL,
	act        VARCHAR(190) NOT NULL,
	sealed     LONGBLOB NOT NULL,
	PRIMARY KEY (subject, version)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
