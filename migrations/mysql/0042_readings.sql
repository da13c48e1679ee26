-- +goose Up
-- What members keep of the bids' files: notes at pages, and how long each file
-- was open in a stage. The highest number wins, as in drafts.
CREATE TABLE IF NOT EXISTS readings (
	meeting_id   CHAR(36) NOT NULL,
	seat         INT NOT NULL,
	file         VARCHAR(36) NOT NULL,
	place        VARCHAR(16) NOT NULL,
	lot_id       CHAR(36) NOT NULL,
	value_sealed BLOB NOT NULL,
	client_seq   BIGINT NOT NULL,
	saved_at     BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, seat, file, place)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
