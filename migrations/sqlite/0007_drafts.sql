-- +goose Up
-- What members type, stroke by stroke; the highest number of a field wins.
CREATE TABLE IF NOT EXISTS drafts (
	meeting_id   TEXT NOT NULL,
	seat         INTEGER NOT NULL,
	bid_id       TEXT NOT NULL,
	criterion    TEXT NOT NULL,
	lot_id       TEXT NOT NULL,
	value_sealed BLOB NOT NULL,
	client_seq   BIGINT NOT NULL,
	saved_at     BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, seat, bid_id, criterion)
);
