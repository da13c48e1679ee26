-- +goose Up
-- Pairs of entries of the register that somebody held not to be the same, with what they agree in, hashed, and why.
CREATE TABLE IF NOT EXISTS register_apart (
	one        CHAR(36) NOT NULL,
	other      CHAR(36) NOT NULL,
	signs      CHAR(64) NOT NULL,
	reason     VARBINARY(4096) NOT NULL,
	by_account CHAR(36) NOT NULL,
	at_ms      BIGINT NOT NULL,
	PRIMARY KEY (one, other)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
