-- +goose Up
-- What members keep of the bids' files: notes at pages, and how long each file
-- was open in a stage. The highest number wins, as in drafts.
CREATE TABLE IF NOT EXISTS readings (
	meeting_id   TEXT NOT NULL,
	seat         INTEGER NOT NULL,
	file         TEXT NOT NULL,
	place        TEXT NOT NULL,
	lot_id       TEXT NOT NULL,
	value_sealed BLOB NOT NULL,
	client_seq   BIGINT NOT NULL,
	saved_at     BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, seat, file, place)
);
