-- +goose Up
-- What of the register a pool was formed from, sealed to the key of its draw, in pieces.
CREATE TABLE draw_register (
	draw_id TEXT NOT NULL,
	no      INTEGER NOT NULL,
	sealed  BLOB NOT NULL,
	PRIMARY KEY (draw_id, no)
);
