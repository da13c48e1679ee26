-- +goose Up
-- The centres that one server serves; exactly one of them keeps the register of experts and companies.
CREATE TABLE centres (
	id         TEXT NOT NULL,
	name       TEXT NOT NULL,
	printed    TEXT NOT NULL,
	region     TEXT NOT NULL,
	code       TEXT NOT NULL,
	register   INTEGER NOT NULL,
	closed     INTEGER NOT NULL,
	created_at BIGINT NOT NULL,
	version    BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (name)
);
