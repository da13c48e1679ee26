-- +goose Up
-- Which transactions wrote rows of the register, for whoever keeps something of it in memory.
CREATE TABLE IF NOT EXISTS register_marks (
	mark  TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	PRIMARY KEY (mark)
);
CREATE INDEX IF NOT EXISTS register_marks_at_ms ON register_marks (at_ms);
