-- +goose Up
-- Evaluation rooms, their kiosks, and kiosks that ask to be paired.
CREATE TABLE IF NOT EXISTS eval_rooms (
	id      TEXT NOT NULL,
	name    TEXT NOT NULL,
	seats   INTEGER NOT NULL,
	version BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS eval_rooms_name ON eval_rooms (name);
CREATE TABLE IF NOT EXISTS kiosks (
	id          TEXT NOT NULL,
	room_id     TEXT NOT NULL,
	seat        INTEGER NOT NULL,
	name        TEXT NOT NULL,
	public_key  TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	paired_at   BIGINT NOT NULL,
	paired_by   TEXT NOT NULL,
	revoked_at  BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS kiosks_room_id ON kiosks (room_id);
CREATE INDEX IF NOT EXISTS kiosks_public_key ON kiosks (public_key);
CREATE TABLE IF NOT EXISTS pairings (
	id          TEXT NOT NULL,
	public_key  TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	created_at  BIGINT NOT NULL,
	kiosk_id    TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS pairings_public_key ON pairings (public_key);
CREATE TABLE IF NOT EXISTS kiosk_sessions (
	token_hash TEXT NOT NULL,
	kiosk_id   TEXT NOT NULL,
	lot_id     TEXT NOT NULL,
	meeting_id TEXT NOT NULL,
	seat       INTEGER NOT NULL,
	seen_at    BIGINT NOT NULL,
	PRIMARY KEY (token_hash)
);
CREATE INDEX IF NOT EXISTS kiosk_sessions_kiosk_id ON kiosk_sessions (kiosk_id);
