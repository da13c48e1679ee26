-- +goose Up
-- Tenders and their lots. A lot holds the sealed snapshot of its case; what lists need stands beside it.
CREATE TABLE IF NOT EXISTS tenders (
	id           TEXT NOT NULL,
	number       TEXT NOT NULL,
	name         TEXT NOT NULL,
	entity_name  TEXT NOT NULL,
	entity_code  TEXT NOT NULL,
	agency_name  TEXT NOT NULL,
	agency_code  TEXT NOT NULL,
	started_on   TEXT NOT NULL,
	notice_media TEXT NOT NULL,
	created_at   BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS tenders_number ON tenders (number);
CREATE TABLE IF NOT EXISTS lots (
	id           TEXT NOT NULL,
	tender_id    TEXT NOT NULL,
	number       TEXT NOT NULL,
	name         TEXT NOT NULL,
	regime       TEXT NOT NULL,
	stage        TEXT NOT NULL,
	room_id      TEXT NOT NULL,
	planned_at   BIGINT NOT NULL,
	created_at   BIGINT NOT NULL,
	version      BIGINT NOT NULL,
	state_sealed BLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (tender_id, number)
);
CREATE INDEX IF NOT EXISTS lots_room_id_stage ON lots (room_id, stage);
CREATE INDEX IF NOT EXISTS lots_created_at ON lots (created_at);
