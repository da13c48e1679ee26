-- +goose Up
-- Recordings, their hashed segments, and the gaps between.
CREATE TABLE IF NOT EXISTS recordings (
	id         TEXT NOT NULL,
	lot_id     TEXT NOT NULL,
	meeting_id TEXT NOT NULL,
	feed       TEXT NOT NULL,
	file       TEXT NOT NULL,
	started_at BIGINT NOT NULL,
	end_ms     BIGINT NOT NULL,
	segments   INTEGER NOT NULL,
	bytes      BIGINT NOT NULL,
	chain      TEXT NOT NULL,
	ended      INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS recordings_lot_id_feed ON recordings (lot_id, feed);
CREATE TABLE IF NOT EXISTS gaps (
	id      TEXT NOT NULL,
	lot_id  TEXT NOT NULL,
	feed    TEXT NOT NULL,
	from_ms BIGINT NOT NULL,
	to_ms   BIGINT NOT NULL,
	cause   TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS gaps_lot_id_feed ON gaps (lot_id, feed);
