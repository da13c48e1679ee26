-- +goose Up
-- From when on the round of a beacon is there that the draw waits for; 0 if it waits for none.
ALTER TABLE draws
	ADD COLUMN beacon_at BIGINT NOT NULL DEFAULT 0,
	ADD KEY draws_beacon_at (beacon_at);
