-- +goose Up
-- Which transactions wrote rows of the register, for whoever keeps something of it in memory.
CREATE TABLE IF NOT EXISTS register_marks (
	mark  CHAR(36) NOT NULL,
	at_ms BIGINT NOT NULL,
	PRIMARY KEY (mark),
	KEY register_marks_at_ms (at_ms)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
