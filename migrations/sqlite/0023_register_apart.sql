-- +goose Up
-- Pairs of entries of the register that somebody held not to be the same, with what they agree in, hashed, and why.
CREATE TABLE IF NOT EXISTS register_apart (
	one        TEXT NOT NULL,
	other      TEXT NOT NULL,
	signs      TEXT NOT NULL,
	reason     BLOB NOT NULL,
	by_account TEXT NOT NULL,
	at_ms      BIGINT NOT NULL,
	PRIMARY KEY (one, other)
);
